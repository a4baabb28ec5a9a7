"""One kind of transaction: `reading` never blocks a writer, `writing` holds the write lock from its first line."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, String, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.types import TypeDecorator

_SQLITE_AWAY = tuple(f"SQLITE_{each}" for each in ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY"))
_TAKEN_BACK = ("40001", "40P01")  # serialization failure, deadlock: PostgreSQL itself says to try again


class BadUrl(ValueError):
    """Not the URL of a database this program can use (the URL itself is not repeated: it may hold a password)."""


class NoDatabase(Exception):
    """Nothing that can be used answers at the URL."""


class Base(MappedAsDataclass, DeclarativeBase):
    """The tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """Points as decimal text: SQLite would keep NUMERIC as a binary float."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Json(TypeDecorator[Any]):
    """A small structure as JSON text, letters readable."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, default=str)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Database:
    """A SQLite file or a PostgreSQL database."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        self._watch: sqlite3.Connection | None = None
        self._writes = self.engine.execution_options(writes=True)
        self._reads = self._glances = self.engine
        self.engines: tuple[Engine, ...] = (self.engine,)
        if self.is_postgresql:
            self.engines = (self.engine, connect(url, pre_ping=False))
            self._glances = self.engines[1].execution_options(isolation_level="AUTOCOMMIT")
            self._reads = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def glance(self, statement: Any, values: dict[str, Any]) -> Sequence[Any] | None:
        """The rows of one statement, which sees one moment by itself; None where the connection was lost meanwhile.

        Without a transaction, and without asking whether the connection still lives: one way there and back, not six.
        """
        try:
            with self._glances.connect() as connection:
                return connection.execute(statement, values).all()
        except DBAPIError:
            return None

    def version(self) -> int | None:
        """A number that is another once anything was committed; None where finding out would be a question to a server.

        It reads a page of shared memory and waits for nobody, so that it may be asked where nothing may wait.
        """
        if self.is_postgresql or not self.engine.url.database:
            return None
        try:
            if self._watch is None:  # its own connection: what it commits itself no connection sees
                self._watch = sqlite3.connect(self.engine.url.database, timeout=0, check_same_thread=False)
            found: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            return None
        return found

    @property
    def exists(self) -> bool:
        """Whether there is something to open: SQLite would make an empty file of a mistyped path."""
        file = self.engine.url.database
        return self.is_postgresql or not file or file == ":memory:" or Path(file).exists()

    def try_connection(self) -> None:
        """NoDatabase where nothing answers, or what answers is no database."""
        try:
            self.engine.connect().close()
        except Exception as error:  # drivers raise what they like here, before anything of ours has run
            raise NoDatabase(str(error)) from None

    @property
    def name(self) -> str:
        """The URL with its password hidden."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent picture; nothing is written."""
        with Session(self._reads) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """All or nothing: committed at the end, rolled back on any exception."""
        with Session(self._writes) as session, session.begin():
            yield session

    def close(self) -> None:
        if self._watch is not None:
            self._watch.close()
        for engine in self.engines:
            engine.dispose()


def broken_off(error: Exception, known_again: bool) -> bool:
    """Whether a transaction failed through no fault of its own. Where its connection was lost, all of it may have been
    kept: then it may be tried again only if it will be `known_again`."""
    if not isinstance(error, DBAPIError):
        return False
    lost = error.connection_invalidated or error.statement is None  # in the middle; at connecting or committing
    return getattr(error.orig, "sqlstate", None) in _TAKEN_BACK or (lost and known_again)


def is_away(error: Exception) -> bool:
    """Whether the database does not answer, is full or busy: nothing of ours is wrong, and later it may work."""
    if isinstance(error, NoDatabase):
        return True
    if not isinstance(error, DBAPIError):
        return False
    sqlite = getattr(error.orig, "sqlite_errorname", "")
    if sqlite:
        return str(sqlite).startswith(_SQLITE_AWAY)
    state = getattr(error.orig, "sqlstate", None)
    lost = isinstance(error, OperationalError | InterfaceError) and state is None
    return lost or error.connection_invalidated or str(state)[:2] in ("08", "53", "57")


def insert_for(session: Session, table: type[Base]) -> Any:
    """An insertion that can say what it does on a conflict: each database has its own."""
    return (sqlite_insert if session.connection().dialect.name == "sqlite" else postgresql_insert)(table)


def hold(connection: Connection) -> None:
    """Wait for the one lock that loading and migrating share; SQLite's writers already wait for each other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(1128483907)"))  # "CCHC"


def connect(url: str, foreign_keys: bool = True, pre_ping: bool = True) -> Engine:
    """An engine with the project's settings; BadUrl where it cannot use the URL."""
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=pre_ping and parsed.get_backend_name() == "postgresql")
    except (ArgumentError, ImportError, ValueError, TypeError):
        raise BadUrl from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, foreign_keys))
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name != "postgresql":
        raise BadUrl
    return engine


def _prepare_sqlite(connection: Any, foreign_keys: bool) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: ours is below
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A read that becomes a write fails at once whatever the time-out, so a writer says so at its first line.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
