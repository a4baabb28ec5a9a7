"""`make bench`: ours beside its floor, in one run, as ratios and medians: these machines are shared and noisy.

1. a question (text in, message out) beside a bare `SELECT 1` through the same engine and the same hop to a thread;
2. the same question where 1, 100 and 3,321 units are scored, and what loading them takes (`--quick`: 1 and 100);
3. what people ask about work in the largest of these, beside the same in a small office: 50 tasks, 20 people;
4. `cchc chat` from nothing to its first answer, beside the imports it cannot do without;
5. `cchc run` beside bare echo bots over HTTP (`tests/bench_telegram.py`, in a process of its own);
6. a morning of 100,000 open pieces of work planned, beside bare SQL (`tests/bench_reminders.py`, the same);
7. a morning's digests sent to 10,000 people, others asking meanwhile (`tests/bench_delivery.py`, the same).

Goals stand beside the numbers; nothing is asserted of time. What SELECT 1 itself is at p99 tells how noisy it was.
"""

import asyncio
import gc
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select, text

from bot.dispatch import Dispatcher
from models.database import Database, connect
from models.joining import make_code
from models.tables import Observation, Person, Unit
from models.work import ACTIVE
from models.work_tables import Work
from tests.country import COMMUNES, YEARS, Cost, Country, copy, cost
from tests.offices import DEMOS, ZONE, Stores, typed
from tests.postgres import postgresql
from tests.processes import CCHC, run

AT_ONCE = 16
LOADED_TWICE = 100  # units: a larger country is loaded in minutes, and copied in seconds
# What is asked, and the figure that changes the answer: code with year, and day.
QUESTIONS = {
    "van-canh": (("điểm", "7.4.3", ""), ("điểm 2021 7.4.3", "2021 7.4.3", " 31/12/2021"), ("mất điểm", "7.4.3", "")),
    "mau": (("điểm", "7.3.1", ""), ("điểm 7.3.1", "7.3.1", ""), ("mất điểm", "7.3.1", "")),
}
WORK_LINES = ("việc", "việc quá hạn", "việc {n}", "điểm")
WORK_STATES = ("asked again", "work elsewhere", "own work", "somebody joined")
SPEAKERS = {  # of a country's first commune and its province
    "truong-vp-0": "head",
    "can-bo-vp-0": "staff",
    "dau-moi-0": "commune's officer",
    "dau-moi-tinh-0": "province's officer",
    "lanh-dao-0": "leader",
}


class Talk:
    """One process that answers, on one database: its dispatcher, its clock, and the changes it makes to figures."""

    def __init__(self, url: str, now: datetime) -> None:
        self.database, self.now, self.changes = Database(url), now, 0
        self.dispatcher = Dispatcher(self.database, ZONE, timedelta(days=30))
        self.unbound = connect(url, foreign_keys=False)  # no index leads from a row to one that takes it back
        with self.database.reading() as session:
            self.loaded = session.scalar(select(func.max(Observation.id))) or 0

    def ask(self, line: str, who: str) -> str:
        answer = self.dispatcher.answer(typed(line, who), self.now).text
        assert "mã lỗi" not in answer, answer
        return answer

    def select_1(self) -> None:
        """The floor: what no answer can do without."""
        with self.database.reading() as session:
            session.execute(text("SELECT 1")).scalar()

    def change(self, what: str, who: str, day: str = "") -> None:
        """Say a figure that is new; those of earlier rounds go, or the year would grow longer than any year is."""
        self._forget()
        self.changes += 1
        self.now += timedelta(seconds=1)
        said = self.ask(f"số liệu {what} {10_000 + self.changes}/{20_000 + self.changes}{day}", who)
        assert "Đã ghi" in said, said
        self.now += timedelta(seconds=1)

    @cached_property
    def work(self) -> tuple[int, int]:
        """An open task of the first commune's office, and one of the second commune."""
        active = select(func.min(Work.id)).join(Unit, Unit.id == Work.lead_id).where(Work.state.in_(ACTIVE))
        with self.database.reading() as session:
            found = [session.scalar(active.where(Unit.key.like(key))) for key in ("%/xa-0/van-phong", "%/xa-1/%")]
        assert found[0] is not None
        assert found[1] is not None
        return found[0], found[1]

    def note(self, number: int, who: str) -> None:
        """A change of work that leaves it as it is."""
        self.now += timedelta(seconds=1)
        assert "Đã ghi" in self.ask(f"ghi chú {number}: đã trình, chờ ý kiến", who)
        self.now += timedelta(seconds=1)

    def join(self) -> None:
        """A change of who can speak: somebody is given a code."""
        with self.database.writing() as session:
            someone = session.scalars(select(Person.id).where(Person.key == "nuoc/dau-moi-1")).one()
            make_code(session, someone, None, self.now)

    def _forget(self) -> None:
        with self.unbound.begin() as connection:
            if self.database.is_postgresql:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("DELETE FROM observation WHERE id > :loaded"), {"loaded": self.loaded})

    def close(self) -> None:
        self.database.close()
        self.unbound.dispose()


