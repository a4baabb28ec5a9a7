from fractions import Fraction

import pytest

from tests.scoring.sets import catalog, ends, judged, scored

Ends = tuple[float, float, float]


def group(keys: str, parts: str, points: str = "", code: str = "G", not_applicable: str = "") -> Ends:
    """Group G with parts by hand, "a:2 b:3" being codes and maxima, "a=1 b=2" their points; others are not known."""
    rows = [f'"{name}" = {{ in = "G", max = {maximum} }}' for name, maximum in _pairs(parts, ":")]
    small = catalog("\n".join([f"G = {{ {keys} }}", *rows]))
    judgments = scored(small, dict(_pairs(points, "=")), not_applicable=not_applicable.split()).judgments
    return ends(judgments[code])


def _pairs(text: str, sign: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.partition(sign) for each in text.split())]


@pytest.mark.parametrize(
    ("points", "expected"), [("a=1 b=3", (4, 4, 5)), ("a=1", (1, 4, 5)), ("", (0, 5, 5)), ("a=0 b=0", (0, 0, 5))]
)
def test_a_sum_adds_what_is_certain_and_what_is_possible(points: str, expected: Ends) -> None:
    assert group("max = 5", "a:2 b:3", points) == expected


@pytest.mark.parametrize(
    ("points", "expected"), [("a=3 b=3", (4, 4, 4)), ("a=3", (3, 4, 4)), ("a=0 b=1", (1, 1, 4)), ("b=0", (0, 3, 4))]
)
def test_a_capped_group_gives_no_more_than_its_cap(points: str, expected: Ends) -> None:
    assert group('max = 4, combine = "capped"', "a:3 b:3", points) == expected


def test_a_capped_group_gives_no_more_than_what_applies() -> None:
    assert group('max = 4, combine = "capped"', "a:3 b:3", "b=3", not_applicable="a") == (3, 3, 3)


@pytest.mark.parametrize(
    ("combine", "points", "expected"),
    [
        ("best", "a=1 b=2", (2, 2, 3)), ("best", "a=1", (1, 3, 3)), ("best", "b=3", (3, 3, 3)),
        ("worst", "a=1 b=2", (1, 1, 2)), ("worst", "a=1", (0, 1, 2)), ("worst", "b=0", (0, 0, 2)),
    ],
)  # fmt: skip
def test_the_best_or_the_worst_part_stands_for_its_group(combine: str, points: str, expected: Ends) -> None:
    maximum = 3 if combine == "best" else 2
    assert group(f'max = {maximum}, combine = "{combine}"', "a:2 b:3", points) == expected


def test_the_best_of_what_applies_reaches_no_further_than_that() -> None:
    assert group('max = 3, combine = "best"', "a:2 b:3", "a=2", not_applicable="b") == (2, 2, 2)


@pytest.mark.parametrize(
    ("points", "left_out", "expected"),
    [("a=10 b=5", "", (7.5, 7.5, 10)), ("a=10", "", (5, 10, 10)), ("a=5", "b", (5, 5, 10)), ("", "b", (0, 10, 10))],
)
def test_a_scaled_group_rescales_its_parts(points: str, left_out: str, expected: Ends) -> None:
    assert group('max = 10, combine = "scaled"', "a:10 b:10", points, not_applicable=left_out) == expected


@pytest.mark.parametrize(
    ("points", "left_out", "expected"),
    [("a=1", "", (1, 4, 5)), ("", "", (0, 5, 5)), ("", "a", (0, 3, 3)), ("a=0", "", (0, 3, 5))],
)
def test_the_rest_of_a_partial_group_stays_unknown(points: str, left_out: str, expected: Ends) -> None:
    assert group("max = 5, partial = true", "a:2", points, not_applicable=left_out) == expected


def test_a_partial_group_may_be_capped_or_scaled_as_well() -> None:
    assert group('max = 4, combine = "capped", partial = true', "a:1 b:2", "a=1 b=2") == (3, 4, 4)
    assert group('max = 4, combine = "scaled", partial = true', "a:1 b:2", "a=1 b=2") == (3, 4, 4)


def test_a_bonus_with_unknown_rows_stays_below_its_cap() -> None:
    assert group('max = 5, role = "bonus", partial = true', "a:2 b:1.5", "a=2") == (2, 5, 5)
    assert group('max = 5, role = "bonus", combine = "capped"', "a:4 b:2.5", "a=4 b=2.5") == (5, 5, 5)


