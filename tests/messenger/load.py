"""A closed loop of people who ask again as soon as they are answered, and what it took."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.messenger.fast import FastApi
from tests.messenger.running import Process
from tests.messenger.wire import written

PATIENCE = 30.0  # seconds an answer may take before something is wrong


@dataclass(frozen=True, slots=True)
class Figures:
    """What some seconds of asking took."""

    rate: float  # replies a second
    p50: float  # milliseconds, from handing over the update to having the answer's request
    p99: float
    cpu: float  # milliseconds of processor time a reply
    megabytes: float


@dataclass
class Load:
    """People who ask one bot."""

    api: FastApi
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.api.on_sent = self._answered

    def _answered(self, chat: int, _: bytes, now: float) -> None:
        waiting = self.waiting.pop(chat, None)
        if waiting and not waiting.done():
            waiting.set_result(now)

    async def first_answer(self, chat: int, text: str, process: Process) -> float:
        """When a question is answered that waited before the bot began."""
        async with asyncio.timeout(PATIENCE):
            try:
                return (await self._ask(chat, text))[1]
            except asyncio.CancelledError:
                raise AssertionError(f"no answer to {text!r}; it said: {process.said[-2000:]}") from None

    async def drive(
        self, process: Process, chats: Sequence[int], say: Callable[[int, int], str], seconds: float
    ) -> Figures:
        """Each chat asks, waits for the answer, and asks again; `say` is what, by chat and how often it has asked."""
        taken: list[float] = []
        begun, cpu = time.perf_counter(), process.cpu
        async with asyncio.timeout(seconds + PATIENCE):
            await asyncio.gather(*(self._keep_asking(chat, say, begun + seconds, taken) for chat in chats))
        lasted, cpu = time.perf_counter() - begun, process.cpu - cpu
        taken.sort()
        return Figures(
            len(taken) / lasted, statistics.median(taken) * 1000, taken[int(len(taken) * 0.99)] * 1000,
            cpu / len(taken) * 1000, process.megabytes,
        )  # fmt: skip

    async def _keep_asking(self, chat: int, say: Callable[[int, int], str], until: float, taken: list[float]) -> None:
        for number in count():
            if time.perf_counter() >= until:
                return
            begun, answered = await self._ask(chat, say(chat, number))
            taken.append(answered - begun)

    async def _ask(self, chat: int, text: str) -> tuple[float, float]:
        """When it was asked and when answered."""
        waiting = self.waiting[chat] = asyncio.get_running_loop().create_future()
        id_ = next(self.ids)
        update = written(id_, chat, text)
        begun = time.perf_counter()
        self.api.hand(chat, id_, update)
        return begun, await waiting
