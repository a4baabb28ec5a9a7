"""From when to when, as people write it: "20/9 25/9", "từ 20/9 đến hết 25/9", "20-25/9", "20/9-25/9"; or one day."""

import re
from datetime import date, timedelta

from models.messages import UserError
from models.words import clean, means, tokens
from scheduling.dates import NoSuchDay, read_day

HALF_A_YEAR = timedelta(days=183)
_BEFORE_A_DAY = ("từ", "ngày", "đến", "tới", "hết", "-", "–")
_OF_A_MONTH = re.compile(r"(?<![/\d])(\d{1,2})\s*[-–]\s*(\d{1,2})/(\d{1,2})(/\d{2,4})?(?!\d)")  # 20-25/9
_JOINED = re.compile(r"(\d{1,2}/\d{1,2}(?:/\d{2,4})?)\s*[-–]\s*(?=\d)")  # 20/9-25/9


def read_days(text: str, today: date) -> tuple[list[date], str]:
    """The days a line names, in its order, and the other words; UserError for 31/2."""
    text = _JOINED.sub(r"\1 ", _OF_A_MONTH.sub(r"\1/\3\4 \2/\3\4", text))
    days: list[date] = []
    words: list[str] = []
    for token in tokens(text):
        found = _day(token, today)
        if found is None:
            words.append(token)
            continue
        days.append(found)
        while words and any(means(words[-1], word) for word in _BEFORE_A_DAY):
            words.pop()
    return days, " ".join(words)


def _day(token: str, today: date) -> date | None:
    """A day as it is written; one without a year that lies half a year back is of the next year."""
    try:
        found = read_day(token, today.year)
        next_year = found and today - found > HALF_A_YEAR and token.count("/") == 1
        return read_day(token, today.year + 1) if next_year else found
    except NoSuchDay:
        raise UserError("no_such_day", text=clean(token, 60)) from None
