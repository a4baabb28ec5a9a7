"""From a line of text to the answer: which command it means, or one suggestion that is never executed."""

import logging
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.answers import Answers
from handlers import LONGEST_NAME, Command, Request, commands
from models.database import Database
from models.kept import Memory
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.people import Speaker, speaker
from models.stamps import OFFICE, look, seen
from models.words import clean, fold, means
from templates import render, say

log = logging.getLogger("cchc")
LONGEST_LINE = 2000  # characters: more is no question


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers lines on one database."""

    database: Database
    zone: ZoneInfo
    stale_after: timedelta
    memory: Memory = field(default_factory=Memory)
    answers: Answers = field(default_factory=Answers)

    def answer(self, line: str, person_key: str, now: datetime) -> Message:
        """The answer to one line of one person; an unexpected error becomes an id to look up."""
        try:
            return self._answer(line, person_key, now)
        except UserError as error:
            return Message(say("errors", error.what, **error.values))
        except Exception:
            error_id = f"E-{secrets.token_hex(4)}"
            log.exception("%s", error_id)
            return Message(render("bug", id=error_id))

    def _answer(self, line: str, person_key: str, now: datetime) -> Message:
        today = now.astimezone(self.zone).date()
        question = (person_key, line, today)
        answered = self.answers.find(question)
        with self.database.reading() as session:
            look(session, OFFICE, *(answered.stamps.numbers if answered else ()))
            if answered and seen(session).numbers == answered.stamps.numbers and seen(session).are_before(now):
                return answered.message
            self.memory.lend(session)
            person = speaker(session, person_key, today)
            if person is None:
                return Message(render("stranger"))
            text = clean(re.sub(r"\s*[\r\n]+\s*", " ; ", line.strip()), LONGEST_LINE).strip(" \"“”'")
            meant = match(text)
            if meant is None:
                return not_understood(text)
            command, rest = meant
            if not command.writes:
                request = self._request(command, rest, person, session, now)
                message = command.handle(request)
                self.answers.keep(question, message, seen(session), now)
                return message
        if len(line) > LONGEST_LINE:  # what is cut off must not be taken for said
            raise UserError("line_too_long", longest=LONGEST_LINE)
        with self.database.writing() as session:
            return command.handle(self._request(command, rest, person, session, now))

    def _request(self, command: Command, rest: str, person: Speaker, session: Session, now: datetime) -> Request:
        return Request(rest, person, session, now, self.zone, commands(), self.stale_after, command.names[0])


def match(text: str) -> tuple[Command, str] | None:
    """The command whose name is the longest word prefix of the line, and what stands after it."""
    words = text.removeprefix("/").split()
    if words and text.startswith("/"):
        words[0] = words[0].replace("_", " ")
    names = _names()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        typed = " ".join(words[:length]).rstrip(":,.?!")
        for name, command in names.get(fold(typed), ()):
            if means(typed, name):
                return command, " ".join(words[length:])
    return None


@cache
def _names() -> dict[str, list[tuple[str, Command]]]:
    """Every name by its folded form."""
    found: dict[str, list[tuple[str, Command]]] = {}
    for key, command in commands().items():
        for name in (key, *command.names):
            found.setdefault(fold(name), []).append((name, command))
    return found


def not_understood(text: str) -> Message:
    """One suggestion for a line that is no command; it is offered, never executed."""
    suggestion = _suggestion(text)
    choices = (Choice(suggestion, suggestion),) if suggestion and len(suggestion.encode()) <= LONGEST_COMMAND else ()
    return Message(render("unknown", text=clean(text, 60), suggestion=bool(choices)), choices)


def _suggestion(text: str) -> str:
    words = text.removeprefix("/").split()[:6]
    if not words:
        return ""
    if glued := re.fullmatch(r"([^\W\d]{2,})([0-9].*)", words[0]):  # điểm2021
        words[:1] = glued.groups()
    if "." in words[0] and re.fullmatch(r"[0-9.,]+(/[0-9.,]{3,}|%)|[0-9.,]{4,}/[0-9.,]+", "".join(words[1:2])):
        return " ".join(("số liệu", *words))  # 7.3.1 1360/2200
    if any(c.isascii() and c.isdigit() for c in words[0]) and len(words) <= 3:
        return " ".join(("điểm", *(word for word in words if any(c.isdigit() for c in word))))
    said = {fold(" ".join(words[:length]))[:30]: length for length in (1, 2, 3)}
    likeness, name, length = max(
        (
            (SequenceMatcher(None, text, name).ratio(), name, length)
            for text, length in said.items()
            for name in _names()
        ),
        default=(0, "", 0),
    )
    return " ".join((_names()[name][0][1].names[0], *words[length:])) if likeness >= 0.75 else ""
