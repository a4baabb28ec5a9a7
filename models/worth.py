"""What a rate's target is worth: points now, where its pace leads, and if the target is reached."""

from dataclasses import dataclass, replace
from fractions import Fraction

from models.known import Known
from models.paces import Pace
from scoring.catalog import Criterion, Indicator
from scoring.deadlines import Works
from scoring.figures import Figure, Measure
from scoring.score import with_judgment
from scoring.targets import most


@dataclass(frozen=True, slots=True)
class Worth:
    """Points of the leaf, and of the whole year what reaching the target wins."""

    now: Fraction
    ends: Fraction
    possible: Fraction  # at the target; where that is out of reach, if everything to come counted
    maximum: Fraction
    gain: Fraction  # of the year: what may be added to today's points
    stake: Fraction  # of the year: the same, or what today's points may still lose


def worth(known: Known, leaf: Criterion, indicator: Indicator, found: Pace, works: Works) -> Worth:
    """What keeping a pace gives, and what reaching the target would."""
    judged = known.score.judgments[leaf.code]
    now, ends = judged.low, _points(known, leaf, indicator, found.end, found, works)
    possible = most(leaf)
    if found.out_of_reach and found.at_best is not None:
        possible = _points(known, leaf, indicator, found.at_best, found, works)
    best = max(possible, now)
    gain, stake = (_year(known, leaf, best) - _year(known, leaf, least) for least in (now, min(now, ends)))
    return Worth(now, ends, possible, judged.maximum, gain, stake)


def _points(
    known: Known, leaf: Criterion, indicator: Indicator, measure: Measure, found: Pace, works: Works
) -> Fraction:
    """The certain points of a leaf, if its figure ended so."""
    end = Figure(measure, found.until, "", known.figures[indicator.name].recorded_at)
    return known.judged(leaf.code, {**known.figures, indicator.name: end}, end.as_of, works).low


def _year(known: Known, leaf: Criterion, points: Fraction) -> Fraction:
    """The most the whole year may still come to, with so many points on a leaf."""
    judged = replace(known.score.judgments[leaf.code], low=points, high=points)
    return with_judgment(known.criteria_set, known.score.judgments, leaf.code, judged).high
