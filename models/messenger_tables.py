"""The tables of messengers that keep nothing for the office: what came in and is not settled yet, files' content."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant


class Inbox(Base):
    """An update of a messenger that gives each but once, or again and again: kept first, then worked on."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("channel", "account", "update_id"), Index(None, "settled_at"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[str]
    account: Mapped[str]
    update_id: Mapped[str]
    body: Mapped[str]  # as it came, as JSON in ASCII; forgotten once it is settled
    at: Mapped[datetime] = mapped_column(Instant)
    holder: Mapped[str]  # the process that works on it
    settled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class KeptFile(Base):
    """What a file holds, known by its SHA-256: of a messenger that keeps none, or drawn to be fetched from here."""

    __tablename__ = "kept_file"
    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)  # what is drawn is drawn again; None: for good
