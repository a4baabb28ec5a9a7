"""The tables of offices and scores. Observations, assessments and events are append-only: a correction is a new row."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Exact, Instant, Json


def below_path(key: Any, path: str) -> ColumnElement[bool]:
    """What lies below a path, as a range of the index: "0" is the letter after "/". LIKE would read every row."""
    return and_(key > f"{path}/", key < f"{path}0")


class Unit(Base):
    """An organisation or a part of one; `key` is its path ("van-canh/phong-noi-vu"), so ancestors are prefixes."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short: Mapped[str]
    level: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(Json)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Person(Base):
    """Somebody who may speak; `address` is how the bot addresses and mentions them."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str]
    contact: Mapped[str]


class Post(Base):
    """A person's role in a unit, with dates; one person may hold several."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CriteriaSetVersion(Base):
    """A criteria set as its TOML text; a changed text is a new version."""

    __tablename__ = "criteria_set"
    __table_args__ = (UniqueConstraint("key", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(Instant)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_set.id"), default=None)  # `based_on`, as it was


class Scorecard(Base):
    """One unit scored on one set for one year. It is closed once it has published points."""

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("unit_id", "year", "criteria_set_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    year: Mapped[int]
    source: Mapped[str]
    decision: Mapped[str]
    label: Mapped[str]  # shown wherever the scorecard is: "số liệu minh họa"


class Observation(Base):
    """A figure of a unit as its exact text (`scoring.figures`); what was known on a day has recorded_at ≤ day."""

    __tablename__ = "observation"
    __table_args__ = (Index(None, "unit_id", "period"), Index(None, "event_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str]  # the year it counts for, or a part of it: "2026-Q3", "2026-07"
    indicator: Mapped[str]
    value: Mapped[str]
    as_of: Mapped[date]
    source: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None)  # the message that said it
    retracts: Mapped[int | None] = mapped_column(ForeignKey("observation.id"), default=None)


class Assessment(Base):
    """Points somebody gave a node: self (tự chấm), appraised (thẩm định, by round) or published (công bố)."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "scorecard_id"), Index(None, "event_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    code: Mapped[str]
    stage: Mapped[str]
    round: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Exact)
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None)
    retracts: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"), default=None)


class Exclusion(Base):
    """A criterion recorded as not applicable (không áp dụng) to this scorecard, with the reason."""

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("scorecard_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    code: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Misprint(Base):
    """What a source prints elsewhere or wrongly about a node; neither number is bent to fit the other."""

    __tablename__ = "misprint"
    __table_args__ = (UniqueConstraint("scorecard_id", "code", "field", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    code: Mapped[str]
    field: Mapped[str]
    printed: Mapped[str]
    place: Mapped[str]


class Event(Base):
    """The record: who, for whom, how, what, before, after. Written in the transaction it tells of."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "actor_id", "at"), Index(None, "work_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str]  # "command line"; a channel's name
    what: Mapped[str]
    subject: Mapped[str]
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)  # the scored unit it is about
    work_id: Mapped[int | None] = mapped_column(ForeignKey("work.id"), default=None)
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # "thay"
    medium: Mapped[str] = mapped_column(default="")  # how the person meant said it: "điện thoại"
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"), default=None)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None)  # of one message: its first
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None)  # what it takes back


class Stamp(Base):
    """How often something has changed: "office" (units, people, sets), "figures" (of anybody), "unit 12"."""

    __tablename__ = "stamp"
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)  # when it last changed
