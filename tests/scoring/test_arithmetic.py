import time
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.arithmetic import Name, Value, evaluate, names, parse, parse_name
from scoring.errors import CatalogError
from scoring.figures import Absent
from tests.scoring.sets import catalog, scored

KNOWN: dict[str, Value] = {
    "a": Fraction(6), "b": Fraction(4), "zero": Fraction(0), "giấy_tờ": Fraction(9), "a.n": Fraction(1),
    "việc.đúng_hạn": Fraction(2), "none": Absent.NO_FIGURE, "nothing": Absent.NOTHING_DUE,
}  # fmt: skip


def value(text: str) -> Value:
    return evaluate(parse(text), lambda name: KNOWN[str(name)])


def fault(text: str) -> str:
    with pytest.raises(CatalogError) as refused:
        parse(text)
    return refused.value.what


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("24 / 4 / 2", 3), ("-a + b", -2), ("a * -b", -24),
        ("--a", 6), ("-(a - b)", -2), ("min(a, b)", 4), ("max(a, b, 50)", 50), ("min(a)", 6), ("giấy_tờ / a", "3/2"),
        ("a.n + việc.đúng_hạn", 3), ("20%", "1/5"), ("12.5% * 8", 1), ("0.1 + 0.2", "3/10"), ("a/3*3", 6),
        ("max(min(a, b), (a + b) / 2)", 5), ("  a+b ", 10),
    ],
)  # fmt: skip
def test_the_arithmetic_is_that_of_school_and_exact(text: str, expected: int | str) -> None:
    assert value(text) == Fraction(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / zero", Absent.NOTHING_DUE), ("a / (b - 4)", Absent.NOTHING_DUE), ("a + nothing", Absent.NOTHING_DUE),
        ("none + a", Absent.NO_FIGURE), ("nothing + none", Absent.NO_FIGURE), ("none / zero", Absent.NO_FIGURE),
        ("a / zero + none", Absent.NO_FIGURE), ("min(a, nothing)", Absent.NOTHING_DUE),
        ("zero * none", Absent.NO_FIGURE),
        ("none", Absent.NO_FIGURE),
    ],
)  # fmt: skip
def test_absences_pass_through_and_no_figure_wins(text: str, expected: Absent) -> None:
    assert value(text) is expected


def test_the_names_of_a_formula_come_in_reading_order() -> None:
    assert [str(name) for name in names(parse("min(b.n, 2) + a * (b.d - việc)"))] == ["b.n", "a", "b.d", "việc"]
    assert parse_name(" việc.đúng_hạn ") == Name("việc", "đúng_hạn")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1 +", "* 2", "(1", "1)", "1 2", "a b", "a..b", "a.b.c", "a .b",
        "min(", "min()", "min(1,)", "(1, 2)", "1 // 2", "2 ** 3", "a % b", "a = 1", "a; b", "a[0]",
        "'a'", "{a}", "a < b", "a if b else c", "lambda: 1",
        "1.", ".5", "1,5", "1e999", "0x10", "1_000", "٣", "１ + 1", "1 ÷ 2", "1 − 2",
        "9" * 16, "0.1234567890", "a\x00b", "a\u202eb", "\ufeffa", "a.", "5 %%",
    ],
)  # fmt: skip
def test_what_is_not_of_the_grammar_is_refused(text: str) -> None:
    assert fault(text) == "formula_unreadable"


@pytest.mark.parametrize(
    "text",
    ["__import__('os').system('true')", "open('x')", "eval(1)", "abs(1)", "sum(a, b)", "MIN(1, 2)", "a(b)", "a.b(1)"],
)
def test_there_are_no_functions_but_min_and_max(text: str) -> None:
    assert fault(text) == "unknown_function"


def test_a_figure_is_one_name() -> None:
    with pytest.raises(CatalogError, match="figure_is_one_name"):
        parse_name("a + b")


def test_three_hundred_characters_and_thirty_parentheses_are_the_end() -> None:
    assert value("1+" * 149 + "10") == 159
    assert fault("1+" * 149 + "100") == "formula_too_long"
    assert value("(" * 30 + "1" + ")" * 30) == 1
    assert fault("(" * 31 + "1" + ")" * 31) == "formula_too_deep"
    assert value("-" * 298 + "1") == 1


def chain(length: int, formula: str) -> str:
    """Indicators i1, i2, … each made from the one before it."""
    rows = [f'i{n} = {{ value = "{formula.replace("x", f"i{n - 1}")}" }}' for n in range(1, length + 1)]
    return "\n".join(['i0 = { asks = "number" }', *rows])


@pytest.mark.parametrize(
    ("length", "formula"),
    [
        (2000, "x"), (100, "x"), (60, "x*x"), (4, "*".join("x" * 75)), (1, "+".join(["1"] * 99 + ["x"])),
        (1, "-" * 99 + "x"), (60, "min(x, x / x, x)"),
    ],
)  # fmt: skip
def test_indicators_made_of_indicators_cannot_grow_without_end(length: int, formula: str) -> None:
    begun = time.process_time()
    with pytest.raises(CatalogError) as refused:
        catalog(f'"1" = {{ max = 1, figure = "i{length}", full_at = 1 }}', chain(length, formula))
    assert refused.value.what == "formula_too_large"
    assert time.process_time() - begun < 2


def test_the_largest_formula_that_is_accepted_can_be_worked_out() -> None:
    deep = catalog('"1" = { max = 1, figure = "i99", full_at = 2 }', chain(99, "(((x)))"))
    assert scored(deep, {"i0": "1"}).judgments["1"].low == Fraction(1, 2)
    wide = catalog('"1" = { max = 1, figure = "i2", full_at = 1 }', chain(2, "*".join("x" * 9)))
    value = scored(wide, {"i0": "999999999999999,999999999"}).judgments["1"].reason.value
    assert value == Fraction("999999999999999.999999999") ** 81


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet="ab10.%+-*/(), min_ế²٣\x00'\"", max_size=60) | st.text(max_size=40))
def test_any_text_at_all_is_a_formula_or_is_refused(text: str) -> None:
    with suppress(CatalogError):
        assert all(set(str(name)) <= set(text) for name in names(parse(text)))


def test_parentheses_beside_each_other_are_not_deep() -> None:
    assert value("+".join(["(1)"] * 60)) == 60
    assert fault("(1)+" * 20 + "(" * 31 + "1" + ")" * 31) == "formula_too_deep"


def test_a_hundred_operands_are_the_end() -> None:
    row = '"1" = { max = 1, figure = "i1", full_at = 198 }'
    assert scored(catalog(row, chain(1, "+".join(["1"] * 98 + ["x"]))), {"i0": "1"}).judgments["1"].low == Fraction(
        1, 2
    )
