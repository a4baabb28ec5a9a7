"""When people want to hear of a piece of work again; its due day is as before."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.record import Teller, record
from models.reminder_tables import Snooze
from models.tables import Event
from models.work import Item

PAUSED = "work snooze"


def pause(session: Session, item: Item, person_id: int, until: date, teller: Teller) -> Event:
    """A person is told of a piece of work again on a day, and before it only what cannot wait."""
    was = session.get(Snooze, (item.number, person_id))
    before = was.until.isoformat() if was else None
    _set(session, item.number, person_id, until)
    return record(
        session, teller.now, how=teller.how, what=PAUSED, subject=f"#{item.number}", before={},
        after={"until": until.isoformat(), "was": before, "person": person_id}, unit_id=item.work.home_id,
        work_id=item.number, teller=teller,
    )  # fmt: skip


def set_back(session: Session, event: Event) -> None:
    """As it was before an event."""
    said: dict[str, Any] = event.after
    until = date.fromisoformat(said["was"]) if said["was"] else None
    _set(session, event.work_id or 0, said["person"], until)


def _set(session: Session, number: int, person_id: int, until: date | None) -> None:
    row = session.get(Snooze, (number, person_id))
    if row and until:
        row.until = until
    elif row:
        session.delete(row)
    elif until:
        session.add(Snooze(number, person_id, until))
    session.flush()
