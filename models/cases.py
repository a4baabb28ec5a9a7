"""What goes up of late work: the case of each, by which steps, and what an officer keeps back."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from models.handed import insertion
from models.record import Teller, record
from models.reminder_tables import Case, Hold
from models.tables import Event
from models.work import Item
from models.work_tables import Work

HELD, RELEASED = "work hold", "work release"  # what an event tells of
Steps = Sequence[tuple[int, str]]  # from how many working days overdue on; to whom

# Conditions on `Work` joined with its case and its hold, where it has them.
OF_WORK = and_(Case.work_id == Work.id, Case.due_on == Work.due_on)
NOT_HELD = Work.id.not_in(select(Hold.work_id))


def open_cases(session: Session, late: Iterable[tuple[int, date, Steps]]) -> int:
    """Write down by which steps work goes up that became late; how many. What has a case keeps it."""
    text = cache(json.dumps)  # the policy's, nearly always
    rows = [{"work_id": number, "due_on": due_on, "steps": text(steps)} for number, due_on, steps in late]
    if not rows:
        return 0
    new = insertion(session, Case, rows).on_conflict_do_nothing().returning(Case.work_id)
    return len(session.scalars(new).all())


def held(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """Which of some work is kept back, and why."""
    rows = select(Hold.work_id, Hold.reason).where(Hold.work_id.in_(list(numbers)))
    return dict(session.execute(rows).all())


def hold_back(session: Session, item: Item, person_id: int, reason: str, teller: Teller) -> Event:
    """Keep a piece of work from going up; a reason given before is replaced."""
    return _change(
        session, item, HELD, {"person": person_id, "reason": reason, "since": teller.now.isoformat()}, teller
    )


def let_go(session: Session, item: Item, teller: Teller) -> Event:
    """Keep a piece of work back no longer."""
    return _change(session, item, RELEASED, None, teller)


def _change(session: Session, item: Item, what: str, to: dict[str, Any] | None, teller: Teller) -> Event:
    row = session.get(Hold, item.number)
    was = {"person": row.person_id, "reason": row.reason, "since": row.since.isoformat()} if row else None
    _set(session, item.number, to)
    return record(
        session, teller.now, how=teller.how, what=what, subject=f"#{item.number}", before={},
        after={"reason": to["reason"] if to else "", "was": was}, unit_id=item.work.home_id, work_id=item.number,
        teller=teller,
    )  # fmt: skip


def set_back(session: Session, event: Event) -> None:
    """As it was before an event."""
    _set(session, event.work_id or 0, event.after["was"])


def _set(session: Session, number: int, to: dict[str, Any] | None) -> None:
    session.execute(delete(Hold).where(Hold.work_id == number))
    if to:
        session.add(Hold(number, to["person"], to["reason"], datetime.fromisoformat(to["since"])))
    session.flush()
