"""Figures: what was counted, by whom it was said, and when.

A measure has an exact text form (`str(measure)`, `read(asks, text)`), which is what the database keeps.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from scoring.errors import CatalogError
from scoring.quantity import plain, share

DUTY_STATES = ("on_time", "late", "missing")  # best first; `open` is not judged yet
OPEN = "open"
DATED = "deadline with due"  # how such a deadline is read: the day it was done, or a state


class Absent(Enum):
    """The two absences of rule 6. Both pass through arithmetic; NO_FIGURE wins."""

    NO_FIGURE = "no_figure"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class Ratio:
    """n of d things counted, or a printed percentage without its counts (`d` is None, `n` the share)."""

    n: Fraction
    d: Fraction | None

    @property
    def share(self) -> Fraction | Absent:
        if self.d is None:
            return self.n
        return self.n / self.d if self.d else Absent.NOTHING_DUE

    def __str__(self) -> str:
        return f"{plain(self.n * 100)}%" if self.d is None else f"{plain(self.n)}/{plain(self.d)}"


@dataclass(frozen=True, slots=True)
class Number:
    number: Fraction

    def __str__(self) -> str:
        return plain(self.number)


@dataclass(frozen=True, slots=True)
class Cases:
    """How many cases are in which state; one word is one case."""

    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    def count(self, state: str) -> int:
        return dict(self.counts).get(state, 0)

    def with_open_as(self, state: str) -> "Cases":
        """Open cases judged as if they ended in `state` (rule 9)."""
        still_open = self.count(OPEN)
        counts = {s: c for s, c in self.counts if s != OPEN}
        counts[state] = counts.get(state, 0) + still_open
        return Cases(tuple(counts.items()))

    def __str__(self) -> str:
        return "; ".join(f"{state}={count}" for state, count in self.counts)


@dataclass(frozen=True, slots=True)
class Day:
    """The day something happened or was done."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


Measure = Ratio | Number | Cases | Day


def alike(one: Measure, other: Measure) -> bool:
    """Whether two measures say the same: cases in another order, or with idle zeros, do."""
    if isinstance(one, Cases) and isinstance(other, Cases):
        return {(s, c) for s, c in one.counts if c} == {(s, c) for s, c in other.counts if c}
    return one == other


def check_states(states: Sequence[str]) -> None:
    """Refuse states that could not be told apart or read back: in a figure ("muộn=2; open=1") or as `.part`."""
    parts = [OPEN, "all"]
    for state in states:
        if state.replace(" ", "_") in parts or not state or state != state.strip() or set(state) & set("=;"):
            raise CatalogError("bad_state", state=state)
        parts.append(state.replace(" ", "_"))


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of one indicator of one unit; `others` are what other sources say of the same day."""

    measure: Measure
    as_of: date
    source: str
    recorded_at: datetime
    others: tuple["Figure", ...] = ()


@lru_cache(maxsize=8192)  # the same texts are read with every question
def read(asks: str, states: tuple[str, ...], text: str) -> Measure:
    """The measure a text says, as an indicator of this kind asks for it; CatalogError where it does not."""
    reader = _READERS[asks]
    measure = reader(text.strip(), states)
    if measure is None:
        raise CatalogError("figure_unreadable", text=text, asks=asks, states=list(states))
    return measure


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,9})?")
_RATIO = re.compile(r"([0-9]{1,15}(?:[.,][0-9]{1,9})?)\s*/\s*([0-9]{1,15}(?:[.,][0-9]{1,9})?)")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CASE = re.compile(r"\s*([^=;]+?)\s*=\s*([0-9]{1,9})\s*")


def _exact(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _number(text: str, states: tuple[str, ...]) -> Measure | None:
    return Number(_exact(text)) if _NUMBER.fullmatch(text) else None


def _percent(text: str, states: tuple[str, ...]) -> Measure | None:
    printed = share(text) if text.endswith("%") else None
    return None if printed is None else Ratio(printed, None)


def _ratio(text: str, states: tuple[str, ...]) -> Measure | None:
    if counted := _RATIO.fullmatch(text):
        return Ratio(_exact(counted[1]), _exact(counted[2]))
    return _percent(text, states)


def _cases(text: str, states: tuple[str, ...]) -> Measure | None:
    parts = [_CASE.fullmatch(part) for part in text.split(";")]
    if not all(parts):
        return None
    counts = {part[1]: int(part[2]) for part in parts if part}
    known = set(states) | ({OPEN} if states == DUTY_STATES else set())
    return Cases(tuple(counts.items())) if len(counts) == len(parts) and counts.keys() <= known else None


def _word(text: str, states: tuple[str, ...]) -> Measure | None:
    if text in states or (states == DUTY_STATES and text == OPEN):
        return Cases(((text, 1),))
    return _cases(text, states) if "=" in text else None


def _day(text: str, states: tuple[str, ...]) -> Measure | None:
    try:
        return Day(date.fromisoformat(text)) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _dated(text: str, states: tuple[str, ...]) -> Measure | None:
    return _day(text, states) or _word(text, states)


_READERS = {
    "ratio": _ratio,
    "percent": _percent,
    "number": _number,
    "points": _number,
    "choice": _word,
    "counts": _cases,
    "deadline": _word,
    DATED: _dated,
    "duties": _cases,
    "date": _day,
}
ASKS = tuple(name for name in _READERS if name not in ("points", DATED))
