"""Dates as people write them, day first."""

from datetime import date

import pytest

from scheduling.dates import NoSuchDay, a_year_before, read_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18/7/2022", date(2022, 7, 18)),
        ("08/09/2026", date(2026, 9, 8)),
        ("18-07-2022", date(2022, 7, 18)),
        ("18.7.2022", date(2022, 7, 18)),
        ("18/7/22", date(2022, 7, 18)),
        ("18/7", date(2020, 7, 18)),
        ("29/2", date(2020, 2, 29)),
    ],
)
def test_the_day_comes_first_and_the_year_may_be_left_out(text: str, day: date) -> None:
    assert read_day(text, 2020) == day


@pytest.mark.parametrize(
    "text", ["7.4", "7.4.3", "18-7", "2022/7/18", "18/7-2022", "1/2/3/4", "119/3571", "", "mai", "٣/٤", "1/²"]
)
def test_what_is_not_written_like_a_day_is_none(text: str) -> None:
    assert read_day(text, 2020) is None


@pytest.mark.parametrize("text", ["31/2", "29/2/2021", "0/1", "13/13", "1/0/2022", "1/1/0001", "1/1/9999", "32/1/22"])
def test_a_day_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_day(text, 2020)


def test_a_year_before_the_29th_of_february_is_the_28th() -> None:
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_before(date(2026, 8, 25)) == date(2025, 8, 25)
