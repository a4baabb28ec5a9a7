"""The two demonstration offices as databases and conversations, on SQLite and PostgreSQL."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, inspect, text

from bot.channels.console import shown
from bot.demonstration import Demonstration, demonstrations, fill
from bot.dispatch import CONSOLE, Dispatcher
from handlers import Rules
from models.database import Database
from models.messages import Incoming, Message, Sender
from models.migrate import migrate
from scheduling.plan import Clockwork

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEMOS = demonstrations(ZONE)
CLOCKWORK = Clockwork(ZONE, terms=Rules().terms)
_numbers = count(1)


@dataclass
class Clock:
    """Time as the tests move it."""

    now: datetime

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Office:
    """A demonstration office one can talk to: `office.say("điểm 2021")`."""

    database: Database
    demonstration: Demonstration
    clock: Clock

    def say(self, line: str, who: str = "", at: datetime | None = None, **more: Any) -> str:
        """What the bot answers, as a terminal shows it; `more` are files, the text replied to, an update's id."""
        return shown(self.ask(line, who, at, **more))

    def ask(self, line: str, who: str = "", at: datetime | None = None, **more: Any) -> Message:
        """The message that answers a line; `who` is a key, or a first name of this office."""
        dispatcher = Dispatcher(self.database, ZONE, timedelta(days=30))
        who = who or self.demonstration.speaker
        key = who if "/" in who else f"{self.demonstration.id}/{who}"
        return dispatcher.answer(typed(line, key, **more), at or self.clock.now)


def typed(line: str, who: str, **more: Any) -> Incoming:
    """A line as it comes from the terminal."""
    return Incoming(line, Sender(CONSOLE, "", who), **more)


class Stores:
    """Makes empty databases and copies of filled offices, one kind of database at a time."""

    def __init__(self, kind: str, folder: Path, server: str) -> None:
        self.kind, self.folder, self.server = kind, folder, server
        self.filled: dict[str, str] = {}

    def empty(self) -> str:
        """The URL of a new, empty database."""
        name = f"cchc_{next(_numbers)}"
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / f'{name}.db'}"
        self._execute(f"CREATE DATABASE {name}")
        return self.server.replace("/postgres?", f"/{name}?")

    def office(self, id_: str) -> str:
        """The URL of a fresh copy of a demonstration office."""
        if id_ not in self.filled:
            self.filled[id_] = self.empty()
            database = Database(self.filled[id_])
            migrate(database)
            fill(database, DEMOS[id_], ZONE)
            if self.kind == "sqlite":
                with database.engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("BEGIN")
            database.close()
        return self._copy(self.filled[id_])

    def _copy(self, url: str) -> str:
        if self.kind == "sqlite":
            copy = self.folder / f"cchc_{next(_numbers)}.db"
            shutil.copy(url.removeprefix("sqlite:///"), copy)
            return f"sqlite:///{copy}"
        name, source = f"cchc_{next(_numbers)}", url.split("?")[0].rsplit("/", 1)[1]
        self._execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self.server.replace("/postgres?", f"/{name}?")

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def fingerprint(database: Database, *without: str) -> str:
    """A digest of every row of every table: two equal ones mean that nothing changed."""
    digest = hashlib.sha256()
    with database.engine.connect() as connection:
        for table in sorted(set(inspect(connection).get_table_names()) - set(without)):
            rows = sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table}"'))))
            digest.update(f"{table}{rows}".encode())
    return digest.hexdigest()
