"""What is said of every node: what is certain, what is still possible, of how much, and why (rule 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.catalog import Indicator
from scoring.figures import Cases, Figure

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a node has its points: a name, the figures used, the value they make, what applied. Templates phrase it."""

    kind: str
    figures: tuple[tuple[Indicator, Figure], ...] = ()
    value: Fraction | Cases | None = None
    applied: Mapping[str, Any] | None = None
    clamped: bool = False


@dataclass(frozen=True, slots=True)
class Judgment:
    """Low is certain, high still possible, both of the applicable maximum."""

    low: Fraction
    high: Fraction
    maximum: Fraction
    reason: Reason

    @property
    def known(self) -> bool:
        return self.low == self.high

    @property
    def ends(self) -> tuple[Fraction, Fraction, Fraction]:
        """Low, high and maximum, to be compared."""
        return self.low, self.high, self.maximum

    @property
    def lost(self) -> Fraction:
        return max(self.maximum - self.high, ZERO)

    @property
    def unknown(self) -> Fraction:
        return self.high - self.low
