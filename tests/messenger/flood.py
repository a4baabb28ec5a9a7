"""Hostile updates handed to `cchc run`: it lives, nothing changes, and the good ones between them are answered."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from models.joining import GUESSING
from tests.fire import Rows, rows
from tests.messenger.beside import Beside, wait_until
from tests.messenger.connected import connect
from tests.messenger.fast import FastApi
from tests.messenger.hostile import INSIDER, MIGHTY, STRANGERS, garbage, hostile
from tests.messenger.kill import api_beside, started
from tests.messenger.running import UNLIMITED, Process, configuration, free_port
from tests.messenger.wire import written

OFFICE = "mau"
GOOD = range(7201, 7206)
MOST = 150  # updates that wait at once
EACH = 20  # hostile ones between two good ones
# What remembers that somebody wrote, and no more: replies, wrong codes, questions asked back, who was heard when.
_TRACES = ("update_seen", "attempt", "dialogue", "channel_state", "lease", "stamp", "notification", "month_sent")


@dataclass
class Flooded:
    """What was handed over, and what came of it."""

    handed: int = 0
    good: "Counter[int]" = field(default_factory=Counter)  # chat → questions
    answers: "Counter[int]" = field(default_factory=Counter)  # chat → their answers
    refused: "Counter[int]" = field(default_factory=Counter)  # statuses of a webhook for what nobody should send
    megabytes: tuple[float, float] = (0, 0)  # after a tenth, and at the end

    def __str__(self) -> str:
        return (
            f"{self.handed} handed over, {self.good.total()} good ones between them answered, "
            f"{self.megabytes[0]:.0f} MB after a tenth, {self.megabytes[1]:.0f} MB at the end"
        )


def flood(mode: str, url: str, seed: int, number: int, folder: Path) -> Flooded:
    """Hand it all over; raises where anything is not as it must be."""
    rng, ids, flooded = random.Random(seed), count(1), Flooded()
    connect(url, OFFICE, GOOD, ["lam", "son"])
    connect(url, OFFICE, [INSIDER], ["khe"])
    connect(url, OFFICE, [MIGHTY], ["mai"])
    with api_beside() as (loop, api, address):
        api.files = _Files()
        loop.call(setattr, api, "on_sent", lambda chat, body, _: _answered(flooded, chat, body))
        port = free_port() if mode == "webhook" else 0
        process = started(configuration(folder, url, address, port, **UNLIMITED), loop, api)
        try:
            for chat in GOOD:
                _ask(flooded, loop, api, chat, next(ids))
            _settled(flooded, api, process)
            before = kept(url)
            _pour(rng, ids, flooded, loop, api, process, number, webhook=bool(port))
            _settled(flooded, api, process)
            flooded.megabytes = flooded.megabytes[0], process.megabytes
            assert process.exit_code is None, process.said[-2000:]
        finally:
            process.kill()
    after = kept(url)
    assert after == before, f"seed {seed}: " + "\n".join(changed(before, after))
    return flooded


class _Files(dict[str, bytes]):
    """Whatever file is asked for is there, and is not what it says."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> bytes:
        return b"MZ\x90 no document"


def _pour(
    rng: random.Random,
    ids: Iterator[int],
    flooded: Flooded,
    loop: Beside,
    api: FastApi,
    process: Process,
    number: int,
    webhook: bool,
) -> None:
    for place, (id_, update) in enumerate(hostile(rng, ids, number)):
        wait_until(lambda: len(api.pending) < MOST, lambda: f"room; it said: {process.said[-2000:]}")
        if webhook:
            _post(rng, flooded, loop, api, update)
        else:
            loop.call(api.hand, rng.choice(STRANGERS), id_, update)
        flooded.handed += 1
        if place % EACH == 0:
            _ask(flooded, loop, api, rng.choice(GOOD), next(ids))
        if place == number // 10:
            _settled(flooded, api, process)
            flooded.megabytes = process.megabytes, 0


def _post(rng: random.Random, flooded: Flooded, loop: Beside, api: FastApi, update: bytes) -> None:
    """An update as Telegram posts it, once; sometimes garbage, or something good with a wrong secret."""
    if rng.random() < 0.1:
        flooded.refused[loop.do(api.post(garbage(rng)))] += 1
    if rng.random() < 0.1:
        forged = written(10**9, MIGHTY, "ghi chú 12: không có khóa")
        status = loop.do(api.post(forged, rng.choice(("", "x", "s3", "a" * 300))))
        assert status in (401, 403, 404), f"a wrong secret was answered with {status}"
    status = loop.do(api.post(update))
    assert 200 <= status < 300 or (len(update) > 100_000 and status == 413), f"{status} to {update[:500]!r}"


def _ask(flooded: Flooded, loop: Beside, api: FastApi, chat: int, id_: int) -> None:
    flooded.good[chat] += 1
    loop.call(api.hand, chat, id_, written(id_, chat, "điểm"))


def _answered(flooded: Flooded, chat: int, body: bytes) -> None:
    if chat in GOOD and re.search(rb"CH%E1%BB%88|CH\\u1ec8|CH\xe1\xbb\x88", body):  # "CHỈ SỐ CCHC", however written
        flooded.answers[chat] += 1


def _settled(flooded: Flooded, api: FastApi, process: Process) -> None:
    """Everything is acknowledged and every good question answered."""
    wait_until(
        lambda: not api.pending and flooded.answers == flooded.good,
        lambda: f"{len(api.pending)} updates, {flooded.good - flooded.answers}; it said: {process.said[-2000:]}",
    )


def kept(url: str) -> Rows:
    """All that an office remembers, but for traces of who wrote."""
    found = {table: each for table, each in rows(url).items() if table not in _TRACES}
    found["event"] = [row for row in found["event"] if row["what"] != GUESSING]
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """The rows that are other than before, or new."""
    return [f"{table}: {row}" for table in after for row in after[table] if row not in before[table]]
