"""The audit log: one function writes it, in the transaction of the change it tells of, and moves the stamps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.stamps import OFFICE, of_work, of_year, touch
from models.tables import Event

_FIRST = "first event"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says it, through what, when; for whom and how that one said it; instead of whom."""

    person_id: int
    how: str
    now: datetime
    on_behalf_of_id: int | None = None
    medium: str = ""
    acting_for_id: int | None = None
    chat_id: int | None = None


def record(
    session: Session,
    at: datetime,
    *,
    how: str,
    what: str,
    subject: str,
    before: Any = None,
    after: Any = None,
    unit_id: int | None = None,
    year: int = 0,
    work_id: int | None = None,
    undoes_id: int | None = None,
    teller: Teller | None = None,
    stamp: str = OFFICE,
) -> Event:
    """Write one event: about a scored unit's figures or points of a year, its work, or the office itself."""
    event = Event(at, None, None, how, what, subject, before, after, unit_id, work_id, undoes_id=undoes_id)
    if teller:
        event.actor_id, event.on_behalf_of_id = teller.person_id, teller.on_behalf_of_id
        event.acting_for_id, event.medium, event.chat_id = teller.acting_for_id, teller.medium, teller.chat_id
        _tie(session, event)
    session.add(event)
    session.flush()
    if work_id is not None and unit_id is not None:
        touch(session, at, of_work(unit_id))
    if unit_id is None or year:
        touch(session, at, stamp if unit_id is None else of_year(unit_id, year))
    return event


def _tie(session: Session, event: Event) -> None:
    """All events of one message point at its first, so that they can be taken back together."""
    first: Event | None = session.info.setdefault(_FIRST, event)
    if first is not None and first is not event:
        event.first_id = first.id


def first_event(session: Session) -> Event | None:
    """The first event of the message this transaction answers, if it has changed something."""
    found: Event | None = session.info.get(_FIRST)
    return found


def last_event_at(session: Session) -> datetime | None:
    """When the newest event happened."""
    return session.scalar(select(func.max(Event.at)))
