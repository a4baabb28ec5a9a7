"""When something is due, and how late it was done (rule 14). Which days are working days is passed in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scoring.errors import CatalogError

Works = Callable[[date], bool]  # whether a day is a working day
ONE_DAY = timedelta(days=1)
_TERM = re.compile(r"([0-9]{1,3}) (working )?days? after ([^\W\d]\w*)")


def weekdays(day: date) -> bool:
    """Monday to Friday: the calendar of those who pass none."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Due:
    """A day, or so many days (or working days) after the day that another indicator tells."""

    on: date | None = None
    days: int = 0
    working: bool = False
    after: str = ""

    def day(self, start: date | None, works: Works) -> date | None:
        """The last day that is on time; None where the day it counts from is not known."""
        if self.on is not None or start is None:
            return self.on
        if not self.working:
            return start + timedelta(days=self.days)
        day, left = start, self.days
        while left:
            day += ONE_DAY
            left -= works(day)
        return day

    def days_late(self, due: date, done: date, works: Works) -> int:
        """How many days after `due` it was done, in the sort of days `due` is stated in; 0 for on time."""
        late = max(0, (done - due).days)
        return sum(works(due + number * ONE_DAY) for number in range(1, late + 1)) if self.working else late


def read_due(raw: object) -> Due:
    """`2026-03-31`, "15 days after guidance" or "10 working days after guidance"."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return Due(raw)
    term = _TERM.fullmatch(raw) if isinstance(raw, str) else None
    if term is None:
        raise CatalogError("due_unreadable", value=raw)
    return Due(None, int(term[1]), bool(term[2]), term[3])
