"""Planning a slot: what every kind owes, less what the ledger knows as told, written down in small transactions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.database import Database
from models.kept import Memory
from models.ledger import Owed, Place, expire, forget_ahead, is_ahead, is_planned, note_planned, plan, unsaid
from models.terms import PRINTED, Terms
from scheduling.hours import Slot, open_slots
from scheduling.planning import Planning
from scheduling.policy import DEFAULT, Policy
from scheduling.reminders import Kind, kinds

PEOPLE_AT_ONCE = 1000  # of one transaction


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What planning needs to know of the office."""

    zone: ZoneInfo
    policy: Policy = DEFAULT
    terms: Terms = PRINTED


def plan_slots(database: Database, now: datetime, clockwork: Clockwork) -> int:
    """Plan every slot that is open; how many messages are new. Where all is planned this is two questions."""
    made, today = 0, now.astimezone(clockwork.zone).date()
    with database.reading() as session:
        ahead = is_ahead(session, today)
    if ahead:
        with database.writing() as session:
            forget_ahead(session, now, today)
    for slot in open_slots(now, clockwork.policy, clockwork.zone):
        with database.reading() as session:
            done = is_planned(session, slot.key)
        if not done:
            made += _plan(database, slot, now, clockwork)
    return made


def _plan(database: Database, slot: Slot, now: datetime, clockwork: Clockwork) -> int:
    memory = Memory()
    with database.reading() as session:
        memory.lend(session)
        planning = _planning(session, slot, now, clockwork)
        if is_open := planning.is_open:
            planning.roster  # noqa: B018 - remembered: nobody waits for its reading
    with database.writing() as session:
        memory.lend(session)
        expire(session, now)
        if is_open:
            prepare(session, slot, now, clockwork)
    owed: list[Owed] = []
    if is_open:
        with database.reading() as session:
            memory.lend(session)
            owed = owed_in(session, slot, now, clockwork)
    by_person: defaultdict[int, list[Owed]] = defaultdict(list)
    for each in owed:
        by_person[each.person_id].append(each)
    made, people = 0, list(by_person.values())
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some = [each for of_one in people[start : start + PEOPLE_AT_ONCE] for each in of_one]
        with database.writing() as session:
            made += plan(session, some, place_of(slot), now)
    with database.writing() as session:
        note_planned(session, place_of(slot), now)
    return made


def owed_in(session: Session, slot: Slot, now: datetime, clockwork: Clockwork) -> list[Owed]:
    """What a slot owes and nobody was told yet."""
    planning = _planning(session, slot, now, clockwork)
    owed = [each for kind in _of(slot) for each in kind.owed(planning) if planning.listens(each)]
    return unsaid(session, owed)


def _of(slot: Slot) -> list[Kind]:
    return [kind for kind in kinds().values() if slot.name in kind.slots]


def prepare(session: Session, slot: Slot, now: datetime, clockwork: Clockwork) -> None:
    """What kinds write down before they say what they owe."""
    planning = _planning(session, slot, now, clockwork)
    for kind in _of(slot):
        if kind.prepare:
            kind.prepare(planning)


def _planning(session: Session, slot: Slot, now: datetime, clockwork: Clockwork) -> Planning:
    clockwork.terms.lend(session)
    return Planning(session, slot, clockwork.policy, clockwork.zone, now)


def place_of(slot: Slot) -> Place:
    """A slot as the outbox knows it."""
    return Place(slot.key, slot.day, slot.opens, slot.ends)
