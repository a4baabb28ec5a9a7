"""A task in one line: "Rà soát TTHC đất đai; TC 3.1; Phòng Kinh tế; trước 25/3; minh chứng: báo cáo kết quả"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from models.messages import UserError
from models.tables import Unit
from models.words import clean, fold, means
from scheduling.calendar import works
from scheduling.due import read_due_day
from scheduling.papers import paper_number
from scoring.deadlines import Works

_CODE = re.compile(
    r"(?:\b(?:tc|tiêu chí|mã)\s*)?(?<![\w./])([A-Za-z]{0,5}/?[0-9IVX]+(?:\.[0-9A-Za-z]+)*)(?![\w/%])", re.IGNORECASE
)
_AROUND_TITLE = re.compile(
    r"^(?:việc mới|giao|cho|của|hạn|đơn vị|tc|tiêu chí)\b[\s:]*|[\s:,]*\b(?:hạn|cho|tc|tiêu chí)\s*$", re.IGNORECASE
)
LONGEST_UNIT = 9  # words of a unit's name
_LABELS = {
    "evidence": ("minh chứng", "minh chứng cần có", "cần", "sản phẩm", "kết quả"),
    "supporting": ("phối hợp", "phối hợp với", "cùng"),
    "lead": ("chủ trì", "giao", "giao cho", "đơn vị"),
    "source": ("theo", "căn cứ", "thực hiện theo"),
    "assignee": ("người làm", "giao người", "phân công"),
    "internal": ("nội bộ", "hạn nội bộ"),
    "code": ("tc", "tiêu chí", "mã"),
    "due": ("hạn", "thời hạn", "xong trước"),
}


@dataclass(frozen=True, slots=True)
class Brief:
    """What a line says of a new task; what it does not say is empty."""

    title: str = ""
    code: str = ""
    lead: Unit | None = None
    supporting: tuple[Unit, ...] = ()
    due_on: date | None = None
    due_at: time | None = None
    others: tuple[date, ...] = ()  # what else the due day may be
    internal_due_on: date | None = None
    evidence: str = ""
    source: str = ""
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a brief are read against."""

    now: datetime
    units: Sequence[Unit]
    is_code: Callable[[str], bool]
    works: Works = works


def read_brief(text: str, reading: Reading, brief: Brief | None = None) -> Brief:
    """Read a line, part by part between semicolons; a part without a label may hold title, code, unit and day."""
    brief = brief or Brief()
    parts = [part for each in re.split(r"[;\n]", text) if (part := each.strip(" .,"))]
    for number, part in enumerate(parts):
        label, said = _labelled(part)
        unit, rest = unit_in(said, reading.units) if label in ("", "lead") and not brief.lead else (None, said)
        if unit and not rest:  # a part that is a unit and nothing else: no title need be searched for one
            brief, parts[number] = replace(brief, lead=unit), ""
    for part in filter(None, parts):
        brief = _read_part(part, reading, brief)
    return replace(brief, title=clean(brief.title.strip(" :,.-–"), 200))


def _read_part(part: str, reading: Reading, brief: Brief) -> Brief:
    label, said = _labelled(part)
    if label == "evidence":
        return replace(brief, evidence=clean(said, 200))
    if label == "assignee":
        return replace(brief, assignee=said)
    if label == "internal":
        when = read_due_day(said, reading.now, reading.works)
        return replace(brief, internal_due_on=when.day if when else None)
    if label == "supporting":
        units = tuple(_units(said, reading.units))
        return replace(brief, supporting=(*brief.supporting, *units)) if units else _free(part, reading, brief)
    if label == "source" and (paper_number(said)[0] or brief.title):
        return replace(brief, source=clean(said, 200))
    return _free(part, reading, brief)


def _labelled(part: str) -> tuple[str, str]:
    """The label a part begins with, the longest that fits, and what it is a label of."""
    words = part.split()
    for length in range(min(len(words), 4), 0, -1):
        typed = " ".join(words[:length]).rstrip(":")
        for label, names in _LABELS.items():
            if any(means(typed, name) for name in names):
                return label, " ".join(words[length:]).lstrip(": ")
    return "", part


def _free(part: str, reading: Reading, brief: Brief) -> Brief:
    """A part that may say several things: the day, a code, the unit that leads; the rest is the title."""
    when = None if brief.due_on else read_due_day(part, reading.now, reading.works)
    if when:
        part = when.rest
        brief = replace(brief, due_on=when.day, due_at=when.hour, others=when.others)
    code, part = ("", part) if brief.code else _code(part, reading)
    unit, part = (None, part) if brief.lead else unit_in(part, reading.units)
    part = _AROUND_TITLE.sub("", part)
    title = f"{brief.title} {part}".strip() if part and not brief.title else brief.title or part
    return replace(brief, title=title, code=brief.code or code, lead=brief.lead or unit)


def _code(part: str, reading: Reading) -> tuple[str, str]:
    """A code of the set, where it is one beyond doubt: with a dot, or after TC."""
    for found in _CODE.finditer(part):
        certain = "." in found[1] or not found[0].startswith(found[1])
        if certain and reading.is_code(found[1]):
            return found[1], f"{part[: found.start()]} {part[found.end() :]}".strip(" ,()")
    return "", part


def unit_in(part: str, units: Sequence[Unit]) -> tuple[Unit | None, str]:
    """The unit whose whole name or alias stands in a part, the longest; two that fit alike are asked back."""
    words = part.split()
    names = [(unit, name) for unit in units for name in (unit.name, unit.short, *unit.aliases)]
    for length in range(min(len(words), LONGEST_UNIT), 0, -1):
        for start in range(len(words) - length + 1):
            text = " ".join(words[start : start + length]).strip(",.:()")
            if length == 1 and (len(text) < 3 or text.islower()):
                continue
            found = {unit.key: unit for unit, name in names if fold(name) == fold(text) and means(text, name)}
            if len(found) > 1:
                raise UserError("which_unit", text=text, units=[unit.name for unit in found.values()][:8])
            if found:
                rest = [*words[:start], *words[start + length :]]
                return next(iter(found.values())), " ".join(rest).strip(" ,:")
    return None, part


def _units(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Several units, between commas."""
    found = [unit_in(each.strip(), units)[0] for each in re.split(r",|\bvà\b", text)]
    return [unit for unit in found if unit is not None]
