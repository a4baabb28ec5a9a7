"""One update of Zalo from its arrival until it is settled. Nothing is acknowledged there: what came is kept first."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import Any

from bot.channels.zalo.reading import Arrived, Malformed, Reader
from bot.channels.zalo.speaking import Voice
from bot.channels.zalo.wire import ZaloError
from bot.desk import Desk
from bot.files import Sent, taken
from bot.holder import is_gone, this_process
from bot.logs import about
from bot.order import Order
from bot.outcomes import Closed, Unsaid
from bot.pages import asked_page, page_of
from models.inbox import keep, settled, take_over
from models.kept_files import keep_file
from models.messages import ANSWER, File, Incoming, Message
from templates import render, say

log = logging.getLogger("cchc.zalo")
CHANNEL = "zalo"
MOST_WAITING = 8  # messages of a chat that are answered one by one


@dataclass(slots=True)
class Service:
    """Serves one bot."""

    desk: Desk
    voice: Voice
    reader: Reader
    order: Order
    holder: str = field(default_factory=this_process)
    hurried: set[str] = field(default_factory=set)  # chats that write faster than they may be answered

    async def take(self, update: Any) -> bool:
        """Keep an update and begin it; False where it came before or is of no concern. Once this returns it is safe."""
        arrived = self._read(update)
        if arrived is None:
            return False
        body = update if isinstance(update, dict) else update.decode("utf-8", "replace")
        if not await self.desk.run(self._keep, arrived, body):
            return False
        self._begin(arrived)
        return True

    async def take_over(self) -> int:
        """Begin what processes left that have fallen; how much."""

        def left() -> list[Any]:
            desk = self.desk
            with desk.dispatcher.database.writing() as session:
                return take_over(session, desk.channel, desk.account, desk.clock(), self.holder, is_gone)

        bodies = await self.desk.run(left)
        for body in bodies:
            if arrived := self._read(body.encode() if isinstance(body, str) else body):
                self._begin(arrived)
        return len(bodies)

    def _read(self, update: Any) -> Arrived | None:
        """What an update says; None for one that is passed over, whatever its shape."""
        try:
            return self.reader.read(update)
        except Exception as error:
            kind = "malformed" if isinstance(error, Malformed) else type(error).__name__
            log.warning("passed over: %s", kind, exc_info=not isinstance(error, Malformed))
            return None

    def _keep(self, arrived: Arrived, body: Any) -> bool:
        desk = self.desk
        with desk.dispatcher.database.writing() as session:
            return keep(session, desk.channel, desk.account, arrived.update, body, desk.clock(), self.holder)

    def _begin(self, arrived: Arrived) -> "asyncio.Task[None]":
        hurried = self.order.waiting(arrived.chat) >= MOST_WAITING
        return self.order.add(arrived.chat, partial(self.settle, arrived, hurried))

    async def settle(self, arrived: Arrived, hurried: bool = False) -> None:
        """Do what an update asks and say the reply; then it is settled."""
        began, desk = perf_counter(), self.desk
        about.set(arrived.update)
        try:
            await self._do(arrived, hurried)
        except Closed as closed:
            await desk.closed(arrived.chat, str(closed))
        except (Unsaid, ZaloError) as error:
            log.error("reply not said: %s", error)
        except Exception:
            log.exception("not settled")
        await desk.write(lambda session, now: settled(session, desk.channel, desk.account, arrived.update, now))
        log.info("%s in %.1f ms", arrived.kind, 1000 * (perf_counter() - began))

    async def _do(self, arrived: Arrived, hurried: bool) -> None:
        if arrived.kind != "said":
            if not arrived.group:
                known = await self.desk.knows(arrived.sender)
                await self.voice.say(
                    arrived.chat, Message(say("channel", f"zalo_{arrived.kind}") if known else render("stranger"))
                )
            return
        line, page = asked_page(arrived.text)
        group = self.desk.at(arrived.chat) if arrived.group else None
        incoming = Incoming(line, self.desk.at(arrived.sender), arrived.update, group=group)
        if arrived.files and not await self.desk.run(self.desk.dispatcher.replied, incoming):
            files = await self.desk.files(arrived.sender, arrived.files, self._fetched)
            if isinstance(files, str):
                await self.voice.say(arrived.chat, Message(files))
                return
            incoming = replace(incoming, files=files)
        message = await self.desk.answer(incoming)
        if message.reply != "sent":
            await self._say(arrived, page_of(message, line, page) if message.kind == ANSWER else message, hurried)
        await self.desk.said(incoming, message)

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
            await self.voice.say(arrived.chat, Message(say("channel", "in_private", name="")))
        else:
            await self.voice.say(arrived.chat, message)

    async def _fetched(self, sent: Sent) -> File | str:
        """A picture, kept: where the platform has it now it may be gone tomorrow."""
        try:
            content = await self.voice.wire.fetch(sent.id)
        except ZaloError as error:
            log.warning("file not fetched: %s", error)
            return say("channel", "file_not_fetched", name=sent.name, channel=CHANNEL)
        file = taken(sent, content, "")
        if isinstance(file, str):
            return file

        def kept() -> str:
            with self.desk.dispatcher.database.writing() as session:
                return keep_file(session, content, self.desk.clock())

        return replace(file, ref=await self.desk.run(kept))
