"""Which unit a text means, of those a command reaches: by any of its names, with that of the unit above it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assigning import below
from models.choosing import MOST_UNITS
from models.messages import UserError
from models.people import Speaker
from models.permissions import post_allowed
from models.tables import Unit
from models.words import begins, clean, means
from scoring.errors import nearest


def find_unit(session: Session, text: str, person: Speaker, allows: Mapping[str, str], today: date) -> Unit:
    """The one unit in a person's reach that a text means; UserError where it is none of them, or several."""
    reached = [
        unit
        for unit in below(session, person, tuple(allows))
        if unit.valid_from <= today <= (unit.valid_to or today) and post_allowed(person, allows, unit.key)
    ]
    above = _above(session, reached)
    names = {unit.key: [*_names(unit), *_with_above(unit, above)] for unit in reached}
    found = [unit for unit in reached if any(means(text, name) for name in names[unit.key])]
    found = found or [unit for unit in reached if any(begins(text, tail) for tail in _tails(unit.name))]
    if len(found) > 1:
        full = [next(_with_above(unit, above), unit.name) for unit in found[:MOST_UNITS]]
        raise UserError("which_unit", text=clean(text, 60), units=full)
    if not found:
        near = nearest(clean(text, 60), [unit.name for unit in reached])
        raise UserError("no_unit_in_reach", text=clean(text, 60), nearest=near)
    return found[0]


def _above(session: Session, units: Sequence[Unit]) -> dict[str, Unit]:
    """The unit right above each of some units, by the key of that one."""
    keys = {unit.key: unit.key.rpartition("/")[0] for unit in units}
    found = {unit.key: unit for unit in session.scalars(select(Unit).where(Unit.key.in_(set(keys.values()))))}
    return {key: found[upper] for key, upper in keys.items() if upper in found}


def _names(unit: Unit) -> tuple[str, ...]:
    return unit.name, unit.short, *unit.aliases


def _with_above(unit: Unit, above: Mapping[str, Unit]) -> Iterator[str]:
    """Its names with those of the unit it is a part of: "Văn phòng xã Mẫu"."""
    upper = above.get(unit.key)
    return (f"{own} {other}" for own in _names(unit) for other in (_names(upper) if upper else ()))


def _tails(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[number:]) for number in range(len(words))]
