"""Whatever the clock does, what is owed follows from rules, calendar and work.

Claimed here, of any work, rules and sequence of ticks (in any order, the clock stepped by an hour or 400 days, forwards
and back, twice at once by two processes, with and without delivery):

1. What a slot tells after any history, and what was told before it, is exactly what one tick alone would tell.
2. No step is told to anybody twice, and nobody is written to on a day off or in a quiet hour.
3. `owed_in` depends on rules, calendar, work and ledger alone: with the same ledger and no other history it owes alike.

Rates and stale figures are left out of the first: by their rule they depend on when they were told last.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from models.chat_tables import Notification
from models.database import Database
from models.ledger import Owed, plan
from models.reminder_tables import PlannedSlot, Reminder
from models.tables import Scorecard, Unit
from models.work_tables import Work
from scheduling.calendar import works
from scheduling.hours import Slot, break_after, is_first_day_back, next_slot, open_slots
from scheduling.plan import Clockwork, owed_in, place_of, plan_slots
from scheduling.policy import DEFAULT, Policy
from tests.offices import CLOCKWORK, ZONE, Stores

Key = tuple[str, date, str, int]
LEADS = ("van-phong", "phong-kinh-te", "trung-tam")
POLICIES = (
    DEFAULT, replace(DEFAULT, before=(7, 2, 0), overdue=(2,), every=4), replace(DEFAULT, short_notice=0, signing=0),
    replace(DEFAULT, quiet=(), monday=time(7, 30)),
)  # fmt: skip
BASES = (
    date(2026, 2, 9),
    date(2026, 4, 28),
    date(2026, 9, 8),
    date(2026, 12, 30),
)  # before Tết, holidays, none, a year's end
TIMES = [time(6, 44), time(6, 45), time(7, 30), time(11, 29), time(12), time(13, 30), time(14), time(15, 30), time(16),
         time(16, 59), time(17), time(23, 30)]  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A piece of work as it is generated; days count from the base."""

    lead: str
    due: int
    internal: int | None
    hour: time | None
    created: int
    given: int | None
    signing: int | None
    state: str


@dataclass(frozen=True)
class Move:
    """The clock goes on by so much, or to a time of a day; then it ticks, and what waits goes out or does not."""

    step: timedelta | None
    day: int
    at: time
    delivered: bool
    raced: bool


