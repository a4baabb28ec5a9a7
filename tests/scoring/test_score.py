from fractions import Fraction

import pytest

from catalogs import FOLDER
from scoring.catalog import ROOT, CriteriaSet
from scoring.reading import load_toml, read_criteria_set
from scoring.score import wins
from tests.scoring.sets import catalog, ends, judged, scored, won


@pytest.fixture(scope="module")
def set_2021() -> CriteriaSet:
    """The criteria set of the report, as it is shipped."""
    file = "van-canh-2021.toml"
    return read_criteria_set(load_toml((FOLDER / file).read_text("utf-8"), file), file)


FACTORS = {"access": "75,16%", "procedures": "68,16%", "staff": "65,96%", "results": "79,47%", "feedback": "85,61%"}


@pytest.mark.parametrize(
    ("code", "figures", "points"),
    [
        ("1.4", {"control_reports": "on_time=3; missing=1"}, "0"),
        ("1.4", {"control_reports": "on_time=4"}, "1"),
        ("1.7", {"tasks": "đúng hạn=2; muộn=2"}, "0.75"),
        ("3.5", {"resolved_on_time": "98.26%"}, "2.9478"),
        ("3.6", {"apologies": "232/270"}, "232/270"),
        ("5.3.3", {"good_staff": "715/721"}, "0.5"),
        ("5.3.3", {"good_staff": "721/721"}, "1"),
        ("5.9", {"below_standard": "6", "5.9": "0.5"}, "0.5"),
        ("6.4", {"budget_report": "on_time"}, "1"),
        ("6.4", {"budget_report": "late"}, "0.5"),
        ("6.4", {"budget_report": "missing"}, "0"),
        ("7.3.2", {"7.3.2": "29/100"}, "0"),
        ("7.4.1", {"7.4.1": "49/100"}, "0"),
        ("7.4.2", {"used_online": "38/275"}, "76/275"),
        ("7.4.3", {"online_filing": "119/3571"}, "595/3571"),
        ("SIPAS", FACTORS, "29.9488"),
    ],
)
def test_the_worked_numbers_of_the_report(
    set_2021: CriteriaSet, code: str, figures: dict[str, str], points: str
) -> None:
    judgment = scored(set_2021, figures).judgments[code]
    assert (judgment.low, judgment.high) == (Fraction(points), Fraction(points))


def test_what_the_report_does_not_reveal_is_not_known(set_2021: CriteriaSet) -> None:
    figures = {"good_staff": "714/721", "1.5.1": "59/100", "7.3.2": "30/100", "below_standard": "6"}
    judgments = scored(set_2021, figures).judgments
    assert [ends(judgments[code])[:2] for code in ("5.3.3", "1.5.1", "7.3.2", "5.9")] == [(0, 1)] * 4


def test_596_files_were_missing_to_the_715_of_the_target(set_2021: CriteriaSet) -> None:
    judgment = scored(set_2021, {"online_filing": "119/3571"}).judgments["7.4.3"]
    won, reason = wins(set_2021.criteria["7.4.3"], judgment), judgment.reason
    assert (won["needed"], won["short"]) == (715, 596)
    assert reason.value == Fraction(119, 3571)
    assert [(indicator.noun, str(figure.measure)) for indicator, figure in reason.figures] == [("hồ sơ", "119/3571")]


def test_the_reason_of_a_derived_value_names_its_inputs_in_order_and_only_those_known(set_2021: CriteriaSet) -> None:
    reason = scored(set_2021, FACTORS).judgments["SIPAS"].reason
    assert [indicator.name for indicator, _ in reason.figures] == list(FACTORS)
    assert reason.value == Fraction("0.74872")
    some = scored(set_2021, {"staff": "50%"}).judgments["SIPAS"].reason
    assert ([indicator.name for indicator, _ in some.figures], some.kind) == (["staff"], "no_figure")


def test_points_by_hand_have_the_figure_beside_them(set_2021: CriteriaSet) -> None:
    reason = scored(set_2021, {"below_standard": "6", "5.9": "0.5"}).judgments["5.9"].reason
    assert (reason.kind, reason.value) == ("hand", Fraction(1, 2))
    assert [indicator.name for indicator, _ in reason.figures] == ["below_standard"]


def test_an_empty_year_is_all_unknown_and_loses_nothing(set_2021: CriteriaSet) -> None:
    score = scored(set_2021, {})
    assert all(judgment.lost == 0 for judgment in score.judgments.values())
    assert ends(score.judgments[ROOT]) == (0, 100, 100)
    assert [score.index_low, score.index_high] == [0, 1]


def test_earned_lost_and_unknown_make_the_maximum(set_2021: CriteriaSet) -> None:
    whole = scored(set_2021, {**FACTORS, "tasks": "muộn=4", "control_reports": "open=1; missing=1"}).judgments[ROOT]
    assert whole.low + whole.lost + whole.unknown == whole.maximum == 100
    assert (whole.lost, whole.known) == (Fraction("10.0512") + Fraction("0.5") + 1, False)


CLASSES = 'classes = [{ from = "90%", gives = "Tốt" }, { from = "65%", gives = "Khá" }, { gives = "Yếu" }]'
LEAVES = '"1" = { max = 8 }\n"2" = { max = 2 }\n"B" = { max = 1, role = "bonus" }'


