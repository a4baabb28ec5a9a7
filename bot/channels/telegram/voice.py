"""What the bot says on Telegram: a message as requests, in its turn, and what happens when one fails."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.reading import Pressed, carried, carrying
from bot.channels.telegram.wire import Wire, meaning, seconds
from bot.outcomes import Unsaid
from bot.pace import Pace
from bot.pages import pieces, units
from bot.requesting import Failure, request
from bot.tally import Tally
from handlers import match
from models.messages import CHANGE, REFUSAL, Attachment, Choice, Message
from templates import capitalize_first, plain, say

log = logging.getLogger("cchc.telegram")
LONGEST, LONGEST_CAPTION = 4096, 1024  # UTF-16 units as they are read
WIDE = 14  # letters of a label: of longer ones no two stand side by side
FETCHES = 4
WORTH_ANOTHER = ("wait", "not sent", "down", "uncertain")
MOST_PICTURES = 1000
NO_PREVIEW = {"is_disabled": True}


@dataclass(slots=True)
class Voice:
    """Speaks for one account."""

    wire: Wire
    pace: Pace
    png: Callable[[str], Awaitable[bytes]]
    moved: Callable[[str, str], Awaitable[None]]  # a group has a new address
    uploaded: dict[str, str] = field(default_factory=dict)  # of a picture's content: where Telegram keeps it
    tally: Tally = field(default_factory=Tally)
    content: Callable[[str], Awaitable[bytes | None]] | None = None  # of a file that the office keeps itself

    async def say(self, chat: str, message: Message, answers: int = 0, broadcast: bool = False) -> None:
        """A new message: with its picture where it fits under one, in parts where it is long."""
        fields: dict[str, Any] = {"broadcast": broadcast}
        if answers:
            fields["reply_parameters"] = {"message_id": answers, "allow_sending_without_reply": True}
        pictures = [each for each in message.attachments if each.svg]
        rest = [each for each in message.attachments if not each.svg]
        if len(pictures) == 1 and units(plain(message.text)) <= LONGEST_CAPTION:
            await self._picture(chat, pictures.pop(), message.text, keyboard(message.choices), **fields)
        else:
            parts = pieces(message.text, LONGEST)
            for part in parts[:-1]:
                await self._text(chat, "sendMessage", part, **fields)
            await self._text(chat, "sendMessage", parts[-1], keyboard(message.choices), **fields)
        for each in pictures:
            await self._picture(chat, each, "", None, **fields)
        for each in rest:
            await self._file(chat, each, **fields)

    async def put(self, chat: str, pressed: Pressed, command: str, message: Message) -> None:
        """What a pressed button did, where it stood: an answer takes the message's place, a change stands under it.

        A refusal stands alone: of two presses the second must not take away what the first one did.
        """
        refused, changed = message.kind == REFUSAL, message.kind == CHANGE
        untouched = refused or not pressed.number or pressed.picture or bool(message.attachments)
        left = left_over(pressed, command) if changed else ()
        text = f"{pressed.html}\n\n{message.text}" if changed else message.text
        if untouched or units(plain(text)) > LONGEST:
            await self.say(chat, message)
            if changed and pressed.number:  # what is done is not offered again
                await self._edit(chat, "editMessageReplyMarkup", pressed, reply_markup=keyboard(left) or EMPTY)
            return
        markup = keyboard((*message.choices, *left)) or EMPTY
        try:
            await self._text(chat, "editMessageText", text, markup, message_id=pressed.number)
        except Unsaid:  # it was deleted, or is too old to be changed
            await self.say(chat, message)

    async def pressed(self, query: str) -> None:
        """Let the button go at once, whatever its work takes; one that is too old is no matter."""
        try:
            await self.wire.call("answerCallbackQuery", callback_query_id=query)
        except TelegramError as error:
            self._rest(error)
            log.info("button not answered: %s", error.message)

    async def fetch(self, file_id: str) -> bytes:
        """What a file holds; TelegramError where Telegram does not give it."""
        for attempt in count():
            try:
                return await self.wire.fetch(file_id)
            except TelegramError as error:
                log.warning("file not fetched: %s", error)
                if meaning(error) not in WORTH_ANOTHER or attempt == FETCHES - 1:
                    raise
                await asyncio.sleep(self._rest(error) or attempt + 1)
        raise AssertionError

    def _rest(self, error: TelegramError) -> float:
        """How long everybody rests because Telegram asks for it; 0 where it does not."""
        if not isinstance(error, RetryAfter):
            return 0
        self.pace.rest(seconds(error))
        return seconds(error)

    async def request(self, chat: str, method: str, broadcast: bool = False, **fields: Any) -> Any:
        """One request; Closed, or Unsaid. A group that moved meanwhile is written to where it is now."""
        fields, place = {key: value for key, value in fields.items() if value is not None}, [chat]

        async def attempt() -> Any:
            try:
                return await self.wire.call(method, chat_id=place[0], **fields)
            except ChatMigrated as error:
                await self.moved(place[0], str(error.new_chat_id))
                place[0] = str(error.new_chat_id)
                raise

        return await request(self.pace, self.tally, chat, attempt, _read, broadcast, method.startswith("send"))

    async def _text(self, chat: str, method: str, text: str, markup: Any = None, **fields: Any) -> None:
        """Text with its markup; what Telegram will not read so goes again without."""
        fields |= {"reply_markup": markup, "link_preview_options": NO_PREVIEW}
        try:
            await self.request(chat, method, text=text, parse_mode="HTML", **fields)
        except Unsaid as error:
            if not isinstance(error.__cause__, BadRequest) or "parse" not in error.__cause__.message:
                raise
            log.error("markup was not understood: %s", error.__cause__.message)
            await self.request(chat, method, text=plain(text), **fields)

    async def _edit(self, chat: str, method: str, pressed: Pressed, **fields: Any) -> None:
        try:
            await self.request(chat, method, message_id=pressed.number, **fields)
        except Unsaid as error:
            log.info("not edited: %s", error)

    async def _picture(self, chat: str, picture: Attachment, caption: str, markup: Any, **fields: Any) -> None:
        """A picture drawn once, sent to Telegram once."""
        if caption:
            fields |= {"caption": caption, "parse_mode": "HTML", "reply_markup": markup}
        key = sha256(picture.svg.encode()).hexdigest()
        if known := self.uploaded.pop(key, None):
            try:
                await self.request(chat, "sendPhoto", photo=known, **fields)
                self.uploaded[key] = known
                return
            except Unsaid as error:
                if str(error) != "refused":  # Telegram forgets what nobody looked at
                    raise
        drawn = InputFile(await self.png(picture.svg), picture.name, attach=False)
        sent = await self.request(chat, "sendPhoto", photo=drawn, **fields)
        if isinstance(sent, dict) and sent.get("photo"):
            self.uploaded[key] = str(sent["photo"][-1]["file_id"])
            if len(self.uploaded) > MOST_PICTURES:
                del self.uploaded[next(iter(self.uploaded))]

    async def _file(self, chat: str, file: Attachment, **fields: Any) -> None:
        """A file that Telegram keeps for this bot, or the office itself; of another's only its name can be said."""
        if self.content and (content := await self.content(file.ref)) is not None:
            await self.request(chat, "sendDocument", document=InputFile(content, file.name, attach=False), **fields)
            return
        channel, _, place = file.ref.partition(":")
        account, _, place = place.partition(":")
        kind, _, id_ = place.partition(":")
        if (channel, account) != ("telegram", self.wire.account):
            await self._text(chat, "sendMessage", say("channel", "file_elsewhere", name=file.name), **fields)
            return
        photo = kind == "photo"
        fields |= {"photo": id_} if photo else {"document": id_}
        try:
            await self.request(chat, "sendPhoto" if photo else "sendDocument", **fields)
        except Unsaid:
            await self._text(chat, "sendMessage", say("channel", "file_gone", name=file.name))


