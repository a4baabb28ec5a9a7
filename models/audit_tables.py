"""The table of what the auditor found: one row a day, made once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant, Json


class Audit(Base):
    """A day that was audited. Without findings its numbers are empty."""

    __tablename__ = "audit"
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    numbers: Mapped[Any] = mapped_column(Json)  # {"missing": 2, "late": 1}
    examples: Mapped[Any] = mapped_column(Json)  # a few of each: {"missing": [["#12", "before_3", 7]]}
    unconnected: Mapped[int]  # people who were owed something and have no chat
