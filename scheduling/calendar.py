"""Working days: weekends, the Labour Code's holidays and the days moved by decision each year, and counting in them.

`works` is the seed, the same for all; what an office decided itself is added by `models.calendars`, so what counts here
is handed a calendar.
"""

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from scoring.deadlines import ONE_DAY, Works

if TYPE_CHECKING:
    from holidays import HolidayBase

# As `holidays` names them: "Ngày nghỉ (thay cho ngày 22/08/2026)", "Mùng hai Tết Nguyên Đán", "29 Tết".
_MOVED, _TET = re.compile(r"thay cho ngày ([0-9/]+)"), re.compile(r"Tết Nguyên Đán|^29 Tết")


@lru_cache(maxsize=4096)
def works(day: date) -> bool:
    """Whether offices work on a day, but for what they decided themselves."""
    return bool(_vietnam().is_working_day(day))


def left(due: date, today: date, works: Works = works) -> int:
    """Working days from today until a due day, itself included; below zero those that have passed since."""
    first, last = sorted((due, today))
    number = sum(works(first + timedelta(days)) for days in range(1, (last - first).days + 1))
    return number if due >= today else -number


def previous_working_day(day: date, works: Works) -> date:
    """The last working day on or before a day: what a reminder aims at."""
    while not works(day):
        day -= ONE_DAY
    return day


def long_break(day: date, works: Works, least: int = 6, within: int = 30) -> tuple[date, date] | None:
    """The first and last day of the next run of so many days off: the one a day lies in, else one that begins in the
    days after it. Tết is found by its length, not by its name."""
    start = day
    while not works(start) and not works(start - ONE_DAY):
        start -= ONE_DAY
    for first, last in days_off(start, day + timedelta(within + least), works):
        if (last - first).days + 1 >= least and last >= day and (first - day).days <= within:
            return first, last
    return None


def days_off(first: date, last: date, works: Works) -> list[tuple[date, date]]:
    """The runs of days off that begin from one day to another, each with its own end, which may lie behind."""
    found: list[tuple[date, date]] = []
    day = first
    while day <= last:
        begun = day
        while not works(day):
            day += ONE_DAY
        if day > begun:
            found.append((begun, day - ONE_DAY))
        day += ONE_DAY
    return found


def name_of(day: date) -> str:
    """What a day off is called, in Vietnamese; empty for one that only lies at a weekend."""
    name = str(_vietnam().get(day) or "")
    if moved := _MOVED.search(name):
        return f"hoán đổi với ngày {moved[1]}"
    return "Tết Nguyên Đán" if _TET.search(name) else name.removesuffix(" (nghỉ bù)")


@cache
def _vietnam() -> "HolidayBase":
    from holidays import country_holidays  # 150 ms, and only terms in working days need it

    return country_holidays("VN", language="vi")
