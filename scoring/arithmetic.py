"""The tiny arithmetic of derived indicators: + - * / ( ) min max, numbers, percentages, names. Never `eval`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.errors import CatalogError
from scoring.figures import Absent

LONGEST, DEEPEST, LARGEST = 300, 30, 100  # characters, parentheses, operands with every name replaced
Value = Fraction | Absent
Lookup = Callable[["Name"], Value]


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator, or a part of one: `.n`, `.d`, `.all`, `.<state>` (rule 3)."""

    indicator: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.indicator}.{self.part}" if self.part else self.indicator


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function over its operands."""

    function: str
    operands: tuple["Formula", ...]


Formula = Fraction | Name | Call
_TOKEN = re.compile(r"\s*(?:([0-9]{1,15}(?:\.[0-9]{1,9})?)(%?)|([^\W\d]\w*(?:\.\w+)?)|([-+*/(),])|(\S))")


def parse(text: str) -> Formula:
    """The formula a text says; CatalogError where it is too long, too deep or not of the grammar."""
    if len(text) > LONGEST:
        raise CatalogError("formula_too_long", longest=LONGEST)
    return _Parser(text).whole()


def parse_name(text: str) -> Name:
    """One name, with or without a part: what `figure` takes."""
    formula = parse(text)
    if not isinstance(formula, Name):
        raise CatalogError("figure_is_one_name", text=text)
    return formula


def names(formula: Formula) -> Iterator[Name]:
    """Every name the formula asks for, in reading order."""
    if isinstance(formula, Name):
        yield formula
    elif isinstance(formula, Call):
        for operand in formula.operands:
            yield from names(operand)


def size(formula: Formula, of_name: Callable[[Name], int]) -> int:
    """How many operands the formula has, each name counting for what it stands for: its value's digits grow so."""
    if isinstance(formula, Name):
        return of_name(formula)
    return sum(size(operand, of_name) for operand in formula.operands) if isinstance(formula, Call) else 1


def evaluate(formula: Formula, lookup: Lookup) -> Value:
    """The formula's value; *no figure* wins over *nothing due*, a divisor of 0 is *nothing due* (rule 6)."""
    if isinstance(formula, Fraction):
        return formula
    if isinstance(formula, Name):
        return lookup(formula)
    values = [evaluate(operand, lookup) for operand in formula.operands]
    for absence in (Absent.NO_FIGURE, Absent.NOTHING_DUE):
        if absence in values:
            return absence
    return _FUNCTIONS[formula.function]([v for v in values if isinstance(v, Fraction)])


def _divide(values: list[Fraction]) -> Value:
    return values[0] / values[1] if values[1] else Absent.NOTHING_DUE


_FUNCTIONS: dict[str, Callable[[list[Fraction]], Value]] = {
    "+": lambda values: values[0] + values[1],
    "-": lambda values: values[0] - values[1],
    "*": lambda values: values[0] * values[1],
    "/": _divide,
    "min": min,
    "max": max,
}


class _Parser:
    """Recursive descent over at most 300 characters: sum of products of atoms."""

    def __init__(self, text: str) -> None:
        self.text, self.depth = text, 0
        self.tokens = [match for match in _TOKEN.finditer(text) if match.group().strip()]
        self.position = 0

    def whole(self) -> Formula:
        formula = self.sum()
        if self.position < len(self.tokens):
            self.refuse()
        return formula

    def sum(self) -> Formula:
        left = self.product()
        while (sign := self.take("+", "-")) is not None:
            left = Call(sign, (left, self.product()))
        return left

    def product(self) -> Formula:
        left = self.atom()
        while (sign := self.take("*", "/")) is not None:
            left = Call(sign, (left, self.atom()))
        return left

    def atom(self) -> Formula:
        if self.position >= len(self.tokens):
            self.refuse()
        if self.take("("):
            return self.inside()[0]
        if self.take("-"):
            return Call("-", (Fraction(0), self.atom()))
        number, percent, name, _, _ = self.tokens[self.position].groups()
        if not (number or name):
            self.refuse()
        self.position += 1
        if number:
            return Fraction(number) / (100 if percent else 1)
        if self.take("("):
            return self.call(name)
        indicator, _, part = name.partition(".")
        return Name(indicator, part)

    def call(self, name: str) -> Formula:
        if name not in ("min", "max"):
            raise CatalogError("unknown_function", name=name)
        return Call(name, self.inside(several=True))

    def inside(self, several: bool = False) -> tuple[Formula, ...]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CatalogError("formula_too_deep", deepest=DEEPEST)
        operands = [self.sum()]
        while several and self.take(","):
            operands.append(self.sum())
        if not self.take(")"):
            self.refuse()
        self.depth -= 1
        return tuple(operands)

    def take(self, *signs: str) -> str | None:
        if self.position < len(self.tokens) and self.tokens[self.position].group(4) in signs:
            self.position += 1
            return self.tokens[self.position - 1].group(4)
        return None

    def refuse(self) -> None:
        raise CatalogError("formula_unreadable", text=self.text)
