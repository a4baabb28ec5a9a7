"""Changing a unit's calendar: days by decision, their end, taking back. Every change is new rows and one event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar_tables import CalendarException
from models.calendars import forget_calendars
from models.record import Teller, record
from models.tables import Event, Unit
from models.undoing import DAYS

TAKEN_BACK = "days taken back"  # what an event tells of


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day as a document decides it."""

    day: date
    works: bool
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class By:
    """Who says it, through what, when: nobody by a file."""

    at: datetime
    how: str
    teller: Teller | None = None

    @property
    def person_id(self) -> int | None:
        return self.teller.person_id if self.teller else None


def hold_calendar(session: Session, unit_id: int) -> None:
    """Let one writer at a time change a unit's calendar; SQLite's writers already wait."""
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))


def decide(session: Session, unit: Unit, new: Sequence[NewDay], by: By) -> Event | None:
    """Record the days that are new; what was decided of them before ends. None where all of it stands already."""
    standing = _standing(session, unit.id, [each.day for each in new])
    new = [each for each in new if _said(standing.get(each.day)) != _said(each)]
    return _replace(session, unit, standing, {each.day: each for each in new}, by, DAYS) if new else None


def withdraw(session: Session, unit: Unit, days: Sequence[date], by: By) -> Event | None:
    """End what was decided of some days; None where nothing was."""
    standing = _standing(session, unit.id, days)
    return _replace(session, unit, standing, dict.fromkeys(standing), by, DAYS) if standing else None


def take_back_days(session: Session, event: Event, unit: Unit, by: By) -> Event | None:
    """Set days back to before an event; None where somebody has decided on them since."""
    before, after = event.before, event.after
    standing = _standing(session, unit.id, [date.fromisoformat(day) for day in after])
    now = {day.isoformat(): row.id for day, row in standing.items()}
    if any((after[day] or {}).get("row") != now.get(day) for day in after):
        return None
    new = {
        date.fromisoformat(day): NewDay(date.fromisoformat(day), old["works"], old["reason"], old["decision"])
        if (old := before[day])
        else None
        for day in after
    }
    return _replace(session, unit, standing, new, by, TAKEN_BACK, event.id)


def _standing(session: Session, unit_id: int, days: Sequence[date]) -> dict[date, CalendarException]:
    rows = session.scalars(
        select(CalendarException)
        .where(CalendarException.unit_id == unit_id, CalendarException.day.in_(days))
        .where(CalendarException.ended_at.is_(None))
        .order_by(CalendarException.id)
    )
    return {row.day: row for row in rows}


def _replace(
    session: Session, unit: Unit, standing: Mapping[date, CalendarException], new: Mapping[date, NewDay | None],
    by: By, what: str, undoes_id: int | None = None,
) -> Event:  # fmt: skip
    """End what stands on some days and put the new in its place."""
    before: dict[str, Any] = {day.isoformat(): _kept(standing.get(day)) for day in new}
    rows: dict[date, CalendarException] = {}
    for day, each in new.items():
        if day in standing:
            standing[day].ended_at = by.at
        if each:
            row = CalendarException(unit.id, day, each.works, each.reason, each.decision, by.at, by.person_id)
            session.add(row)
            rows[day] = row
    session.flush()
    after = {day.isoformat(): _kept(rows.get(day)) for day in new}
    forget_calendars(session)
    return record(
        session, by.at, how=by.how, what=what, subject=unit.key, before=before, after=after, undoes_id=undoes_id,
        teller=by.teller,
    )  # fmt: skip


def _said(each: NewDay | CalendarException | None) -> tuple[object, ...]:
    return (each.works, each.reason, each.decision) if each else ()


def _kept(row: CalendarException | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"row": row.id, "works": row.works, "reason": row.reason, "decision": row.decision}
