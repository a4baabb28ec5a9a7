from fractions import Fraction

import pytest

from scoring.scales.bands import Bands
from scoring.score import wins
from tests.scoring.sets import catalog, ends, judged, scored, won

RATE = 'rate = { asks = "ratio" }'
COUNT = 'n = { asks = "number" }'


def by_rate(rows: str, text: str, rest: str = "") -> tuple[float, float, float]:
    return ends(judged("1", f'"1" = {{ max = 2, figure = "rate", bands = [{rows}]{rest} }}', {"rate": text}, RATE))


def by_count(rows: str, text: str, rest: str = "") -> tuple[float, float, float]:
    return ends(judged("1", f'"1" = {{ max = 2, figure = "n", bands = [{rows}]{rest} }}', {"n": text}, COUNT))


FROM = (
    '{ from = "80%", gives = "full" }, { above = "50%", gives = "1/2" }, { from = "50%", gives = 0.5 }, { gives = 0 }'
)
UPTO = '{ below = 1, gives = "full" }, { upto = 1, gives = 1.5 }, { upto = 3, gives = "25%" }, { gives = 0 }'


@pytest.mark.parametrize(
    ("text", "points"),
    [("9/10", 2), ("80%", 2), ("79,99%", 1), ("1/2", 0.5), ("4999/9998", 0.5), ("4998/9998", 0), ("0/1", 0)],
)
def test_falling_edges_belong_to_the_row_that_names_them(text: str, points: float) -> None:
    assert by_rate(FROM, text) == (points, points, 2)


@pytest.mark.parametrize(("text", "points"), [("0", 2), ("0,999", 2), ("1", 1.5), ("1,001", 0.5), ("3", 0.5), ("4", 0)])
def test_rising_edges_belong_to_the_row_that_names_them(text: str, points: float) -> None:
    assert by_count(UPTO, text) == (points, points, 2)


def test_seventy_percent_is_reached_by_thirds() -> None:
    derived = 'x = { value = "69 + 3 * a" }\na = { asks = "ratio" }'
    judgment = judged("1", '"1" = { max = 1, figure = "x", bands = [{ from = 70, gives = 1 }, { gives = 0 }] }',
                      {"a": "1/3"}, derived)  # fmt: skip
    assert judgment.low == 1


def test_a_fraction_as_edge_is_met_by_itself_and_missed_by_its_rounded_percentage() -> None:
    assert by_rate('{ from = "715/721", gives = 0.5 }, { gives = 0 }', "715/721")[0] == 0.5
    assert by_rate('{ from = "99.17%", gives = 0.5 }, { gives = 0 }', "715/721")[0] == 0


def test_an_unknown_row_spans_from_the_lowest_entry_to_the_maximum() -> None:
    assert by_rate('{ from = "50%", gives = "unknown" }, { gives = 0 }', "60%") == (0, 2, 2)
    assert by_count('{ upto = 0, gives = "unknown" }, { gives = -1 }', "0") == (-1, 2, 2)
    assert by_count('{ upto = 0, gives = "unknown" }, { gives = 1 }', "0", ", at_least = 0.5") == (0.5, 2, 2)
    assert by_count('{ upto = 0, gives = "unknown" }, { gives = 1 }', "0", ", at_least = -1") == (-1, 2, 2)


def test_an_unknown_row_of_a_penalty_spans_down_to_all_of_it() -> None:
    assert by_count('{ upto = 0, gives = 0 }, { gives = "unknown" }', "3", ', role = "penalty"') == (-2, 0, 0)


def test_a_row_may_say_that_the_criterion_does_not_apply() -> None:
    assert by_count('{ upto = 0, gives = "not_applicable" }, { gives = 1 }', "0") == (0, 0, 0)


def test_negative_rows_lower_the_clamp_and_nothing_else_does() -> None:
    assert by_count("{ upto = 0, gives = 2 }, { gives = -0.5 }", "7") == (-0.5, -0.5, 2)


def test_one_row_gives_the_same_to_every_value() -> None:
    assert by_count("{ gives = 1 }", "-5") == (1, 1, 2)


