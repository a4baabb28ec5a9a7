"""The phrases of a line that say a day, an hour or a part of the day, with the words that introduce them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scheduling.forms import Form, Slots, Word, follow, form
from scheduling.grammar import FORMS, INTRODUCING, Strength
from scheduling.meanings import Meaning
from scheduling.slots import SLOTS


def _patterns(text: str) -> list[Form]:
    return [form(pattern, SLOTS) for pattern in text.replace("\n", ";").split(";") if pattern.strip()]


Row = tuple[Strength, Meaning | None, Form]
_TABLE: list[Row] = [(strength, meaning, each) for strength, meaning, text in FORMS for each in _patterns(text)]
_INTRODUCTIONS = [(kind, each) for kind, text in INTRODUCING.items() for each in _patterns(text)]
_LONGEST_INTRODUCTION = 5
_NO_DATES = (Strength.NEVER, Strength.FIGURE)
_LEFT_UNTIL = form("để|hẹn|dời|lùi|hoãn", SLOTS)  # no part of what is said of the day
_EVERY = form("=mỗi|=mọi|từng|các|những|rằm", SLOTS)
_AGAIN = form("của? hàng|hằng|=mỗi ngày|tuần|tháng|quý|năm", SLOTS)
_LUNAR = form("âm|âl|tết", SLOTS)
_SO_MANY = form("<n> <unit>", SLOTS)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow a form, from `start` to `end` with those that introduce it."""

    start: int
    end: int
    strength: Strength
    meaning: Meaning | None  # none: an hour, or a part of the day
    slots: Slots
    introduced: bool = False
    before: bool = False  # "trước …"
    begins: bool = False  # "từ …", "sau …": where something begins, and no day to have it done


Group = Sequence[Phrase]  # phrases that stand side by side and say one thing: "sáng thứ 6, 28/8"


def groups(words: Sequence[Word]) -> list[Group]:
    """What a line says of days and hours for sure, in its order."""
    return [group for group in _side_by_side(words) if _counts(group, words)]


def _side_by_side(words: Sequence[Word]) -> list[Group]:
    found: list[list[Phrase]] = []
    for phrase in _phrases(words):
        if phrase.strength is Strength.INTRODUCED and not phrase.introduced and not _alone([phrase], words):
            continue
        last = found[-1] if found else []
        between = words[last[-1].end : phrase.start] if last else []
        ends_a_day = any(each.before and each.meaning for each in last)  # "trước 20/9, 10h họp"
        if last and all(word.mark for word in between) and not (between and ends_a_day):
            last.append(phrase)
        else:
            found.append([phrase])
    return [tuple(group) for group in found]


def _counts(group: Group, words: Sequence[Word]) -> bool:
    """Whether a group says a day or an hour, and says it for sure."""
    first, last = group[0], group[-1]
    if any(phrase.strength is Strength.NEVER for phrase in group):
        return False
    if not any(phrase.meaning or "hour" in phrase.slots for phrase in group):
        return False
    if first.strength is Strength.SURE or first.introduced or len(group) > 1 or _alone(group, words):
        return True
    accents = any(word.lower.casefold() != word.folded for word in words if not word.mark)
    return first.strength is Strength.ACCENTED and (accents or words[last.end].mark)


def _alone(group: Group, words: Sequence[Word]) -> bool:
    return all(word.mark for word in [*words[: group[0].start], *words[group[-1].end :]])


def _phrases(words: Sequence[Word]) -> list[Phrase]:
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        phrase = _longest(words, at)
        if phrase is None:
            at += 1
            continue
        at = phrase.end
        if _comes_again(words, phrase):
            found.append(replace(phrase, strength=Strength.NEVER))
        elif phrase.strength not in _NO_DATES:
            found.append(_with_introduction(words, phrase, found[-1].end if found else 0))
    return found


def _longest(words: Sequence[Word], at: int) -> Phrase | None:
    if words[at].mark:
        return None
    read = [
        Phrase(at, at + followed[0], strength, meaning, followed[1])
        for strength, meaning, each in _begun_by(words[at].folded)
        if (followed := follow(each, words, at))
    ]
    if any(phrase.strength is Strength.FIGURE for phrase in read):
        introduction = _introduction(words, at, 0)
        if introduction and introduction[1] in ("before", "due"):
            read = [phrase for phrase in read if phrase.strength is not Strength.FIGURE]
    return max(read, key=lambda phrase: phrase.end, default=None)


@lru_cache(maxsize=4096)  # most words of a line begin none
def _begun_by(word: str) -> list[Row]:
    return [row for row in _TABLE if row[2].opens is None or word in row[2].opens]


def _comes_again(words: Sequence[Word], phrase: Phrase) -> bool:
    """Said of every week or every month, or of the moon's calendar."""
    if phrase.strength in _NO_DATES:
        return False
    after = phrase.end + (words[phrase.end].mark and phrase.end + 1 < len(words))
    every = phrase.start > 0 and follow(_EVERY, words, phrase.start - 1)
    return bool(every or follow(_AGAIN, words, phrase.end) or follow(_LUNAR, words, after))


def _with_introduction(words: Sequence[Word], phrase: Phrase, floor: int) -> Phrase:
    while found := _introduction(words, phrase.start, floor):
        length, kind = found
        if kind == "nothing":
            break
        start = phrase.start - length
        counted = kind == "before" and start >= 2 and follow(_SO_MANY, words, start - 2)  # "3 ngày trước 20/9"
        phrase = replace(
            phrase,
            start=start,
            introduced=True,
            before=phrase.before or kind == "before",
            begins=phrase.begins or kind == "begins" or bool(counted),
        )
    helped = phrase.start > floor and follow(_LEFT_UNTIL, words, phrase.start - 1)
    return replace(phrase, introduced=True) if helped else phrase


def _introduction(words: Sequence[Word], end: int, floor: int) -> tuple[int, str] | None:
    """How many words before `end` introduce a day, and of what kind they are."""
    for length in range(min(_LONGEST_INTRODUCTION, end - floor), 0, -1):
        for kind, each in _INTRODUCTIONS:
            followed = follow(each, words, end - length)
            if followed and followed[0] == length:
                return length, kind
    return None
