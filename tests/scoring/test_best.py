"""Rule 12: full points for the best value of the block, the others in proportion to it."""

from fractions import Fraction

import pytest

from scoring.scales import Best
from scoring.score import score, wins
from tests.scoring.sets import catalog, ends, figures

ROW = '"1" = { max = 2, figure = "rate", full_at = "best" }'
RATE = 'rate = { asks = "ratio" }'


def judged(text: str, best: Best | None, row: str = ROW) -> tuple[float, float, float]:
    small = catalog(row, RATE)
    return ends(score(small, figures(small, {"rate": text}), best={"rate": best} if best else {}).judgments["1"])


@pytest.mark.parametrize(
    ("text", "best", "points"),
    [("40/100", "80/100", 1), ("80/100", "80/100", 2), ("90/100", "80/100", 2), ("0/100", "80/100", 0)],
)
def test_points_are_in_proportion_to_the_best_its_own_included(text: str, best: str, points: float) -> None:
    assert judged(text, Best(Fraction(best), 3, 1)) == (points, points, 2)


def test_alone_in_its_block_a_unit_is_the_best() -> None:
    assert judged("1/100", None) == (2, 2, 2)
    assert judged("1/100", Best(None, 0, 5)) == (2, 2, 2)


def test_where_nobody_has_anything_there_is_nothing_to_measure_against() -> None:
    assert judged("0/100", Best(Fraction(0), 2, 0)) == (0, 2, 2)
    assert judged("0/100", None, ROW.replace("full_at", 'nothing_due = "50%", full_at')) == (1, 1, 2)


def test_a_lower_bound_holds_beside_it() -> None:
    row = ROW.replace("full_at", 'zero_below = "50%", full_at')
    assert judged("49/100", Best(Fraction(1), 2, 0), row) == (0, 0, 2)
    assert judged("50/100", Best(Fraction(1), 2, 0), row) == (1, 1, 2)


def test_what_wins_the_rest_is_counted_to_the_best() -> None:
    small = catalog(ROW, RATE)
    best = {"rate": Best(Fraction(4, 5), 3, 1)}
    judgment = score(small, figures(small, {"rate": "39/99"}), best=best).judgments["1"]
    assert wins(small.criteria["1"], judgment, best)["short"] == 41  # 80 of 99
    assert small.relative == (small.criteria["1"].figure,)


def test_a_formula_without_figures_is_measured_against_every_best_anew() -> None:
    small = catalog('"1" = { max = 2, figure = "x", full_at = "best" }', 'x = { value = "5" }')
    points = [score(small, {}, best={"x": Best(Fraction(best), 1, 0)}).judgments["1"].low for best in (10, 20)]
    assert points == [1, Fraction(1, 2)]
