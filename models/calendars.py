"""Whose working days: the calendar of all, with what the documents of a unit and of those above it decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar_tables import CalendarException
from models.kept import kept
from models.people import from_here_up
from models.tables import Unit
from scoring.deadlines import Works

_CALENDARS = "calendars"


@dataclass(frozen=True, slots=True)
class Decided:
    """A day that a document made a working day, or a day off."""

    id: int
    unit_key: str
    day: date
    works: bool
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of all units: `seed` decides where no document does."""

    seed: Works
    decided: Mapping[str, Mapping[date, Decided]]  # by the unit's path
    _known: dict[str, Works] = field(default_factory=dict)

    def of(self, unit_key: str) -> Works:
        """A unit's working days; the nearest unit's decision wins. The seed itself where nothing was decided."""
        if not self.decided or not unit_key:
            return self.seed
        found = self._known.get(unit_key)
        if found is None:
            above = self.of(unit_key.rpartition("/")[0])
            own = self.decided.get(unit_key)
            found = self._known[unit_key] = _with(own, above) if own else above
        return found

    def said(self, unit_key: str, day: date) -> Decided | None:
        """What decides a day of a unit, where a document does."""
        return next((said for key in from_here_up(unit_key) if (said := self.decided.get(key, {}).get(day))), None)


def _with(own: Mapping[date, Decided], above: Works) -> Works:
    def works(day: date) -> bool:
        return said.works if (said := own.get(day)) else above(day)

    return works


def calendars(session: Session, seed: Works) -> Calendars:
    """The calendars as they stand, read once while the office stands still."""
    found: Calendars | None = session.info.get(_CALENDARS)
    if found is None or found.seed is not seed:
        found = kept(session, (_CALENDARS, seed), lambda: Calendars(seed, _decided(session)))
        session.info[_CALENDARS] = found
    return found


def forget_calendars(session: Session) -> None:
    """They were changed by this very session."""
    session.info.pop(_CALENDARS, None)


_STANDING = (
    select(CalendarException.id, Unit.key, CalendarException.day, CalendarException.works)
    .add_columns(CalendarException.reason, CalendarException.decision)
    .join(Unit, Unit.id == CalendarException.unit_id)
    .where(CalendarException.ended_at.is_(None))
    .order_by(CalendarException.id)
)


def _decided(session: Session) -> dict[str, dict[date, Decided]]:
    found: dict[str, dict[date, Decided]] = {}
    for row in session.execute(_STANDING):
        each = Decided(*row)
        found.setdefault(each.unit_key, {})[each.day] = each
    return found
