"""Parts of a year as people type them: "quý 3", "quý III/2026", "Q3", "tháng 7", "t7"."""

import re
from collections.abc import Sequence
from datetime import date

from models.messages import UserError

_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PERIOD = re.compile(
    r"(?:^|(?<= ))(?:(?:quý|quy|q) ?(iii|ii|iv|i|[1-4])|(?:tháng|thang|t) ?(1[0-2]|0?[1-9]))(?:/([0-9]{4}))?(?= |$)",
    re.I,
)


def find_period(words: Sequence[str], year: int) -> tuple[str, list[str]]:
    """The first period among the words as "Q3" or "07", and the other words; empty where there is none."""
    text = " ".join(words)
    found = _PERIOD.search(text)
    if found is None:
        return "", list(words)
    if found[3] and int(found[3]) != year:
        raise UserError("data_period_of_year", text=found[0], year=year)
    period = f"Q{_QUARTERS[found[1].lower()]}" if found[1] else f"{int(found[2]):02}"
    return period, (text[: found.start()] + text[found.end() :]).split()


def begins_on(period: str, year: int) -> date:
    """The first day of "Q3" or "07"."""
    return date(year, 3 * int(period[1]) - 2 if period.startswith("Q") else int(period), 1)
