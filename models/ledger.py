"""The ledger of what was told, and what waits to be: planned once, by unique keys, whoever plans it and how often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from models.chat_tables import Notification
from models.handed import handed, insertion
from models.quota import ASKED, EARLY, LATE, SURE
from models.reminder_tables import PlannedSlot, Reminder, Subscription
from models.stamps import of_person, touch
from scoring.deadlines import ONE_DAY

UNSAID = ("failed", "expired", "superseded")
_GONE = case((Notification.attempts > 0, "uncertain"), else_="expired")
PICTURES = ("week", "month")  # kinds that ask for nothing
_r = Reminder.__table__.c
_KEY = ["due_on", "rung", "subject", "person_id"]


class Owed(NamedTuple):
    """One thing that one person must be told, in one message of a slot."""

    person_id: int
    job: str
    kind: str
    subject: str
    due_on: date
    rung: str
    sure: bool = False  # said once more where it may have been lost
    work_id: int | None = None

    @property
    def key(self) -> tuple[str, date, str, int]:
        return self.subject, self.due_on, self.rung, self.person_id

    @property
    def value(self) -> int:
        """How much is lost if it waits until the slot is over, where a month's quota runs out."""
        if self.sure:
            return SURE
        if self.rung.startswith(("overdue", "internal")):
            return LATE
        return EARLY if self.kind in PICTURES or self.rung.startswith("before_") else ASKED


@dataclass(frozen=True, slots=True)
class Place:
    """The slot a message belongs to: of which day, from when to when it may go."""

    key: str
    day: date
    opens: datetime
    ends: datetime


def is_said() -> ColumnElement[bool]:
    """What was told, or is about to be. What did not go, and a digest that may not have gone, is owed anew."""
    return and_(Notification.state.not_in(UNSAID), or_(Notification.state != "uncertain", Notification.sure))


def unsaid(session: Session, owed: Sequence[Owed]) -> list[Owed]:
    """Of what is owed, what the ledger does not know as told."""
    if not owed:
        return []
    steps = [{"due_on": due_on, "rung": rung} for due_on, rung in {(each.due_on, each.rung) for each in owed}]
    asked = handed(session, Reminder, steps)
    told = tuple_(_r.due_on, _r.rung).in_(select(asked)), _r.notification_id == Notification.id, is_said()
    rows = session.connection().execute(select(_r.subject, _r.due_on, _r.rung, _r.person_id).where(*told))
    said = set(map(tuple, rows.all()))
    return [each for each in owed if each.key not in said]


def plan(session: Session, owed: Sequence[Owed], place: Place, now: datetime) -> int:
    """Write down messages and what each must say; how many are new. Twice the same is once."""
    messages: dict[str, dict[str, Any]] = {}
    keys = [message_key(place, each) for each in owed]
    for key, each in zip(keys, owed, strict=True):
        row = messages.get(key)
        if row is None:
            row = {"key": key, "person_id": each.person_id, "job": each.job, "sure": False, "value": 0}
            messages[key] = row
        row["sure"] |= each.sure
        row["value"] = max(row["value"], each.value)
    if not messages:
        return 0
    connection = session.connection()
    made = insertion(session, Notification, list(messages.values()), **_message(place, now))
    made = made.on_conflict_do_nothing(index_elements=["key"]).returning(Notification.key, Notification.id)
    new = dict(connection.execute(made).all())
    # A message that is on its way already says what it was planned with; the rest waits for the next slot.
    lines = {each.key: _line(each, new[key]) for key, each in zip(keys, owed, strict=True) if key in new}
    if lines:
        line = insertion(session, Reminder, list(lines.values()), acknowledged_at=None)
        told = {"notification_id": line.excluded.notification_id, "acknowledged_at": None}
        connection.execute(line.on_conflict_do_update(index_elements=_KEY, set_=told))
    return len(new)


def message_key(place: Place, owed: Owed) -> str:
    """What makes a message one: a change of state is told by itself."""
    own = f" {owed.subject}" if owed.job == "change" else ""
    return f"{owed.job} {place.key} {owed.person_id}{own}"


