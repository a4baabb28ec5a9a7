"""From a line of text to the answer: which command it means, or one suggestion that is never executed."""

import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.answers import Answers, Question
from handlers import Command, Request, Rules, commands, match, names
from models.codes import code_in
from models.conversation import (
    Asked,
    asked,
    claim,
    hold_person,
    replied,
    sent,
    settle,
    take_notices,
    tell_behalf,
    waiting,
    waits,
)
from models.database import Database, broken_off
from models.finding import in_reach, own_posts
from models.groups import as_group, fit_for_group, group_at
from models.joining import chat_at, chats_of, enter
from models.kept import Memory
from models.messages import ANSWER, CHANGE, LONGEST_COMMAND, REFUSAL, Choice, Incoming, Message, Sender, UserError
from models.people import Speaker, person_with, speaker
from models.reach import told_on
from models.stamps import seen, stand_still
from models.words import clean, fold, means
from scheduling.arguments import agreed
from scheduling.lately import is_digit, menu_line
from templates import render, say

log = logging.getLogger("cchc")
LONGEST_LINE = 2000  # characters: more is no question
CONSOLE = "console"
TRIES = 3  # of a message that met another's on the way, or lost the database


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers lines on one database."""

    database: Database
    zone: ZoneInfo
    stale_after: timedelta
    rules: Rules = field(default_factory=Rules)
    memory: Memory = field(default_factory=Memory)
    answers: Answers = field(default_factory=Answers)

    def answer(self, incoming: Incoming, now: datetime) -> Message:
        """The answer to one message; an error that nobody can mend in the chat becomes an id to look up."""
        try:
            return self.attempt(incoming, now)
        except Exception:
            return excuse()

    def attempt(self, incoming: Incoming, now: datetime) -> Message:
        """The answer to one message; what was broken off is tried again. Raises where there is none."""
        for more in reversed(range(TRIES)):
            try:
                return self._said(incoming, now)
            except Exception as error:
                if not more or not broken_off(error, known_again=bool(incoming.update_id)):
                    raise
                log.info("again: %s", error)
        raise AssertionError

    def at_once(self, incoming: Incoming, now: datetime) -> Message | None:
        """The answer to a question that was answered before and nothing was committed since; it waits for nothing."""
        if incoming.files or incoming.group or incoming.question:
            return None
        return self.answers.at_version(self._question(incoming, now), self.database.version())

    def sent(self, incoming: Incoming, now: datetime) -> None:
        """Note that the reply to a change has gone out."""
        with self.database.writing() as session:
            sent(session, incoming, now)

    def replied(self, incoming: Incoming) -> Message | None:
        """The reply an update was given before."""
        with self.database.reading() as session:
            return replied(session, incoming)

    def speaker(self, sender: Sender, now: datetime) -> Speaker | None:
        """Who writes from an address; None for a stranger."""
        with self._asking() as session:
            return self._speaker(session, sender, now)[0]

    def _said(self, incoming: Incoming, now: datetime) -> Message:
        try:
            return self._answer(incoming, now)
        except Refusal as refusal:
            return self._refused(incoming, refusal.message, now)

    def _answer(self, incoming: Incoming, now: datetime) -> Message:
        """In a group what everybody there may read; what is a person's own matter is for that one alone."""
        if incoming.group is None:
            return self._answer_person(incoming, now)
        heard = self._answer_group(incoming, incoming.group, now)
        if heard is not None:
            return heard
        about_the_group = bool((meant := match(_line(incoming.text))) and meant[0] is commands()["group"])
        try:
            return replace(self._answer_person(incoming, now), private=not about_the_group)
        except Refusal as refusal:
            raise Refusal(replace(refusal.message, private=not about_the_group)) from None

    def _answer_group(self, incoming: Incoming, group: Sender, now: datetime) -> Message | None:
        """What everybody in a group may read: what staff of its unit would be told, whoever asks."""
        with self._asking() as session, refusals_said():
            person, _ = self._speaker(session, incoming.sender, now)
            if code_in(incoming.text):  # everybody there has read it
                return Message(say("channel", "code_in_group"), kind=REFUSAL)
            if person is None:
                return Message(say("channel", "stranger_in_group"), kind=REFUSAL)
            command, rest, name = self._meant(incoming, person)
            if not fit_for_group(command):
                # What to type instead is offered to nobody there: all would read it.
                return None if command is not _NOT_UNDERSTOOD else _unknown(incoming.text)
            unit = group_at(session, group, self._today(now))
            if unit is None:
                return Message(say("channel", "group_of_nobody"), kind=REFUSAL)
            request = self._request(command, rest, as_group(person, unit), None, session, incoming, now, name)
            return command.handle(request)

    def _answer_person(self, incoming: Incoming, now: datetime) -> Message:
        """A question is read, and remembered where it may be asked again; everything else is a change."""
        question, version = self._question(incoming, now), self.database.version()
        answered = None if incoming.files else self.answers.find(question)
        if answered and not incoming.question and stand_still(self.database, answered.stamps, now):
            self.answers.holds(question, answered.message, version)
            return answered.message
        with self._asking() as session, refusals_said():
            if told := replied(session, incoming):  # what was asked or told then may be no more
                return told
            asks = self._as_question(session, incoming, now)
            if asks:
                message = asks[0].handle(asks[1])
                self.answers.keep(question, message, seen(session), now)
                return message
        return self._change(incoming, now)

    def _as_question(self, session: Session, incoming: Incoming, now: datetime) -> tuple[Command, Request] | None:
        """The reading command a message is and its request; None where answering it changes something."""
        person, chat_id = self._speaker(session, incoming.sender, now)
        if person is None or incoming.files or incoming.question or waiting(session, person.id):
            return None
        if asked(session, person.id, incoming.sender.channel, now) or is_digit(incoming.text):
            return None
        command, rest, name = self._meant(incoming, person)
        if command.writes:
            return None
        return command, self._request(command, rest, person, chat_id, session, incoming, now, name)

    def _change(self, incoming: Incoming, now: datetime) -> Message:
        """Answer in one writing transaction: the update, its effect and its reply are kept together or not at all."""
        with self.database.writing() as session, refusals_said():
            if answered := claim(session, incoming, now):
                return answered
            person, chat_id = self._speaker(session, incoming.sender, now)
            if person is None:
                joined, here = enter(session, incoming, now, self._today(now)), incoming.sender.channel
                message = Message(render("stranger"), kind=REFUSAL)
                if joined:
                    others = [chat.channel for chat in chats_of(session, joined.id) if chat.channel != here]
                    on = told_on(session, joined.id)
                    text = render("joined", person=joined, others=others, told_on=on, here=here)
                    message = Message(text, kind=CHANGE)
            else:
                hold_person(session, person.id)
                message = self._act(session, person, chat_id, incoming, now)
            settle(session, incoming, message)
            return replace(message, reply="kept")

    def _act(
        self, session: Session, person: Speaker, chat_id: int | None, incoming: Incoming, now: datetime
    ) -> Message:
        """The answer to a question asked before, else what a command does; before it what the person must be told."""
        message = self._continued(session, person, chat_id, incoming, now)
        if message is None:
            if line := menu_line(session, person.id, incoming.text, now, typed=incoming.sender.channel == "zalo"):
                incoming = replace(incoming, text=line)
            command, rest, name = self._meant(incoming, person)
            if len(incoming.text) > LONGEST_LINE:  # what is cut off must not be taken for said
                raise UserError("line_too_long", longest=LONGEST_LINE)
            message = command.handle(self._request(command, rest, person, chat_id, session, incoming, now, name))
            if command.writes and message.kind == ANSWER:
                message = replace(message, kind=CHANGE)
        message = _tied(message, waits(session, person.id, incoming.sender.channel, now))
        tell_behalf(session, person, incoming.text)
        notices = take_notices(session, person.id, now)
        if not notices:
            return message
        told = [say("notices", each.what, **each.about) for each in notices]
        return message.after(told)

    def _continued(
        self, session: Session, person: Speaker, chat_id: int | None, incoming: Incoming, now: datetime
    ) -> Message | None:
        """The answer to a message that answers what the person was asked last; None where it is another matter."""
        question = asked(session, person.id, incoming.sender.channel, now)
        if incoming.question and (question is None or question.name != incoming.question):
            raise UserError("old_question")
        takes_any_line = question is not None and question.draft.get("free") and not incoming.pressed
        if question is None or (not takes_any_line and _is_command(incoming.text)):
            return None
        command = commands()[question.command]
        assert command.answer is not None
        request = self._request(command, _line(incoming.text), person, chat_id, session, incoming, now)
        if question.on_behalf_of_id is not None:
            whom = person_with(session, question.on_behalf_of_id, self._today(now))
            request = self._still_writing(request, whom, question.medium)
        message = command.answer(request, question.draft)
        return replace(message, kind=CHANGE) if message else None

    def _still_writing(self, request: Request, whom: Speaker | None, medium: str) -> Request:
        """The request of a writer who may still write for somebody, by the posts that are that one's own."""
        writing, writer = commands()["on_behalf"], request.person
        if whom is None or not in_reach(writer, writing.allows, [whom]):
            request.answered()
            raise UserError("not_your_role", command=writing.names[0], roles=list(writing.allows))
        whom = replace(whom, posts=tuple(own_posts(whom)))
        post = request.post_for(whom.posts[0].unit_key, writing.allows)
        return replace(request, person=whom, writer=writer, writer_post=post, medium=medium)

    def _meant(self, incoming: Incoming, person: Speaker) -> tuple[Command, str, str]:
        """The command a message means, the rest, the name it was called by; refused where no post may use it."""
        text = _line(incoming.text)
        if code_in(incoming.text):  # somebody's key: neither said back nor kept
            raise UserError("already_joined")
        meant = match(text)
        if incoming.files and (meant is None or not meant[0].writes):  # a photo alone, or with a number of work
            meant = commands()["attach"], text, ""
        if meant is None and agreed(text) is not None:  # "không" alone: as "thôi"
            return commands()["agree"], text, ""
        if meant is None:
            return _NOT_UNDERSTOOD, text, ""
        if not meant[0].is_for(person):
            officer = meant[0].for_another and commands()["on_behalf"].is_for(person)
            raise UserError("not_your_role", command=meant[0].names[0], roles=list(meant[0].allows), officer=officer)
        return meant

    def _refused(self, incoming: Incoming, message: Message, now: datetime) -> Message:
        """What a person can mend, said. It is kept: the same update must not do later what was refused now."""
        if incoming.update_id:
            with self.database.writing() as session:
                if answered := claim(session, incoming, now):
                    return replace(answered, private=message.private)
                settle(session, incoming, message)
                return replace(message, reply="kept")
        return message

    def _speaker(self, session: Session, sender: Sender, now: datetime) -> tuple[Speaker | None, int | None]:
        """Who writes from an address, and by which chat; at the terminal a person's key is an address too."""
        if sender.channel == CONSOLE and (person := speaker(session, sender.address, self._today(now))):
            return person, None
        chat_id, person_id = chat_at(session, sender)
        return person_with(session, person_id, self._today(now)), chat_id

    @contextmanager
    def _asking(self) -> Iterator[Session]:
        """One consistent picture, with what is remembered of the office."""
        with self.database.reading() as session:
            self.memory.lend(session)
            yield session

    def _question(self, incoming: Incoming, now: datetime) -> Question:
        """What an answer is remembered by."""
        return incoming.sender, incoming.text, incoming.quoted, self._today(now)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def _request(
        self, command: Command, rest: str, person: Speaker, chat_id: int | None, session: Session,
        incoming: Incoming, now: datetime, name: str = "",
    ) -> Request:  # fmt: skip
        self.rules.terms.lend(session)
        return Request(
            rest, person, session, now, self.zone, commands(), self.stale_after, command.names[0],
            incoming.sender.channel, chat_id, incoming.files, incoming.quoted, named=name, rules=self.rules,
            group=incoming.group,
        )  # fmt: skip


