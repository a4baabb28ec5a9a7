"""The page of a picture: as wide as a phone shows three pixels a point, as high as what stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.lettering import HEAD, LABEL, NAME, NOTE, TITLE, Column, Text, width

WIDTH, MARGIN = 1080, 48
ROOM = WIDTH - 2 * MARGIN
SWATCH = 36


@dataclass(frozen=True, slots=True)
class Block:
    """A filled rectangle of a kind: "got", "lost", "unknown", "before", "tag"."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a page says besides its figures."""

    title: str
    place: str
    tag: str  # "TẠM TÍNH" of a running year
    headline: str
    legend: Sequence[tuple[str, str]]  # kind and its name
    below: Sequence[str] = ()
    notes: Sequence[str] = ()


def begin(words: Words) -> tuple[Column, list[Block]]:
    """The head of a page, down to its legend."""
    column, blocks = Column(MARGIN, MARGIN, ROOM), []
    column.write(words.title, TITLE)
    column.write(words.place, HEAD)
    if words.tag:
        column.y += 10
        blocks.append(Block("tag", MARGIN, column.y, min(width(words.tag, LABEL.size) + 32, ROOM), 58))
        tag = Column(MARGIN + 20, column.y + 8, ROOM - 40)
        tag.write(words.tag, LABEL, most=1)
        column.texts += tag.texts
        column.y += 70
    column.y += 10
    column.write(words.headline, NAME)
    column.y += 14
    return column, blocks + _legend(column, words.legend)


def end(column: Column, words: Words) -> int:
    """What stands below the figures; the page's height."""
    for line in words.below:
        column.write(line, NAME)
    if words.below:
        column.y += 14
    for line in words.notes:
        column.write(line, NOTE)
    return column.y + MARGIN


def _legend(column: Column, entries: Sequence[tuple[str, str]]) -> list[Block]:
    """Each kind's swatch and name, as many to a line as fit."""
    blocks: list[Block] = []
    x = column.x
    for kind, name in entries:
        needed = SWATCH + 12 + width(name, LABEL.size)
        if x > column.x and x + needed > column.x + column.room:
            x, column.y = column.x, column.y + LABEL.line + 6
        height = 14 if kind == "before" else SWATCH
        blocks.append(Block(kind, x, column.y + 4 + (SWATCH - height) // 2, SWATCH, height))
        column.texts.append(Text(x + SWATCH + 12, column.y + LABEL.size, name, LABEL.name))
        x += needed + 36
    column.y += LABEL.line + 26
    return blocks
