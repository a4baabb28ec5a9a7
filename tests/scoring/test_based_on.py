"""Rule 22: a set based on another is the other's tables with its changes, validated whole."""

from fractions import Fraction
from typing import Any

import pytest

from scoring.changes import merged
from scoring.errors import CatalogError
from scoring.reading import load_toml, read_criteria_set

BASE = """[criteria_set]
id = "old"
title = "Bộ cũ"
max = 4
valid_from = 2025-01-01
[indicator]
online = { asks = "ratio", label = "trực tuyến" }
[criterion]
"1"    = { max = 4, title = "Một" }
"1.1"  = { max = 1, title = "Một một", figure = "online", full_at = "20%", zero_below = "5%" }
"1.2"  = { max = 1, title = "Một hai" }
"1.10" = { max = 2, title = "Một mười" }
"""
HEAD = '[criteria_set]\nid = "new"\nbased_on = "old"\nvalid_from = 2026-01-01\n'


def tables(text: str) -> dict[str, Any]:
    return merged(load_toml(HEAD + text, "new.toml"), load_toml(BASE, "old.toml"), "new.toml")


def test_what_is_not_changed_stays() -> None:
    new = read_criteria_set(tables(""), "new.toml")
    old = read_criteria_set(load_toml(BASE, "old.toml"), "old.toml")
    assert (new.id, new.title, new.criteria) == ("new", "Bộ cũ", old.criteria)


def test_a_changed_key_takes_the_place_of_the_old_one_and_the_others_stay() -> None:
    new = read_criteria_set(tables('[change."1.1"]\nfull_at = "30%"'), "new.toml")
    assert new.criteria["1.1"].title == "Một một"
    assert (new.criteria["1.1"].scale_name, getattr(new.criteria["1.1"].scale, "zero_below", 0)) == ("full_at", None)


def test_a_new_scale_takes_the_place_of_the_old_one() -> None:
    new = read_criteria_set(tables('[change."1.1"]\nbands = [{ from = "30%", gives = 1 }, { gives = 0 }]'), "new.toml")
    assert new.criteria["1.1"].scale_name == "bands"


def test_a_new_row_stands_where_the_paper_has_it() -> None:
    rows = '[change."1.10"]\nmax = 1\n[criterion]\n"1.9" = { max = 1, title = "Một chín" }'
    assert read_criteria_set(tables(rows), "new.toml").criteria["1"].children == ("1.1", "1.2", "1.9", "1.10")


def test_a_row_and_its_indicator_can_be_dropped() -> None:
    text = '[change."1.1"]\ndrop = true\n[change."1"]\nmax = 3\n[indicator]\nonline = { drop = true }\n'
    dropped = tables(text)
    dropped["criteria_set"]["max"] = 3
    assert "1.1" not in read_criteria_set(dropped, "new.toml").criteria


def test_the_whole_is_validated_after_the_change() -> None:
    with pytest.raises(CatalogError) as refused:
        read_criteria_set(tables('[change."1.2"]\nmax = 2'), "new.toml")
    assert (refused.value.what, refused.value.where) == ("parts_not_maximum", "1")


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ('[change."1.3"]\nmax = 2', "unknown_code", "[change] 1.3"),
        ('[change]\n"1.2" = 5', "not_a_table", "[change] 1.2"),
        ('[criterion]\n"1.2" = { max = 1, title = "T" }', "changed_as_new", "1.2"),
        ("change = 5", "not_a_table", "[change]"),
        ("[chang]", "unknown_key", "[criteria_set]"),
    ],
)
def test_a_faulty_change_is_refused_at_its_place(text: str, what: str, where: str) -> None:
    with pytest.raises(CatalogError) as refused:
        tables(f"{text}\n" if text.startswith("[") else "") if text.startswith("[") else merged(
            load_toml(text + "\n" + HEAD, "new.toml"), load_toml(BASE, "old.toml"), "new.toml"
        )
    assert (refused.value.what, refused.value.where) == (what, where)


def test_a_change_without_a_scale_keeps_the_old_one() -> None:
    new = read_criteria_set(tables('[change."1.1"]\ntitle = "Mới"'), "new.toml").criteria["1.1"]
    assert (new.title, new.scale_name, getattr(new.scale, "zero_below", 0)) == ("Mới", "full_at", Fraction(1, 20))


def order(new: str, *old: str) -> list[str]:
    """The codes of a set after one new row, in its order."""
    base = load_toml(BASE, "old.toml") | {"criterion": {code: {"max": 1, "title": "T"} for code in old}}
    return list(merged(load_toml(f'{HEAD}[criterion]\n"{new}" = {{ max = 1 }}', "n"), base, "n")["criterion"])


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("3", "1 1.1 2", "1 1.1 2 3"),
        ("1.3", "1 1.1 1.2 2 2.1", "1 1.1 1.2 2 2.1 1.3"),
        ("1.10", "1 1.9 1.11 1.a", "1 1.9 1.10 1.11 1.a"),
        ("1.b", "1 1.9 1.a 1.c", "1 1.9 1.a 1.b 1.c"),
        ("1.2", "1 1.a 1.b", "1 1.2 1.a 1.b"),
        ("B", "2 A C", "2 A B C"),
        # a paper with an order of its own: only siblings matter
        ("1.1", "2 1 1.2", "2 1 1.1 1.2"),
        ("1.1", "SIPAS 1", "SIPAS 1 1.1"),
        ("1.2.3", "1 1.9 1.2 1.2.4", "1 1.9 1.2 1.2.3 1.2.4"),
        ("A/1.2", "B/1.3 A A/1.3", "B/1.3 A A/1.2 A/1.3"),
    ],
)
def test_a_new_row_stands_before_the_first_sibling_that_is_greater(new: str, old: str, expected: str) -> None:
    assert order(new, *old.split()) == expected.split()


def test_a_new_row_that_is_no_table_is_refused_by_name() -> None:
    with pytest.raises(CatalogError) as refused:
        read_criteria_set(tables("[indicator]\nx = 5"), "new.toml")
    assert (refused.value.what, refused.value.where) == ("not_a_table", "[indicator] x")
