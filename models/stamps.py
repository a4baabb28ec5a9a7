"""Stamps: numbers that move in the transaction of a change, so that what was worked out before can be trusted.

What changes is recorded (`models.record`), and what is recorded moves a stamp: nobody can forget it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, event, select, text
from sqlalchemy.orm import Session

from models.database import Instant
from models.tables import Stamp

OFFICE, FIGURES = "office", "figures"  # units, people and sets; the figures of anybody
_TOUCHED = "touched"
_MOVE = text(
    "INSERT INTO stamp (key, number, at) VALUES (:key, 1, :at) ON CONFLICT (key) DO UPDATE SET "
    "number = stamp.number + 1, at = CASE WHEN excluded.at > stamp.at THEN excluded.at ELSE stamp.at END"
).bindparams(bindparam("at", type_=Instant))
_READ = select(Stamp.key, Stamp.number, Stamp.at).where(Stamp.key.in_(bindparam("keys", expanding=True)))


def of_unit(unit_id: int) -> str:
    """The stamp of one scored unit's figures."""
    return f"unit {unit_id}"


@dataclass(frozen=True, slots=True)
class Stamps:
    """Numbers as they were read together."""

    numbers: dict[str, int]
    latest: datetime | None  # when the last of these changes happened

    def hold(self, before: "Stamps", now: datetime) -> bool:
        """Whether nothing has changed since `before`, seen from a moment that is not before the last change."""
        same = all(self.numbers.get(key) == number for key, number in before.numbers.items())
        return same and (self.latest is None or self.latest <= now)


def read_stamps(session: Session, keys: Iterable[str]) -> Stamps:
    """The stamps of these keys now; what has never changed stands at 0."""
    wanted = sorted(keys)
    rows = session.execute(_READ, {"keys": wanted}).all()
    numbers = dict.fromkeys(wanted, 0) | {key: number for key, number, _ in rows}
    return Stamps(numbers, max((at for _, _, at in rows), default=None))


def touch(session: Session, at: datetime, key: str) -> None:
    """Note that a stamp must move when this transaction ends."""
    touched: dict[str, datetime] = session.info.setdefault(_TOUCHED, {})
    for each in (key,) if key == OFFICE else (key, FIGURES):
        touched[each] = max(at, touched.get(each, at))


@event.listens_for(Session, "before_commit")
def _move(session: Session) -> None:
    """Move what was noted, in one order for everybody: two writers would otherwise wait for each other."""
    for key, at in sorted(session.info.pop(_TOUCHED, {}).items()):
        session.execute(_MOVE, {"key": key, "at": at})
