"""The value that is worth a leaf's full points: the line a figure is held against over a year."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from scoring.catalog import Criterion
from scoring.scales import Best
from scoring.scales.bands import FALLING, Bands
from scoring.scales.each import Each
from scoring.scales.full_at import FullAt


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach, or one not to pass (`at_most`); `strict` where the edge itself is not enough."""

    edge: Fraction
    at_most: bool = False
    strict: bool = False

    def reached(self, value: Fraction) -> bool:
        if value == self.edge:
            return not self.strict
        return (value < self.edge) is self.at_most

    def of(self, things: Fraction) -> Fraction:
        """How many of so many things reach a share that is the target."""
        over = self.edge * things
        return Fraction(floor(over) + 1 if self.strict else ceil(over))


def most(node: Criterion) -> Fraction:
    """The points that reaching a leaf's target gives."""
    if isinstance(node.scale, Bands):
        return max((row.gives for row in node.scale.rows if isinstance(row.gives, Fraction)), default=Fraction(0))
    return node.ceiling


def in_shares(node: Criterion) -> bool:
    """Whether the values of a leaf's figure are shares, written as percentages."""
    if isinstance(node.scale, Bands):
        return any(row.in_shares for row in node.scale.rows)
    return isinstance(node.scale, FullAt | Each) and node.scale.in_shares


def target(node: Criterion, value: Fraction, best: Best | None) -> Target | None:
    """What a leaf's number has to be for full points; None where its scale knows no such number."""
    if isinstance(node.scale, FullAt):
        edge = node.scale.target(value, best)
        return Target(edge) if edge > 0 else None
    if isinstance(node.scale, Each):
        each = node.scale
        if each.each < 0:
            return Target(each.over, at_most=True)
        return Target(each.over + each.per * ceil((node.ceiling - each.start) / each.each))
    return _of_bands(node.scale) if isinstance(node.scale, Bands) else None


def _of_bands(scale: Bands) -> Target | None:
    """The edge of the row that gives most; of the last row, which has none, the other side of the edge above it."""
    gives = [row.gives if isinstance(row.gives, Fraction) else None for row in scale.rows]
    known = [points for points in gives if points is not None]
    if not known or len(scale.rows) < 2:
        return None
    number = gives.index(max(known))
    if number < len(scale.rows) - 1:
        row = scale.rows[number]
        return Target(row.edge, at_most=row.test not in FALLING, strict=row.test in ("above", "below"))
    row = scale.rows[number - 1]
    return Target(row.edge, at_most=row.test in FALLING, strict=row.test in ("from", "upto"))
