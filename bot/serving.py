"""One serving process: it receives, tells and ticks side by side, and finishes what it began when told to stop."""

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import text

from bot.channels.telegram.account import Account as TelegramAccount
from bot.channels.zalo.account import Account as ZaloAccount
from bot.config import Config
from bot.desk import Desk
from bot.dispatch import Dispatcher
from bot.heartbeat import beat
from bot.links import links_of
from bot.metronome import Metronome
from bot.office_rules import clockwork_of, rules_of
from bot.pictures import Pictures
from bot.pushing import Pushing
from bot.refusal import Refused
from bot.served import Account, Served
from bot.web import Web
from models.database import Database
from models.kept_files import kept_file
from models.reach import prune
from scheduling.tick import tick

T = TypeVar("T")
log = logging.getLogger("cchc.serving")
SIDE_BY_SIDE = 16  # messages answered at once
FINISH_WITHIN = 5.0  # seconds for what was begun when somebody says stop
EXIT_WITHIN = 9.0  # seconds: nothing that was acknowledged is lost by it
TICK_EVERY = 30.0  # seconds


@dataclass
class Serving:
    """One serving process, put together."""

    config: Config
    database: Database
    clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        config, loop = self.config, asyncio.get_running_loop()
        self.loop, self.stop = loop, asyncio.Event()
        self.threads, self.pictures = ThreadPoolExecutor(SIDE_BY_SIDE, "answer"), Pictures()
        self.clockwork = clockwork_of(config)
        self.dispatcher = Dispatcher(self.database, config.zone, config.stale_after, rules_of(config))
        self.metronome = Metronome({"tick": (TICK_EVERY, self._tick)}, config.zone, loop.time)
        self.pruned_on: date | None = None
        accounts: list[Account] = []
        self.telegram = config.telegram and TelegramAccount(config.telegram, self._desk, self.pictures.png, self._kept)
        if self.telegram:
            accounts.append(self.telegram)
        links = links_of(config.zalo, self.clock, self._content)
        accounts += [ZaloAccount(each, self._desk, self.pictures.png, links) for each in config.zalo]
        routes = [route for each in accounts for route in each.routes] + (links.routes if links else [])
        self.web = Web(config.listen, routes, self._healthy)
        self.served = [Served(each, self._pushing(each), self.web.is_open) for each in accounts]

    def _desk(self, channel: str, account: str) -> Desk:
        return Desk(channel, account, self.dispatcher, self.threads, self.clock, self._told)

    def _pushing(self, account: Account) -> Pushing:
        desk = account.desk
        return Pushing(
            self.database, account.voice, desk.channel, desk.account, self.threads, self.clock, desk.closed,
            self.clockwork, monthly=account.monthly,
        )  # fmt: skip

    async def until_stopped(self) -> None:
        """Receive, tell and tick side by side until told to stop; what was begun is finished. An account that cannot be
        served ends alone; Refused where there is no other."""
        for number in (signal.SIGTERM, signal.SIGINT):
            self.loop.add_signal_handler(number, self.stop.set)
        stopping = asyncio.create_task(self.stop.wait())
        gc.freeze()  # what is loaded by now stays: the collector need not walk it with every message
        ticking = asyncio.create_task(self.metronome.run())
        running = [asyncio.create_task(each.run()) for each in self.served]
        listening = [asyncio.create_task(self.web.serve())] if self.web.routes else []
        await self._until_none_is_left([stopping, *listening], running)
        ticking.cancel()
        await self._finish([*running, *listening])

    async def _until_none_is_left(self, others: "list[asyncio.Task[Any]]", running: "list[asyncio.Task[None]]") -> None:
        """Until one of the others ends, or no account is left."""
        while True:
            ended, left = await asyncio.wait([*others, *running], return_when=asyncio.FIRST_COMPLETED)
            for each in ended:
                error = each.exception()
                if each in others or not isinstance(error, Refused) or not left.intersection(running):
                    each.result()
                    return
                running.remove(each)
                print(error, file=sys.stderr, flush=True)
                log.critical("an account is served no longer: %s", error)

    async def _finish(self, running: "list[asyncio.Task[Any]]") -> None:
        """Take no more, finish what was begun, tell the messengers what is settled."""
        end = threading.Timer(EXIT_WITHIN, os._exit, (0,))  # a thread that hangs at the database must not hold us
        end.daemon = True
        end.start()
        for each in running:
            each.cancel()
        await asyncio.wait([*running, asyncio.create_task(asyncio.sleep(0))], timeout=5)
        within = 2.0 if self.web.routes else FINISH_WITHIN
        await asyncio.gather(*(each.finish(within) for each in self.served))

    def _told(self) -> None:
        """Something changed: somebody may have to be told, on whichever messenger."""
        for each in self.served:
            each.pushing.wake.set()

    async def _tick(self) -> None:
        """What the clock does; then whoever watches from outside hears that it beats."""

        def once() -> int:
            now = self.clock()
            made = tick(self.database, now, self.clockwork)
            if now.date() != self.pruned_on:  # reads every update that is kept: once a day
                with self.database.writing() as session:
                    prune(session, now)
                self.pruned_on = now.date()
            return made

        if await self._in_thread(once):
            self._told()
        if self.config.heartbeat:
            await beat(self.config.heartbeat)

    async def _kept(self, ref: str) -> bytes | None:
        """What a file holds that the office keeps itself."""

        def read() -> bytes | None:
            with self.database.reading() as session:
                return kept_file(session, ref)

        return await self._in_thread(read)

    async def _content(self, ref: str) -> bytes | None:
        """What a file holds, whoever keeps it."""
        return await self._kept(ref) or (await self.telegram.content(ref) if self.telegram else None)

    async def _healthy(self) -> bool:
        def look() -> None:
            with self.database.reading() as session:
                session.execute(text("SELECT 1"))

        try:
            await asyncio.wait_for(self._in_thread(look), 5)
        except Exception:
            return False
        return True

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await self.loop.run_in_executor(self.threads, work)

    async def close(self) -> None:
        """Let go of everything."""
        self.pictures.close()
        self.threads.shutdown(wait=False, cancel_futures=True)
        for each in self.served:
            await each.account.close()
