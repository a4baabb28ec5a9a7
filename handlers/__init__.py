"""What people ask: one file per command, named after it, which declares itself as `COMMAND`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.changes import Teller, hold_unit
from models.choosing import MOST_UNITS, Asked, choose
from models.known import Known, known
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.people import Speaker
from models.scorecards import Card, previous, seen_by
from models.words import clean, fold, means, tokens
from scheduling.calendar import works
from scheduling.dates import FIRST, LAST, NoSuchDay, read_day

T = TypeVar("T")
LONGEST_NAME = 4  # words of a command's name
# Words that only introduce others, or only make a question of them. Accents count: "cửa" is not "của".
_PHRASES = (
    *("tiêu chí", "lĩnh vực", "thành phần", "đơn vị", "bao nhiêu", "hiện tại", "hiện nay", "hôm nay", "nhiều nhất"),
    *("ở đâu", "là gì", "thế nào"),
)
_YEARS = {"năm nay": 0, "năm ngoái": -1, "năm trước": -1}
_FILLERS = ("năm", "ngày", "tc", "của", "cho", "đến", "được", "year", "on", "of")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as its file declares it; names fold accents and case, and the longest one that fits wins."""

    names: tuple[str, ...]  # the first is the Vietnamese one shown to people
    summary: str
    examples: tuple[str, ...]
    handle: "Callable[[Request], Message]"
    place: int = 50  # where it stands in /help
    writes: bool = False  # answered in a writing transaction, and never from memory


@dataclass(frozen=True, slots=True)
class Arguments:
    """What stands after the command, told apart by shape, in any order."""

    year: int | None = None
    day: date | None = None
    words: tuple[str, ...] = ()  # without those that only introduce others
    said: tuple[str, ...] = ()  # with them, as a title may hold them
    everything: bool = False  # "tất cả": not cut to what fits a phone

    def cut(self, found: list[T], most: int) -> list[T]:
        """What fits a phone; one row more is shown rather than announced."""
        return found if self.everything or len(found) <= most + 1 else found[:most]


@dataclass(frozen=True)
class Request:
    """One line of one person at one moment."""

    text: str  # what stands after the command's name
    person: Speaker
    session: Session
    now: datetime
    zone: ZoneInfo
    commands: Mapping[str, Command]
    stale_after: timedelta = field(default=timedelta(days=30))
    command: str = ""  # the name of the command, as people are shown it
    how: str = "console"  # the channel it came by, for the record

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def stale_days(self) -> int:
        return self.stale_after // timedelta(days=1)

    @cached_property
    def arguments(self) -> Arguments:
        return read_arguments(self.text, self.today)

    def changing(self, card: Card, allowed: "Callable[[Speaker, Card], bool]") -> Known:
        """What is known of a scorecard whose points this person may say, held so that nobody else adds meanwhile."""
        if not allowed(self.person, card):
            raise UserError("points_not_yours", unit=card.unit_name)
        hold_unit(self.session, card)
        return self.known(card)

    def at_end_of(self, day: date | None) -> datetime:
        """The last instant of a day in the office's zone; now where no day is named."""
        if day is None:
            return self.now
        return min(self.now, datetime.combine(day, time.max, self.zone))

    @cached_property
    def cards(self) -> list[Card]:
        """The scorecards this person may see."""
        return seen_by(self.session, self.person)

    def asked(self, arguments: Arguments) -> Asked:
        """The scorecard, criterion and unit the arguments mean; UserError where they mean none this person sees."""
        if arguments.day and arguments.day > self.today:
            raise UserError("day_to_come", day=arguments.day, today=self.today)
        return choose(
            self.session, self.cards, arguments.words, arguments.said, arguments.year, arguments.day or self.today
        )

    def one_card(self, arguments: Arguments) -> Card:
        """The one scorecard the arguments mean; UserError that names the units where they mean several."""
        asked = self.asked(arguments)
        if asked.card is None:
            units = list(dict.fromkeys(card.unit_name for card in asked.cards))
            raise UserError(
                "which_scorecard", units=units[:MOST_UNITS], text=clean(self.text, 30), command=self.command
            )
        return asked.card

    def scoped_card(self) -> tuple[Card, str]:
        """The scorecard meant by a unit or year before a colon, or a year before everything; and the other text."""
        if found := re.match(r"\s*((?:19|2[01])[0-9]{2})\s+(?=\S)", self.text):
            scope, text = found[1], self.text[found.end() :]
        else:
            scope, colon, text = self.text.partition(":")
            if not colon or re.search(r"[0-9]", re.sub(r"(?:19|2[01])[0-9]{2}", "", scope)) or ";" in scope:
                scope, text = "", self.text
        arguments = read_arguments(scope, self.today)
        if scope and self.asked(arguments).code:  # "SIPAS: 81,2": a code is no unit
            arguments, text = read_arguments("", self.today), self.text
        return self.one_card(arguments), text

    def known(self, card: Card, day: date | None = None) -> Known:
        """What was known of a scorecard at the end of a day, or now."""
        return known(self.session, card, self.at_end_of(day), day or self.today, self.now, works)

    @property
    def teller(self) -> Teller:
        """Who changes something, for the record."""
        return Teller(self.person.id, self.how, self.now)

    def before(self, card: Card) -> Card | None:
        """The same unit's scorecard of the year before, where there is one."""
        return previous(self.cards, card)


