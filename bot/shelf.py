"""Where a criteria set is found by name: a file, the configured database, or those shipped in `catalogs/`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.office import read_file
from bot.opening import opened
from bot.refusal import Refused
from catalogs import FOLDER
from models.migrate import OldSchema, current, head
from models.sets import newest, tables_of, texts
from models.tables import CriteriaSetVersion
from scoring.changes import merged
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt
from scoring.reading import load_toml
from templates import say

Tables = Mapping[str, Any]
EMPTY = "0000"  # the revision of a database without tables


@dataclass(frozen=True, slots=True)
class Shelf:
    """The places to look in, in this order; `named` is a database the person asked for, which must exist."""

    named: str
    configured: str

    def find(self, name: str) -> tuple[Tables, Path | None]:
        """The tables of a set and its file, where it stands in one; refused with the nearest name where nowhere."""
        found = self._look(name, ())
        if found is None:
            known = [*dict.fromkeys((*self._kept_keys(), *_shipped()))]
            near = nearest(name, [*known, *_beside(name)])
            raise Refused(say("lines", "no_such_set", text=name, nearest=near, known=known))
        return found

    def _look(self, name: str, above: tuple[str, ...]) -> tuple[Tables, Path | None] | None:
        if Path(name).is_file():
            return self._read(Path(name), above), Path(name)
        if kept := self._kept(name):
            return tables_of(kept, name), None
        shipped = FOLDER / f"{name}.toml"
        return (self._read(shipped, above), shipped) if name in _shipped() else None

    def _read(self, file: Path, above: tuple[str, ...]) -> Tables:
        """The tables of a file, merged into those of the set it is based on: beside it, kept or shipped."""
        tables = load_toml(read_file(str(file)), file.name)
        if "criteria_set" not in tables:
            raise CatalogError("unknown_kind_of_file", file.name, kinds=["criteria_set"])
        with attempt(file.name, "[criteria_set]"):
            head = Fields(tables, *tables).table("criteria_set")
            base = Fields(head, *head).text("based_on")
            if not base:
                return tables
            if base in above or base == head.get("id"):
                raise CatalogError("based_on_itself")
            beside = file.with_name(f"{base}.toml")
            found = self._look(str(beside) if beside.is_file() else base, (*above, base))
            if found is None:
                raise CatalogError("unknown_set", set=base, nearest=nearest(base, [*self._kept_keys(), *_shipped()]))
        return merged(tables, found[0], file.name)

    def _kept(self, key: str) -> tuple[str, ...]:
        """The texts of the newest version that the database keeps of a set; none where it keeps none."""
        with self._session() as session:
            version = newest(session, key) if session else None
            return texts(session, version) if session and version else ()

    def _kept_keys(self) -> list[str]:
        with self._session() as session:
            return list(session.scalars(select(CriteriaSetVersion.key).distinct())) if session else []

    @contextmanager
    def _session(self) -> Iterator[Session | None]:
        """A picture of the database; None where there is none, or an empty one."""
        url = self.named or self.configured
        with opened(url) as database:
            if self.named and not database.exists:
                raise Refused(say("lines", "no_such_database", name=database.name))
            found = current(database) if url and database.exists else EMPTY
            if found not in (EMPTY, head()):
                raise OldSchema(database.name, found, head())
            if found == EMPTY:
                yield None
                return
            with database.reading() as session:
                yield session


def _shipped() -> list[str]:
    return [path.stem for path in sorted(FOLDER.glob("*.toml")) if "." not in path.stem]


def _beside(name: str) -> list[str]:
    """The files a mistyped path may mean."""
    folder = Path(name).parent
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return [str(path) for path in files if "." not in path.stem and path.is_file()]