EMPTY: dict[str, Any] = {"inline_keyboard": []}


def keyboard(choices: tuple[Choice, ...]) -> dict[str, Any] | None:
    """Buttons, short ones side by side."""
    rows: list[list[Choice]] = []
    for choice in dict.fromkeys(choices):
        short = len(choice.label) <= WIDE and bool(rows) and len(rows[-1]) < 3
        if short and all(len(each.label) <= WIDE for each in rows[-1]):
            rows[-1].append(choice)
        else:
            rows.append([choice])
    if not rows:
        return None
    shown = [
        [{"text": capitalize_first(c.label), "callback_data": carrying(c.command, c.question)} for c in row]
        for row in rows
    ]
    return {"inline_keyboard": shown}


def left_over(pressed: Pressed, command: str) -> tuple[Choice, ...]:
    """The buttons that still say something once one was pressed: commands about other pieces of work."""
    done = set(re.findall(r"[0-9]+", command))
    commands = ((label, each) for label, data in pressed.keyboard for each, question in [carried(data)] if not question)
    about = ((label, each, set(re.findall(r"[0-9]+", each))) for label, each in commands)
    return tuple(
        Choice(label, each)
        for label, each, numbers in about
        if done and numbers and not numbers & done and (meant := match(each)) and meant[2]
    )


def _read(error: Exception) -> Failure:
    """What became of a request that failed."""
    if not isinstance(error, TelegramError):
        raise error
    return meaning(error), seconds(error) if isinstance(error, RetryAfter) else 0, _why(error)


def _why(error: TelegramError) -> str:
    if isinstance(error, Forbidden) and "blocked" in error.message:
        return "blocked"
    return "deactivated" if "deactivated" in error.message else "kicked" if "kicked" in error.message else "closed"
