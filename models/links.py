"""How a chat with the bot is opened, where its name on a messenger is known."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.chat_tables import ChannelState, Chat, open_on

MOST_CHATS = 50  # people of one bot on Zalo's free plan
_NAME = re.compile(r"[A-Za-z0-9_]{3,32}")
_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram hands to the bot as "/start …"


def telegram_name(session: Session) -> str:
    """The bot's name on Telegram, of several the one heard last; empty where it has not been heard yet."""
    names = select(ChannelState.name).where(ChannelState.channel == "telegram").order_by(ChannelState.seen_at.desc())
    return next((name for name in session.scalars(names) if _NAME.fullmatch(name)), "")


def telegram_link(session: Session, code: str) -> str:
    """The link that sends a code to the bot once it is opened; empty where the bot is not known."""
    name, parameter = telegram_name(session), code.replace("-", "")
    return f"https://t.me/{name}?start={parameter}" if name and _PARAMETER.fullmatch(parameter) else ""


def zalo_bot(session: Session) -> str:
    """The name of the bot on Zalo that has most room for one more; empty where none was heard yet, or none has room."""
    chats = select(func.count()).where(*open_on(Chat, "zalo", ChannelState.account)).scalar_subquery()
    bots = select(ChannelState.name, chats.label("chats")).where(ChannelState.channel == "zalo")
    found = session.execute(bots.order_by("chats", ChannelState.account)).first()
    return found.name if found and found.chats < MOST_CHATS else ""