@pytest.mark.parametrize(
    ("figures", "classification"),
    [
        ({"1": "8", "2": "1", "B": "0"}, "Tốt"), ({"1": "6.5", "2": "0", "B": "0"}, "Khá"),
        ({"1": "8", "B": "0"}, None),
        ({"1": "7", "2": "0"}, "Khá"), ({"1": "6", "2": "0"}, None), ({"1": "3"}, "Yếu"), ({}, None),
    ],
)  # fmt: skip
def test_the_class_is_known_only_when_both_ends_agree(figures: dict[str, str], classification: str | None) -> None:
    assert scored(catalog(LEAVES, head=f"max = 10\n{CLASSES}"), figures).classification == classification


def test_a_set_without_classes_has_none_and_a_unit_to_which_nothing_applies_too() -> None:
    assert scored(catalog(LEAVES, head="max = 10"), {"1": "8", "2": "2", "B": "0"}).classification is None
    nothing = scored(catalog(LEAVES, head=f"max = 10\n{CLASSES}"), {}, not_applicable=["1", "2", "B"])
    assert nothing.index_high == 0
    assert nothing.classification is None


def test_the_index_is_cut_at_all_of_it_unless_the_set_says_otherwise() -> None:
    figures = {"1": "8", "2": "2", "B": "1"}
    assert scored(catalog(LEAVES, head="max = 10"), figures).index_low == 1
    assert scored(catalog(LEAVES, head="max = 10\ncut_at_full = false"), figures).index_low == Fraction(11, 10)


def test_the_index_is_of_what_applies() -> None:
    score = scored(catalog(LEAVES, head="max = 10"), {"1": "4", "B": "0"}, not_applicable=["2"])
    assert (score.index_low, score.index_high) == (Fraction(1, 2), Fraction(1, 2))


def test_leaves_are_rounded_before_they_are_summed_only_where_the_set_says_so() -> None:
    rows = (
        '"1" = { max = 1, full_at = "100%" }\n"2" = { max = 1, full_at = "100%" }\n"3" = { max = 1, full_at = "100%" }'
    )
    thirds = {"1": "1/3", "2": "1/3", "3": "1/3"}
    assert scored(catalog(rows, head="max = 3"), thirds).judgments[ROOT].low == 1
    rounded = scored(catalog(rows, head="max = 3\nround_leaves = true"), thirds).judgments
    assert (rounded["1"].low, rounded[ROOT].low) == (Fraction("0.33"), Fraction("0.99"))


@pytest.mark.parametrize(
    ("keys", "text", "clamped"),
    [
        ("each = 1", "3", True), ("each = 1", "2", False), ("each = 1", "0", False),
        ("each = -1, start = 1", "1", False),
        ("each = -1, start = 1", "2", True), ('full_at = "50%"', "100%", False), ('full_at = "50%"', "0%", False),
        ('full_at = "50%", zero_below = "40%", at_least = -1', "1%", False), ("survey = false", "2", False),
        ("survey = false", "2,5", True), ("survey = false", "-1", True),
    ],
)  # fmt: skip
def test_the_reason_says_whether_the_clamp_took_something(keys: str, text: str, clamped: bool) -> None:
    assert judged("1", f'"1" = {{ max = 2, {keys} }}', {"1": text}).reason.clamped is clamped


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ('figure = "d.missing", each = -1, start = 1', "open=3", ((0, 1, 2), True)),
        ('figure = "d.on_time", each = 1', "open=3", ((0, 2, 2), True)),
        ('figure = "d.on_time", each = 1', "open=2", ((0, 2, 2), False)),
    ],
)
def test_a_clamp_at_one_end_is_one(keys: str, text: str, expected: tuple[tuple[float, float, float], bool]) -> None:
    judgment = judged("1", f'"1" = {{ max = 2, {keys} }}', {"d": text}, 'd = { asks = "duties" }')
    assert (ends(judgment), judgment.reason.clamped) == expected


@pytest.mark.parametrize("gives", ['gives = "unknown"', "gives = -1"])
def test_a_bonus_never_takes_points(gives: str) -> None:
    row = f'"1" = {{ max = 2, role = "bonus", bands = [{{ from = 5, gives = 1 }}, {{ {gives} }}], no_figure = -1 }}'
    assert ends(judged("1", row, {"1": "1"}))[0] == 0
    assert ends(judged("1", row, {})) == (0, 0, 2)


def test_nothing_is_to_be_won_where_points_come_by_hand_or_nothing_is_known() -> None:
    assert won("1", '"1" = { max = 2 }', {"1": "1"}) == {}
    assert won("1", '"1" = { max = 2 }\n"1.1" = { max = 2 }', {"1.1": "1"}) == {}
    assert won("1", '"1" = { max = 2, full_at = 5 }', {}) == {}


def test_things_are_counted_only_for_the_ratio_that_is_read_as_it_stands() -> None:
    rate, row = 'rate = { asks = "ratio" }', '"1" = { max = 2, figure = "{}", full_at = 1 }'
    derived = f'{rate}\nx = {{ value = "rate * 1" }}'
    assert won("1", row.replace("{}", "x"), {"rate": "1/4"}, derived) == {"target": 1, "gap": Fraction(3, 4)}
    assert won("1", row.replace("{}", "n"), {"n": "1"}, 'n = { asks = "number" }') == {"target": 1, "gap": 0}


def test_low_high_and_maximum_are_the_ends() -> None:
    judgment = judged("1", '"1" = { max = 2 }', {})
    assert judgment.ends == (judgment.low, judgment.high, judgment.maximum)
