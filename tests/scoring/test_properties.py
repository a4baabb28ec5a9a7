"""What holds for any figures at all, on the two shipped sets that between them have every scale and every combiner."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs import FOLDER
from scoring.catalog import ROOT, CriteriaSet, Indicator
from scoring.figures import DUTY_STATES, OPEN, Cases, Figure, Measure, Number, Ratio
from scoring.judgment import Judgment
from scoring.reading import load_toml, read_criteria_set
from scoring.score import score
from tests.scoring.sets import DAY, THEN

SETS = ("van-canh-2021", "xa-mau-2026")
LEVELS = ("province", "commune", "district")
Year = tuple[str, dict[str, Figure], str, list[str]]  # a set, figures, a level, codes that do not apply
quick = settings(derandomize=True, max_examples=25, deadline=None)


def read_again(id_: str) -> CriteriaSet:
    return read_criteria_set(load_toml((FOLDER / f"{id_}.toml").read_text("utf-8"), id_), id_)


shipped = cache(read_again)


def measures(indicator: Indicator) -> st.SearchStrategy[Measure]:
    """Any measure an indicator may have, not only sensible ones."""
    whole = st.integers(0, 400).map(Fraction)
    if indicator.asks == "ratio":
        return st.builds(Ratio, whole, whole) | st.builds(Ratio, whole.map(lambda n: n / 100), st.none())
    if indicator.asks == "percent":
        return st.builds(Ratio, whole.map(lambda n: n / 100), st.none())
    if not indicator.states:
        return st.builds(Number, st.fractions(-5, 60, max_denominator=12))
    states = (*indicator.states, OPEN) if indicator.states == DUTY_STATES else indicator.states
    if indicator.asks in ("choice", "deadline"):
        return st.sampled_from(states).map(lambda state: Cases(((state, 1),)))
    return st.dictionaries(st.sampled_from(states), st.integers(0, 9)).map(lambda counts: Cases(tuple(counts.items())))


@st.composite
def years(draw: st.DrawFn) -> Year:
    """Figures for any of the indicators of one of the sets, and any of its codes left out."""
    id_ = draw(st.sampled_from(SETS))
    criteria_set = shipped(id_)
    asked = {name: measures(each).map(_figure) for name, each in criteria_set.indicators.items() if each.asks}
    figures = draw(st.fixed_dictionaries({}, optional=asked))
    codes = [code for code in criteria_set.criteria if code != ROOT]
    return id_, figures, draw(st.sampled_from(LEVELS)), draw(st.lists(st.sampled_from(codes), max_size=4))


def _figure(measure: Measure) -> Figure:
    return Figure(measure, DAY, "", THEN)


def judge(year: Year) -> tuple[CriteriaSet, Mapping[str, Judgment]]:
    id_, figures, level, left_out = year
    return shipped(id_), score(shipped(id_), figures, level, left_out).judgments


@quick
@given(years())
def test_what_is_certain_is_never_more_than_what_is_possible(year: Year) -> None:
    criteria_set, judgments = judge(year)
    for code, judgment in judgments.items():
        node = criteria_set.criteria[code]
        assert judgment.low <= judgment.high, code
        assert judgment.maximum in (0, node.max) or node.children, code
        if not node.children:
            assert node.floor <= judgment.low <= judgment.high <= (0 if node.role == "penalty" else node.max), code
        if node.role == "points" and code != ROOT:
            assert judgment.high <= judgment.maximum <= node.max, code


@quick
@given(years())
def test_every_result_is_exact(year: Year) -> None:
    for judgment in judge(year)[1].values():
        for number in (judgment.low, judgment.high, judgment.maximum, judgment.lost, judgment.unknown):
            assert type(number) is Fraction


@quick
@given(years())
def test_parts_combine_to_their_parent(year: Year) -> None:
    criteria_set, judgments = judge(year)
    for code, node in criteria_set.criteria.items():
        parts = [judgments[child] for child in node.children if judgments[child].reason.kind != "not_applicable"]
        if not parts or judgments[code].reason.kind == "not_applicable":
            continue
        for end in ("low", "high"):
            points = [getattr(part, end) for part in parts]
            total, of = sum(points), sum(part.maximum for part in parts)
            expected = {
                "sum": total, "best": max(points), "worst": min(points), "capped": max(0, min(total, node.max, of)),
                "scaled": total * node.max / of if of else 0,
            }[node.combine]  # fmt: skip
            if node.role == "penalty":
                expected = max(total, -node.max)
            assert getattr(judgments[code], end) == expected, (code, end)


@quick
@given(years())
def test_the_order_in_which_figures_are_told_does_not_matter(year: Year) -> None:
    id_, figures, level, left_out = year
    turned = dict(sorted(figures.items(), reverse=True))
    assert score(shipped(id_), turned, level, left_out[::-1]) == score(shipped(id_), figures, level, left_out)


@quick
@given(years())
def test_a_set_read_again_scores_the_same(year: Year) -> None:
    id_, figures, level, left_out = year
    assert score(read_again(id_), figures, level, left_out) == score(shipped(id_), figures, level, left_out)


@quick
@given(st.integers(0, 900), st.integers(0, 900), st.integers(1, 900), st.sampled_from(["7.4.2", "7.4.3", "3.5"]))
def test_a_higher_rate_never_gives_fewer_points(n: int, m: int, d: int, code: str) -> None:
    criteria_set = shipped("van-canh-2021")
    figure = criteria_set.criteria[code].figure
    assert figure is not None
    low, high = (
        score(criteria_set, {figure.indicator: _figure(Ratio(Fraction(each), Fraction(d)))}).judgments[code].low
        for each in sorted((n, m))
    )
    assert low <= high
