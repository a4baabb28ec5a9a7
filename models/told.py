"""Who said what of a node, when, and on whose behalf; and what moved its points, figure by figure."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.known import Known
from models.scorecards import Card
from models.stamps import look, of_year
from models.tables import Assessment, Event, Observation, Person
from scoring.catalog import ROOT, CriteriaSet, Indicator
from scoring.figures import Measure


@dataclass(frozen=True, slots=True)
class Told:
    """One thing said: a figure of an indicator, or points of a stage. `back_at` is when it was taken back."""

    id: int
    recorded_at: datetime
    by: str  # a person's name; empty for a loaded file
    on_behalf_of: str
    indicator: Indicator | None = None
    measure: Measure | None = None
    period: str = ""
    as_of: date | None = None
    source: str = ""
    stage: str = ""
    round: int = 1
    points: Fraction = Fraction(0)
    reason: str = ""
    back_at: datetime | None = None


def questions_of(of_set: CriteriaSet, code: str) -> dict[str, Indicator]:
    """The indicators that a node's points depend on: asked for, or points by hand under a leaf's own code."""
    found: dict[str, Indicator] = {}
    for leaf in of_set.leaves(code):
        found |= {each.name: each for each in of_set.asked_for(leaf.code)}
        if leaf.code in of_set.indicators:
            found[leaf.code] = of_set.indicators[leaf.code]
    return found


def told(session: Session, known: Known, code: str, at: datetime) -> list[Told]:
    """Everything said by a moment of a node's figures and of its own points, newest first."""
    card = known.card
    look(session, of_year(card.unit_id, card.year))
    asked = {} if code == ROOT else questions_of(known.criteria_set, code)  # of the whole only its points
    said = _figures(session, card, asked, at) + _points(session, card, code, at)
    return sorted(said, key=lambda each: (each.recorded_at, each.id), reverse=True)


def _figures(session: Session, card: Card, asked: dict[str, Indicator], at: datetime) -> list[Told]:
    actor, other = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Observation, actor.name, other.name)
        .outerjoin(actor, actor.id == Observation.recorded_by)
        .outerjoin(Event, Event.id == Observation.event_id)
        .outerjoin(other, other.id == Event.on_behalf_of_id)
        .where(Observation.unit_id == card.unit_id, Observation.indicator.in_(asked))
        .where(Observation.period >= str(card.year), Observation.period < str(card.year + 1))
        .where(Observation.recorded_at <= at)
    ).all()
    back = {row.retracts: row.recorded_at for row, _, _ in rows if row.retracts is not None}
    return [
        Told(
            row.id, row.recorded_at, by or "", on_behalf_of or "", asked[row.indicator],
            asked[row.indicator].read(row.value), row.period, row.as_of, row.source, back_at=back.get(row.id),
        )
        for row, by, on_behalf_of in rows
        if row.retracts is None
    ]  # fmt: skip


def _points(session: Session, card: Card, code: str, at: datetime) -> list[Told]:
    actor, other = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Assessment, actor.name, other.name)
        .outerjoin(actor, actor.id == Assessment.recorded_by)
        .outerjoin(Event, Event.id == Assessment.event_id)
        .outerjoin(other, other.id == Event.on_behalf_of_id)
        .where(Assessment.scorecard_id == card.id, Assessment.code == code, Assessment.recorded_at <= at)
    ).all()
    back = {row.retracts: row.recorded_at for row, _, _ in rows if row.retracts is not None}
    return [
        Told(
            row.id, row.recorded_at, by or "", on_behalf_of or "", stage=row.stage, round=row.round,
            points=Fraction(row.points), reason=row.reason, back_at=back.get(row.id),
        )
        for row, by, on_behalf_of in rows
        if row.retracts is None
    ]  # fmt: skip
