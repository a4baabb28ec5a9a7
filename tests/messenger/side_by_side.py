"""The table of `python -m tests.chaos reminders`: ours, and one APScheduler job per reminder under the same kills."""

import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from models.database import connect
from tests.messenger.reckoning import Reminded
from tests.messenger.reminded import TELEGRAM, Messenger, remind
from tests.messenger.rivalled import Rivalled, rival
from tests.offices import Stores
from tests.postgres import postgresql

HEAD = (
    "seed", "database", "who", "kills", "stops", "received", "lost", "doubled", "answer lost", "killed", "unexplained",
    "digests", "uncertain", "of them unseen", "seconds",
)  # fmt: skip
KINDS = {"sqlite": 1, "postgresql": 2}  # processes at once


def reminders(
    seeds: Sequence[int] = (), kinds: Sequence[str] = (), rounds: int = 10, number: int = 1000,
    on: Messenger = TELEGRAM,
) -> None:  # fmt: skip
    """Both, on both kinds of database, once for each seed; what must not be is said at the end."""
    problems: list[str] = []
    print(" | ".join(HEAD), flush=True)
    for seed in seeds or [secrets.randbelow(2**32) for _ in range(rounds)]:
        for kind in kinds or KINDS:
            with tempfile.TemporaryDirectory() as name, postgresql() as server:
                stores, places = Stores(kind, Path(name), server), KINDS[kind]
                url = stores.office("mau")
                _keeps_commits(url)
                found = remind(url, seed, number, places, Path(name), crashes=places > 1, on=on)
                print(" | ".join(map(str, (seed, kind, f"cchc, {on.channel}", *_ours(found)))), flush=True)
                problems += [f"{seed} {kind}: {each}" for each in found.problems]
                if on is not TELEGRAM:
                    continue
                # Its documentation forbids two schedulers on one store: beside our two runs one of it.
                beside = rival(stores.empty(), seed, number, 1, Path(name), crashes=places > 1)
                print(" | ".join(map(str, (seed, kind, "APScheduler", *_theirs(beside)))), flush=True)
    assert not problems, "\n".join(problems)


def _ours(found: Reminded) -> tuple[object, ...]:
    causes = (found.causes[each] for each in ("answer lost", "killed", "unexplained"))
    return (
        found.kills, found.stops, found.received, found.lost, found.doubled, *causes, found.in_digests,
        found.uncertain, found.unknown, f"{found.seconds:.0f}",
    )  # fmt: skip


def _theirs(found: Rivalled) -> tuple[object, ...]:
    return (
        found.kills, found.stops, found.received, found.lost, found.doubled, found.after_lost, "-", "-", "-", "-", "-",
        f"{found.seconds:.0f}",
    )  # fmt: skip


def _keeps_commits(url: str) -> None:
    """The servers of the tests forget the last commits when they fall; an office's must not."""
    engine = connect(url)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET synchronous_commit = on'))
    engine.dispose()
