"""Days off and working days as people write them: "2/1 nghỉ bù, 10/1 làm bù", "nghỉ 30/4-3/5", "bỏ 10/1/2026"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.messages import UserError
from models.words import tokens
from scheduling.day_words import LONGEST, Group, is_one_of, parts

_FAR = timedelta(days=2 * 366)
_OF_REASON = ("cho", "thay", "thay cho", "của")  # "làm bù cho ngày 2/1"
_FILLERS = ("ngày", "từ", "và", "hết", "theo", "vào", "là", "các", "căn cứ")
_WEEKDAY = re.compile(r"\b(?:(?:thứ|thu) (?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])|chủ nhật|chu nhat)\b", re.I)
_DASH = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d{1,2}/)")  # 30/4-3/5, 20-25/9; not 10-1-2026


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: of whom, which days are what; days without a word are asked about."""

    whose: str
    groups: Sequence[Group]
    asked: Sequence[date]


def read_line(text: str, today: date) -> Line:
    """Read a line without the document's number; UserError for 31/2, for a day said of both, for what has no word."""
    said_of = list(parts(tokens(_WEEKDAY.sub(" ", _DASH.sub(" - ", text))), today))
    whose, groups, loose = [], list[Group](), list[tuple[list[date], bool]]()
    before = next((part for part in said_of if not isinstance(part, str)), None)
    days_first = isinstance(before, list)  # "2/1 nghỉ bù 10/1 làm bù", else "nghỉ 2/1, làm bù 10/1"
    said: list[str] = []
    for number, part in enumerate(said_of):
        last = not any(isinstance(other, Group) for other in said_of[number:])
        if isinstance(part, Group):
            groups.append(part)
            for days, spread in loose if days_first else ():
                _add(part, days, spread)
            loose, said = ([], []) if days_first else (loose, [])
        elif isinstance(part, list):
            if groups and (any(is_one_of(word, _OF_REASON) for word in said) or (last and days_first and said)):
                groups[-1].said += ["ngày", f"{part[0].day}/{part[0].month}"]
            elif days_first or not groups:
                loose.append((part, len(part) > 1))
            else:
                _add(groups[-1], part, len(part) > 1)
            said = []
        elif not groups and not loose:
            whose += [] if is_one_of(part, _FILLERS) else [part]
        elif groups:
            said.append(part)
            if not is_one_of(part, (*_FILLERS, *_OF_REASON)):
                groups[-1].said.append(part)
    if groups and (loose or not all(group.days for group in groups)):
        raise UserError("calendar_how")
    _check(groups, today)
    return Line(" ".join(whose), groups, [day for days, _ in loose for day in days])


def _add(group: Group, days: Sequence[date], spread: bool) -> None:
    group.days += days
    group.spread = group.spread or spread


def _check(groups: Sequence[Group], today: date) -> None:
    days = [day for group in groups for day in group.days]
    if twice := next((day for day in days if days.count(day) > 1), None):
        raise UserError("calendar_twice", day=twice)
    if len(days) > LONGEST:
        raise UserError("calendar_too_many", longest=LONGEST)
    if far := next((day for day in days if abs(day - today) > _FAR), None):
        raise UserError("calendar_far", day=far)
