"""Whatever is bent in what the auditor reads, of whichever kind of message: it is reported."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.chat_tables import Notification
from models.ledger import want
from models.people import people
from models.reminder_tables import Reminder
from tests.offices import Office
from tests.scheduling.days import Days, at, days_of

FRIDAY = date(2026, 9, 11)
JOBS = ("digest", "change", "last_hours", "week", "escalation")


@pytest.fixture
def days(mau: Office) -> Days:
    """The office after a Friday on which messages of every kind went out, as they should."""
    lived = days_of(mau)
    with mau.database.writing() as session:
        for name in ("son", "giang"):
            want(session, people(session, FRIDAY, key=f"mau/{name}")[0].id, "week", True, at(FRIDAY, 6))
    mau.clock.now = at(FRIDAY - timedelta(1), 16, 30)
    mau.say("việc mới Lập danh sách; Văn phòng; 11/9; TC không", "mai")
    mau.say("không", "mai")
    lived.live(FRIDAY)
    assert lived.audit(FRIDAY).numbers == {}
    return lived


def row_of(session: Session, job: str) -> Notification:
    rows = select(Notification).where(Notification.job == job, Notification.day == FRIDAY, Notification.state == "sent")
    row = session.scalars(rows.order_by(Notification.id)).first()
    assert row is not None, f"nothing of {job} went out"
    return row


def doubled(session: Session, row: Notification, **other: object) -> None:
    columns = {each.key: getattr(row, each.key) for each in Notification.__table__.columns}
    session.execute(insert(Notification).values(**columns | {"id": row.id + 1000, "key": None} | other))


def gone(session: Session, row: Notification) -> None:
    session.execute(delete(Reminder).where(Reminder.notification_id == row.id))
    session.execute(delete(Notification).where(Notification.id == row.id))


def forgotten(session: Session, row: Notification) -> None:
    session.execute(delete(Reminder).where(Reminder.notification_id == row.id))


def added(session: Session, row: Notification) -> None:
    other = select(Notification.person_id).where(Notification.job == row.job, Notification.day == FRIDAY)
    stranger = people(session, FRIDAY)[0].id
    free = [each.id for each in people(session, FRIDAY) if each.id not in set(session.scalars(other))]
    doubled(session, row, person_id=free[0] if free else stranger)


def delayed(session: Session, row: Notification) -> None:
    late = at(FRIDAY, 16, 50) if row.slot.endswith("morning") else at(FRIDAY, 17, 30)
    session.execute(update(Notification).where(Notification.id == row.id).values(settled_at=late))


def lost(session: Session, row: Notification) -> None:
    session.execute(update(Notification).where(Notification.id == row.id).values(state="failed"))


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize(
    ("bend", "reported"),
    [
        (gone, {"missing"}), (forgotten, {"missing"}), (added, {"extra"}), (doubled, {"double", "extra"}),
        (delayed, {"late", "off_hours"}), (lost, {"failed"}),
    ],
)  # fmt: skip
def test_it_is_reported(
    days: Days, job: str, bend: Callable[[Session, Notification], None], reported: set[str]
) -> None:
    with days.office.database.writing() as session:
        bend(session, row_of(session, job))
    assert reported & days.audit(FRIDAY).numbers.keys()
