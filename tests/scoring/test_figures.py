from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import CatalogError
from scoring.figures import DUTY_STATES, Absent, Cases, Day, Number, Ratio, alike, check_states, read

TASKS = ("đúng hạn", "muộn", "chưa làm")


def states_of(asks: str) -> tuple[str, ...]:
    return {"deadline": DUTY_STATES, "duties": DUTY_STATES, "choice": TASKS, "counts": TASKS}.get(asks, ())


@pytest.mark.parametrize(
    ("asks", "text", "measure"),
    [
        ("ratio", "119/3571", Ratio(Fraction(119), Fraction(3571))),
        ("ratio", " 1,5 / 2.5 ", Ratio(Fraction(3, 2), Fraction(5, 2))),
        ("ratio", "98,26%", Ratio(Fraction(9826, 10000), None)),
        ("percent", "74.872 %", Ratio(Fraction(74872, 100000), None)),
        ("number", "-3", Number(Fraction(-3))),
        ("number", "0,25", Number(Fraction(1, 4))),
        ("points", "0.75", Number(Fraction(3, 4))),
        ("choice", "muộn", Cases((("muộn", 1),))),
        ("choice", "muộn=2", Cases((("muộn", 2),))),
        ("counts", "đúng hạn=2; muộn = 2;chưa làm=0", Cases((("đúng hạn", 2), ("muộn", 2), ("chưa làm", 0)))),
        ("deadline", "late", Cases((("late", 1),))),
        ("deadline", "open", Cases((("open", 1),))),
        ("duties", "on_time=2; open=2", Cases((("on_time", 2), ("open", 2)))),
    ],
)
def test_a_figure_is_read_as_its_indicator_asks(asks: str, text: str, measure: object) -> None:
    assert read(asks, states_of(asks), text) == measure


@pytest.mark.parametrize(
    ("asks", "text"),
    [
        ("ratio", "1/"), ("ratio", "/2"), ("ratio", "1/,5"),
        ("ratio", "119"), ("ratio", "-1/2"), ("ratio", "1/2/3"), ("ratio", "một nửa"), ("ratio", "٥/٦"), ("ratio", ""),
        ("percent", "50"), ("percent", "1/2"), ("percent", "-5%"), ("number", "1e5"), ("number", "1.000.000"),
        ("number", "½"), ("number", "9" * 16), ("number", "nan"), ("points", "1/2"), ("choice", "sớm"),
        ("choice", "open"), ("choice", "sớm=1"), ("counts", "đúng hạn"), ("counts", "đúng hạn=1; đúng hạn=2"),
        ("counts", "open=1"), ("counts", "đúng hạn=-1"), ("counts", "đúng hạn=1;"), ("counts", "đúng hạn=1.5"),
        ("duties", "late"), ("duties", "on_time=٣"), ("deadline", "muộn"),
    ],
)  # fmt: skip
def test_what_the_indicator_does_not_ask_for_is_refused(asks: str, text: str) -> None:
    with pytest.raises(CatalogError) as refused:
        read(asks, states_of(asks), text)
    assert refused.value.what == "figure_unreadable"
    assert refused.value.values == {"text": text, "asks": asks, "states": list(states_of(asks))}


def test_a_ratio_of_nothing_is_nothing_due_and_a_printed_percentage_is_its_own_share() -> None:
    assert Ratio(Fraction(0), Fraction(0)).share is Absent.NOTHING_DUE
    assert Ratio(Fraction(1), Fraction(4)).share == Fraction(1, 4)
    assert Ratio(Fraction(1, 3), None).share == Fraction(1, 3)


def test_open_cases_join_those_of_the_state_they_are_judged_as() -> None:
    cases = Cases((("on_time", 2), ("open", 3)))
    assert cases.with_open_as("on_time").counts == (("on_time", 5),)
    assert cases.with_open_as("missing").counts == (("on_time", 2), ("missing", 3))
    assert (cases.total, cases.count("open"), cases.count("late")) == (5, 3, 0)


decimals = st.decimals(0, 10**14, places=9).map(Fraction)
counts = st.dictionaries(st.sampled_from(TASKS), st.integers(0, 10**9 - 1), min_size=1)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.one_of(
        st.builds(Ratio, decimals, decimals).map(lambda m: ("ratio", m)),
        st.decimals(0, 10**10, places=9).map(lambda n: ("percent", Ratio(Fraction(n) / 100, None))),
        decimals.map(lambda n: ("number", Number(-n))),
        counts.map(lambda c: ("counts", Cases(tuple(c.items())))),
    )
)
def test_the_text_the_database_keeps_reads_back_as_the_same_measure(known: tuple[str, Ratio | Number | Cases]) -> None:
    asks, measure = known
    assert read(asks, states_of(asks), str(measure)) == measure


def test_the_text_of_a_day_reads_back_as_the_same_day() -> None:
    assert read("date", (), "2026-02-03") == Day(date(2026, 2, 3))
    assert str(Day(date(2026, 2, 3))) == "2026-02-03"


@pytest.mark.parametrize("text", ["20260203", "2026-W06-2", "2026-02-03T08:00", "2026-2-3"])
def test_a_day_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(CatalogError):
        read("date", (), text)


@pytest.mark.parametrize("states", [["a b", "a_b"], ["a_b", "a b"], ["a", "a"]])
def test_states_that_would_be_one_part_are_refused_in_either_order(states: list[str]) -> None:
    with pytest.raises(CatalogError, match="bad_state"):
        check_states(states)


def test_the_same_cases_are_alike_in_any_order_and_with_idle_zeros() -> None:
    some, more = Cases((("a", 1), ("b", 2), ("c", 0))), Cases((("b", 2), ("a", 1)))
    assert alike(some, more)
    assert alike(more, some)
    assert not alike(some, Cases((("a", 2), ("b", 1))))


def test_a_day_and_a_state_are_not_alike() -> None:
    day, state = Day(date(2026, 4, 1)), Cases((("late", 1),))
    assert not alike(day, state)
    assert not alike(state, day)