def _message(place: Place, now: datetime) -> dict[str, Any]:
    """What all messages of a slot have in common."""
    return {
        "chat_id": None, "text": "", "state": "pending", "token": "", "made_at": now, "error": "", "slot": place.key,
        "day": place.day, "opens_at": place.opens, "expires_at": place.ends, "attempts": 0,
    }  # fmt: skip


def _line(owed: Owed, notification_id: int) -> dict[str, Any]:
    return {
        "kind": owed.kind, "subject": owed.subject, "due_on": owed.due_on, "rung": owed.rung,
        "person_id": owed.person_id, "work_id": owed.work_id, "notification_id": notification_id,
    }  # fmt: skip


def is_planned(session: Session, slot: str) -> bool:
    """Whether a slot need not be looked at again."""
    return session.get(PlannedSlot, slot) is not None


def note_planned(session: Session, place: Place, now: datetime) -> None:
    """All that a slot owes is written down, by whichever processes; the auditor holds against it how many that were."""
    own = Notification.day == place.day, Notification.slot == place.key, Notification.key.is_not(None)
    row = {"slot": place.key, "messages": session.scalar(select(func.count()).select_from(Notification).where(*own))}
    session.execute(insertion(session, PlannedSlot, [row], at=now).on_conflict_do_nothing())


def expire(session: Session, now: datetime) -> int:
    """What was not said while its slot lasted is not said late: it is owed anew, unless it may have gone. How many."""
    late = Notification.state == "pending", Notification.expires_at <= now
    gone = update(Notification).where(*late).values(state=_GONE, settled_at=now).returning(Notification.id)
    return len(session.scalars(gone).all())


def is_ahead(session: Session, today: date) -> bool:
    """Whether slots of days to come are planned: by a clock that ran ahead and was set right."""
    ahead = select(PlannedSlot.slot).where(PlannedSlot.slot >= f"{today + ONE_DAY}")
    return session.scalar(ahead.limit(1)) is not None


def forget_ahead(session: Session, now: datetime, today: date) -> None:
    """From today on slots are planned anew, and what a clock that ran ahead let expire is owed again. What it told is
    told."""
    session.execute(delete(PlannedSlot).where(PlannedSlot.slot >= f"{today}"))
    ahead = Notification.day > today, Notification.made_at > now
    early = Notification.state == "expired", Notification.expires_at > now
    session.execute(
        update(Notification).where(*ahead, Notification.state == "pending").values(state=_GONE, settled_at=now)
    )
    session.execute(update(Notification).where(or_(and_(*ahead), and_(*early))).values(key=None))


def lines_of(session: Session, notification_id: int) -> list[Reminder]:
    """What a message was planned to say."""
    query = select(Reminder).where(Reminder.notification_id == notification_id).order_by(Reminder.id)
    return list(session.scalars(query))


def acknowledge(session: Session, person_id: int, numbers: Iterable[int], now: datetime) -> int:
    """A person has read what they were told of some work: it is not repeated before its next step. How many lines."""
    mine = Reminder.person_id == person_id, Reminder.work_id.in_(list(numbers)), Reminder.acknowledged_at.is_(None)
    done = update(Reminder).where(*mine).values(acknowledged_at=now).returning(Reminder.id)
    return len(session.scalars(done).all())


def told_of(session: Session, person_id: int, numbers: Iterable[int]) -> set[int]:
    """Of some work, what a person was told of."""
    rows = select(Reminder.work_id).where(Reminder.person_id == person_id, Reminder.work_id.in_(list(numbers)))
    return {number for number in session.scalars(rows) if number is not None}


def wants(session: Session, job: str) -> dict[int, bool]:
    """Who said that they want a message, or not."""
    rows = select(Subscription.person_id, Subscription.wanted).where(Subscription.job == job)
    return dict(session.execute(rows).all())


def want(session: Session, person_id: int, job: str, wanted: bool, now: datetime) -> None:
    """Note whether a person wants a message."""
    session.execute(delete(Subscription).where(Subscription.person_id == person_id, Subscription.job == job))
    session.add(Subscription(person_id, job, wanted))
    touch(session, now, of_person(person_id))
