"""What every channel's voice can do, and how saying something ends where it does not end well."""

from typing import Protocol

from bot.pace import Pace
from bot.tally import Tally
from models.messages import Message

HEARD_EVERY = 60.0  # seconds between two notes that a messenger is in reach


class Closed(Exception):
    """Nothing can be said in a chat: its person blocked the bot, was deactivated, or it was sent out of the group."""


class Unsaid(Exception):
    """A request failed for good ("refused"), did not go ("wait", "not sent"), or nobody knows whether it was received
    ("down", "uncertain")."""


class OutOfReach(Exception):
    """A messenger does not answer, or asks to wait so many seconds: what was asked of it may be asked again."""

    def __init__(self, why: object, seconds: float = 0) -> None:
        super().__init__(str(why))
        self.seconds = seconds


class Voice(Protocol):
    """Speaks for one account of the bot."""

    pace: Pace
    tally: Tally

    async def say(self, chat: str, message: Message, *, broadcast: bool = False) -> None:
        """A new message; Closed, or Unsaid."""
