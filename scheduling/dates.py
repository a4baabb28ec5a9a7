"""Dates as people write them, day first: 18/7/2022, 18-07-2022, 18.07.2022, 18/7/22, 18/7."""

import re
from datetime import date

# Without a year only "/": 7.4 is a criterion.
_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})|([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{2}))?")
FIRST, LAST = 1900, 2199  # years anybody means


class NoSuchDay(ValueError):
    """Written like a date, but no day of any calendar (31/2)."""


def read_day(text: str, year: int) -> date | None:
    """The day a text says (`year` where it names none), None where it is not written like one."""
    written = _DAY.fullmatch(text)
    if written is None:
        return None
    if written[5]:
        year, month, day = 2000 + int(written[7]) if written[7] else year, int(written[6]), int(written[5])
    else:
        year, month, day = int(written[4]), int(written[3]), int(written[1])
    try:
        if not FIRST <= year <= LAST:
            raise NoSuchDay(text)
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(text) from None


def a_year_before(day: date) -> date:
    """The same day of the year before; 28/2 for 29/2."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
