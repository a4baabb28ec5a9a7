"""One update of Telegram from its arrival until it is settled: its effect kept, its reply said."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.menus import Menus
from bot.channels.telegram.reading import Arrived, Malformed, Reader
from bot.channels.telegram.voice import Voice
from bot.channels.telegram.wire import meaning
from bot.desk import Desk
from bot.files import Sent, taken
from bot.logs import about
from bot.order import Order
from bot.outcomes import Closed, Unsaid
from bot.pages import asked_page, page_of
from handlers import match
from models.groups import move_address
from models.messages import ANSWER, File, Incoming, Message
from scheduling.arguments import numbers_of
from templates import render, say

log = logging.getLogger("cchc.telegram")
CHANNEL = "telegram"
MOST_WAITING = 8  # messages of a chat that are answered one by one: what is allowed at once, and five seconds
MOST_ALBUMS = 1000


@dataclass(slots=True)
class Service:
    """Serves one account."""

    desk: Desk
    voice: Voice
    reader: Reader
    menus: Menus
    albums: "OrderedDict[str, str]" = field(default_factory=OrderedDict)  # what the first of several photos said
    hurried: set[str] = field(default_factory=set)  # chats that write faster than they may be answered

    def read(self, update: Any) -> Arrived | None:
        """What an update says; None for one that is passed over, whatever its shape."""
        try:
            return self.reader.read(update)
        except Exception as error:
            kind = "malformed" if isinstance(error, Malformed) else type(error).__name__
            log.warning("passed over: %s", kind, exc_info=not isinstance(error, Malformed))
            return None

    def begin(self, order: Order, arrived: Arrived | None) -> "asyncio.Task[None]":
        """Settle an update after those of its chat that came before. Who writes faster than may be answered is not
        answered one by one: what they asked to be done is done."""
        if arrived is None:
            return order.add("", _nothing)
        hurried = order.waiting(arrived.chat) >= MOST_WAITING
        return order.add(arrived.chat, partial(self.settle, arrived, hurried))

    async def settle(self, arrived: Arrived, hurried: bool = False) -> None:
        """Do what an update asks and say the reply; then it need not come again. Raises only what ends the service."""
        began = perf_counter()
        about.set(str(arrived.update))
        try:
            await self._do(arrived, hurried)
        except Closed as closed:
            await self.desk.closed(arrived.chat, str(closed))
        except Unsaid as unsaid:
            log.error("reply not said: %s", unsaid)
        except TelegramError as error:
            if meaning(error) == "revoked":
                raise
            log.exception("reply not said")
        except Exception:
            log.exception("not settled")
        log.info("%s in %.1f ms", arrived.kind, 1000 * (perf_counter() - began))

    async def _do(self, arrived: Arrived, hurried: bool) -> None:
        if arrived.kind == "standing":
            await self._standing(arrived)
        elif arrived.kind == "moved":
            await self.voice.moved(arrived.moved_from, arrived.moved_to)
        elif arrived.group and not arrived.addressed:
            return
        elif arrived.kind in ("edited", "unreadable"):
            if not arrived.group:
                known = await self.desk.knows(arrived.sender)
                await self.voice.say(
                    arrived.chat, Message(say("channel", arrived.kind) if known else render("stranger"))
                )
        else:
            letting_go = asyncio.create_task(self.voice.pressed(arrived.pressed.query)) if arrived.pressed else None
            await self._answer(arrived, hurried)
            if letting_go:
                await letting_go

    async def _answer(self, arrived: Arrived, hurried: bool) -> None:
        """The answer, said where it was asked for; a person's own matter of a group in the private chat."""
        line, page = asked_page(arrived.text)
        group, press = self.desk.at(arrived.chat) if arrived.group else None, arrived.pressed
        incoming = Incoming(
            line, self.desk.at(arrived.sender), str(arrived.update), quoted=arrived.quoted, group=group,
            pressed=press is not None, question=press.question if press else "",
        )  # fmt: skip
        if arrived.files and not await self.desk.run(self.desk.dispatcher.replied, incoming):
            files = await self.desk.files(arrived.sender, arrived.files, self._fetched)
            if isinstance(files, str):
                await self.voice.say(arrived.chat, Message(files), arrived.number if arrived.group else 0)
                return
            incoming = replace(incoming, text=self._caption(arrived, incoming.text), files=files)
        message = await self.desk.answer(incoming)
        if message.reply != "sent":
            await self._say(arrived, page_of(message, line, page) if message.kind == ANSWER else message, hurried)
        await self.desk.said(incoming, message)
        if not arrived.group:
            self.menus.look(arrived.sender, changed=bool(message.reply))

    async def _say(self, arrived: Arrived, message: Message, hurried: bool) -> None:
        if hurried and arrived.chat in self.hurried:
            return
        (self.hurried.add if hurried else self.hurried.discard)(arrived.chat)
        if hurried:
            await self.voice.say(arrived.chat, Message(say("channel", "hurried")))
        elif arrived.group and message.private:
            try:
                await self.voice.say(arrived.sender, message)
            except Closed as closed:  # the note below says how to open that chat
                await self.desk.closed(arrived.sender, str(closed))
            note = Message(say("channel", "in_private", name=self.reader.name))
            await self.voice.say(arrived.chat, note, arrived.number)
        elif arrived.pressed:
            await self.voice.put(arrived.chat, arrived.pressed, arrived.text, message)
        else:
            await self.voice.say(arrived.chat, message, arrived.number if arrived.group else 0)

    async def _fetched(self, sent: Sent) -> File | str:
        try:
            content = await self.voice.fetch(sent.id)
        except (TelegramError, KeyError, TypeError):
            return say("channel", "file_not_fetched", name=sent.name, channel=CHANNEL)
        return taken(sent, content, f"{CHANNEL}:{self.desk.account}:{sent.kind}:{sent.id}")

    def _caption(self, arrived: Arrived, text: str) -> str:
        """What stands under a file. Telegram sends an album as one message each, with words under the first alone: the
        others belong to the same work."""
        if not arrived.album:
            return text
        said = self.albums.get(arrived.album)
        if said is None or text:
            self.albums[arrived.album] = text
            if len(self.albums) > MOST_ALBUMS:
                self.albums.popitem(last=False)
            return text
        meant = match(said)
        numbers, _ = numbers_of(meant[1] if meant else said)
        return ", ".join(map(str, numbers))

    async def _standing(self, arrived: Arrived) -> None:
        """The bot was blocked or let in again, put into a group or out of it."""
        gone = arrived.standing in ("kicked", "left")
        if not arrived.group:
            await self.desk.reachable(arrived.chat, "blocked" if gone else "")
        elif gone:
            await self.desk.closed(arrived.chat, "kicked")

    async def moved(self, old: str, new: str) -> None:
        """A group became a supergroup, with another address."""
        account = self.desk.account
        await self.desk.write(lambda session, now: move_address(session, CHANNEL, account, old, new, now))


async def _nothing() -> None:
    """What an update that is passed over asks for."""
