"""Answers given before and the stamps they depend on: while those stand still, the question has the same answer."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from models.messages import Message, Sender
from models.stamps import Stamps

MOST = 20_000  # answers of about 1 KB
# Who, the line, what it replies to, the day: "today" and what is out of date follow from it.
Question = tuple[Sender, str, str, date]


@dataclass(frozen=True, slots=True)
class Answered:
    message: Message
    stamps: Stamps


@dataclass(slots=True)
class Answers:
    """The newest answers; those not asked for longest go first."""

    kept: OrderedDict[Question, Answered] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    version: int | None = None  # of the database, at which `fresh` were found to hold
    fresh: dict[Question, Message] = field(default_factory=dict)

    def at_version(self, question: Question, version: int | None) -> Message | None:
        """What was answered, if it was found to hold and nothing at all was committed since."""
        return self.fresh.get(question) if version is not None and version == self.version else None

    def holds(self, question: Question, message: Message, version: int | None) -> None:
        """Note that an answer holds at a version of the database, read before the answer was."""
        if version is None:
            return
        with self.lock:
            if version != self.version or len(self.fresh) > MOST:
                self.version, self.fresh = version, {}
            self.fresh[question] = message

    def find(self, question: Question) -> Answered | None:
        """What was answered, whether or not it still holds."""
        with self.lock:
            found = self.kept.get(question)
            if found is not None:
                self.kept.move_to_end(question)
            return found

    def keep(self, question: Question, message: Message, stamps: Stamps, now: datetime) -> None:
        """Keep an answer, unless something it depends on was recorded by a clock that is ahead of this one."""
        if not stamps.are_before(now):
            return
        with self.lock:
            self.kept[question] = Answered(message, stamps)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