def nothing() -> None:
    """What happens before a call that nothing happens before."""


class Case(NamedTuple):
    """What is timed, under a name; what happens before is not."""

    name: str
    call: Callable[[], object]
    before: Callable[[], object] = nothing


async def times(cases: Sequence[Case], rounds: int) -> list[list[float]]:
    """Milliseconds of each case's calls, sorted. They take turns, so that noise meets all of them alike."""
    taken: list[list[float]] = [[] for _ in cases]
    for number in range(-5, rounds):
        if number == 0:  # warm, as a process that has been answering for a while
            gc.collect()
            gc.freeze()
        for case, into in zip(cases, taken, strict=True):
            case.before()
            begun = time.perf_counter()
            await asyncio.to_thread(case.call)
            if number >= 0:
                into.append((time.perf_counter() - begun) * 1000)
    gc.unfreeze()
    return [sorted(each) for each in taken]


async def at_once(case: Case, rounds: int) -> float:
    """Answers a second where sixteen ask at once; what happens before happens once for all of them."""
    seconds = 0.0
    for _ in range(rounds):
        case.before()
        begun = time.perf_counter()
        await asyncio.gather(*(asyncio.to_thread(case.call) for _ in range(AT_ONCE)))
        seconds += time.perf_counter() - begun
    return rounds * AT_ONCE / seconds


async def questions(stores: Stores, rounds: int) -> None:
    """Part 1 on one kind of database."""
    for id_, asked in QUESTIONS.items():
        with _talk(stores.office(id_), DEMOS[id_].now) as talk:
            floor = Case("SELECT 1", talk.select_1, talk.select_1)
            unchanged = [_question(talk, id_, line) for line, _, _ in asked]
            changed = [_question(talk, id_, *each) for each in asked]
            for state, cases, more in (("nothing changed", unchanged, 4), ("figure changed", changed, 1)):
                await _beside_the_floor(f"{stores.kind:10}  {id_:8}  {state:15}", [floor, *cases], rounds * more)


@contextmanager
def _talk(url: str, now: datetime) -> Iterator[Talk]:
    talk = Talk(url, now)
    yield talk
    talk.close()


def _question(talk: Talk, id_: str, line: str, what: str = "", day: str = "") -> Case:
    who = DEMOS[id_].speaker
    return Case(line, lambda: talk.ask(line, who), (lambda: talk.change(what, who, day)) if what else nothing)


