"""The days, the ranges of days, and the words that say whether they are off or worked, in the words of a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.messages import UserError
from models.words import clean, means
from scheduling.dates import NoSuchDay, read_day
from scheduling.meanings import RECENT
from scoring.deadlines import ONE_DAY

LONGEST = 31  # days of one line
WORK, REST, NO_MORE = "work", "rest", "no more"
_VERBS = {
    **dict.fromkeys(("nghỉ", "nghỉ bù", "nghỉ làm", "nghỉ hoán đổi", "nghỉ thay", "off"), REST),
    **dict.fromkeys(("làm", "làm bù", "làm việc", "đi làm", "đi làm bù", "làm việc bù"), WORK),
    **dict.fromkeys(("bỏ", "hủy", "huỷ", "thôi", "rút", "xóa", "xoá"), NO_MORE),
}
_LONGEST_VERB = 3  # words
_TO = ("đến", "tới", "-", "–")


@dataclass(slots=True)
class Group:
    """Days that one word is said of."""

    sort: str
    said: list[str]  # "nghỉ bù", and what else is said of them
    days: list[date] = field(default_factory=list)
    spread: bool = False  # from one day to another: those that are off already need not be named

    @property
    def reason(self) -> str:
        return clean(" ".join(self.said).lower(), 100)


def parts(words: list[str], today: date) -> Iterator["str | Group | list[date]"]:
    """Words, words that say what days are, and days: several in a row where one is said to go on to another."""
    years = {written.year for word in words if word[-5:-4] in ("/", "-", ".") and (written := _read(word, today.year))}
    year = years.pop() if len(years) == 1 else None
    number = 0
    while number < len(words):
        if verb := _verb(words[number:]):
            sort, said, length = verb
            yield Group(sort, [said])
            number += length
            continue
        last, end = _range_end(words, number + 1, year, today)
        first = _first(words[number], last, year, today)
        if first and last:
            if last < first or (last - first).days >= LONGEST:
                raise UserError("calendar_backwards", first=first, last=last, longest=LONGEST)
            yield [first + count * ONE_DAY for count in range((last - first).days + 1)]
            number = end
            continue
        yield [first] if first else words[number]
        number += 1


def _verb(words: list[str]) -> tuple[str, str, int] | None:
    """What sort a word is of, as it is written, and how many words it has."""
    for length in range(min(_LONGEST_VERB, len(words)), 0, -1):
        typed = " ".join(words[:length])
        if found := next((verb for verb in _VERBS if means(typed, verb)), ""):
            return _VERBS[found], found, length
    return None


def _range_end(words: list[str], number: int, year: int | None, today: date) -> tuple[date | None, int]:
    """The day that "đến (hết) (ngày) 3/5" goes on to, and where it ends."""
    if number >= len(words) or not is_one_of(words[number], _TO):
        return None, number
    number += 1
    while number < len(words) - 1 and is_one_of(words[number], ("hết", "ngày")):
        number += 1
    return (_near(words[number], year, today), number + 1) if number < len(words) else (None, number)


def _first(word: str, last: date | None, year: int | None, today: date) -> date | None:
    """The day a range, or nothing else, begins with: of "20 - 25/9" it has the month of the last."""
    if last is None:
        return _near(word, year, today)
    if re.fullmatch(r"\d{1,2}", word):
        return _read(f"{word}/{last.month}/{last.year}", last.year)
    first = _near(word, last.year, today)
    return _near(word, last.year - 1, today) if first and first > last else first


def _near(word: str, year: int | None, today: date) -> date | None:
    """A day; without a year of the line's, else of the next that comes, or passed lately."""
    found = _read(word, year or today.year)
    if found and year is None and word.count("/") == 1 and today - found > RECENT:
        return _read(word, today.year + 1)
    return found


def _read(word: str, year: int) -> date | None:
    try:
        return read_day(word, year)
    except NoSuchDay:
        raise UserError("no_such_day", text=clean(word, 60)) from None


def is_one_of(word: str, words: Sequence[str]) -> bool:
    return any(means(word, each) for each in words)
