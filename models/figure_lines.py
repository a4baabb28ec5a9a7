"""A message of figures: "7.4.3 1310/2140 24/8 Hệ thống; 3.5 2101/2140" → what it says of which indicator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.messages import UserError
from models.typed import DayOf, exact, read_value, words_of
from models.words import begins, clean, fold
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.errors import nearest
from scoring.figures import Measure

_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PERIOD = re.compile(r"\b(?:(?:quý|quy|q)\s*(iii|ii|iv|i|[1-4])|(?:tháng|thang|t)\s*(1[0-2]|0?[1-9]))(?![\w/])", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """One figure as it was said; what was not said is None or empty."""

    code: str  # the leaf it was said of
    indicator: Indicator
    measure: Measure
    day: date | None
    period: str  # "Q3", "07"
    source: str


def read_figures(text: str, of_set: CriteriaSet, day_of: DayOf) -> list[Said]:
    """All that a message says; UserError where some of it cannot be understood: then nothing is."""
    said: list[Said] = []
    for segment in re.split(r"[;\n]", text):
        if segment.strip():
            said += _read_segment(segment, of_set, day_of)
    if not said:
        raise UserError("data_what")
    names = [each.indicator.name for each in said]
    if twice := next((each for each in said if names.count(each.indicator.name) > 1), None):
        raise UserError("data_twice", code=twice.code)
    return _filled(said)


def _filled(said: Sequence[Said]) -> list[Said]:
    """A day, a period or a source said once holds for those after it, and for those before that say none."""
    filled = []
    for number, each in enumerate(said):
        order = [*reversed(said[: number + 1]), *said[number + 1 :]]
        filled.append(
            replace(
                each,
                day=next((other.day for other in order if other.day), None),
                period=next((other.period for other in order if other.period), ""),
                source=next((other.source for other in order if other.source), ""),
            )
        )
    return filled


def _read_segment(segment: str, of_set: CriteriaSet, day_of: DayOf) -> list[Said]:
    period, words = "", []
    if found := _PERIOD.search(segment):
        period = f"Q{_QUARTERS[found[1].lower()]}" if found[1] else f"{int(found[2]):02}"
        segment = segment[: found.start()] + segment[found.end() :]
    words = words_of(segment)
    day = day_of(words[0]) if len(words) > 1 else None
    if day is not None:
        words = words[1:]
    if not words:
        raise UserError("data_what")
    node, asked = _target(words[0], of_set)
    rest = words[1:]
    if node.scale is None and [fold(word) for word in rest[1:2]] == ["diem"]:
        asked, rest = (of_set.indicators[node.code],), [rest[0], *rest[2:]]  # not the figure that stands beside them
    measures, rest = _values(asked, rest, day_of)
    if not measures:
        raise UserError("data_expects", node=node, asked=list(asked), text=clean(" ".join(rest), 60))
    left, source = [day] if day else [], []
    for word in rest:
        written = day_of(word)
        left += [written] if written else []
        source += [] if written else [word]
    if any(exact(word.removesuffix("%")) is not None or "/" in word for word in source[:1]):
        raise UserError("data_expects", node=node, asked=list(asked), text=clean(" ".join(rest), 60))
    return [
        Said(node.code, indicator, measure, left[-1] if left else None, period, clean(" ".join(source), 120))
        for indicator, measure in measures
    ]


def _target(word: str, of_set: CriteriaSet) -> tuple[Criterion, tuple[Indicator, ...]]:
    """The leaf a code names and what it asks for, or the first leaf served by an indicator named."""
    name = next((each.name for each in of_set.indicators.values() if each.name == word.casefold()), "")
    codes = of_set.find(re.sub(r"^[tT][cC](?=[0-9])", "", word))
    if name and not codes:
        return of_set.served_by(name)[0], (of_set.indicators[name],)
    if len(codes) > 1:
        raise UserError("data_code_in_parts", code=word, codes=list(codes))
    if not codes:
        raise UserError("data_no_code", code=clean(word, 60), nearest=nearest(word, list(of_set.criteria)))
    node = of_set.criteria[codes[0]]
    if node.children:
        raise UserError("data_of_parts", code=node.code, parts=[leaf.code for leaf in of_set.leaves(node.code)][:8])
    return node, of_set.asked_for(node.code)


def _values(
    asked: Sequence[Indicator], words: list[str], day_of: DayOf
) -> tuple[list[tuple[Indicator, Measure]], list[str]]:
    """The values at the beginning, each of the indicator whose label stands before it, else in order."""
    left, found, by_label = list(asked), list[tuple[Indicator, Measure]](), False
    while left:
        named, length = _labelled(left, words)
        by_label = by_label or named is not None
        indicator = named or left[0]
        taken = read_value(indicator, words[length:], day_of)
        if taken is None:
            break
        left.remove(indicator)
        found.append((indicator, taken[0]))
        words = words[length + taken[1] :]
        while words and indicator.noun and fold(words[0]) in fold(indicator.noun).split():
            words = words[1:]  # "6 người"
    if left and not by_label:  # of several figures all are told, or each by its name
        return [], words
    return found, words


def _labelled(asked: Sequence[Indicator], words: Sequence[str]) -> tuple[Indicator | None, int]:
    """The one indicator whose label begins with the first words, and how many words those are."""
    if len(asked) < 2:
        return None, 0
    for length in range(min(len(words) - 1, 8), 0, -1):
        text = " ".join(words[:length])
        named = [each for each in asked if each.label and begins(text, each.label)]
        if len(named) == 1:
            return named[0], length
    return None, 0
