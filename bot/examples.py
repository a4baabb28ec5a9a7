"""Worked examples beside a criteria set, one a line: figures as people type them → the points they make.

A set `x.toml` has them in `x.examples.toml`: `[example]`, code = ["119/3571 → 0,17", …]. Points are compared to two
decimals, or to as many as the line writes.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from bot.office import read_file
from bot.worked import Worked, dict_of, judged, nothing_due
from models.typed import exact, read_value, words_of
from scheduling.dates import NoSuchDay, read_day
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt
from scoring.figures import Measure, Number, Ratio
from scoring.judgment import Judgment
from scoring.quantity import rounded
from scoring.reading import load_toml

NO_FIGURE, NOTHING_DUE, NOT_APPLICABLE = "chưa có số liệu", "không phát sinh", "không áp dụng"
BEST = "cao nhất trong khối"  # beside a figure that is measured against it
Figures = tuple[tuple[Indicator, Measure], ...]
_LINE = re.compile(r"\s*(\S.*?)\s*(?:→|->)\s*(\S.*?)\s*")
_POINTS = re.compile(r"([-−]?)([0-9]{1,9}(?:,[0-9]{1,9})?)")


def read_examples(file: Path, criteria_set: CriteriaSet) -> dict[str, list[Worked]]:
    """The examples of a set by code, as its file has them; CatalogError where a line cannot be read."""
    tables = load_toml(read_file(str(file)), file.name)
    with attempt(file.name, "[example]"):
        table = Fields(tables, "example").table("example")
    found = {}
    for code in table:
        with attempt(file.name, code):
            if code not in criteria_set.criteria:
                raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(criteria_set.criteria)))
            lines = Fields(table, *table).texts(code)
            found[code] = [read_example(criteria_set, criteria_set.criteria[code], line) for line in lines]
    return found


def read_example(criteria_set: CriteriaSet, node: Criterion, line: str) -> Worked:
    """One line with what the engine gives for it; `written` where the line has something else."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise CatalogError("example_unreadable", text=line)
    said, points = parts.groups()
    figures, best = _figures(criteria_set, node, said)
    judgment = judged(criteria_set, node, dict_of(figures), best)
    return Worked(judgment, figures, best=best, written="" if _agrees(points, judgment) else points)


def _figures(criteria_set: CriteriaSet, node: Criterion, said: str) -> tuple[Figures, Fraction | None]:
    """The figures a line says, and the best of the block where it says one."""
    names = _names(criteria_set, node)
    asked = {each.name: each for each in names.values()}
    if said == NO_FIGURE:
        return (), None
    if said == NOTHING_DUE:
        zero = nothing_due(asked.values())
        return tuple((asked[name], measure) for name, measure in zero.items()), None
    figures, best = [], None
    for name, text in _split(said, [*names, BEST]):
        if name in ("", BEST) and len(asked) > 1:
            raise CatalogError("example_unreadable", text=said)  # of several figures each is named
        indicator = names.get(name) or next(iter(asked.values()))
        measure = _measure(indicator, text, criteria_set.valid_from)
        if name == BEST:
            best = _value(measure)
        else:
            figures.append((indicator, measure))
    return tuple(figures), best


def _value(measure: Measure) -> Fraction | None:
    value = measure.share if isinstance(measure, Ratio) else measure.number if isinstance(measure, Number) else None
    return value if isinstance(value, Fraction) else None


def _names(criteria_set: CriteriaSet, node: Criterion) -> Mapping[str, Indicator]:
    """What a line may call the figures of a node: labels, names; in a group the codes of its leaves."""
    names: dict[str, Indicator] = {}
    for leaf in criteria_set.leaves(node.code):
        own = criteria_set.indicators.get(leaf.code)
        asked = (own,) if own else criteria_set.asked_for(leaf.code)
        names |= {word: each for each in asked for word in (each.label, each.name) if word}
        if len(asked) == 1:
            names[leaf.code] = asked[0]
    return names


def _split(said: str, names: list[str]) -> list[tuple[str, str]]:
    """ "a: 5, b: 7" by its names, the longest that fits; a figure without a name stands first."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pieces = re.split(rf"(?:^|, )({known}): ", said)
    first = [("", pieces[0])] if pieces[0] else []
    return [*first, *zip(pieces[1::2], pieces[2::2], strict=True)]


def _measure(indicator: Indicator, text: str, day: date) -> Measure:
    words = words_of(text)
    taken = read_value(indicator, words, lambda word: _day(word, day.year))
    if taken is None or words[taken[1] :] not in ([], indicator.noun.split()):
        raise CatalogError("figure_unreadable", text=text, asks=indicator.asks, states=list(indicator.states))
    return taken[0]


def _day(word: str, year: int) -> date | None:
    try:
        return read_day(word, year)
    except NoSuchDay:
        return None


def _agrees(points: str, judgment: Judgment) -> bool:
    """Whether "0,17", "0 đến 1" or "không áp dụng" is what the engine gives."""
    if (judgment.reason.kind == "not_applicable") != (points == NOT_APPLICABLE):
        return False
    if points == NOT_APPLICABLE:
        return True
    low, _, high = points.partition(" đến ")
    return _is(low, judgment.low) and _is(high or low, judgment.high)


def _is(text: str, points: Fraction) -> bool:
    written = _POINTS.fullmatch(text)
    number = exact(written[2], thousands=False) if written else None
    if written is None or number is None:
        raise CatalogError("example_unreadable", text=text)
    places = max(2, len(text.partition(",")[2]))
    return rounded(points, places) == rounded(-number if written[1] else number, places)
