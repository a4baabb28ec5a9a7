"""Posts, absences, calendars and wishes of a day, as was known of them at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from models.absence import AWAY
from models.calendar_tables import CalendarException
from models.calendars import Calendars, Decided
from models.chat_tables import Acting, Chat
from models.reminder_tables import Snooze
from models.tables import Event, Person, Post, Unit
from scoring.deadlines import Works

_SNOOZED = "work snooze"  # its event tells the day, whose it is, and which day stood before


@dataclass
class People:
    """Who held which post on a day, who acted for whom, and whose chat was open."""

    units: dict[int, str] = field(default_factory=dict)  # id → path
    posts: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # unit's path and role → people
    home: dict[int, str] = field(default_factory=dict)  # person → path of the unit of the first post
    deputy: dict[int, int] = field(default_factory=dict)
    chats: set[int] = field(default_factory=set)

    def present(self, people: Iterable[int]) -> list[int]:
        return [self.acts_for(each) for each in people if each in self.home]

    def acts_for(self, absent: int) -> int:
        """Who is written to for somebody: the first deputy in the chain who is here; with all away that one."""
        here, asked = absent, {absent}
        while here in self.deputy:
            here = self.deputy[here]
            if here in asked:
                return absent
            asked.add(here)
        return here

    def holding(self, unit: str, role: str) -> list[int]:
        return self.present(self.posts.get((unit, role), []))


def people(session: Session, day: date, moment: datetime) -> People:
    """The people of a day, as was known at a moment."""
    found = People(dict(session.execute(select(Unit.id, Unit.key)).all()))
    held = select(Post, Unit).join(Unit, Unit.id == Post.unit_id).order_by(Post.person_id, Post.id)
    for post, unit in session.execute(held):
        if all(row.valid_from <= day <= (row.valid_to or day) for row in (post, unit)):
            found.posts.setdefault((unit.key, post.role), []).append(post.person_id)
            found.home.setdefault(post.person_id, unit.key)
    said_later = {
        (event.subject, event.after["from"], event.after["to"])
        for event in session.scalars(select(Event).where(Event.at > moment, Event.what == AWAY))
    }
    away = select(Acting, Person.key).join(Person, Person.id == Acting.person_id).order_by(Acting.id)
    for row, key in session.execute(away.where(Acting.valid_from <= day, Acting.valid_to >= day)):
        known = (key, str(row.valid_from), str(row.valid_to)) not in said_later
        if known and (row.ended_at is None or row.ended_at > moment) and row.deputy_id in found.home:
            found.deputy[row.person_id] = row.deputy_id
    was_open = Chat.since <= moment, or_(Chat.ended_at.is_(None), Chat.ended_at > moment), Chat.unreachable == ""
    found.chats = set(session.scalars(select(Chat.person_id).where(*was_open)))
    return found


def calendars_then(session: Session, moment: datetime, seed: Works) -> Calendars:
    """The calendars of all units, with what had been decided and recorded by a moment."""
    decided: dict[str, dict[date, Decided]] = {}
    rows = select(CalendarException, Unit.key).join(Unit, Unit.id == CalendarException.unit_id)
    stood = or_(CalendarException.ended_at.is_(None), CalendarException.ended_at > moment)
    for row, key in session.execute(
        rows.where(CalendarException.recorded_at <= moment, stood).order_by(CalendarException.id)
    ):
        decided.setdefault(key, {})[row.day] = Decided(row.id, key, row.day, row.works, row.reason, row.decision)
    return Calendars(seed, decided)


def snoozes(session: Session, moment: datetime) -> dict[int, dict[int, date]]:
    """Until when people wanted to be let alone with work, as they had said by a moment: work → person → day."""
    until: dict[int, dict[int, date]] = {}
    for work_id, person_id, day in session.execute(select(Snooze.work_id, Snooze.person_id, Snooze.until)):
        until.setdefault(work_id, {})[person_id] = day
    undone = aliased(Event)
    later = select(Event, undone).outerjoin(undone, and_(undone.id == Event.undoes_id, undone.what == _SNOOZED))
    later = later.where(Event.at > moment, or_(Event.what == _SNOOZED, undone.id.is_not(None)))
    for event, taken_back in session.execute(later.order_by(Event.id.desc())):
        of_work = until.setdefault(event.work_id or 0, {})
        said = taken_back.after["until"] if taken_back else event.after["was"]
        person_id = (taken_back or event).after["person"]
        of_work.pop(person_id, None)
        if said:
            of_work[person_id] = date.fromisoformat(said)
    return until
