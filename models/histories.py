"""The rows of a scored unit's year as they were said: figures, points others gave, what does not apply."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.database import Instant
from models.scorecards import Card
from models.stamps import look, of_year
from models.tables import Assessment, Exclusion, Observation
from scoring.history import Entry

STAGES = ("self", "appraised", "published")
# Plain columns on the plain connection: these are read with every question, and the ORM would triple their time.
_o, _a, _e = Observation.__table__.c, Assessment.__table__.c, Exclusion.__table__.c
_ENTRIES = (
    select(_o.id, _o.indicator, _o.period, _o.value, _o.as_of, _o.source, _o.recorded_at, _o.retracts)
    .where(_o.unit_id == bindparam("unit"), _o.period >= bindparam("year"), _o.period < bindparam("next"))
    .order_by(_o.id)
)
# What counts at a moment is of the newest day of its indicator and period; of each source the last said.
_back = Observation.__table__.alias("back").c
_mine = (_o.unit_id == bindparam("unit"), _o.period >= bindparam("year"), _o.period < bindparam("next"))
_taken_back = select(_back.retracts).where(
    _back.unit_id == bindparam("unit"), _back.period >= bindparam("year"), _back.period < bindparam("next"),
    _back.recorded_at <= bindparam("at", type_=Instant), _back.retracts.is_not(None),
)  # fmt: skip
_ranked = (
    select(
        _o.id, _o.indicator, _o.period, _o.value, _o.as_of, _o.source, _o.recorded_at, _o.retracts,
        func.rank().over(partition_by=(_o.indicator, _o.period), order_by=_o.as_of.desc()).label("day"),
        func.row_number().over(
            partition_by=(_o.indicator, _o.period, _o.as_of, _o.source), order_by=(_o.recorded_at.desc(), _o.id.desc())
        ).label("word"),
    )
    .where(*_mine, _o.recorded_at <= bindparam("at", type_=Instant), _o.retracts.is_(None), _o.id.not_in(_taken_back))
    .subquery()
)  # fmt: skip
_NEWEST = (
    select(*[column for column in _ranked.c if column.name not in ("day", "word")])
    .where(_ranked.c.day == 1, _ranked.c.word == 1)
    .order_by(_ranked.c.id)
)
_ASSESSED = (
    select(_a.id, _a.stage, _a.code, _a.points, _a.reason, _a.round, _a.recorded_at, _a.retracts)
    .where(_a.scorecard_id == bindparam("card"))
    .order_by(_a.round, _a.recorded_at, _a.id)
)
_EXCLUDED = select(_e.code, _e.reason, _e.recorded_at).where(_e.scorecard_id == bindparam("card"))


@dataclass(frozen=True, slots=True)
class Assessed:
    """Points somebody gave a node."""

    points: Fraction
    reason: str
    round: int
    recorded_at: datetime


def entries(session: Session, unit_id: int, year: int) -> list[Entry]:
    """Everything ever said of a unit's figures of a year, in the order it was recorded."""
    look(session, of_year(unit_id, year))
    values = {"unit": unit_id, "year": str(year), "next": str(year + 1)}
    return [Entry(*row) for row in session.connection().execute(_ENTRIES, values)]


def newest_entries(session: Session, unit_id: int, year: int, at: datetime) -> list[Entry]:
    """Of what was said by a moment and stands, only what can count: `as_known` of it is `as_known` of everything."""
    look(session, of_year(unit_id, year))
    values = {"unit": unit_id, "year": str(year), "next": str(year + 1), "at": at}
    return [Entry(*row) for row in session.connection().execute(_NEWEST, values)]


def assessed(session: Session, card: Card, at: datetime) -> dict[str, dict[str, Assessed]]:
    """Stage → code → the newest points of the latest round, as known at a moment."""
    look(session, of_year(card.unit_id, card.year))
    rows = [row for row in session.connection().execute(_ASSESSED, {"card": card.id}) if row.recorded_at <= at]
    gone = {row.retracts for row in rows if row.retracts is not None}
    stages: dict[str, dict[str, Assessed]] = {stage: {} for stage in STAGES}
    for id_, stage, code, points, reason, round_, recorded_at, retracts in rows:
        if retracts is None and id_ not in gone:
            stages[stage][code] = Assessed(Fraction(points), reason, round_, recorded_at)
    return stages


def excluded(session: Session, card: Card, at: datetime) -> dict[str, str]:
    """Code → reason of what does not apply."""
    look(session, of_year(card.unit_id, card.year))
    rows = session.connection().execute(_EXCLUDED, {"card": card.id})
    return {code: reason for code, reason, recorded_at in rows if recorded_at <= at}
