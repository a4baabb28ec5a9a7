"""A criterion's figures over a year as they were recorded, what they are held against, and where they lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from models.courses import Course, course
from models.histories import entries
from models.known import Known
from models.paces import Said, grows
from models.worth import Worth, worth
from scoring.catalog import Criterion, Indicator
from scoring.deadlines import Works
from scoring.figures import Figure, Measure, Number, Ratio
from scoring.history import Entry, as_known, standing
from scoring.scales.levels import Levels
from scoring.targets import Target, in_shares, target


@dataclass(frozen=True, slots=True)
class Point:
    """A criterion's number on a day; `others` is what other sources said of the same day."""

    day: date
    value: Fraction
    measure: Measure | None  # where the number is one figure as it stands
    sources: tuple[str, ...]
    others: tuple[Figure, ...]

    @property
    def other_values(self) -> list[Fraction]:
        """What the other sources' figures come to."""
        found = [_plain(figure.measure) for figure in self.others]
        return [value for value in found if value is not None]


@dataclass(frozen=True, slots=True)
class Trend:
    """One leaf's numbers, oldest first."""

    node: Criterion
    indicator: Indicator | None  # whose figure the number is; None where it is worked out of others
    shares: bool
    points: tuple[Point, ...]
    target: Target | None
    course: Course | None = None  # where they lead; None where that means nothing
    worth: Worth | None = None  # what that gives; None where no pace is known

    @property
    def drawn(self) -> bool:
        """One number is no trend."""
        return len(self.points) > 1


def _plain(measure: Measure) -> Fraction | None:
    if isinstance(measure, Number):
        return measure.number
    return measure.share if isinstance(measure, Ratio) and isinstance(measure.share, Fraction) else None


def sort_of(known: Known, code: str) -> str:
    """What a node's points come from; a "number" alone can be followed over a year."""
    node, asked = known.criteria_set.criteria[code], known.criteria_set.asked_for(code)
    if known.score.judgments[code].reason.kind == "not_applicable":
        return "not_applicable"
    if node.children:
        return "group"
    if node.scale is None or node.figure is None:
        return "hand"
    if any(each.asks == "duties" or each.name in known.counted for each in asked):
        return "reports"
    return "cases" if isinstance(node.scale, Levels) else "number"


def trends(session: Session, known: Known, at: datetime, today: date, works: Works, code: str) -> list[Trend]:
    """The trends of the leaves of a node, in the order of the paper, as known at a moment."""
    leaves = known.criteria_set.leaves(code)
    return trends_of(session, known, at, today, works, leaves)


def trends_of(
    session: Session, known: Known, at: datetime, today: date, works: Works, leaves: Sequence[Criterion]
) -> list[Trend]:
    """The trends of those of some leaves that can be followed."""
    leaves = [leaf for leaf in leaves if sort_of(known, leaf.code) == "number"]
    if not leaves:
        return []
    said = standing(entries(session, known.card.unit_id, known.card.year), at)
    return [_trend(known, leaf, said, at, today, works) for leaf in leaves]


def _trend(known: Known, leaf: Criterion, said: Sequence[Entry], at: datetime, today: date, works: Works) -> Trend:
    asked = {each.name: each for each in known.criteria_set.asked_for(leaf.code)}
    mine = [each for each in said if each.indicator in asked]
    days = sorted({each.as_of for each in mine})
    points = [point for day in days if (point := _point(known, leaf, mine, day, at, works))]
    aim = target(leaf, points[-1].value if points else Fraction(0), known.best.get(str(leaf.figure)))
    counted = [Said(each.day, each.value, each.measure) for each in points if each.measure is not None]
    alone = asked.get(str(leaf.figure)) if len(asked) == 1 else None
    leads = None
    if alone and aim and not aim.at_most and counted and is_running(known, alone, today):
        leads = course(alone, counted, aim, alone.closes.ends(known.card.year), today)
    gives = worth(known, leaf, alone, leads.pace, works) if alone and leads and leads.pace else None
    return Trend(leaf, alone, in_shares(leaf), tuple(points), aim, leads, gives)


def is_running(known: Known, indicator: Indicator, today: date) -> bool:
    """Whether a figure grows towards the end of a year that runs: where it leads means something."""
    year, closes = known.card.year, indicator.closes
    return grows(indicator) and not known.closed and closes.begins(year) <= today <= closes.ends(year)


def _point(known: Known, leaf: Criterion, said: list[Entry], day: date, at: datetime, works: Works) -> Point | None:
    """The leaf's number from what was said of the days up to one; None where that makes none."""
    figures = as_known(known.criteria_set, [each for each in said if each.as_of <= day], at)
    judged = known.judged(leaf.code, figures, day, works)
    if not isinstance(judged.reason.value, Fraction):
        return None
    own = figures.get(str(leaf.figure)) if len(figures) == 1 else None
    of_day = [figure for figure in figures.values() if figure.as_of == day]
    sources = dict.fromkeys(figure.source for figure in of_day if figure.source)
    return Point(day, judged.reason.value, own.measure if own else None, tuple(sources), own.others if own else ())
