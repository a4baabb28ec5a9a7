"""From a TOML table to a CriteriaSet, or a CatalogError that says file, place, fault and nearest word (rule 24)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from scoring.arithmetic import LARGEST, names, parse, size
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.closing import YEAR_END, Closing, read_closing
from scoring.criteria import check_name, check_start, read_criterion
from scoring.deadlines import read_due
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt
from scoring.figures import ASKS, DUTY_STATES, check_states
from scoring.quantity import share
from scoring.scales.bands import Row, parse_rows

SUMMED = ("ratio", "number", "counts", "duties")  # what can be told period by period and added up
DEEPEST = 12  # levels of criteria; papers have four


def load_toml(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text, numbers exact; CatalogError with the parser's own line otherwise."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # also of a number too long to be read
        raise CatalogError("not_toml", file, detail=str(error), why=_usual_slip(text, str(error))) from None


def _usual_slip(text: str, detail: str) -> str:
    """What people most often do wrong in TOML: a comma decimal, a key or a code written twice."""
    if "overwrite" in detail.lower() or "already" in detail.lower() or "twice" in detail.lower():
        return "twice"
    place = re.search(r"at line ([0-9]+)", detail)
    lines = text.splitlines()
    line = lines[int(place[1]) - 1] if place and int(place[1]) <= len(lines) else ""
    return "comma" if re.search(r"=\s*-?[0-9]+,[0-9]", line) else ""


def read_criteria_set(tables: Mapping[str, Any], file: str) -> CriteriaSet:
    """A whole criteria set, validated."""
    with attempt(file, "[criteria_set]"):
        if "change" in tables:
            raise CatalogError("key_needs_key", key="change", needs="based_on")
        whole = Fields(tables, "criteria_set", "indicator", "criterion")
        head = Fields(
            whole.table("criteria_set"),
            *("id", "title", "max", "valid_from", "source", "classes", "closes"),
            *("round_leaves", "cut_at_full", "partial"),
        )
        classes = _read_classes(head.raw.get("classes", {}))
        root = Criterion(ROOT, head.text("title", needed=True), head.number("max"), "", partial=head.flag("partial"))
        valid_from = head.day("valid_from")
        if valid_from is None:
            raise CatalogError("key_missing", key="valid_from")
        set_id, source = head.text("id", needed=True), head.text("source")
        round_leaves, cut_at_full = head.flag("round_leaves"), head.flag("cut_at_full", True)
        closes = read_closing(head.raw["closes"]) if "closes" in head.raw else YEAR_END
        indicator_rows, criterion_rows = whole.table("indicator"), whole.table("criterion")
    indicators = {}
    for name, row in indicator_rows.items():
        with attempt(file, f"[indicator] {name}"):
            indicators[name] = _read_indicator(name, row, closes)
    for name, indicator in indicators.items():
        with attempt(file, f"[indicator] {name}"):
            _check_formulas(indicator, indicators)
    _check_sizes(indicators, file)
    criteria = _read_criteria(criterion_rows, root, indicators, file)
    _check_used(indicators, criteria, file)
    asked = _asked(criteria, indicators)
    return CriteriaSet(
        set_id, root.title, root.max, source, valid_from, criteria, indicators, asked, _served(criteria, asked),
        tuple(node.figure for node in criteria.values() if node.figure and node.scale and node.scale.relative), classes,
        round_leaves, cut_at_full, _by_leaf_code(criteria),
    )  # fmt: skip


def _read_classes(raw: object) -> dict[str, tuple[Row, ...]]:
    """The classes of every unit, or by level of unit."""
    levels = raw if isinstance(raw, dict) else {"": raw}
    return {level: parse_rows(rows, _class_edge, _class_name) for level, rows in levels.items()}


def _class_edge(raw: object) -> Fraction:
    if isinstance(raw, str) and (edge := share(raw)) is not None:
        return edge
    raise CatalogError("edge_of_wrong_sort", value=raw, sort="share")


def _class_name(raw: object) -> str:
    if not isinstance(raw, str):
        raise CatalogError("not_text", key="gives", value=raw)
    return raw


def _read_indicator(name: str, row: object, closes: Closing) -> Indicator:
    if not name.isidentifier():
        raise CatalogError("not_a_name", name=name)
    fields = Fields(
        row, "asks", "value", "if_none", "states", "label", "noun", "definition", "which", "owner", "accumulates",
        "may_exceed", "may_fall", "due", "closes",
    )  # fmt: skip
    asks, value = fields.text("asks"), fields.text("value")
    if bool(asks) == bool(value):
        raise CatalogError("asks_or_value")
    if asks and asks not in ASKS:
        raise CatalogError("unknown_word", key="asks", value=asks, nearest=nearest(asks, ASKS), choices=list(ASKS))
    states = tuple(fields.texts("states"))
    if bool(states) != (asks in ("choice", "counts")):
        raise CatalogError("states_wrong", asks=asks or "value")
    accumulates = fields.text("accumulates")
    if accumulates not in ("", "to_date", "period"):
        choices = ["to_date", "period"]
        raise CatalogError(
            "unknown_word", key="accumulates", value=accumulates, nearest=nearest(accumulates, choices), choices=choices
        )
    if accumulates == "period" and asks not in SUMMED:
        raise CatalogError("not_summed", asks=asks or "value", choices=list(SUMMED))
    due = read_due(fields.raw["due"]) if "due" in fields.raw else None
    if due and asks != "deadline":
        raise CatalogError("key_needs_key", key="due", needs='asks = "deadline"')
    if_none = fields.text("if_none")
    if if_none and asks not in ("", "ratio"):
        raise CatalogError("key_needs_key", key="if_none", needs='value, asks = "ratio"')
    if "closes" in fields.raw:
        closes = read_closing(fields.raw["closes"])
        if not accumulates:
            raise CatalogError("key_needs_key", key="closes", needs="accumulates")
    if fields.text("which") and asks != "ratio":
        raise CatalogError("key_needs_key", key="which", needs='asks = "ratio"')
    check_states(states)
    return Indicator(
        name, asks, DUTY_STATES if asks in ("duties", "deadline") else states, fields.text("label"),
        fields.text("noun"), fields.text("definition"), fields.text("which"), fields.text("owner"), accumulates,
        fields.flag("may_exceed"), fields.flag("may_fall"), parse(value) if value else None,
        parse(if_none) if if_none else None, due, closes,
    )  # fmt: skip


def _check_formulas(indicator: Indicator, indicators: Mapping[str, Indicator]) -> None:
    for formula in (indicator.value, indicator.if_none):
        for name in names(formula) if formula is not None else ():
            check_name(name, indicators, number=True)
    if indicator.due and indicator.due.after:
        check_start(indicator.due.after, indicators)


def _check_sizes(indicators: Mapping[str, Indicator], file: str) -> None:
    """Refuse indicators made of each other for ever, or at such length that their values could not be worked out."""
    try:
        order = [*TopologicalSorter({name: _needs(each) for name, each in indicators.items()}).static_order()]
    except CycleError as error:
        cycle = error.args[1][::-1]
        raise CatalogError("cycle", file, f"[indicator] {cycle[0]}", names=cycle) from None
    sizes: dict[str, int] = {}
    for name in order:
        formulas = [each for each in (indicators[name].value, indicators[name].if_none) if each is not None]
        sizes[name] = 1 + sum(size(each, lambda n: sizes[n.indicator]) for each in formulas)
        if sizes[name] > LARGEST:
            raise CatalogError("formula_too_large", file, f"[indicator] {name}", largest=LARGEST)


def _needs(indicator: Indicator) -> Iterator[str]:
    for formula in (indicator.value, indicator.if_none):
        if formula is not None:
            yield from dict.fromkeys(name.indicator for name in names(formula))
    if indicator.due and indicator.due.after:
        yield indicator.due.after


def _served(
    criteria: Mapping[str, Criterion], asked: Mapping[str, tuple[Indicator, ...]]
) -> dict[str, tuple[str, ...]]:
    """The other way round, in the order of the paper; points by hand serve their own leaf."""
    found: dict[str, tuple[str, ...]] = {}
    ahead = [ROOT]
    while ahead:
        code = ahead.pop()
        ahead += reversed(criteria[code].children)
        own = () if criteria[code].children else (code,)
        for name in dict.fromkeys((*(each.name for each in asked.get(code, ())), *own)):
            found[name] = (*found.get(name, ()), code)
    return found


def _asked(criteria: Mapping[str, Criterion], indicators: Mapping[str, Indicator]) -> dict[str, tuple[Indicator, ...]]:
    """What each leaf asks of people: the raw indicators under its figure, first met first."""

    def raw(name: str) -> dict[str, Indicator]:
        indicator = indicators[name]
        below = {key: each for needed in _needs(indicator) for key, each in raw(needed).items()}
        return below if indicator.value is not None else {name: indicator, **below}

    return {code: tuple(raw(node.figure.indicator).values()) for code, node in criteria.items() if node.figure}


def _read_criteria(
    rows: Mapping[str, Any], root: Criterion, indicators: dict[str, Indicator], file: str
) -> dict[str, Criterion]:
    criteria, depths = {ROOT: root}, {ROOT: 0}
    for code, row in rows.items():
        with attempt(file, code):
            criterion, own = read_criterion(code, row, rows, criteria, indicators)
            depths[code] = depths[criterion.parent] + 1
            if depths[code] > DEEPEST:
                raise CatalogError("too_deep", deepest=DEEPEST)
            criteria[code] = criterion
            if own and code in indicators:
                raise CatalogError("code_is_an_indicator")
            if own:
                indicators[code] = own
    for code in rows:
        parent = criteria[criteria[code].parent]
        criteria[parent.code] = replace(parent, children=(*parent.children, code))
    for code, node in criteria.items():
        with attempt(file, code):
            _check_node(node, criteria)
    return criteria


def _check_node(node: Criterion, criteria: Mapping[str, Criterion]) -> None:
    """Parts against their parent: maxima, and nothing on a parent that belongs on a leaf."""
    if not node.children:
        if node.code == ROOT:
            raise CatalogError("no_criteria")
        if node.combine != "sum" or node.partial:
            raise CatalogError("no_parts_to_combine")
        return
    if node.scale_name or node.figure:
        raise CatalogError("parent_with_scale", part=node.children[0])
    parts = [criteria[code] for code in node.children]
    counted = [part for part in parts if part.role == node.role or part.in_maximum]
    total = sum((part.max for part in counted), Fraction(0))
    if node.partial and total >= node.max:
        raise CatalogError("partial_with_full_sum", parts=total, maximum=node.max)
    reach = {
        "sum": node.max if node.partial else total,
        "capped": node.max if node.partial else min(total, node.max),
        "best": max(part.max for part in parts),
        "worst": min(part.max for part in parts),
    }.get(node.combine, node.max)
    if reach != node.max:
        raise CatalogError("parts_not_maximum", parts=reach, maximum=node.max)
    if node.combine in ("best", "worst", "scaled") and (odd := [part for part in parts if part.role != node.role]):
        raise CatalogError("role_in_group", part=odd[0].code, combine=node.combine)


def _check_used(indicators: Mapping[str, Indicator], criteria: Mapping[str, Criterion], file: str) -> None:
    used = {criterion.figure.indicator for criterion in criteria.values() if criterion.figure}
    used |= {needed for indicator in indicators.values() for needed in _needs(indicator)}
    for name in indicators:
        if name not in used and name not in criteria:  # a leaf's own question is used where it stands
            raise CatalogError("indicator_unused", file, f"[indicator] {name}")


def _by_leaf_code(criteria: Mapping[str, Criterion]) -> dict[str, tuple[str, ...]]:
    """Codes as people type them: whole, and without the part where it has one."""
    found: dict[str, tuple[str, ...]] = {}
    for code in criteria:
        for text in {code, code.rpartition("/")[2]}:
            found[text.casefold()] = (*found.get(text.casefold(), ()), code)
    for code in criteria:
        found[code.casefold()] = (code,)
    return found
