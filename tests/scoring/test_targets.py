"""The value worth full points, of every scale that has one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.reading import read_criteria_set
from scoring.scales import Best
from scoring.targets import Target, in_shares, target

HEAD = {"id": "x", "title": "X", "max": 1}


def leaf(asks: str, **keys: object) -> Target | None:
    states = {"states": ["a", "b"]} if asks == "choice" else {}
    tables = {
        "criteria_set": {**HEAD, "valid_from": date(2026, 1, 1)},
        "indicator": {"f": {"asks": asks, "label": "f", **states}},
        "criterion": {"1": {"max": 1, "title": "T", "figure": "f", **keys}},
    }
    node = read_criteria_set(tables, "x").criteria["1"]
    assert in_shares(node) is (asks in ("ratio", "percent"))
    return target(node, Fraction(1, 2), Best(Fraction(4, 5), 2, 0))


@pytest.mark.parametrize(
    ("asks", "keys", "expected"),
    [
        ("ratio", {"full_at": "70%"}, Target(Fraction(7, 10))),
        ("ratio", {"full_at": "best"}, Target(Fraction(4, 5))),
        ("ratio", {"bands": [{"from": "60%", "gives": "full"}, {"gives": 0}]}, Target(Fraction(3, 5))),
        ("ratio", {"bands": [{"above": "60%", "gives": "full"}, {"gives": 0}]}, Target(Fraction(3, 5), strict=True)),
        ("number", {"bands": [{"upto": 0, "gives": "full"}, {"gives": 0}]}, Target(Fraction(0), at_most=True)),
        ("number", {"bands": [{"from": 5, "gives": 0}, {"gives": 1}]}, Target(Fraction(5), at_most=True, strict=True)),
        ("number", {"bands": [{"upto": 5, "gives": 0}, {"gives": 1}]}, Target(Fraction(5), strict=True)),
        ("number", {"each": Decimal("0.25"), "per": 5}, Target(Fraction(20))),
        ("number", {"start": 1, "each": Decimal("-0.5")}, Target(Fraction(0), at_most=True)),
        ("number", {"bands": [{"gives": "full"}]}, None),
        ("choice", {"levels": {"a": 1, "b": 0}}, None),
    ],
)
def test_the_target_of_a_rule(asks: str, keys: dict[str, object], expected: Target | None) -> None:
    assert (leaf(asks, **keys) if asks != "choice" else None) == expected


def test_a_target_is_reached_at_its_edge_or_just_beyond_it() -> None:
    assert [Target(Fraction(1)).reached(Fraction(n, 2)) for n in (1, 2, 3)] == [False, True, True]
    assert [Target(Fraction(1), strict=True).reached(Fraction(n, 2)) for n in (1, 2, 3)] == [False, False, True]
    assert [Target(Fraction(1), at_most=True).reached(Fraction(n, 2)) for n in (1, 2, 3)] == [True, True, False]
    assert Target(Fraction(7, 10)).of(Fraction(3116)) == 2182
    assert Target(Fraction(1, 2), strict=True).of(Fraction(10)) == 6
