"""From figures to points: every node of a criteria set as (low, high, maximum, reason), bottom-up (rules 5 to 19)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.arithmetic import Name, Value, evaluate
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.figures import DUTY_STATES, OPEN, Absent, Cases, Figure, Measure, Number, Ratio
from scoring.quantity import rounded
from scoring.scales import Award, Entry, Word
from scoring.scales.bands import first

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a node has its points: a name, the figures used, the value they make, what applied. Templates phrase it."""

    kind: str
    figures: tuple[tuple[Indicator, Figure], ...] = ()
    value: Fraction | Cases | None = None
    applied: Mapping[str, Any] | None = None
    clamped: bool = False


@dataclass(frozen=True, slots=True)
class Judgment:
    """What is certain (low), what is still possible (high), of how much (maximum), and why."""

    low: Fraction
    high: Fraction
    maximum: Fraction
    reason: Reason

    @property
    def known(self) -> bool:
        return self.low == self.high

    @property
    def lost(self) -> Fraction:
        return max(self.maximum - self.high, ZERO)

    @property
    def unknown(self) -> Fraction:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Score:
    """All judgments of one unit on one day, and the index they make (shares of one)."""

    judgments: Mapping[str, Judgment]
    index_low: Fraction
    index_high: Fraction
    classification: str | None  # known when both ends agree


def score(
    criteria_set: CriteriaSet,
    figures: Mapping[str, Figure],
    level: str = "",
    not_applicable: Sequence[str] = (),
) -> Score:
    """The score of a unit of this level from the figures known on the day; `not_applicable` are recorded codes."""
    judgments: dict[str, Judgment] = {}
    _judge(criteria_set.criteria[ROOT], criteria_set, _Values(criteria_set, figures), level, not_applicable, judgments)
    root = judgments[ROOT]
    low, high = (_index(points, root.maximum, criteria_set) for points in (root.low, root.high))
    classed = criteria_set.classes if root.maximum else ()  # where nothing applies, nothing is classed
    classes = {first(classed, end).gives for end in (low, high)} if classed else set()
    return Score(judgments, low, high, classes.pop() if len(classes) == 1 else None)


def _index(points: Fraction, maximum: Fraction, criteria_set: CriteriaSet) -> Fraction:
    share = points / maximum if maximum else ZERO
    return min(share, Fraction(1)) if criteria_set.cut_at_full else share


class _Values:
    """The values of indicators, each worked out once for the best and once for the worst end of open cases."""

    def __init__(self, criteria_set: CriteriaSet, figures: Mapping[str, Figure]) -> None:
        self.indicators, self.figures = criteria_set.indicators, figures
        self.known: dict[tuple[Name, str], Value | Cases] = {}

    def get(self, name: Name, open_as: str) -> Value | Cases:
        if (name, open_as) not in self.known:
            self.known[name, open_as] = self._read(name, open_as)
        return self.known[name, open_as]

    def _read(self, name: Name, open_as: str) -> Value | Cases:
        indicator = self.indicators[name.indicator]
        lookup: Callable[[Name], Value] = lambda n: _number(self.get(n, open_as))  # noqa: E731
        if indicator.value is not None:
            value: Value | Cases = evaluate(indicator.value, lookup)
        else:
            figure = self.figures.get(name.indicator)
            value = Absent.NO_FIGURE if figure is None else _part(figure.measure, name.part, open_as)
        if value is Absent.NOTHING_DUE and indicator.if_none is not None:
            return evaluate(indicator.if_none, lookup)
        return value


def _number(value: Value | Cases) -> Value:
    assert not isinstance(value, Cases), "refused at load: words are no number"
    return value


def _part(measure: Measure, part: str, open_as: str) -> Value | Cases:
    if isinstance(measure, Number):
        return measure.number
    if isinstance(measure, Ratio):
        if not part:
            return measure.share
        return Absent.NO_FIGURE if measure.d is None else measure.n if part == "n" else measure.d
    closed = measure.with_open_as(open_as) if measure.count(OPEN) else measure
    if not part:
        return closed if closed.total else Absent.NOTHING_DUE
    if part == "all":
        return Fraction(closed.total)
    return Fraction(sum(count for state, count in closed.counts if state.replace(" ", "_") == part))


def _judge(
    node: Criterion,
    criteria_set: CriteriaSet,
    values: _Values,
    level: str,
    not_applicable: Sequence[str],
    judgments: dict[str, Judgment],
) -> Judgment:
    """Judge a node and everything below it, and keep all of it in `judgments`."""
    if node.code in not_applicable or (node.only_for and level not in node.only_for):
        judgment = Judgment(ZERO, ZERO, ZERO, Reason("not_applicable"))
        judgments.update((below.code, judgment) for below in criteria_set.below(node.code))
    elif node.children:
        parts = [criteria_set.criteria[code] for code in node.children]
        judged = [(part, _judge(part, criteria_set, values, level, not_applicable, judgments)) for part in parts]
        judgment = _combine(node, judged)
    else:
        judgment = _judge_leaf(node, values, criteria_set)
    judgments[node.code] = judgment
    return judgment


