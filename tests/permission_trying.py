"""Trying: saying a line as somebody of the invented province, and putting back whatever it changed.

The database lives in memory: what an attempt changed is put back in a moment, what it left alone is the same bytes.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from models.chat_tables import Acting
from models.database import Database
from models.kept import Memory
from models.messages import Message
from models.tables import Event, Person
from tests.offices import ZONE, Stores, typed
from tests.permission_cells import NO, SIGHT, Row
from tests.permission_office import NOW, WIDE, Matter, Post, build, key, posts, setting

Absence = tuple[str, str, date, date]  # who is away, who acts for them, from when, until when


@dataclass(frozen=True)
class Said:
    """What one line led to."""

    at: datetime
    answer: str
    message: Message
    events: tuple[Event, ...] = ()  # what it recorded
    changed: frozenset[str] = frozenset()  # the tables that are no longer as they were


class Province:
    """The province as it was built: every attempt finds it so."""

    def __init__(self, folder: Path) -> None:
        file = Database(Stores("sqlite", folder, "").empty())
        self.matters = build(file)
        file.close()
        self.by_number = {matter.number: matter for matter in self.matters}
        self.by_mark = {matter.title: matter for matter in self.matters}
        self.database = Database("sqlite://")
        self.connection: sqlite3.Connection = self.database.engine.raw_connection().driver_connection  # type: ignore[assignment]
        with closing(sqlite3.connect(str(file.engine.url.database))) as source:
            source.backup(self.connection)
        image = bytearray(self.connection.serialize())
        image[18] = image[19] = 1  # no write-ahead log: it could not be put back into memory
        self.connection.deserialize(bytes(image))
        self.acting: tuple[Absence, ...] = ()
        self._stand()
        with self.database.reading() as session:
            self.ids = {each.key.partition("/")[2]: each.id for each in session.scalars(select(Person))}

    def close(self) -> None:
        self.database.close()

    def _stand(self) -> None:
        """What there is now is what every attempt finds."""
        self.image, self.tables, self.newest = self.connection.serialize(), self._tables(), self._newest()
        self.memory = Memory()

    def restore(self) -> None:
        if self.connection.serialize() != self.image:
            self.connection.deserialize(self.image)

    @contextmanager
    def where(self, *acting: Absence) -> Iterator[None]:
        """Attempts find that somebody is away."""
        image = self.image
        with self.database.writing() as session:
            for person, deputy, first, last in acting:
                session.add(Acting(self.ids[person], self.ids[deputy], first, last))
        self.acting = acting
        self._stand()
        try:
            yield
        finally:
            self.acting = ()
            self.connection.deserialize(image)
            self._stand()

    def posts_at(self, person: str, at: datetime) -> list[Post]:
        """The posts of a person on a day, those of the absent last."""
        away = [each for each in self.acting if each[1] == person and each[2] <= at.date() <= each[3]]
        return posts(person) + [post for absent, *_ in away for post in posts(absent)]

    def try_(self, person: str, *lines: str, at: datetime = NOW, **more: Any) -> Said:
        """Say lines one after the other and put everything back; what the last one led to."""
        said = [self.say(person, line, at, **more) for line in lines][-1]
        self.restore()
        return said

    def say(self, person: str, line: str, at: datetime = NOW, **more: Any) -> Said:
        """Say a line, and leave what it did."""
        untouched = self.connection.serialize() == self.image
        tables, newest = (self.tables, self.newest) if untouched else (self._tables(), self._newest())
        memory = self.memory if untouched else Memory()  # what is remembered is of what every attempt finds
        dispatcher = Dispatcher(self.database, ZONE, timedelta(days=30), memory=memory)
        message = dispatcher.answer(typed(line, f"thu/{person}", **more), at)
        if untouched and self.connection.serialize() == self.image:
            return Said(at, shown(message), message)
        changed = frozenset(name for name, rows in self._tables().items() if rows != tables[name])
        with self.database.reading() as session:
            events = tuple(session.scalars(select(Event).where(Event.id > newest).order_by(Event.id)))
            session.expunge_all()
        return Said(at, shown(message), message, events, changed)

    def _tables(self) -> dict[str, str]:
        """All rows of each table."""
        names = [name for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: repr(sorted(map(repr, self.connection.execute(f'SELECT * FROM "{name}"')))) for name in names}

    def _newest(self) -> int:
        return int(self.connection.execute("SELECT max(id) FROM event").fetchone()[0])

    def matter(self, **wanted: str) -> Matter:
        """The first open task with these properties; nobody's help, gift or charge where none is named."""
        return find(self.matters, **wanted)

    def in_relation(self, person: str, relation: str, state: str = "open", kind: str = "task") -> Matter | None:
        """Work of a state that stands in a relation to a person; None where there is no such report."""
        wanted = setting(person, relation)
        if kind == "task":
            return find(self.matters, state=state, **wanted)
        if wanted["helps"] or wanted["giver"] or relation == "lent":
            return None
        return find(self.matters, kind=kind, lead=wanted["lead"], doer=wanted["doer"])


def find(matters: Sequence[Matter], **wanted: str) -> Matter:
    """The first piece of work with these properties: an open task that nobody gave, helps with or was given."""
    plain = {"kind": "task", "state": "open", "helps": "", "giver": "", "doer": ""} | wanted
    return next(each for each in matters if all(getattr(each, name) == value for name, value in plain.items()))


def relation_of(person: str, matter: Matter, post: Post | None = None) -> str:
    """How any piece of work stands to a person by a post, whatever it was made for."""
    unit, role = post or posts(person)[0]
    mine, lead, helps = key(unit), key(matter.lead), key(matter.helps) if matter.helps else ""
    if lead == mine:
        return "given" if matter.doer == person else "own"
    is_so = {
        "below": lead.startswith(f"{mine}/") and role in WIDE,
        "lent": matter.doer == person,
        "gave": matter.giver == person,
        "helps": helps == mine,
        "helps below": helps.startswith(f"{mine}/"),
        "above": mine.startswith(f"{lead}/"),
    }
    if relation := next((relation for relation, so in is_so.items() if so), ""):
        return relation
    if lead.startswith(f"{mine}/"):
        return "below"
    return "beside" if lead.rpartition("/")[0] == mine.rpartition("/")[0] else "cousin"


def answer_by_posts(row: Row, person: str, matter: Matter, held: Sequence[Post]) -> str:
    """What the table says of a person with these posts: each adds what it may and what it sees."""
    letters = {row.answer_to(role, relation_of(person, matter, (unit, role))) for unit, role in held}
    if letters == {NO}:
        return NO
    seen = "o" if row.idle else "+" if row.reads else "v"
    return "+" if "+" in letters else seen if sees(person, matter, held) else "."


def sees(person: str, matter: Matter, held: Sequence[Post]) -> bool:
    """Whether a person sees a piece of work by these posts, by the table's own row for reading it."""
    return any(SIGHT.answer_to(role, relation_of(person, matter, (unit, role))) == "+" for unit, role in held)
