"""`make bench`, delivery: a morning's digests of a country sent by `cchc run` over HTTP, people asking meanwhile.

1. As Telegram allows (30 messages a second): the share of that which went out, replies counted, and how long people who
   got no digest waited for theirs: they ask about points and work, and note something, 4 times a second.
2. The limit lifted: digests a second, beside a bare aiogram loop that sends the same texts, as many side by side.

The fake Telegram is here, what it measures in a process of its own. `--quick` sends a tenth.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
from dataclasses import dataclass
from datetime import datetime
from datetime import time as hour
from pathlib import Path
from typing import Any

import uvloop
from sqlalchemy import func, select, text

from bot.demonstration import MARK
from bot.pushing import SIDE_BY_SIDE
from models.chat_tables import Notification
from models.database import Database
from models.migrate import migrate
from models.record import record
from models.work_tables import Work
from scheduling.tick import tick
from tests.country import copy
from tests.crowd import LOADED, TODAY, Crowd
from tests.messenger.fast import FastApi
from tests.messenger.heard import Heard, hear
from tests.messenger.running import UNLIMITED, cchc, configuration, sending
from tests.offices import CLOCKWORK, ZONE, Stores
from tests.postgres import postgresql

NOW = datetime.combine(TODAY, hour(7, 31), ZONE)
LIMIT = 30


@dataclass
class Morning:
    """A planned morning: who is told something, and who else has work to ask about."""

    told: set[int]
    asking: dict[int, int]  # person, whose chat has the same number → a piece of work


def planned(crowd: Crowd, url: str, folder: Path, number: int) -> Morning:
    """Plan the morning in a new SQLite file, for so many people. It is scored after that: low rates, which are the same
    everywhere, would be all that anybody is told."""
    crowd.write(url, folder / "files")
    database = Database(url)
    tick(database, NOW, CLOCKWORK)
    with database.writing() as session:
        record(session, LOADED, how="command line", what=MARK, subject="mau")  # its clock may be told
        crowd.add_figures(session.connection())
        last = session.scalar(select(Notification.id).order_by(Notification.id).offset(number - 1).limit(1))
        assert last, "too few have something to be told"
        session.execute(text("DELETE FROM reminder WHERE notification_id > :last"), {"last": last})
        session.execute(text("DELETE FROM notification WHERE id > :last"), {"last": last})
        told = set(session.scalars(select(Notification.person_id)))
        given = select(Work.assignee_id, func.min(Work.id)).where(Work.assignee_id.is_not(None), ~Work.closed)
        rows = session.execute(given.group_by(Work.assignee_id))
        asking = {id_: work for id_, work in rows if id_ and id_ not in told}
    database.close()
    return Morning(told, asking)


def copied(stores: Stores, source: str) -> str:
    """A fresh copy of it."""
    if "crowd" not in stores.filled:
        stores.filled["crowd"] = source
        if stores.kind == "postgresql":
            stores.filled["crowd"] = stores.empty()
            database = Database(stores.filled["crowd"])
            migrate(database)
            database.close()
            copy(source, stores.filled["crowd"])
    return stores.office("crowd")


async def sent(url: str, folder: Path, number: int, asking: dict[int, int], **limits: Any) -> tuple[Heard, str]:
    """What `cchc run` sends, until so many were told; and what that took."""
    api = FastApi()
    configured = configuration(folder, url, await api.start(), 0, reminds=True, **limits)
    process = cchc(configured, "--now", f"{NOW:%Y-%m-%dT%H:%M:%S}")
    try:
        heard = await hear(api, process, number, asking)
        return heard, f"{process.cpu / len(heard.times) * 1000:.0f} ms CPU a message, {process.megabytes:.0f} MB"
    finally:
        process.terminate()
        await api.close()


async def limited(url: str, folder: Path, morning: Morning) -> str:
    """Part 1 on one database."""
    heard, took = await sent(url, folder, len(morning.told), morning.asking)
    waits = sorted(each * 1000 for each in heard.waits)
    p50, p99 = statistics.median(waits), waits[int(len(waits) * 0.99)]
    return (
        f"{len(heard.times):6,} messages at {heard.rate(LIMIT) / LIMIT:7.2%} of {LIMIT} a second, "
        f"{heard.most_in_a_second()} at most; {len(waits):,} replies, p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most "
        f"{waits[-1]:.0f} ms, {len(heard.asked)} to come; {took}"
    )


async def lifted(url: str, folder: Path, number: int) -> str:
    """Part 2 on one database: ours, then what it said sent by a bare aiogram loop."""
    ours, took = await sent(url, folder, number, {}, **UNLIMITED)
    path = folder / "texts.json"
    path.write_text(json.dumps(texts(url)))
    api, floor = FastApi(), Heard()
    api.on_sent = floor.sent
    process = sending(await api.start(), path, SIDE_BY_SIDE)
    await asyncio.to_thread(process.ends)
    await api.close()
    return f"{ours.rate():6.0f} digests/s  aiogram {floor.rate():6.0f}/s  {ours.rate() / floor.rate():6.3f} ×; {took}"


def texts(url: str) -> list[tuple[int, str]]:
    """What was sent to whom."""
    database = Database(url)
    with database.reading() as session:
        rows = session.execute(select(Notification.person_id, Notification.text).where(Notification.state == "sent"))
        found = [(person, said) for person, said in rows]
    database.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth")
    parser.add_argument("--only", default="sqlite,postgresql")
    parser.add_argument("--parts", default="1,2")
    arguments = parser.parse_args()
    crowd, number = (Crowd(332, 20_000), 1000) if arguments.quick else (Crowd(items=200_000), 10_000)
    with tempfile.TemporaryDirectory() as name, postgresql() as server:
        folder, source = Path(name), f"sqlite:///{name}/crowd.db"
        morning = planned(crowd, source, folder, number)
        print("Goals: 99 % of the limit, replies p99 under 1,000 ms", flush=True)
        for kind in arguments.only.split(","):
            stores = Stores(kind, folder, server)
            if "1" in arguments.parts:
                print(f"{kind:10}  {uvloop.run(limited(copied(stores, source), folder, morning))}", flush=True)
            if "2" in arguments.parts:
                print(f"{kind:10}  {uvloop.run(lifted(copied(stores, source), folder, 900))}", flush=True)


if __name__ == "__main__":
    main()
