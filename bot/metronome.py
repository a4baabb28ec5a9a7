"""The metronome: APScheduler calls a few jobs at intervals, and a watchdog sees that it does.

It remembers nothing: what is owed stands in the database, so a job that is late, missed or run twice changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("cchc.metronome")
Job = Callable[[], Awaitable[None]]
LATE = 3  # intervals without a beat until the watchdog begins anew


@dataclass
class Metronome:
    """Calls each job every so many seconds, one call of a job at a time."""

    jobs: dict[str, tuple[float, Job]]  # name → every so many seconds, and what
    zone: ZoneInfo
    clock: Callable[[], float]  # monotonic: a stepped clock of the wall stops nothing
    beats: dict[str, float] = field(default_factory=dict)  # when each was done last
    running: set[str] = field(default_factory=set)
    scheduler: AsyncIOScheduler | None = None

    async def run(self) -> None:
        """Beat until cancelled."""
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._begin()
        try:
            await asyncio.gather(*map(self._beat, self.jobs))
            while True:
                await asyncio.sleep(min(every for every, _ in self.jobs.values()))
                self.watch()
        finally:
            self._end()

    def watch(self) -> bool:
        """Begin anew where a job was not called for too long: a clock set back an hour stops APScheduler for one. What
        only takes long is waited for: its thread would go on, and another begin beside it."""
        idle = ((name, every) for name, (every, _) in self.jobs.items() if name not in self.running)
        late = [name for name, every in idle if self.clock() - self.beats[name] > LATE * every]
        if late:
            log.error("no beat of %s for too long: the metronome begins anew", ", ".join(late))
            self._end()
            self._begin()
        return bool(late)

    def _begin(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self.scheduler = AsyncIOScheduler(timezone=self.zone, job_defaults=defaults)
        for name, (every, _) in self.jobs.items():
            self.beats[name] = self.clock()
            self.scheduler.add_job(self._beat, "interval", args=[name], seconds=every, id=name)
        self.scheduler.start()

    def _end(self) -> None:
        if self.scheduler and self.scheduler.running:
            self.scheduler.shutdown(wait=False)

    async def _beat(self, name: str) -> None:
        """Call a job; one that fails fails alone."""
        self.running.add(name)
        try:
            await self.jobs[name][1]()
        except Exception:
            log.exception("%s", name)
        finally:
            self.running.discard(name)
            self.beats[name] = self.clock()
