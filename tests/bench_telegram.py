"""`make bench`, Telegram: whole processes over HTTP on loopback, `cchc run` beside bare echo bots, taking turns.

A whole `/score` of the demonstration office (text, database, scoring, template) and a change (`ghi chú`), at 1 and at
50 chats, polling and webhook; start to first answer and memory at rest. One fast fake Bot API drives all of them.
Medians of the repetitions; `--quick` is one, `--only KIND,…` some bots. Goals stand beside the numbers.
"""

import argparse
import asyncio
import platform
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path

import uvloop

from tests.messenger.bare import KINDS
from tests.messenger.connected import connect, noted
from tests.messenger.fast import FastApi
from tests.messenger.load import Figures, Load
from tests.messenger.running import UNLIMITED, Process, bare, cchc, configuration, free_port
from tests.offices import Stores
from tests.postgres import postgresql

OFFICE = "van-canh"
CHATS = range(1000, 1050)
OURS = ("cchc", "cchc postgresql")
SCORE, CHANGE = "/score", "ghi chú {}: lần {}"
Row = tuple[str, str, int]  # mode, what is asked, chats


@dataclass
class Taken:
    """What the repetitions took, by bot."""

    loads: dict[tuple[str, Row], list[Figures]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[tuple[str, str], list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    def load(self, kind: str, row: Row) -> Figures | None:
        """The medians of a row."""
        found = self.loads.get((kind, row))
        return Figures(*(statistics.median(each) for each in zip(*map(astuple, found), strict=True))) if found else None


@dataclass
class Bench:
    """What all of it is measured with."""

    stores: dict[str, Stores]
    folder: Path
    seconds: float
    taken: Taken = field(default_factory=Taken)

    async def measure(self, kind: str, mode: str) -> None:
        """Start a bot, have it answer one chat and fifty, end it."""
        load = Load(FastApi())
        api = await load.api.start()
        with self._started(kind, api, mode) as (process, work):
            await self._load(load, process, work, kind, mode)
        await load.api.close()

    async def _load(self, load: Load, process: Process, work: dict[int, int], kind: str, mode: str) -> None:
        begun = asyncio.get_running_loop().time()
        await load.first_answer(CHATS[0], SCORE, process)
        seconds = asyncio.get_running_loop().time() - begun
        await asyncio.sleep(1)
        self.taken.starts[kind, mode].append((seconds, process.megabytes))
        await load.drive(process, CHATS, lambda *_: SCORE, self.seconds / 2)
        for chats in (CHATS[:1], CHATS):
            row = mode, SCORE, len(chats)
            self.taken.loads[kind, row].append(await load.drive(process, chats, lambda *_: SCORE, self.seconds))
        if kind in OURS:
            for chats in (CHATS[:1], CHATS):
                row = mode, CHANGE, len(chats)
                figures = await load.drive(process, chats, lambda chat, n: CHANGE.format(work[chat], n), self.seconds)
                self.taken.loads[kind, row].append(figures)

    @contextmanager
    def _started(self, kind: str, api: str, mode: str) -> Iterator[tuple[Process, dict[int, int]]]:
        """A bot on a fresh database, and what work each chat may note something about."""
        port = free_port() if mode == "webhook" else 0
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            work: dict[int, int] = {}
            if kind in OURS:
                url = self.stores["postgresql" if "postgresql" in kind else "sqlite"].office(OFFICE)
                numbers = noted(url, OFFICE)
                whose = connect(url, OFFICE, CHATS, list(numbers))
                work = {chat: numbers[person] for chat, person in whose.items()}
                process = cchc(configuration(Path(name), url, api, port, **UNLIMITED))
            else:
                process = bare(kind, api, mode, port, Path(name))
            try:
                yield process, work
            finally:
                process.kill()


def _notes(work: dict[int, int]) -> Callable[[int, int], str]:
    """What each chat notes, something else each time."""
    return lambda chat, number: CHANGE.format(work[chat], number)


def report(taken: Taken, kinds: Sequence[str], modes: Sequence[str]) -> None:
    """Print what was taken, in ratios to the bare bots."""
    rows: list[Row] = [(mode, what, chats) for mode in modes for what in (SCORE, CHANGE) for chats in (1, len(CHATS))]
    columns = "  ".join((f"{'replies/s':>9}", f"{'p50, ms':>8}", f"{'p99, ms':>8}", f"{'CPU, ms':>8}", f"{'MB':>5}"))
    print(f"{'':9}{'asked':18}{'chats':>5}  {'':18}{columns}  ÷ aiogram's replies/s, × ptb's p50")
    for row in rows:
        for kind in kinds:
            if each := taken.load(kind, row):
                what = (row[1] if kind in OURS else "echo").replace(": lần {}", "").replace("{}", "N")
                print(
                    f"{row[0]:9}{what:18}{row[2]:5}  {kind:18}{each.rate:9.0f}  {each.p50:8.2f}  {each.p99:8.2f}"
                    f"  {each.cpu:8.3f}  {each.megabytes:5.0f}  {_ratios(taken, (row[0], SCORE, row[2]), each)}"
                )
    print("\nfrom nothing to the first answer, and memory at rest")
    for mode in modes:
        for kind in kinds:
            seconds, megabytes = map(statistics.median, zip(*taken.starts[kind, mode], strict=True))
            print(f"{mode:9}{kind:18}{seconds * 1000:6.0f} ms  {megabytes:5.0f} MB")


def _ratios(taken: Taken, echo: Row, each: Figures) -> str:
    aiogram, ptb = taken.load("aiogram", echo), taken.load("ptb", echo)
    return " ".join(
        ([f"{each.rate / aiogram.rate:6.2f}"] if aiogram else []) + ([f"{each.p50 / ptb.p50:6.2f}"] if ptb else [])
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one repetition of short runs")
    parser.add_argument("--only", default=",".join((*KINDS, *OURS)), help="bots, with commas between")
    parser.add_argument("--modes", default="polling,webhook")
    arguments = parser.parse_args()
    kinds, modes = arguments.only.split(","), arguments.modes.split(",")
    repetitions, seconds = (1, 2.0) if arguments.quick else (3, 4.0)
    print(f"Python {platform.python_version()}; {repetitions} repetitions of {seconds:.0f} s")
    print("Goals: /score at 50 chats ≥ 1 × aiogram's replies/s; at 1 chat p50 ≤ 1.5 × ptb's\n")
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        stores = {kind: Stores(kind, Path(folder), server) for kind in ("sqlite", "postgresql")}
        bench = Bench(stores, Path(folder), seconds)
        for _ in range(repetitions):
            for mode in modes:
                for kind in kinds:
                    uvloop.run(bench.measure(kind, mode))
        report(bench.taken, kinds, modes)


if __name__ == "__main__":
    main()