def excuse() -> Message:
    """What is said of the error that is being handled: the id under which it was logged."""
    error_id = f"E-{secrets.token_hex(4)}"
    log.exception("%s", error_id)
    return Message(render("bug", id=error_id), kind=REFUSAL)


class Refusal(Exception):
    """What a person can mend, said while what it names could still be read."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@contextmanager
def refusals_said() -> Iterator[None]:
    """Say a UserError inside its transaction, which it ends."""
    try:
        yield
    except UserError as error:
        raise Refusal(Message(say("errors", error.what, **error.values), kind=REFUSAL)) from None


def _tied(message: Message, question: Asked | None) -> Message:
    """A message whose buttons are answers to the question that waits now, and to no later one."""
    if question is None:
        return message
    choices = (each if _is_command(each.command) else replace(each, question=question.name) for each in message.choices)
    return replace(message, choices=tuple(choices))


def _is_command(text: str) -> bool:
    """Whether a line says what to do by itself, and so answers no question: "12" and "đồng ý" may."""
    meant = match(_line(text))
    return meant is not None and bool(meant[2]) and meant[0] is not commands()["agree"]


def _line(text: str) -> str:
    """One clean line: several are joined as "; "."""
    return clean(re.sub(r"\s*[\r\n]+\s*", " ; ", text.strip()), LONGEST_LINE).strip(" \"“”'")


def not_understood(request: Request) -> Message:
    """One suggestion for a line that is no command; it is offered, never executed."""
    text = request.text
    suggestion = _suggestion(text)
    choices = (Choice(suggestion, suggestion),) if suggestion and len(suggestion.encode()) <= LONGEST_COMMAND else ()
    return _unknown(text, choices)


def _unknown(text: str, choices: tuple[Choice, ...] = ()) -> Message:
    return Message(render("unknown", text=clean(text, 60), suggestion=bool(choices)), choices, kind=REFUSAL)


_NOT_UNDERSTOOD = Command(names=("",), summary="", examples=(), handle=not_understood)


def _suggestion(text: str) -> str:
    words = text.removeprefix("/").split()[:6]
    if not words:
        return ""
    if glued := re.fullmatch(r"([^\W\d]{2,})([0-9].*)", words[0]):  # điểm2021
        words[:1] = glued.groups()
    if "." in words[0] and re.fullmatch(r"[0-9.,]+(/[0-9.,]{3,}|%)|[0-9.,]{4,}/[0-9.,]+", "".join(words[1:2])):
        return " ".join(("số liệu", *words))  # 7.3.1 1360/2200
    if fold(words[0]) in ("xoa", "delete"):  # nothing is deleted: one's own last change is taken back
        return "hoàn tác"
    if any(c.isascii() and c.isdigit() for c in words[0]) and len(words) <= 3:
        return " ".join(("điểm", *(word for word in words if any(c.isdigit() for c in word))))
    likeness, name, length = max(
        (
            (SequenceMatcher(None, fold(typed)[:30], name).ratio(), name, length)
            for length in (1, 2, 3)
            for typed in [" ".join(words[:length])]
            for name in names()
            if fold(typed) != name or means(typed, names()[name][0][0])  # "vắng" is not a misspelt "vâng"
        ),
        default=(0, "", 0),
    )
    if likeness >= 0.75:
        return " ".join((names()[name][0][1].names[0], *words[length:]))
    shown = (command.names[0] for command in commands().values())
    begun = next((each for each in shown if " " in each and means(words[0], each.split()[0])), "")
    return " ".join((begun, *words[1:])) if begun else ""  # "vắng 8/9" for "vắng mặt 8/9"
