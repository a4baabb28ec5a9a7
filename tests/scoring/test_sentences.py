"""Every refusal and error that the source can raise has its sentence, and every sentence is used."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from templates import environment

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "models", "scheduling", "scoring", "templates")
HELPERS = {"hint", "number", "wants"}
KINDS = {"refusals": "CatalogError", "errors": "UserError"}


@cache
def raised() -> dict[str, dict[str, set[str]]]:
    """Exception → name → the keywords it is made with, wherever one is made with a literal name."""
    found: dict[str, dict[str, set[str]]] = {exception: {} for exception in KINDS.values()}
    for call in chain.from_iterable(_calls(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        if isinstance(call.func, ast.Name) and call.func.id in found and isinstance(call.args[0], ast.Constant):
            keywords = {keyword.arg for keyword in call.keywords if keyword.arg} - {"file", "where"}
            found[call.func.id].setdefault(str(call.args[0].value), set()).update(keywords)
    return found


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def macros(kind: str) -> dict[str, tuple[str, ...]]:
    module = environment().get_template(f"{kind}.txt").module
    return {name: macro.arguments for name, macro in vars(module).items() if hasattr(macro, "arguments")}


@pytest.mark.parametrize(("kind", "exception"), KINDS.items())
def test_every_name_that_is_raised_has_a_sentence_and_every_sentence_a_name(kind: str, exception: str) -> None:
    assert len(raised()[exception]) >= 5
    assert macros(kind).keys() - HELPERS == raised()[exception].keys()


@pytest.mark.parametrize(("kind", "exception"), KINDS.items())
def test_every_sentence_takes_the_values_that_its_name_is_raised_with(kind: str, exception: str) -> None:
    for name, keywords in raised()[exception].items():
        assert keywords <= set(macros(kind)[name]), name
