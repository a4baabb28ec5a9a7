"""All that is known of one scorecard at one moment: figures, the score they make, what others gave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.blocks import best_of_block
from models.duties import MISSING, Report, counted, reports_of
from models.histories import Assessed, assessed, excluded, newest_entries
from models.kept import kept_year
from models.scorecards import Card, Part, parts_of
from models.sets import criteria_set
from models.stamps import FIGURES, look, of_year, seen
from models.tables import Misprint
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.deadlines import Works, weekdays
from scoring.figures import Figure
from scoring.history import as_known
from scoring.judgment import Judgment
from scoring.scales import Best
from scoring.score import Score, judge, score


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands: what was published for it, and what the figures say."""

    node: Criterion
    published: Fraction | None
    judgment: Judgment
    closed: bool

    @property
    def maximum(self) -> Fraction:
        """The applicable maximum: what does not apply has left it. A bonus and a penalty keep their own."""
        if self.node.role != "points" or self.judgment.maximum < (self.published or 0):
            return self.node.max
        return self.judgment.maximum

    @property
    def lost(self) -> Fraction:
        """Points lost: maximum − published in a closed year, else what no figure to come can win back."""
        if self.node.role == "penalty":
            return -((self.published or Fraction(0)) if self.closed else self.judgment.low)
        if self.node.role == "bonus" or (self.closed and self.published is None):
            return Fraction(0)
        return self.maximum - self.published if self.closed and self.published is not None else self.judgment.lost


@dataclass(frozen=True, slots=True)
class Totals:
    """Points of a running year."""

    certain: Fraction
    lost: Fraction
    unknown: Fraction
    possible: Fraction  # with the survey


@dataclass(frozen=True)
class Known:
    """All that is known of one scorecard at one moment."""

    card: Card
    criteria_set: CriteriaSet
    score: Score
    figures: Mapping[str, Figure]
    stages: Mapping[str, Mapping[str, Assessed]]  # stage → code → the newest
    exclusions: Mapping[str, str]  # code → reason
    misprints: Mapping[str, tuple[Misprint, ...]]
    units: Mapping[str, Part]  # the parts of the scored unit, as the set names them
    best: Mapping[str, Best]  # the best values of the unit's block, by name of figure
    closed: bool  # published, the whole or every domain: what the office computes no longer moves the year's points
    reports: Sequence[Report] = ()  # what the unit owes in the year, first due first
    counted: Collection[str] = ()  # the indicators whose figures are counted from those

    @cached_property
    def stated(self) -> Mapping[str, Figure]:
        """The figures that somebody said."""
        return {name: figure for name, figure in self.figures.items() if name not in self.counted}

    def overdue(self, code: str = "") -> list[Report]:
        """The reports that were due and not sent, of all or of those that a leaf counts or is served by."""
        asked = {each.name for each in self.criteria_set.asked_for(code) if each.name in self.counted}
        missing = [each for each in self.reports if each.state == MISSING]
        return [each for each in missing if not code or each.code == code or each.indicator in asked]

    def published(self, code: str) -> Fraction | None:
        assessed = self.stages["published"].get(code)
        return assessed.points if assessed else None

    def standing(self, code: str) -> Standing:
        return Standing(self.criteria_set.criteria[code], self.published(code), self.score.judgments[code], self.closed)

    def judged(self, code: str, figures: Mapping[str, Figure], day: date, works: Works) -> Judgment:
        """A node as other figures of this unit would be judged on a day."""
        return judge(self.criteria_set, figures, code, self.card.level, best=self.best, day=day, works=works)

    def parts(self, code: str = ROOT) -> list[Standing]:
        """The parts of a node, in the order of the paper."""
        return [self.standing(child) for child in self.criteria_set.criteria[code].children]

    def moved(self, after: "Known") -> list[tuple[Standing, Standing]]:
        """The leaves whose points are others afterwards: before and after."""
        pairs = [(self.standing(leaf.code), after.standing(leaf.code)) for leaf in after.criteria_set.leaves()]
        return [(was, now) for was, now in pairs if was.judgment.ends != now.judgment.ends]

    def losing(self) -> list[Standing]:
        """The lowest nodes that have lost points, largest first; survey and penalty stand apart.

        Together they are what was lost: below a node that is not the plain sum of its parts, a part's loss is not the
        year's, so such a node stands for its parts.
        """
        return sorted((node for node in self.summed() if node.lost > 0), key=lambda node: -node.lost)

    def summed(self) -> list[Standing]:
        """The lowest nodes whose plain sum the domains are, in the order of the paper."""
        return [node for domain in self.domains() for node in self._summed(domain)]

    def _summed(self, node: Standing) -> list[Standing]:
        parts = self.parts(node.node.code)
        unsaid = self.closed and any(part.published is None for part in parts)
        if not parts or node.node.combine != "sum" or unsaid:
            return [node]
        if self.closed and node.node.partial and sum((part.lost for part in parts), Fraction(0)) < node.lost:
            return [node]  # the rest of a partial group was lost too
        return [below for part in parts for below in self._summed(part)]

    def penalties(self) -> list[Standing]:
        """The lowest nodes that take points off."""
        leaves = [self.standing(leaf.code) for leaf in self.criteria_set.leaves() if leaf.role == "penalty"]
        return [leaf for leaf in leaves if leaf.lost > 0]

    def domains(self) -> list[Standing]:
        """The domains an appraisal gives points for."""
        return [part for part in self.parts() if part.node.role == "points" and not part.node.survey]

    def surveys(self) -> list[Standing]:
        """What citizens' satisfaction gives points for."""
        return [part for part in self.parts() if part.node.survey]

    def extras(self) -> list[Standing]:
        """Bonus and penalty: added or taken off beside the rest."""
        return [part for part in self.parts() if part.node.role != "points"]

    def given(self, stage: str) -> Fraction | None:
        """The sum of the domains' points in a stage; None unless every domain has some."""
        points = [self.stages[stage].get(domain.node.code) for domain in self.domains()]
        if not points or None in points:
            return None
        return sum((each.points for each in points if each), Fraction(0))

    def index(self) -> Fraction | None:
        """The published index as a share of one."""
        points = self.published(ROOT)
        return None if points is None else points / self.standing(ROOT).maximum

    @cached_property
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

    def stale(self, since: date) -> list[tuple[Indicator, Figure]]:
        """Running figures older than a day, oldest first: they no longer tell of today. A closed year has none."""
        indicators = self.criteria_set.indicators
        running = [(indicators[name], figure) for name, figure in self.figures.items() if name in indicators]
        late = [each for each in running if each[0].accumulates == "to_date" and each[1].as_of < since]
        return [] if self.closed else sorted(late, key=lambda each: each[1].as_of)

    def unit(self, key: str) -> Part:
        """The part of this office that a set names; the office itself where it has no such part."""
        name = self.card.unit_name
        return self.units.get(key) or Part("", name, name, self.card.unit_names)

    def lead(self, code: str) -> Part | None:
        """The unit responsible for a node, where the set names one."""
        key = self.criteria_set.lead(code)
        return self.unit(key) if key else None

    def enters(self, indicator: Indicator, code: str = "") -> Part:
        """The unit that enters a figure: its owner, else who leads the leaf (or the first one) that it serves."""
        codes = [code] if code else [leaf.code for leaf in self.criteria_set.served_by(indicator.name)]
        return self.unit(indicator.owner or next((self.criteria_set.lead(each) for each in codes), ""))

    def supporting(self, code: str) -> list[Part]:
        """The units that help with a node."""
        return [self.units[unit] for unit in self.criteria_set.supporting(code) if unit in self.units]


