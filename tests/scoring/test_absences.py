import pytest

from scoring.figures import DUTY_STATES, Cases
from scoring.judgment import Judgment
from tests.scoring.sets import catalog, ends, judged, scored

RATE = 'rate = { asks = "ratio" }'
TEXTS = {"no_figure": {}, "nothing_due": {"rate": "0/0"}}


def absent(which: str, keys: str) -> Judgment:
    row = f'"1" = {{ max = 2, figure = "rate", full_at = "50%", {keys} }}'
    return judged("1", row, TEXTS[which], RATE)


@pytest.mark.parametrize("which", ["no_figure", "nothing_due"])
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('"unknown"', (0, 2, 2)), ("0", (0, 0, 2)), ("1.5", (1.5, 1.5, 2)), ('"25%"', (0.5, 0.5, 2)),
        ('"full"', (2, 2, 2)), ('"not_applicable"', (0, 0, 0)), ("-1", (-1, -1, 2)),
    ],
)  # fmt: skip
def test_each_absence_has_its_own_entry(which: str, entry: str, expected: tuple[float, float, float]) -> None:
    judgment = absent(which, f"{which} = {entry}")
    assert ends(judgment) == expected
    assert judgment.reason.kind == ("not_applicable" if "not_app" in entry else which)


def test_the_entry_of_one_absence_is_not_that_of_the_other() -> None:
    assert ends(absent("no_figure", 'nothing_due = "full"')) == (0, 2, 2)
    assert ends(absent("nothing_due", 'no_figure = "full"')) == (0, 2, 2)


def test_a_penalty_without_a_figure_is_nothing_and_a_bonus_is_unknown() -> None:
    rows = 'n = { asks = "ratio" }'
    penalty = '"1" = { max = 2, role = "penalty", figure = "n", each = -1, per = "10%" }'
    assert ends(judged("1", penalty, {}, rows)) == (0, 0, 0)
    nothing_due = judged("1", penalty, {"n": "0/0"}, rows)
    assert (ends(nothing_due), nothing_due.reason.clamped) == ((-2, 0, 0), False)
    assert ends(judged("1", penalty.replace("penalty", "bonus").replace("-1", "1"), {}, rows)) == (0, 2, 2)


def derived(value: str, texts: dict[str, str], if_none: str = "") -> Judgment:
    last = f', if_none = "{if_none}"' if if_none else ""
    indicators = f'a = {{ asks = "ratio" }}\nb = {{ asks = "number" }}\nx = {{ value = "{value}"{last} }}'
    used = '"2" = { max = 1, figure = "b", each = 1 }\n"3" = { max = 1, figure = "a", full_at = "50%" }'
    return judged("1", f'"1" = {{ max = 4, figure = "x", full_at = 1 }}\n{used}', texts, indicators)


def test_absences_pass_through_a_derived_value() -> None:
    assert derived("a + b", {"b": "1"}).reason.kind == "no_figure"
    assert derived("a + b", {"a": "0/0"}).reason.kind == "no_figure"
    assert derived("a + b", {"a": "0/0", "b": "1"}).reason.kind == "nothing_due"
    assert derived("a / b", {"a": "1/2", "b": "0"}).reason.kind == "nothing_due"
    assert derived("a.n + a.d", {"a": "50%"}).reason.kind == "no_figure"


def test_if_none_stands_in_for_nothing_due_only() -> None:
    assert ends(derived("a", {"a": "0/0", "b": "2"}, if_none="b / 4")) == (2, 2, 4)
    assert derived("a", {"b": "2"}, if_none="b / 4").reason.kind == "no_figure"
    assert derived("a", {"a": "0/0"}, if_none="b / 4").reason.kind == "no_figure"
    assert derived("a", {"a": "0/0", "b": "0"}, if_none="1 / b").reason.kind == "nothing_due"
    assert ends(derived("a", {"a": "1/4", "b": "2"}, if_none="b")) == (1, 1, 4)


