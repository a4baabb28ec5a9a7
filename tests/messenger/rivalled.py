"""The same chaos for one stored APScheduler job per reminder."""

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.database import connect
from tests.messenger.apscheduler_rival import JOBS, plan
from tests.messenger.beside import beside, wait_until
from tests.messenger.crowd import FIRST
from tests.messenger.lives import Killing
from tests.messenger.reminded import LONGEST
from tests.messenger.running import Process
from tests.messenger.stops import Stops
from tests.messenger.unreliable import Unreliable
from tests.processes import CCHC, wait

A_SECOND = 16  # jobs due
QUIET = 6.0  # seconds after the last job for what is still being sent


@dataclass(frozen=True, slots=True)
class Rivalled:
    """What became of the rival's reminders."""

    kills: int
    stops: int
    ended: int
    seconds: float
    number: int
    received: int
    doubled: int  # reminders received more than once
    most: int  # copies of one
    after_lost: int  # copies beyond the first that followed a lost answer

    @property
    def lost(self) -> int:
        return self.number - self.received


def rival(url: str, seed: int, number: int, places: int, folder: Path, crashes: bool = False) -> Rivalled:
    """The rival under the same kills and stops, and the same messenger."""
    rng, chats = random.Random(seed), range(FIRST, FIRST + number)
    with beside() as loop:
        api = Unreliable(rng)
        address = loop.do(api.start())

        def start(life: str) -> Process:
            command = [CCHC[0], "-m", "tests.messenger.apscheduler_rival", url, f"{address}/{life}"]
            return Process(command, folder / "rival.output")

        plan(url, chats, datetime.now(UTC) + timedelta(seconds=3), number / A_SECOND)
        killing = Killing(start, places, loop, api, Stops(url), random.Random(seed + 1), crashes)
        begun = time.monotonic()
        killing.run(lambda: not _left(url), lambda: None, LONGEST)
        taken = time.monotonic() - begun
        process = start("0-last")  # in peace
        wait_until(lambda: not _left(url), "its jobs")
        wait(QUIET)
        process.kill()
        loop.do(api.close())
    copies = [found for chat in chats if (found := api.received.get(chat))]
    doubled = [found for found in copies if len(found) > 1]
    after_lost = sum(each.lost for found in doubled for each in found[:-1])
    most = max((len(found) for found in copies), default=0)
    return Rivalled(
        killing.kills, killing.stops.number, killing.ended, taken, number, len(copies), len(doubled), most, after_lost
    )


def _left(url: str) -> int:
    """Jobs still stored."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {JOBS}")).scalar_one())
    except DBAPIError:  # it recovers
        return 1
    finally:
        engine.dispose()
