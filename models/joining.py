"""How a person comes to speak from a chat: a one-time code opens it, leaving or an administrator ends it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chat_tables import Chat
from models.kept import kept
from models.messages import Incoming, Sender
from models.people import Speaker


def chat_at(session: Session, sender: Sender) -> tuple[int | None, int | None]:
    """The open chat at an address and its person; (None, None) for a stranger."""
    return kept(session, ("chat", sender), lambda: _chat_at(session, sender))


def _chat_at(session: Session, sender: Sender) -> tuple[int | None, int | None]:
    found = session.execute(
        select(Chat.id, Chat.person_id)
        .where(Chat.channel == sender.channel, Chat.account == sender.account, Chat.address == sender.address)
        .where(Chat.ended_at.is_(None))
        .order_by(Chat.id.desc())
    ).first()
    return (found.id, found.person_id) if found else (None, None)


def enter(session: Session, incoming: Incoming, now: datetime, today: date) -> Speaker | None:
    """The person whose code a stranger sent; None for anything else."""
    return None
