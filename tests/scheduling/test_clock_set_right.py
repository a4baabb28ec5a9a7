"""A clock that ran ahead by more than a year and was set right leaves nothing behind that waits until then."""

from datetime import date, timedelta

from sqlalchemy import func, select, update

from models.audit_tables import Audit
from models.chat_tables import Chat, Notification
from models.outbox import abandoned, owed, take_planned
from models.reach import take_lease
from models.reminder_tables import Reminder
from scheduling.plan import plan_slots
from scheduling.tick import audit_days
from tests.offices import Office
from tests.scheduling.days import at, days_of
from tests.scheduling.mornings import at as moment
from tests.scheduling.mornings import rungs

TUESDAY, WEDNESDAY = date(2026, 9, 8), date(2026, 9, 9)
FAR, MINUTE = timedelta(400), timedelta(minutes=1)


def test_the_auditor_looks_at_yesterday_again(mau: Office) -> None:
    days = days_of(mau)
    days.live(TUESDAY)
    assert audit_days(mau.database, at(WEDNESDAY, 6) + FAR, days.clockwork) > 0
    assert audit_days(mau.database, at(WEDNESDAY, 6), days.clockwork) == 1
    assert audit_days(mau.database, at(WEDNESDAY, 7), days.clockwork) == 0
    with mau.database.reading() as session:
        assert session.scalar(select(func.max(Audit.day))) == TUESDAY


def test_what_was_being_sent_by_a_process_that_died_may_have_gone(mau: Office) -> None:
    days = days_of(mau)
    plan_slots(mau.database, at(TUESDAY, 8), days.clockwork)
    with mau.database.writing() as session:
        session.execute(update(Notification).values(opens_at=at(TUESDAY, 7), expires_at=at(TUESDAY, 17) + FAR))
        [waiting, *_] = owed(session, "telegram", "1", at(TUESDAY, 8), 10)
        number, now = waiting.planned[0], at(TUESDAY, 8) + FAR
        assert session.get_one(Chat, waiting.chat_id)
        assert take_planned(session, number, waiting.chat_id, now)
    with mau.database.writing() as session:
        assert abandoned(session, at(TUESDAY, 9)) == 1


def test_another_process_takes_over(mau: Office) -> None:
    now = at(TUESDAY, 8)
    with mau.database.writing() as session:
        assert take_lease(session, "pushing", "one", now + FAR, MINUTE)
        assert take_lease(session, "pushing", "two", now, MINUTE)
        assert not take_lease(session, "pushing", "one", now + MINUTE / 2, MINUTE)


def test_a_rate_that_was_told_of_ahead_is_told_of_every_week(mau: Office) -> None:
    days = days_of(mau)
    days.live(date(2026, 8, 26))
    weekly = rungs(mau, moment(2026, 9, 3), "rates")
    assert weekly
    with mau.database.writing() as session:
        told = select(Reminder.notification_id).where(Reminder.kind == "rates")
        session.execute(update(Notification).where(Notification.id.in_(told)).values(day=date(2027, 9, 30)))
    assert rungs(mau, moment(2026, 9, 3), "rates") == weekly
