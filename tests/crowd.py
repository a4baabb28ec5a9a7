"""A country at work: 34 provinces, 3,321 communes and their people, each with a chat, and 100,000 open pieces of work.

One commune is loaded as `cchc load` loads it; the others are written as rows like its own, in seconds.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from models.chat_tables import Chat
from models.database import Base, Database
from models.load import load
from models.migrate import migrate
from models.tables import Person, Post, Unit
from models.work_tables import Work
from tests.country import ABOVE, COMMUNES, PARTS, POSTS, PROVINCES, SET, YEARS, Country
from tests.messenger.connected import ACCOUNT, TELEGRAM
from tests.offices import ZONE

ITEMS = 100_000
TODAY = date(YEARS[0], 9, 22)  # a Tuesday, with nothing but working weeks around it
GIVEN = datetime(YEARS[0], 6, 15, 8, tzinfo=ZONE)
LOADED = GIVEN + timedelta(90)
PASSED, COMING = 25, 110  # days over which due days lie: one of ten pieces of work is late
INTERNAL = timedelta(3)  # an office's own day before the due day
CODES = ("1.1.1", "1.1.2", "1.7.2", "2.2.1", "2.3.1", "3.1.1", "3.4.1", "5.2.3")  # criteria that work can win
STAFF = {"van-phong": "can-bo-vp", "trung-tam": "can-bo-tt"}
SINCE: dict[str, Any] = {"valid_from": date(2021, 1, 1), "valid_to": None}
_FIGURES = """
INSERT INTO observation (unit_id, period, indicator, value, as_of, source, recorded_at)
SELECT unit.id, period, indicator, value, as_of, source, recorded_at FROM observation CROSS JOIN unit
WHERE observation.unit_id = :first AND unit.id <> :first AND unit.key LIKE '%/xa-%' AND unit.key NOT LIKE '%/xa-%/%'
"""
_CARDS = """
INSERT INTO scorecard (unit_id, criteria_set_id, year, source, decision, label)
SELECT unit.id, criteria_set_id, year, source, decision, label FROM scorecard CROSS JOIN unit
WHERE scorecard.unit_id = :first AND unit.id <> :first AND unit.key LIKE '%/xa-%' AND unit.key NOT LIKE '%/xa-%/%'
"""


class Crowd:
    """The rows of a country, by the same names as `tests.country`."""

    def __init__(self, communes: int = COMMUNES, items: int = ITEMS, seed: int = 1) -> None:
        self.communes, self.items, self.rng = communes, items, random.Random(seed)
        self.unit_ids: dict[str, int] = {}
        self.person_ids: dict[str, int] = {}

    def write(self, url: str, folder: Path) -> None:
        """Fill an empty SQLite file."""
        database = Database(url)
        Country(folder, 1, 1).write()
        migrate(database)
        files = [SET.name, "office.toml", "people.toml", f"{YEARS[0]}-0.toml"]
        with database.writing() as session:
            load(session, [(name, (folder / name).read_text("utf-8")) for name in files], LOADED, ZONE)
        with database.writing() as session:
            self._fill(session.connection())
        database.close()

    def _fill(self, connection: Connection) -> None:
        for table, ids in (("unit", self.unit_ids), ("person", self.person_ids)):
            ids |= dict(connection.execute(text(f"SELECT key, id FROM {table}")).all())
        _insert(connection, Unit, list(self._units()))
        people = list(self._people())
        _insert(connection, Person, [person for person, _ in people])
        _insert(connection, Post, [post for _, post in people])
        chat = {"channel": TELEGRAM, "account": ACCOUNT, "since": GIVEN, "ended_why": "", "unreachable": ""}
        _insert(connection, Chat, [chat | {"address": f"{id_}", "person_id": id_} for id_ in self.person_ids.values()])
        _insert(connection, Work, [self._item(number) for number in range(self.items)])

    def add_figures(self, connection: Connection) -> None:
        """Score every commune of this year, with figures like those of the first."""
        for statement in (_FIGURES, _CARDS):
            connection.execute(text(statement), {"first": self.unit_ids[self.unit(0)]})

    def unit(self, number: int) -> str:
        return f"tinh-{number % PROVINCES}/xa-{number}"

    def _units(self) -> Iterator[dict[str, Any]]:
        provinces = [(f"tinh-{number}", "province", f"tỉnh Mẫu {number}") for number in range(PROVINCES)]
        communes = [(self.unit(number), "commune", f"xã Mẫu {number}") for number in range(self.communes)]
        parts = [(f"{key}/{part}", *of_part) for key, _, _ in communes for part, of_part in PARTS.items()]
        for key, level, name in (*provinces, *communes, *parts):
            if key not in self.unit_ids:
                self.unit_ids[key] = len(self.unit_ids) + 1
                id_ = self.unit_ids[key]
                yield {"id": id_, "key": key, "name": name, "short": name, "level": level, "aliases": [], **SINCE}

    def _people(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        above = [
            (f"{post}-tinh-{number}", f"tinh-{number}", role, role)
            for number in range(PROVINCES)
            for post, role in ABOVE.items()
        ]
        below = [
            (f"{post}-{number}", f"{self.unit(number)}{part}", role, title)
            for number in range(self.communes)
            for post, (part, role, title) in POSTS.items()
        ]
        for name, unit, role, title in (*above, *below):
            key = f"nuoc/{name}"
            if key not in self.person_ids:
                self.person_ids[key] = len(self.person_ids) + 1
                id_, called = self.person_ids[key], f"Mẫu {name}"
                person = {"id": id_, "key": key, "name": called, "address": f"đ/c {called}", "contact": ""}
                yield person, {"person_id": id_, "unit_id": self.unit_ids[unit], "role": role, "title": title, **SINCE}

    def _item(self, number: int) -> dict[str, Any]:
        """A piece of work of a commune: every fifth a report, some with a day of the office's own, some at signing."""
        rng, commune, part = self.rng, number % self.communes, self.rng.choice(list(PARTS))
        home, state = self.unit_ids[self.unit(commune)], rng.choice(("open", "acknowledged", "in_progress"))
        late, signing = rng.random() < 0.1, rng.random() < 0.05
        due = TODAY + timedelta(rng.randint(-PASSED, -1) if late else rng.randint(0, COMING))
        given = part in STAFF and rng.random() < 0.3
        return {
            "kind": "report" if number % 5 == 0 else "task", "home_id": home, "due_by_id": home, "due_on": due,
            "lead_id": self.unit_ids[f"{self.unit(commune)}/{part}"], "title": f"Việc {number} của {part}",
            "code": rng.choice(CODES), "created_at": GIVEN + timedelta(minutes=rng.randrange(9000)),
            "assigned_by": None, "due_at": None,
            "internal_due_on": due - INTERNAL if rng.random() < 0.2 else None, "evidence": "báo cáo kết quả",
            "assignee_id": self.person_ids[f"nuoc/{STAFF[part]}-{commune}"] if given else None, "outcome": "",
            "period": "", "state": state, "stage": "signing" if signing else "", "reason": "", "asked_reason": "",
            "closed": False, "stage_at": LOADED if signing else None,
        }  # fmt: skip


def _insert(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)
