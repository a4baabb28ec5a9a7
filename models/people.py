"""Who speaks: a person, the posts held on a day, and what those let them see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from models.chat_tables import Acting
from models.kept import kept_people
from models.tables import Person, Post, Unit, below_path

SEE_BELOW = ("officer", "leader", "administrator")  # they also see everything below their unit


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post held today: one's own, or that of somebody who is away ("thay")."""

    role: str
    title: str
    unit_id: int
    unit_key: str
    unit_name: str
    acting_for_id: int | None = None
    acting_for: str = ""  # how the one who is away is addressed


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person with the posts held today, the first one first, those of others last."""

    id: int
    key: str
    name: str
    address: str
    contact: str
    posts: tuple[HeldPost, ...]

    @property
    def title(self) -> str:
        return self.posts[0].title

    @property
    def sees_below(self) -> bool:
        """Whether this person looks after the work of the units below, too."""
        return any(post.role in SEE_BELOW for post in self.posts)


def people(
    session: Session, today: date, key: str = "", id_: int = 0, under: tuple[str, ...] | None = None
) -> list[Speaker]:
    """Who holds a post on a day (one by key or id, or those of some units and below), in the order they were loaded."""
    rows = session.execute(
        select(Person.id, Person.key, Person.name, Person.address, Person.contact)
        .add_columns(Post.role, Post.title, Unit.id, Unit.key, Unit.name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*_on(Post, today), *_on(Unit, today))
        .where(Person.key == key if key else true(), Person.id == id_ if id_ else true())
        .where(true() if under is None else Person.id.in_(_under(under)))
        .order_by(Person.id, Post.id)
    )
    posts: dict[tuple[int, str, str, str, str], list[HeldPost]] = {}
    for id_, person_key, name, address, contact, *post in rows:
        posts.setdefault((id_, person_key, name, address, contact), []).append(HeldPost(*post))
    by_id = {person[0]: held for person, held in posts.items()}
    for deputy, acting in _acting(session, today, list(by_id) if key or id_ or under is not None else None):
        if deputy in by_id:
            by_id[deputy].append(acting)
    return [Speaker(*person, tuple(held)) for person, held in posts.items()]


def _under(keys: tuple[str, ...]) -> Select[Any]:
    """The people with a post in some units or below them; of a key that ends with "/." in that unit alone."""
    alone = [key.removesuffix("/.") for key in keys]
    below = [below_path(Unit.key, key) for key in keys if not key.endswith("/.")]
    return select(Post.person_id).join(Unit, Unit.id == Post.unit_id).where(or_(Unit.key.in_(alone), *below))


def _on(row: type[Post] | type[Unit], today: date) -> tuple[ColumnElement[bool], ...]:
    return row.valid_from <= today, or_(row.valid_to.is_(None), row.valid_to >= today)


def _acting(session: Session, today: date, deputies: list[int] | None) -> list[tuple[int, HeldPost]]:
    """The posts that deputies hold for those who are away today: deputy's id and post."""
    rows = session.execute(
        select(Acting.deputy_id, Post.role, Post.title, Unit.id, Unit.key, Unit.name, Person.id, Person.address)
        .join(Person, Person.id == Acting.person_id)
        .join(Post, Post.person_id == Acting.person_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Acting.valid_from <= today, Acting.valid_to >= today, Acting.ended_at.is_(None))
        .where(*_on(Post, today), *_on(Unit, today), Post.role != "administrator")  # keys are not handed on
        .where(true() if deputies is None else Acting.deputy_id.in_(deputies))
        .order_by(Acting.id, Post.id)
    )
    return [(row[0], HeldPost(*row[1:])) for row in rows]


def speaker(session: Session, key: str, today: date) -> Speaker | None:
    """One person with today's posts; None for somebody unknown or without a post."""
    if not key:
        return None
    return kept_people(session, ("speaker", key, today), lambda: next(iter(people(session, today, key)), None))


def person_with(session: Session, id_: int | None, today: date) -> Speaker | None:
    """One person by id, with today's posts."""
    if id_ is None:
        return None
    return kept_people(session, ("person", id_, today), lambda: next(iter(people(session, today, id_=id_)), None))


def everybody(session: Session, today: date, under: tuple[str, ...]) -> list[Speaker]:
    """All who hold a post today in one of some units or below; read once while the office stands still."""
    return kept_people(session, ("everybody", under, today), lambda: people(session, today, under=under))


def members(session: Session, unit_key: str, today: date) -> list[Speaker]:
    """Who holds a post in one unit today."""
    there = everybody(session, today, (f"{unit_key}/.",))
    return [person for person in there if any(post.unit_key == unit_key for post in person.posts)]


def holders(session: Session, role: str, unit_keys: tuple[str, ...], today: date) -> list[Speaker]:
    """Who holds a role in the first of some units where anybody does; deputies of the absent among them."""

    def read() -> list[Speaker]:
        found = session.scalars(
            select(Post.person_id)
            .join(Unit, Unit.id == Post.unit_id)
            .where(Post.role == role, Unit.key.in_(unit_keys), *_on(Post, today))
            .distinct()
        ).all()
        deputies = session.scalars(
            select(Acting.deputy_id)
            .where(Acting.person_id.in_(found), Acting.valid_from <= today, Acting.valid_to >= today)
            .where(Acting.ended_at.is_(None))
        ).all()
        known = [person_with(session, id_, today) for id_ in sorted({*found, *deputies})]
        for key in unit_keys:
            if here := [one for one in known if one and any((p.role, p.unit_key) == (role, key) for p in one.posts)]:
                return here
        return []

    return kept_people(session, ("holders", role, unit_keys, today), read)


def from_here_up(unit_key: str) -> tuple[str, ...]:
    """A unit's path and those of the units above it, nearest first."""
    parts = unit_key.split("/")
    return tuple("/".join(parts[:length]) for length in range(len(parts), 0, -1))
