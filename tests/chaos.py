"""`make chaos`: the long runs of the fuzz and the kill harness. Each run prints its seed.

`python -m tests.chaos reminders [zalo] [sqlite | postgresql | a seed]…` runs the chaos of reminders alone.
"""

import random
import re
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from catalogs import FOLDER
from models.database import Database
from tests.fire import check, fire
from tests.fuzzing import FIGURES, HOSTILE, NOT_COMMANDS, lines
from tests.killing import kill_data, kill_load
from tests.messenger.flood import flood
from tests.messenger.kill import kill
from tests.messenger.reminded import TELEGRAM
from tests.messenger.side_by_side import KINDS, reminders
from tests.offices import DEMOS, Clock, Office, Stores, fingerprint
from tests.postgres import postgresql
from tests.processes import kill_at_random, run
from tests.zalo.reminded import ZALO

SPEAKERS = {"mau": ("mai", "mai", "mai", "hai"), "van-canh": ("mai", "mai", "mai", "dao")}
UNPRINTABLE = r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]"
FILES = [FOLDER / name for name in ("xa-mau-2026.toml", "xa-mau.office.toml", "xa-mau-2026.scorecard.toml")]


def kill_first_start(url: str, seed: int, rounds: int, folder: Path) -> int:
    """Kill the first start (migration and filling) again and again: the next start always works."""
    database = Database(url)
    if database.is_postgresql:
        killed = kill_at_random(["migrate", "--database", url], seed, rounds, 0.6, lambda: None, folder)
        assert run("migrate", "--database", url).returncode == 0
    else:
        killed = 0
    killed += kill_at_random(["chat", "--demo", "--database", url], seed, rounds, 0.8, lambda: None, folder)
    said = run("chat", "--demo", "--database", url, stdin="điểm 2021\n").stdout
    assert "75,62" in said, f"seed {seed}: {said}"
    database.close()
    return killed


def fuzz(office: Office, seed: int, number: int) -> None:
    """Many lines of both kinds: no crash, nothing changed."""
    before = fingerprint(office.database)
    for kind in (NOT_COMMANDS, HOSTILE):
        for line in lines(kind, random.Random(seed), number):
            assert "mã lỗi" not in office.say(line), f"seed {seed}: {line!r}"
    assert fingerprint(office.database) == before, f"seed {seed}: something changed"


def fuzz_figures(office: Office, seed: int, number: int, people: Sequence[str]) -> int:
    """Many lines that may change something: what changes something is confirmed, and nothing else is; how many did."""
    rng, before, recorded = random.Random(seed), fingerprint(office.database), 0
    for line in lines(FIGURES, rng, number):
        answer = office.say(line, rng.choice(people))
        after = fingerprint(office.database)
        assert "mã lỗi" not in answer, f"seed {seed}: {line!r}"
        assert len(answer) < 4000, f"seed {seed}: {line!r}"
        assert not re.search(UNPRINTABLE, answer), f"seed {seed}: {line!r}"
        confirmed = answer.startswith(("Đã ghi ", "Đã rút lại "))
        assert confirmed == (after != before), f"seed {seed}: {line!r}: {answer}"
        before, recorded = after, recorded + confirmed
        office.clock.forward(seconds=rng.choice((0, 1, 30, 400)))
    return recorded


def telegram(stores: Stores, mode: str, rounds: int, number: int, folder: Path) -> None:
    """`cchc run` killed with updates queued, and handed hostile ones."""
    seed = secrets.randbelow(2**32)
    print(f"kill cchc run, {mode} on {stores.kind}: seed {seed}", flush=True)
    killed = kill(mode, stores.office("mau"), seed, rounds, folder)
    killed.check()
    print(f"  {killed}", flush=True)
    seed = secrets.randbelow(2**32)
    print(f"{number} hostile updates, {mode} on {stores.kind}: seed {seed}", flush=True)
    print(f"  {flood(mode, stores.office('mau'), seed, number, folder)}", flush=True)


def main(rounds: int = 200, number: int = 20_000) -> None:
    with tempfile.TemporaryDirectory() as name, postgresql() as server:
        folder = Path(name)
        for kind in ("sqlite", "postgresql"):
            stores = Stores(kind, folder, server)
            for id_ in DEMOS:
                seed = secrets.randbelow(2**32)
                print(f"fuzz {kind} {id_}: 2 × {number} lines, seed {seed}", flush=True)
                office = Office(Database(stores.office(id_)), DEMOS[id_], Clock(DEMOS[id_].now))
                fuzz(office, seed, number)
                people = [f"{id_}/{name}" for name in SPEAKERS[id_]]
                recorded = fuzz_figures(office, seed, number // 20, people)
                print(
                    f"  {recorded} of {number // 20} lines recorded or took back something, confirmed every time",
                    flush=True,
                )
                office.database.close()
            seed = secrets.randbelow(2**32)
            print(f"kill messages of figures at any line on {kind}: seed {seed}", flush=True)
            killed = kill_data(stores.office("mau"), seed, 2 * rounds)
            print(f"  {killed} of {2 * rounds} killed, nothing half said, nothing answered lost", flush=True)
            seed = secrets.randbelow(2**32)
            print(f"{number // 20} messages, each 1 to 5 times, to processes killed on {kind}: seed {seed}", flush=True)
            url = stores.office("mau")
            fired = fire(url, seed, number // 20)
            changes = sum(check(url, fired).values())
            print(
                f"  {len(fired.delivered)} delivered, {fired.killed} killed: {changes} changes, each once", flush=True
            )
            seed = secrets.randbelow(2**32)
            print(f"kill cchc load at any line on {kind}: seed {seed}", flush=True)
            killed = kill_load(lambda: stores.office("van-canh"), FILES, seed, rounds)  # noqa: B023
            print(f"  {killed} of {rounds} killed, nothing half kept", flush=True)
            seed = secrets.randbelow(2**32)
            print(f"kill the first start on {kind}: seed {seed}", flush=True)
            for round_ in range(rounds // 10):
                kill_first_start(stores.empty(), seed + round_, 10, folder)
            print("  every next start worked", flush=True)
            for mode in ("polling", "webhook"):
                telegram(stores, mode, rounds // 4, number // 2, folder)
    reminders()
    reminders(on=ZALO)


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked[:1] == ["reminders"]:
        on = ZALO if "zalo" in asked else TELEGRAM
        reminders([int(each) for each in asked if each.isdigit()], [each for each in asked if each in KINDS], on=on)
    else:
        main()
