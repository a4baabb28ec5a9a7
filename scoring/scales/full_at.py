"""A number in proportion to a target: min(value / target, 1) × maximum, 0 below `zero_below` (rule 12).

The target is stated, or "best": the best value in the unit's block on that day, its own included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from scoring.errors import CatalogError
from scoring.figures import Absent, Cases, Ratio
from scoring.scales import Award, Best, Context

KEYS = frozenset({"full_at", "zero_below"})
READS = "number"
BEST = "best"


@dataclass(frozen=True, slots=True)
class FullAt:
    stated: Fraction | None  # None: the best of the block
    zero_below: Fraction | None
    in_shares: bool  # written as "20%", or the best of rates: shown so
    context: Context
    lowest: Fraction = Fraction(0)

    @property
    def relative(self) -> bool:
        return self.stated is None

    def target(self, value: Fraction, best: Best | None) -> Fraction:
        """The value that is worth the maximum."""
        if self.stated is not None:
            return self.stated
        return value if best is None or best.value is None else max(value, best.value)

    def judge(self, value: Fraction | Cases, best: Best | None) -> Award | Absent:
        assert isinstance(value, Fraction)
        target = self.target(value, best)
        if target <= 0:  # nobody in the block has anything: there is nothing to be measured against
            return Absent.NOTHING_DUE
        cut = self.zero_below is not None and value < self.zero_below
        points = Fraction(0) if cut else min(value / target, Fraction(1)) * self.context.maximum
        return Award(points, points, {"target": target, "cut": cut})

    def wins(self, value: Fraction | Cases, ratio: Ratio | None, best: Best | None) -> Mapping[str, Any]:
        """How far it is to the target; for a counted ratio how many things that is."""
        assert isinstance(value, Fraction)
        target = self.target(value, best)
        found: dict[str, Any] = {"target": target, "gap": max(target - value, Fraction(0))}
        if ratio and ratio.d:
            found["needed"] = needed = ceil(target * ratio.d)
            found["short"] = max(needed - ratio.n, Fraction(0))
        return found


def parse(raw: Mapping[str, object], context: Context) -> FullAt:
    if "full_at" not in raw:
        raise CatalogError("key_needs_key", key="zero_below", needs="full_at")
    if not context.ceiling and context.maximum:
        raise CatalogError("penalty_in_proportion")
    relative = raw["full_at"] == BEST
    target = None if relative else context.edge(raw["full_at"])
    if target is not None and target <= 0:
        raise CatalogError("full_at_not_positive")
    below = context.edge(raw["zero_below"]) if "zero_below" in raw else None
    if below is not None and target is not None and below > target:
        raise CatalogError("zero_below_above_target")
    return FullAt(target, below, context.sort == "share" if relative else isinstance(raw["full_at"], str), context)
