"""People who were to be reminded and have no open chat: told to the nearest officer once a week, who telephones.

It looks at what was planned, so it is told from the second morning on. Only officers with a chat hear of it: nothing is
said where nobody is connected. The auditor counts these messages, and no more.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ledger import Owed
from models.people import from_here_up, person_with
from models.reach import connected, unheard
from models.reminder_tables import Reminder
from models.roster import Roster
from models.tables import Unit
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import say

NAME = "unconnected"
WEEK = timedelta(7)
UNITS = 4  # named


def owed(planning: Planning) -> Iterator[Owed]:
    here, monday = planning.roster, planning.today - timedelta(planning.today.weekday())
    officers = {each for of_it in _by_officer(planning.session, here, planning.today).values() for each in of_it}
    for person_id in sorted(connected(planning.session, officers)):
        yield Owed(person_id, planning.slot.jobs[0], NAME, NAME, monday, NAME)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    if not reminders:
        return []
    units: defaultdict[int, list[str]] = defaultdict(list)
    found = _by_officer(telling.session, telling.roster, telling.day)
    for person_id in sorted(each for each, officers in found.items() if telling.person.id in officers):
        if person := person_with(telling.session, person_id, telling.day):
            units[telling.roster.homes[person_id]].append(person.address)
    if not units:
        return []
    short = dict(telling.session.execute(select(Unit.id, Unit.short).where(Unit.id.in_(units))).all())
    rows = sorted(((short[id_], people) for id_, people in units.items()), key=_most)
    number = sum(len(people) for _, people in rows)
    text = say("reminders/unconnected", "line", rows=rows[:UNITS], others=rows[UNITS:])
    return [Line((95, 0), say("reminders/unconnected", "heading", number=number), text, asked_for=True)]


def _by_officer(session: Session, here: Roster, today: date) -> dict[int, list[int]]:
    """Those who did not hear what the past week had for them, and the nearest officers besides themselves."""
    people = sorted(person_id for person_id in unheard(session, today - WEEK) if person_id in here.homes)
    return {person_id: _officers(here, person_id) for person_id in people}


def _officers(here: Roster, person_id: int) -> list[int]:
    for key in from_here_up(here.units[here.homes[person_id]]):
        unit_id = here.by_key.get(key)
        if unit_id and (found := [each for each in here.holders(unit_id, "officer") if each != person_id]):
            return found
    return []


def _most(row: tuple[str, list[str]]) -> tuple[int, str]:
    return -len(row[1]), row[0]


KIND = Kind(owed, lines=lines)
