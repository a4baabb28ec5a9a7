"""The table of the office's own calendar: days off and working days that a document decided."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant


class CalendarException(Base):
    """A day off, or worked, by decision, for a unit and all below it. A correction ends the row and is a new one."""

    __tablename__ = "calendar_exception"
    __table_args__ = (Index(None, "unit_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    works: Mapped[bool]  # a swapped working day; else a day off
    reason: Mapped[str]  # "nghỉ bù", "làm bù ngày 2/1"
    decision: Mapped[str]  # the document's number: "TB 6150/TB-BNV"
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
