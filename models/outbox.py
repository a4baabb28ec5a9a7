"""Notices on their way: taken for a chat, sent with no transaction open, settled. What is uncertain is said again with
the person's next answer, never sent a second time."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.chat_tables import Chat, Notice, Notification, open_on
from models.conversation import hold_person, take_notices
from models.messages import Message
from models.stamps import of_person, touch

LEASED = timedelta(minutes=5)  # longer than any send takes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One notification that this process sends now."""

    id: int
    token: str
    address: str
    message: Message


def owed(session: Session, channel: str, account: str) -> list[tuple[int, str]]:
    """The chats whose people have something to be told, and their addresses; whoever waits longest first."""
    rows = session.execute(
        select(Chat.id, Chat.address, Notice.id)
        .join(Notice, Notice.person_id == Chat.person_id)
        .where(Notice.shown_at.is_(None), Notice.notification_id.is_(None))
        .where(*open_on(Chat, channel, account), Chat.unreachable == "")
        .order_by(Notice.id)
    )
    return list(dict.fromkeys((chat_id, address) for chat_id, address, _ in rows))


def take(session: Session, chat_id: int, now: datetime, said: Callable[[Sequence[Notice]], Message]) -> Outgoing | None:
    """Take what a chat's person must be told; None where somebody was faster, or nothing can be sent there now."""
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
    return Outgoing(row.id, row.token, chat.address, message)


def settle(session: Session, outgoing: Outgoing, state: str, now: datetime, error: str = "") -> None:
    """What became of it: "sent", "put back" (it did not go, and goes later), or "failed" or "uncertain", whose lines
    wait for the person's next answer."""
    mine = Notification.id == outgoing.id, Notification.token == outgoing.token, Notification.state == "sending"
    _end(session, mine, state, now, error)


def abandoned(session: Session, now: datetime) -> int:
    """What was being sent by a process that died is uncertain from now on; how many."""
    return _end(session, (Notification.state == "sending", Notification.lease_until <= now), "uncertain", now, "died")


def _end(session: Session, which: tuple[Any, ...], state: str, now: datetime, error: str) -> int:
    ended = session.execute(
        update(Notification)
        .where(*which)
        .values(state=state, settled_at=now, lease_until=None, error=error)
        .returning(Notification.id, Notification.person_id)
    ).all()
    if state != "sent":
        for id_, person_id in ended:
            back: dict[str, Any] = {"notification_id": None} if state == "put back" else {}
            session.execute(update(Notice).where(Notice.notification_id == id_).values(shown_at=None, **back))
            touch(session, now, of_person(person_id))
    return len(ended)
