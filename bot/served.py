"""One account of the bot on a messenger, served: found, heard, told things; whatever others do beside it."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.routing import BaseRoute

from bot.desk import Desk
from bot.outcomes import HEARD_EVERY, OutOfReach, Voice
from bot.pace import growing
from bot.pushing import Pushing
from bot.refusal import Refused
from models.reach import back, heard, unreachable
from templates import moment, plain, say

log = logging.getLogger("cchc.serving")
LONGEST_WAIT = 60.0  # seconds between two tries of a start


class Account(Protocol):
    """One account of the bot, as its messenger has it."""

    desk: Desk
    monthly: int  # messages it may send in a month; 0: no limit

    @property
    def name(self) -> str:
        """The bot's name there, once it was found."""

    @property
    def voice(self) -> Voice:
        """How it speaks."""

    @property
    def address(self) -> str:
        """Where its messenger hands over what comes in; empty where it is asked."""

    @property
    def routes(self) -> list[BaseRoute]:
        """The same address, on the web application."""

    async def introduce(self) -> None:
        """Find it; OutOfReach, or Refused for good."""

    async def announce(self) -> None:
        """Say how it listens from now on; OutOfReach or Refused."""

    async def greet(self) -> None:
        """What is set once it is served."""

    async def receive(self, heard: Callable[[], Awaitable[None]]) -> None:
        """Take what comes in until cancelled; Refused where it is nobody's account any more."""

    async def finish(self, within: float) -> None:
        """Finish what was begun."""

    async def acknowledge(self) -> None:
        """Say what is settled."""

    async def close(self) -> None:
        """Let go of every connection."""


@dataclass(slots=True)
class Served:
    """One account and what is owed to its people."""

    account: Account
    pushing: Pushing
    is_open: asyncio.Event  # the webhook listens
    last_heard: float = field(default=-HEARD_EVERY)
    noting: "asyncio.Task[None] | None" = None
    telling: "asyncio.Task[None] | None" = None

    async def run(self) -> None:
        """Serve it until cancelled; Refused where it cannot be served at all."""
        await self._until_done(self.account.introduce, loud=True)
        await self.desk.run(self._was_away)
        self.telling = asyncio.create_task(self.pushing.run())
        if self.account.address:
            await self.is_open.wait()
        await self._until_done(self.account.announce)
        words = say("lines", "serving", channel=self.desk.channel, name=self.account.name, webhook=self.account.address)
        print(plain(words), file=sys.stderr, flush=True)
        greeting = asyncio.create_task(self.account.greet())
        try:
            await self.account.receive(self.heard)
        except Refused:
            self.pushing.stop()  # what is owed to its people waits for another messenger
            raise
        finally:
            greeting.cancel()

    @property
    def desk(self) -> Desk:
        return self.account.desk

    async def finish(self, within: float) -> None:
        """What was begun is finished, what went out is counted."""
        self.pushing.stop()
        telling = [self.telling] if self.telling else []
        await asyncio.gather(self.account.finish(within), *(asyncio.wait([each], timeout=within) for each in telling))
        try:
            await asyncio.wait_for(self.pushing.count(), 1)
        except Exception as error:
            log.error("the last messages are not counted: %s", error)
        await self.account.acknowledge()

    async def _until_done(self, work: Callable[[], Awaitable[None]], loud: bool = False) -> None:
        """What must be done before anything is received; a messenger out of reach is waited for."""
        for number, wait in enumerate(growing(1.0, LONGEST_WAIT)):
            try:
                return await work()
            except OutOfReach as error:
                log.error("%s is out of reach, tried again in %.0f s: %s", self.desk.channel, wait, error)
                if loud and number == 0:
                    print(plain(say("lines", "unreachable", channel=self.desk.channel)), file=sys.stderr, flush=True)
                await asyncio.sleep(error.seconds or wait)
        raise AssertionError

    def _was_away(self) -> None:
        """After more than a day away whoever has a chat is told; then the messenger counts as heard."""
        desk, now = self.desk, self.desk.clock()
        zone = desk.dispatcher.zone
        with desk.dispatcher.database.writing() as session:
            told = back(session, desk.channel, desk.account, now, lambda at: moment(at, zone))
        self._note()
        if told:
            log.warning("away for more than a day: %d people are told", told)

    async def heard(self) -> None:
        """Note now and then that the messenger is in reach."""
        clock = asyncio.get_running_loop().time()
        if clock - self.last_heard < HEARD_EVERY:
            return
        self.last_heard = clock
        self.noting = asyncio.create_task(self._note_heard())  # a database that is busy delays no receiving

    async def _note_heard(self) -> None:
        try:
            await self.desk.run(self._note)
        except Exception as error:
            log.error("the messenger was heard, which is not noted: %s", error)

    def _note(self) -> None:
        desk = self.desk
        with desk.dispatcher.database.writing() as session:
            heard(session, desk.channel, desk.account, self.account.name, desk.clock())
            desk.silent |= unreachable(session, desk.channel, desk.account)
