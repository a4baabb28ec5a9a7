from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.quantity import cut_off, is_number, plain, rounded, share

exactly = settings(derandomize=True, max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50%", Fraction(1, 2)), ("98,26%", Fraction(9826, 10000)), ("98.26 %", Fraction(9826, 10000)),
        (" 0% ", Fraction(0)), ("150%", Fraction(3, 2)), ("1/2", Fraction(1, 2)), ("715 / 721", Fraction(715, 721)),
        ("0/7", Fraction(0)), (" 1/3 ", Fraction(1, 3)),
    ],
)  # fmt: skip
def test_a_share_is_a_percentage_or_a_fraction(text: str, value: Fraction) -> None:
    assert share(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "0.5",
        "0,5",
        "1",
        "",
        "%",
        "-5%",
        "1/0",
        "1/2/3",
        "1/2%",
        "1e3%",
        "٥٠%",
        "５０%",
        "½",
        "1234567890123%",
        "5 % x",
        "5,%",
        "/2",
        "1/",
    ],
)
def test_nothing_else_is_a_share(text: str) -> None:
    assert share(text) is None


@pytest.mark.parametrize(
    "raw", [0, -3, 10**20 - 1, Decimal("0.5"), Decimal("-1e-9"), Decimal("9e19"), Decimal("1e-19")]
)
def test_numbers_of_toml_are_numbers(raw: object) -> None:
    assert is_number(raw)


@pytest.mark.parametrize(
    "raw",
    [
        True, "1", None, 0.5, 10**20, -(10**20), Decimal("nan"), Decimal("inf"), Decimal("1e999"), Decimal("1e-999"),
        Decimal("1e20"), Decimal("9e-20"),
    ],
)  # fmt: skip
def test_truth_texts_floats_and_monsters_are_no_numbers(raw: object) -> None:
    assert not is_number(raw)


@pytest.mark.parametrize(
    ("value", "half_up", "cut"),
    [
        ("0.345", "0.35", "0.34"), ("0.344", "0.34", "0.34"), ("-0.345", "-0.35", "-0.34"), ("2/3", "0.67", "0.66"),
        ("29.9488", "29.95", "29.94"), ("0.005", "0.01", "0.00"), ("-0.001", "0.00", "0.00"), ("5", "5.00", "5.00"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_and_cutting_is_towards_zero(value: str, half_up: str, cut: str) -> None:
    assert (str(rounded(Fraction(value))), str(cut_off(Fraction(value)))) == (half_up, cut)


def test_a_hair_below_the_half_is_not_rounded_twice() -> None:
    assert rounded(Fraction(5, 1000) - Fraction(1, 10**80)) == 0


def test_a_number_with_more_digits_than_a_decimal_context_keeps_them() -> None:
    assert rounded(Fraction(10**70)) == 10**70
    assert cut_off(Fraction(10**70 + 1)) == 10**70 + 1
    assert plain(Fraction(10**40 + 1, 10)) == "1" + "0" * 39 + ".1"


@exactly
@given(st.fractions())
def test_rounding_moves_by_at_most_half_a_hundredth(value: Fraction) -> None:
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 200)
    assert abs(Fraction(cut_off(value))) <= abs(value) < abs(Fraction(cut_off(value))) + Fraction(1, 100)


@exactly
@given(st.fractions())
def test_the_plain_text_of_a_number_is_exactly_that_number(value: Fraction) -> None:
    assert Fraction(plain(value)) == value


@exactly
@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**15), max_value=10**15))
def test_a_decimal_is_never_written_with_an_exponent_or_a_fraction(value: Decimal) -> None:
    assert set(plain(Fraction(value))) <= set("-.0123456789")


def test_what_does_not_terminate_stays_a_fraction() -> None:
    assert (plain(Fraction(1, 3)), plain(Fraction(-1, 4)), plain(Fraction(12))) == ("1/3", "-0.25", "12")


def test_eighteen_places_are_still_written_as_a_decimal() -> None:
    assert plain(Fraction(1, 10**18)) == "0." + "0" * 17 + "1"
    assert plain(Fraction(1, 10**19)) == f"1/{10**19}"
