"""Reminders in a test: everybody has a chat, the clock goes from slot to slot, and what is sent is kept to be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot.channels.console import shown
from models.chat_tables import Chat, Notification
from models.messages import Message
from models.outbox import abandoned, owed, settle, take_planned
from models.people import people
from models.tables import Person
from scheduling.hours import slots_of
from scheduling.plan import Clockwork
from scheduling.telling import say_planned
from scheduling.tick import tick
from tests.offices import CLOCKWORK, ZONE, Office

CHANNEL, BOT = "telegram", "1"


@dataclass(frozen=True, slots=True)
class Told:
    """One message as a person got it."""

    at: datetime
    who: str  # the person's key
    job: str
    text: str
    message: Message


@dataclass
class Year:
    """An office whose people are all connected, and what they were told."""

    office: Office
    clockwork: Clockwork = CLOCKWORK
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.office.database.writing() as session:
            for person in session.scalars(select(Person).order_by(Person.id)).all():
                session.add(Chat(CHANNEL, BOT, f"{7000 + person.id}", person.id, self.office.clock.now))

    def at(self, moment: datetime, lost: Callable[[Message], str] = lambda _: "sent") -> list[Told]:
        """Tick and deliver at a moment; what was told. `lost` says what becomes of a message."""
        self.office.clock.now = moment
        tick(self.office.database, moment, self.clockwork)
        before = len(self.told)
        with self.office.database.writing() as session:
            abandoned(session, moment)
            waiting = owed(session, CHANNEL, BOT, moment, 1000)
        for each in waiting:
            for number in each.planned:
                self._deliver(number, each.chat_id, moment, lost)
        return self.told[before:]

    def _deliver(self, number: int, chat_id: int, moment: datetime, lost: Callable[[Message], str]) -> None:
        with self.office.database.writing() as session:
            taken = take_planned(session, number, chat_id, moment)
        if taken is None:
            return
        with self.office.database.reading() as session:
            message = say_planned(session, session.get_one(Notification, number), moment, self.clockwork)
        state = lost(message) if message else "superseded"
        with self.office.database.writing() as session:
            settle(session, replace(taken, message=message), state, moment)
            named = select(Person.key, Notification.job).join(Notification, Notification.person_id == Person.id)
            key, job = session.execute(named.where(Notification.id == number)).one()
        if message and state in ("sent", "uncertain"):
            self.told.append(Told(moment, key, job, shown(message), message))

    def days(self, first: date, last: date) -> Iterator[date]:
        """Every day from one to another; at each of its slots the clock ticks, on days off too."""
        day = first
        while day <= last:
            yield day
            for slot in slots_of(day, self.clockwork.policy, ZONE):
                self.at(slot.opens + timedelta(minutes=1))
            self.at(datetime.combine(day, time(20), ZONE))
            day += timedelta(days=1)

    def names(self) -> dict[str, str]:
        """How each person is addressed, by key."""
        with self.office.database.reading() as session:
            return {one.key: one.address for one in people(session, self.office.clock.now.date())}
