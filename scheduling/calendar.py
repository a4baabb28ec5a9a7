"""Working days in Viet Nam: weekends, the Labour Code's holidays, and the days moved by decision each year."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def works(day: date) -> bool:
    """Whether offices work on a day."""
    return bool(_vietnam().is_working_day(day))


@cache
def _vietnam() -> "HolidayBase":
    from holidays import country_holidays  # 150 ms, and only terms in working days need it

    return country_holidays("VN")
