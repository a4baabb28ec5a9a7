"""The rates of a scorecard that lead somewhere: state, pace, points at stake, and the unit that answers for them."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from models.courses import LOW, Course
from models.known import Known
from models.scorecards import Card, Part
from models.stale import stale_figures
from models.trends import Trend, is_running, trends_of
from models.worth import Worth
from scoring.catalog import Criterion, Indicator
from scoring.deadlines import Works
from scoring.figures import Figure
from scoring.judgment import Judgment
from scoring.targets import Target


@dataclass(frozen=True, slots=True)
class Rate:
    """One leaf's growing figure against its target."""

    card: Card
    node: Criterion
    indicator: Indicator
    target: Target
    shares: bool  # its values are shares, said as percentages
    figure: Figure  # the newest: measure, day, source
    value: Fraction
    judgment: Judgment  # of the leaf, now
    course: Course
    worth: Worth | None  # None where no pace is known
    owner: Part  # who enters the figure
    shared: bool  # the figure serves other leaves too

    @property
    def state(self) -> str:
        return self.course.state

    @property
    def low(self) -> bool:
        """Whether it is to be told that this leads below the target."""
        return self.state in LOW

    @property
    def key(self) -> tuple[str, str, date]:
        """Stays the same for as long as the same is to be told: what, its state, and since when."""
        what = f"{self.indicator.name} {self.node.code}" if self.shared else self.indicator.name
        return what, self.state, self.course.since

    @property
    def begins(self) -> date:
        return self.indicator.closes.begins(self.card.year)

    @property
    def until(self) -> date:
        return self.indicator.closes.ends(self.card.year)

    @property
    def stake(self) -> Fraction:
        """Points of the year that reaching the target wins or keeps."""
        return self.worth.stake if self.worth else Fraction(0)


def rates(session: Session, known: Known, at: datetime, today: date, works: Works, code: str = "") -> list[Rate]:
    """Every rate of a running year below a node (or of the whole), in the order of the paper, as known at a moment."""
    leaves = [leaf for leaf in known.criteria_set.leaves() if known.criteria_set.stands_in(leaf.code, code)]
    running = [leaf for leaf in leaves if _may_run(known, leaf, today)]
    found = trends_of(session, known, at, today, works, running)
    return [rate for trend in found if (rate := _rate(known, trend))]


def low_rates(session: Session, known: Known, at: datetime, today: date, works: Works, days: int) -> list[Rate]:
    """The rates that lead below their target, most points at stake first.

    Those whose figure is older than so many days are left out: its owner is asked for a newer one (`stale_figures`).
    """
    stale = {each.indicator.name for each in stale_figures(known, today, days)}
    return worst([each for each in rates(session, known, at, today, works) if each.indicator.name not in stale])


def worst(found: list[Rate]) -> list[Rate]:
    """Those of some rates that lead below their target, most points at stake first."""
    return sorted((each for each in found if each.low), key=lambda each: -each.stake)


def _may_run(known: Known, leaf: Criterion, today: date) -> bool:
    """Whether a leaf reads one figure as it stands, and that leads somewhere: others need not be followed."""
    asked = known.criteria_set.asked_for(leaf.code)
    return len(asked) == 1 and asked[0].name in known.figures and is_running(known, asked[0], today)


def _rate(known: Known, trend: Trend) -> Rate | None:
    indicator, target, leads = trend.indicator, trend.target, trend.course
    if indicator is None or target is None or leads is None:
        return None
    code = trend.node.code
    return Rate(
        known.card, trend.node, indicator, target, trend.shares, known.figures[indicator.name],
        trend.points[-1].value, known.score.judgments[code], leads, trend.worth, known.enters(indicator, code),
        len(known.criteria_set.served_by(indicator.name)) > 1,
    )  # fmt: skip
