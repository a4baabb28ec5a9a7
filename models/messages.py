"""What is said: one message for replies and notifications, whatever channel carries it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

ANSWER, CHANGE, REFUSAL = "answer", "change", "refusal"  # to a question; what was done; what was not
LARGEST_FILE = 20_000_000  # bytes: what messengers let a bot fetch
LONGEST_COMMAND = 64  # bytes: what Telegram lets a button carry


@dataclass(frozen=True, slots=True)
class Choice:
    """A button is a typed command: pressed on Telegram, typed elsewhere."""

    label: str
    command: str
    aside: bool = False  # an offer beside the matter: a button where there are buttons, no line where there are none
    question: str = ""  # of an answer: the question it answers, so that a button under an older one answers no other

    def __post_init__(self) -> None:
        if len(self.command.encode()) > LONGEST_COMMAND:
            raise ValueError(f"a choice's command is at most {LONGEST_COMMAND} bytes: {self.command!r}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a message comes from: a channel, the bot's own account there, an address (ids of messengers are text)."""

    channel: str
    account: str
    address: str


@dataclass(frozen=True, slots=True)
class File:
    """A file or photo that came with a message; what it holds is known by its SHA-256."""

    name: str
    hash: str
    ref: str = ""  # where its channel keeps it


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody sent: a line (or a pressed button, which is one), files, the text it replies to."""

    text: str
    sender: Sender
    update_id: str = ""  # the messenger's own; empty where it has none
    files: tuple[File, ...] = ()
    quoted: str = ""
    group: Sender | None = None  # where it was said, if several can read the answer
    pressed: bool = False  # not typed: a button
    question: str = ""  # of a button: `Choice.question`


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes out beside a text: a picture as SVG, which the channel draws, or a file that came in by a channel."""

    name: str  # of the file: "diem-2021.png"
    svg: str = ""
    ref: str = ""  # of `File.ref`


@dataclass(frozen=True, slots=True)
class Message:
    """Text in a small HTML subset (<b>, <i>), already escaped, the choices under it and what goes with it."""

    text: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    private: bool = False  # a person's own matter: said to nobody else
    kind: str = ANSWER
    reply: str = ""  # of what was done in a change's transaction: "kept" beside it, or "sent" before
    kept_as: str = ""  # what is remembered instead of a text that is said only once: it holds a one-time code

    def after(self, lines: Sequence[str]) -> "Message":
        """This message with lines said before it."""
        kept_as = "\n".join([*lines, self.kept_as]) if self.kept_as else ""
        return replace(self, text="\n".join([*lines, self.text]), kept_as=kept_as)


class UserError(Exception):
    """Something the person can mend: a name and values; `templates/errors.txt` says what to type instead."""

    def __init__(self, what: str, **values: Any) -> None:
        super().__init__(what, values)
        self.what, self.values = what, values
