"""From figures to points: every node of a criteria set as (low, high, maximum, reason), bottom-up (rules 5 to 19)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from scoring.arithmetic import Name
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.combining import combine
from scoring.deadlines import Works, weekdays
from scoring.figures import Absent, Cases, Figure, Ratio
from scoring.judgment import ZERO, Judgment, Reason
from scoring.quantity import rounded
from scoring.scales import Award, Best, Entry, Word
from scoring.scales.bands import first
from scoring.values import Ending, Values


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
    not_applicable: Collection[str] = (),
    *,
    best: Mapping[str, Best] | None = None,
    day: date | None = None,
    works: Works = weekdays,
) -> Score:
    """The score of a unit of this level from the figures known on the day.

    `not_applicable` are recorded codes, `best` the best values of the unit's block by name of figure, `day` decides
    whether open cases are past their due day, `works` tells working days.
    """
    year = _Year(criteria_set, Values(criteria_set.indicators, figures, day, works), level, not_applicable, best or {})
    root = year.judge(criteria_set.criteria[ROOT])
    low, high = (_index(points, root.maximum, criteria_set) for points in (root.low, root.high))
    classed = criteria_set.classes_of(level) if root.maximum else ()  # where nothing applies, nothing is classed
    classes = {first(classed, end).gives for end in (low, high)} if classed else set()
    return Score(year.judgments, low, high, classes.pop() if len(classes) == 1 else None)


def _index(points: Fraction, maximum: Fraction, criteria_set: CriteriaSet) -> Fraction:
    share = points / maximum if maximum else ZERO
    return min(share, Fraction(1)) if criteria_set.cut_at_full else share


def judge(
    criteria_set: CriteriaSet,
    figures: Mapping[str, Figure],
    code: str,
    level: str = "",
    *,
    best: Mapping[str, Best] | None = None,
    day: date | None = None,
    works: Works = weekdays,
) -> Judgment:
    """One node's judgment alone, from the figures known on the day."""
    year = _Year(criteria_set, Values(criteria_set.indicators, figures, day, works), level, (), best or {})
    return year.judge(criteria_set.criteria[code])


def with_judgment(
    criteria_set: CriteriaSet, judgments: Mapping[str, Judgment], code: str, judgment: Judgment
) -> Judgment:
    """The whole, if one node were judged otherwise; what does not apply stays out."""
    node = criteria_set.criteria[code]
    if judgments[code].reason.kind == "not_applicable":
        return judgments[ROOT]
    while node.code != ROOT:
        parent = criteria_set.criteria[node.parent]
        if judgments[parent.code].reason.kind == "not_applicable":
            return judgments[ROOT]
        parts = [criteria_set.criteria[child] for child in parent.children]
        judgment = combine(parent, [(part, judgment if part is node else judgments[part.code]) for part in parts])
        node = parent
    return judgment


def wins(node: Criterion, judgment: Judgment, best: Mapping[str, Best] | None = None) -> Mapping[str, Any]:
    """What would win the rest of a leaf, from its reason (rule 23); nothing is solved for where a value is derived."""
    reason = judgment.reason
    if node.scale is None or node.figure is None or reason.value is None:
        return {}
    return node.scale.wins(reason.value, _counted(node.figure, reason.figures), (best or {}).get(str(node.figure)))


def _counted(name: Name, figures: tuple[tuple[Indicator, Figure], ...]) -> Ratio | None:
    """The counted ratio that a leaf reads as it stands."""
    for indicator, figure in figures:
        if indicator.name == name.indicator and not name.part and isinstance(figure.measure, Ratio):
            return figure.measure
    return None


