"""Links that open a chat with the bot, where its name on a messenger is known."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chat_tables import ChannelState

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