@pytest.mark.parametrize(
    ("rows", "text", "edge"),
    [
        (UPTO, "9", "3"), (UPTO, "2", "1"), (UPTO, "0", None),
        ('{ below = 3, gives = 0 }, { below = 6, gives = 1 }, { gives = 2 }', "1", "6"),
        ('{ below = 3, gives = 0 }, { below = 6, gives = "unknown" }, { gives = 2 }', "1", "0"),
        ('{ below = 3, gives = 0 }, { below = 6, gives = "unknown" }, { gives = 2 }', "4", None),
    ],
)  # fmt: skip
def test_the_next_band_is_the_nearest_one_that_gives_more(rows: str, text: str, edge: str | None) -> None:
    small = catalog(f'"1" = {{ max = 2, figure = "n", bands = [{rows}] }}', COUNT)
    judgment = scored(small, {"n": text}).judgments["1"]
    row = wins(small.criteria["1"], judgment)["next"]
    assert (row.edge if row else None) == (Fraction(edge) if edge else None)
    scale = small.criteria["1"].scale
    assert isinstance(scale, Bands)
    assert (judgment.reason.applied or {})["row"] in scale.rows


@pytest.mark.parametrize(
    ("rows", "text", "short"),
    [
        ('{ from = "80%", gives = 2 }, { gives = 0 }', "79/100", 1),
        ('{ from = "80%", gives = 2 }, { gives = 0 }', "1/3", 2),
        ('{ above = "80%", gives = 2 }, { gives = 0 }', "80/100", 1),
        ('{ above = "50%", gives = 2 }, { gives = 0 }', "1/3", 1),
        ('{ from = "80%", gives = 2 }, { from = "50%", gives = 1 }, { gives = 0 }', "1/10", 4),
        ('{ from = "80%", gives = 2 }, { from = "50%", gives = 1 }, { gives = 0 }', "5/10", 3),
    ],
)
def test_the_next_band_is_so_many_things_away(rows: str, text: str, short: int) -> None:
    assert won("1", f'"1" = {{ max = 2, figure = "rate", bands = [{rows}] }}', {"rate": text}, RATE)["short"] == short


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ('{ from = "80%", gives = 2 }, { gives = 0 }', "79%"),
        ('{ from = "80%", gives = 2 }, { gives = 0 }', "80/100"),
        ('{ upto = "20%", gives = 2 }, { gives = 0 }', "21/100"),
    ],
)
def test_nothing_is_counted_to_a_band_that_is_below_or_of_a_percentage_or_reached(rows: str, text: str) -> None:
    row = f'"1" = {{ max = 2, figure = "rate", bands = [{rows}] }}'
    assert "short" not in won("1", row, {"rate": text}, RATE)


def test_of_a_ratio_of_nothing_no_things_are_counted() -> None:
    row = '"1" = { max = 2, figure = "rate", bands = [{ from = "80%", gives = 2 }, { gives = 0 }] }'
    assert "short" not in won("1", row, {"rate": "0/0"}, 'rate = { asks = "ratio", if_none = "50%" }')


def test_of_a_count_no_things_of_a_ratio_are_counted() -> None:
    row = '"1" = { max = 2, figure = "n", bands = [{ from = 8, gives = 2 }, { gives = 0 }] }'
    assert won("1", row, {"n": "7"}, COUNT).keys() == {"next"}


def test_the_nearest_of_several_better_bands_is_the_next() -> None:
    rows = "{ from = 9, gives = 2 }, { from = 6, gives = 1 }, { from = 3, gives = 0 }, { gives = 0.5 }"
    nearest = won("1", f'"1" = {{ max = 2, figure = "n", bands = [{rows}] }}', {"n": "4"}, COUNT)["next"]
    assert (nearest.edge, nearest.gives) == (6, 1)


def test_rows_of_words_only_span_from_nothing_to_the_maximum() -> None:
    assert by_count('{ upto = 0, gives = "not_applicable" }, { gives = "unknown" }', "3") == (0, 2, 2)


def test_an_edge_written_as_a_share_is_shown_so() -> None:
    small = catalog('"1" = { max = 2, bands = [{ from = "80%", gives = 2 }, { gives = 0 }] }').criteria["1"].scale
    assert isinstance(small, Bands)
    assert [row.in_shares for row in small.rows] == [True, False]
