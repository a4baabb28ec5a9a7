"""What people are reminded of: one file a kind, which declares itself as `KIND`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from models.ledger import Owed
from models.messages import Message
from models.reminder_tables import Reminder
from scheduling.planning import Planning, Telling


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest; lines of one heading stand together."""

    place: tuple[int, int]  # of its heading: the kind's, then days
    heading: str
    text: str
    points: Fraction = Fraction(0)  # at stake
    number: int = 0  # of the work
    asked_for: bool = False  # why the message is sent at all; else it stands beside
    overdue: bool = False
    answers: tuple[str, ...] = ()  # what to answer, where that is not how work is told done
    over: int = 0  # of several lines about one piece of work the one with the highest stays


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reminder. What it owes follows from rules, calendar and state; what it says is said as things stand."""

    owed: Callable[[Planning], Iterable[Owed]]
    slots: tuple[str, ...] = ("morning",)
    lines: Callable[[Telling, Sequence[Reminder]], list[Line]] | None = None  # in the digest
    message: Callable[[Telling, Sequence[Reminder]], Message | None] | None = None  # by itself; None: no longer so
    prepare: Callable[[Planning], int] | None = None  # what it writes down before
    foreseen: bool = False  # whether what it will owe can be asked of days to come, of `Planning.about` alone


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its file's name."""
    return {module.name: import_module(f"{__name__}.{module.name}").KIND for module in iter_modules(__path__)}