TASKS = st.lists(
    st.builds(
        Task, st.sampled_from(LEADS), st.integers(-30, 30), st.none() | st.integers(0, 9),
        st.none() | st.sampled_from([time(10), time(16)]), st.integers(-60, 0), st.none() | st.integers(-10, 0),
        st.none() | st.integers(-8, 0), st.sampled_from(["open", "acknowledged", "in_progress", "reported"]),
    ),
    min_size=1, max_size=5,
)  # fmt: skip
HOUR, FAR = timedelta(hours=1), timedelta(400)
MOVES = st.lists(
    st.builds(
        Move, st.none() | st.sampled_from([HOUR, -HOUR, FAR, -FAR, timedelta(0), timedelta(1)]), st.integers(-3, 20),
        st.sampled_from(TIMES), st.booleans(), st.booleans(),
    ),
    max_size=7,
)  # fmt: skip
LAST = st.tuples(st.integers(-1, 12), st.sampled_from([time(7, 30), time(9), time(14), time(15, 45), time(16, 59)]))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with its people and nothing to do: no scorecard of these years, all work closed."""
    url = Stores("sqlite", tmp_path_factory.mktemp("clock"), "").office("mau")
    database = Database(url)
    with database.writing() as session:
        session.execute(update(Work).values(closed=True, state="closed", stage=""))
        session.execute(update(Scorecard).values(year=Scorecard.year - 50))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return Path(url.removeprefix("sqlite:///"))


@dataclass
class Lived:
    """One copy of the office, its clock, and who was told what."""

    database: Database
    clockwork: Clockwork
    told: dict[Key, datetime] = field(default_factory=dict)

    def tick(self, now: datetime, raced: bool = False) -> None:
        """Plan what is open; `raced`: another process had read what is owed just before."""
        slots = open_slots(now, self.clockwork.policy, ZONE) if raced else []
        owed = [(slot, self.owed(slot, now)) for slot in slots if not self._is_planned(slot)]
        plan_slots(self.database, now, self.clockwork)
        for slot, each in owed:
            with self.database.writing() as session:
                plan(session, each, place_of(slot), now)

    def deliver(self, now: datetime) -> None:
        """What waits goes out, and is nothing that was told before, on a day and at an hour when nobody should be."""
        here = now.astimezone(ZONE)
        if self.clockwork.policy.is_quiet(here.time()):
            return
        ready = Notification.state == "pending", Notification.opens_at <= now, Notification.expires_at > now
        with self.database.writing() as session:
            for row in session.scalars(select(Notification).where(*ready)).all():
                row.state, row.settled_at = "sent", now
                assert works(here.date())
                assert not is_first_day_back(here.date(), works, self.clockwork.policy.long_break)
                assert row.slot.endswith("morning") or not break_after(
                    here.date(), works, self.clockwork.policy.long_break
                )
                for line in session.scalars(select(Reminder).where(Reminder.notification_id == row.id)):
                    key = line.subject, line.due_on, line.rung, line.person_id
                    assert key not in self.told, f"told twice: {key}"
                    self.told[key] = now

    def owed(self, slot: Slot, now: datetime) -> list[Owed]:
        with self.database.reading() as session:
            return owed_in(session, slot, now, self.clockwork)

    def said_in(self, slot: Slot) -> set[Key]:
        """What the messages of a slot tell."""
        columns = select(Reminder.subject, Reminder.due_on, Reminder.rung, Reminder.person_id)
        of_slot = columns.join(Notification, Notification.id == Reminder.notification_id)
        with self.database.reading() as session:
            own = Notification.slot == slot.key, Notification.key.is_not(None), Notification.state == "sent"
            return {(row[0], row[1], row[2], row[3]) for row in session.execute(of_slot.where(*own))}

    def _is_planned(self, slot: Slot) -> bool:
        with self.database.reading() as session:
            return session.get(PlannedSlot, slot.key) is not None


class Offices:
    """Copies of the office with the same work."""

    def __init__(self, template: Path, base: date, tasks: list[Task], policy: Policy) -> None:
        self.template, self.base, self.tasks = template, base, tasks
        self.clockwork, self.number = replace(CLOCKWORK, policy=policy), 0

    def new(self) -> Lived:
        self.number += 1
        file = self.template.with_name(f"copy_{self.number}.db")
        for end in ("", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        shutil.copy(self.template, file)
        lived = Lived(Database(f"sqlite:///{file}"), self.clockwork)
        with lived.database.writing() as session:
            units = {key.rpartition("/")[2]: id_ for id_, key in session.execute(select(Unit.id, Unit.key))}
            for number, task in enumerate(self.tasks):
                session.add(self._work(task, units, 1000 + number))
        return lived

    def at(self, day: int, hour: time = time(9)) -> datetime:
        return datetime.combine(self.base + timedelta(day), hour, ZONE)

    def _work(self, task: Task, units: dict[str, int], number: int) -> Work:
        due = self.base + timedelta(task.due)
        work = Work("task", units["xa-mau"], units[task.lead], f"việc {number}", "", due, units["xa-mau"],
                    self.at(task.created), None)  # fmt: skip
        work.internal_due_on = due - timedelta(task.internal) if task.internal is not None else None
        work.due_at, work.state = task.hour, task.state
        work.set_at = self.at(task.given) if task.given is not None else None
        work.reported_at = self.at(task.given or 0) if task.state == "reported" else None
        if task.signing is not None and task.state == "in_progress":
            work.stage, work.stage_at = "signing", self.at(task.signing)
        return work


def keys(owed: list[Owed]) -> set[Key]:
    found = [each.key for each in owed]
    assert len(set(found)) == len(found), "one thing is owed twice"
    return set(found)


def copied(lived: Lived, other: Lived) -> None:
    """The ledger of one office in another, and nothing else of its history."""
    tables: list[Any] = [Notification.__table__, Reminder.__table__]
    for table in tables:
        with lived.database.reading() as session:
            rows: list[Any] = [dict(row._mapping) for row in session.execute(select(table))]
        with other.database.writing() as session:
            if rows:
                session.execute(insert(table), rows)


def moments(offices: Offices, moves: list[Move]) -> Iterator[tuple[datetime, Move]]:
    now = offices.at(0, time(7, 30))
    for move in moves:
        now = offices.at(move.day, move.at) if move.step is None else now + move.step
        yield now, move


DUE = [
    Task("van-phong", 0, None, None, -20, None, None, "open"),
    Task("trung-tam", -3, 2, None, -9, None, None, "open"),
]
TUESDAY, NINE = BASES[2], time(9)


def there(day: int = 0, at: time = NINE, delivered: bool = False) -> Move:
    return Move(None, day, at, delivered, False)


def on(step: timedelta, delivered: bool = False) -> Move:
    return Move(step, 0, NINE, delivered, False)


@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(), on(FAR)], last=(0, NINE))
@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(), on(FAR, delivered=True)], last=(0, NINE))
@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(-1), on(FAR), on(-FAR)], last=(1, time(16, 59)))
@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(3, time(16)), there(0)], last=(3, time(16, 59)))
@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(1), there(0, delivered=True)], last=(1, NINE))
@example(base=TUESDAY, tasks=DUE, policy=DEFAULT, moves=[there(), on(HOUR), on(-HOUR)], last=(0, NINE))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(base=st.sampled_from(BASES), tasks=TASKS, policy=st.sampled_from(POLICIES), moves=MOVES, last=LAST)
def test_whatever_the_clock_did_a_slot_tells_what_one_tick_alone_would_less_what_was_told(
    template: Path, base: date, tasks: list[Task], policy: Policy, moves: list[Move], last: tuple[int, time]
) -> None:
    offices = Offices(template, base, tasks, policy)
    lived, alone, same = offices.new(), offices.new(), offices.new()
    try:
        for now, move in moments(offices, moves):
            lived.tick(now, move.raced)
            if move.delivered:
                lived.deliver(now)
        now = offices.at(*last)
        before = set(lived.told)
        for each in (lived, alone):
            each.tick(now)
            each.deliver(now)
        for slot in open_slots(now, policy, ZONE):
            whole = alone.said_in(slot)
            assert whole <= lived.told.keys(), "owed, and not told"
            assert lived.said_in(slot) >= whole - before, "told, but not in this slot"
            assert lived.said_in(slot) <= whole, "told, and not owed"
        copied(lived, same)
        for slot in (*open_slots(now, policy, ZONE), next_slot(now, policy, ZONE)):
            assert keys(lived.owed(slot, now)) == keys(same.owed(slot, now))
    finally:
        for each in (lived, alone, same):
            each.database.close()
