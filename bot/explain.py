"""`cchc explain SET CODE`: a rule as the catalog says it, in words, with worked values, to hold against the paper."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from bot.config import Config
from bot.examples import read_examples
from bot.refusal import Refused
from bot.shelf import Shelf
from bot.showing import in_shares
from bot.worked import Worked, judged, nothing_due, worked
from scoring.arithmetic import names
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.errors import CatalogError, nearest
from scoring.judgment import Judgment
from scoring.reading import read_criteria_set
from templates import plain, render, say

COUNTED = ("ratio", "counts", "duties")  # of these it can be that nothing arose


def explain_command(arguments: Namespace, config: Config) -> None:
    """Find the set and the code, and say the rule."""
    shelf = Shelf(arguments.database or "", config.database_url)
    tables, file = shelf.find(arguments.set)
    criteria_set = read_criteria_set(tables, file.name if file else arguments.set)
    code = _code(criteria_set, arguments.code)
    beside = file.with_suffix(".examples.toml") if file else None
    examples = read_examples(beside, criteria_set) if beside and beside.is_file() else {}
    print(plain(explained(criteria_set, code, examples.get(code, []))))


def explained(criteria_set: CriteriaSet, code: str, examples: list[Worked]) -> str:
    """All that the catalog says of a node; the worked values are its examples, where it has some."""
    node = criteria_set.criteria[code]
    shown = examples or worked(criteria_set, node)
    values = {"set": criteria_set, "node": node, "worked": shown, "above": criteria_set.path(code)[1:]}
    if node.children:
        return render("explain/group", root=code == ROOT, **values, parts=_parts(criteria_set, node))
    return render("explain/leaf", **values, **_rule(criteria_set, node))


def _code(criteria_set: CriteriaSet, text: str) -> str:
    """The one code a text means."""
    codes = criteria_set.find(text)
    if not codes:
        raise CatalogError(
            "unknown_code", criteria_set.id, code=text, nearest=nearest(text, list(criteria_set.criteria))
        )
    if len(codes) > 1:
        raise Refused(say("lines", "code_in_parts", code=text, codes=codes))
    return codes[0]


def _parts(criteria_set: CriteriaSet, node: Criterion) -> list[Criterion]:
    return [criteria_set.criteria[code] for code in node.children]


def _rule(criteria_set: CriteriaSet, node: Criterion) -> dict[str, Any]:
    """What a leaf reads, how that becomes points, and what it gets where there is nothing to read."""
    asked = criteria_set.asked_for(node.code)
    figure = criteria_set.indicators[node.figure.indicator] if node.figure else None
    return {
        "figure": figure,
        "asked": asked,
        "derived": list(_derived(criteria_set, figure)) if figure else [],
        "starts": criteria_set.indicators,  # the days that terms count from
        "rule": node.scale_name or "hand",
        "subject": node.figure.part.replace("_", " ") if node.figure else "",
        "noun": figure.noun if figure else "",
        "in_shares": in_shares(node),
        "silent": judged(criteria_set, node, {}),
        "empty": _empty(criteria_set, node, asked) if node.scale else None,
        # The rule's own template says it in chat of a figure; here there is none.
        **{"closed": True, "wins": {}, "bests": {}},
    }


def _derived(criteria_set: CriteriaSet, indicator: Indicator) -> Iterable[Indicator]:
    """A derived figure and those it is made of, each once, before what it needs."""
    found: dict[str, Indicator] = {}

    def visit(each: Indicator) -> None:
        if each.value is not None:
            found.setdefault(each.name, each)
            for name in names(each.value):
                visit(criteria_set.indicators[name.indicator])

    visit(indicator)
    return found.values()


def _empty(criteria_set: CriteriaSet, node: Criterion, asked: Iterable[Indicator]) -> Judgment | None:
    """How a leaf is judged where nothing arose; None where its figure cannot say that."""
    if not any(each.asks in COUNTED for each in asked):
        return None
    judgment = judged(criteria_set, node, nothing_due(asked))
    stated = any(each.if_none is not None for each in criteria_set.indicators.values())
    return judgment if judgment.reason.kind == "nothing_due" or stated else None
