"""Worked values of a rule: chosen by the rule itself, judged by the engine that scores the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from fractions import Fraction

from bot.showing import MOST, best_shown, values_shown
from scoring.arithmetic import Name
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.combining import combine
from scoring.figures import Cases, Figure, Measure, Number, Ratio
from scoring.judgment import ZERO, Judgment, Reason
from scoring.scales import Best
from scoring.scales.levels import Levels
from scoring.score import score

FULL, NONE, ONE_LOST = "full", "none", "one lost"


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
    best = best_shown(node)
    found = [(value, judged_value(criteria_set, node, value, best)) for value in values_shown(criteria_set, node)]
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


def judged_value(criteria_set: CriteriaSet, node: Criterion, value: Fraction, best: Fraction | None = None) -> Judgment:
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
    zero: dict[str, Measure] = {"ratio": Ratio(ZERO, ZERO), "number": Number(ZERO), "percent": Ratio(ZERO, None)}
    empty = {each.name: Cases(((each.states[0], 0),)) for each in asked if each.states}
    return {each.name: zero[each.asks] for each in asked if each.asks in zero} | empty


def _level(criteria_set: CriteriaSet, node: Criterion) -> str:
    """A level of unit that the node applies to."""
    stated = [each.only_for for each in criteria_set.path(node.code) if each.only_for]
    return next((level for level in (stated or [()])[0] if all(level in other for other in stated)), "")


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