def test_if_none_of_a_raw_ratio_is_used_wherever_the_ratio_is() -> None:
    indicators = 'a = { asks = "ratio", if_none = "100%" }\nx = { value = "a / 2" }'
    rows = '"1" = { max = 4, figure = "a", full_at = "100%" }\n"2" = { max = 4, figure = "x", full_at = 1 }'
    judgments = scored(catalog(rows, indicators), {"a": "0/0"}).judgments
    assert [judgments[code].low for code in ("1", "2")] == [4, 2]


DUTIES = 'reports = { asks = "duties" }\none = { asks = "deadline" }'
MISSING = '"1" = { max = 1, figure = "reports.missing", bands = [{ upto = 0, gives = "full" }, { gives = 0 }] }'
BY_STATE = '"2" = { max = 1, figure = "reports", levels = { on_time = "full", late = "50%", missing = 0 } }'
ONE = '"3" = { max = 1, figure = "one", levels = { on_time = 1, late = 0.5, missing = 0 } }'


@pytest.mark.parametrize(
    ("text", "missing", "by_state"),
    [
        ("on_time=2; open=2", (0, 1), (0.5, 1)), ("on_time=2; missing=1; open=1", (0, 0), (0.5, 0.75)),
        ("on_time=2; late=2", (1, 1), (0.75, 0.75)), ("open=4", (0, 1), (0, 1)), ("on_time=0", (1, 1), (0, 1)),
    ],
)  # fmt: skip
def test_open_cases_are_scored_as_the_best_and_as_the_worst(
    text: str, missing: tuple[float, float], by_state: tuple[float, float]
) -> None:
    judgments = scored(catalog(f"{MISSING}\n{BY_STATE}\n{ONE}", DUTIES), {"reports": text}).judgments
    assert ends(judgments["1"])[:2] == missing
    assert ends(judgments["2"])[:2] == by_state


@pytest.mark.parametrize(
    ("state", "low", "high"), [("on_time", 1, 1), ("late", 0.5, 0.5), ("missing", 0, 0), ("open", 0, 1)]
)
def test_a_deadline_that_has_not_come_is_open(state: str, low: float, high: float) -> None:
    rows = f"{MISSING}\n{BY_STATE}\n{ONE}"
    assert ends(scored(catalog(rows, DUTIES), {"one": state}).judgments["3"]) == (low, high, 1)


def test_a_state_called_otherwise_is_never_open() -> None:
    row = '"1" = { max = 1, levels = { "chưa đến hạn" = "unknown", "xong" = 1, "hỏng" = 0 } }'
    assert ends(judged("1", row, {"1": "chưa đến hạn=1; xong=1"})) == (0.5, 1, 1)


APPLIES = """
"1" = { max = 3 }
"1.1" = { max = 1 }
"1.2" = { max = 2, only_for = ["province"] }
"2" = { max = 4, only_for = ["province", "commune"] }
"2.1" = { max = 4 }
"""


@pytest.mark.parametrize(
    ("level", "left_out", "maximum"),
    [
        ("province", [], 7),
        ("commune", [], 5),
        ("ward", [], 1),
        ("", [], 1),
        ("commune", ["1"], 4),
        ("ward", ["1.1"], 0),
    ],
)
def test_only_what_applies_to_the_unit_stands_in_the_maximum(level: str, left_out: list[str], maximum: int) -> None:
    score = scored(catalog(APPLIES, head="max = 7"), {}, level, left_out)
    assert ends(score.judgments["index"]) == (0, maximum, maximum)
    kinds = {code: judgment.reason.kind for code, judgment in score.judgments.items()}
    assert (kinds["2.1"] == "not_applicable") == (level in ("ward", ""))
    assert score.judgments.keys() == {"index", "1", "1.1", "1.2", "2", "2.1"}


OUT = '"not_applicable"'


