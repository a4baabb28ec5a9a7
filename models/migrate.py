"""The schema and its migrations (Alembic). Safe when two processes start at once, and with rows in the tables."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from models.database import Database, connect, hold

_FOLDER = Path(__file__).parent / "migrations"


class ForeignDatabase(Exception):
    """The database holds another program's tables."""


class OldSchema(Exception):
    """The database is not at the version this program needs."""

    def __init__(self, name: str, found: str, needed: str) -> None:
        super().__init__(name, found, needed)
        self.name, self.found, self.needed = name, found, needed


def head() -> str:
    """The newest revision: revisions are numbered files, so Alembic need not be imported to know."""
    return revisions()[-1]


def revisions() -> list[str]:
    """Every revision, oldest first; "0000" is the empty database."""
    return ["0000", *sorted(path.name[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py"))]


def current(database: Database) -> str:
    """The revision the database stands at; "0000" for an empty one."""
    with database.engine.connect() as connection:
        return _current(connection)


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return "0000"
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or "0000"


def ensure_current(database: Database) -> None:
    """SQLite migrates itself at start; PostgreSQL, which others may be using, refuses an old schema."""
    found = current(database)
    if found == head():
        return
    if database.is_postgresql or found > head():
        raise OldSchema(database.name, found, head())
    migrate(database)


def migrate(database: Database, to: str = "head") -> tuple[str, str]:
    """Move the schema to a revision, up or down, in one transaction; returns from and to."""
    target = head() if to == "head" else to
    # Batch migrations rebuild tables on SQLite: with foreign keys on, children were cascaded away.
    engine = connect(database.engine.url.render_as_string(hide_password=False), foreign_keys=False)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            hold(connection)
            found = _current(connection)
            if found == "0000" and set(inspect(connection).get_table_names()) - {"alembic_version"}:
                raise ForeignDatabase(database.name)
            if found != target:
                _run(connection, found, target)
            if not database.is_postgresql and (broken := connection.execute(text("PRAGMA foreign_key_check")).first()):
                raise RuntimeError(f"migration {found} → {target} would break a reference: {broken}")
        return found, target
    finally:
        engine.dispose()


def _run(connection: Connection, found: str, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    move = command.upgrade if target > found else command.downgrade
    move(config, "base" if target == "0000" else target)
