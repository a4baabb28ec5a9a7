"""From when to when, as people write it."""

from datetime import date

import pytest

from models.messages import UserError
from scheduling.spans import read_days

TODAY = date(2026, 8, 25)
TWENTIETH, TWENTY_FIFTH = date(2026, 9, 20), date(2026, 9, 25)


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("20/9 25/9 Sương", [TWENTIETH, TWENTY_FIFTH], "Sương"),
        ("từ 20/9 đến 25/9, đ/c Sương thay", [TWENTIETH, TWENTY_FIFTH], "đ/c Sương thay"),
        ("tu ngay 20/9 den het ngay 25/9 Suong", [TWENTIETH, TWENTY_FIFTH], "Suong"),
        ("20/9-25/9 Sương", [TWENTIETH, TWENTY_FIFTH], "Sương"),
        ("20/9/2026 – 25/9/2026 Sương", [TWENTIETH, TWENTY_FIFTH], "Sương"),
        ("20 - 25/9 Sương", [TWENTIETH, TWENTY_FIFTH], "Sương"),
        ("20–25/9/2026 Sương", [TWENTIETH, TWENTY_FIFTH], "Sương"),
        ("Sương 20/9", [TWENTIETH], "Sương"),
        ("20/9 tu", [TWENTIETH], "tu"),  # a name, not "từ"
        ("28/12 5/1 Sương", [date(2026, 12, 28), date(2027, 1, 5)], "Sương"),
        ("20/8 24/8", [date(2026, 8, 20), date(2026, 8, 24)], ""),  # lately, not in a year
        ("18-09-2026 20.9.2026", [date(2026, 9, 18), TWENTIETH], ""),
        ("1/1/2026", [date(2026, 1, 1)], ""),
        ("Sương", [], "Sương"),
        ("", [], ""),
    ],
)
def test_days_and_the_other_words(text: str, days: list[date], rest: str) -> None:
    assert read_days(text, TODAY) == (days, rest)


def test_a_day_that_no_calendar_has_is_refused() -> None:
    for text in ("31/9", "29/2", "30-31/9", "20/9 31/2/2027"):
        with pytest.raises(UserError) as refused:
            read_days(text, TODAY)
        assert refused.value.what == "no_such_day"
