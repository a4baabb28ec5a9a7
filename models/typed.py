"""Figures as people type them ("1.310/2140", "61,21 %", "đúng hạn 2, muộn 1", "có", "24/8") as exact measures."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from models.words import fold, means
from scoring.catalog import Indicator
from scoring.errors import CatalogError
from scoring.figures import DUTY_STATES, OPEN, Cases, Day, Measure, Number, Ratio

DayOf = Callable[[str], date | None]  # the day a word says, None where it says none
Taken = tuple[Measure, int]  # a measure and how many words it took
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,9})?")  # as offices write and the bot answers: 3.571
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")
_SAID = {
    "on_time": ("đúng hạn", "on_time"),
    "late": ("muộn", "trễ", "trễ hạn", "quá hạn", "sau hạn", "late"),
    "missing": ("thiếu", "chưa gửi", "không gửi", "chưa có", "missing"),
    OPEN: ("chưa đến hạn", "open"),
}


def words_of(text: str) -> list[str]:
    """The words of a figure's line, numbers kept whole: "1310 / 2140" and "61,21 %" are one word each."""
    text = re.sub(r"([0-9]/[0-9.,]+[^=;/]*)=\s*[0-9.,]+\s*%", r"\1", text)  # "1/2 hồ sơ = 50 %", as the bot says it
    text = re.sub(r"(?<=[0-9])\s+(?:trên|tren)\s+(?=[0-9])", "/", text.replace("=", " ").replace("−", "-"))
    text = re.sub(r"(?<=[0-9])\s*/\s*(?=[0-9])", "/", re.sub(r"(?<=[0-9])\s+%", "%", text))
    return [word for each in text.split() if (word := each.strip(" ,.;:()\"'“”"))]


def read_value(indicator: Indicator, words: Sequence[str], day_of: DayOf) -> Taken | None:
    """What the first words say of an indicator; None where they say nothing it asks for, or could not keep."""
    taken = _read_value(indicator, words, day_of) if words else None
    try:
        return taken if taken and indicator.read(str(taken[0])) == taken[0] else None
    except CatalogError:
        return None


def merged_cases(indicator: Indicator, one: Measure, other: Measure) -> Cases | None:
    """The cases of both, where no state stands in both."""
    if not isinstance(one, Cases) or not isinstance(other, Cases) or dict(one.counts).keys() & dict(other.counts):
        return None
    return _in_order(indicator, {**dict(one.counts), **dict(other.counts)})


def _read_value(indicator: Indicator, words: Sequence[str], day_of: DayOf) -> Taken | None:
    if indicator.asks == "ratio":
        return _ratio(words) or _percent(words, bare=False)
    if indicator.asks == "percent":
        return _percent(words, bare=True)
    if indicator.asks in ("number", "points"):
        number = exact(words[0], thousands=indicator.asks == "number")
        return None if number is None else (Number(number), 1)
    if indicator.asks == "date" or indicator.due:
        day = day_of(words[0])
        if day is not None or indicator.asks == "date":
            return None if day is None else (Day(day), 1)
    if indicator.asks in ("choice", "deadline"):
        state, length = _state(indicator, words)
        return (Cases(((state, 1),)), length) if length else None
    return _counts(indicator, words)


def exact(text: str, thousands: bool = True) -> Fraction | None:
    """A number with a comma or a dot before its decimals, dots between thousands; None for anything else."""
    if thousands and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _ratio(words: Sequence[str]) -> Taken | None:
    parts = [exact(part) for part in words[0].split("/")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None or "-" in words[0]:
        return None
    return Ratio(parts[0], parts[1]), 1


def _percent(words: Sequence[str], bare: bool) -> Taken | None:
    if not (bare or words[0].endswith("%")):
        return None
    number = exact(words[0].removesuffix("%"), thousands=False)
    return None if number is None else (Ratio(number / 100, None), 1)


def _state(indicator: Indicator, words: Sequence[str]) -> tuple[str, int]:
    """The state that most of the first words name, and how many words that took; 0 for none."""
    duties = indicator.states == DUTY_STATES
    names = _SAID if duties else {state: (state, f"{state} có") for state in indicator.states}  # "không có"
    found = [
        (len(name.split()), state)
        for state, said in names.items()
        for name in said
        if means(" ".join(words[: len(name.split())]), name)
    ]
    length, state = max(found, default=(0, ""))
    return state, length


def _counts(indicator: Indicator, words: Sequence[str]) -> Taken | None:
    """Counts beside the names of their states, in either order; or all of them as 2/1/0, best first."""
    slashed = words[0].split("/")
    if len(slashed) == len(indicator.states) > 1 and all(re.fullmatch("[0-9]{1,9}", part) for part in slashed):
        return _in_order(indicator, dict(zip(indicator.states, map(int, slashed), strict=True))), 1
    counts: dict[str, int] = {}
    taken = 0
    while pair := _pair(indicator, words[taken:]):
        state, count, length = pair
        if state in counts:
            break
        counts[state], taken = count, taken + length
    return (_in_order(indicator, counts), taken) if counts else None


def _in_order(indicator: Indicator, counts: dict[str, int]) -> Cases:
    """Cases best first without idle zeros: the same cases are the same figure however they are said."""
    told = [(state, counts[state]) for state in (*indicator.states, OPEN) if counts.get(state)]
    return Cases(tuple(told or list(counts.items())[:1]))


def _pair(indicator: Indicator, words: Sequence[str]) -> tuple[str, int, int] | None:
    """A state and its count at the beginning of the words."""
    if words and re.fullmatch("[0-9]{1,9}", words[0]):
        noun = [fold(word) for word in indicator.noun.split()]
        skip = len(noun) if noun and [fold(word) for word in words[1 : len(noun) + 1]] == noun else 0
        state, length = _state(indicator, words[1 + skip :])
        return (state, int(words[0]), length + skip + 1) if length else None
    state, length = _state(indicator, words)
    if length and length < len(words) and re.fullmatch("[0-9]{1,9}", words[length]):
        return state, int(words[length]), length + 1
    return None
