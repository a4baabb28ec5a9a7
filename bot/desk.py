"""Where the messages to one account of the bot are answered: in threads, a database that is away waited for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher, excuse
from bot.files import Sent, refusal
from bot.pace import growing
from models.database import is_away
from models.groups import end_group
from models.messages import File, Incoming, Message, Sender
from models.reach import set_reachable

log = logging.getLogger("cchc.desk")
T = TypeVar("T")
LONGEST_WAIT = 30.0  # seconds between two tries of a database that does not answer
SLOW = 30.0  # seconds after which an answer that is not there yet is told to the log


@dataclass(slots=True)
class Desk:
    """The office behind one account."""

    channel: str
    account: str
    dispatcher: Dispatcher
    threads: Executor
    clock: Callable[[], datetime]
    told: Callable[[], None]  # something changed: somebody may have to be told
    silent: set[str] = field(default_factory=set)  # chats nothing is sent to, until somebody writes from there

    def at(self, address: str) -> Sender:
        """An address of this account."""
        return Sender(self.channel, self.account, address)

    async def knows(self, address: str) -> bool:
        """Whether somebody of the office writes from an address."""
        return await self.run(self.dispatcher.speaker, self.at(address), self.clock()) is not None

    async def answer(self, incoming: Incoming) -> Message:
        """The answer, or the id of the error that there was instead."""
        at_once = self.dispatcher.at_once(incoming, self.clock())
        if at_once:
            return at_once
        try:
            return await self.run(self.dispatcher.attempt, incoming, self.clock())
        except Exception:
            return excuse()

    async def files(
        self, sender: str, files: Sequence[Sent], fetched: Callable[[Sent], Awaitable[File | str]]
    ) -> tuple[File, ...] | str:
        """What somebody sent, each fetched, or why it is not taken. Of a stranger nothing is fetched."""
        if not await self.knows(sender):
            return ()
        found: list[File] = []
        for sent in files:
            file = refusal(sent) or await fetched(sent)
            if isinstance(file, str):
                return file
            found.append(file)
        return tuple(found)

    async def said(self, incoming: Incoming, message: Message) -> None:
        """Note that the reply to a change has gone out, and that its chat can be written to."""
        if message.reply == "kept":
            await self.run(self.dispatcher.sent, incoming, self.clock())
            self.told()
        chat = (incoming.group or incoming.sender).address
        if chat in self.silent:
            await self.reachable(chat, "")

    async def closed(self, chat: str, why: str) -> None:
        """Nothing can be said there: a group ends, a person's chat waits until that one writes again."""
        log.warning("chat closed: %s", why)
        await self.write(lambda session, now: end_group(session, self.at(chat), now, why))
        await self.reachable(chat, why)

    async def reachable(self, chat: str, why_not: str) -> None:
        """A person's chat can be written to, or not any more and why."""
        (self.silent.add if why_not else self.silent.discard)(chat)
        await self.write(lambda session, now: set_reachable(session, self.at(chat), why_not, now))

    async def write(self, change: Callable[[Session, datetime], Any]) -> None:
        """Change something in a transaction of its own."""

        def work() -> None:
            with self.dispatcher.database.writing() as session:
                change(session, self.clock())

        await self.run(work)

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Work in a thread. A database that is away is waited for: what came in stays where it is meanwhile."""
        loop = asyncio.get_running_loop()
        for wait in growing(0.5, LONGEST_WAIT):
            late = loop.call_later(SLOW, log.error, "no answer after %.0f s", SLOW)
            try:
                return await loop.run_in_executor(self.threads, copy_context().run, partial(work, *arguments))
            except Exception as error:
                if not is_away(error):
                    raise
                log.error("the database does not answer, tried again in %.1f s: %s", wait, error)
            finally:
                late.cancel()
            await asyncio.sleep(wait)
        raise AssertionError
