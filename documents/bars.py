"""Bars of points: each as long as its points, shared out, with its numbers on it; a thin one for the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from documents.lettering import LABEL, NAME, NOTE, Column, Text, width
from documents.page import SWATCH, Block

HEIGHT, THIN, GAP = 60, 14, 30
INSIDE = 20  # between a number and the ends of its share
MANY = 9  # rows: more stand closer, their names in one line


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar and the number that stands on it."""

    kind: str
    amount: Fraction
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One bar with its name; `instead` is said where there is nothing to draw."""

    name: str
    shares: Sequence[Share]
    instead: str = ""
    before: Fraction | None = None
    before_label: str = ""


def bars(rows: Sequence[Row], column: Column) -> list[Block]:
    """Every row below the one before it, on one scale."""
    scale, blocks = _scale(rows, column.room), list[Block]()
    many = len(rows) > MANY
    for row in rows:
        _name(row, column, 1 if many else 2)
        if row.instead:
            column.write(row.instead, NOTE, most=2)
        elif _sum(row):
            blocks += _bar(row, column, scale)
        if row.before is not None:
            blocks.append(Block("before", column.x, column.y + 4, max(round(row.before * scale), 2), THIN))
            column.y += THIN + 4
        column.y += GAP // 2 if many else GAP
    return blocks


def _name(row: Row, column: Column, most: int) -> None:
    """The name, and at the right of its first line what the year before gave."""
    top, room = column.y, column.room
    if row.before_label:
        column.room = room - width(row.before_label, LABEL.size) - 24
        right = column.x + room
        column.texts.append(Text(right, top + NAME.size, row.before_label, "before", "end"))
    column.write(row.name, NAME, most)
    column.room = room


def _bar(row: Row, column: Column, scale: Fraction) -> list[Block]:
    """The shares side by side; the numbers of those too short for them follow after the bar, each with its swatch."""
    blocks, at, top = list[Block](), Fraction(column.x), column.y + 6
    base = top + (HEIGHT + LABEL.size) // 2 - 5
    for share in row.shares:
        if share.amount > 0:
            x, right = round(at), round(at + share.amount * scale)
            blocks.append(Block(share.kind, x, top, max(right - x, 2), HEIGHT))
            if _holds(share, scale):
                x += (right - x - width(share.label, LABEL.size)) // 2
                column.texts.append(Text(x, base, share.label, f"on-{share.kind}"))
            at += share.amount * scale
    x = round(at) + INSIDE
    for share in _outside(row, scale):
        blocks.append(Block(share.kind, x, top + (HEIGHT - SWATCH) // 2, SWATCH, SWATCH))
        column.texts.append(Text(x + SWATCH + 8, base, share.label, LABEL.name))
        x += _outside_width(share)
    column.y = top + HEIGHT
    return blocks


def _scale(rows: Sequence[Row], room: int) -> Fraction:
    """Pixels a point: the most with which every bar and what follows it fit."""
    longest = max((max(_sum(row), row.before or Fraction(0)) for row in rows), default=Fraction(0))
    if longest <= 0:
        return Fraction(0)
    whole = Fraction(room) / longest
    tries = (whole * part / 50 for part in range(50, 0, -1))
    return next((scale for scale in tries if all(_length(row, scale) <= room for row in rows)), whole / 50)


def _length(row: Row, scale: Fraction) -> Fraction:
    return _sum(row) * scale + sum(_outside_width(share) for share in _outside(row, scale))


def _sum(row: Row) -> Fraction:
    return sum((share.amount for share in row.shares if share.amount > 0), Fraction(0))


def _outside(row: Row, scale: Fraction) -> list[Share]:
    return [share for share in row.shares if share.amount > 0 and not _holds(share, scale)]


def _outside_width(share: Share) -> int:
    return SWATCH + 8 + width(share.label, LABEL.size) + INSIDE


def _holds(share: Share, scale: Fraction) -> bool:
    """Whether a number fits on its share."""
    return share.amount * scale >= width(share.label, LABEL.size) + INSIDE
