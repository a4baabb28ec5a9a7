"""Kill -9 at any line of Python, of a message of figures and of a load: all of it is kept, or nothing."""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, inspect, select

from bot.__main__ import main
from bot.dispatch import Dispatcher
from models.database import Database
from models.stamps import of_year
from models.tables import Event, Observation, Stamp, Unit
from models.undoing import FIGURES
from tests.offices import DEMOS, ZONE, typed
from tests.processes import acknowledge, killed_at_line

LINE = "số liệu 1.2 {count}; 7.3.1 {n}/{d}; 3.5.2 {late}/{late}"
FIGURES_A_LINE = 3


def kill_data(url: str, seed: int, rounds: int) -> int:
    """Say three figures again and again, killed at a random line each time: none half said, no answered one lost."""
    rng, demo, killed = random.Random(seed), DEMOS["mau"], 0
    now = demo.now
    lines = _count_lines(url, _say(url, _line(0), now))
    for round_ in range(1, rounds + 1):
        now += timedelta(minutes=1)
        dead, answered, _ = killed_at_line(_say(url, _line(round_), now), rng.randrange(1, lines + lines // 10))
        killed += dead
        _check_data(url, seed, round_, answered.decode())
    return killed


def _line(round_: int) -> str:
    return LINE.format(count=40 + round_, n=1400 + round_, d=2300 + round_, late=30 + round_)


def _say(url: str, line: str, now: datetime) -> Callable[[], None]:
    def say() -> None:
        dispatcher = Dispatcher(Database(url), ZONE, timedelta(days=30))
        acknowledge(dispatcher.answer(typed(line, "mau/mai"), now).text)

    return say


def _count_lines(url: str, action: Callable[[], None]) -> int:
    dead, _, lines = killed_at_line(action, 0)
    assert not dead
    assert lines > 1000
    return lines


def _check_data(url: str, seed: int, round_: int, answered: str) -> None:
    database, where = Database(url), f"seed {seed}, round {round_}"
    with database.reading() as session:
        unit = session.scalars(select(Unit).where(Unit.key == "tinh-mau/xa-mau")).one()
        events = session.scalars(select(Event.id).where(Event.what == FIGURES)).all()
        said_by = session.scalars(select(Observation.event_id).where(Observation.event_id.is_not(None))).all()
        said = session.scalar(select(Observation.id).where(Observation.value == f"{1400 + round_}/{2300 + round_}"))
        stamp = session.get_one(Stamp, of_year(unit.id, 2026))
        of_its_figures = Event.unit_id == unit.id, Event.subject.contains("2026"), Event.work_id.is_(None)
        about = session.scalar(select(func.count()).where(*of_its_figures))
    database.close()
    assert Counter(said_by) == Counter(dict.fromkeys(events, FIGURES_A_LINE)), f"{where}: half a message"
    assert said is not None or not answered, f"{where}: lost: {answered}"
    assert not answered or answered.startswith("<b>Đã ghi 3"), f"{where}: {answered}"
    assert stamp.number == about, f"{where}: a change without its stamp"


def kill_load(office: Callable[[], str], files: Sequence[Path], seed: int, rounds: int) -> int:
    """Load files into a filled office, killed at a random line each time: it holds nothing of them, or all."""
    rng, killed = random.Random(seed), 0
    before, done = counts(office()), office()
    _, _, lines = killed_at_line(_load(done, files), 0)
    after = counts(done)
    assert before != after
    for round_ in range(rounds):
        url = office()
        dead, answered, _ = killed_at_line(_load(url, files), rng.randrange(1, lines + lines // 10))
        killed += dead
        found = counts(url)
        assert found in (before, after), f"seed {seed}, round {round_}: half a load was kept"
        assert found == after or not answered, f"seed {seed}, round {round_}: lost"
    return killed


def _load(url: str, files: Sequence[Path]) -> Callable[[], None]:
    def run() -> None:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            acknowledge(f"exit {main(['load', *map(str, files), '--database', url])}")

    return run


def counts(url: str) -> str:
    """How many rows each table holds: what was loaded, without when."""
    database = Database(url)
    with database.engine.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        found = [(table, connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar()) for table in tables]
    database.close()
    return repr(found)
