"""`cchc explain SET CODE`: a rule as the catalog says it, in words, with worked values, to hold against the paper."""

from argparse import Namespace
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from bot.config import Config
from bot.examples import read_examples
from bot.refusal import Refused
from bot.shelf import Shelf
from bot.showing import best_shown
from bot.worked import Worked, judged, nothing_due, worked
from scoring.arithmetic import names
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.errors import CatalogError, nearest
from scoring.judgment import Judgment
from scoring.reading import read_criteria_set
from scoring.targets import in_shares
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
    """All that the catalog says of a node, with the values its rule chooses, and whether its examples agree."""
    node, path = criteria_set.criteria[code], criteria_set.path(code)
    values = {
        "set": criteria_set,
        "node": node,
        "above": path[1:],
        "only": next((each.only_for for each in path if each.only_for), ()),
        "worked": worked(criteria_set, node),
        "examples": examples,
    }
    if node.children:
        return render("cli/group", **values, **_parts(criteria_set, node))
    return render("cli/leaf", **values, **_rule(criteria_set, node))


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


def _parts(criteria_set: CriteriaSet, node: Criterion) -> dict[str, Any]:
    """The parts of a group, and how many of its points no row holds yet."""
    parts = [criteria_set.criteria[code] for code in node.children]
    held = sum((part.max for part in parts if part.role == node.role or part.in_maximum), Fraction(0))
    return {"parts": parts, "rest": node.max - held if node.partial else None, "root": node.code == ROOT}


def _rule(criteria_set: CriteriaSet, node: Criterion) -> dict[str, Any]:
    """What a leaf reads, how that becomes points, and what it gets where there is nothing to read."""
    figure = criteria_set.indicators[node.figure.indicator] if node.figure else None
    derived = _derived(criteria_set, figure) if figure else []
    return {
        "figure": figure,
        "derived": derived,
        "indicators": criteria_set.indicators,
        "rule": node.scale_name or "hand",
        "subject": node.figure.part.replace("_", " ") if node.figure else "",
        "noun": figure.noun if figure else "",
        "in_shares": in_shares(node),
        "silent": judged(criteria_set, node, {}),
        "empty": _empty(criteria_set, node, derived) if node.scale else None,
        # What the rule's own template says in chat of a figure: here there is none.
        "closed": True,
        "wins": {},
        "bests": {},
    }


def _derived(criteria_set: CriteriaSet, indicator: Indicator) -> list[Indicator]:
    """A derived figure and those it is made of, each once, before what it needs."""
    found: dict[str, Indicator] = {}

    def visit(each: Indicator) -> None:
        if each.value is not None:
            found.setdefault(each.name, each)
            for name in names(each.value):
                visit(criteria_set.indicators[name.indicator])

    visit(indicator)
    return list(found.values())


def _empty(criteria_set: CriteriaSet, node: Criterion, made_of: Iterable[Indicator]) -> Judgment | None:
    """How a leaf is judged where nothing arose; None where its figure cannot say that."""
    asked = criteria_set.asked_for(node.code)
    judgment = judged(criteria_set, node, nothing_due(asked), best_shown(node))
    can_say = judgment.reason.kind == "nothing_due" or any(each.if_none is not None for each in (*asked, *made_of))
    return judgment if can_say and any(each.asks in COUNTED for each in asked) else None
