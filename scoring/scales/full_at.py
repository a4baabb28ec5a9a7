"""A number in proportion to a target: min(value / target, 1) × maximum, 0 below `zero_below` (rule 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scoring.errors import CatalogError
from scoring.figures import Cases, Ratio
from scoring.scales import Award, Context

KEYS = frozenset({"full_at", "zero_below"})
READS = "number"


@dataclass(frozen=True, slots=True)
class FullAt:
    target: Fraction
    zero_below: Fraction | None
    in_shares: bool  # the target was written as "20%": shown so
    context: Context
    lowest: Fraction = Fraction(0)

    def judge(self, value: Fraction | Cases, ratio: Ratio | None) -> Award:
        assert isinstance(value, Fraction)
        applied: dict[str, object] = {"target": self.target, "zero_below": self.zero_below}
        if ratio and ratio.d:
            applied["needed"] = needed = ceil(self.target * ratio.d)
            applied["short"] = max(needed - ratio.n, Fraction(0))
        cut = self.zero_below is not None and value < self.zero_below
        points = Fraction(0) if cut else min(value / self.target, Fraction(1)) * self.context.maximum
        return Award(points, points, {**applied, "cut": cut})


def parse(raw: Mapping[str, object], context: Context) -> FullAt:
    if "full_at" not in raw:
        raise CatalogError("key_needs_key", key="zero_below", needs="full_at")
    target = context.edge(raw["full_at"])
    if target <= 0:
        raise CatalogError("full_at_not_positive")
    below = context.edge(raw["zero_below"]) if "zero_below" in raw else None
    if below is not None and below > target:
        raise CatalogError("zero_below_above_target")
    return FullAt(target, below, isinstance(raw["full_at"], str), context)
