"""The demonstration offices: which there are, when their clock stands, and putting one into a database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogs import FOLDER
from models.database import Database, hold
from models.load import load
from models.record import record
from models.tables import Event, Unit
from scheduling.instances import make_instances
from scoring.reading import load_toml

DEFAULT = "van-canh"
MARK = "demonstration"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """An office to try: its name, its clock's start, who speaks first, the files that make it."""

    id: str
    title: str
    now: datetime
    speaker: str
    tries: tuple[str, ...]
    files: tuple[Path, ...]


def demonstrations(zone: ZoneInfo) -> dict[str, Demonstration]:
    """Every office in `catalogs/` that says how to demonstrate it."""
    found = {}
    for path in sorted(FOLDER.glob("*.office.toml")):
        tables = load_toml(path.read_text("utf-8"), path.name)
        if shown := tables.get("demonstration"):
            files = (path, *(FOLDER / name for name in shown["files"]))
            id_, title = tables["office"]["id"], tables["office"]["title"]
            now = shown["now"].replace(tzinfo=zone)
            found[id_] = Demonstration(id_, title, now, f"{id_}/{shown['speaker']}", tuple(shown["tries"]), files)
    return found


def mark(session: Session) -> str | None:
    """The demonstration a database holds, if it is one."""
    return session.scalar(select(Event.subject).where(Event.what == MARK).limit(1))


def is_empty(session: Session) -> bool:
    """Nothing has been loaded yet."""
    return session.scalar(select(Unit.id).limit(1)) is None


def fill(database: Database, demonstration: Demonstration, zone: ZoneInfo) -> None:
    """Load the demonstration into an empty database and mark it as one."""
    with database.writing() as session:
        hold(session.connection())
        if not is_empty(session):  # another process was first
            return
        files = [(path.name, path.read_text("utf-8")) for path in demonstration.files]
        load(session, files, demonstration.now, zone)
        make_instances(session, demonstration.now, zone)
        record(session, demonstration.now, how="command line", what=MARK, subject=demonstration.id)
