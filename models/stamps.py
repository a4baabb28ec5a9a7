"""Stamps: numbers that move in the transaction of a change, so that what was worked out before can be trusted.

What changes is recorded (`models.record`), and what is recorded moves a stamp: nobody can forget it. What reads rows
looks at their stamp (`look`): a session so knows what its answer depends on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, event, select, text
from sqlalchemy.orm import Session

from models.database import Database, Instant
from models.tables import Stamp

OFFICE, PEOPLE = "office", "people"  # what files say: units, posts, sets; who has a chat, who is away
FIGURES, WORK = "figures", "work"  # of anybody
_TOUCHED, _SEEN = "touched", "seen"
_MOVE = text(
    "INSERT INTO stamp (key, number, at) VALUES (:key, 1, :at) ON CONFLICT (key) DO UPDATE SET "
    "number = stamp.number + 1, at = CASE WHEN excluded.at > stamp.at THEN excluded.at ELSE stamp.at END"
).bindparams(bindparam("at", type_=Instant))
_s = Stamp.__table__.c
_READ = select(_s.key, _s.number, _s.at).where(_s.key.in_(bindparam("keys", expanding=True)))
Seen = dict[str, tuple[int, datetime | None]]  # key → how often it changed, and when last


def of_year(unit_id: int, year: int) -> str:
    """The stamp of one unit's figures and points of a year."""
    return f"unit {unit_id} {year}"


def of_work(unit_id: int) -> str:
    """The stamp of the work that serves one scored unit's criteria."""
    return f"work {unit_id}"


def of_person(person_id: int) -> str:
    """The stamp of what a person is to be told, and of the question they were asked."""
    return f"person {person_id}"


@dataclass(frozen=True, slots=True)
class Stamps:
    """Numbers as they were read together."""

    numbers: dict[str, int]
    latest: datetime | None  # when the last of these changes happened

    def are_before(self, now: datetime) -> bool:
        """Whether all these changes were made by a clock that is not ahead of this moment."""
        return self.latest is None or self.latest <= now


def seen(session: Session) -> Stamps:
    """The stamps this session has looked at."""
    found: Seen = session.info.get(_SEEN, {})
    times = [at for _, at in found.values() if at is not None]
    return Stamps({key: number for key, (number, _) in found.items()}, max(times, default=None))


def stand_still(database: Database, stamps: Stamps, now: datetime) -> bool:
    """Whether nothing these vouch for has changed since, nor was changed by a clock that is ahead of this moment."""
    keys = sorted(stamps.numbers)
    rows = database.glance(_READ, {"keys": keys})
    if rows is None:
        return False
    found = dict.fromkeys(keys, 0) | {key: number for key, number, _ in rows}
    return found == stamps.numbers and all(at <= now for _, _, at in rows)


def look(session: Session, *keys: str) -> int:
    """Note that an answer depends on these stamps, read once in a session; the number of the first."""
    found: Seen = session.info.setdefault(_SEEN, {})
    if unseen := [key for key in keys if key not in found]:
        found.update(_read(session, unseen))
    return found[keys[0]][0]


def _read(session: Session, keys: Iterable[str]) -> Seen:
    """What has never changed stands at 0."""
    wanted = sorted(keys)
    rows = session.connection().execute(_READ, {"keys": wanted})
    return dict.fromkeys(wanted, (0, None)) | {key: (number, at) for key, number, at in rows}


def touch(session: Session, at: datetime, key: str) -> None:
    """Note that a stamp must move when this transaction ends."""
    touched: dict[str, datetime] = session.info.setdefault(_TOUCHED, {})
    together = {"unit": (FIGURES,), "work": (WORK,)}.get(key.partition(" ")[0], ())
    for each in (key, *together):
        touched[each] = max(at, touched.get(each, at))


@event.listens_for(Session, "before_commit")
def _move(session: Session) -> None:
    """Move what was noted, in one order for everybody: two writers would otherwise wait for each other."""
    for key, at in sorted(session.info.pop(_TOUCHED, {}).items()):
        session.execute(_MOVE, {"key": key, "at": at})
