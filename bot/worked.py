"""Worked values of a rule: chosen by the rule itself, judged by the engine that scores the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from fractions import Fraction
from math import ceil, floor

from scoring.arithmetic import Call, Formula, Name
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.combining import combine
from scoring.figures import Cases, Figure, Measure, Number, Ratio
from scoring.judgment import ZERO, Judgment, Reason
from scoring.scales import Best
from scoring.scales.bands import FALLING, Bands, Row
from scoring.scales.each import Each
from scoring.scales.full_at import FullAt
from scoring.scales.levels import Levels
from scoring.score import score

MOST = 3  # values shown
FULL, NONE, ONE_LOST = "full", "none", "one lost"
_BEST = {True: Fraction(4, 5), False: Fraction(20)}  # the best of a block, where a rule is relative to it


@dataclass(frozen=True, slots=True)
class Worked:
    """One worked value: figures, or a value of the figure, or a combination of parts; and what the engine gives."""

    judgment: Judgment
    figures: tuple[tuple[Indicator, Measure], ...] = ()
    value: Fraction | None = None
    best: Fraction | None = None  # of the block
    combination: str = ""
    lost: Criterion | None = None  # the part that the combination lost
    written: str = ""  # what a file of examples has, where that is something else


def worked(criteria_set: CriteriaSet, node: Criterion) -> list[Worked]:
    """The worked values of a node; none for points by hand."""
    if node.children:
        return _combinations(node, [criteria_set.criteria[code] for code in node.children])
    if isinstance(node.scale, Levels):
        assert node.figure is not None
        indicator = criteria_set.indicators[node.figure.indicator]
        told = [((indicator, cases),) for cases in _cases(indicator)]
        return [Worked(judged(criteria_set, node, dict_of(each)), each) for each in told]
    best = _BEST[in_shares(node)] if node.scale and node.scale.relative else None
    found = [(value, judged_value(criteria_set, node, value, best)) for value in _values(criteria_set, node)]
    return [Worked(judgment, value=value, best=best) for value, judgment in found]


def dict_of(figures: Iterable[tuple[Indicator, Measure]]) -> dict[str, Measure]:
    return {indicator.name: measure for indicator, measure in figures}


def judged(
    criteria_set: CriteriaSet, node: Criterion, told: Mapping[str, Measure], best: Fraction | None = None
) -> Judgment:
    """How the engine judges a node from these figures alone, in a unit of a level it applies to."""
    day = criteria_set.valid_from
    figures = {name: Figure(each, day, "", datetime.combine(day, time(), UTC)) for name, each in told.items()}
    block = {str(node.figure): Best(best, 1, 0)} if best is not None else {}
    return score(criteria_set, figures, _level(criteria_set, node), best=block).judgments[node.code]


def judged_value(
    criteria_set: CriteriaSet, node: Criterion, value: Fraction, best: Fraction | None = None
) -> Judgment:
    """How the engine judges a value of a leaf's figure, whatever it is made of: the leaf asks for it itself here."""
    asked = Indicator(node.code, "number")
    leaf = replace(node, figure=Name(node.code))
    told = replace(
        criteria_set,
        criteria={**criteria_set.criteria, node.code: leaf},
        indicators={**criteria_set.indicators, node.code: asked},
        asked={**criteria_set.asked, node.code: (asked,)},
        silent={},
    )
    return judged(told, leaf, {node.code: Number(value)}, best)


def nothing_due(asked: Iterable[Indicator]) -> dict[str, Measure]:
    """Figures that say that nothing arose."""
    zero = {"ratio": Ratio(ZERO, ZERO), "number": Number(ZERO), "percent": Ratio(ZERO, None)}
    empty = {each.name: Cases(((each.states[0], 0),)) for each in asked if each.states}
    return {**{each.name: zero[each.asks] for each in asked if each.asks in zero}, **empty}


def in_shares(node: Criterion) -> bool:
    """Whether the values of a leaf's figure are shares, written as percentages."""
    if isinstance(node.scale, Bands):
        return any(row.in_shares for row in node.scale.rows)
    return isinstance(node.scale, FullAt | Each) and node.scale.in_shares


def _level(criteria_set: CriteriaSet, node: Criterion) -> str:
    """A level of unit that the node applies to."""
    stated = [each.only_for for each in criteria_set.path(node.code) if each.only_for]
    return next((level for level in (stated or [()])[0] if all(level in other for other in stated)), "")


def _values(criteria_set: CriteriaSet, node: Criterion) -> list[Fraction]:
    """The values of a number that show its rule, in the order of its rows or rising."""
    if node.figure is None or node.scale is None:
        return []
    indicator, shares = criteria_set.indicators[node.figure.indicator], in_shares(node)
    scale, derived = node.scale, indicator.value is not None
    step = Fraction(1, 10_000) if shares else Fraction(1)
    if not shares and _is_divided(indicator, criteria_set):
        step = Fraction(1, 100)
    most = Fraction(1) if shares and not derived and not indicator.may_exceed else None
    found: list[Fraction] = []
    if isinstance(scale, Bands):
        found = _of_bands(scale, step, shares)
    elif isinstance(scale, FullAt):
        found = _of_target(scale, step, _BEST[shares])
    elif isinstance(scale, Each):
        found = _of_each(scale, node)
    if most is not None and isinstance(scale, Each):
        found = [min(value, most) for value in found]
    possible = [v for v in dict.fromkeys(found) if (derived or v >= 0) and (most is None or v <= most)][:MOST]
    return sorted(possible, reverse=isinstance(scale, Bands) and scale.rows[0].test in FALLING)


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


def _cases(indicator: Indicator) -> list[Cases]:
    """Each of up to three states; of what is counted all in the best state, two in the next, two in the last."""
    best, *others = indicator.states
    if indicator.asks in ("counts", "duties"):
        mixed = [Cases(((best, 2), (state, 2))) for state in dict.fromkeys((*others[:1], *others[-1:]))]
        return [Cases(((best, 4),)), *mixed][:MOST]
    shown = indicator.states if len(others) < MOST else (best, others[0], others[-1])
    return [Cases(((state, 1),)) for state in shown]


def _combinations(node: Criterion, parts: list[Criterion]) -> list[Worked]:
    """All parts in full, none of them, all but one: where one counts for all, the best one."""
    counted = [part for part in parts if part.role == node.role or part.in_maximum]
    one = max(counted, key=lambda part: part.max) if node.combine == "best" else counted[0] if counted else None
    lost = {FULL: [], NONE: counted, ONE_LOST: [one] if one and len(counted) > 1 else None}
    return [
        Worked(_combined(node, parts, counted, gone), combination=which, lost=one if which == ONE_LOST else None)
        for which, gone in lost.items()
        if gone is not None
    ]


def _combined(node: Criterion, parts: list[Criterion], counted: list[Criterion], lost: list[Criterion]) -> Judgment:
    """A node whose counted parts have all they can have, but for those that are lost; bonus and penalty at nothing."""

    def points(part: Criterion) -> Fraction:
        if part not in counted:
            return ZERO
        return part.ceiling if part not in lost else -part.max if part.role == "penalty" else ZERO

    told = [(part, points(part)) for part in parts]
    return combine(node, [(part, Judgment(p, p, part.ceiling, Reason("worked"))) for part, p in told])
