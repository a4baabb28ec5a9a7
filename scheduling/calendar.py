"""Working days in Viet Nam: weekends, the Labour Code's holidays, and the days moved by decision each year."""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@lru_cache(maxsize=4096)
def works(day: date) -> bool:
    """Whether offices work on a day."""
    return bool(_vietnam().is_working_day(day))


def left(due: date, today: date) -> int:
    """Working days from today until a due day, itself included; below zero those that have passed since."""
    first, last = sorted((due, today))
    number = sum(works(first + timedelta(days)) for days in range(1, (last - first).days + 1))
    return number if due >= today else -number


@cache
def _vietnam() -> "HolidayBase":
    from holidays import country_holidays  # 150 ms, and only terms in working days need it

    return country_holidays("VN")
