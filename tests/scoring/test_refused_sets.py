"""Rule 24: what a criteria set is refused for, said in one sentence with its place and the nearest right word."""

import pytest

from scoring.errors import CatalogError
from scoring.reading import load_toml, read_criteria_set
from templates import plain, say
from tests.scoring.broken_sets import ASKED, HEAD, HEADS, INDICATORS, ROWS, USED

HEADER = "[criteria_set]"
GOOD = '"1" = { max = 1, title = "T", figure = "rate", full_at = "50%" }\n'


def refusal(text: str) -> CatalogError:
    with pytest.raises(CatalogError) as refused:
        read_criteria_set(load_toml(text, "s.toml"), "s.toml")
    return refused.value


def check(text: str, what: str, where: str, nearest: str) -> None:
    error = refusal(text)
    assert (error.what, error.file, error.where) == (what, "s.toml", where)
    assert error.values.get("nearest") in (None, nearest)
    sentence = plain(say("refusals", error.what, **error.values))
    assert nearest in sentence
    assert sentence.endswith((".", "…"))
    assert "\n" not in sentence


def test_the_set_without_a_fault_is_accepted() -> None:
    tables = load_toml(HEAD + INDICATORS + USED + GOOD, "s.toml")
    assert list(read_criteria_set(tables, "s.toml").criteria) == ["index", "8", "1"]


@pytest.mark.parametrize(("row", "what", "nearest"), ROWS)
def test_a_faulty_criterion_is_refused_at_its_place(row: str, what: str, nearest: str) -> None:
    where = "index" if what == "parts_not_maximum" else "1"
    check(f'{HEAD}{INDICATORS}{USED}"1" = {{ {row} }}\n', what, where, nearest)


@pytest.mark.parametrize(("keys", "what", "nearest"), ASKED)
def test_a_faulty_indicator_is_refused_at_its_place(keys: str, what: str, nearest: str) -> None:
    check(f"{HEAD}{INDICATORS}x = {{ {keys} }}\n{USED}{GOOD}", what, "[indicator] x", nearest)


@pytest.mark.parametrize(("old", "new", "what", "nearest"), HEADS)
def test_a_faulty_head_is_refused_at_its_place(old: str, new: str, what: str, nearest: str) -> None:
    where = "index" if what == "partial_with_full_sum" else HEADER
    check(HEAD.replace(old, new) + INDICATORS + USED + GOOD, what, where, nearest)


GROUP = """"1" = {{ max = 1, title = "T", combine = "{combine}" }}
"1.1" = {{ max = 1, title = "T" }}
"1.2" = {{ max = 1, title = "T", role = "{role}" }}"""
TREES = [
    ('"1" = { max = 1, title = "T" }\n"2.1" = { max = 1, title = "T" }', "orphan", "2.1"),
    ('"A/1.1" = { max = 1, title = "T" }', "orphan", "A/1.1"),
    ('"1.1" = { max = 1, title = "T" }\n"1" = { max = 1, title = "T" }', "parent_comes_later", "1.1"),
    ('"1" = { max = 1, title = "T", full_at = 1 }\n"1.1" = { max = 1, title = "T" }', "parent_with_scale", "1"),
    ('"1" = { max = 1, title = "T", figure = "rate" }\n"1.1" = { max = 1, title = "T" }', "parent_with_scale", "1"),
    ('"1" = { max = 1, title = "T" }\n"1.1" = { max = 2, title = "T" }', "parts_not_maximum", "1"),
    ('"1" = { max = 1, title = "T" }\n"1" = { max = 2, title = "T" }', "not_toml", ""),
    ('"1" = { max = 1, title = "T", partial = true }\n"1.1" = { max = 1, title = "T" }', "partial_with_full_sum", "1"),
    ('"1" = { max = 1, title = "T", combine = "capped" }\n"1.1" = { max = 0.5, title = "T" }',
     "parts_not_maximum", "1"),
    ('"1" = { max = 1, title = "T", combine = "best" }\n"1.1" = { max = 2, title = "T" }', "parts_not_maximum", "1"),
    ('"1" = { max = 1, title = "T", combine = "worst" }\n"1.1" = { max = 2, title = "T" }', "parts_not_maximum", "1"),
    ('"1" = { max = 1, title = "T", combine = "best", partial = true }\n"1.1" = { max = 1, title = "T" }',
     "partial_with_full_sum", "1"),
    ('rate = { max = 1, title = "T" }', "code_is_an_indicator", "rate"),
    ('rate = { max = 1, title = "T", full_at = 5 }', "code_is_an_indicator", "rate"),
    ('index = { max = 1, title = "T" }', "bad_code", "index"),
    ('"" = { max = 1, title = "T" }', "bad_code", ""),
    ('" 1" = { max = 1, title = "T" }', "bad_code", " 1"),
    ('"1 " = { max = 1, title = "T" }', "bad_code", "1 "),
    ('A = { max = 1, title = "T" }\na = { max = 1, title = "T" }', "code_twice", "a"),
    ('a = { max = 1, title = "T" }\nA = { max = 1, title = "T" }', "code_twice", "A"),
    ('"1" = 5', "not_a_table", "1"),
    ('"1" = { max = 1, title = "T", partial = true }\n"1.1" = 5', "not_a_table", "1.1"),
    (GROUP.format(combine="scaled", role="penalty"), "role_in_group", "1"),
    (GROUP.format(combine="best", role="bonus"), "role_in_group", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "what", "where"), TREES)
