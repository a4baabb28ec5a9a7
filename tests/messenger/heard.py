"""What a broadcast comes to at Telegram, while others ask: when each message came, how long replies were waited for."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import count

from tests.messenger.fast import FastApi
from tests.messenger.running import Process
from tests.messenger.wire import written

ASKED_EVERY = 0.25  # seconds
QUESTIONS = ("điểm", "việc", "việc {}", "ghi chú {}: đã trình, chờ ý kiến")
SILENT = 20.0  # seconds without a message: something is wrong


@dataclass
class Heard:
    """What Telegram was sent: when each message came, and how long each reply was waited for."""

    times: list[float] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    asked: dict[int, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    def sent(self, chat: int, _: bytes, now: float) -> None:
        self.times.append(now)
        if chat in self.asked:
            self.waits.append(now - self.asked.pop(chat))
        else:
            self.told.add(chat)

    def rate(self, skipped: int = 0) -> float:
        """Messages a second, from the first to the last, but for those at the start."""
        times = self.times[skipped:]
        return (len(times) - 1) / (times[-1] - times[0])

    def most_in_a_second(self) -> int:
        most = first = 0
        for place, at in enumerate(self.times):
            while self.times[first] <= at - 1:
                first += 1
            most = max(most, place - first + 1)
        return most


async def hear(api: FastApi, process: Process, number: int, asking: dict[int, int]) -> Heard:
    """Wait until so many were told; others ask meanwhile."""
    heard = Heard()
    api.on_sent = heard.sent
    asks = asyncio.create_task(_ask(api, heard, asking)) if asking else None
    moved, seen = time.perf_counter(), 0
    while len(heard.told) < number:
        await asyncio.sleep(0.1)
        if len(heard.times) > seen:
            moved, seen = time.perf_counter(), len(heard.times)
        assert time.perf_counter() - moved < SILENT, f"{len(heard.told)} told; it said: {process.said[-3000:]}"
    if asks:
        asks.cancel()
    return heard


async def _ask(api: FastApi, heard: Heard, asking: dict[int, int]) -> None:
    """One after another asks something, whether or not those before were answered."""
    await api.takes.wait()
    rng, people = random.Random(1), list(asking)
    for id_ in count(1):
        await asyncio.sleep(ASKED_EVERY)
        person = rng.choice(people)
        if person not in heard.asked:
            heard.asked[person] = time.perf_counter()
            line = rng.choice(QUESTIONS).format(asking[person])
            api.hand(person, id_, written(id_, person, line))
