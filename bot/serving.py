"""One serving process: it receives, tells and ticks side by side, and finishes what it began when told to stop."""

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.menus import Menus
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reading import KINDS, Reader
from bot.channels.telegram.service import CHANNEL, Service
from bot.channels.telegram.voice import Voice
from bot.channels.telegram.wire import Wire, meaning, seconds
from bot.config import Config, Telegram
from bot.dispatch import Dispatcher
from bot.heartbeat import beat
from bot.metronome import Metronome
from bot.office_rules import clockwork_of, rules_of
from bot.order import Order
from bot.pace import Pace, growing
from bot.pictures import Pictures
from bot.pushing import Pushing
from bot.refusal import Refused
from bot.web import Web
from models.database import Database
from models.reach import back, heard, prune, unreachable
from scheduling.tick import tick
from templates import moment, plain, say

log = logging.getLogger("cchc.serving")
SIDE_BY_SIDE = 16  # messages answered at once
FINISH_WITHIN = 5.0  # seconds for what was begun when somebody says stop
EXIT_WITHIN = 9.0  # seconds: nothing that was acknowledged is lost by it
HEARD_EVERY = 60.0  # seconds between two notes that the messenger is in reach
TICK_EVERY = 30.0  # seconds
LONGEST_WAIT = 60.0  # seconds between two tries of a start


