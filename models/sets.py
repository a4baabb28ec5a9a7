"""Criteria sets as they are kept: TOML texts in versions, parsed once per process."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kept import kept
from models.tables import CriteriaSetVersion
from scoring.catalog import CriteriaSet
from scoring.changes import merged
from scoring.errors import CatalogError, nearest
from scoring.reading import load_toml, read_criteria_set


def texts(session: Session, version: CriteriaSetVersion) -> tuple[str, ...]:
    """A version's text, then that of the set it is based on, and so on."""
    return tuple(each.text for each in _bases(session, version))


def _bases(session: Session, version: CriteriaSetVersion | None) -> Iterator[CriteriaSetVersion]:
    while version is not None:
        yield version
        version = session.get(CriteriaSetVersion, version.base_id) if version.base_id is not None else None


def tables_of(texts: tuple[str, ...], file: str = "database") -> dict[str, Any]:
    """The tables of a set, the changes of each text merged into those it is based on (rule 22)."""
    tables: dict[str, Any] = {}
    for text in reversed(texts):
        tables = merged(load_toml(text, file), tables, file) if tables else load_toml(text, file)
    return tables


@lru_cache(maxsize=256)
def parsed(texts: tuple[str, ...]) -> CriteriaSet:
    """Stored texts as a CriteriaSet: it was validated when it was loaded."""
    return read_criteria_set(tables_of(texts), "database")


def newest(session: Session, key: str) -> CriteriaSetVersion | None:
    """The newest version of a set."""
    versions = select(CriteriaSetVersion).where(CriteriaSetVersion.key == key)
    return session.scalars(versions.order_by(CriteriaSetVersion.version.desc()).limit(1)).first()


def named(session: Session, key: str) -> CriteriaSetVersion:
    """The newest version of a set that a file names; CatalogError with the nearest name where there is none."""
    version = newest(session, key)
    if version is None:
        known = list(session.scalars(select(CriteriaSetVersion.key).distinct()))
        raise CatalogError("unknown_set", set=key, nearest=nearest(key, known))
    return version


def criteria_set(session: Session, id_: int) -> CriteriaSet:
    """One version, parsed."""

    def read() -> CriteriaSet:
        version = session.get(CriteriaSetVersion, id_)
        assert version is not None
        return parsed(texts(session, version))

    return kept(session, ("criteria set", id_), read)
