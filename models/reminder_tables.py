"""The tables of reminders: what was told to whom, pauses, cases that go up, who opted in, slots already planned."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant, Json


class Reminder(Base):
    """The ledger: one rung of one subject, told to one person by the notification it names."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("due_on", "rung", "subject", "person_id"),  # in the order in which it is asked
        Index(None, "notification_id"),
        Index(None, "person_id", "work_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]  # the file in scheduling/reminders
    subject: Mapped[str]  # "#12"
    due_on: Mapped[date]  # an extension starts a new ladder
    rung: Mapped[str]  # "before_3", "overdue_week_2"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    work_id: Mapped[int | None] = mapped_column(ForeignKey("work.id"))
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Snooze(Base):
    """One person's wish to hear of a piece of work again on a day; its due day is as before."""

    __tablename__ = "snooze"
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    until: Mapped[date]


class Case(Base):
    """Work that became overdue, and the rules by which it goes up from then on: a changed rule leaves them alone."""

    __tablename__ = "escalation_case"
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    steps: Mapped[Any] = mapped_column(Json)  # [[1, "deputy"], [5, "chair"]]


class Hold(Base):
    """An officer keeps a piece of work from going up, and says why. One at a time."""

    __tablename__ = "escalation_hold"
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    since: Mapped[datetime] = mapped_column(Instant)


class Subscription(Base):
    """What a person wants told, or not, where the office leaves that to them."""

    __tablename__ = "subscription"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    job: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]


class PlannedSlot(Base):
    """A slot all of whose messages are planned. Only saves looking again: unique keys keep each message one."""

    __tablename__ = "planned_slot"
    slot: Mapped[str] = mapped_column(primary_key=True)  # "2026-09-08 morning"
    at: Mapped[datetime] = mapped_column(Instant)
    messages: Mapped[int]
