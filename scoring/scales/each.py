"""So many points for each thing counted: start + each × ⌊(count − over) / per⌋, never for a part (rule 13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from scoring.errors import CatalogError
from scoring.figures import Cases, Ratio
from scoring.quantity import is_number
from scoring.scales import Award, Best, Context

KEYS = frozenset({"each", "start", "per", "over"})
READS = "number"


@dataclass(frozen=True, slots=True)
class Each:
    each: Fraction
    start: Fraction
    per: Fraction
    over: Fraction
    in_shares: bool  # `per` was written as a share: shown so
    context: Context
    lowest: Fraction = Fraction(0)

    @property
    def relative(self) -> bool:
        return False

    def judge(self, value: Fraction | Cases, best: Best | None) -> Award:
        assert isinstance(value, Fraction)
        times = max(0, floor((value - self.over) / self.per))
        points = self.start + self.each * times
        return Award(points, points, {"times": times})

    def wins(self, value: Fraction | Cases, ratio: Ratio | None, best: Best | None) -> Mapping[str, Any]:
        """How much more makes the maximum, where each counts for points; nothing undoes what each takes off."""
        assert isinstance(value, Fraction)
        if self.each < 0:
            return {}
        needed = self.over + self.per * ceil((self.context.ceiling - self.start) / self.each)
        return {"short": max(needed - value, Fraction(0))}


def parse(raw: Mapping[str, object], context: Context) -> Each:
    if "each" not in raw:
        raise CatalogError("key_needs_key", key=next(iter(KEYS & raw.keys())), needs="each")
    each, start = raw["each"], raw.get("start", 0)
    if not is_number(each) or not each:
        raise CatalogError("each_is_zero")
    if not is_number(start):
        raise CatalogError("not_a_number", key="start", value=start)
    if start > context.ceiling:
        raise CatalogError("points_above_maximum", value=start, maximum=context.ceiling)
    if isinstance(raw.get("over"), str) and "per" not in raw:
        raise CatalogError("key_needs_key", key="over", needs="per")
    if "per" not in raw and context.sort == "share":
        raise CatalogError("key_needs_key", key="each", needs="per")
    lowest = each < 0 and start <= (context.floor or 0)
    if context.maximum and (lowest or (context.ceiling == 0 and each > 0)):
        raise CatalogError("each_gives_nothing", each=each, start=start)
    per = context.edge(raw["per"]) if "per" in raw else Fraction(1)
    over = context.edge(raw["over"]) if "over" in raw else Fraction(0)
    if per <= 0:
        raise CatalogError("not_a_number", key="per", value=raw["per"])
    return Each(Fraction(each), Fraction(start), per, over, isinstance(raw.get("per"), str), context)
