"""Who speaks: a person, the posts held on a day, and what those let them see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from models.kept import kept
from models.tables import Person, Post, Unit

SEE_BELOW = ("officer", "leader", "administrator")  # they also see everything below their unit


@dataclass(frozen=True, slots=True)
class HeldPost:
    role: str
    title: str
    unit_key: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person with the posts held today, the first one first."""

    id: int
    key: str
    name: str
    contact: str
    posts: tuple[HeldPost, ...]


def people(session: Session, today: date, key: str = "") -> list[Speaker]:
    """Everybody (or the one with this key) who holds a post on a day, in the order they were loaded."""
    rows = session.execute(
        select(Person.id, Person.key, Person.name, Person.contact)
        .add_columns(Post.role, Post.title, Unit.key, Unit.name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.valid_from <= today, or_(Post.valid_to.is_(None), Post.valid_to >= today))
        .where(Unit.valid_from <= today, or_(Unit.valid_to.is_(None), Unit.valid_to >= today))
        .where(Person.key == key if key else true())
        .order_by(Person.id, Post.id)
    )
    posts: dict[tuple[int, str, str, str], list[HeldPost]] = {}
    for id_, person_key, name, contact, *post in rows:
        posts.setdefault((id_, person_key, name, contact), []).append(HeldPost(*post))
    return [Speaker(*person, tuple(held)) for person, held in posts.items()]


def speaker(session: Session, key: str, today: date) -> Speaker | None:
    """One person with today's posts; None for somebody unknown or without a post."""
    if not key:
        return None
    return kept(session, ("speaker", key, today), lambda: next(iter(people(session, today, key)), None))