def test_open_cases_of_which_some_end_outside_the_criterion_leave_all_of_it_open() -> None:
    for outside in DUTY_STATES:
        levels = ", ".join(f"{state} = {OUT if state == outside else 1}" for state in DUTY_STATES)
        row = f'"1" = {{ max = 2, figure = "one", levels = {{ {levels} }} }}'
        judgment = judged("1", row, {"one": "open"}, DUTIES.splitlines()[1])
        assert (ends(judgment), judgment.reason.kind) == ((0, 2, 2), "levels")


def test_open_cases_that_end_outside_the_criterion_in_any_state_leave_it() -> None:
    row = '"1" = { max = 2, figure = "one", levels = { on_time = "not_applicable", late = "not_applicable", missing = "not_applicable" } }'  # noqa: E501
    judgment = judged("1", row, {"one": "open"}, DUTIES.splitlines()[1])
    assert (ends(judgment), judgment.reason.kind) == ((0, 0, 0), "not_applicable")
    assert judgment.reason.value == Cases((("on_time", 1),))


def test_the_reason_of_open_cases_is_that_of_their_best_end() -> None:
    row = '"1" = { max = 9, figure = "reports.on_time", each = 1 }'
    assert judged("1", row, {"reports": "on_time=2; open=3"}, DUTIES.splitlines()[0]).reason.value == 5


def test_cases_in_several_states_of_which_none_applies_leave_the_criterion() -> None:
    row = '"1" = { max = 2, levels = { a = "not_applicable", b = "not_applicable", c = 1 } }'
    assert ends(judged("1", row, {"1": "a=1; b=2"})) == (0, 0, 0)


def test_the_state_that_gives_most_may_be_the_worst_one() -> None:
    row = '"1" = { max = 2, figure = "one", levels = { on_time = 0, late = 1, missing = 2 } }'
    assert ends(judged("1", row, {"one": "open"}, DUTIES.splitlines()[1])) == (0, 2, 2)


def first_late_last_on_time(count: int, between: str) -> tuple[float, float, float]:
    """A criterion worth 1 if the first of so many duties is late and the last on time; both are open."""
    names = [f"d{number}" for number in range(count)]
    indicators = [f'{name} = {{ asks = "duties" }}' for name in names]
    formula = f"min({names[0]}.late, {names[-1]}.on_time) + ({'+'.join(f'{name}.all' for name in names)}) * 0"
    row = '"1" = { max = 1, figure = "x", full_at = 1 }'
    texts = dict.fromkeys(names, between) | {names[0]: "open=1", names[-1]: "open=1"}
    return ends(judged("1", row, texts, "\n".join([*indicators, f'x = {{ value = "{formula}" }}'])))


def test_open_cases_of_up_to_three_figures_end_each_in_its_own_way_and_of_more_alike() -> None:
    found = [first_late_last_on_time(count, "open=1") for count in (2, 3, 4)]
    assert found == [(0, 1, 1), (0, 1, 1), (0, 0, 1)]


@pytest.mark.parametrize("between", ["late=1", "on_time=1; open=0"])
def test_figures_without_open_cases_are_not_counted_among_those_that_have_some(between: str) -> None:
    assert first_late_last_on_time(5, between) == (0, 1, 1)


def test_points_by_hand_count_without_the_figure_that_stands_beside_them() -> None:
    small = catalog('"1" = { max = 2, figure = "rate" }', RATE)
    told: list[dict[str, str]] = [{"1": "1.5"}, {"rate": "1/2"}, {}, {"1": "0.5"}, {}]
    low = [scored(small, texts).judgments["1"].low for texts in told]
    assert low == [1.5, 0, 0, 0.5, 0]


def test_a_leaf_nobody_told_of_is_judged_alike_before_and_after_it_was_told() -> None:
    small = catalog('"1" = { max = 2, figure = "rate", full_at = "50%" }', RATE)
    points = [ends(scored(small, texts).judgments["1"]) for texts in ({}, {"rate": "1/2"}, {})]
    assert points == [(0, 2, 2), (2, 2, 2), (0, 2, 2)]
