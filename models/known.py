"""All that is known of one scorecard at one moment: figures, the score they make, what others gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.scorecards import Card
from models.sets import criteria_set
from models.tables import Assessment, Exclusion, Misprint, Observation, Unit
from scoring.catalog import ROOT, CriteriaSet, Criterion
from scoring.figures import Figure, read
from scoring.score import Judgment, Score, score


@dataclass(frozen=True, slots=True)
class Assessed:
    """Points somebody gave a node."""

    points: Fraction
    reason: str
    round: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands: what was published for it, and what the figures say."""

    node: Criterion
    published: Fraction | None
    judgment: Judgment
    closed: bool

    @property
    def lost(self) -> Fraction:
        """Points lost: maximum − published in a closed year, else what no figure to come can win back."""
        if self.node.role == "penalty":
            return -(self.published if self.closed and self.published else self.judgment.low)
        if self.node.role == "bonus" or (self.closed and self.published is None):
            return Fraction(0)
        return self.node.max - self.published if self.closed and self.published is not None else self.judgment.lost


@dataclass(frozen=True, slots=True)
class Totals:
    """Points of a running year."""

    certain: Fraction
    lost: Fraction
    unknown: Fraction
    possible: Fraction  # with the survey


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one scorecard at one moment."""

    card: Card
    criteria_set: CriteriaSet
    score: Score
    figures: Mapping[str, Figure]
    stages: Mapping[str, Mapping[str, Assessed]]  # stage → code → the newest
    exclusions: Mapping[str, str]  # code → reason
    misprints: Mapping[str, tuple[Misprint, ...]]
    unit_names: Mapping[str, str]  # the last segment of a key below the scored unit → name

    @property
    def closed(self) -> bool:
        """Published: what the office computes no longer moves the year's points."""
        return bool(self.stages["published"])

    def published(self, code: str) -> Fraction | None:
        assessed = self.stages["published"].get(code)
        return assessed.points if assessed else None

    def standing(self, code: str) -> Standing:
        return Standing(self.criteria_set.criteria[code], self.published(code), self.score.judgments[code], self.closed)

    def parts(self, code: str = ROOT) -> list[Standing]:
        """The parts of a node, in the order of the paper."""
        return [self.standing(child) for child in self.criteria_set.criteria[code].children]

    def losing(self) -> list[Standing]:
        """The lowest nodes that have lost points, largest first; the survey stands apart.

        Together they are what was lost: below a node that is not the plain sum of its parts, a part's loss is not the
        year's, so such a node stands for its parts.
        """
        nodes = [node for domain in self.parts() if not domain.node.survey for node in self._summed(domain)]
        return sorted((node for node in nodes if node.lost > 0), key=lambda node: -node.lost)

    def _summed(self, node: Standing) -> list[Standing]:
        if not node.node.children or node.node.combine != "sum" or node.judgment.reason.clamped:
            return [node]
        return [below for part in self.parts(node.node.code) for below in self._summed(part)]

    def domains(self) -> list[Standing]:
        """The domains an appraisal gives points for."""
        return [part for part in self.parts() if part.node.role == "points" and not part.node.survey]

    def surveys(self) -> list[Standing]:
        """What citizens' satisfaction gives points for."""
        return [part for part in self.parts() if part.node.survey]

    def extras(self) -> list[Standing]:
        """Bonus and penalty: added or taken off beside the rest."""
        return [part for part in self.parts() if part.node.role != "points"]

    def index(self) -> Fraction | None:
        """The published index as a share of one."""
        points = self.published(ROOT)
        return None if points is None else points / self.criteria_set.max

    def totals(self) -> "Totals":
        """Certain, lost, not yet known and still possible: of the domains, without survey, bonus and penalty."""
        domains = [domain.judgment for domain in self.domains()]
        surveys = [survey.judgment for survey in self.surveys()]
        return Totals(
            sum((each.low for each in domains), Fraction(0)),
            sum((each.lost for each in domains), Fraction(0)),
            sum((each.unknown for each in domains), Fraction(0)),
            sum((each.high for each in [*domains, *surveys]), Fraction(0)),
        )

    def stale(self, since: date) -> list[str]:
        """Running indicators whose newest figure is older than a day: their numbers no longer tell of today."""
        running = (name for name, each in self.criteria_set.indicators.items() if each.accumulates == "to_date")
        return [name for name in running if name in self.figures and self.figures[name].as_of < since]

    def lead(self, code: str) -> str:
        """The name of the unit responsible for a node; empty where the set names none of this office's units."""
        return self.unit_names.get(self.criteria_set.lead(code), "")

    def supporting(self, code: str) -> list[str]:
        return [self.unit_names[unit] for unit in self.criteria_set.supporting(code) if unit in self.unit_names]


def known(session: Session, card: Card, at: datetime) -> Known:
    """The scorecard as it was known at a moment: recorded by then, the latest day counted, then the latest said."""
    scored_on = criteria_set(session, card.criteria_set_id)
    figures = _figures(session, card, scored_on, at)
    exclusions = {
        row.code: row.reason
        for row in session.scalars(
            select(Exclusion).where(Exclusion.scorecard_id == card.id, Exclusion.recorded_at <= at)
        )
    }
    stages: dict[str, dict[str, Assessed]] = {"self": {}, "appraised": {}, "published": {}}
    for row in session.scalars(
        select(Assessment)
        .where(Assessment.scorecard_id == card.id, Assessment.recorded_at <= at)
        .order_by(Assessment.round, Assessment.recorded_at, Assessment.id)
    ):
        stages[row.stage][row.code] = Assessed(Fraction(row.points), row.reason, row.round, row.recorded_at)
    misprints: dict[str, tuple[Misprint, ...]] = {}
    if stages["published"]:
        for misprint in session.scalars(select(Misprint).where(Misprint.scorecard_id == card.id).order_by(Misprint.id)):
            misprints[misprint.code] = (*misprints.get(misprint.code, ()), misprint)
    judged = score(scored_on, figures, card.level, tuple(exclusions))
    return Known(card, scored_on, judged, figures, stages, exclusions, misprints, units_below(session, card.unit_key))


def _figures(session: Session, card: Card, scored_on: CriteriaSet, at: datetime) -> dict[str, Figure]:
    figures = {}
    for name, value, as_of, source, recorded_at in session.execute(
        select(Observation.indicator, Observation.value, Observation.as_of, Observation.source, Observation.recorded_at)
        .where(Observation.unit_id == card.unit_id, Observation.period == str(card.year), Observation.recorded_at <= at)
        .order_by(Observation.as_of, Observation.recorded_at, Observation.id)
    ):
        indicator = scored_on.indicators.get(name)
        if indicator is not None and indicator.asks:
            figures[name] = Figure(read(indicator.asks, indicator.states, value), as_of, source, recorded_at)
    return figures


def units_below(session: Session, key: str) -> dict[str, str]:
    """The parts of a unit by the last segment of their key, as criteria sets name them."""
    rows = session.execute(
        select(Unit.key, Unit.name).where(Unit.key.startswith(f"{key}/", autoescape=True)).order_by(Unit.id)
    )
    return {unit_key.rpartition("/")[2]: name for unit_key, name in rows if unit_key.count("/") == key.count("/") + 1}
