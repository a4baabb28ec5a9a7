"""What the office's stamp vouches for, kept between questions: people, scorecards, units, sets. Never figures."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_KEPT = "kept"
MOST = 50_000  # values: people of a country's offices


class Kept:
    """Values that hold while the office's stamp stands where it stood when they were read."""

    def __init__(self) -> None:
        self.stamp, self.values = -1, dict[Hashable, Any]()

    def lend(self, session: Session, stamp: int) -> None:
        """Let a session that reads at this stamp use what is kept, and add to it."""
        if stamp != self.stamp or len(self.values) > MOST:
            self.stamp, self.values = stamp, {}  # a session that still reads the old values keeps its own
        session.info[_KEPT] = self.values


def kept(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """The value kept under a key, read now where none is; a session that was lent nothing always reads."""
    values: dict[Hashable, Any] | None = session.info.get(_KEPT)
    if values is None:
        return read()
    if key not in values:
        values[key] = read()
    found: T = values[key]
    return found
