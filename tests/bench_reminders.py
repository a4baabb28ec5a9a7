"""`make bench`, reminders: a morning of 100,000 open pieces of work planned, beside the bare SQL it cannot do without.

The bare SQL finds the work that is due on the days of the ladder, what was told of it and who holds which post, and
writes as many rows as ours did, each kind in one `executemany`, all in one transaction. Ours is the whole tick; the
auditor looked at the day before in the night, as it does, which is timed by itself. Each time both begin with fresh
copies of one database.
"""

import argparse
import gc
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as hour
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import text

from models.database import Database
from models.migrate import migrate
from models.work import ACTIVE
from scheduling.calendar import works
from scheduling.ladder import Days, Term, rung
from scheduling.policy import DEFAULT
from scheduling.tick import tick
from tests.country import copy
from tests.crowd import COMING, GIVEN, INTERNAL, PASSED, TODAY, Crowd
from tests.offices import CLOCKWORK, ZONE, Stores
from tests.postgres import postgresql

YESTERDAY = TODAY - timedelta(1)
SATURDAY = TODAY + timedelta(4)
LEDGER = 500_000
_STATES = ", ".join(f"'{state}'" for state in ACTIVE)
_DUE = f"""
SELECT id, home_id, lead_id, assignee_id, due_on, internal_due_on, stage, created_at, set_at FROM work
WHERE NOT closed AND state IN ({_STATES}) AND coalesce(internal_due_on, due_on) IN ({{}})
"""
_TOLD = """
SELECT subject, due_on, rung, reminder.person_id FROM reminder JOIN notification ON notification.id = notification_id
WHERE (due_on, rung) IN (VALUES {}) AND notification.state IN ('pending', 'sending', 'sent')
"""
_POSTS = "SELECT person_id, unit_id, role FROM post"
_YEAR = """
INSERT INTO reminder (kind, subject, due_on, rung, person_id, work_id, notification_id)
SELECT kind, subject, due_on, rung || ' ' || number, person_id, work_id, notification_id FROM reminder
CROSS JOIN (WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < :times)
            SELECT number FROM n) AS numbers
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of one morning, and how much was written."""

    ours: float
    found: float  # bare SQL that finds the due work, what was told of it and who is there
    both: float  # the same, and the bare inserts
    messages: int
    lines: int
    audit: float


def at(day: date, hours: int = 7, minutes: int = 31) -> datetime:
    return datetime.combine(day, hour(hours, minutes), ZONE)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # as in a process that serves
    begun = time.perf_counter()
    work()
    taken = time.perf_counter() - begun
    gc.unfreeze()
    return taken


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database whose work was read before, as in a process that has been serving."""
    database = Database(url)
    with database.reading() as session:
        session.execute(text("SELECT count(title) FROM work UNION ALL SELECT count(rung) FROM reminder")).all()
    yield database
    database.close()


def new_steps(day: date) -> Iterator[tuple[date, tuple[date, str]]]:
    """The due days of work that reaches a step of the ladder on a day and was not at it the working day before, the
    office's own days among them; each with what the ledger has of it."""
    days = Days(works)
    before = days.before(day - timedelta(1))
    for aim in (day + timedelta(n) for n in range(-PASSED - 9, COMING)):
        for due in (aim, aim + INTERNAL):
            term = Term(days.before(aim), aim != due, due, GIVEN.date())
            step = rung(term, day, days, DEFAULT)
            if step and (day == YESTERDAY or step != rung(term, before, days, DEFAULT)):
                yield aim, (due, step)


def morning(copies: Callable[[], str], day: date) -> Taken:
    """Plan a day, ours and bare."""
    with opened(copies()) as database:
        audit = seconds(lambda: tick(database, at(day, 0, 30), CLOCKWORK))
        own = f"slot = '{day} morning'"
        cases = _rows(database, "escalation_case")[1]
        ours = seconds(lambda: tick(database, at(day), CLOCKWORK))
        written = {
            "notification": _rows(database, "notification", own),
            "reminder": _rows(
                database, "reminder", f"notification_id IN (SELECT id FROM notification WHERE slot = '{day} morning')"
            ),
        }
        columns, rows = _rows(database, "escalation_case")
        written["escalation_case"] = columns, sorted(set(rows) - set(cases))
    with opened(copies()) as database, database.engine.connect() as connection:
        place = "%s" if database.is_postgresql else "?"
        dues, steps = zip(*new_steps(day), strict=True)
        questions = [
            (_DUE.format(", ".join([place] * len(dues))), dues),
            (_TOLD.format(", ".join([f"({place}, {place})"] * len(steps))), tuple(chain(*steps))),
            (_POSTS, ()),
        ]

        def find() -> None:
            for question, asked in questions:
                values = tuple(each if database.is_postgresql else str(each) for each in asked)
                connection.exec_driver_sql(question, values).fetchall()

        def both() -> None:
            find()
            for table, (columns, rows) in written.items():
                places = ", ".join([place] * len(columns))
                if rows:
                    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
            connection.commit()

        found = seconds(find)
        messages, lines = (len(written[of][1]) for of in ("notification", "reminder"))
        return Taken(ours, found, seconds(both), messages, lines, audit)


