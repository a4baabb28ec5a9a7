"""The audit log: one function writes it, in the transaction of the change it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
) -> None:
    """Write one event."""
    session.add(Event(at, actor_id, on_behalf_of_id, how, what, subject, before, after))


def last_event_at(session: Session) -> datetime | None:
    """When the newest event happened."""
    return session.scalar(select(func.max(Event.at)))
