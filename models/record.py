"""The audit log: one function writes it, in the transaction of the change it tells of, and moves the stamps."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.stamps import OFFICE, of_year, touch
from models.tables import Event


def record(
    session: Session,
    at: datetime,
    *,
    how: str,
    what: str,
    subject: str,
    before: Any = None,
    after: Any = None,
    actor_id: int | None = None,
    on_behalf_of_id: int | None = None,
    unit_id: int | None = None,
    year: int = 0,
) -> Event:
    """Write one event: about a scored unit's figures or points of a year, or about the office itself."""
    event = Event(at, actor_id, on_behalf_of_id, how, what, subject, before, after, unit_id)
    session.add(event)
    touch(session, at, OFFICE if unit_id is None else of_year(unit_id, year))
    return event


def last_event_at(session: Session) -> datetime | None:
    """When the newest event happened."""
    return session.scalar(select(func.max(Event.at)))
