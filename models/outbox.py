"""Messages on their way: claimed for a chat, said as things stand, sent with no transaction open, settled.

No messenger offers a key that would let a message be sent twice and received once. What may have arrived is
`uncertain`: notices are said with the person's next answer, digests are owed anew with the next one, and what is `sure`
is sent once more, marked as such.
"""

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.orm import Session

from models.chat_tables import Chat, Notice, Notification
from models.conversation import hold_person, take_notices
from models.messages import Message
from models.quota import SURE
from models.reach import passed_over, told_at
from models.stamps import of_person, touch

LEASED = timedelta(minutes=5)  # longer than any send takes
NEVER = timedelta(days=1)  # no lease lasts so long: a clock that ran ahead wrote it
REST = 20.0  # seconds, about: before what is known not to have gone is tried again
NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chat that something waits for: planned messages first, as they were planned, then notices."""

    chat_id: int
    address: str
    planned: tuple[int, ...]
    notices: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message that this process sends now; what is planned is said only once it is claimed."""

    id: int
    token: str
    address: str
    message: Message | None = None
    passed_over: str = ""  # the messenger its person would rather be told on, but cannot


def owed(session: Session, channel: str, account: str, now: datetime, most: int, least: int = 0) -> list[Waiting]:
    """The chats whose people have something to be told; what is sure first, and colleagues, who stand together, one
    after another: they are told of the same scorecard. `least`: of which value on, where the month's quota runs out;
    notices wait for the person's next message where it has."""
    here = told_at(channel, account, now)
    planned = session.execute(
        select(Chat.id, Chat.address, Notification.id)
        .join(Notification, Notification.person_id == Chat.person_id)
        .where(*_ready(now), Notification.value >= least, *here)
        .order_by(Notification.sure.desc(), Notification.person_id, Notification.id)
        .limit(most)
    ).all()
    told = session.execute(
        select(Chat.id, Chat.address, Notice.id)
        .join(Notice, Notice.person_id == Chat.person_id)
        .where(Notice.shown_at.is_(None), Notice.notification_id.is_(None), *here, literal(least < SURE))
        .order_by(Notice.id)
    ).all()
    addresses = {chat_id: address for chat_id, address, _ in (*planned, *told)}
    by_chat: dict[int, list[int]] = {}
    for chat_id, _, number in planned:
        by_chat.setdefault(chat_id, []).append(number)
    has_notices = {chat_id for chat_id, _, _ in told}
    found = [Waiting(id_, each, tuple(by_chat.get(id_, ())), id_ in has_notices) for id_, each in addresses.items()]
    return found[:most]


def _ready(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Notification.state == "pending", Notification.opens_at <= now, Notification.expires_at > now


def take(session: Session, chat_id: int, now: datetime, said: Callable[[Sequence[Notice]], Message]) -> Outgoing | None:
    """Take the notices of a chat's person; None where somebody was faster, or nothing can be sent there now."""
    chat = session.get_one(Chat, chat_id)
    hold_person(session, chat.person_id)
    if chat.ended_at is not None or chat.unreachable:
        return None
    notices = take_notices(session, chat.person_id, now, untried=True)
    if not notices:
        return None
    message = said(notices)
    row = Notification(chat_id, chat.person_id, message.text, "sending", secrets.token_hex(8), now, now + LEASED)
    session.add(row)
    session.flush()
    for each in notices:
        each.notification_id = row.id
    return Outgoing(row.id, row.token, chat.address, message, passed_over(session, chat))


def take_planned(session: Session, number: int, chat_id: int, now: datetime) -> Outgoing | None:
    """Take a planned message; None where somebody was faster, or nothing can be sent there now."""
    chat = session.get_one(Chat, chat_id)
    if chat.ended_at is not None or chat.unreachable:
        return None
    token = secrets.token_hex(8)
    claim = update(Notification).where(Notification.id == number, *_ready(now))
    mine = claim.values(state="sending", token=token, lease_until=now + LEASED, chat_id=chat_id)
    taken = session.execute(mine.returning(Notification.id)).first() is not None
    return Outgoing(number, token, chat.address, None, passed_over(session, chat)) if taken else None


def read_planned(
    session: Session, person_id: int, now: datetime, said: Callable[[Notification], Message | None]
) -> list[Message]:
    """All planned messages that wait for a person who reads them right here."""
    waiting = select(Notification).where(Notification.person_id == person_id, *_ready(now)).with_for_update()
    found = []
    for row in session.scalars(waiting.order_by(Notification.id)).all():
        message = said(row)
        row.state, row.settled_at = "sent" if message else "superseded", now
        if message:
            row.text = message.text
            found.append(message)
    return found


def settle(session: Session, outgoing: Outgoing, state: str, now: datetime, error: str = "") -> int:
    """What became of it: "sent", "put back" (it did not go, and goes later), "superseded" (nothing of it is so any
    more), "failed", or "uncertain". How many this process still held: 0 or 1."""
    mine = Notification.id == outgoing.id, Notification.token == outgoing.token, Notification.state == "sending"
    return _end(session, mine, state, now, error, outgoing.message.text if outgoing.message else "")


def abandoned(session: Session, now: datetime) -> int:
    """What was being sent by a process that died may have gone; how many."""
    over = or_(Notification.lease_until <= now, Notification.lease_until > now + NEVER)
    return _end(session, (Notification.state == "sending", over), "uncertain", now, "died")


def _end(session: Session, which: tuple[Any, ...], state: str, now: datetime, error: str, text: str = "") -> int:
    rows = session.scalars(select(Notification).where(*which).with_for_update()).all()
    for row in rows:
        row.lease_until, row.error, row.settled_at, row.text = None, error, now, text or row.text
        if row.job == NOTICES:
            row.state = state
            _notices(session, row, state, now)
        elif state == "put back":
            row.state, row.settled_at = "pending", None
            row.opens_at = now + timedelta(seconds=REST * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
        elif state == "uncertain" and row.sure and row.attempts == 0:
            row.state, row.settled_at, row.attempts = "pending", None, 1
        else:
            row.state = state
    session.flush()
    return len(rows)


def _notices(session: Session, row: Notification, state: str, now: datetime) -> None:
    """Lines that are not known to have gone wait: for the next try, or for the person's next answer."""
    if state != "sent":
        back: dict[str, Any] = {"notification_id": None} if state == "put back" else {}
        session.execute(update(Notice).where(Notice.notification_id == row.id).values(shown_at=None, **back))
        touch(session, now, of_person(row.person_id))
