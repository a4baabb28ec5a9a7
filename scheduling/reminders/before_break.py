"""Before a long holiday: what must be done before it, told once to who is to do it, some working days ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, func, select

from models.ledger import Owed
from models.reminder_tables import Reminder
from models.work import active, open_work, sharing
from models.work_tables import Work
from scheduling.due_work import row_of
from scheduling.hours import break_ahead
from scheduling.ladder import Days
from scheduling.planning import Planning, Telling
from scheduling.policy import Policy
from scheduling.reminders import Kind, Line
from scoring.deadlines import ONE_DAY
from templates import say

BACK = 2  # until this working day after it: nobody is written to on the first
_AIM = func.coalesce(Work.internal_due_on, Work.due_on)


@dataclass(frozen=True, slots=True)
class Break:
    """A long holiday that is near, and the last day of what must be done before it."""

    first: date
    last: date
    until: date


def owed(planning: Planning) -> Iterator[Owed]:
    roster, today = planning.roster, planning.today
    if not any(_near(today, days, planning.policy) for days in planning.calendars.every()):
        return
    near: dict[int, Break | None] = {}  # by calendar
    for unit_id in set(roster.homes.values()):
        days = planning.days_at(unit_id)
        if id(days) not in near:
            near[id(days)] = _near(today, days, planning.policy)
    if not any(near.values()):
        return
    told = set()
    farthest = max(each.until for each in near.values() if each)
    rows = select(Work.lead_id, Work.assignee_id, _AIM).where(_between(today, farthest))
    for lead_id, assignee_id, aim in planning.session.execute(rows):
        for person_id in roster.doers(lead_id, assignee_id):
            found = near[id(planning.days_at(roster.homes[person_id]))]
            if found and aim <= found.until and person_id not in told:
                told.add(person_id)
                subject = f"break {found.first}"
                yield Owed(person_id, planning.slot.jobs[0], "before_break", subject, found.first, "before_break")


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    days = telling.days_at(telling.person.posts[0].unit_key)
    found = _near(telling.day, days, telling.policy)
    if not reminders or not found:
        return []
    seen = open_work(telling.session, telling.person, _between(telling.day, found.until))
    doers = telling.roster.doers
    items = [item for item in seen if telling.person.id in doers(item.work.lead_id, item.work.assignee_id)]
    shared, heading = sharing(telling.session, items), say("reminders/before_break", "heading", off=found)
    said = []
    for row in (row_of(telling, item) for item in items):
        work, points = row.item.work, row.stake.points if row.stake else Fraction(0)
        text = say("reminders/before_break", "line", row=row, shared=shared.get((work.home_id, work.code), 1))
        said.append(Line((0, 1), heading, text, points, row.item.number, True, over=2))
    return said


def _near(today: date, days: Days, policy: Policy) -> Break | None:
    ahead = break_ahead(today, days.works, policy)
    return Break(*ahead, days.after(ahead[1], BACK)) if ahead else None


def _between(today: date, until: date) -> ColumnElement[bool]:
    """What is aimed at a day after today; what is due today or late stands where it always does."""
    return and_(Work.closed.is_(False), active(), _AIM.between(today + ONE_DAY, until))


KIND = Kind(owed, lines=lines)
