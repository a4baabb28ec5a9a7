"""What people ask: one file per command, named after it, which declares itself as `COMMAND`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.changes import hold_unit
from models.choosing import MOST_UNITS, Asked, choose
from models.conversation import ask
from models.known import Known, known
from models.messages import LONGEST_COMMAND, Choice, File, Message, UserError
from models.people import HeldPost, Speaker
from models.permissions import EVERYBODY
from models.record import Teller
from models.scorecards import Card, previous, seen_by
from models.words import clean, fold
from scheduling.arguments import Arguments, read_arguments
from scheduling.calendar import works

LONGEST_NAME = 4  # words of a command's name


@dataclass(frozen=True, slots=True)
class Command:
    """A command as its file declares it; names fold accents and case, and the longest one that fits wins."""

    names: tuple[str, ...]  # the first is the Vietnamese one shown to people
    summary: str
    examples: tuple[str, ...]
    handle: "Callable[[Request], Message]"
    place: int = 50  # where it stands in /help
    writes: bool = False  # answered in a writing transaction, and never from memory
    allows: Mapping[str, str] = field(default_factory=lambda: EVERYBODY)  # role → reach (`models.permissions`)
    answer: "Callable[[Request, Any], Message | None] | None" = None  # to its own question; None: that is no answer

    def is_for(self, person: Speaker) -> bool:
        """Whether one of the person's posts may use it at all."""
        return any(post.role in self.allows for post in person.posts)


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
    chat_id: int | None = None
    files: tuple[File, ...] = ()
    quoted: str = ""  # the text this line replies to
    writer: Speaker | None = None  # who writes on the person's behalf
    medium: str = ""  # how the person said it to the writer

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
        return self.teller_as(None)

    def teller_as(self, post: HeldPost | None) -> Teller:
        """Who changes something by a post: for another who said it, instead of another who is away."""
        actor, whom = (self.writer, self.person.id) if self.writer else (self.person, None)
        return Teller(
            actor.id, self.how, self.now, whom, self.medium, post.acting_for_id if post else None, self.chat_id
        )

    def ask(self, command: str, draft: Any) -> None:
        """Wait for the answer to a question: the named command's `answer` gets it with this draft."""
        ask(self.session, self.teller, command, draft)

    def before(self, card: Card) -> Card | None:
        """The same unit's scorecard of the year before, where there is one."""
        return previous(self.cards, card)


def see_all(command: str, year: int, arguments: Arguments, hidden: int) -> tuple[Choice, ...]:
    """The choice that asks the same question uncut; none where nothing is hidden or no button could carry it."""
    day = [f"{arguments.day:%d/%m/%Y}"] if arguments.day else []
    text = " ".join((command, str(year), *day, *arguments.words, "tất cả"))
    return (Choice("Xem tất cả", text),) if hidden and len(text.encode()) <= LONGEST_COMMAND else ()


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
