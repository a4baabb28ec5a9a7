"""Figures from their history: corrected, taken back, said by several sources, period by period, known at a moment."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import count, permutations

import pytest

from scoring.figures import Cases, Figure, Measure, Number, Ratio
from scoring.history import Entry, as_known, is_period, period_sort, standing, total
from tests.scoring.sets import DAY, catalog

INDICATORS = """
rate = { asks = "ratio", accumulates = "period" }
n = { asks = "number", accumulates = "period" }
tasks = { asks = "counts", states = ["xong", "muộn"], accumulates = "period" }
double = { value = "n * 2" }
"""
ROWS = """
"1" = { max = 1, figure = "rate", full_at = "50%" }
"2" = { max = 1, figure = "double", full_at = 9 }
"3" = { max = 1, figure = "tasks", levels = { xong = 1, "muộn" = 0 } }
"""
SET = catalog(ROWS, INDICATORS)
END = datetime(2026, 7, 31, tzinfo=UTC)
_ids = count(1)


def june(day: int) -> date:
    return date(2026, 6, day)


def july(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 7, day, hour, tzinfo=UTC)


def said(
    value: str, at: datetime, as_of: date = DAY, source: str = "sổ", name: str = "n", period: str = "2026"
) -> Entry:
    return Entry(next(_ids), name, period, value, as_of, source, at)


def taken_back(entry: Entry, at: datetime) -> Entry:
    return Entry(next(_ids), entry.indicator, entry.period, "", entry.as_of, entry.source, at, retracts=entry.id)


def known(entries: Sequence[Entry], at: datetime = END) -> Figure:
    """The one figure that is known."""
    (figure,) = as_known(SET, entries, at).values()
    return figure


def text(entries: Sequence[Entry], at: datetime = END) -> str:
    return str(known(entries, at).measure)


def others(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    return [(other.source, str(other.measure)) for other in known(entries).others]


# periods by name


@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2026-Q4", "2026-01", "2026-09", "2026-10", "2026-12"])
def test_a_year_its_quarters_and_its_months_are_periods_of_it(period: str) -> None:
    assert is_period(period, 2026)
    assert not is_period(period, 2025)


@pytest.mark.parametrize(
    "period",
    ["", "26", "02026", "20260", "2026-", "2026-Q0", "2026-Q5", "2026-q1", "2026-Q12", "2026-00", "2026-13", "2026-7",
     "2026-070", "2026Q1", "2026-Q1 ", "2026/07", "2026-07-01", "Q1", "٢٠٢٦"],
)  # fmt: skip
def test_nothing_else_is_a_period(period: str) -> None:
    assert not is_period(period, 2026)


@pytest.mark.parametrize(
    ("period", "sort"), [("2026", "year"), ("2026-Q1", "quarter"), ("2026-Q4", "quarter"), ("2026-07", "month")]
)
def test_a_period_is_a_year_a_quarter_or_a_month(period: str, sort: str) -> None:
    assert period_sort(period) == sort


# which entry counts


def test_a_figure_is_what_was_said_with_its_day_source_and_time() -> None:
    assert known([said("5", july(2), june(28), "cổng")]) == Figure(Number(Fraction(5)), june(28), "cổng", july(2))


def test_a_correction_of_the_same_day_takes_the_place_of_what_it_corrects() -> None:
    figure = known([said("5", july(1)), said("6", july(2))])
    assert figure == Figure(Number(Fraction(6)), june(30), "sổ", july(2))


def test_a_figure_of_an_older_day_said_later_does_not_count() -> None:
    assert text([said("5", july(1), june(30)), said("6", july(2), june(29))]) == "5"


def test_of_two_said_of_one_day_at_one_moment_the_one_recorded_last_counts() -> None:
    first, second = said("5", july(1)), said("6", july(1))
    assert text([first, second]) == text([second, first]) == "6"


def test_moments_are_compared_across_time_zones() -> None:
    hanoi = timezone(timedelta(hours=7))
    early = said("5", datetime(2026, 7, 1, 14, 30, tzinfo=hanoi))  # 7:30 UTC
    assert text([said("6", july(1)), early]) == "6"


def test_the_rank_is_the_day_then_the_moment_then_the_number() -> None:
    entry = said("5", july(1))
    assert entry.rank == (june(30), july(1), entry.id)


# taken back


def test_what_is_taken_back_is_not_known() -> None:
    entry = said("5", july(1))
    assert as_known(SET, [entry, taken_back(entry, july(2))], july(3)) == {}


def test_what_was_said_before_counts_again_when_its_correction_is_taken_back() -> None:
    first, second = said("5", july(1)), said("6", july(2))
    assert text([first, second, taken_back(second, july(3))]) == "5"


def test_only_the_entry_that_is_named_is_taken_back() -> None:
    first, second = said("5", july(1)), said("6", july(2))
    assert text([first, second, taken_back(first, july(3))]) == "6"


def test_what_is_said_after_taking_back_counts() -> None:
    first = said("5", july(1))
    assert text([first, taken_back(first, july(2)), said("7", july(3))]) == "7"


def test_until_it_is_taken_back_a_figure_stands() -> None:
    entry = said("5", july(1))
    back = taken_back(entry, july(3))
    assert text([entry, back], july(2)) == "5"
    assert as_known(SET, [entry, back], july(3)) == {}


def test_a_source_that_took_its_figure_back_says_nothing_else() -> None:
    mine, theirs = said("5", july(2)), said("6", july(1), source="cổng")
    assert others([mine, theirs]) == [("cổng", "6")]
    assert others([mine, theirs, taken_back(theirs, july(3))]) == []


def test_only_entries_with_a_value_stand() -> None:
    first, second = said("5", july(1)), said("6", july(2))
    back = taken_back(second, july(3))
    assert standing([first, second, back], july(4)) == [first]
    assert standing([first, second, back], july(2)) == [first, second]


# as known on an earlier day


def test_on_an_earlier_day_what_was_said_later_is_not_known() -> None:
    entries = [said("5", july(1)), said("6", july(3))]
    assert [text(entries, july(day)) for day in (1, 2, 3, 4)] == ["5", "5", "6", "6"]


def test_a_figure_is_known_from_the_moment_it_was_said_whatever_its_day() -> None:
    entries = [said("5", july(2), june(1))]
    assert as_known(SET, entries, july(2) - timedelta(microseconds=1)) == {}
    assert text(entries, july(2)) == "5"


def test_another_source_is_known_only_from_when_it_spoke() -> None:
    entries = [said("5", july(1)), said("6", july(2), source="cổng")]
    assert (known(entries, july(1)).source, known(entries, july(1)).others) == ("sổ", ())
    assert known(entries, july(2)).source == "cổng"


# what the set asks for


def test_what_the_set_does_not_ask_for_or_works_out_itself_is_left_out() -> None:
    entries = [said("5", july(1), name=name) for name in ("n", "double", "unheard_of")]
    assert list(as_known(SET, entries, july(2))) == ["n"]


def test_indicators_are_known_apart() -> None:
    entries = [said("5", july(1)), said("1/2", july(2), name="rate"), said("xong=3", july(1), name="tasks")]
    figures = as_known(SET, entries, july(3))
    assert {name: str(each.measure) for name, each in figures.items()} == {"n": "5", "rate": "1/2", "tasks": "xong=3"}


def test_a_history_without_entries_knows_nothing() -> None:
    assert as_known(SET, [], july(1)) == {}


# several sources


def test_what_another_source_says_of_the_same_day_stands_beside() -> None:
    entries = [said("5", july(1), source="cổng"), said("6", july(2))]
    other = Figure(Number(Fraction(5)), june(30), "cổng", july(1))
    assert known(entries) == Figure(Number(Fraction(6)), june(30), "sổ", july(2), (other,))


def test_of_two_sources_of_one_day_the_one_that_spoke_last_counts() -> None:
    assert text([said("5", july(2), source="cổng"), said("6", july(1))]) == "5"


def test_a_source_that_agrees_is_no_other() -> None:
    assert others([said("0,5", july(1), source="cổng"), said("0.50", july(2))]) == []


@pytest.mark.parametrize(
    ("text", "differs"),
    [("muộn=2; xong=1", False), ("xong=1; muộn=2", False), ("xong=2; muộn=1", True), ("muộn=2", True)],
)
def test_cases_in_another_order_agree(text: str, differs: bool) -> None:
    entries = [said(text, july(1), source="cổng", name="tasks"), said("xong=1; muộn=2", july(2), name="tasks")]
    assert others(entries) == ([("cổng", text)] if differs else [])


def test_cases_with_idle_zeros_agree() -> None:
    entries = [said("xong=1; muộn=0", july(1), source="cổng", name="tasks"), said("xong=1", july(2), name="tasks")]
    assert others(entries) == others(entries[::-1]) == []


def test_what_a_source_said_of_another_day_is_no_other() -> None:
    assert others([said("5", july(1), june(29), "cổng"), said("6", july(2))]) == []


def test_a_sources_own_correction_is_no_other() -> None:
    assert others([said("5", july(1)), said("6", july(2))]) == []


def test_of_each_other_source_its_last_word_stands_beside() -> None:
    entries = [said("7", july(1), source="cổng"), said("8", july(2), source="cổng"), said("9", july(3))]
    assert others(entries) == others(entries[::-1]) == [("cổng", "8")]


def test_a_source_that_came_to_agree_is_no_other_any_more() -> None:
    entries = [said("7", july(1), source="cổng"), said("9", july(2), source="cổng"), said("9", july(3))]
    assert others(entries) == []


def test_other_sources_come_in_the_order_in_which_they_first_spoke() -> None:
    entries = [said("7", july(2), source="phòng"), said("8", july(1), source="cổng"), said("9", july(3))]
    assert others(entries) == [("cổng", "8"), ("phòng", "7")]


# period by period


def added(values: Sequence[str], name: str) -> Figure:
    return known([said(each, july(1), name=name, period=f"2026-0{n}") for n, each in enumerate(values, 1)])


@pytest.mark.parametrize(
    ("name", "values", "measure"),
    [
        ("n", ["5", "0", "-1,5"], Number(Fraction("3.5"))),
        ("rate", ["1/2", "3/4", "0/0"], Ratio(Fraction(4), Fraction(6))),
        ("tasks", ["xong=1", "muộn=2", "xong=3; muộn=4"], Cases((("xong", 4), ("muộn", 6)))),
        ("tasks", ["xong=1; muộn=2", "xong=1"], Cases((("xong", 2), ("muộn", 2)))),
    ],
)
def test_periods_are_added_up(name: str, values: list[str], measure: Measure) -> None:
    assert added(values, name).measure == measure


def test_a_period_alone_is_as_it_was_said() -> None:
    assert added(["98,26%"], "rate").measure == Ratio(Fraction("0.9826"), None)


def test_percentages_without_counts_cannot_be_added() -> None:
    with pytest.raises(AssertionError, match="percentages"):
        total([Ratio(Fraction(1), Fraction(2)), Ratio(Fraction(1, 2), None)])


def test_a_total_is_exact_whatever_its_sort() -> None:
    ratio, number = (added(values, name).measure for values, name in ((["1/2", "1/2"], "rate"), (["1", "2"], "n")))
    assert isinstance(ratio, Ratio)
    assert isinstance(number, Number)
    assert [type(each) for each in (ratio.n, ratio.d, number.number)] == [Fraction] * 3


def test_a_total_has_the_day_the_source_and_the_time_of_its_newest_period() -> None:
    entries = [
        said("1", july(3), june(28), "cổng", period="2026-Q1"),
        said("2", july(2), june(30), "sổ", period="2026-Q2"),
        said("4", july(1), june(29), "phòng", period="2026-Q3"),
    ]
    assert known(entries) == Figure(Number(Fraction(7)), june(30), "sổ", july(2))


def test_of_periods_counted_on_one_day_the_one_said_last_is_the_newest() -> None:
    entries = [said("1", july(2), source="cổng", period="2026-Q1"), said("2", july(1), period="2026-Q2")]
    assert (known(entries).source, known(entries[::-1]).source) == ("cổng", "cổng")


def test_a_correction_corrects_its_own_period_only() -> None:
    entries = [
        said("1", july(1), period="2026-Q1"),
        said("2", july(1), period="2026-Q2"),
        said("5", july(2), period="2026-Q1"),
    ]
    assert (text(entries, july(1)), text(entries)) == ("3", "7")


def test_a_period_that_is_taken_back_leaves_the_total() -> None:
    first, second = said("1", july(1), period="2026-Q1"), said("2", july(1), june(29), period="2026-Q2")
    assert known([first, second, taken_back(first, july(2))]) == Figure(Number(Fraction(2)), june(29), "sổ", july(1))


def test_other_sources_of_every_period_stand_beside_the_total() -> None:
    entries = [
        said(value, july(day), source=source, period=period)
        for period in ("2026-Q1", "2026-Q2")
        for value, day, source in (("1", 1, "cổng"), ("2", 2, "sổ"))
    ]
    assert (text(entries), others(entries)) == ("4", [("cổng", "1"), ("cổng", "1")])


def test_a_source_speaks_of_its_own_period_only() -> None:
    entries = [said("1", july(1), source="cổng", period="2026-Q1"), said("2", july(2), period="2026-Q2")]
    assert others(entries) == []


# order


def test_the_order_of_the_entries_does_not_matter() -> None:
    first, second = said("1", july(1), period="2026-Q1"), said("9", july(2), period="2026-Q2")
    entries = [
        first,
        second,
        taken_back(second, july(3)),
        said("2", july(4), june(29), period="2026-Q2"),
        said("3", july(4), june(29), "cổng", period="2026-Q2"),
        said("4", july(5), june(28), period="2026-Q1"),
    ]
    expected = as_known(SET, entries, END)
    assert str(expected["n"].measure) == "4"
    assert all(as_known(SET, order, END) == expected for order in permutations(entries))