@dataclass
class Serving:
    """One serving process, put together."""

    config: Config
    telegram: Telegram
    database: Database
    clock: Callable[[], datetime]
    last_heard: float = field(default=-HEARD_EVERY)

    def __post_init__(self) -> None:
        config, loop = self.config, asyncio.get_running_loop()
        self.loop, self.stop = loop, asyncio.Event()
        self.wire = Wire(self.telegram.token, self.telegram.api, self.telegram.proxy)
        self.threads = ThreadPoolExecutor(SIDE_BY_SIDE, "answer")
        self.order, self.pictures = Order(), Pictures()
        self.metronome = Metronome({"tick": (TICK_EVERY, self._tick)}, config.zone, loop.time)
        self.polling: Polling | None = None
        self.pruned_on: date | None = None
        self.clockwork = clockwork_of(config)
        self.dispatcher = Dispatcher(self.database, config.zone, config.stale_after, rules_of(config))
        self.voice = Voice(self.wire, Pace(self.telegram.limits, loop.time), self.pictures.png, self._moved)
        self.menus = Menus(self.wire, self.dispatcher, self.threads, self.clock)
        self.pushing = Pushing(
            self.database,
            self.voice,
            CHANNEL,
            self.wire.account,
            self.threads,
            self.clock,
            self._closed,
            self.clockwork,
            monthly=self.telegram.monthly,
        )
        self.service = Service(
            self.dispatcher, self.voice, Reader(self.wire.account), self.menus, self.threads, self.clock,
            self.pushing.wake.set,
        )  # fmt: skip

    async def until_stopped(self) -> None:
        """Find Telegram, then receive, tell and tick side by side until told to stop; what was begun is finished."""
        for number in (signal.SIGTERM, signal.SIGINT):
            self.loop.add_signal_handler(number, self.stop.set)
        stopping = asyncio.create_task(self.stop.wait())
        name = await self._or_stopped(self._introduce(), stopping)
        if name is None:
            return
        self.service.reader = Reader(self.wire.account, name)
        await self._in_thread(self._was_away)
        gc.freeze()  # what is loaded by now stays: the collector need not walk it with every message
        receive = self._webhook() if self.telegram.webhook else self._poll()
        tasks = [
            asyncio.create_task(each) for each in (receive, self.pushing.run(), self.metronome.run(), self._greet())
        ]
        ended, _ = await asyncio.wait([stopping, tasks[0]], return_when=asyncio.FIRST_COMPLETED)
        self.pushing.stop()
        for task in tasks[2:]:
            task.cancel()
        if tasks[0] in ended:
            _raise_as_refusal(tasks[0])
        await self._finish(tasks[0], tasks[1])

    async def _introduce(self) -> str:
        """The bot's name; Telegram is waited for, a token it does not know is refused."""
        for number, wait in enumerate(growing(1.0, LONGEST_WAIT)):
            try:
                return await self.wire.introduce()
            except TelegramError as error:
                if meaning(error) == "revoked":
                    raise Refused(say("lines", "bad_token")) from None
                log.error("Telegram is out of reach, tried again in %.0f s: %s", wait, error)
                if number == 0:
                    print(plain(say("lines", "unreachable")), file=sys.stderr, flush=True)
                await asyncio.sleep(wait)
        raise AssertionError

    def _was_away(self) -> None:
        """After more than a day away whoever has a chat is told; then the messenger counts as heard."""
        now, account = self.clock(), self.wire.account
        with self.database.writing() as session:
            told = back(session, CHANNEL, account, now, lambda at: moment(at, self.config.zone))
            heard(session, CHANNEL, account, self.service.reader.name, now)
            self.service.silent |= unreachable(session, CHANNEL, account)
        if told:
            log.warning("away for more than a day: %d people are told", told)

    async def _greet(self) -> None:
        try:
            await self.menus.set_general()
        except TelegramError as error:
            log.warning("general menus not set: %s", error)

    async def _poll(self) -> None:
        await self._until_done("deleteWebhook", drop_pending_updates=False)
        self.polling = Polling(self.service, self.order, self._heard)
        self._say_serving()
        await self.polling.run()

    async def _webhook(self) -> None:
        web = Web(self.service, self.order, self.telegram, self._healthy)

        async def announce() -> None:
            await self._until_done("setWebhook", allowed_updates=list(KINDS), drop_pending_updates=False, **web.address)
            self._say_serving()

        await web.serve(announce, self._heard, HEARD_EVERY)

    async def _until_done(self, method: str, **fields: Any) -> None:
        """A request that must be made before anything is received."""
        for wait in growing(1.0, LONGEST_WAIT):
            try:
                await self.wire.call(method, **fields)
                return
            except TelegramError as error:
                if meaning(error) == "revoked":
                    raise
                if meaning(error) == "refused":
                    raise Refused(say("lines", "refused_by_telegram", method=method, why=error.message)) from None
                log.error("%s: tried again in %.0f s: %s", method, wait, error)
                await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else wait)

    def _say_serving(self) -> None:
        words = say("lines", "serving", name=self.service.reader.name, webhook=self.telegram.webhook)
        print(plain(words), file=sys.stderr, flush=True)

    async def _finish(self, receiving: "asyncio.Task[None]", telling: "asyncio.Task[None]") -> None:
        """Take no more, finish what was begun, tell Telegram what is settled."""
        end = threading.Timer(EXIT_WITHIN, os._exit, (0,))  # a thread that hangs at the database must not hold us
        end.daemon = True
        end.start()
        receiving.cancel()
        await asyncio.wait([receiving], timeout=5)
        within = FINISH_WITHIN if not self.telegram.webhook else 2.0
        left, _ = await asyncio.gather(self.order.finish(within), asyncio.wait([telling], timeout=within))
        if left:
            log.warning("%d updates left for the next start", left)
        try:
            await asyncio.wait_for(self.pushing.count(), 1)
        except Exception as error:
            log.error("the last messages are not counted: %s", error)
        if self.polling:
            try:
                await asyncio.wait_for(self.polling.acknowledge(), 2)
            except (TelegramError, TimeoutError, asyncio.CancelledError) as error:
                log.warning("settled updates not acknowledged: %s", type(error).__name__)

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
            self.pushing.wake.set()
        if self.config.heartbeat:
            await beat(self.config.heartbeat)

    async def _heard(self) -> None:
        """Note now and then that the messenger is in reach."""
        if self.loop.time() - self.last_heard < HEARD_EVERY:
            return
        self.last_heard = self.loop.time()
        self.noting = asyncio.create_task(self._note_heard())  # a database that is busy delays no receiving

    async def _note_heard(self) -> None:
        def note() -> None:
            with self.database.writing() as session:
                heard(session, CHANNEL, self.wire.account, self.service.reader.name, self.clock())
                self.service.silent |= unreachable(session, CHANNEL, self.wire.account)

        try:
            await self._in_thread(note)
        except Exception as error:
            log.error("the database does not answer: %s", error)

    async def _healthy(self) -> bool:
        def look() -> None:
            with self.database.reading() as session:
                session.execute(text("SELECT 1"))

        try:
            await asyncio.wait_for(self._in_thread(look), 5)
        except Exception:
            return False
        return True

    async def _closed(self, chat: str, why: str) -> None:
        await self.service.closed(chat, why)

    async def _moved(self, old: str, new: str) -> None:
        await self.service.moved(old, new)

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await self.loop.run_in_executor(self.threads, work)

    async def _or_stopped(self, work: Coroutine[Any, Any, str], stopping: "asyncio.Task[Any]") -> str | None:
        """What work comes to; None where somebody said stop first."""
        task = asyncio.create_task(work)
        await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        return None

    async def close(self) -> None:
        """Let go of everything."""
        self.pictures.close()
        self.threads.shutdown(wait=False, cancel_futures=True)
        await self.wire.shutdown()


def _raise_as_refusal(task: "asyncio.Task[None]") -> None:
    """What ended receiving: a token that Telegram no longer knows is somebody's to mend."""
    error = task.exception()
    if isinstance(error, InvalidToken):
        raise Refused(say("lines", "bad_token")) from None
    if error is not None:
        raise error
