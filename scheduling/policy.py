"""When an office reminds, as settings: the ladder, times of day, quiet hours, and who hears of what is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from fractions import Fraction

DEPUTY, CHAIR = "deputy", "chair"
Step = tuple[int, str]  # from how many working days overdue on; to whom


@dataclass(frozen=True, slots=True)
class Policy:
    """Every setting of `[reminders]`, with the defaults of an office that sets nothing. Days are working days."""

    before: tuple[int, ...] = (10, 5, 3, 1, 0)  # days left when a piece of work is told of; 0 is the due day
    overdue: tuple[int, ...] = (1, 3)  # days late
    every: int = 5  # then every so many
    short_notice: int = 3  # work given with so few days or fewer: at half of them, and in its last hours
    signing: int = 2  # days a draft may lie on a desk before anybody asks
    steps: tuple[Step, ...] = ((1, DEPUTY), (5, CHAIR))
    at_points: Fraction | None = None  # points from which overdue work goes to the top at once
    morning: time = time(7, 30)
    monday: time = time(6, 45)  # before giao ban
    afternoon: time = time(14)  # the last hours of what was given with little time
    week: time = time(15, 30)  # the leaders' picture, on a week's last working day
    escalation: time = time(16)
    ends: time = time(17)
    quiet: tuple[tuple[time, time], ...] = ((time(11, 30), time(13, 30)),)
    long_break: int = 6  # days off in a row that are a holiday like Tết
    before_break: int = 3  # days ahead of one: what must be done before it
    stale_days: int = 30  # calendar days

    @property
    def first_of_day(self) -> time:
        return min(self.morning, self.monday)

    def is_quiet(self, at: time) -> bool:
        """Whether nobody is written to at this time of a working day."""
        return not self.first_of_day <= at < self.ends or any(start <= at < end for start, end in self.quiet)


DEFAULT = Policy()
SLOTS: Mapping[str, tuple[str, ...]] = {
    "morning": ("digest", "change"), "afternoon": ("last_hours",), "week": ("week",), "escalation": ("escalation",),
}  # fmt: skip
