from datetime import date, timedelta

import pytest

from models.calendars import Calendars, Decided
from scheduling.calendar import days_off, left, long_break, name_of, previous_working_day, works


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 13), True),  # the Friday before Tết
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 21), False),  # a Saturday
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # Hùng Kings' day fell on a Sunday
        (date(2026, 8, 31), False),  # a Monday off, worked for on the Saturday before
        (date(2026, 8, 22), True),
        (date(2026, 9, 2), False),
        (date(2021, 2, 12), False),
    ],
)
def test_offices_rest_at_weekends_on_holidays_and_on_days_moved_by_decision(day: date, working: bool) -> None:
    assert works(day) is working


@pytest.mark.parametrize(
    ("day", "aim"),
    [
        (date(2026, 12, 20), date(2026, 12, 18)),  # a Sunday
        (date(2027, 3, 20), date(2027, 3, 19)),  # a Saturday
        (date(2026, 2, 20), date(2026, 2, 13)),  # in Tết
        (date(2026, 8, 22), date(2026, 8, 22)),  # a Saturday that is worked
        (date(2026, 9, 8), date(2026, 9, 8)),
    ],
)
def test_a_reminder_aims_at_the_last_working_day_on_or_before_a_day(day: date, aim: date) -> None:
    assert previous_working_day(day, works) == aim


TET = {
    2025: (date(2025, 1, 25), date(2025, 2, 2)),
    2026: (date(2026, 2, 14), date(2026, 2, 22)),
    2027: (date(2027, 2, 4), date(2027, 2, 10)),
}


@pytest.mark.parametrize("year", TET)
def test_tet_is_found_by_its_length_from_before_it_and_from_within(year: int) -> None:
    first, last = TET[year]
    day = first - timedelta(days=30)
    while day <= last:
        assert long_break(day, works) == (first, last), day
        day += timedelta(days=1)
    assert long_break(first - timedelta(days=31), works) is None
    assert long_break(last + timedelta(days=1), works) is None


def test_no_other_break_of_these_years_is_as_long_as_tet() -> None:
    found = days_off(date(2025, 1, 1), date(2027, 12, 31), works)
    assert [run for run in found if (run[1] - run[0]).days >= 5] == list(TET.values())
    assert long_break(date(2026, 8, 30), works, least=5) == (date(2026, 8, 29), date(2026, 9, 2))
    assert long_break(date(2026, 8, 28), works, least=5, within=0) is None


def test_days_are_counted_by_the_calendar_that_is_handed_over() -> None:
    def no_fridays(day: date) -> bool:
        return day.weekday() < 4

    assert left(date(2026, 9, 11), date(2026, 9, 8)) == 3
    assert left(date(2026, 9, 11), date(2026, 9, 8), no_fridays) == 2
    assert left(date(2026, 9, 8), date(2026, 9, 11), no_fridays) == -2
    assert previous_working_day(date(2026, 9, 11), no_fridays) == date(2026, 9, 10)


def test_days_off_have_names() -> None:
    assert [name_of(date(2026, *day)) for day in ((2, 16), (2, 18), (8, 31), (4, 27), (9, 5))] == [
        "Tết Nguyên Đán", "Tết Nguyên Đán", "hoán đổi với ngày 22/08/2026", "Ngày Giỗ Tổ Hùng Vương", "",
    ]  # fmt: skip


def test_the_nearest_units_decision_wins_and_holds_below() -> None:
    day = date(2026, 9, 8)  # a Tuesday
    off, on = (Decided(1, key, day, key == "a/b", "", "") for key in ("a", "a/b"))
    known = Calendars(works, {"a": {day: off}, "a/b": {day: on}})
    assert [known.of(key)(day) for key in ("a", "a/x", "a/b", "a/b/c", "z")] == [False, False, True, True, True]
    assert [known.said(key, day) for key in ("a/x", "a/b/c", "z")] == [off, on, None]
    assert known.of("z") is known.of("") is works
    assert Calendars(works, {}).of("a/b") is works
