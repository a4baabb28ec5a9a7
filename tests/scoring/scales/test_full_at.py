from fractions import Fraction

import pytest

from scoring.judgment import Judgment
from scoring.scales.full_at import FullAt
from tests.scoring.sets import catalog, ends, judged, won

RATE = 'rate = { asks = "ratio", may_exceed = true }'


def by_rate(keys: str, text: str, rest: str = "max = 1") -> Judgment:
    return judged("1", f'"1" = {{ {rest}, figure = "rate", {keys} }}', {"rate": text}, RATE)


@pytest.mark.parametrize(
    ("text", "points"),
    [("0/7", "0"), ("1/10", "1/2"), ("1/5", "1"), ("9/10", "1"), ("3/2", "1"), ("119/3571", "595/3571")],
)
def test_points_are_in_proportion_up_to_the_target(text: str, points: str) -> None:
    assert by_rate('full_at = "20%"', text).low == Fraction(points)


def test_below_the_lower_bound_there_is_nothing_and_at_it_the_proportion() -> None:
    keys = 'full_at = "80%", zero_below = "40%"'
    assert by_rate(keys, "399/1000").low == 0
    assert by_rate(keys, "40%").low == Fraction(1, 2)
    assert [(by_rate(keys, text).reason.applied or {})["cut"] for text in ("39%", "40%")] == [True, False]


def test_all_or_nothing_is_a_lower_bound_at_the_target() -> None:
    keys = 'full_at = "80%", zero_below = "80%"'
    assert [by_rate(keys, text).low for text in ("79%", "80%")] == [0, 1]


@pytest.mark.parametrize(
    ("text", "needed", "short"), [("119/3571", 715, 596), ("715/3571", 715, 0), ("714/3571", 715, 1), ("2/5", 1, 0)]
)
def test_the_shortfall_is_counted_in_whole_things(text: str, needed: int, short: int) -> None:
    found = won("1", '"1" = { max = 1, figure = "rate", full_at = "20%" }', {"rate": text}, RATE)
    assert (found["needed"], found["short"]) == (needed, short)


def test_a_printed_percentage_has_no_things_to_count() -> None:
    row = '"1" = { max = 1, figure = "rate", full_at = "20%" }'
    assert judged("1", row, {"rate": "10%"}, RATE).low == Fraction(1, 2)
    assert won("1", row, {"rate": "10%"}, RATE) == {"target": Fraction(1, 5), "gap": Fraction(1, 10)}


def test_a_part_of_a_ratio_is_a_count_of_its_own() -> None:
    row = '"1" = { max = 1, figure = "rate.n", full_at = 10 }'
    assert judged("1", row, {"rate": "5/20"}, RATE).low == Fraction(1, 2)
    assert won("1", row, {"rate": "5/20"}, RATE) == {"target": 10, "gap": 5}
    assert judged("1", '"1" = { max = 1, figure = "rate.d", full_at = 10 }', {"rate": "5/20"}, RATE).low == 1


def test_a_negative_value_is_clamped_at_the_floor() -> None:
    derived = 'x = { value = "rate - 1" }\n' + RATE
    negative = judged("1", '"1" = { max = 4, figure = "x", full_at = 1 }', {"rate": "0/2"}, derived)
    assert (ends(negative), negative.reason.clamped) == ((0, 0, 4), True)
    lower = judged("1", '"1" = { max = 4, figure = "x", full_at = 1, at_least = -2 }', {"rate": "0/2"}, derived)
    assert (ends(lower), lower.reason.clamped) == ((-2, -2, 4), True)


def test_a_floor_written_as_a_share_is_one_of_the_maximum() -> None:
    judgment = by_rate('full_at = "20%", at_least = "25%"', "0/7", "max = 2")
    assert (ends(judgment), judgment.reason.clamped) == ((0.5, 0.5, 2), True)


def test_a_leaf_without_figure_asks_a_ratio_where_its_target_is_one_and_else_a_number() -> None:
    assert ends(judged("1", '"1" = { max = 1, full_at = "50%" }', {"1": "1/4"})) == (0.5, 0.5, 1)
    assert ends(judged("1", '"1" = { max = 1, full_at = 8 }', {"1": "4"})) == (0.5, 0.5, 1)


def test_below_the_lower_bound_there_is_nothing_even_where_the_floor_is_lower() -> None:
    assert by_rate('full_at = "80%", zero_below = "40%", at_least = -1', "39/100").low == 0


def test_beyond_the_target_nothing_is_missing() -> None:
    row = '"1" = { max = 1, figure = "rate", full_at = "20%" }'
    assert won("1", row, {"rate": "3/10"}, RATE) == {"target": Fraction(1, 5), "gap": 0, "needed": 2, "short": 0}


def test_of_a_ratio_of_nothing_no_things_are_counted() -> None:
    rate = 'rate = { asks = "ratio", if_none = "10%" }'
    found = won("1", '"1" = { max = 1, figure = "rate", full_at = "20%" }', {"rate": "0/0"}, rate)
    assert found == {"target": Fraction(1, 5), "gap": Fraction(1, 10)}


@pytest.mark.parametrize(
    ("keys", "in_shares"),
    [('figure = "x", full_at = "20%"', True), ('figure = "x", full_at = 5', False),
     ('figure = "rate", full_at = "20%"', True), ('figure = "rate", full_at = "best"', True),
     ('figure = "rate.n", full_at = "best"', False), ('figure = "rate.n", full_at = 5', False)],
)  # fmt: skip
def test_a_target_is_shown_in_shares_where_it_is_written_so_or_the_best_of_rates(keys: str, in_shares: bool) -> None:
    indicators = RATE + ('\nx = { value = "rate * 2" }' if '"x"' in keys else "")
    scale = catalog(f'"1" = {{ max = 1, {keys} }}', indicators).criteria["1"].scale
    assert isinstance(scale, FullAt)
    assert scale.in_shares is in_shares


def test_what_is_worth_nothing_may_be_measured_against_a_target_and_is_watched() -> None:
    assert ends(by_rate('full_at = "80%"', "1/2", "max = 0")) == (0, 0, 0)
