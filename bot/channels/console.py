"""The terminal: lines in, plain text out. It prompts at a terminal; piped, it prints answers alone."""

import atexit
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

from bot.dispatch import CONSOLE, Dispatcher
from documents.charts import png
from handlers import commands
from models.joining import chat_at
from models.messages import LARGEST_FILE, Attachment, File, Incoming, Message, Sender
from models.outbox import read_planned
from models.people import Speaker, people
from models.words import clean, fold, means
from scheduling.dates import LAST
from scheduling.plan import Clockwork
from scheduling.telling import say_planned
from scheduling.tick import tick
from scoring.errors import nearest
from templates import plain, say

NEWCOMER = "khách"  # `/as khách`: somebody who has not joined


@dataclass(slots=True)
class Console:
    """One conversation from one address: a person's key. In a demonstration, and there alone, it may be changed, the
    clock may be moved, and what a person is reminded of is read here."""

    dispatcher: Dispatcher
    running: Callable[[], datetime]
    address: str
    demonstration: Clockwork | None
    ahead: timedelta = timedelta()

    def clock(self) -> datetime:
        """The time of the conversation."""
        return self.running() + self.ahead

    def answer(self, line: str) -> str:
        """The text that answers a line."""
        words = line.split()
        if self.demonstration and words and words[0].lower() == "/as":
            return self._speak_as(" ".join(words[1:]))
        if self.demonstration and words and words[0].lower() == "/now":
            return "\n\n".join([self._go_to(" ".join(words[1:])), *self.waiting()])
        files: tuple[File, ...] = ()
        if words and words[0].lower() == "/file":
            try:
                file, line = _file(line)
            except OSError:
                return plain(say("lines", "file_how"))
            files = (file,)
        incoming = Incoming(line, Sender(CONSOLE, "", self.address), files=files)
        message = self.dispatcher.answer(incoming, self.clock())
        return "\n".join([shown(message), *_attached(message)])

    def _speak_as(self, name: str) -> str:
        everybody = people_now(self.dispatcher, self.clock())
        if not name:
            rows = [plain(say("lines", "people_row", person=person)) for person in everybody]
            return "\n".join([*rows, plain(say("lines", "newcomer_row", name=NEWCOMER))])
        if means(name, NEWCOMER):
            self.address = self._not_joined()
            return plain(say("lines", "speaking_as_newcomer"))
        found = find_person(everybody, name)
        if found is None:
            return unknown_person(everybody, name)
        self.address = found.key
        return plain(say("lines", "speaking", person=found, post=found.posts[0]))

    def _go_to(self, text: str) -> str:
        """Later, with what the clock does until then done."""
        now = self.clock()
        try:
            wanted = datetime.fromisoformat(text)
        except ValueError:
            return plain(say("lines", "now_how", now=now.astimezone(self.dispatcher.zone)))
        wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=self.dispatcher.zone)
        if wanted < now or wanted.year > LAST:
            return plain(say("lines", "now_how", now=now.astimezone(self.dispatcher.zone)))
        self.ahead += wanted - now
        assert self.demonstration
        tick(self.dispatcher.database, wanted, self.demonstration)
        return plain(say("lines", "now_is", now=wanted))

    def waiting(self) -> list[str]:
        """What whoever speaks is reminded of now, as it would be sent."""
        clockwork, now = self.demonstration, self.clock()
        person = next((each for each in people_now(self.dispatcher, now) if each.key == self.address), None)
        if clockwork is None or person is None:
            return []
        with self.dispatcher.database.writing() as session:
            said = read_planned(session, person.id, now, lambda row: say_planned(session, row, now, clockwork))
        return [shown(message) for message in said]

    def _not_joined(self) -> str:
        """The first address of a newcomer from which nobody speaks: one who sends a code speaks as that person."""
        with self.dispatcher.database.reading() as session:
            addresses = (f"{NEWCOMER} {number}" for number in count(1))
            return next(each for each in addresses if chat_at(session, Sender(CONSOLE, "", each))[0] is None)


