"""A line of figures over a year: the axes, where each figure stands, and which numbers fit beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from documents.lettering import LABEL, Column, Text, width

HEIGHT = 760
DOT, SMALL, MANY = 11, 6, 30  # the dots of many figures are smaller
AROUND = 10  # between a number and what it stands beside
LITTLE = 24  # of the line, which a number that matters may cover
APART = 80  # dots nearer than this to one with a number have none


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure: what it says stands beside it where there is room."""

    day: date
    value: Fraction
    label: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        apart = self.right < other.left or other.right < self.left or self.bottom < other.top or other.bottom < self.top
        return not apart


@dataclass(slots=True)
class Plot:
    """What is drawn, in pixels, and the words beside it: they never stand on others, and cover little else."""

    box: Box
    dots: list[tuple[int, int]]
    others: list[tuple[int, int]]
    radius: int
    ticks: list[tuple[int, str]] = field(default_factory=list)
    months: list[tuple[int, int]] = field(default_factory=list)
    ahead: list[tuple[int, int]] = field(default_factory=list)
    target: int | None = None
    texts: list[Text] = field(default_factory=list)
    covered: list[Box] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def name_target(self, label: str, y: int) -> None:
        """Above or below the target's line, at its left or its right end."""
        right = self.box.right - width(label, LABEL.size)
        places = [(x, base) for base in (y - 14, y + 46) for x in (self.box.left + 12, right)]
        self._write(label, "target", places, most=1000)

    def name_dot(self, place: tuple[int, int], label: str, most: int) -> None:
        """Around a dot, where there is room; at most so much of the line is covered."""
        (x, y), long, away = place, width(label, LABEL.size), self.radius + 12
        centred = min(max(x - long // 2, self.box.left + 4), self.box.right + 16 - long)
        bases = (y - away, y + away + LABEL.size - 8)
        places = [(centred, base) for base in bases]
        places += [(at, base) for at in (x - long - away, x + away) for base in (y + 13, *bases)]
        self._write(label, "dot", places, most)

    def _write(self, label: str, look: str, places: list[tuple[int, int]], most: int) -> None:
        """At the place that covers least, if any is free of other words and inside the plot."""
        long, found = width(label, LABEL.size), list[tuple[int, int, int, int, Box]]()
        for x, base in places:
            box = Box(x - AROUND, base - LABEL.size, x + long + AROUND, base + 8)
            within = self.box.left <= x and x + long <= self.box.right + 16
            inside = within and box.top > self.box.top - LABEL.line and base < self.box.bottom
            if inside and not any(box.meets(each) for each in self.taken):
                found.append((sum(box.meets(each) for each in self.covered), len(found), x, base, box))
        if found and min(found)[0] <= most:
            _, _, x, base, box = min(found)
            self.texts.append(Text(x, base, label, look))
            self.taken.append(box)


def axis(values: Iterable[Fraction], shares: bool) -> list[Fraction]:
    """Round numbers from below the least value to above the greatest; from 0 unless all are far from it."""
    found = list(values)
    low, high = min(found), max(found)
    if low == high:
        low, high = min(low, Fraction(0)), max(high, Fraction(1, 25) if shares else Fraction(4))
    bottom = low - (high - low) / 4 if low > high / 2 else min(low, Fraction(0))
    step = _step((high - bottom) / 4, Fraction(1, 1000) if shares else Fraction(1))
    first, last = floor(bottom / step), ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def _step(least: Fraction, smallest: Fraction) -> Fraction:
    """1, 2 or 5 of a power of ten, at least so much."""
    power = smallest
    while True:
        for times in (1, 2, 5):
            if power * times >= least:
                return power * times
        power *= 10


def plot(
    dots: Sequence[Dot], others: Sequence[Dot], ticks: Sequence[tuple[Fraction, str]], column: Column,
    target: tuple[Fraction, str] | None = None, ahead: Dot | None = None,
) -> Plot:  # fmt: skip
    """The whole plot below what stands on the page; the column goes on below it."""
    left = column.x + max(width(label, LABEL.size) for _, label in ticks) + 16
    box = Box(left, column.y + LABEL.line, column.x + column.room - 16, column.y + LABEL.line + HEIGHT)
    year = dots[-1].day.year
    first = min(date(year, 1, 1), dots[0].day)
    span = (date(year, 12, 31) - first).days
    low, high = ticks[0][0], ticks[-1][0]

    def across(day: date) -> int:
        return round(box.left + Fraction((day - first).days, span) * (box.right - box.left))

    def down(value: Fraction) -> int:
        return round(box.bottom - (value - low) / (high - low) * (box.bottom - box.top))

    def places(found: Sequence[Dot]) -> list[tuple[int, int]]:
        return [(across(dot.day), down(dot.value)) for dot in found]

    made = Plot(box, places(dots), places(others), SMALL if len(dots) > MANY else DOT)
    made.ticks = [(down(value), label) for value, label in ticks]
    made.months = [(across(date(year, month, 1)), month) for month in range(1, 13, 2)]
    end = places([ahead] if ahead else [])
    made.ahead = [made.dots[-1], *end] if end else []
    made.covered = [*_along([*made.dots, *end])]
    if target:
        made.target = y = down(target[0])
        made.name_target(target[1], y)
        made.taken.append(Box(box.left, y - 3, box.right, y + 3))
    named = [(place, dot.label) for place, dot in zip(made.dots, dots, strict=True) if dot.label]
    if ahead:
        made.name_dot(end[0], ahead.label, LITTLE)
    for place, label in dict.fromkeys([*named[-1:], *named[:1]]):  # the newest and the first before others
        made.name_dot(place, label, LITTLE)
    said = [place for place, _ in (*named[-1:], *named[:1])]
    for (x, y), label in named[-2:0:-1]:
        if all(max(abs(x - to_x), abs(y - to_y)) > APART for to_x, to_y in said):
            made.name_dot((x, y), label, 0)
            said.append((x, y))
    column.texts += made.texts
    column.y = box.bottom + LABEL.line + 30
    return made


def _along(places: Sequence[tuple[int, int]]) -> Iterator[Box]:
    """Small boxes along a line, which words should not cover."""
    for (x, y), (to_x, to_y) in pairwise(places):
        for part in range(25):
            at_x, at_y = x + (to_x - x) * part // 24, y + (to_y - y) * part // 24
            yield Box(at_x - DOT, at_y - DOT, at_x + DOT, at_y + DOT)
