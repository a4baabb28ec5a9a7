"""A word, or many cases by word, to points: "có / không", "đúng hạn / muộn", survey options (rule 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.errors import CatalogError, nearest
from scoring.figures import Cases, Ratio
from scoring.scales import Award, Best, Context, Entry

KEYS = frozenset({"levels"})
READS = "cases"


@dataclass(frozen=True, slots=True)
class Levels:
    entries: Mapping[str, Entry]
    context: Context
    lowest: Fraction

    @property
    def relative(self) -> bool:
        return False

    def judge(self, value: Fraction | Cases, best: Best | None) -> Award:
        """One word: its entry. Several cases: the mean of their entries by count; what does not apply leaves it."""
        assert isinstance(value, Cases)
        counts = [(state, count) for state, count in value.counts if count]
        if len(counts) == 1:
            ((state, _),) = counts
            return self.context.award(self.entries[state], self.lowest, {"cases": dict(counts), "total": value.total})
        applied = {"cases": dict(counts), "total": value.total}
        awards = [(self.context.award(self.entries[state], self.lowest, applied), count) for state, count in counts]
        counted = [(award, count) for award, count in awards if not award.not_applicable]
        if not counted:
            return awards[0][0]
        total = sum(count for _, count in counted)
        low = sum((award.low * count for award, count in counted), Fraction(0)) / total
        high = sum((award.high * count for award, count in counted), Fraction(0)) / total
        return Award(low, high, applied)

    def wins(self, value: Fraction | Cases, ratio: Ratio | None, best: Best | None) -> Mapping[str, Any]:
        """For one case the next better state; for several how many are not in the best one."""
        assert isinstance(value, Cases)
        points = {state: entry for state, entry in self.entries.items() if isinstance(entry, Fraction)}
        if value.total != 1:
            top = max(points.values(), default=Fraction(0))
            return {"short": sum(count for state, count in value.counts if points.get(state, top) < top)}
        now = next((points[state] for state, count in value.counts if count and state in points), None)
        better = {state: entry for state, entry in points.items() if now is not None and entry > now}
        state = min(better, key=better.__getitem__, default="")
        return {"state": state, "gives": better[state]} if state else {}


def parse(raw: Mapping[str, object], context: Context) -> Levels:
    rows = raw["levels"]
    if not isinstance(rows, dict) or not rows:
        raise CatalogError("levels_is_a_table")
    for state in rows:
        if state not in context.states:
            raise CatalogError("level_is_no_state", level=state, nearest=nearest(state, context.states))
    if missing := [state for state in context.states if state not in rows]:
        raise CatalogError("state_without_level", state=missing[0])
    entries = {state: context.entry(entry) for state, entry in rows.items()}
    lowest = min((entry for entry in entries.values() if isinstance(entry, Fraction)), default=Fraction(0))
    return Levels(entries, context, lowest)