def test_a_faulty_tree_is_refused_at_its_place(rows: str, what: str, where: str) -> None:
    check(f"{HEAD}{INDICATORS}{USED}{rows}\n", what, where, "")


WHOLES = [
    ("[criteria_set", "not_toml", ""),
    ("max = " + "9" * 5000, "not_toml", ""),
    ("max = 1e99999999999999999999", "not_toml", ""),
    ("max = " + "[" * 3000, "not_toml", ""),
    ("valid_from = 2026-02-30", "not_toml", ""),
    (HEAD, "no_criteria", "index"),
    (HEAD.replace("max = 2", "max = 1e999"), "not_a_number", HEADER),
    (HEAD.replace("max = 2", "max = nan"), "not_a_number", HEADER),
    (HEAD.replace("max = 2", "max = " + "9" * 30), "not_a_number", HEADER),
    ("criteria_set = 5", "not_a_table", HEADER),
    ("indicator = 5\n" + HEAD, "not_a_table", HEADER),
    ("criterion = 5\n" + HEAD, "not_a_table", HEADER),
    (HEAD + "[criterio]", "unknown_key", HEADER),
    (HEAD + '[change."1"]', "key_needs_key", HEADER),
    (HEAD + "[indicator]\nx = 5", "not_a_table", "[indicator] x"),
    (HEAD + '[indicator]\n"x y" = { asks = "ratio" }', "not_a_name", "[indicator] x y"),
    (HEAD + '[indicator]\na = { value = "b" }\nb = { value = "a" }', "cycle", "[indicator] a"),
]


@pytest.mark.parametrize(("text", "what", "where"), WHOLES)
def test_a_faulty_whole_is_refused_at_its_place(text: str, what: str, where: str) -> None:
    check(text, what, where, "criterion" if what == "unknown_key" else "")


def test_the_innermost_place_of_a_refusal_stays() -> None:
    inner = CatalogError("cycle", where="[indicator] x", names=["x", "x"])
    assert (inner.at("s.toml", "1").file, inner.at("s.toml", "1").where) == ("s.toml", "[indicator] x")


def test_a_day_is_no_figure_of_a_criterion() -> None:
    text = f'{HEAD}{INDICATORS}day = {{ asks = "date" }}\n{USED}"1" = {{ max = 1, title = "T", figure = "day" }}\n'
    check(text, "date_is_no_number", "1", "")


def test_twelve_levels_of_criteria_are_the_end() -> None:
    codes = [".".join("1" * depth) for depth in range(1, 14)]
    rows = HEAD + INDICATORS + USED + "".join(f'"{code}" = {{ max = 1, title = "T" }}\n' for code in codes[:11])
    leaf = '"{}" = {{ max = 1, title = "T", figure = "rate", full_at = "50%" }}\n'
    deepest = read_criteria_set(load_toml(rows + leaf.format(codes[11]), "s.toml"), "s.toml")
    assert len(deepest.path(codes[11])) == 12
    check(rows + leaf.format(codes[11]) + leaf.format(codes[12]), "too_deep", codes[12], "")


