"""Reading one row of [criterion]: where it stands, what it reads, which scale is inferred from its keys."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.arithmetic import Name, parse_name
from scoring.catalog import ROOT, Criterion, Indicator
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields
from scoring.figures import check_states
from scoring.scales import SCALES, Context, Scale, Word
from scoring.scales.full_at import BEST
from scoring.values import DAYS_LATE

_PLAIN_KEYS = (
    "title", "short", "max", "in", "figure", "combine", "partial", "role", "in_maximum", "no_figure", "nothing_due",
    "at_least", "only_for", "printed", "survey", "inferred", "lead", "supporting", "source_text", "label", "noun",
)  # fmt: skip
_CODE = re.compile(r"[^\W_]+([./-][^\W_]+)*")  # letters and digits: what people can type in one word
_SCALE_KEYS = {key: name for name, module in SCALES.items() for key in module.KEYS}
_COMBINE = ("sum", "capped", "best", "worst", "scaled")
_ROLES = ("points", "bonus", "penalty")


def read_criterion(
    code: str,
    row: object,
    rows: Mapping[str, Any],
    criteria: Mapping[str, Criterion],
    indicators: Mapping[str, Indicator],
) -> tuple[Criterion, Indicator | None]:
    """The criterion, and the question of its own that a leaf without `figure` asks under its code."""
    fields = Fields(row, *_PLAIN_KEYS, *_SCALE_KEYS)
    if code == ROOT or not _CODE.fullmatch(code):
        raise CatalogError("bad_code")
    if twin := next((other for other in criteria if other.casefold() == code.casefold()), None):
        raise CatalogError("code_twice", code=twin)
    parent = _parent(code, fields.text("in"), rows)
    if parent not in criteria:
        raise CatalogError("parent_comes_later", parent=parent)
    maximum = fields.number("max")
    role = _one_of(fields, "role", _ROLES, criteria[parent].role)
    if fields.flag("in_maximum") and role != "bonus":
        raise CatalogError("key_needs_key", key="in_maximum", needs='role = "bonus"')
    scale_name = _scale_name(fields.raw)
    figure, own = _question(code, fields, scale_name, has_parts=_has_parts(code, rows))
    context = _context(fields, role, maximum)
    no_figure, nothing_due = (context.entry(fields.raw.get(key, "unknown")) for key in ("no_figure", "nothing_due"))
    absent = [entry for entry in (no_figure, nothing_due) if isinstance(entry, Fraction)]
    context = replace(context, least=min([Fraction(0), *absent]))
    scale = _scale(scale_name, fields.raw, context, figure, {**indicators, **({code: own} if own else {})})
    return (
        Criterion(
            code, fields.text("title", needed=True), maximum, parent, fields.text("short"), role,
            fields.flag("in_maximum"), _one_of(fields, "combine", _COMBINE, "sum"), fields.flag("partial"), figure,
            scale, scale_name, no_figure, nothing_due, _floor(context, scale),
            tuple(fields.texts("only_for")), fields.flag("printed", True), fields.flag("survey"),
            fields.flag("inferred"), fields.text("lead"), tuple(fields.texts("supporting")), fields.text("source_text"),
        ),
        own,
    )  # fmt: skip


def _parent(code: str, stated: str, rows: Mapping[str, Any]) -> str:
    """`in`, else the longest existing prefix in the part, else the root (rule 20)."""
    if stated:
        if stated not in rows:
            raise CatalogError("unknown_parent", parent=stated, nearest=nearest(stated, list(rows)))
        return stated
    part, slash, rest = code.rpartition("/")
    while "." in rest:
        rest = rest.rpartition(".")[0]
        if f"{part}{slash}{rest}" in rows:
            return f"{part}{slash}{rest}"
    if slash and part in rows:
        return part
    if "." in code.rpartition("/")[2]:
        raise CatalogError("orphan", parent=f"{part}{slash}{rest}")
    return ROOT


def _has_parts(code: str, rows: Mapping[str, Any]) -> bool:
    inside = (other for other, row in rows.items() if other != code and isinstance(row, Mapping))
    return any(rows[other].get("in") == code or _is_prefix(code, other, rows) for other in inside)


def _is_prefix(code: str, other: str, rows: Mapping[str, Any]) -> bool:
    if rows[other].get("in") or not other.startswith((f"{code}.", f"{code}/")):
        return False
    return _parent(other, "", rows) == code


def _scale_name(raw: Mapping[str, Any]) -> str:
    names = sorted({_SCALE_KEYS[key] for key in raw if key in _SCALE_KEYS})
    if len(names) > 1:
        raise CatalogError("two_scales", scales=names)
    return names[0] if names else ""


def _question(code: str, fields: Fields, scale_name: str, has_parts: bool) -> tuple[Name | None, Indicator | None]:
    """The figure a leaf reads: the one it names, or its own question (rule 3)."""
    own = fields.text("label"), fields.text("noun")
    if text := fields.text("figure"):
        if scale_name and any(own):
            raise CatalogError("key_needs_key", key="label" if own[0] else "noun", needs="một dòng không có figure")
        # Without a scale the points come by hand, under the code, and the figure stands beside them.
        return parse_name(text), None if scale_name else Indicator(code, "points", (), *own)
    if has_parts:
        return None, None
    rule = fields.raw.get(scale_name)
    asks, states = "points", ()
    if scale_name == "levels":
        asks, states = "choice", tuple(rule) if isinstance(rule, dict) else ()
        check_states(states)
    elif scale_name:
        edges = [fields.raw.get(key) for key in ("full_at", "zero_below", "per", "over") if fields.raw.get(key) != BEST]
        if isinstance(rule, list):
            edges = [edge for row in rule if isinstance(row, dict) for key, edge in row.items() if key != "gives"]
        asks = "ratio" if any(isinstance(edge, str) for edge in edges) else "number"
    return Name(code), Indicator(code, asks, states, *own)


def _scale(
    name: str, raw: Mapping[str, Any], context: Context, figure: Name | None, indicators: Mapping[str, Indicator]
) -> Scale | None:
    if figure is None:
        return None
    module = SCALES.get(name)
    indicator = check_name(figure, indicators, number=module is not None and module.READS == "number")
    if module is None:
        return None
    sort = "count"
    if indicator.asks in ("ratio", "percent") and not figure.part:
        sort = "share"
    elif indicator.value is not None:
        sort = "any"
    elif indicator.asks in ("choice", "counts", "deadline", "duties") and not figure.part:
        sort = "cases"
    if (module.READS == "cases") != (sort == "cases"):
        raise CatalogError("scale_cannot_read", scale=name, figure=str(figure), asks=indicator.asks or "value")
    scale: Scale = module.parse(raw, replace(context, sort=sort, states=indicator.states))
    return scale


def check_name(name: Name, indicators: Mapping[str, Indicator], number: bool) -> Indicator:
    """The indicator a name means; refused where it or its part is unknown, or a number is asked of words."""
    if name.indicator not in indicators:
        raise CatalogError("unknown_indicator", name=name.indicator, nearest=nearest(name.indicator, list(indicators)))
    indicator = indicators[name.indicator]
    parts = {"ratio": ["n", "d"]}.get(indicator.asks, [])
    if indicator.states:
        parts = ["all", *(state.replace(" ", "_") for state in indicator.states)]
    if indicator.due:
        parts = [*parts, DAYS_LATE]
    if name.part and name.part not in parts:
        raise CatalogError("unknown_part", name=str(name), nearest=nearest(name.part, parts))
    if indicator.asks == "date":
        raise CatalogError("date_is_no_number", name=str(name))
    if number and indicator.states and not name.part:
        raise CatalogError("words_are_no_number", name=str(name), parts=parts)
    return indicator


def check_start(name: str, indicators: Mapping[str, Indicator]) -> None:
    """The day a term counts from is told by an indicator that asks for a date."""
    dates = [each.name for each in indicators.values() if each.asks == "date"]
    if name not in dates:
        raise CatalogError("unknown_indicator", name=name, nearest=nearest(name, dates))


def _one_of(fields: Fields, key: str, words: tuple[str, ...], default: str) -> str:
    word = fields.text(key) or default
    if word not in words:
        raise CatalogError("unknown_word", key=key, value=word, nearest=nearest(word, words), choices=list(words))
    return word


def _context(fields: Fields, role: str, maximum: Fraction) -> Context:
    """What the clamp is stated to be (rule 15)."""
    raw, whole = fields.raw.get("at_least"), Context(maximum, maximum, None)
    if raw is not None and role != "points":
        raise CatalogError("key_needs_key", key="at_least", needs='role = "points"')
    if role == "penalty":
        return replace(whole, ceiling=Fraction(0), floor=-maximum)
    floor = Fraction(0) if role == "bonus" else None if raw is None else whole.entry(raw)
    if isinstance(floor, Word):
        raise CatalogError("not_points", value=raw)
    return replace(whole, floor=floor)


def _floor(context: Context, scale: Scale | None) -> Fraction:
    """The clamp's lower end: stated, else 0, or the lowest entry below it."""
    if context.floor is not None:
        return context.floor
    return min(context.least, scale.lowest) if scale else context.least
