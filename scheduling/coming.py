"""What a person will be told in the days to come, as things stand: the planner is asked of slots not yet open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.charge import concerns
from models.ledger import Owed, is_planned, unsaid
from models.people import Speaker, from_here_up
from models.roster import roster
from models.tables import Unit
from models.work import Item, items_of
from models.work_tables import Work
from scheduling.hours import Slot, slots_of
from scheduling.ladder import days_left
from scheduling.planning import Counted, Planning, Telling
from scheduling.policy import Policy
from scheduling.reminders import kinds
from scoring.deadlines import ONE_DAY

DAYS = 10  # working days ahead


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a message will be sent for, as its work stands that day if nothing is done."""

    owed: Owed
    item: Item | None
    left: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """One message to come."""

    opens: datetime
    lines: tuple[Line, ...]


def coming(session: Session, person: Speaker, now: datetime, zone: ZoneInfo, policy: Policy) -> list[Coming]:
    """The messages of the coming working days, so far as they are about work or asked for by a leader."""
    by_slot: list[tuple[Slot, list[Owed]]] = []
    said: set[tuple[str, date, str, int]] = set()
    for slot, found in _slots(session, person, now, zone, policy):
        new = [each for each in found if each.key not in said]
        said |= {each.key for each in new}
        by_slot.append((slot, new))
    still = {each.key for each in unsaid(session, [each for _, found in by_slot for each in found])}
    numbers = {each.work_id for _, found in by_slot for each in found if each.work_id}
    items = {item.number: item for item in items_of(session, Work.id.in_(numbers))}
    telling = Telling(session, person, now.astimezone(zone).date(), now, zone, policy)
    messages = []
    for slot, found in by_slot:
        lines = tuple(_line(telling, slot, each, items) for each in found if each.key in still)
        if lines:
            messages.append(Coming(slot.opens, tuple(sorted(lines, key=lambda line: line.left))))
    return messages


def _slots(
    session: Session, person: Speaker, now: datetime, zone: ZoneInfo, policy: Policy
) -> Iterator[tuple[Slot, list[Owed]]]:
    """What each slot to come owes to a person."""
    about, calendars, day = concerns(session, person), Counted(session), now.astimezone(zone).date() - ONE_DAY
    units, works = _units(session, person, about), calendars.days(person.posts[0].unit_key).works
    for _ in range(DAYS):
        day += ONE_DAY
        while not works(day):
            day += ONE_DAY
        of_day = roster(session, day, units)
        for slot in slots_of(day, policy, zone):
            if slot.ends <= now or (slot.opens <= now and is_planned(session, slot.key)):
                continue
            planning = Planning(session, slot, policy, zone, max(now, slot.opens), about)
            planning.roster, planning.calendars = of_day, calendars
            foreseen = (kind for kind in kinds().values() if kind.foreseen and slot.name in kind.slots)
            found = (each for kind in foreseen for each in kind.owed(planning))
            yield slot, [each for each in found if each.person_id == person.id and planning.listens(each)]


def _units(session: Session, person: Speaker, about: ColumnElement[bool]) -> set[str]:
    """The units whose posts decide who is told of some work."""
    rows = select(Work.lead_id, Work.home_id, Work.due_by_id).where(Work.closed.is_(False), about).distinct()
    ids = {id_ for row in session.execute(rows) for id_ in row}
    keys = {post.unit_key for post in person.posts} | set(session.scalars(select(Unit.key).where(Unit.id.in_(ids))))
    return {up for key in keys for up in from_here_up(key)}


def _line(telling: Telling, slot: Slot, owed: Owed, items: dict[int, Item]) -> Line:
    item = items.get(owed.work_id or 0)
    left = days_left(telling.term(item), slot.day, telling.days_at(item.home_key)) if item else 0
    return Line(owed, item, left, item.is_late(slot.day) if item else False)
