from datetime import date

import pytest

from scheduling.calendar import works


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
