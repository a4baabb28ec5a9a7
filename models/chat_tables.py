"""The tables of conversations: chats, groups, codes that open them, who acts for whom, what somebody must be told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Instant, Json
from models.messages import Sender


class Chat(Base):
    """A person's chat on one messenger. It ends; history stays."""

    __tablename__ = "chat"
    __table_args__ = (Index(None, "channel", "account", "address"), Index(None, "person_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[str]
    account: Mapped[str]  # the bot's own account there
    address: Mapped[str]  # ids of messengers are text
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_why: Mapped[str] = mapped_column(default="")
    unreachable: Mapped[str] = mapped_column(default="")  # "blocked", "deactivated": still theirs, but nothing is sent
    chosen: Mapped[bool] = mapped_column(default=False)  # of several chats the one to be told things in


class GroupChat(Base):
    """A chat of several people, and the unit whose matters may be said there. It ends; history stays."""

    __tablename__ = "group_chat"
    __table_args__ = (Index(None, "channel", "account", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[str]
    account: Mapped[str]
    address: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[datetime] = mapped_column(Instant)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_why: Mapped[str] = mapped_column(default="")


def open_on(table: type[Chat] | type[GroupChat], channel: str, account: Any) -> tuple[ColumnElement[bool], ...]:
    """The chats that one of the bot's accounts has now."""
    return table.channel == channel, table.account == account, table.ended_at.is_(None)


def open_at(table: type[Chat] | type[GroupChat], sender: Sender) -> tuple[ColumnElement[bool], ...]:
    """The chat at an address, while it is open."""
    return *open_on(table, sender.channel, sender.account), table.address == sender.address


class Invitation(Base):
    """A one-time code for a person, kept as its hash."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Attempt(Base):
    """Codes guessed from one address: after too many none is looked at for a while."""

    __tablename__ = "attempt"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    number: Mapped[int]


class Acting(Base):
    """Somebody who holds another's posts while that one is away; it shows as "thay"."""

    __tablename__ = "acting"
    __table_args__ = (Index(None, "deputy_id"), Index(None, "person_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Notification(Base):
    """A message to one person: notices as they come, or what a slot owes. It is written down before it is sent."""

    __tablename__ = "notification"
    __table_args__ = (Index(None, "state"), Index(None, "day"), Index(None, "person_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"))  # where it goes, once it is claimed
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]  # as it was sent
    state: Mapped[str]  # "pending", "sending", "sent", "failed", "expired", "superseded"; "uncertain": it may have gone
    token: Mapped[str]  # whose claim it is: only who holds it settles
    made_at: Mapped[datetime] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    settled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    error: Mapped[str] = mapped_column(default="")
    job: Mapped[str] = mapped_column(default="notices")  # the message it is: "digest", "today"
    slot: Mapped[str] = mapped_column(default="")  # "2026-09-08 morning"
    key: Mapped[str | None] = mapped_column(unique=True, default=None)  # job, slot and person: planned once
    day: Mapped[date | None] = mapped_column(default=None)  # the day it speaks of
    opens_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    expires_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # what it says is planned anew after
    sure: Mapped[bool] = mapped_column(default=False)  # said once more where it may have been lost
    attempts: Mapped[int] = mapped_column(default=0)
    value: Mapped[int] = mapped_column(default=0)  # `models.quota`: the least waits first where a month's runs out


class Notice(Base):
    """One line somebody must be told, shown with the next thing said to them."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "person_id", "shown_at"), Index(None, "notification_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    what: Mapped[str]  # a macro of templates/notices.txt
    about: Mapped[Any] = mapped_column(Json)  # the values it names
    made_at: Mapped[datetime] = mapped_column(Instant)
    shown_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"), default=None)  # that carried it


class Update(Base):
    """An update of a messenger that was answered by a change: if it comes again, the same reply is given."""

    __tablename__ = "update_seen"
    __table_args__ = (UniqueConstraint("channel", "account", "update_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[str]
    account: Mapped[str]
    update_id: Mapped[str]
    reply: Mapped[Any] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # when its reply had gone out


class ChannelState(Base):
    """What is known of the bot's own account on a messenger."""

    __tablename__ = "channel_state"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]  # the bot's name there, as links carry it
    seen_at: Mapped[datetime] = mapped_column(Instant)  # when the messenger was last heard


class MonthSent(Base):
    """How many messages one account sent in a month of the office's zone, replies and all."""

    __tablename__ = "month_sent"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    number: Mapped[int]
    told: Mapped[bool] = mapped_column(default=False)  # administrators know that it nears its quota


class Lease(Base):
    """What one process at a time does, until when it has said so."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime] = mapped_column(Instant)


class Dialogue(Base):
    """The question a person was asked in a chat, and what was said so far. One at a time."""

    __tablename__ = "dialogue"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    command: Mapped[str]  # the file's name of the command that asked
    draft: Mapped[Any] = mapped_column(Json)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    medium: Mapped[str] = mapped_column(default="")