@dataclass(slots=True)
class _Year:
    """One unit's year while it is judged."""

    criteria_set: CriteriaSet
    values: Values
    level: str
    not_applicable: Collection[str]
    best: Mapping[str, Best]
    judgments: dict[str, Judgment]

    def __init__(
        self,
        criteria_set: CriteriaSet,
        values: Values,
        level: str,
        not_applicable: Collection[str],
        best: Mapping[str, Best],
    ) -> None:
        self.criteria_set, self.values, self.level = criteria_set, values, level
        self.not_applicable, self.best, self.judgments = not_applicable, best, {}

    def judge(self, node: Criterion) -> Judgment:
        """Judge a node and everything below it, and keep all of it in `judgments`."""
        if node.code in self.not_applicable or (node.only_for and self.level not in node.only_for):
            judgment = Judgment(ZERO, ZERO, ZERO, Reason("not_applicable"))
            self.judgments.update((below.code, judgment) for below in self.criteria_set.below(node.code))
        elif node.children:
            parts = [self.criteria_set.criteria[code] for code in node.children]
            judgment = combine(node, [(part, self.judge(part)) for part in parts])
        else:
            judgment = self._leaf(node)
        self.judgments[node.code] = judgment
        return judgment

    def _leaf(self, node: Criterion) -> Judgment:
        asked = self.criteria_set.asked[node.code]
        used = tuple((each, figure) for each in asked if (figure := self.values.figures.get(each.name)) is not None)
        if used or not asked or node.code in self.values.figures:
            return self._told(node, used)
        silent = self.criteria_set.silent  # a leaf nobody told anything about is always judged alike
        if node.code not in silent:
            silent[node.code] = self._told(node, used)
        judgment: Judgment = silent[node.code]
        return judgment

    def _told(self, node: Criterion, used: tuple[tuple[Indicator, Figure], ...]) -> Judgment:
        """A leaf from its figures, judged for every way open cases may still end (rule 9)."""
        endings = self.values.endings(indicator.name for indicator, _ in used)
        award, kind, value = self._spread(node, endings) if len(endings) > 1 else self._award(node, endings[0])
        if award.not_applicable:
            return Judgment(ZERO, ZERO, ZERO, Reason("not_applicable", used, value))
        low = clamped(award.low, node)
        high = low if award.high is award.low else clamped(award.high, node)
        moved = low is not award.low or high is not award.high
        if self.criteria_set.round_leaves:  # 0.125 of 0.125 is rounded to 0.13, and is no more than 0.125
            low, high = (clamped(Fraction(rounded(end)), node) for end in (low, high))
        return Judgment(low, high, node.ceiling, Reason(kind, used, value, award.applied, moved))

    def _spread(self, node: Criterion, endings: list[Ending]) -> tuple[Award, str, Fraction | Cases | None]:
        """The award between the worst and the best way open cases may end, with the reason of the best state."""
        ends = [self._award(node, ending) for ending in endings]
        (award, kind, value), out = ends[0], [end.not_applicable for end, _, _ in ends]
        if all(out):
            return ends[0]
        if any(out):
            return replace(award, low=node.floor, high=node.ceiling, not_applicable=False), kind, value
        low, high = min(end.low for end, _, _ in ends), max(end.high for end, _, _ in ends)
        return replace(award, low=low, high=high), kind, value

    def _award(self, node: Criterion, ending: Ending) -> tuple[Award, str, Fraction | Cases | None]:
        """The award for one way open cases end, the name of its reason, and the value it judged."""
        assert node.figure is not None
        name = node.figure if node.scale else Name(node.code)
        value = self.values.get(name, ending)
        if node.scale is None and isinstance(value, Fraction):
            return Award(value, value, {}), "hand", value
        if node.scale is not None and not isinstance(value, Absent):
            award = node.scale.judge(value, self.best.get(str(name)))
            if not isinstance(award, Absent):
                return award, node.scale_name, value
            value = award
        assert isinstance(value, Absent)
        if node.role == "penalty" and value is Absent.NO_FIGURE:
            return Award(ZERO, ZERO, {}), value.value, None
        return _absent(node.no_figure if value is Absent.NO_FIGURE else node.nothing_due, node), value.value, None


def clamped(points: Fraction, node: Criterion) -> Fraction:
    """Points kept between a leaf's floor and its ceiling (rule 15)."""
    return node.floor if points < node.floor else node.ceiling if points > node.ceiling else points


def _absent(entry: Entry, node: Criterion) -> Award:
    if isinstance(entry, Fraction):
        return Award(entry, entry, {})
    if entry is Word.NOT_APPLICABLE:
        return Award(ZERO, ZERO, {}, not_applicable=True)
    return Award(node.floor, node.ceiling, {})