def _file(line: str) -> tuple[File, str]:
    """The file of "/file PATH caption", known by its hash, and the caption; OSError where there is none to read."""
    _, _, rest = line.strip().partition(" ")
    name, _, caption = rest.strip().partition(" ")
    path = Path(name).expanduser()
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        raise FileNotFoundError(name)
    return File(path.name, sha256(path.read_bytes()).hexdigest(), str(path.resolve())), caption


def shown(message: Message) -> str:
    """A message as a terminal shows it: without markup, choices as what to type."""
    lines = [plain(message.text)]
    if offered := [f'"{choice.command}"' for choice in message.choices if not choice.aside]:
        lines.append("Trả lời: " + ", ".join(offered))
    return "\n".join(lines)


def _attached(message: Message) -> Iterator[str]:
    """A line for each thing that goes with a message: where a picture was drawn, what a file is called."""
    for each in message.attachments:
        if each.svg:
            yield plain(say("lines", "picture", file=_drawn(each)))
        else:
            yield plain(say("lines", "file", name=each.name))


def _drawn(picture: Attachment) -> Path:
    """The file a picture was drawn into; another of the same name does not take its place."""
    name, drawn = Path(picture.name), png(picture.svg)
    files = (_folder() / (f"{name.stem}-{number}{name.suffix}" if number > 1 else name.name) for number in count(1))
    file = next(each for each in files if not each.exists() or each.read_bytes() == drawn)
    file.write_bytes(drawn)
    return file


@cache
def _folder() -> Path:
    """A folder of this process that nobody else reads, gone when it ends."""
    path = Path(tempfile.mkdtemp(prefix="cchc-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def people_now(dispatcher: Dispatcher, now: datetime) -> list[Speaker]:
    """Everybody who holds a post now."""
    with dispatcher.database.reading() as session:
        return people(session, now.astimezone(dispatcher.zone).date())


def find_person(everybody: list[Speaker], text: str) -> Speaker | None:
    """A person by key, name, role or title; of several with a role, the first."""
    wanted = fold(text)
    for names in (
        lambda person: [person.key, person.key.rpartition("/")[2], fold(person.name)],
        lambda person: [post.role for post in person.posts],
        lambda person: [fold(post.title) for post in person.posts],
        lambda person: [title for post in person.posts if (title := fold(post.title)).startswith(wanted)] and [wanted],
    ):
        if found := next((person for person in everybody if wanted in names(person)), None):
            return found
    return None


def unknown_person(everybody: list[Speaker], text: str) -> str:
    """One line that names the nearest person and all there are."""
    keys = [person.key.rpartition("/")[2] for person in everybody]
    return plain(say("lines", "unknown_person", text=clean(text, 60), nearest=nearest(fold(text), keys), people=keys))


def converse(console: Console, banner: str) -> None:
    """Talk until the input ends or somebody types /quit."""
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if at_terminal:
        print("\n\n".join(map(_wrapped, (banner, *console.waiting()))) + "\n")
    for line in _typed() if at_terminal else _piped():
        if not line.strip():
            continue
        if line.strip().lower() in ("/quit", "/exit"):
            return
        answer = console.answer(line)
        print((_wrapped(answer) if at_terminal else answer) + "\n", flush=True)


def _wrapped(text: str) -> str:
    """Lines broken between words at the terminal's width."""
    width = max(shutil.get_terminal_size().columns - 1, 20)
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join("\n".join(line) for line in lines)


def _piped() -> Iterator[str]:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    yield from sys.stdin


def _typed() -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.shortcuts import CompleteStyle

    names = [name for command in commands().values() for name in command.names]
    completer = WordCompleter(
        [*names, *(f"/{key}" for key in commands()), "/as", "/now", "/file", "/quit"], sentence=True
    )
    session: PromptSession[str] = PromptSession(
        completer=completer, complete_while_typing=False, complete_style=CompleteStyle.READLINE_LIKE
    )
    while True:
        try:
            yield session.prompt("› ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
