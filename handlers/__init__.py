"""What people ask: one file per command, named after it, which declares itself as `COMMAND`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.changes import hold_unit
from models.choosing import MOST_UNITS, Asked, choose
from models.conversation import ask, forget
from models.known import Known, known
from models.messages import LONGEST_COMMAND, Choice, File, Message, Sender, UserError
from models.outcome import say_outcome
from models.people import HeldPost, Speaker, holders
from models.permissions import EVERYBODY, post_allowed
from models.record import Teller
from models.scorecards import Card, card_for, previous, seen_by
from models.sets import criteria_set
from models.stakes import Stake, stake
from models.terms import Terms, terms_of
from models.words import clean, fold, means
from models.work import ACTIVE, Item, active, find_work, mine, open_on, open_work
from scheduling.arguments import Arguments, numbers_of, read_arguments
from scheduling.calendar import left, works
from scheduling.lately import Told, lately, numbers_in
from scheduling.policy import DEFAULT, Policy
from scoring.deadlines import Works

LONGEST_NAME = 4  # words of a command's name
_PAPER = re.compile(r"([^\W\d_]+)\s+[0-9]+/\1\b", re.IGNORECASE)  # "CT 12/CT-UBND"


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office decides about work: who concludes it, who may check it, when a term has ended, when it reminds."""

    concluded_by: str = "assigner"  # or "checker"
    own_check: bool = False
    days_off_roll: bool = False  # a term that ends on a day off runs to the next working day
    policy: Policy = DEFAULT
    monthly: Mapping[str, int] = field(default_factory=dict)  # of a channel: messages a month; 0 or nothing: no limit
    read_here: bool = False  # a demonstration's terminal, where everybody reads what they are sent

    @property
    def terms(self) -> Terms:
        """What decides on time and late, but for what units decided themselves."""
        return Terms(works, self.days_off_roll)


