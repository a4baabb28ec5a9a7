"""Speaking on Zalo: a message as requests, in its turn; pictures and files by links, where there is an address."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.channels.zalo.voice import offered, requests, unstyled
from bot.channels.zalo.wire import Wire, ZaloError
from bot.links import Links
from bot.outcomes import Unsaid
from bot.pace import Pace, growing
from bot.pages import units
from bot.requesting import Failure, request
from bot.tally import Tally
from models.messages import Attachment, Message
from templates import plain, say

log = logging.getLogger("cchc.zalo")
LONGEST_CAPTION = 1900  # UTF-16 units
LONGEST_WAIT = 60.0  # seconds
MOST_WAITS = 5  # 31 seconds of a message: then Zalo means more than a moment
DRAWN_FOR = timedelta(hours=2)  # a picture is kept for as long as its link is good, and some more


@dataclass(slots=True)
class Voice:
    """Speaks for one bot."""

    wire: Wire
    pace: Pace
    png: Callable[[str], Awaitable[bytes]]
    keep: Callable[[bytes, timedelta], Awaitable[str]]  # a drawn picture for a while; where it is kept
    links: Links | None  # None: nobody outside can be handed a file
    tally: Tally = field(default_factory=Tally)

    async def say(self, chat: str, message: Message, *, broadcast: bool = False) -> None:
        """A new message; what cannot be shown here is told as a way to it."""
        pictures = [each for each in message.attachments if each.svg]
        notes = [self._way_to(each) for each in message.attachments if not each.svg]
        if pictures and self.links is None:
            notes.append(say("channel", "picture_elsewhere"))
        message = replace(message, text="\n".join([message.text, *notes]), attachments=())
        for each in pictures if self.links else ():
            if await self._picture(chat, each, message, broadcast):
                message = replace(message, text="", choices=())
        for fields in requests(message):
            await self._text(chat, fields, broadcast)

    async def _text(self, chat: str, fields: dict[str, Any], broadcast: bool) -> None:
        """Text with its styles; what Zalo will not take so goes again plain."""
        try:
            await self.request(chat, "sendMessage", broadcast, **fields)
        except Unsaid as error:
            if str(error) != "refused" or "text_styles" not in fields:
                raise
            log.error("styles were refused: %s", error.__cause__)
            await self.request(chat, "sendMessage", broadcast, **unstyled(fields))

    async def _picture(self, chat: str, picture: Attachment, message: Message, broadcast: bool) -> bool:
        """A picture Zalo fetches from here; whether the message stands under it, which saves one of the month's."""
        assert self.links
        ref = await self.keep(await self.png(picture.svg), DRAWN_FOR)
        text = plain("\n".join(filter(None, (message.text, offered(message.choices)))))
        fits = bool(text) and units(text) <= LONGEST_CAPTION
        caption = {"caption": text} if fits else {}
        try:
            await self.request(
                chat, "sendPhoto", broadcast, photo=self.links.link(ref, picture.name), read_timeout=150, **caption
            )
        except Unsaid as error:
            if str(error) != "refused":
                raise
            log.error("a picture was refused: %s", error.__cause__)
            return False
        return fits

    def _way_to(self, file: Attachment) -> str:
        """A line that leads to a file."""
        if self.links is None:
            return say("channel", "file_elsewhere", name=file.name)
        return say("channel", "file_link", name=file.name, link=self.links.link(file.ref, file.name))

    async def request(self, chat: str, method: str, broadcast: bool = False, **fields: Any) -> Any:
        """One request; Closed, or Unsaid. How long to wait where Zalo asks for it is nowhere said."""
        waits = growing(1.0, LONGEST_WAIT)

        async def attempt() -> Any:
            return await self.wire.call(method, chat_id=chat, **fields)

        def read(error: Exception) -> Failure:
            if not isinstance(error, ZaloError):
                raise error
            return error.meaning, next(waits) if error.meaning == "wait" else 0, "blocked"

        return await request(self.pace, self.tally, chat, attempt, read, broadcast, most_waits=MOST_WAITS)
