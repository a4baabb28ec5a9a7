"""A number to points by rows read from the top; the first match wins (rule 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from operator import ge, gt, le, lt
from typing import Any

from scoring.errors import CatalogError, nearest
from scoring.figures import Cases, Ratio
from scoring.scales import Award, Best, Context

KEYS = frozenset({"bands"})
READS = "number"
FALLING = {"from": ge, "above": gt}
RISING = {"upto": le, "below": lt}
_TESTS = FALLING | RISING


@dataclass(frozen=True, slots=True)
class Row:
    """One row: how its edge is compared (None for the last row) and what it gives."""

    test: str | None
    edge: Fraction
    gives: Any
    in_shares: bool = False  # written as "60%": shown so

    def holds(self, value: Fraction) -> bool:
        return self.test is None or bool(_TESTS[self.test](value, self.edge))


@dataclass(frozen=True, slots=True)
class Bands:
    rows: tuple[Row, ...]
    context: Context
    lowest: Fraction

    @property
    def relative(self) -> bool:
        return False

    def judge(self, value: Fraction | Cases, best: Best | None) -> Award:
        assert isinstance(value, Fraction)
        row = first(self.rows, value)
        return self.context.award(row.gives, self.lowest, {"row": row})

    def wins(self, value: Fraction | Cases, ratio: Ratio | None, best: Best | None) -> Mapping[str, Any]:
        """The nearest row that gives more; for a counted ratio also how many things reach a lower bound."""
        assert isinstance(value, Fraction)
        here = self.rows.index(first(self.rows, value))
        gives = self.rows[here].gives
        better = [
            (abs(number - here), row)
            for number, row in enumerate(self.rows)
            if isinstance(row.gives, Fraction) and isinstance(gives, Fraction) and row.gives > gives
        ]
        row = min(better, key=lambda each: each[0], default=(0, None))[1]
        found: dict[str, Any] = {"next": row}
        if row and row.test in FALLING and ratio and ratio.d:
            over = row.edge * ratio.d
            needed = floor(over) + 1 if row.test == "above" else ceil(over)
            found["short"] = needed - ratio.n
        return found


def first(rows: tuple[Row, ...], value: Fraction) -> Row:
    """The row that applies to a value."""
    return next(row for row in rows if row.holds(value))


def parse(raw: Mapping[str, object], context: Context) -> Bands:
    rows = parse_rows(raw["bands"], context.edge, context.entry)
    lowest = min((row.gives for row in rows if isinstance(row.gives, Fraction)), default=Fraction(0))
    return Bands(rows, context, lowest)


def parse_rows(raw: object, edge: Any, gives: Any) -> tuple[Row, ...]:
    """Rows with strictly ordered edges, the last without one: gaps and overlaps cannot be written."""
    if not isinstance(raw, list) or not raw or not all(isinstance(row, dict) for row in raw):
        raise CatalogError("bands_is_a_list")
    rows = tuple(_row(row, edge, gives, last=row is raw[-1]) for row in raw)
    tests = {row.test for row in rows[:-1]}
    if not (tests <= FALLING.keys() or tests <= RISING.keys()):
        raise CatalogError("edges_mixed")
    for upper, lower in pairwise(rows[:-1]):
        # At one edge "above" comes before "from", and "below" before "upto".
        strict = {"above": 1, "from": 0, "below": 0, "upto": 1}
        a, b = (upper.edge, strict[upper.test or ""]), (lower.edge, strict[lower.test or ""])
        if not (a > b if tests <= FALLING.keys() else a < b):
            raise CatalogError("edges_unordered")
    return rows


def _row(raw: dict[str, object], edge: Any, gives: Any, last: bool) -> Row:
    for key in raw:
        if key not in (*_TESTS, "gives"):
            raise CatalogError("unknown_key", key=key, nearest=nearest(key, [*_TESTS, "gives"]))
    if "gives" not in raw:
        raise CatalogError("band_gives_nothing")
    tests = [key for key in raw if key != "gives"]
    if last and tests:
        raise CatalogError("last_band_has_an_edge")
    if not last and len(tests) != 1:
        raise CatalogError("band_needs_one_edge")
    if last:
        return Row(None, Fraction(0), gives(raw["gives"]))
    return Row(tests[0], edge(raw[tests[0]]), gives(raw["gives"]), isinstance(raw[tests[0]], str))
