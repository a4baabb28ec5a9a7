"""What goes up of late work: the case of each, by which steps, and what an officer keeps back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models.reminder_tables import Case, Hold
from models.work_tables import Work

AT_ONCE = 300  # rows of one statement
Steps = Sequence[tuple[int, str]]  # from how many working days overdue on; to whom

# Conditions on `Work` joined with its case and its hold, where it has them.
OF_WORK = and_(Case.work_id == Work.id, Case.due_on == Work.due_on)
NOT_HELD = Work.id.not_in(select(Hold.work_id))


def open_cases(session: Session, late: Iterable[tuple[int, date, Steps]]) -> int:
    """Write down by which steps work goes up that became late; how many. What has a case keeps it."""
    insert = sqlite_insert if session.connection().dialect.name == "sqlite" else postgresql_insert
    rows = [{"work_id": number, "due_on": due_on, "steps": [*map(list, steps)]} for number, due_on, steps in late]
    made = 0
    for start in range(0, len(rows), AT_ONCE):
        new = insert(Case).values(rows[start : start + AT_ONCE]).on_conflict_do_nothing().returning(Case.work_id)
        made += len(session.scalars(new).all())
    return made


def held(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """Which of some work is kept back, and why."""
    rows = select(Hold.work_id, Hold.reason).where(Hold.work_id.in_(list(numbers)))
    return dict(session.execute(rows).all())


def hold_back(session: Session, number: int, person_id: int, reason: str, now: datetime) -> None:
    """Keep a piece of work back; a reason given before is replaced."""
    let_go(session, number)
    session.add(Hold(number, person_id, reason, now))
    session.flush()


def let_go(session: Session, number: int) -> None:
    """Keep a piece of work back no longer."""
    session.execute(delete(Hold).where(Hold.work_id == number))
