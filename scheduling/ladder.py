"""The ladder: which step a piece of work has reached on a day. Pure: days and settings in, the name of a step out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduling.policy import Policy
from scoring.deadlines import ONE_DAY, Works

DAY = "before_0"  # the due day
LAST_HOURS = "last_hours"
_SPAN = timedelta(400)


@dataclass
class Days:
    """A calendar that counts quickly: its working days in order, read once."""

    works: Works
    known: list[date] = field(default_factory=list)
    first: date = date.max
    last: date = date.min

    def left(self, due: date, today: date) -> int:
        """Working days from today until a due day, itself included; below zero those that have passed since."""
        self._reach(min(due, today), max(due, today))
        return bisect_right(self.known, due) - bisect_right(self.known, today)

    def before(self, day: date) -> date:
        """The last working day on or before a day: what a reminder aims at."""
        while not self.works(day):
            day -= ONE_DAY
        return day

    def after(self, day: date, number: int) -> date:
        """The working day that is so many after a day."""
        while number:
            day += ONE_DAY
            number -= self.works(day)
        return day

    def _reach(self, first: date, last: date) -> None:
        if self.first <= first and last <= self.last:
            return
        self.first, self.last = min(self.first, first - _SPAN), max(self.last, last + _SPAN)
        days = ((self.first + timedelta(n)) for n in range((self.last - self.first).days + 1))
        self.known = [day for day in days if self.works(day)]


@dataclass(frozen=True, slots=True)
class Term:
    """By when something must be done, and since when whoever does it has known."""

    aim: date  # the office's own day where it set one, else the due day; a working day
    internal: bool  # whether that is the office's own
    last_day: date  # the last that is on time
    given: date


def days_left(term: Term, today: date, days: Days) -> int:
    """Working days left, as people are told: until the day aimed at; of what is late those since its last day."""
    if today > term.last_day:
        return min(days.left(term.last_day, today), 0)
    left = days.left(term.aim, today)
    return left if term.internal else max(left, 0)  # a term that runs on to the next working day is not late on it


def rung(term: Term, today: date, days: Days, policy: Policy) -> str:
    """The last step of the ladder that was reached by a day; empty before the first.

    A step of the day on which the work was given is none: it was told then.
    """
    left = days_left(term, today, days)
    if today > term.last_day:
        return _late("overdue", -left, days.left(term.last_day, term.given), policy)
    if left < 0:
        return _late("internal", -left, days.left(term.aim, term.given), policy)
    total = days.left(term.aim, term.given)
    steps = (total // 2,) if total <= policy.short_notice else policy.before
    reached = [step for step in steps if left <= step < total]
    return f"before_{min(reached)}" if reached else ""


def is_short(term: Term, days: Days, policy: Policy) -> bool:
    """Whether it was given with so little time that it is told of in its last hours too."""
    return 0 <= days.left(term.aim, term.given) <= policy.short_notice


def _late(name: str, late: int, given: int, policy: Policy) -> str:
    """The step of something late; `given` is below zero where it was late already when it was given."""
    return repeated(name, late, policy.overdue, policy.every, max(-given, 0))


def repeated(name: str, passed: int, steps: Sequence[int], every: int, before: int = 0) -> str:
    """The last of some steps, and of those every so many working days, that was reached once so many have passed;
    empty before the first, and where it was reached `before`."""
    reached = max((step for step in (*steps, *range(every, passed + 1, every)) if before < step <= passed), default=0)
    if not reached:
        return ""
    week, rest = divmod(reached, every)
    return f"{name}_{reached}" if rest or reached in steps else f"{name}_week_{week}"