def _judge_leaf(node: Criterion, values: _Values, criteria_set: CriteriaSet) -> Judgment:
    figures = ((each, values.figures.get(each.name)) for each in criteria_set.asked_for(node.code))
    used = tuple((indicator, figure) for indicator, figure in figures if figure)
    ceiling = ZERO if node.role == "penalty" else node.max
    ends = [_award(node, values, open_as) for open_as in (DUTY_STATES[0], DUTY_STATES[-1])]
    award, kind, value = ends[0]
    if award.not_applicable:
        return Judgment(ZERO, ZERO, ZERO, Reason("not_applicable", used, value))
    lowest, highest = min(end.low for end, _, _ in ends), max(end.high for end, _, _ in ends)
    low, high = (min(max(end, node.floor), ceiling) for end in (lowest, highest))
    clamped = (low, high) != (lowest, highest)
    if criteria_set.round_leaves:
        low, high = Fraction(rounded(low)), Fraction(rounded(high))
    return Judgment(low, high, ceiling, Reason(kind, used, value, award.applied, clamped))


def _award(node: Criterion, values: _Values, open_as: str) -> tuple[Award, str, Fraction | Cases | None]:
    """The award for one end of the open cases, the name of its reason, and the value it judged."""
    assert node.figure is not None
    name = node.figure if node.scale else Name(node.code)
    value = values.get(name, open_as)
    if isinstance(value, Absent):
        if node.role == "penalty" and value is Absent.NO_FIGURE:
            return Award(ZERO, ZERO, {}), value.value, None
        entry: Entry = node.no_figure if value is Absent.NO_FIGURE else node.nothing_due
        return _entry_award(entry, node), value.value, None
    if node.scale is None:
        assert isinstance(value, Fraction)
        return Award(value, value, {}), "hand", value
    figure = values.figures.get(name.indicator)
    ratio = figure.measure if figure and isinstance(figure.measure, Ratio) and not name.part else None
    return node.scale.judge(value, ratio), node.scale_name, value


def _entry_award(entry: Entry, node: Criterion) -> Award:
    if isinstance(entry, Fraction):
        return Award(entry, entry, {})
    if entry is Word.NOT_APPLICABLE:
        return Award(ZERO, ZERO, {}, not_applicable=True)
    return Award(node.floor, ZERO if node.role == "penalty" else node.max, {})


def _combine(node: Criterion, judged: list[tuple[Criterion, Judgment]]) -> Judgment:
    """Parts to their parent: monotone, so each combiner is applied to both ends alike (rules 8, 16 to 18)."""
    unseen = node.partial and node.role != "penalty"  # a penalty without a figure is 0
    remainder = node.max - sum((p.max for p, _ in judged if _counts(p, node)), ZERO) if unseen else ZERO
    applicable = [(p, j) for p, j in judged if j.reason.kind != "not_applicable"]
    if not applicable and not remainder:
        return Judgment(ZERO, ZERO, ZERO, Reason("not_applicable"))
    maximum = sum((j.maximum for p, j in applicable if _counts(p, node)), remainder)
    low, high = [j.low for _, j in applicable], [j.high for _, j in applicable]
    if node.combine in ("best", "worst"):
        pick = max if node.combine == "best" else min
        reach = pick(judgment.maximum for _, judgment in applicable)
        return Judgment(pick(low), pick(high), reach, Reason(node.combine))
    if node.combine == "scaled":
        scale = node.max / maximum if maximum else ZERO
        return Judgment(sum(low, ZERO) * scale, (sum(high, ZERO) + remainder) * scale, node.max, Reason("scaled"))
    return _clamped(node, sum(low, ZERO), sum(high, ZERO) + remainder, maximum)


def _clamped(node: Criterion, low: Fraction, high: Fraction, maximum: Fraction) -> Judgment:
    """A sum kept inside its cap: a capped group's, a bonus's, a penalty's."""
    if node.combine == "sum" and node.role == "points":
        return Judgment(low, high, maximum, Reason("sum"))
    maximum = min(maximum, node.max)
    bottom, top = (-node.max, ZERO) if node.role == "penalty" else (ZERO, maximum)
    ends = min(max(low, bottom), top), min(max(high, bottom), top)
    return Judgment(ends[0], ends[1], maximum, Reason(node.combine, clamped=ends != (low, high)))


def _counts(part: Criterion, node: Criterion) -> bool:
    """Whether a part's maximum stands in its parent's: a bonus adds points above it, a penalty takes them off."""
    return part.role == node.role or part.in_maximum
