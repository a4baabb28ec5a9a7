"""Processes killed (-9) about every two seconds and begun again at once, the database stopped now and then."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from models.database import is_away
from tests.messenger.beside import PATIENCE, Beside
from tests.messenger.running import Process
from tests.messenger.stops import Stops
from tests.messenger.unreliable import Unreliable
from tests.processes import wait

GLANCE = 0.02  # seconds
EARLY = 0.15  # share of the kills that hit a start
AT_ONCE = 0.5  # share of the others that hit at the very moment of a message
STOPPED_EVERY = (8.0, 24.0)  # seconds
CRASHED = 0.3  # share of the stops, where the server may fall


@dataclass
class Life:
    """One process, and when it ends."""

    name: str
    process: Process
    kill_at: float
    early: bool
    at_once: bool


@dataclass
class Killing:
    """What runs in some places at once, each killed again and again."""

    start: Callable[[str], Process]  # by the life's name
    places: int
    loop: Beside
    api: Unreliable
    stops: Stops
    rng: random.Random
    crashes: bool = False
    most: int = 1_000_000  # kills; then what runs goes on in peace
    every: tuple[float, float] = (0.5, 3.5)  # seconds of a life, from when it is heard
    kills: int = 0
    ended: int = 0  # by themselves
    said: str = ""
    lives: list[Life] = field(default_factory=list)

    def run(self, done: Callable[[], bool], dead: Callable[[], None], longest: float) -> None:
        """Kill until all is done; `dead` looks at what the dead left whenever the database answers."""
        self.lives = [self._begin(f"{place}-1") for place in range(self.places)]
        try:
            self._run(done, dead, longest)
        finally:
            self.stops.end()
            for life in self.lives:
                life.process.kill()
        self.kills += len(self.lives)
        while not self._answers(dead):
            wait(GLANCE)

    def _run(self, done: Callable[[], bool], dead: Callable[[], None], longest: float) -> None:
        begun = time.monotonic()
        stop_at = begun + self.rng.uniform(*STOPPED_EVERY) / 4
        looked = 0
        while True:
            now = time.monotonic()
            if now > stop_at:
                stop_at = now + self.rng.uniform(*STOPPED_EVERY)
                (self.stops.crash if self.crashes and self.rng.random() < CRASHED else self.stops.begin)()
            for place, life in enumerate(self.lives):
                self.lives[place] = self._look(life, now)
            if (looked < self.kills or self.kills >= self.most) and not self.stops.is_stopped and self._answers(dead):
                looked = self.kills
                if self._answers(done):
                    break
            assert now - begun < longest, f"not done after {longest} s, {self.kills} kills: {self.said[-3000:]}"
            wait(GLANCE)

    def _answers(self, look: Callable[[], bool | None]) -> bool:
        """Whether a look at the database says so, or says nothing; a server that fell may still be recovering."""
        try:
            return look() is not False
        except DBAPIError as error:
            if not is_away(error):
                raise
            return False

    def alive(self) -> set[str]:
        """The lives that have not ended."""
        return {life.name for life in self.lives if life.process.exit_code is None}

    def _begin(self, name: str) -> Life:
        early, at_once = self.rng.random() < EARLY, self.rng.random() < AT_ONCE
        delay = self.rng.uniform(0, 1.5) if early else PATIENCE
        return Life(name, self.start(name), time.monotonic() + delay, early, at_once)

    def _look(self, life: Life, now: float) -> Life:
        if life.process.exit_code is None and not life.early and life.name in self.api.up:
            life.kill_at, life.early = self.api.up[life.name] + self.rng.uniform(*self.every), True
        if life.process.exit_code is None and (now < life.kill_at or self.kills >= self.most):
            return life
        if life.process.exit_code is None and life.at_once:
            self.loop.call(self.api.doomed.update, {life.name: life.process})
            life.at_once, life.kill_at = False, now + 0.5  # if it says nothing any more
            return life
        self.loop.call(self.api.doomed.pop, life.name, None)
        by_itself = life.process.exit_code not in (None, -9)
        self.ended += by_itself
        self.kills += not by_itself
        life.process.kill()
        self.said = life.process.said
        place, _, number = life.name.partition("-")
        return self._begin(f"{place}-{int(number) + 1}")
