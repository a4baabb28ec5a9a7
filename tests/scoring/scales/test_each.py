import pytest

from scoring.errors import CatalogError
from tests.scoring.sets import catalog, ends, judged, won

COUNT = 'n = { asks = "number" }'


def by_count(keys: str, text: str) -> tuple[float, float, float]:
    return ends(judged("1", f'"1" = {{ max = 2, figure = "n", {keys} }}', {"n": text}, COUNT))


@pytest.mark.parametrize(("text", "points"), [("0", 0), ("1", 0.5), ("3", 1.5), ("3,9", 1.5), ("4", 2), ("50", 2)])
def test_each_thing_earns_until_the_maximum(text: str, points: float) -> None:
    assert by_count("each = 0.5", text) == (points, points, 2)


@pytest.mark.parametrize(("text", "points"), [("0", 2), ("1", 1.75), ("8", 0), ("9", 0)])
def test_each_thing_takes_from_the_start_down_to_nothing(text: str, points: float) -> None:
    assert by_count("each = -0.25, start = 2", text) == (points, points, 2)


@pytest.mark.parametrize(("text", "points"), [("9", 0), ("10", 0), ("14", 0), ("15", 0.5), ("20", 1), ("-90", 0)])
def test_only_whole_lots_above_the_threshold_count(text: str, points: float) -> None:
    assert by_count("each = 0.5, per = 5, over = 10", text) == (points, points, 2)


@pytest.mark.parametrize(("text", "points"), [("0", 0), ("5", -1.25), ("7", -1.75), ("8", -2), ("100", -2)])
def test_a_penalty_takes_down_to_its_maximum_and_has_none_of_its_own(text: str, points: float) -> None:
    assert by_count('each = -0.25, role = "penalty"', text) == (points, points, 0)


def test_a_stated_floor_lets_deductions_go_below_nothing() -> None:
    assert by_count("each = -1, start = 1, at_least = -0.5", "1") == (0, 0, 2)
    assert by_count("each = -1, start = 1, at_least = -0.5", "9") == (-0.5, -0.5, 2)


def test_points_for_every_ten_percent_above_half() -> None:
    row = '"1" = { max = 2, each = 0.5, per = "10%", over = "50%" }'
    assert [ends(judged("1", row, {"1": text}))[0] for text in ("50%", "59%", "3/5", "79%", "1/1")] == [0, 0, 0.5, 1, 2]


def test_the_reason_says_how_many_times() -> None:
    judgment = judged("1", '"1" = { max = 2, each = 0.5, per = 2 }', {"1": "7"})
    assert (judgment.reason.kind, (judgment.reason.applied or {})["times"]) == ("each", 3)


@pytest.mark.parametrize(
    ("keys", "text", "short"),
    [
        ("each = 0.5", "1", 3), ("each = 0.5", "4", 0), ("each = 0.5", "9", 0), ("each = 0.75", "0", 3),
        ("each = 0.5, start = 1", "0", 2), ("each = 0.5, per = 5, over = 10", "12", 18),
        ("each = 1.5, start = 2", "0", 0),
    ],
)  # fmt: skip
def test_so_many_more_make_the_maximum(keys: str, text: str, short: int) -> None:
    assert won("1", f'"1" = {{ max = 2, {keys} }}', {"1": text}) == {"short": short}


def test_nothing_undoes_what_each_took_off() -> None:
    assert won("1", '"1" = { max = 2, each = -1, start = 2 }', {"1": "1"}) == {}
    assert won("1", '"1" = { max = 2, each = -0.5, start = 2 }', {"1": "1"}) == {}


def test_below_the_threshold_nothing_is_taken_off_or_given_back() -> None:
    assert by_count("each = -0.25, start = 1, per = 2, over = 10", "1") == (1, 1, 2)


@pytest.mark.parametrize("key", ["start", "per", "over"])
def test_the_key_that_needs_another_is_named(key: str) -> None:
    with pytest.raises(CatalogError) as refused:
        catalog(f'"1" = {{ max = 2, {key} = 1 }}')
    assert (refused.value.values["key"], refused.value.values["needs"]) == (key, "each")


@pytest.mark.parametrize("keys", ["each = -1", 'each = 1, role = "penalty"'])
def test_what_is_worth_nothing_may_be_counted_either_way_and_is_watched(keys: str) -> None:
    assert ends(judged("1", f'"1" = {{ max = 0, {keys} }}', {"1": "3"})) == (0, 0, 0)
