"""What stamps vouch for, kept between questions: people, scorecards, units and sets; the newest years worked out."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.stamps import OFFICE, PEOPLE, look

T = TypeVar("T")
_KEPT, _PEOPLE = "kept", "kept people"
MOST, MOST_YEARS = 50_000, 200  # people of a country's offices; scored years of about 100 KB


class Kept:
    """Values that hold while the office's stamp stands where it stood when they were read."""

    def __init__(self, stamp: int = -1) -> None:
        self.stamp, self.values, self.years = stamp, dict[Hashable, Any](), OrderedDict[Hashable, Any]()


class Memory:
    """One process's memory: lent to its reading sessions, forgotten when the office changes."""

    def __init__(self) -> None:
        self.kept, self.people = Kept(), Kept()

    def lend(self, session: Session) -> None:
        """Let a session use what is kept, and add to it; one that reads an older office keeps its own."""
        stamp = look(session, OFFICE, PEOPLE)
        if stamp != self.kept.stamp or len(self.kept.values) > MOST:
            self.kept = Kept(stamp)
        who = stamp + look(session, PEOPLE)  # both only grow
        if who != self.people.stamp or len(self.people.values) > MOST:
            self.people = Kept(who)
        session.info[_KEPT], session.info[_PEOPLE] = self.kept, self.people


def kept_people(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """The same of who speaks and where: forgotten too when somebody joins, leaves or is away."""
    return kept(session, key, read, _PEOPLE)


def kept(session: Session, key: Hashable, read: Callable[[], T], where: str = _KEPT) -> T:
    """The value kept under a key, read now where none is; a session that was lent nothing always reads."""
    memory: Kept | None = session.info.get(where)
    if memory is None:
        return read()
    if key not in memory.values:
        memory.values[key] = read()
    found: T = memory.values[key]
    return found


def kept_year(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """A scored year under a key that names its stamp; the one not asked for longest goes first."""
    memory: Kept | None = session.info.get(_KEPT)
    if memory is None:
        return read()
    found: T | None = memory.years.pop(key, None)
    if found is None:
        found = read()
    memory.years[key] = found
    while len(memory.years) > MOST_YEARS:
        memory.years.popitem(last=False)
    return found