def test_a_cycle_is_told_in_the_order_in_which_its_indicators_need_each_other() -> None:
    names = refusal(HEAD + '[indicator]\na = { value = "b" }\nb = { value = "c" }\nc = { value = "a" }').values["names"]
    assert "".join(names) in ("abca", "bcab", "cabc")


SLIPS = [
    ("a = 1\na = 2", "twice"),
    ("[a]\nb = 1\n[a]\nc = 1", "twice"),
    ("a = 9,5", "comma"),
    ("a = 1\nb = 2\nc = -16,25\nd = 5", "comma"),
    ("\n" * 9 + "a = { b = 7,8 }", "comma"),
    ("a=10,9", "comma"),
    ("\n" * 8 + "a = 1,9", "comma"),
    ("a = 1,5\nb = ", "comma"),
    ("a = [1,5]\nb = [", ""),
    ("a = [1,5]\nb =", ""),
    ("a = 5 6", ""),
    ('a = "1,5', ""),
]


@pytest.mark.parametrize(("text", "why"), SLIPS)
def test_the_usual_slip_of_a_file_that_cannot_be_read_is_named(text: str, why: str) -> None:
    error = refusal(text)
    assert (error.what, error.values["why"]) == ("not_toml", why)


DERIVED = 'x = { value = "rate * 2" }\n'


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ('figure = "rate", full_at = "9%", label = "L"', {"key": "label"}),
        ('figure = "rate", full_at = "9%", noun = "N"', {"key": "noun"}),
        ('figure = "x", each = 1, over = "5%"', {"key": "over", "needs": "per"}),
        ('figure = "rate", levels = { a = 1 }', {"figure": "rate", "asks": "ratio"}),
        ('figure = "x", levels = { a = 1 }', {"figure": "x", "asks": "value"}),
        ("full_at = 5, levels = { a = 1 }, each = 1, bands = []", {"scales": ["bands", "each", "full_at", "levels"]}),
    ],
)
def test_what_is_refused_of_a_criterion_is_named(row: str, values: dict[str, object]) -> None:
    text = f'{HEAD}{INDICATORS}{DERIVED}{USED}"1" = {{ max = 1, title = "T", {row} }}\n'
    assert refusal(text).values.items() >= values.items()


@pytest.mark.parametrize(
    ("keys", "asks"),
    [('asks = "counts"', "counts"), ('value = "rate", states = ["a"]', "value"),
     ('asks = "percent", accumulates = "period"', "percent"), ('value = "rate", accumulates = "period"', "value")],
)  # fmt: skip
def test_an_indicator_is_refused_by_what_it_asks(keys: str, asks: str) -> None:
    assert refusal(f"{HEAD}{INDICATORS}x = {{ {keys} }}\n{USED}{GOOD}").values["asks"] == asks


def test_the_file_of_a_refusal_that_is_known_stays() -> None:
    assert CatalogError("cycle", "inner.toml").at("outer.toml", "1").file == "inner.toml"


PARTS = """"1" = {{ max = 1, title = "T", {keys} }}
"1.1" = {{ max = 1, title = "T", role = "{role}" }}
"1.2" = {{ max = 1, title = "T", role = "{role}" }}
"""


@pytest.mark.parametrize(
    ("keys", "role", "what"),
    [("full_at = 5", "points", "parent_with_scale"), ('combine = "best"', "bonus", "role_in_group")],
)
def test_of_several_parts_that_do_not_fit_the_first_is_named(keys: str, role: str, what: str) -> None:
    error = refusal(HEAD + INDICATORS + USED + PARTS.format(keys=keys, role=role))
    assert (error.what, error.values["part"]) == (what, "1.1")


def test_of_several_states_without_a_level_the_first_is_named() -> None:
    states = 'three = { asks = "counts", states = ["a", "b", "c"] }\n'
    row = '"1" = { max = 1, title = "T", figure = "three", levels = { a = 1 } }\n'
    assert refusal(HEAD + INDICATORS + states + USED + row).values["state"] == "b"


def test_a_criterion_may_bear_the_name_of_the_indicator_it_reads() -> None:
    text = HEAD + INDICATORS + USED + 'rate = { max = 1, title = "T", figure = "rate", full_at = "50%" }\n'
    read = read_criteria_set(load_toml(text, "s.toml"), "s.toml")
    assert [each.name for each in read.asked_for("rate")] == ["rate"]
