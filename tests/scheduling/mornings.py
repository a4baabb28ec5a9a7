"""What an office's people are told in a slot: planned, said at once, and noted as sent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.channels.console import shown
from models.chat_tables import Notification
from models.ledger import Owed
from models.messages import Message
from models.tables import Person
from models.terms import Terms
from scheduling.calendar import works
from scheduling.hours import Slot, open_slots
from scheduling.plan import Clockwork, owed_in, plan_slots
from scheduling.planning import Planning
from scheduling.reminders import kinds
from scheduling.telling import say_planned
from tests.offices import ZONE, Office

CLOCKWORK = Clockwork(ZONE, terms=Terms(works))


def at(year: int, month: int, day: int, hour: int = 7, minute: int = 40) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def messages(office: Office, now: datetime) -> dict[str, Message]:
    """The digests of a moment, by first name; from then on they, and what goes by itself, were sent."""
    office.clock.now = now
    plan_slots(office.database, now, CLOCKWORK)
    said: dict[str, Message] = {}
    with office.database.writing() as session:
        waiting = select(Notification, Person.key).join(Person, Person.id == Notification.person_id)
        for row, key in session.execute(waiting.where(Notification.state == "pending").order_by(Notification.id)):
            message = say_planned(session, row, now, CLOCKWORK)
            row.text, row.state, row.settled_at = message.text if message else "", "sent", now
            if message and row.job == "digest":
                said[key.rpartition("/")[2]] = message
    return said


def told(office: Office, now: datetime, who: str) -> str:
    """One person's digest at a moment, as a terminal shows it; empty where nothing is."""
    said = messages(office, now)
    return shown(said[who]) if who in said else ""


def slot_at(now: datetime) -> Slot:
    return open_slots(now, CLOCKWORK.policy, ZONE)[0]


def rungs(office: Office, now: datetime, kind: str) -> list[tuple[str, str, str]]:
    """What one kind owes at a moment to those who listen: person, subject, rung; whether it was told or not."""
    return [(name, each.subject, each.rung) for name, each in of_kind(office, now, kind)]


def of_kind(office: Office, now: datetime, kind: str) -> list[tuple[str, Owed]]:
    with office.database.reading() as session:
        CLOCKWORK.terms.lend(session)
        planning = Planning(session, slot_at(now), CLOCKWORK.policy, ZONE, now)
        owed = [each for each in kinds()[kind].owed(planning) if planning.listens(each)]
        assert len({each.key for each in owed}) == len(owed), "one thing is owed twice"
        named = [(_name(session.get_one(Person, each.person_id)), each) for each in owed]
        return sorted(named, key=lambda one: (one[0], one[1].subject, one[1].rung))


def still_owed(office: Office, now: datetime) -> Sequence[Owed]:
    """What a moment's slot owes of every kind and nobody was told yet."""
    with office.database.reading() as session:
        return owed_in(session, slot_at(now), now, CLOCKWORK)


def _name(person: Person) -> str:
    return person.key.rpartition("/")[2]