def see_all(command: str, year: int, arguments: Arguments, hidden: int) -> tuple[Choice, ...]:
    """The choice that asks the same question uncut; none where nothing is hidden or no button could carry it."""
    day = [f"{arguments.day:%d/%m/%Y}"] if arguments.day else []
    text = " ".join((command, str(year), *day, *arguments.words, "tất cả"))
    return (Choice("Xem tất cả", text),) if hidden and len(text.encode()) <= LONGEST_COMMAND else ()


def read_arguments(text: str, today: date) -> Arguments:
    """Arguments by shape: a date, four digits 1900 to 2199 as a year, else words; UserError for 31/2."""
    year: int | None = None
    day: date | None = None
    said: list[str] = []
    for token in _with_years(tokens(text), today):
        if year is None and len(token) == 4 and token.isascii() and token.isdigit() and FIRST <= int(token) <= LAST:
            year = int(token)
            continue
        try:
            written = read_day(token, today.year)
        except NoSuchDay:
            raise UserError("no_such_day", text=clean(token, 60)) from None
        if day is None and written is not None:
            day = written
        else:
            said.append(token)
    everything, kept = _without_all(tuple(said))
    return Arguments(year, day, tuple(_meaningful(kept)), kept, everything)


def _with_years(said: list[str], today: date) -> Iterator[str]:
    """The words, with "năm ngoái" as its year."""
    skip = False
    for number, token in enumerate(said):
        pair = " ".join(said[number : number + 2])
        named = next((name for name in _YEARS if means(pair, name)), "")
        if named:
            yield str(today.year + _YEARS[named])
        elif not skip:
            yield token
        skip = bool(named)


def _meaningful(said: Sequence[str]) -> Iterator[str]:
    """The words without those that only introduce others; TC7.4.3 as 7.4.3."""
    skip = False
    for number, token in enumerate(said):
        pair = " ".join(said[number : number + 2])
        begins_phrase = any(means(pair, phrase) for phrase in _PHRASES)
        if not (skip or begins_phrase or any(means(token, filler) for filler in _FILLERS)):
            yield re.sub(r"^[tT][cC](?=[0-9])", "", token)
        skip = begins_phrase


def _without_all(words: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Whether "tất cả" (or "all") is said, and the other words; a lone "cà" may be part of a unit's name."""
    for number, word in enumerate(words):
        if fold(word) == "all":
            return True, words[:number] + words[number + 1 :]
        if fold(" ".join(words[number : number + 2])) == "tat ca":
            return True, words[:number] + words[number + 2 :]
    return False, words


@cache
def commands() -> Mapping[str, Command]:
    """Every command by its file's name; a name claimed twice fails here, at start."""
    found: dict[str, Command] = {}
    claimed: dict[str, str] = {}
    for module in iter_modules(__path__):
        command: Command = import_module(f"{__name__}.{module.name}").COMMAND
        for name in {fold(name) for name in (module.name, *command.names)}:
            if len(name.split()) > LONGEST_NAME:
                raise RuntimeError(f"handlers/{module.name}.py: {name!r} has more than {LONGEST_NAME} words")
            if name in claimed:
                raise RuntimeError(f"handlers/{module.name}.py and handlers/{claimed[name]}.py both claim {name!r}")
            claimed[name] = module.name
        found[module.name] = command
    return dict(sorted(found.items(), key=lambda item: (item[1].place, item[0])))