async def _beside_the_floor(title: str, cases: Sequence[Case], rounds: int) -> None:
    taken = await times(cases, rounds)
    for case, each in zip(cases, taken, strict=True):
        p50, p99 = statistics.median(each), each[int(len(each) * 0.99)]
        beside, spread, rate = p50 / statistics.median(taken[0]), p99 / p50, await at_once(case, rounds // 4)
        print(
            f"{title}  {case.name:15}  {p50:7.2f}  {beside:10.1f}  {p99:7.2f}  {spread:9.1f}  {rate:13.0f}", flush=True
        )


def loaded(stores: Stores, country: Country, source: str = "") -> str:
    """The URL of a database that holds a country; of a large one there is to copy, the running year and the work are
    still loaded."""
    url, copied = _empty(stores), source and country.units > LOADED_TWICE
    for years in (YEARS[:1],) if copied else (YEARS[:1], YEARS[1:]):
        _print_load(stores.kind, country, len(years), country.load(url, *years))
    taken, tasks = country.load_work(url), sum(map(country.tasks, range(country.units)))
    print(
        f"{stores.kind:10}  cchc load  {tasks:5,} tasks      {taken.seconds:6.1f} s"
        f"  {taken.seconds / tasks * 1000:6.1f} ms a task       {taken.megabytes:4.0f} MB at its peak",
        flush=True,
    )
    if copied:
        url = _empty(stores)
        copy(source, url)
    return url


def _empty(stores: Stores) -> str:
    url = stores.empty()
    assert run("migrate", "--database", url).returncode == 0
    return url


def _print_load(kind: str, country: Country, years: int, taken: Cost) -> None:
    each = taken.seconds / years / country.units * 1000
    print(
        f"{kind:10}  cchc load  {country.units:5,} units × {years}  {taken.seconds:6.1f} s"
        f"  {each:6.1f} ms a scorecard  {taken.megabytes:4.0f} MB at its peak",
        flush=True,
    )


async def scale(kind: str, talks: Sequence[tuple[Country, Talk]], rounds: int, rng: random.Random) -> None:
    """Part 2 on one kind of database: the same question of one unit, and of any of many, in each country."""
    asking: list[tuple[Talk, str, list[str]]] = []
    for country, talk in talks:
        people = [country.officer(number) for number in rng.sample(range(country.units), min(country.units, rounds))]
        asking.append((talk, f"{country.units:5,} units, one of them", people[:1]))
        if country.units > 1:
            asking.append((talk, f"{country.units:5,} units, any of them", people))
        for who in people:  # as at any hour: everybody has asked today
            assert "CHỈ SỐ CCHC NĂM" in talk.ask("điểm", who)
    for state in ("asked today", "figure changed", "first today"):
        cases = [_anybody(state, *each, rng) for each in asking]
        medians = [statistics.median(each) for each in await times(cases, rounds)]
        for case, median in zip(cases, medians, strict=True):
            print(f"{kind:10}  {state:14}  {case.name}  {median:7.2f}  {median / medians[0]:10.2f}", flush=True)


def _anybody(state: str, talk: Talk, name: str, people: Sequence[str], rng: random.Random) -> Case:
    """`điểm` asked again, asked for the first time of a day, or right after a figure has changed."""
    who = people[0]

    def before() -> None:
        nonlocal who
        who = rng.choice(people)
        if state == "first today" and len(people) == 1:  # for the others, who come after, it is a new day too
            talk.now += timedelta(days=1)
        elif state == "figure changed":
            talk.change("2026 7.3.1", who, " 24/8/2026")

    return Case(name, lambda: talk.ask("điểm", who), before)


async def work(kind: str, small: Talk, large: Talk, rounds: int) -> None:
    """Part 3 on one kind of database: what is asked of work and of points, in a large country and in a small office."""
    print(f"{'':48}" + "".join(f"{line.format(n='N'):>21}" for line in WORK_LINES))
    for state in WORK_STATES:
        cases = [
            _asked_of_work(state, talk, who, line) for who in SPEAKERS for line in WORK_LINES for talk in (small, large)
        ]
        medians = iter([statistics.median(each) for each in await times(cases, rounds)])
        for name in SPEAKERS.values():
            pairs = [(next(medians), next(medians)) for _ in WORK_LINES]
            row = "".join(f"{beside:8.2f} {at_large:6.2f} {at_large / beside:4.1f}×" for beside, at_large in pairs)
            print(f"{kind:10}  {state:16}  {name:18}{row}", flush=True)


def _asked_of_work(state: str, talk: Talk, who: str, line: str) -> Case:
    """A question about work asked again, or right after something has changed."""
    own, other = talk.work
    before = {
        "asked again": nothing,
        "work elsewhere": lambda: talk.note(other, "nuoc/dau-moi-1"),
        "own work": lambda: talk.note(own, f"nuoc/{who}"),
        "somebody joined": talk.join,
    }[state]
    return Case(line, lambda: talk.ask(line.format(n=own), f"nuoc/{who}"), before)


def cold_start(rounds: int) -> None:
    """Part 4: from nothing to the first answer of a demonstration, beside the imports it cannot do without."""
    commands = {"imports": (sys.executable, "-c", "import sqlalchemy, jinja2"), "cchc chat": (*CCHC, "chat")}
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(cost(command, "điểm\n", Path("/")))
    medians = {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in taken.items()}
    floor = medians["imports"]
    for name, each in medians.items():
        beside, more = each.seconds / floor.seconds, each.megabytes / floor.megabytes
        print(f"{name:10}  {each.seconds * 1000:5.0f} ms = {beside:4.1f} ×  {each.megabytes:4.0f} MB = {more:4.1f} ×")


async def main(units: Sequence[int] = (1, 100, COMMUNES), rounds: int = 150, seed: int = 20261123) -> None:
    """Print the whole table: `units` are the sizes of the countries, `rounds` how often what is slow is timed."""
    print(f"seed {seed}; {os.cpu_count()} cores; Python {platform.python_version()}; {rounds} rounds")
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        sqlite, postgres = (Stores(kind, Path(folder), server) for kind in ("sqlite", "postgresql"))
        print("\n1. A question beside SELECT 1. Goals: p50 ≤ 4 ×, after a change ≤ 15 ×; p99 ≤ 4 × p50")
        print(f"{'':54}  p50, ms  × SELECT 1  p99, ms  p99 ÷ p50  /s, 16 at once")
        for stores in (sqlite, postgres):
            await questions(stores, rounds)
        print("\n2. Loading a country, and điểm in it (p50, ms). Goal: ≤ 1.2 × where one unit is scored")
        print(f"   PostgreSQL: of more than {LOADED_TWICE} units the closed years are copied, as SQLite loaded them")
        countries = [Country(Path(folder, f"country-{number}"), number, seed) for number in units]
        for country in countries:
            country.write()
        urls = {country: loaded(sqlite, country) for country in countries}
        copies = {country: loaded(postgres, country, url) for country, url in urls.items()}
        now = datetime.now(ZONE) + timedelta(seconds=1)
        for kind, of_kind in (("sqlite", urls), ("postgresql", copies)):
            talks = [(country, Talk(url, now)) for country, url in of_kind.items()]
            await scale(kind, talks, rounds, random.Random(seed))
            for _, talk in talks:
                talk.close()
        print("\n3. Work: p50 in a small office, in the largest country (ms), and how many times. Goal: ≤ 2 ×")
        office = Country(Path(folder, "office"), 2, seed)
        office.write()
        for stores, of_kind in ((sqlite, urls), (postgres, copies)):
            later = now + timedelta(days=1)  # than all that was changed before
            small, large = (Talk(url, later) for url in (loaded(stores, office), of_kind[countries[-1]]))
            await work(stores.kind, small, large, rounds // 5)
            small.close()
            large.close()
    print("\n4. From nothing to the first answer of a demonstration, and the memory at its peak")
    cold_start(7)
    for number, name in ((5, "telegram"), (6, "reminders"), (7, "delivery")):
        print(f"\n{number}. {name.capitalize()}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench_{name}", *sys.argv[1:]], check=True)


if __name__ == "__main__":
    asyncio.run(main((1, 100), rounds=60) if "--quick" in sys.argv else main())
