"""How a value becomes points: one module a scale, found by its name, which is the key that selects it.

A scale module has `KEYS` (every key it takes), `READS` ("number" or "cases") and `parse(raw, context) -> Scale`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from scoring.errors import CatalogError
from scoring.figures import Absent, Cases, Ratio
from scoring.quantity import is_number, share


class Word(Enum):
    """What an entry may say instead of points."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


Entry = Fraction | Word


@dataclass(frozen=True, slots=True)
class Award:
    """Points for one value: the certain end, the possible end, and the row or line that applied."""

    low: Fraction
    high: Fraction
    applied: Mapping[str, Any]
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Best:
    """The best value in a unit's block on a day: of the units that have figures, and how many have none (rule 12)."""

    value: Fraction | None
    counted: int
    silent: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a scale may know of its criterion when it is read: points at stake, the figure's sort and states."""

    maximum: Fraction
    ceiling: Fraction  # the most it can give: the maximum, or 0 for a penalty
    floor: Fraction | None  # the stated minimum; None: 0, or the lowest entry below it
    least: Fraction = Fraction(0)  # the lowest points for an absence, where those are below 0
    sort: str = "any"  # "share", "count", "cases" or "any" (a derived value)
    states: tuple[str, ...] = ()

    def entry(self, raw: object) -> Entry:
        """An entry as points: a number, a share of the maximum, or a word (rule 1)."""
        if raw in ("unknown", "not_applicable"):
            return Word(raw)
        points = Fraction(raw) if is_number(raw) else self.maximum if raw == "full" else None
        if isinstance(raw, str) and (part := share(raw)) is not None:
            points = part * self.maximum
        if points is None:
            raise CatalogError("not_points", value=raw)
        if points > self.ceiling:
            raise CatalogError("points_above_maximum", value=raw, maximum=self.ceiling)
        return points

    def edge(self, raw: object) -> Fraction:
        """An edge in the figure's own terms: a share for a ratio, a number for a count (rule 24)."""
        if is_number(raw) and self.sort != "share":
            return Fraction(raw)
        if isinstance(raw, str) and self.sort != "count" and (part := share(raw)) is not None:
            return part
        raise CatalogError("edge_of_wrong_sort", value=raw, sort=self.sort)

    def award(self, entry: Entry, lowest: Fraction, applied: Mapping[str, Any]) -> Award:
        """One entry as an award: unknown spans the clamp, whose floor is stated or the lowest entry (rule 15)."""
        if entry is Word.NOT_APPLICABLE:
            return Award(Fraction(0), Fraction(0), applied, not_applicable=True)
        if entry is Word.UNKNOWN:
            return Award(min(lowest, self.least) if self.floor is None else self.floor, self.ceiling, applied)
        assert isinstance(entry, Fraction)
        return Award(entry, entry, applied)


class Scale(Protocol):
    @property
    def lowest(self) -> Fraction:
        """The least points an entry gives: below 0 it moves the clamp's floor (rule 15)."""

    @property
    def relative(self) -> bool:
        """Whether points depend on the best of the unit's block (rule 12)."""

    def judge(self, value: Fraction | Cases, best: Best | None) -> Award | Absent:
        """Points for a value, or the absence it amounts to; `best` is for what is relative to the block."""

    def wins(self, value: Fraction | Cases, ratio: Ratio | None, best: Best | None) -> Mapping[str, Any]:
        """What wins the rest (rule 23); `ratio` is the counted figure behind the value, where there is one."""


SCALES: dict[str, Any] = {module.name: import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)}
