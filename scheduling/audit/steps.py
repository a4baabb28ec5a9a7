"""What should have been said of a piece of work on a day, worked out for the auditor, day by day.

It knows nothing of the planner on purpose: two ways that must come to the same.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from models.terms import Terms
from models.work import ACTIVE
from scheduling.audit.past import Piece
from scheduling.audit.people import People
from scheduling.policy import Policy
from scoring.deadlines import ONE_DAY, Works

LONGEST = timedelta(60)  # days off in a row that anybody looks through
MORNING, AFTERNOON = "morning", "afternoon"
DUE_DAY, LAST_HOURS = "before_0", "last_hours"


def working_days(after: date, until: date, works: Works) -> int:
    """How many working days lie after one day, up to another and with it; none where that is earlier."""
    number = 0
    while after < until:
        after += ONE_DAY
        number += works(after)
    return number


def is_spoken_to(day: date, slot: str, works: Works, policy: Policy) -> bool:
    """Whether those with this calendar are written to: not on days off, the first day back from a long holiday, and
    from the last afternoon before it."""
    if not works(day) or _days_off(day, -ONE_DAY, works) >= policy.long_break:
        return False
    return slot == MORNING or _days_off(day, ONE_DAY, works) < policy.long_break


def _days_off(day: date, step: timedelta, works: Works) -> int:
    number, day = 0, day + step
    while not works(day) and number < LONGEST.days:
        number, day = number + 1, day + step
    return number


class Ladder:
    """The steps of work on one day; those with the same days are walked once."""

    def __init__(self, day: date, policy: Policy, zone: ZoneInfo) -> None:
        self.day, self.policy, self.zone = day, policy, zone
        self.walked: dict[tuple[object, ...], tuple[str, bool]] = {}

    def steps(self, piece: Piece, terms: Terms) -> list[tuple[str, str]]:
        """What is to be told of a piece of work by the end of the day: slot and step."""
        if not self.is_asked_for(piece, terms.works):
            return []
        given = piece.given_at.astimezone(self.zone).date()
        key = id(terms.works), piece.due_on, piece.internal_due_on, given
        if key not in self.walked:
            self.walked[key] = self._walk(piece, given, terms)
        step, short = self.walked[key]
        if short and piece.due_at is not None and piece.due_at <= self.policy.afternoon:
            return [(MORNING, LAST_HOURS)]  # the morning is all that is left of it
        found = [(MORNING, step)] if step else []
        return [*found, (AFTERNOON, LAST_HOURS)] if short else found

    def is_asked_for(self, piece: Piece, works: Works) -> bool:
        """Whether somebody must still do it, and it does not lie on a desk to be signed since too few days."""
        if piece.state not in ACTIVE:
            return False
        if piece.stage != "signing" or piece.stage_at is None:
            return True
        return working_days(piece.stage_at.astimezone(self.zone).date(), self.day, works) >= self.policy.signing

    def _walk(self, piece: Piece, given: date, terms: Terms) -> tuple[str, bool]:
        """The last step reached since the work was given, and whether its last hours are today's."""
        aim, last_day, works = piece.internal_due_on or piece.due_on, terms.last_day(piece.due_on), terms.works
        while not works(aim):
            aim -= ONE_DAY
        left = working_days(given, aim, works)
        late = working_days(last_day, given, works)
        behind = working_days(aim, given, works)  # the office's own day
        short = given <= aim and left <= self.policy.short_notice
        ahead = (left // 2,) if short else self.policy.before
        step, today = "", given
        while today < self.day:
            today += ONE_DAY
            if not works(today):
                continue
            found = ""
            if today <= aim:
                left -= 1
                found = f"before_{left}" if left in ahead else ""
            else:
                behind += 1
            if today > last_day:
                late += 1
                found = self._late("overdue", late)
            elif today > aim and piece.internal_due_on:
                found = self._late("internal", behind)
            step = found or step
        return step, short and aim == self.day

    def _late(self, name: str, days: int) -> str:
        if days in self.policy.overdue:
            return f"{name}_{days}"
        return "" if days % self.policy.every else f"{name}_week_{days // self.policy.every}"


def told(piece: Piece, step: str, people: People) -> list[int]:
    """Who is told of a step: whoever is to do the work; once it is overdue, the heads of the unit too."""
    doers = people.present([piece.assignee_id]) if piece.assignee_id else []
    unit = people.units[piece.lead_id]
    doers = doers or people.holding(unit, "officer") or people.holding(unit, "head")
    while not doers and "/" in unit:
        unit = unit.rpartition("/")[0]
        doers = people.holding(unit, "officer")
    if step.startswith("overdue"):
        doers = [*doers, *people.holding(people.units[piece.lead_id], "head")]
    return list(dict.fromkeys(doers))