def test_a_penalty_whose_rows_are_not_all_known_takes_only_what_is_known() -> None:
    assert group('max = 5, role = "penalty", partial = true', "a:2", "a=-1") == (-1, -1, 0)
    assert group('max = 2, role = "penalty", combine = "capped"', "a:2 b:2", "a=-2 b=-2") == (-2, -2, 0)


WITH_BOTH = """
"1" = { max = 10 }
"2" = { max = 2, role = "bonus" }
"3" = { max = 3, role = "penalty" }
"""


@pytest.mark.parametrize(
    ("points", "low", "high"),
    [
        ("1=8", "8/10", "1"), ("1=8 2=1 3=0", "9/10", "9/10"), ("1=8 2=0 3=-3", "1/2", "1/2"),
        ("1=10 2=2", "1", "1"), ("1=0 2=0 3=-1", "-1/10", "-1/10"),
    ],
)  # fmt: skip
def test_bonus_and_penalty_move_the_points_and_not_the_maximum(points: str, low: str, high: str) -> None:
    score = scored(catalog(WITH_BOTH, head="max = 10"), dict(_pairs(points, "=")))
    assert score.judgments["index"].maximum == 10
    assert (score.index_low, score.index_high) == (Fraction(low), Fraction(high))


def test_a_bonus_in_the_maximum_is_a_part_like_any_other() -> None:
    rows = 'G = { max = 5 }\na = { in = "G", max = 3 }\nb = { in = "G", max = 2, role = "bonus", in_maximum = true }'
    assert ends(judged("G", rows, {"a": "3"})) == (3, 5, 5)


def test_parts_inherit_the_role_of_their_parent() -> None:
    rows = 'P = { max = 3, role = "penalty" }\n"P/1" = { max = 1, each = -0.25 }\n"P/2" = { max = 2, each = -1 }'
    small = catalog(rows)
    assert [small.criteria[code].role for code in ("P/1", "P/2")] == ["penalty", "penalty"]
    assert ends(scored(small, {"P/1": "5", "P/2": "1"}).judgments["P"]) == (-2, -2, 0)


def test_points_by_hand_are_clamped_too() -> None:
    assert group("max = 2", "a:2", "a=7") == (2, 2, 2)
    assert group("max = 2", "a:2", "a=-7") == (0, 0, 2)
    assert group('max = 2, role = "bonus"', "a:2", "a=-1") == (0, 0, 2)
    assert group('max = 2, role = "penalty"', "a:2", "a=1") == (0, 0, 0)


def test_a_criterion_worth_nothing_is_watched() -> None:
    assert group("max = 2", "a:2 b:0", "a=1") == (1, 1, 2)
    assert group("max = 2", "a:2 b:0", "a=1", "b") == (0, 0, 0)


@pytest.mark.parametrize("combine", ["sum", "capped", "best", "worst", "scaled"])
def test_a_group_with_nothing_left_leaves_the_denominator(combine: str) -> None:
    assert group(f'max = 2, combine = "{combine}"', "a:2", "", not_applicable="a") == (0, 0, 0)
    assert group(f'max = 2, combine = "{combine}"', "a:2", "", "index", not_applicable="a") == (0, 998, 998)


@pytest.mark.parametrize(
    ("points", "clamped"), [("a=3 b=3", True), ("a=3 b=1", False), ("a=3", True), ("a=0 b=0", False)]
)
def test_the_reason_says_whether_a_cap_took_something(points: str, clamped: bool) -> None:
    rows = 'G = { max = 4, combine = "capped" }\na = { in = "G", max = 3 }\nb = { in = "G", max = 3 }'
    assert judged("G", rows, dict(_pairs(points, "="))).reason.clamped is clamped


def test_parts_worth_nothing_cannot_be_rescaled_and_give_nothing() -> None:
    assert group('max = 10, combine = "scaled"', "a:0 b:0", "a=0") == (0, 0, 10)


def test_a_bonus_group_with_a_penalty_in_it_gives_nothing_at_least() -> None:
    rows = 'G = { max = 2, role = "bonus" }\na = { in = "G", max = 2 }\nb = { in = "G", max = 5, role = "penalty" }'
    small = catalog(rows)
    judgment = scored(small, {"a": "1", "b": "-3"}).judgments["G"]
    assert (ends(judgment), judgment.reason.clamped) == ((0, 0, 2), True)


def test_the_rest_of_a_partial_group_is_what_its_counted_parts_leave() -> None:
    rows = 'G = { max = 5, partial = true }\na = { in = "G", max = 2 }\nb = { in = "G", max = 4, role = "bonus" }'
    assert ends(judged("G", rows, {"a": "2", "b": "0"})) == (2, 5, 5)