@dataclass(frozen=True, slots=True)
class Command:
    """A command as its file declares it; names fold accents and case, and the longest one that fits wins."""

    names: tuple[str, ...]  # the first is the Vietnamese one shown to people
    summary: str
    examples: tuple[str, ...]
    handle: "Callable[[Request], Message]"
    place: int = 50  # where it stands in /help
    topic: str = "me"  # the part of /help it stands in: score, work, lead, figures, me
    writes: bool = False  # answered in a writing transaction, and never from memory
    allows: Mapping[str, str] = field(default_factory=lambda: EVERYBODY)  # role → reach (`models.permissions`)
    answer: "Callable[[Request, Any], Message | None] | None" = None  # to its own question; None: that is no answer
    for_another: bool = False  # an officer may write it for somebody who said it otherwise

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
    writer_post: HeldPost | None = None  # and by which post
    medium: str = ""  # how the person said it to the writer
    named: str = ""  # the name by which the command was called
    rules: Rules = Rules()
    group: Sender | None = None  # the chat of several people it was said in

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def units(self) -> tuple[str, ...]:
        """The paths of the units this person holds posts in."""
        return tuple(dict.fromkeys(post.unit_key for post in self.person.posts))

    @cached_property
    def here(self) -> datetime:
        """This moment in the office's zone."""
        return self.now.astimezone(self.zone)

    @cached_property
    def works(self) -> Works:
        """The working days of the unit this person speaks from."""
        return terms_of(self.session, self.units[0]).works

    def works_of(self, card: Card) -> Works:
        """The working days of a scored unit."""
        return terms_of(self.session, card.unit_key).works

    @property
    def stale_days(self) -> int:
        return self.stale_after // timedelta(days=1)

    @cached_property
    def arguments(self) -> Arguments:
        return read_arguments(self.text, self.today)

    def changing(self, card: Card, allowed: "Callable[[Speaker, Card], HeldPost | None]") -> tuple[Known, Teller]:
        """What is known of a scorecard whose points this person may say, and as whom; nobody else adds meanwhile."""
        post = allowed(self.person, card)
        if post is None:
            raise UserError("points_not_yours", unit=card.unit_name)
        hold_unit(self.session, card)
        return self.known(card), self.teller_as(post)

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

    def is_code(self, text: str) -> bool:
        """A code of any running set this person sees: the units may be scored on their own."""
        running = {card.criteria_set_id for card in self.cards if card.year == self.today.year}
        return any(criteria_set(self.session, each).find(text) for each in running)

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
        return known(self.session, card, self.at_end_of(day), day or self.today, self.now, self.works_of(card))

    @property
    def teller(self) -> Teller:
        """Who changes something, for the record."""
        return self.teller_as(None)

    def teller_as(self, post: HeldPost | None) -> Teller:
        """Who changes something by a post: for another who said it, instead of another who is away."""
        actor, whom, by = (self.person, None, post)
        if self.writer:
            actor, whom, by = self.writer, self.person.id, self.writer_post
        absent = by.acting_for_id if by else None
        return Teller(actor.id, self.how, self.now, whom, self.medium, absent, self.chat_id)

    def ask(self, command: str, draft: Any) -> None:
        """Wait for the answer to a question: the named command's `answer` gets it with this draft."""
        ask(self.session, self.teller, command, draft)

    def about(self) -> tuple[tuple[int, ...], str]:
        """The numbers of work a line is about, its own or those of the text it replies to, and the other words."""
        numbers, rest = numbers_of(self.text)
        if not numbers and self.quoted:
            numbers = numbers_in(self.quoted)
        return numbers, rest

    @cached_property
    def told(self) -> list[Told]:
        """What this person was told in the past day, newest first, or the one message this line replies to. Who writes
        for another answers no message."""
        if numbers := numbers_in(self.quoted):
            return [Told(self.quoted, numbers)]
        found = [] if self.writer else lately(self.session, self.person.id, self.now)
        return [each for each in found if not self.quoted or self.quoted.strip().startswith(each.first_line)]

    def about_one(self) -> tuple[tuple[int, ...], str]:
        """The same, for what is said of one alone: a message with several that this line replies to names none."""
        numbers, rest = self.about()
        several = len(numbers) > 1 and not numbers_of(self.text)[0]
        return () if several else numbers, rest

    def meant(self, command: Command, kind: str = "") -> list[Item]:
        """What a line without a number may be about: of the newest message that names any, the work this person's unit
        or they themselves must still do."""
        for message in self.told:
            seen = [item for number in message.numbers if (item := self.see(number))]
            if found := [item for item in seen if self._does(item, command) and kind in ("", item.work.kind)]:
                return found
        return []

    def _does(self, item: Item, command: Command) -> bool:
        own = item.lead_key in self.units or item.work.assignee_id == self.person.id
        return own and item.work.state in ACTIVE and self.may(command, item)

    def work(self, number: int, command: Command) -> tuple[Item, Teller]:
        """A piece of work held to be changed by a command, and as whom; missing and not theirs are one answer."""
        item = find_work(self.session, number, self.person, hold=True)
        if item is None:
            raise UserError("no_such_work", number=number)
        post = post_allowed(self.person, command.allows, item.lead_key, item.work.assignee_id)
        if post is None:
            officer = command.for_another and self.reaches(item.lead_key, self.commands["on_behalf"].allows)
            roles = list(command.allows)
            raise UserError("work_not_yours", item=item, command=command.names[0], roles=roles, officer=officer)
        return item, self.teller_as(post)

    def may(self, command: Command, item: Item) -> bool:
        """Whether a command reaches a piece of work for this person."""
        return bool(post_allowed(self.person, command.allows, item.lead_key, item.work.assignee_id))

    def post_for(self, unit_key: str, allows: Mapping[str, str]) -> HeldPost | None:
        """The post by which a person allowed so reaches a unit."""
        return post_allowed(self.person, allows, unit_key)

    def reaches(self, unit_key: str, allows: Mapping[str, str]) -> bool:
        """Whether a person allowed so reaches a unit."""
        return bool(self.post_for(unit_key, allows))

    def see(self, number: int) -> Item | None:
        """A piece of work this person may see."""
        return find_work(self.session, number, self.person)

    def decides(self, item: Item) -> Teller | None:
        """Whose level set the date of a piece of work alone moves it: as whom this person does; None for nobody."""
        roles = ("leader", "head") if item.due_by_key == item.lead_key else ("leader",)
        deciding = (post for post in self.person.posts if post.unit_key == item.due_by_key and post.role in roles)
        post = min(deciding, key=lambda post: post.acting_for_id is not None, default=None)
        return self.teller_as(post) if post else None

    def asked_time(self, command: Command) -> tuple[Item, Teller, str]:
        """The work more time was asked for that a command decides on, as whom this person does, and the other words."""
        numbers, rest = self.about()
        if len(numbers) != 1:
            raise UserError("one_number", example=command.examples[0])
        item, _ = self.work(numbers[0], command)
        if item.work.asked_due_on is None:
            raise UserError("nothing_asked", item=item)
        teller = self.decides(item)
        if teller is None:
            raise UserError("not_your_level", item=item)
        return item, teller, rest

    def deciders(self, item: Item) -> list[Speaker]:
        """Who decides on more time: the leaders of the level that set the date."""
        role = "head" if item.due_by_key == item.lead_key else "leader"
        return holders(self.session, role, (item.due_by_key,), self.today)

    def saying(self, text: str) -> "Request":
        """The same request with other words."""
        return replace(self, text=text)

    def answered(self) -> None:
        """The question asked before is settled."""
        forget(self.session, self.teller)

    def my_work(self) -> list[Item]:
        """What this person has to do now, first due first."""
        return open_work(self.session, self.person, mine(self.person), active())

    def card_of(self, item: Item) -> Card | None:
        """The scorecard a piece of work serves, where this person sees it."""
        return card_for(self.cards, item)

    def left(self, item: Item) -> int:
        """Working days until the day to be reminded of; of what is late those since its last day, below zero."""
        return left(item.last_day if item.is_late(self.today) else item.aim, self.today, item.terms.works)

    def stake(self, item: Item) -> Stake | None:
        """The points a piece of work wins if it alone is done today."""
        card = self.card_of(item)
        return stake(self.known(card), item, self.today, self.works_of(card)) if card and item.work.code else None

    def conclude(self, item: Item, teller: Teller) -> tuple[Known, Known] | None:
        """Say the figure that finished work makes true, once nothing is open beside it; the year before and after."""
        card = self.card_of(item)
        if card is None or not item.work.code:
            return None
        hold_unit(self.session, card)
        before = self.known(card)
        if not open_on(self.session, item):
            say_outcome(self.session, before, item, self.today, teller)
        return before, self.known(card)

    def before(self, card: Card) -> Card | None:
        """The same unit's scorecard of the year before, where there is one."""
        return previous(self.cards, card)

    def offers(
        self, label: str, command: str, card: Card, code: str = "", day: date | None = None
    ) -> tuple[Choice, ...]:
        """An offer beside an answer, about the very same thing; none where no button could say that."""
        mine = {each.unit_id for each in self.cards if each.own}
        for unit in ("",) if mine == {card.unit_id} else card.unit_names:
            rest = " ".join(filter(None, (code, str(card.year), unit, f"{day:%d/%m/%Y}" if day else "")))
            if len(f"{command} {rest}".encode()) <= LONGEST_COMMAND and self._means(rest, card, code):
                return (Choice(label, f"{command} {rest}", aside=True),)
        return ()

    def _means(self, text: str, card: Card, code: str) -> bool:
        try:
            asked = self.asked(read_arguments(text, self.today))
        except UserError:
            return False
        return asked.card == card and (asked.code, asked.part) == (code, None)


