"""The day of a year on which its figures close: what comes after it counts for the next year."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from scoring.deadlines import ONE_DAY
from scoring.errors import CatalogError


@dataclass(frozen=True, slots=True)
class Closing:
    """A day of every year."""

    day: int = 31
    month: int = 12

    def ends(self, year: int) -> date:
        """The last day whose figures count for a year."""
        return date(year, self.month, self.day)

    def begins(self, year: int) -> date:
        """The first one: the day after the year before closed."""
        return self.ends(year - 1) + ONE_DAY


YEAR_END = Closing()


def read_closing(raw: object) -> Closing:
    """ "14/12": a day that every year has."""
    written = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", raw) if isinstance(raw, str) else None
    if written:
        with suppress(ValueError):  # 31/4, and 29/2, which not every year has
            day = date(2001, int(written[2]), int(written[1]))
            return Closing(day.day, day.month)
    raise CatalogError("not_a_closing_day", value=raw)
