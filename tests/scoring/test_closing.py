"""The day on which a year's figures close: stated for the set, or for one indicator."""

from datetime import date
from typing import Any

from scoring.closing import Closing, read_closing
from scoring.reading import read_criteria_set


def closings(head: dict[str, str], own: dict[str, str]) -> tuple[Closing, Closing]:
    tables: dict[str, Any] = {
        "criteria_set": {"id": "x", "title": "X", "max": 2, "valid_from": date(2026, 1, 1), **head},
        "indicator": {
            "files": {"asks": "ratio", "accumulates": "to_date"},
            "money": {"asks": "percent", "accumulates": "to_date", **own},
        },
        "criterion": {
            "1": {"max": 1, "title": "T", "figure": "files", "full_at": "70%"},
            "2": {"max": 1, "title": "T", "figure": "money", "full_at": "70%"},
        },
    }
    found = read_criteria_set(tables, "x").indicators
    return found["files"].closes, found["money"].closes


def test_figures_close_at_the_end_of_the_year_unless_the_set_or_the_indicator_says_otherwise() -> None:
    december, earlier = Closing(31, 12), Closing(14, 12)
    assert closings({}, {}) == (december, december)
    assert closings({"closes": "14/12"}, {}) == (earlier, earlier)
    assert closings({"closes": "14/12"}, {"closes": "31/12"}) == (earlier, december)
    assert closings({}, {"closes": "14/12"}) == (december, earlier)


def test_a_period_begins_the_day_after_the_year_before_closed() -> None:
    closing = read_closing("14/12")
    assert (closing.begins(2026), closing.ends(2026)) == (date(2025, 12, 15), date(2026, 12, 14))
    assert (Closing().begins(2026), Closing().ends(2026)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert read_closing("28/02").begins(2025) == date(2024, 2, 29)
