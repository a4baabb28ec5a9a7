"""A unit's calendar as people read it: days off that are no mere weekend, weekend days that are worked, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.calendars import Calendars
from scheduling.calendar import days_off, name_of
from scheduling.moved import day_by_day
from scoring.deadlines import weekdays


@dataclass(frozen=True, slots=True)
class Break:
    """Days off in a row, or a weekend day that is worked."""

    first: date
    last: date
    works: bool
    reasons: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def breaks(calendars: Calendars, unit_key: str, first: date, last: date) -> list[Break]:
    """What is not an ordinary week from one day to another, in order."""
    works = calendars.of(unit_key)
    off = [
        _break(calendars, unit_key, *run, works=False)
        for run in days_off(first, last, works)
        if any(weekdays(day) or calendars.said(unit_key, day) for day in day_by_day(*run))
    ]
    worked = [day for day in day_by_day(first, last) if works(day) and not weekdays(day)]
    swapped = [_break(calendars, unit_key, day, day, works=True) for day in worked]
    return sorted((*off, *swapped), key=lambda each: each.first)


def _break(calendars: Calendars, unit_key: str, first: date, last: date, works: bool) -> Break:
    said = [found for day in day_by_day(first, last) if (found := calendars.said(unit_key, day))]
    reasons = dict.fromkeys(_reasons(calendars, unit_key, first, last))
    return Break(first, last, works, tuple(reasons), tuple(dict.fromkeys(each.decision for each in said)))


def _reasons(calendars: Calendars, unit_key: str, first: date, last: date) -> Iterator[str]:
    for day in day_by_day(first, last):
        found = calendars.said(unit_key, day)
        if reason := found.reason if found else name_of(day):
            yield reason
