"""What is said: one message for replies and notifications, whatever channel carries it."""

from dataclasses import dataclass
from typing import Any

LONGEST_COMMAND = 64  # bytes: what Telegram lets a button carry


@dataclass(frozen=True, slots=True)
class Choice:
    """A button is a typed command: pressed on Telegram, typed elsewhere."""

    label: str
    command: str

    def __post_init__(self) -> None:
        if len(self.command.encode()) > LONGEST_COMMAND:
            raise ValueError(f"a choice's command is at most {LONGEST_COMMAND} bytes: {self.command!r}")


@dataclass(frozen=True, slots=True)
class Message:
    """Text in a small HTML subset (<b>, <i>), already escaped, and the choices under it."""

    text: str
    choices: tuple[Choice, ...] = ()


class UserError(Exception):
    """Something the person can mend: a name and values; `templates/errors.txt` says what to type instead."""

    def __init__(self, what: str, **values: Any) -> None:
        super().__init__(what, values)
        self.what, self.values = what, values
