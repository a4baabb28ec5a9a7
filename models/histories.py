"""The rows of a scored unit's year as they were said: figures, points others gave, what does not apply."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.tables import Assessment, Exclusion, Observation
from scoring.history import Entry

STAGES = ("self", "appraised", "published")
_ENTRIES = (
    select(
        Observation.id, Observation.indicator, Observation.period, Observation.value, Observation.as_of,
        Observation.source, Observation.recorded_at, Observation.retracts,
    )
    .where(Observation.unit_id == bindparam("unit"))
    .where(Observation.period >= bindparam("year"), Observation.period < bindparam("next"))
    .order_by(Observation.id)
)  # fmt: skip
_ASSESSED = (
    select(
        Assessment.id, Assessment.stage, Assessment.code, Assessment.points, Assessment.reason, Assessment.round,
        Assessment.recorded_at, Assessment.retracts,
    )
    .where(Assessment.scorecard_id == bindparam("card"))
    .order_by(Assessment.round, Assessment.recorded_at, Assessment.id)
)  # fmt: skip
_EXCLUDED = select(Exclusion.code, Exclusion.reason, Exclusion.recorded_at).where(
    Exclusion.scorecard_id == bindparam("card")
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """Points somebody gave a node."""

    points: Fraction
    reason: str
    round: int
    recorded_at: datetime


def entries(session: Session, unit_id: int, year: int) -> list[Entry]:
    """Everything ever said of a unit's figures of a year, in the order it was recorded."""
    values = {"unit": unit_id, "year": str(year), "next": str(year + 1)}
    return [Entry(*row) for row in session.execute(_ENTRIES, values)]


def assessed(session: Session, scorecard_id: int, at: datetime) -> dict[str, dict[str, Assessed]]:
    """Stage → code → the newest points of the latest round, as known at a moment."""
    rows = [row for row in session.execute(_ASSESSED, {"card": scorecard_id}) if row.recorded_at <= at]
    gone = {row.retracts for row in rows if row.retracts is not None}
    stages: dict[str, dict[str, Assessed]] = {stage: {} for stage in STAGES}
    for id_, stage, code, points, reason, round_, recorded_at, retracts in rows:
        if retracts is None and id_ not in gone:
            stages[stage][code] = Assessed(Fraction(points), reason, round_, recorded_at)
    return stages


def excluded(session: Session, scorecard_id: int, at: datetime) -> dict[str, str]:
    """Code → reason of what does not apply."""
    rows = session.execute(_EXCLUDED, {"card": scorecard_id})
    return {code: reason for code, reason, recorded_at in rows if recorded_at <= at}
