"""Parts to their parent: monotone, so each combiner is applied to both ends alike (rules 8, 16 to 18)."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from scoring.catalog import Criterion
from scoring.judgment import ZERO, Judgment, Reason

Parts = list[tuple[Criterion, Judgment]]
_SUM, _NOT_APPLICABLE = Reason("sum"), Reason("not_applicable")


def combine(node: Criterion, judged: Parts) -> Judgment:
    """A parent from its parts as they were judged."""
    applicable = [each for each in judged if each[1].reason.kind != "not_applicable"]
    remainder = _remainder(node, judged)
    if not applicable and not remainder:
        return Judgment(ZERO, ZERO, ZERO, _NOT_APPLICABLE)
    maximum = add([j.maximum for p, j in applicable if _counts(p, node)], remainder)
    low, high = [j.low for _, j in applicable], [j.high for _, j in applicable]
    if node.combine in ("best", "worst"):
        pick = max if node.combine == "best" else min
        reach = pick(judgment.maximum for _, judgment in applicable)
        return Judgment(pick(low), pick(high), reach, Reason(node.combine))
    least, most = add(low, ZERO), add(high, remainder)
    if node.combine == "scaled":
        scale = node.max / maximum if maximum else ZERO
        return Judgment(least * scale, most * scale, node.max, Reason("scaled"))
    if node.combine == "sum" and node.role == "points":
        return Judgment(least, most, maximum, _SUM)
    return _capped(node, least, most, maximum)


def add(numbers: Iterable[Fraction], start: Fraction) -> Fraction:
    """An exact sum, in whole numbers over one denominator: faster than adding fractions one by one."""
    over, under = start.as_integer_ratio()
    for number in numbers:
        n, d = number.as_integer_ratio()
        if d == under:
            over += n
        elif n:
            common = lcm(under, d)
            over, under = over * (common // under) + n * (common // d), common
    return Fraction(over, under)


def _remainder(node: Criterion, judged: Parts) -> Fraction:
    """What the rows of a partial group do not hold yet; a penalty nobody told of is 0."""
    if not node.partial or node.role == "penalty":
        return ZERO
    return node.max - sum((part.max for part, _ in judged if _counts(part, node)), ZERO)


def _capped(node: Criterion, low: Fraction, high: Fraction, maximum: Fraction) -> Judgment:
    """A sum kept inside its cap: a capped group's, a bonus's, a penalty's."""
    maximum = min(maximum, node.max)
    bottom, top = (-node.max, ZERO) if node.role == "penalty" else (ZERO, maximum)
    ends = min(max(low, bottom), top), min(max(high, bottom), top)
    return Judgment(ends[0], ends[1], maximum, Reason(node.combine, clamped=ends != (low, high)))


def _counts(part: Criterion, node: Criterion) -> bool:
    """Whether a part's maximum stands in its parent's: a bonus adds points above it, a penalty takes them off."""
    return part.role == node.role or part.in_maximum
