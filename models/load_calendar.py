"""Reading a calendar file: days that documents made working days or days off, unit by unit. Nothing is removed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.days import NewDay
from models.tables import Unit
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt


def read_days(session: Session, tables: Mapping[str, Any], file: str) -> list[tuple[Unit, Sequence[NewDay]]]:
    """The days of a file by unit, first named first; CatalogError with its place where one is wrong."""
    with attempt(file, ""):
        Fields(tables, "day")
        written = tables.get("day")
        if not isinstance(written, list) or not written:
            raise CatalogError("no_days")
    units = {unit.key: unit for unit in session.scalars(select(Unit))}
    found: dict[str, dict[Any, NewDay]] = {}
    for number, row in enumerate(written, start=1):
        with attempt(file, f"[[day]] {number}"):
            key, new = _read(row, units)
            days = found.setdefault(key, {})
            if new.day in days:
                raise CatalogError("day_twice", unit=key, day=new.day)
            days[new.day] = new
    return [(units[key], list(days.values())) for key, days in found.items()]


def _read(row: object, units: Mapping[str, Unit]) -> tuple[str, NewDay]:
    fields = Fields(row, "day", "works", "reason", "decision", "unit")
    for key in ("day", "works"):
        if key not in fields.raw:
            raise CatalogError("key_missing", key=key)
    day, unit = fields.day("day"), fields.text("unit", needed=True)
    assert day is not None
    if unit not in units:
        raise CatalogError("unknown_unit", unit=unit, nearest=nearest(unit, list(units)))
    reason, decision = (fields.text(key, needed=True) for key in ("reason", "decision"))
    return unit, NewDay(day, fields.flag("works"), reason, decision)
