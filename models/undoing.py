"""Taking back: the last message by which somebody changed something, whole. What is taken back stays in the record."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.chat_tables import Notice
from models.stamps import of_person, touch
from models.tables import Event

WITHIN = timedelta(minutes=10)
FIGURES, POINTS, DAYS = "figures", "points", "days"  # what an event tells of, beside "work …"
_NO_CHANGES = ("work take back", "work withdraw", "work object")


def last_message(session: Session, person_id: int, now: datetime) -> list[Event]:
    """The events of a person's own newest change of the last ten minutes that still stands, newest first."""
    events = session.scalars(
        select(Event)
        .where(Event.actor_id == person_id, Event.at >= now - WITHIN, Event.at <= now)
        .where(
            or_(Event.what.in_((FIGURES, POINTS, DAYS)), Event.what.startswith("work ")), Event.what.not_in(_NO_CHANGES)
        )
        .order_by(Event.id.desc())
    ).all()
    gone = _undone(session, events)
    standing = [event for event in events if event.id not in gone]
    newest = standing[0] if standing else None
    return [each for each in standing if newest and _first(each) == _first(newest)]


def message_of(session: Session, event: Event) -> list[Event]:
    """All events of the message that an event belongs to, newest first, without those taken back."""
    first = _first(event)
    events = session.scalars(
        select(Event).where(or_(Event.id == first, Event.first_id == first)).order_by(Event.id.desc())
    ).all()
    gone = _undone(session, events)
    return [each for each in events if each.id not in gone]


def _first(event: Event) -> int:
    return event.first_id or event.id


def _undone(session: Session, events: Sequence[Event]) -> set[int | None]:
    return set(session.scalars(select(Event.undoes_id).where(Event.undoes_id.in_([event.id for event in events]))))


def silence(session: Session, events: Sequence[Event], now: datetime) -> None:
    """What nobody has read yet of a change taken back need not be said."""
    for notice in session.scalars(
        select(Notice).where(Notice.event_id.in_([event.id for event in events]), Notice.shown_at.is_(None))
    ):
        notice.shown_at = now
        touch(session, now, of_person(notice.person_id))
