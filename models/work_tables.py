"""The tables of work: documents, tasks and report instances with one number sequence, report duties.

A piece of work is a row whose every change is an event; nothing here is ever deleted.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant, Json


class Document(Base):
    """Văn bản: where work comes from, and what proves it done. A file stands by its hash, or there is a link."""

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str]  # số ký hiệu: "QĐ 45/QĐ-UBND"; empty for a bare photo
    dated: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    file_hash: Mapped[str] = mapped_column(default="")  # SHA-256
    file_ref: Mapped[str] = mapped_column(default="")  # where its channel keeps it


class Directive(Base):
    """One letter that sets the same work to many units, who do it independently."""

    __tablename__ = "directive"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)


class ReportDuty(Base):
    """A report type that a unit owes again and again; `periods` are its closing and due days as data."""

    __tablename__ = "report_duty"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)  # the unit's path and the type: "tinh-mau/xa-mau par"
    home_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    recipient: Mapped[str]
    indicator: Mapped[str]  # of asks = "duties" or "deadline": what counts its instances
    due_by_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # the unit that sets its dates
    source: Mapped[str]
    periods: Mapped[Any] = mapped_column(Json)  # "Q3" → {"closes": "14/9", "due": "20/9", "internal": "11/9"}
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Work(Base):
    """A task or a report instance: its id is the number people say, never used again."""

    __tablename__ = "work"
    __table_args__ = (
        Index(None, "home_id", "closed", "due_on"),
        Index(None, "lead_id", "closed", "due_on"),
        Index(None, "assignee_id", "closed"),
        Index(None, "assigned_by", "closed"),
        Index(None, "directive_id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]  # "task" or "report"
    home_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # the scored unit whose criteria it serves
    lead_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    code: Mapped[str]  # the criterion it serves; empty for none
    due_on: Mapped[date]
    due_by_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # whose level set the date, and alone moves it
    created_at: Mapped[datetime] = mapped_column(Instant)
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[time | None] = mapped_column(default=None)
    internal_due_on: Mapped[date | None] = mapped_column(default=None)  # the office's own, earlier
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    evidence: Mapped[str] = mapped_column(default="")  # what must prove it done
    outcome: Mapped[str] = mapped_column(
        default=""
    )  # the figure it makes true when done, where its criterion implies none
    source_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), default=None)
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"), default=None)
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("report_duty.id"), default=None)
    period: Mapped[str] = mapped_column(default="")  # "2026-Q3"
    data_cutoff: Mapped[date | None] = mapped_column(default=None)
    key: Mapped[str | None] = mapped_column(unique=True, default=None)  # of a loaded or generated row: made once
    state: Mapped[str] = mapped_column(default="open")
    stage: Mapped[str] = mapped_column(default="")  # "draft", "signing", "issued", "received"
    reason: Mapped[str] = mapped_column(default="")  # of the present state: blocked, sent back, passed on, cancelled
    completed_on: Mapped[date | None] = mapped_column(default=None)  # the document's date: decides on time or late
    reported_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    asked_due_on: Mapped[date | None] = mapped_column(default=None)  # more time, asked for and not yet decided
    asked_reason: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    passed_to_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)  # proposed, not yet decided
    closed: Mapped[bool] = mapped_column(default=False)  # closed or cancelled: nothing more is expected
    set_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # when its day or its doer last changed
    stage_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # since when it is at its stage


class Support(Base):
    """A unit that helps with a piece of work."""

    __tablename__ = "support"
    __table_args__ = (Index(None, "unit_id"),)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class Evidence(Base):
    """A document that proves a piece of work done. What was taken back stays, marked."""

    __tablename__ = "evidence"
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None)
    taken_back: Mapped[bool] = mapped_column(default=False)