def see_more(line: str, hidden: int) -> tuple[Choice, ...]:
    """The choice that asks for everything by this line; none where nothing is hidden or no button could carry it."""
    return (Choice("Xem tất cả", line),) if hidden and len(line.encode()) <= LONGEST_COMMAND else ()


def see_all(command: str, year: int, arguments: Arguments, hidden: int) -> tuple[Choice, ...]:
    """The choice that asks the same question of a scorecard uncut."""
    day = [f"{arguments.day:%d/%m/%Y}"] if arguments.day else []
    return see_more(" ".join((command, str(year), *day, *arguments.words, "tất cả")), hidden)


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


def match(text: str) -> tuple[Command, str, str] | None:
    """The command whose name is the longest word prefix of the line, what stands after it, and the name.

    A number of work may come first ("12 xong rồi"); alone, or asked about ("12?"), it is the work itself. A document's
    number is none, whatever its letters abbreviate.
    """
    words = text.removeprefix("/").split()
    if words and text.startswith("/"):
        words[0] = words[0].replace("_", " ")
    if _PAPER.match(text):
        return None
    known = names()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        typed = " ".join(words[:length]).rstrip(":,.?!")
        for name, command in known.get(fold(typed), ()):
            if means(typed, name):
                return command, " ".join(words[length:]), name
    numbers, rest = numbers_of(text)
    if not numbers:
        return None
    said = ", ".join(map(str, numbers))
    if not rest.strip("?!. "):
        return commands()["tasks"], said, ""
    named = match(rest)
    return (named[0], f"{said} {named[1]}".strip(), named[2]) if named and named[0].writes else None


@cache
def names() -> dict[str, list[tuple[str, Command]]]:
    """Every name by its folded form."""
    found: dict[str, list[tuple[str, Command]]] = {}
    for key, command in commands().items():
        for name in (key, *command.names):
            found.setdefault(fold(name), []).append((name, command))
    return found
