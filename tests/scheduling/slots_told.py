"""Slots as they come: planned, said as things stand, noted as sent; what each person was told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.channels.console import shown
from models.chat_tables import Notification
from models.messages import Message
from models.tables import Person
from models.terms import Terms
from scheduling.calendar import works
from scheduling.hours import slots_of
from scheduling.plan import Clockwork, plan_slots
from scheduling.policy import DEFAULT, Policy
from scheduling.telling import say_planned
from tests.offices import ZONE, Office

CLOCKWORK = Clockwork(ZONE, terms=Terms(works))


@dataclass(frozen=True)
class Told:
    """One message to one person."""

    who: str  # a first name of the office, as `office.say` knows people
    job: str
    message: Message

    @property
    def text(self) -> str:
        return shown(self.message)


def slot(office: Office, day: str, name: str, policy: Policy = DEFAULT) -> list[Told]:
    """What is said in a slot of a day ("8/9/2026"); the clock stands there afterwards."""
    at = datetime.strptime(day, "%d/%m/%Y").replace(tzinfo=ZONE)
    opens = next(each.opens for each in slots_of(at.date(), policy, ZONE) if each.name == name)
    office.clock.now = opens + timedelta(minutes=1)
    return say_now(office, policy)


def say_now(office: Office, policy: Policy = DEFAULT) -> list[Told]:
    """Plan what is open and say all that waits."""
    now, clockwork = office.clock.now, replace(CLOCKWORK, policy=policy)
    plan_slots(office.database, now, clockwork)
    told = []
    with office.database.writing() as session:
        waiting = select(Notification, Person.key).join(Person, Person.id == Notification.person_id)
        for row, key in session.execute(waiting.where(Notification.state == "pending").order_by(Notification.id)).all():
            message = say_planned(session, row, now, clockwork)
            row.state, row.settled_at = ("sent" if message else "superseded"), now
            if message:
                told.append(Told(key.rpartition("/")[2], row.job, message))
    return told


def by_job(told: list[Told], job: str) -> dict[str, str]:
    """Who was told in a kind of message, and what."""
    return {each.who: each.text for each in told if each.job == job}