def known(session: Session, card: Card, at: datetime, day: date, now: datetime, works: Works = weekdays) -> Known:
    """The scorecard as it was known at a moment of a day: recorded by then, of the latest day, latest said."""
    number = look(session, of_year(card.unit_id, card.year))
    if criteria_set(session, card.criteria_set_id).relative or not seen(session).are_before(now):
        return _known(session, card, at, day, works)  # others move it, or the moment itself does
    return kept_year(session, (card.id, day, number), lambda: _known(session, card, at, day, works))


def _known(session: Session, card: Card, at: datetime, day: date, works: Works) -> Known:
    scored_on = criteria_set(session, card.criteria_set_id)
    reports = [report.at(at, day) for report in reports_of(session, card)]
    of_reports = counted(scored_on, reports, at, day)
    figures = as_known(scored_on, newest_entries(session, card.unit_id, card.year, at), at) | of_reports
    exclusions, stages = excluded(session, card, at), assessed(session, card, at)
    misprints: dict[str, tuple[Misprint, ...]] = {}
    if stages["published"]:
        for misprint in session.scalars(select(Misprint).where(Misprint.scorecard_id == card.id).order_by(Misprint.id)):
            misprints[misprint.code] = (*misprints.get(misprint.code, ()), misprint)
    if scored_on.relative:
        look(session, FIGURES)
    best = best_of_block(session, card, scored_on, at, day, works) if scored_on.relative else {}
    judged = score(scored_on, figures, card.level, exclusions, best=best, day=day, works=works)
    parts, published = parts_of(session, card.unit_key), stages["published"]
    closed = ROOT in published or all(code in published for code in scored_on.criteria[ROOT].children)
    return Known(
        card, scored_on, judged, figures, stages, exclusions, misprints, parts, best, closed, reports, of_reports.keys()
    )  # fmt: skip
