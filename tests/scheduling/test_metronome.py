"""The metronome: it beats on whatever the wall's clock does, a watchdog on the monotonic clock begins it anew."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest

from bot.metronome import LATE, Metronome
from tests.offices import ZONE
from tests.virtual import virtually

EVERY = 30.0


class Wall:
    """The clock of the wall, which APScheduler reads: it goes with the loop's, and is stepped."""

    def __init__(self) -> None:
        self.stepped = timedelta(0)
        self.loop = asyncio.get_running_loop()
        self.start = datetime(2026, 9, 8, 8, tzinfo=ZONE)
        self.began = self.loop.time()

    def now(self, tz: Any = None) -> datetime:
        return self.start + timedelta(seconds=self.loop.time() - self.began) + self.stepped


async def live(patch: pytest.MonkeyPatch, beat: Callable[[], Awaitable[None]], *steps: timedelta) -> None:
    """A metronome for fifty minutes; every ten the wall's clock is stepped."""
    wall = Wall()

    class Stepped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return wall.now(tz)

    for module in (apscheduler.schedulers.base, apscheduler.triggers.interval):
        patch.setattr(module, "datetime", Stepped)
    running = asyncio.create_task(Metronome({"tick": (EVERY, beat)}, ZONE, wall.loop.time).run())
    for step in steps:
        await asyncio.sleep(600)
        wall.stepped += step
    await asyncio.sleep(3000 - 600 * len(steps))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def beats(patch: pytest.MonkeyPatch, *steps: timedelta) -> list[float]:
    """The seconds between its beats."""
    at: list[float] = []

    async def beat() -> None:
        at.append(asyncio.get_running_loop().time())

    virtually(live(patch, beat, *steps))
    return [after - before for before, after in pairwise(at)]


HOUR, FAR = timedelta(hours=1), timedelta(400)


@pytest.mark.parametrize("steps", [(), (HOUR,), (-HOUR,), (FAR,), (-FAR,), (HOUR, -HOUR), (FAR, -FAR), (-HOUR, FAR)])
def test_it_beats_on_whatever_the_walls_clock_does(
    monkeypatch: pytest.MonkeyPatch, steps: tuple[timedelta, ...]
) -> None:
    between = beats(monkeypatch, *steps)
    assert max(between) <= (LATE + 2) * EVERY
    assert len(between) >= 3000 / EVERY - (LATE + 2) * len(steps) - 1
    assert len(between) <= 3000 / EVERY + len(steps) + 1


def test_the_walls_clock_is_what_stops_it_and_the_watchdog_begins_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(beats(monkeypatch)) == EVERY
    assert max(beats(monkeypatch, -HOUR)) > LATE * EVERY
    monkeypatch.setattr(Metronome, "watch", lambda _: False)
    assert max(beats(monkeypatch, -HOUR), default=0) == EVERY  # and after ten minutes none at all
    assert len(beats(monkeypatch, -HOUR)) < 600 / EVERY + 2


def test_one_that_fails_is_called_again_and_one_that_takes_long_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, ended = list[float](), list[float]()

    async def beat() -> None:
        begun.append(asyncio.get_running_loop().time())
        if len(begun) == 2:
            ended.append(begun[-1])
            raise RuntimeError("no")
        if len(begun) == 4:
            await asyncio.sleep(20 * EVERY)
        ended.append(asyncio.get_running_loop().time())

    virtually(live(monkeypatch, beat))
    assert len(begun) >= 3000 / EVERY - 25
    assert len(ended) == len(begun), "broken off"
    assert all(end <= begin for end, begin in zip(ended, begun[1:], strict=False))
