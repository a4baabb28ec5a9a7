"""Days of an office as they pass: slots are planned, messages go out, people work; and what the auditor then finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from models.absence import absences, come_back, go_away
from models.calendar_tables import CalendarException
from models.chat_tables import Chat, Notification
from models.doing import change, take_back
from models.people import people
from models.record import Teller
from models.tables import Event, Person, Post, Unit
from models.terms import Terms
from models.work import ACTIVE
from models.work_tables import Work
from scheduling.auditor import Findings, findings_of
from scheduling.calendar import works
from scheduling.plan import Clockwork
from scheduling.telling import say_planned
from scheduling.tick import tick
from tests.offices import ZONE, Office

TIMES = (time(6, 45), time(7, 30), time(9), time(13, 30), time(14), time(15, 30), time(16))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@dataclass
class Days:
    """An office whose people have chats, from one day to another."""

    office: Office
    clockwork: Clockwork

    def connect(self) -> None:
        """Everybody opens a chat, some days ago."""
        with self.office.database.writing() as session:
            for one in session.scalars(select(Person)):
                session.add(Chat("telegram", "1", str(one.id), one.id, self.office.clock.now - timedelta(9)))

    def live(self, day: date, times: Iterable[time] = TIMES) -> None:
        """What the clock does on a day, each message going out at once."""
        for each in times:
            now = datetime.combine(day, each, ZONE)
            tick(self.office.database, now, self.clockwork)
            self.send(now)

    def send(self, now: datetime, state: str = "sent") -> int:
        """Send what waits, as delivery does it: said as things stand, and settled."""
        with self.office.database.writing() as session:
            waiting = select(Notification).where(Notification.state == "pending", Notification.expires_at > now)
            rows = session.scalars(waiting.where(Notification.opens_at <= now)).all()
            for row in rows:
                row.chat_id = session.scalar(select(Chat.id).where(Chat.person_id == row.person_id))
                if row.chat_id is None:
                    continue
                message = say_planned(session, row, now, self.clockwork)
                row.text, row.settled_at = message.text if message else "", now + timedelta(seconds=2)
                row.state = state if message else "superseded"
            return len(rows)

    def audit(self, day: date) -> Findings:
        with self.office.database.reading() as session:
            return findings_of(session, day, ZONE, self.clockwork.policy, self.clockwork.terms)


def days_of(office: Office) -> Days:
    days = Days(office, Clockwork(ZONE, terms=Terms(works)))
    days.connect()
    return days


class Working:
    """People who do anything at all to the work of an office."""

    def __init__(self, office: Office, random: Random) -> None:
        self.office, self.random = office, random
        self.ways = (self.step, self.step, self.move, self.give, self.back, self.away, self.home, self.decide)

    def once(self, now: datetime) -> str:
        way = self.random.choice(self.ways)
        with self.office.database.writing() as session:
            who = self.random.choice(people(session, now.date()))
            return f"{now} {way.__name__} {way(session, Teller(who.id, 'console', now), now.date())}"

    def _work(self, session: Any) -> Work:
        found: Work = self.random.choice(session.scalars(select(Work).order_by(Work.id)).all())
        return found

    def step(self, session: Any, teller: Teller, today: date) -> object:
        work = self._work(session)
        after = self.random.choice(
            (
                {"state": "in_progress", "closed": False, "stage": "signing"},
                {"state": "in_progress", "closed": False, "stage": "draft"},
                {"state": "reported", "closed": False},
                {"state": "closed", "closed": True},
                {"state": self.random.choice(ACTIVE), "closed": False},
            )
        )
        change(session, work, "stage", teller, dict(after))
        return work.id, after

    def move(self, session: Any, teller: Teller, today: date) -> object:
        work = self._work(session)
        due = today + timedelta(self.random.randrange(-10, 30))
        internal = self.random.choice((None, None, due - timedelta(self.random.randrange(0, 9))))
        hour = self.random.choice((None, time(10), time(16)))
        after: dict[str, Any] = {"due_on": due, "internal_due_on": internal, "due_at": hour}
        if self.random.random() < 0.7:
            after |= {"state": "open", "closed": False, "stage": ""}
        change(session, work, "grant", teller, after)
        return work.id, after

    def give(self, session: Any, teller: Teller, today: date) -> object:
        work = self._work(session)
        posts = session.execute(select(Post.person_id, Post.unit_id).order_by(Post.id)).all()
        person_id, unit_id = self.random.choice(posts)
        after = {"lead_id": unit_id, "assignee_id": self.random.choice((None, person_id)), "state": "open"}
        change(session, work, "reassign", teller, after | {"closed": False})
        return work.id, after

    def back(self, session: Any, teller: Teller, today: date) -> object:
        events = session.scalars(
            select(Event)
            .where(Event.work_id.is_not(None), Event.before.is_not(None))
            .order_by(Event.id.desc())
            .limit(5)
        ).all()
        return take_back(session, self.random.choice(events), teller) if events else None

    def away(self, session: Any, teller: Teller, today: date) -> object:
        one, other = self.random.sample(people(session, today), 2)
        first = today + timedelta(self.random.randrange(0, 3))
        if absences(session, one.id, today):
            return None
        go_away(session, one, other, first, first + timedelta(self.random.randrange(0, 9)), teller)
        return one.key, other.key, first

    def home(self, session: Any, teller: Teller, today: date) -> object:
        for one in people(session, today):
            for each in absences(session, one.id, today):
                come_back(session, each, teller)
                return one.key
        return None

    def decide(self, session: Any, teller: Teller, today: date) -> object:
        if self.random.random() < 0.5:
            return None
        unit = self.random.choice(session.scalars(select(Unit).order_by(Unit.id)).all())
        day = today + timedelta(self.random.randrange(1, 12))
        if session.scalar(select(CalendarException.id).where(CalendarException.day == day)):
            return None
        session.add(CalendarException(unit.id, day, not works(day), "", "TB 1", teller.now, teller.person_id))
        return unit.key, day