def _rows(database: Database, table: str, which: str = "true") -> tuple[list[str], list[tuple[Any, ...]]]:
    """Some rows of a table, as the driver takes them."""
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {which}")
        return list(found.keys()), [tuple(row) for row in found]


def nothing(url: str) -> Iterator[tuple[str, float]]:
    """Ticks that have nothing to do."""
    with opened(url) as database:
        tick(database, at(TODAY, 0, 30), CLOCKWORK)
        tick(database, at(TODAY), CLOCKWORK)
        for name, when in {
            "the same slot again": at(TODAY, 7, 32), "before the first slot": at(TODAY, 5),
            "what goes up, none does": at(TODAY, 16, 1), "the last hours": at(TODAY, 14, 1),
            "a day off": at(SATURDAY),
        }.items():  # fmt: skip
            tick(database, at(when.date(), 0, 30), CLOCKWORK)
            yield name, seconds(lambda when=when: tick(database, when, CLOCKWORK))  # type: ignore[misc]


class States:
    """One database in several states, each to be copied."""

    def __init__(self, stores: Stores, source: str) -> None:
        self.stores = stores
        url = stores.empty()
        if stores.kind == "sqlite":
            shutil.copy(source.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        else:
            database = Database(url)
            migrate(database)
            database.close()
            copy(source, url)
        self.empty = url
        self.usual = self._after(self.empty, self._yesterday)
        self.year = self._after(self.usual, self._a_year)

    def copies(self, url: str) -> str:
        return self.stores._copy(url)

    def _after(self, url: str, work: Callable[[Database], None]) -> str:
        database = Database(found := self.copies(url))
        work(database)
        if database.is_postgresql:  # as it does by itself at night
            with database.writing() as session:
                session.execute(text("ANALYZE"))
        database.close()
        return found

    def _yesterday(self, database: Database) -> None:
        tick(database, at(YESTERDAY), CLOCKWORK)
        with database.writing() as session:
            session.execute(text("UPDATE notification SET state = 'sent'"))

    def _a_year(self, database: Database) -> None:
        with database.writing() as session:
            lines = session.scalar(text("SELECT count(*) FROM reminder")) or 1
            session.execute(text(_YEAR), {"times": LEDGER // lines})


def planning(states: States, rounds: int) -> None:
    kind = states.stores.kind
    for name, url, day in (
        ("the first of all", states.empty, YESTERDAY), ("the usual one", states.usual, TODAY),
        ("after a year", states.year, TODAY),
    ):  # fmt: skip
        taken = [morning(lambda url=url: states.copies(url), day) for _ in range(rounds + 1)][1:]  # type: ignore[misc]
        ours, found, both = (
            statistics.median(getattr(each, of) * 1000 for each in taken) for of in ("ours", "found", "both")
        )
        print(
            f"{kind:10}  {name:18}  {taken[0].messages:8,}  {taken[0].lines:8,}  {found:8.1f}  {both:8.1f}  {ours:8.1f}"
            f"  {ours / found:6.1f}  {ours / both:6.2f}  {statistics.median(each.audit for each in taken):6.1f} s",
            flush=True,
        )
    for name, each in nothing(states.copies(states.usual)):
        print(f"{kind:10}  {name:24}  {each * 1000:8.1f} ms", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, fewer repetitions")
    parser.add_argument("--only", default="sqlite,postgresql")
    arguments = parser.parse_args()
    crowd, rounds = (Crowd(332, 10_000), 3) if arguments.quick else (Crowd(), 5)
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        source = f"sqlite:///{folder}/crowd.db"
        begun = time.perf_counter()
        crowd.write(source, Path(folder, "files"))
        print(f"filled in {time.perf_counter() - begun:.1f} s")
        for kind in arguments.only.split(","):
            planning(States(Stores(kind, Path(folder), server), source), rounds)


if __name__ == "__main__":
    main()
