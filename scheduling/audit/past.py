"""Work as it was at a moment: the rows as they are now, and the record walked back from there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.tables import Event
from models.work_tables import Work

_WHEN = {"due_on", "internal_due_on", "lead_id", "assignee_id"}  # what makes work given anew
_READ: dict[str, Callable[[str], Any]] = {
    "due_on": date.fromisoformat, "internal_due_on": date.fromisoformat, "due_at": time.fromisoformat,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work at a moment."""

    id: int
    kind: str
    home_id: int
    lead_id: int
    assignee_id: int | None
    due_on: date
    internal_due_on: date | None
    due_at: time | None
    state: str
    stage: str
    given_at: datetime
    stage_at: datetime | None


def pieces(session: Session, moment: datetime, only: Collection[int] | None = None) -> list[Piece]:
    """All work that may have been open at a moment, or some, as it was then."""
    after = select(Event).where(Event.at > moment, Event.work_id.is_not(None))
    names = [each for each in Piece.__slots__ if each != "given_at"]
    query = select(*(getattr(Work, name) for name in names), Work.created_at, Work.set_at)
    if only is None:
        query = query.where(or_(Work.closed.is_(False), Work.id.in_(after.with_only_columns(Event.work_id))))
    else:
        after, query = after.where(Event.work_id.in_(only)), query.where(Work.id.in_(only))
    rows = {row.id: dict(row._mapping) for row in session.execute(query)}
    for event in session.scalars(after.order_by(Event.id.desc())):
        if event.work_id in rows:
            _take_back(rows, event)
    for id_, row in rows.items():
        for name, columns in (("set_at", _WHEN), ("stage_at", {"stage"})):
            if row[name] is _UNKNOWN:
                row[name] = _last_set(session, id_, columns, moment)
    return [_piece(row) for row in rows.values()]


_UNKNOWN: Any = object()


def _take_back(rows: dict[int, dict[str, Any]], event: Event) -> None:
    """Set a row back to before an event."""
    assert event.work_id is not None
    if event.what == "work new":
        del rows[event.work_id]
        return
    row, before = rows[event.work_id], event.before or {}
    for name, value in before.items():
        if name in row:
            row[name] = _READ[name](value) if value and name in _READ else value
    if _WHEN & before.keys():
        row["set_at"] = _UNKNOWN
    if "stage" in before:
        row["stage_at"] = _UNKNOWN


def _last_set(session: Session, work_id: int, columns: set[str], moment: datetime) -> datetime | None:
    """When some columns of a piece of work were last set before a moment."""
    events = select(Event).where(Event.work_id == work_id, Event.at <= moment)
    for event in session.scalars(events.order_by(Event.id.desc())):
        if event.before and columns & event.before.keys():
            return event.at
    return None


def _piece(row: dict[str, Any]) -> Piece:
    given_at = row.pop("set_at") or row["created_at"]
    del row["created_at"]
    return Piece(**row, given_at=given_at)


def changed(session: Session, first: datetime, last: datetime) -> set[int]:
    """The work that something was recorded of from one moment to another."""
    events = select(Event.work_id).where(Event.at >= first, Event.at <= last, Event.work_id.is_not(None))
    return {each for each in session.scalars(events) if each is not None}
