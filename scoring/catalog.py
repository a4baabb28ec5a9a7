"""A criteria set as data: what is counted (indicators), what it is worth (criteria), how the whole is classed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from scoring.arithmetic import Formula, Name
from scoring.closing import YEAR_END, Closing
from scoring.deadlines import Due
from scoring.figures import DATED, Measure, read
from scoring.scales import Entry, Scale, Word
from scoring.scales.bands import Row

NOTHING = Fraction(0)
ROOT = "index"  # the node above the domains: points of the whole set


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted: raw (`asks` a person) or derived (`value`, a formula)."""

    name: str
    asks: str = ""
    states: tuple[str, ...] = ()  # best first
    label: str = ""
    noun: str = ""  # what is counted: "hồ sơ"
    definition: str = ""
    which: str = ""  # of a ratio, which of them count: "trực tuyến"
    owner: str = ""
    accumulates: str = ""  # "to_date", "period", or nothing for what is said once
    may_exceed: bool = False
    may_fall: bool = False  # an accumulated figure that is no count: a mean, a mark
    value: Formula | None = None
    if_none: Formula | None = None
    due: Due | None = None
    closes: Closing = YEAR_END  # of what accumulates: its own, else the set's

    def read(self, text: str) -> Measure:
        """The measure a text says, as this indicator asks for it; CatalogError where it does not."""
        return read(DATED if self.due else self.asks, self.states, text)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One node of the tree: domain, criterion or component criterion."""

    code: str
    title: str
    max: Fraction
    parent: str
    short: str = ""
    role: str = "points"  # or "bonus", "penalty": inherited from the parent
    in_maximum: bool = False
    combine: str = "sum"
    partial: bool = False
    figure: Name | None = None
    scale: Scale | None = None
    scale_name: str = ""
    no_figure: Entry = Word.UNKNOWN
    nothing_due: Entry = Word.UNKNOWN
    floor: Fraction = Fraction(0)
    only_for: tuple[str, ...] = ()
    printed: bool = True
    survey: bool = False
    inferred: bool = False
    lead: str = ""
    supporting: tuple[str, ...] = ()
    source_text: str = ""
    children: tuple[str, ...] = ()

    @property
    def ceiling(self) -> Fraction:
        """The most it can give."""
        return NOTHING if self.role == "penalty" else self.max

    @property
    def name(self) -> str:
        """The title at phone width."""
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A criteria set, read and validated; immutable, so it may be kept and shared."""

    id: str
    title: str
    max: Fraction
    source: str
    valid_from: date
    criteria: Mapping[str, Criterion]
    indicators: Mapping[str, Indicator]
    asked: Mapping[str, tuple[Indicator, ...]]  # leaf → the raw indicators it needs, in reading order
    served: Mapping[str, tuple[str, ...]]  # raw indicator → the leaves it serves, in the order of the paper
    relative: tuple[Name, ...] = ()  # the figures measured against the best of a unit's block (rule 12)
    classes: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)  # by level of unit; "" for every level
    round_leaves: bool = False
    cut_at_full: bool = True
    by_leaf_code: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # scoring's notes on empty leaves

    def below(self, code: str) -> list[Criterion]:
        """A node and everything under it, in the order of the paper."""
        node = self.criteria[code]
        return [node, *(each for child in node.children for each in self.below(child))]

    def leaves(self, code: str = ROOT) -> list[Criterion]:
        """The leaves under a node (or the node itself), in the order of the paper."""
        return [node for node in self.below(code) if not node.children]

    def path(self, code: str) -> list[Criterion]:
        """From a node up to its domain."""
        node = self.criteria[code]
        return [node] if node.parent in ("", ROOT) else [node, *self.path(node.parent)]

    def stands_in(self, code: str, above: str) -> bool:
        """Whether a node is another one or below it; every node stands in the nameless whole."""
        return not above or any(node.code == above for node in self.path(code))

    def lead(self, code: str) -> str:
        """The unit responsible for a node: its own, else the nearest above it."""
        return next((node.lead for node in self.path(code) if node.lead), "")

    def supporting(self, code: str) -> tuple[str, ...]:
        """The units that help with a node: its own, else the nearest above it."""
        return next((node.supporting for node in self.path(code) if node.supporting), ())

    def asked_for(self, code: str) -> tuple[Indicator, ...]:
        """The raw indicators a node needs, in reading order; a parent asks for nothing itself."""
        return self.asked.get(code, ())

    def served_by(self, name: str) -> list[Criterion]:
        """The leaves a raw indicator serves, in the order of the paper; points by hand serve their own."""
        return [self.criteria[code] for code in self.served.get(name, ())]

    def classes_of(self, level: str) -> tuple[Row, ...]:
        """The classes of units of a level (rule 19); none where the set states none for it."""
        return self.classes.get(level, self.classes.get("", ()))

    def find(self, text: str) -> tuple[str, ...]:
        """The codes a person may mean by a text: the code itself, or the same code in several parts."""
        wanted = text.casefold()
        return self.by_leaf_code.get(wanted, ())
