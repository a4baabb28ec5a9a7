"""Dates as people write them, day first: 18/7/2022, 18-07-2022, 18.07.2022, 18/7."""

import re
from datetime import date

# Without a year only "/": 7.4 is a criterion.
_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})|([0-9]{1,2})/([0-9]{1,2})")


class NoSuchDay(ValueError):
    """Written like a date, but no day of any calendar (31/2)."""


def read_day(text: str, year: int) -> date | None:
    """The day a text says (`year` where it names none), None where it is not written like one."""
    written = _DAY.fullmatch(text)
    if written is None:
        return None
    try:
        if written[5]:
            return date(year, int(written[6]), int(written[5]))
        return date(int(written[4]), int(written[3]), int(written[1]))
    except ValueError:
        raise NoSuchDay(text) from None
