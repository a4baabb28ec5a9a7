"""What stands after a command, told apart by shape: dates, years, numbers of work, else words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from models.messages import UserError
from models.words import clean, fold, means, tokens
from scheduling.dates import FIRST, LAST, NoSuchDay, read_day

T = TypeVar("T")
# Words that only introduce others, or only make a question of them. Accents count: "cửa" is not "của".
_PHRASES = (
    *("tiêu chí", "lĩnh vực", "thành phần", "đơn vị", "bao nhiêu", "hiện tại", "hiện nay", "hôm nay", "nhiều nhất"),
    *("ở đâu", "là gì", "thế nào"),
)
_YEARS = {"năm nay": 0, "năm ngoái": -1, "năm trước": -1}
_FILLERS = ("năm", "ngày", "tc", "của", "cho", "đến", "được", "year", "on", "of")
# One number of work; another follows a comma, "và" or "#": "xong 12 45" may be a document's number 45.
_NUMBER = re.compile(
    r"(?P<mark>(?:(?:việc|viec|số|so|mục|muc)\s+)?(?:#\s?)?)(?P<number>[0-9]{1,9})(?![\w/%-]|[.:][0-9])", re.I
)
# What stands after a number that counts, folded: "12 hồ sơ", "3 ngày nữa"; but "12 ngày 4/9", "12 tuần sau" name a day,
# "12 văn bản số 45" a document and "12 xã Mẫu" a unit.
_COUNTED = re.compile(
    r"\s*(?:ho so|thu tuc|tthc|phan tram|(?:xa|viec|nhiem vu)(?=\W*$|\s*[,;:]|\s+(?:nua|con lai))"
    r"|van ban(?!\W*(?:so\b|[0-9]|ngay\b))"
    r"|(?:ngay|tuan|thang)(?!\W*(?:[0-9]|(?:nay|mai|kia|mot|hom|sau|toi|truoc|qua|roi|thu|chu|dau|cuoi|t[2-7]|cn)\b)))\b"
)
_POLITE = {"nhe", "nha", "a", "di", "luon", "em", "anh", "chi", "giup", "voi", "nao", "cai", "nay", "do"}
_AND = re.compile(r"\s*[,;+&]\s*|\s+(?:và|va)\s+|\s+(?=#)", re.I)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What stands after the command, told apart by shape, in any order."""

    year: int | None = None
    day: date | None = None
    words: tuple[str, ...] = ()  # without those that only introduce others
    said: tuple[str, ...] = ()  # with them, as a title may hold them
    everything: bool = False  # "tất cả": not cut to what fits a phone

    def cut(self, found: list[T], most: int) -> list[T]:
        """What fits a phone; one row more is shown rather than announced."""
        return found if self.everything or len(found) <= most + 1 else found[:most]

    def lowest(self, found: list[T], most: int, share: Callable[[T], Fraction]) -> list[T]:
        """What fits a phone of several side by side: all as they come; where they are cut, the lowest."""
        few = len(self.cut(found, most)) == len(found)
        return found if few else self.cut(sorted(found, key=share), most)


def read_arguments(text: str, today: date) -> Arguments:
    """Arguments by shape: a date, four digits 1900 to 2199 as a year, else words; UserError for 31/2."""
    year: int | None = None
    day: date | None = None
    said: list[str] = []
    for token in _with_years(tokens(text), today):
        if year is None and len(token) == 4 and token.isascii() and token.isdigit() and FIRST <= int(token) <= LAST:
            year = int(token)
            continue
        try:
            written = read_day(token, today.year)
        except NoSuchDay:
            raise UserError("no_such_day", text=clean(token, 60)) from None
        if day is None and written is not None:
            day = written
        else:
            said.append(token)
    everything, kept = _without_all(tuple(said))
    return Arguments(year, day, tuple(_meaningful(kept)), kept, everything)


def _with_years(said: list[str], today: date) -> Iterator[str]:
    """The words, with "năm ngoái" as its year."""
    skip = False
    for number, token in enumerate(said):
        pair = " ".join(said[number : number + 2])
        named = next((name for name in _YEARS if means(pair, name)), "")
        if named:
            yield str(today.year + _YEARS[named])
        elif not skip:
            yield token
        skip = bool(named)


def _meaningful(said: Sequence[str]) -> Iterator[str]:
    """The words without those that only introduce others; TC7.4.3 as 7.4.3."""
    skip = False
    for number, token in enumerate(said):
        pair = " ".join(said[number : number + 2])
        begins_phrase = any(means(pair, phrase) for phrase in _PHRASES)
        if not (skip or begins_phrase or any(means(token, filler) for filler in _FILLERS)):
            yield re.sub(r"^[tT][cC](?=[0-9])", "", token)
        skip = begins_phrase


def _without_all(words: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Whether "tất cả" (or "all") is said, and the other words; a lone "cà" may be part of a unit's name."""
    for number, word in enumerate(words):
        if fold(word) == "all":
            return True, words[:number] + words[number + 1 :]
        if fold(" ".join(words[number : number + 2])) == "tat ca":
            return True, words[:number] + words[number + 2 :]
    return False, words


def numbers_of(text: str) -> tuple[tuple[int, ...], str]:
    """The numbers of work that a text begins with ("12", "#12, 15", "việc 12 và 15"), and the other text.

    So many of something ("12 hồ sơ") are none, unless a mark says so: "#12 hồ sơ".
    """
    numbers: list[int] = []
    rest = after = text.strip()
    while found := _NUMBER.match(after):
        if not found["mark"] and _COUNTED.match(fold(after[found.end() :][:40])):
            break
        numbers.append(int(found["number"]))
        rest = after[found.end() :]
        joint = _AND.match(rest)
        after = rest[joint.end() :] if joint else ""
    return tuple(dict.fromkeys(numbers)), rest.strip(" \t,;:.–-") if numbers else rest


def is_bare(text: str) -> bool:
    """Whether a text says nothing more than a command alone: "nhé", "đi em"."""
    return {fold(word.strip(".,?!")) for word in text.split()} <= _POLITE


def chosen(text: str, listed: Sequence[int]) -> tuple[tuple[int, ...], str]:
    """The work that an answer to a numbered list names, by its number or by its place there, and the other text."""
    numbers, rest = numbers_of(text)
    places = dict(enumerate(listed, 1))
    return tuple(each if each in listed else places.get(each, each) for each in numbers), rest


def agreed(text: str) -> bool | None:
    """Whether a line agrees to what was shown before, or drops it; None where it is about something else."""
    word = fold(text.strip(" .,!"))
    return True if word in ("dong y", "agree") else False if word in ("thoi", "khong", "bo", "huy", "no") else None
