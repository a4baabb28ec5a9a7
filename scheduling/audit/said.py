"""What was said on a day, as the ledger and the outbox have it."""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.chat_tables import Chat, Notification
from models.nudges import NUDGE
from models.quota import HELD
from models.reminder_tables import PlannedSlot, Reminder
from scheduling.audit.rows import Key, Said, Sending
from scheduling.policy import Policy

WORK = ("tasks", "reports", NUDGE)  # the kinds whose every line is worked out again


def planned_slots(session: Session) -> dict[str, datetime]:
    """Every slot that was planned, and when."""
    return dict(session.execute(select(PlannedSlot.slot, PlannedSlot.at)).all())


def written_down(session: Session, day: date) -> dict[str, int]:
    """How many messages each slot of a day was planned with."""
    rows = select(PlannedSlot.slot, PlannedSlot.messages).where(PlannedSlot.slot.between(f"{day}", f"{day}~"))
    return dict(session.execute(rows).all())


def without_lines(session: Session, sendings: Collection[Sending]) -> set[int]:
    """Of some messages those of which the ledger knows nothing that they told."""
    numbers = {each.number for each in sendings}
    return numbers - set(session.scalars(select(Reminder.notification_id).where(Reminder.notification_id.in_(numbers))))


def sendings_of(session: Session, day: date, policy: Policy, zone: ZoneInfo) -> list[Sending]:
    """The planned messages of a day."""
    rows = select(Notification, Chat.since).outerjoin(Chat, Chat.id == Notification.chat_id)
    return [
        _sending(row, since, policy, zone)
        for row, since in session.execute(rows.where(Notification.day == day).order_by(Notification.id))
    ]


def _sending(row: Notification, since: datetime | None, policy: Policy, zone: ZoneInfo) -> Sending:
    assert row.day is not None
    name = row.slot.partition(" ")[2]
    at = opening(name, row.day, policy)
    opens = datetime.combine(row.day, at, zone) if at else row.opens_at or row.made_at
    waited = row.error == HELD and row.state in ("pending", "expired") and not row.sure
    return Sending(
        row.id, row.person_id, row.job, row.slot, row.day, row.made_at, max(opens, since) if since else opens,
        row.state, row.settled_at, row.sure, row.attempts, waited,
    )  # fmt: skip


def opening(name: str, day: date, policy: Policy) -> time | None:
    """When a slot opens; what is tried again moves `opens_at`, so it is not asked. None for what people send."""
    if name == "morning":
        return policy.monday if day.weekday() == 0 else policy.morning
    times = {"afternoon": policy.afternoon, "week": policy.week, "escalation": policy.escalation}
    return times.get(name)


def said_of(session: Session, day: date, expected: Collection[Key], policy: Policy, zone: ZoneInfo) -> list[Said]:
    """What the ledger has of some steps up to a day, and all that it has of work on that day."""
    rows = session.execute(
        select(Reminder.subject, Reminder.due_on, Reminder.rung, Reminder.person_id, Notification, Chat.since)
        .join(Notification, Notification.id == Reminder.notification_id)
        .outerjoin(Chat, Chat.id == Notification.chat_id)
        .where(Reminder.kind.in_(WORK), Notification.day <= day)
        .where(or_(Notification.day == day, Reminder.due_on.in_({each[1] for each in expected})))
    )
    return [
        Said(subject, due_on, rung, _sending(row, since, policy, zone))
        for subject, due_on, rung, person_id, row, since in rows
        if row.day == day or (subject, due_on, rung, person_id) in expected
    ]
