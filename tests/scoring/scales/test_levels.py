import pytest

from tests.scoring.sets import ends, judged, won

LEVELS = '"1" = { max = 2, levels = { "tốt" = "full", "khá" = "75%", "đạt" = "1/2", "chưa" = 0 } }'
TASKS = 'tasks = { asks = "counts", states = ["đúng hạn", "muộn", "chưa làm"] }'


def by_cases(levels: str, text: str, rest: str = "max = 1") -> tuple[float, float, float]:
    return ends(judged("1", f'"1" = {{ {rest}, figure = "tasks", levels = {{ {levels} }} }}', {"tasks": text}, TASKS))


SHARES = '"đúng hạn" = "full", "muộn" = "50%", "chưa làm" = 0'


@pytest.mark.parametrize(("word", "points"), [("tốt", 2), ("khá", 1.5), ("đạt", 1), ("chưa", 0)])
def test_one_word_has_its_entry(word: str, points: float) -> None:
    assert ends(judged("1", LEVELS, {"1": word})) == (points, points, 2)


@pytest.mark.parametrize(
    ("text", "points"),
    [("đúng hạn=2; muộn=2", 0.75), ("đúng hạn=1", 1), ("chưa làm=3", 0), ("đúng hạn=0; muộn=5; chưa làm=5", 0.25)],
)
def test_many_cases_have_the_mean_of_their_entries(text: str, points: float) -> None:
    assert by_cases(SHARES, text) == (points, points, 1)


def test_no_cases_are_nothing_due() -> None:
    assert by_cases(SHARES, "đúng hạn=0") == (0, 1, 1)
    assert by_cases(SHARES, "đúng hạn=0; muộn=0", 'max = 1, nothing_due = "full"') == (1, 1, 1)


def test_cases_not_judged_yet_leave_their_share_open() -> None:
    levels = '"đúng hạn" = "full", "muộn" = 0, "chưa làm" = "unknown"'
    assert by_cases(levels, "đúng hạn=1; muộn=1; chưa làm=2") == (0.25, 0.75, 1)


def test_cases_that_do_not_apply_leave_the_mean_and_all_of_them_the_criterion() -> None:
    levels = '"đúng hạn" = "full", "muộn" = 0, "chưa làm" = "not_applicable"'
    assert by_cases(levels, "đúng hạn=1; muộn=1; chưa làm=8") == (0.5, 0.5, 1)
    assert by_cases(levels, "chưa làm=8") == (0, 0, 0)


def test_a_negative_level_is_kept_by_the_clamp() -> None:
    levels = '"đúng hạn" = 1, "muộn" = 0, "chưa làm" = -1'
    assert by_cases(levels, "chưa làm=2") == (-1, -1, 1)
    assert by_cases(levels.replace("0,", '"unknown",'), "muộn=2") == (-1, 1, 1)


@pytest.mark.parametrize(("text", "points"), [("không", 0), ("có", -1)])
def test_levels_of_a_penalty_take_points(text: str, points: float) -> None:
    row = '"1" = { max = 1, role = "penalty", levels = { "không" = 0, "có" = -1 } }'
    assert ends(judged("1", row, {"1": text})) == (points, points, 0)


def test_the_parts_of_cases_are_numbers() -> None:
    rows = '"1" = { max = 9, figure = "tasks.chưa_làm", each = 1 }\n"2" = { max = 9, figure = "tasks.all", each = 1 }'
    cases = {"tasks": "đúng hạn=2; chưa làm=3"}
    assert [ends(judged(code, rows, cases, TASKS))[0] for code in ("1", "2")] == [3, 5]


def test_the_reason_lists_the_cases_that_are_there() -> None:
    row = '"1" = { max = 1, figure = "tasks", levels = { "đúng hạn" = 1, "muộn" = 0, "chưa làm" = 0 } }'
    applied = judged("1", row, {"tasks": "đúng hạn=2; muộn=0; chưa làm=1"}, TASKS).reason.applied or {}
    assert (applied["cases"], applied["total"]) == ({"đúng hạn": 2, "chưa làm": 1}, 3)


def test_levels_of_words_only_span_from_nothing_to_the_maximum() -> None:
    row = '"1" = { max = 2, levels = { a = "unknown", b = "not_applicable" } }'
    assert ends(judged("1", row, {"1": "a"})) == (0, 2, 2)


@pytest.mark.parametrize(
    ("word", "found"),
    [("chưa", {"state": "đạt", "gives": 1}), ("khá", {"state": "tốt", "gives": 2}), ("tốt", {})],
)
def test_the_next_better_state_is_the_nearest_one(word: str, found: dict[str, object]) -> None:
    assert won("1", LEVELS, {"1": word}) == found


@pytest.mark.parametrize(
    ("text", "state"), [("đạt=1; chưa=0", "khá"), ("chưa=0; đạt=1", "khá"), ("tốt=0; khá=1", "tốt")]
)
def test_the_state_of_one_case_is_the_one_that_is_counted(text: str, state: str) -> None:
    assert won("1", LEVELS, {"1": text})["state"] == state


def test_of_states_that_give_alike_none_is_better() -> None:
    row = '"1" = { max = 2, levels = { a = 2, b = 1, c = 1 } }'
    assert [won("1", row, {"1": word}).get("state") for word in "abc"] == [None, "a", "a"]


def test_from_a_state_without_points_no_better_one_is_named() -> None:
    row = '"1" = { max = 2, levels = { a = 2, b = "unknown" } }'
    assert won("1", row, {"1": "b"}) == {}


@pytest.mark.parametrize(
    ("text", "short"),
    [("tốt=2; khá=3; chưa=4", 7), ("tốt=5", 0), ("khá=2", 2), ("tốt=1; khá=1", 1)],
)
def test_of_several_cases_those_that_are_not_in_the_best_state_are_short(text: str, short: int) -> None:
    assert won("1", LEVELS, {"1": text}) == {"short": short}


def test_cases_whose_state_has_no_points_are_not_short() -> None:
    row = '"1" = { max = 2, levels = { a = 2, b = 0, c = "unknown" } }'
    assert won("1", row, {"1": "a=1; b=2; c=4"}) == {"short": 2}
    assert won("1", '"1" = { max = 2, levels = { a = "unknown", b = "unknown" } }', {"1": "a=1; b=2"}) == {"short": 0}
