"""`make bench`: a whole question (text in, message out) beside a bare `SELECT 1` of the same engine, and cold starts.

One run, ratios and medians: these machines are shared and noisy.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from models.database import Database
from tests.offices import DEMOS, Clock, Office, Stores
from tests.postgres import postgresql
from tests.processes import CCHC, clean_environment

QUESTIONS = ("điểm 2021 7.4.3", "điểm 2021", "điểm", "mất điểm 2021")


def times(call: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each call, sorted; the first few warm up."""
    for _ in range(5):
        call()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def questions(stores: Stores, rounds: int) -> None:
    """p50 and p99 of each question, and how many bare queries that is."""
    office = Office(Database(stores.office("van-canh")), DEMOS["van-canh"], Clock(DEMOS["van-canh"].now))

    def select_1() -> None:
        with office.database.reading() as session:
            session.execute(text("SELECT 1")).scalar()

    floor = statistics.median(times(select_1, rounds))
    print(f"{stores.kind:10}  SELECT 1              p50 {floor:6.2f} ms")
    for question in QUESTIONS:
        taken = times(lambda line=question: office.say(line), rounds)  # type: ignore[misc]
        p50, p99 = statistics.median(taken), taken[int(len(taken) * 0.99)]
        print(f"{stores.kind:10}  {question:20}  p50 {p50:6.2f} ms = {p50 / floor:5.1f} ×   p99 {p99:6.2f} ms")
    office.database.close()


def cold_start(rounds: int) -> None:
    """From nothing to the first answer of a demonstration, beside the imports it cannot do without."""
    floor = _wall([sys.executable, "-c", "import sqlalchemy, jinja2"], rounds)
    ours = _wall([*CCHC, "chat", "--demo"], rounds)
    print(f"cold start: import sqlalchemy, jinja2 {floor:.0f} ms; first answer of a fresh demonstration {ours:.0f} ms "
          f"= {ours / floor:.1f} ×")  # fmt: skip


def _wall(command: list[str], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run(
            command, input="điểm 2021\n".encode(), stdout=subprocess.DEVNULL, check=True, env=clean_environment()
        )
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main(rounds: int = 300) -> None:
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        for kind in ("sqlite", "postgresql"):
            questions(Stores(kind, Path(folder), server), rounds)
    cold_start(7)


if __name__ == "__main__":
    main()
