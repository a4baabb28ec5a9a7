"""Criteria sets as they are kept: TOML texts in versions, parsed once per process."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import CriteriaSetVersion
from scoring.catalog import CriteriaSet
from scoring.reading import load_toml, read_criteria_set


@lru_cache(maxsize=256)
def parsed(text: str) -> CriteriaSet:
    """A stored text as a CriteriaSet: it was validated when it was loaded."""
    return read_criteria_set(load_toml(text, "database"), "database")


def newest(session: Session, key: str) -> CriteriaSetVersion | None:
    """The newest version of a set."""
    versions = select(CriteriaSetVersion).where(CriteriaSetVersion.key == key)
    return session.scalars(versions.order_by(CriteriaSetVersion.version.desc()).limit(1)).first()


def criteria_set(session: Session, id_: int) -> CriteriaSet:
    """One version, parsed."""
    text = session.scalar(select(CriteriaSetVersion.text).where(CriteriaSetVersion.id == id_))
    assert text is not None
    return parsed(text)
