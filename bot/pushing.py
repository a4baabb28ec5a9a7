"""Writing to people without being asked, of what happened and what is due: one process at a time, replies first."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.holder import is_gone, this_process
from bot.outcomes import Closed, Unsaid, Voice
from bot.pace import growing
from models.chat_tables import Notice, Notification
from models.database import Database, is_away
from models.kept import Memory
from models.messages import Choice, Message
from models.outbox import Outgoing, Waiting, abandoned, owed, settle, take, take_planned
from models.quota import Quota, hold_back
from models.reach import free_lease, take_lease
from scheduling.alarm import give_up, note_sent
from scheduling.plan import Clockwork
from scheduling.telling import at_work, is_quiet, say_planned
from templates import say

log = logging.getLogger("cchc.pushing")
T = TypeVar("T")
EVERY = 5.0  # seconds between two looks; what this process did itself is seen at once
PAUSE = 0.5  # seconds: what many change at once is looked for once
MOST = 200  # chats of one look: the lease is renewed before it ends
OFFERED = {"given": "đã rõ {number}", "asks_time": "cho thêm {number}", "on_behalf": "không đúng {number}"}
STATES = {"refused": "failed", "wait": "put back", "not sent": "put back"}  # else it may have arrived
LEASED = timedelta(seconds=60)
SIDE_BY_SIDE = 8


@dataclass(slots=True)
class Pushing:
    """Delivers what waits for one account's chats."""

    database: Database
    voice: Voice
    channel: str
    account: str
    threads: Executor
    clock: Callable[[], datetime]
    closed: Callable[[str, str], Awaitable[None]]  # nothing can be said in a chat
    clockwork: Clockwork
    holder: str = field(default_factory=this_process)
    memory: Memory = field(default_factory=Memory)  # its own: of a whole country it would push out what people ask
    monthly: int = 0  # messages that the account may send in a month; 0: no limit
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_stopped: bool = False

    def stop(self) -> None:
        """Begin no more: what is on its way is sent and noted, then `run` ends."""
        self.is_stopped = True
        self.wake.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        while not self.is_stopped:
            try:
                while await self.once():
                    pass
            except Exception as error:
                log.exception("not delivered") if not is_away(error) else log.error("the database does not answer")
            await asyncio.sleep(PAUSE)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), EVERY)
            self.wake.clear()

    async def once(self) -> int:
        """Deliver what is owed now, if this process is the one that does; how many messages."""
        chats = await self._do(self._owed)
        places = asyncio.Semaphore(SIDE_BY_SIDE)

        failed: list[Exception] = []

        async def one(waiting: Waiting) -> int:
            async with places:
                try:
                    return 0 if failed else await self._deliver(waiting)
                except Exception as error:  # what others have begun is finished, and nothing new is begun beside it
                    failed.append(error)
                    return 0

        delivered = sum(await asyncio.gather(*(one(each) for each in chats)))
        if failed:
            raise failed[0]
        return delivered

    async def _deliver(self, waiting: Waiting) -> int:
        """One chat's messages, one after the other."""
        delivered = 0
        for number in waiting.planned:
            delivered += await self._send(
                waiting.address, partial(take_planned, number=number, chat_id=waiting.chat_id)
            )
        if waiting.notices:
            delivered += await self._send(waiting.address, partial(take, chat_id=waiting.chat_id, said=_lines))
        return delivered

    async def _send(self, address: str, claim: Callable[..., Outgoing | None]) -> bool:
        """Wait, claim, commit, say it, send with no transaction open, settle: what is claimed goes out at once."""
        await self.voice.pace.begin(address)
        if self.is_stopped or is_quiet(self.clock(), self.clockwork):
            return False
        claimed: Outgoing | None = await self._do(partial(claim, now=self.clock()))
        if claimed is None:
            return False
        try:
            outgoing = claimed if claimed.message else await self._in_thread(self._said, claimed)
        except Exception as error:
            if not is_away(error):
                return await self._poison(claimed, error)
            outgoing, state, why = claimed, "put back", "database"
        else:
            state, why = await self._speak(outgoing)
        await self._settle(outgoing, state, why)
        log.info("notification %d: %s %s", outgoing.id, state, why)
        return state != "superseded"

    async def _speak(self, outgoing: Outgoing) -> tuple[str, str]:
        """What became of it, and why."""
        if outgoing.message is None:
            return "superseded", ""
        message = outgoing.message
        if outgoing.passed_over:
            note = say("channel", "instead", channel=self.channel, rather=outgoing.passed_over)
            message = replace(message, text=f"{message.text}\n{note}")
        try:
            await self.voice.say(outgoing.address, message, broadcast=True)
        except Closed as closed:
            await self.closed(outgoing.address, str(closed))
            return "failed", str(closed)
        except Unsaid as unsaid:
            return STATES.get(str(unsaid), "uncertain"), str(unsaid)
        return "sent", ""

    def _said(self, claimed: Outgoing) -> Outgoing:
        """A planned message as things stand now; nobody who writes waits for that."""
        with self.database.reading() as session:
            self.memory.lend(session)
            row = session.get_one(Notification, claimed.id)
            return replace(claimed, message=say_planned(session, row, self.clock(), self.clockwork))

    async def _settle(self, outgoing: Outgoing, state: str, why: str) -> None:
        """Note what became of it, however long the database is away: what is forgotten is taken for lost."""
        for wait in growing(0.2, EVERY):
            try:
                await self._do(settle, outgoing, state, self.clock(), why)
                return
            except Exception as error:
                if not is_away(error):
                    raise
                log.error("notification %d: %s, and the database does not answer", outgoing.id, state)
            await asyncio.sleep(wait)

    async def _poison(self, claimed: Outgoing, error: Exception) -> bool:
        """A message that cannot be said ends with a number to look up, and administrators are told; others go on."""
        id_ = secrets.token_hex(4)
        log.error("R-%d cannot be said (%s)", claimed.id, id_, exc_info=error)
        return await self._do(give_up, claimed, self.clock(), id_)

    def _owed(self, session: Session) -> list[Waiting]:
        now = self.clock()
        lease = f"pushing {self.channel} {self.account}"

        def mine() -> bool:
            return take_lease(session, lease, self.holder, now, LEASED)

        if not mine() and not (free_lease(session, lease, is_gone) and mine()):
            return []
        if died := abandoned(session, now):
            log.error("%d notifications uncertain: their process died", died)
            self.voice.tally.add(died)
        if is_quiet(now, self.clockwork):
            return []
        least = hold_back(session, self.quota, now, self.clockwork.zone)
        return at_work(session, owed(session, self.channel, self.account, now, MOST, least), now, self.clockwork)

    @property
    def quota(self) -> Quota:
        return Quota(self.channel, self.account, self.monthly)

    async def count(self) -> None:
        """Count what went out last, before the process ends."""
        if self.voice.tally.number:
            await self._do(lambda _: None)

    async def _do(self, work: Callable[..., T], *arguments: Any) -> T:
        """Work in a transaction of its own; what went out meanwhile is counted in it."""

        def inside() -> T:
            with self.voice.tally.noted() as number, self.database.writing() as session:
                done = work(session, *arguments)
                note_sent(session, self.quota, number, self.clock(), self.clockwork.zone)
                return done

        return await self._in_thread(inside)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)


def _lines(notices: Sequence[Notice]) -> Message:
    """The lines of some notices, and what is answered to them as buttons."""
    commands = [
        OFFERED[each.what].format(number=number)
        for each in notices
        if each.what in OFFERED and (number := each.about.get("number"))
    ]
    choices = tuple(Choice(each, each) for each in dict.fromkeys(commands))
    return Message("\n".join(say("notices", each.what, **each.about) for each in notices), choices)
