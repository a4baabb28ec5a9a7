"""The step of the ladder that each piece of work is at, on the day of a slot."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from models.work import ACTIVE
from models.work_tables import Work
from scheduling.ladder import LAST_HOURS, Days, Term, is_short, rung
from scheduling.planning import Planning

AGAIN = timedelta(7)  # days in which what was to be told again still is, after an outage
_w = Work.__table__.c
OPEN = (
    select(_w.id, _w.home_id, _w.lead_id, _w.assignee_id, _w.due_on, _w.internal_due_on, _w.due_at)
    .add_columns(func.coalesce(_w.set_at, _w.created_at), case((_w.stage == "signing", _w.stage_at)))
    .where(_w.closed.is_(False), _w.state.in_(ACTIVE))
)


class Due(NamedTuple):
    """A piece of work as the ladder sees it."""

    id: int
    home_id: int
    lead_id: int
    assignee_id: int | None
    due_on: date
    internal_due_on: date | None
    due_at: time | None
    given_at: datetime  # or given anew: by another day, or to others
    on_desk_at: datetime | None  # since when its draft waits to be signed


class Steps:
    """The step each piece of work is at; those of the same days are worked out once."""

    def __init__(self, planning: Planning) -> None:
        self.planning, self.zone = planning, planning.zone
        self.known: dict[tuple[object, ...], tuple[str, bool]] = {}
        self.last_hours = planning.slot.name == "afternoon"

    def of(self, due: Due) -> str:
        days = self.planning.days_at(due.home_id)
        if on_a_desk(self.planning, due, days):
            return ""
        given = given_on(due, self.zone)
        key = (id(days), due.due_on, due.internal_due_on, given)
        if key not in self.known:
            self.known[key] = self._step(due, given, days)
        step, short = self.known[key]
        early = due.due_at is not None and due.due_at <= self.planning.policy.afternoon
        if self.last_hours:
            return LAST_HOURS if short and not early else ""
        return LAST_HOURS if short and early else step

    def _step(self, due: Due, given: date, days: Days) -> tuple[str, bool]:
        terms = self.planning.calendars.terms(self.planning.roster.units[due.home_id])
        aim = days.before(due.internal_due_on or due.due_on)
        term = Term(aim, due.internal_due_on is not None, terms.last_day(due.due_on), given)
        today, policy = self.planning.today, self.planning.policy
        return rung(term, today, days, policy), aim == today and is_short(term, days, policy)

    def comes_back(self, due: Due, until: date) -> bool:
        """Whether a person who wanted to hear of it again on a day must by now, unless it was given anew since."""
        today, late = self.planning.today, until < self.planning.today
        if self.last_hours or not until <= today <= until + AGAIN or (late and given_on(due, self.zone) >= until):
            return False
        return not on_a_desk(self.planning, due, self.planning.days_at(due.home_id))


def given_on(due: Due, zone: ZoneInfo) -> date:
    """The day on which it was given, or given anew."""
    return due.given_at.astimezone(zone).date()


def on_a_desk(planning: Planning, due: Due, days: Days) -> bool:
    """Whether a draft waits to be signed, and not yet so long that anybody asks."""
    if due.on_desk_at is None:
        return False
    return days.left(planning.today, due.on_desk_at.astimezone(planning.zone).date()) < planning.policy.signing
