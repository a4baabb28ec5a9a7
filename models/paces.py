"""Where a growing figure leads by the year's end, and what of the coming weeks would reach its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from models.known import Known
from scoring.catalog import Criterion, Indicator
from scoring.deadlines import Works
from scoring.figures import Figure, Measure, Number, Ratio
from scoring.targets import Target

RECENT = timedelta(days=28)  # what a pace is taken from, as far as there are figures
SHORTEST = timedelta(days=14)  # fewer days tell no pace
FEWEST = 10  # nor do fewer new things


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as it stood on a day."""

    day: date
    value: Fraction
    measure: Measure


@dataclass(frozen=True, slots=True)
class Pace:
    """What came in a week since a day, where that leads by the year's end, and what reaches the target."""

    since: date
    weekly: Fraction  # of what counts: files filed online, items, a share of one
    weekly_all: Fraction | None  # of everything: files; None where nothing is divided
    until: date
    ends: Fraction
    points: Fraction  # that this would give
    coming: Fraction | None  # of everything, until then
    needed: Fraction | None  # of that, or more of it, for the target; None where it is reached
    needed_weekly: Fraction | None
    out_of_reach: bool


def has_pace(known: Known, indicator: Indicator, target: Target | None, today: date) -> bool:
    """Whether a pace means something: a running year's figure that only grows, held against a value to reach."""
    grows = indicator.accumulates != "" and not indicator.may_fall and indicator.asks in ("ratio", "number", "percent")
    to_reach = target is not None and not target.at_most
    return grows and to_reach and not known.closed and today.year == known.card.year


def pace(
    known: Known, leaf: Criterion, indicator: Indicator, said: Sequence[Said], target: Target, works: Works
) -> Pace | None:
    """The pace since the newest figure that is four weeks older than the last, or since the first one.

    None where the figures are too few or too near each other to tell one.
    """
    last, until = said[-1], date(known.card.year, 12, 31)
    base = next((each for each in reversed(said) if each.day <= last.day - RECENT), said[0])
    if last.day - base.day < SHORTEST or last.day >= until:
        return None
    weeks, left = Fraction((last.day - base.day).days, 7), Fraction((until - last.day).days, 7)
    reached = target.reached(last.value)
    coming = weekly_all = None
    before, after = _counts(base.measure), _counts(last.measure)
    if before and after and before[1] != after[1]:
        (was, of), (now, everything) = before, after
        weekly, weekly_all = (now - was) / weeks, (everything - of) / weeks
        if everything - of < FEWEST or not 0 <= weekly <= weekly_all:
            return None
        coming = weekly_all * left
        end: Measure = Ratio(now + weekly * left, everything + coming)
        ends = (now + weekly * left) / (everything + coming)
        needed = max(target.of(everything + coming) - now, Fraction(0))
    elif indicator.asks == "ratio" and not (before and after):
        return None  # a printed percentage: what is to come cannot be weighed against what was
    else:  # a number, or a part of what does not grow itself: a plan
        weekly = (last.value - base.value) / weeks
        if weekly < 0:
            return None
        ends = last.value + weekly * left
        if indicator.asks != "number" and not indicator.may_exceed:
            ends = min(ends, max(Fraction(1), last.value))
        end = Number(ends) if indicator.asks == "number" else Ratio(ends, None)
        needed = target.edge - last.value
    points = _points(known, leaf, Figure(end, until, "", known.figures[indicator.name].recorded_at), indicator, works)
    out_of_reach = not reached and coming is not None and needed > coming
    wanted = None if reached else needed
    per_week = None if reached else needed / left
    return Pace(base.day, weekly, weekly_all, until, ends, points, coming, wanted, per_week, out_of_reach)


def _counts(measure: Measure) -> tuple[Fraction, Fraction] | None:
    """How many of how many; None for a number, or a percentage without its counts."""
    return (measure.n, measure.d) if isinstance(measure, Ratio) and measure.d is not None else None


def _points(known: Known, leaf: Criterion, end: Figure, indicator: Indicator, works: Works) -> Fraction:
    """The certain points of a leaf, if its figure ended so."""
    return known.judged(leaf.code, {**known.figures, indicator.name: end}, end.as_of, works).low
