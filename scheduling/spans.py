"""From when to when, as people write it: "20/9 25/9", "từ 20/9 đến hết 25/9", "20-25/9", "20/9-25/9"; or one day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from models.messages import UserError
from models.words import clean, fold, means, tokens
from scheduling.dates import NoSuchDay, read_day

HALF_A_YEAR = timedelta(days=183)
AHEAD = timedelta(days=92)
_MONTH = re.compile(
    r"(?:tháng |thang )?\b(1[0-2]|0?[1-9])[/-]((?:19|2[01])[0-9]{2})\b|\b(?:tháng|thang) (1[0-2]|0?[1-9])\b"
)
_YEAR = re.compile(r"(?:năm |nam )?\b((?:19|2[01])[0-9]{2})\b")
_YEARS = {"nam nay": 0, "nam sau": 1, "nam toi": 1, "nam truoc": -1, "nam ngoai": -1}
_BEFORE_A_DAY = ("từ", "ngày", "đến", "tới", "hết", "-", "–")
_OF_A_MONTH = re.compile(r"(?<![/\d])(\d{1,2})\s*[-–]\s*(\d{1,2})/(\d{1,2})(/\d{2,4})?(?!\d)")  # 20-25/9
_JOINED = re.compile(r"(\d{1,2}/\d{1,2}(?:/\d{2,4})?)\s*[-–]\s*(?=\d)")  # 20/9-25/9


def read_days(text: str, today: date) -> tuple[list[date], str]:
    """The days a line names, in its order, and the other words; UserError for 31/2."""
    text = _JOINED.sub(r"\1 ", _OF_A_MONTH.sub(r"\1/\3\4 \2/\3\4", text))
    days: list[date] = []
    words: list[str] = []
    for token in tokens(text):
        found = _day(token, today)
        if found is None:
            words.append(token)
            continue
        days.append(found)
        while words and any(means(words[-1], word) for word in _BEFORE_A_DAY):
            words.pop()
    return days, " ".join(words)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when is asked: a month, a year, else the next three months; and the other words."""

    first: date
    last: date
    rest: str
    year: int = 0
    month: int = 0


def read_span(text: str, today: date) -> Span:
    """What "tháng 9", "9/2026", "2027" and "năm sau" ask about."""
    for words, years in _YEARS.items():
        if (start := fold(text).find(words)) >= 0:
            year = today.year + years
            return Span(*year_of(year), _without(text, start, len(words)), year)
    if found := _MONTH.search(text.lower()):
        month, year = int(found[1] or found[3]), int(found[2] or today.year)
        until = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return Span(date(year, month, 1), until, _without(text, found.start(), len(found[0])), year, month)
    if found := _YEAR.search(text.lower()):
        return Span(*year_of(int(found[1])), _without(text, found.start(), len(found[0])), int(found[1]))
    return Span(today, today + AHEAD, text)


def _without(text: str, start: int, length: int) -> str:
    return f"{text[:start]} {text[start + length :]}".strip()


def year_of(year: int) -> tuple[date, date]:
    """Its first and last day."""
    return date(year, 1, 1), date(year, 12, 31)


def _day(token: str, today: date) -> date | None:
    """A day as it is written; one without a year that lies half a year back is of the next year."""
    try:
        found = read_day(token, today.year)
        next_year = found and today - found > HALF_A_YEAR and token.count("/") == 1
        return read_day(token, today.year + 1) if next_year else found
    except NoSuchDay:
        raise UserError("no_such_day", text=clean(token, 60)) from None
