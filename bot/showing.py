"""Which values of a figure show its rule: at an edge and just beside it, half-way to a target, one thing counted."""

from fractions import Fraction
from math import ceil, floor

from scoring.arithmetic import Call, Formula, Name
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.judgment import ZERO
from scoring.scales.bands import FALLING, Bands, Row
from scoring.scales.each import Each
from scoring.scales.full_at import FullAt
from scoring.targets import in_shares

MOST = 3  # values of one rule
_BEST = {True: Fraction(4, 5), False: Fraction(20)}  # the best of a block, where a rule is relative to it


def values_shown(criteria_set: CriteriaSet, node: Criterion) -> list[Fraction]:
    """The values of a leaf's number that show its rule, in the order of its rows or rising; none for points by hand."""
    if node.figure is None:
        return []
    indicator = criteria_set.indicators[node.figure.indicator]
    found = dict.fromkeys(_chosen(node, _step(criteria_set, node, indicator)))
    if indicator.value is None:  # what is counted is not below nothing, nor above all of it
        most = Fraction(1) if in_shares(node) and not indicator.may_exceed else max(found, default=ZERO)
        found = dict.fromkeys(min(value, most) for value in found if value >= 0)
    return sorted([*found][:MOST], reverse=isinstance(node.scale, Bands) and node.scale.rows[0].test in FALLING)


def _chosen(node: Criterion, step: Fraction) -> list[Fraction]:
    """By the scale, the most telling first; a scale that is not known here shows none."""
    if isinstance(node.scale, Bands):
        return _of_bands(node.scale, step, in_shares(node))
    if isinstance(node.scale, FullAt):
        return _of_target(node.scale, step, _BEST[in_shares(node)])
    return _of_each(node.scale, node) if isinstance(node.scale, Each) else []


def _step(criteria_set: CriteriaSet, node: Criterion, indicator: Indicator) -> Fraction:
    """How near "just beside" is: a hundredth of a percent, one thing, or a hundredth of a derived number."""
    if in_shares(node):
        return Fraction(1, 10_000)
    return Fraction(1, 100) if _is_divided(indicator, criteria_set) else Fraction(1)


def best_shown(node: Criterion) -> Fraction | None:
    """The best of the block that a relative rule is shown with."""
    return _BEST[in_shares(node)] if node.scale is not None and node.scale.relative else None


def _is_divided(indicator: Indicator, criteria_set: CriteriaSet) -> bool:
    """Whether a derived value may be a part of a thing."""

    def divided(formula: Formula) -> bool:
        if isinstance(formula, Call):
            return formula.function == "/" or any(map(divided, formula.operands))
        return isinstance(formula, Name) and _is_divided(criteria_set.indicators[formula.indicator], criteria_set)

    return indicator.value is not None and divided(indicator.value)


def _of_bands(scale: Bands, step: Fraction, shares: bool) -> list[Fraction]:
    """At the first edge and just beside it, just beside the last one; then at the others, and far from them."""
    rows = scale.rows[:-1]
    if not rows:
        return [ZERO]
    first, last = rows[0], rows[-1]
    far = [Fraction(1) if shares else first.edge + step, floor(last.edge / 2 / step) * step]
    if first.test not in FALLING:
        far = [_beside(last, step, inside=False) + step, ZERO]
    near = [_beside(first, step, True), _beside(first, step, False), _beside(last, step, False)]
    return [*near, *(_beside(row, step, True) for row in rows[1:]), *far]


def _beside(row: Row, step: Fraction, inside: bool) -> Fraction:
    """The value nearest a row's edge that the row still takes, or just no longer takes."""
    if inside == (row.test in ("from", "upto")):
        return row.edge
    up = (row.test in FALLING) == inside
    return (floor(row.edge / step) + 1) * step if up else (ceil(row.edge / step) - 1) * step


def _of_target(scale: FullAt, step: Fraction, best: Fraction) -> list[Fraction]:
    """Below the target, half-way and at it; below the lower bound where there is one."""
    target, bound = best if scale.stated is None else scale.stated, scale.zero_below
    quarter, half = (floor(target / parts / step) * step for parts in (4, 2))
    below = quarter if bound is None else (ceil(bound / step) - 1) * step
    return [below, half if bound is None or half > bound or bound == target else bound, target, target + step]


def _of_each(scale: Each, node: Criterion) -> list[Fraction]:
    """Nothing counted, one thing, and as many as the points can move."""
    reach = node.ceiling if scale.each > 0 else node.floor
    times = ceil((reach - scale.start) / scale.each)
    return [scale.over + scale.per * each for each in (0, 1, max(times, 2))]
