"""Loading an office: its units, people and posts. Nothing is removed; what changed is updated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Person, Post, Unit
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows

_KEY = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
ROLES = ("staff", "head", "officer", "leader", "administrator")


def load_office(session: Session, tables: Mapping[str, Any], file: str) -> tuple[str, int]:
    """The office's id and how many rows are new or changed."""
    with attempt(file, "[office]"):
        whole = Fields(tables, "office", "unit", "person", "demonstration")
        key = Fields(whole.table("office"), "id", "title").text("id", needed=True)
        shown = Fields(whole.table("demonstration"), "now", "speaker", "tries", "files")
        people, speaker = whole.table("person"), shown.text("speaker")
        if speaker and speaker not in people:
            raise CatalogError("unknown_person", person=speaker, nearest=nearest(speaker, list(people)))
    changes = 0
    units = {unit.key: unit for unit in session.scalars(select(Unit))}
    for unit_key, row in rows(whole, "unit", file).items():
        with attempt(file, f"[unit] {unit_key}"):
            changes += _load_unit(session, unit_key, row, units)
    session.flush()
    held = _held(session, key)
    for person_key, row in people.items():
        with attempt(file, f"[person] {person_key}"):
            changes += _load_person(session, f"{key}/{person_key}", row, held)
    session.flush()
    for person_key, row in people.items():
        with attempt(file, f"[person] {person_key}"):
            changes += _load_posts(session, held.people[f"{key}/{person_key}"], row, units, held)
    return key, changes


@dataclass(frozen=True, slots=True)
class _Held:
    """Who is in the office already: read once, whatever the number of people."""

    people: dict[str, Person]
    posts: dict[tuple[int, int, str, date], Post]  # person, unit, role, since


def _held(session: Session, office: str) -> _Held:
    people = select(Person).where(Person.key.startswith(f"{office}/", autoescape=True))
    posts = select(Post).join(Person, Person.id == Post.person_id)
    posts = posts.where(Person.key.startswith(f"{office}/", autoescape=True))
    return _Held(
        {person.key: person for person in session.scalars(people)},
        {(post.person_id, post.unit_id, post.role, post.valid_from): post for post in session.scalars(posts)},
    )


def _load_unit(session: Session, key: str, row: object, units: dict[str, Unit]) -> int:
    fields = Fields(row, "name", "short", "level", "valid_from", "valid_to", "aliases")
    if not _KEY.fullmatch(key):
        raise CatalogError("bad_unit_key")
    parent = key.rpartition("/")[0]
    if parent and parent not in units:
        raise CatalogError("unknown_unit", unit=parent, nearest=nearest(parent, list(units)))
    name = fields.text("name", needed=True)
    wanted: dict[str, Any] = {
        "name": name,
        "short": fields.text("short") or name,
        "level": fields.text("level", needed=True),
        "aliases": fields.texts("aliases"),
        "valid_from": _needed_day(fields, "valid_from"),
        "valid_to": fields.day("valid_to"),
    }
    _check_order(wanted["valid_from"], wanted["valid_to"])
    if key in units:
        return _update(units[key], wanted)
    units[key] = Unit(key=key, **wanted)
    session.add(units[key])
    return 1


def _load_person(session: Session, key: str, row: object, held: _Held) -> int:
    fields = Fields(row, "name", "address", "contact", "posts")
    wanted = {
        "name": fields.text("name", needed=True),
        "address": fields.text("address", needed=True),
        "contact": fields.text("contact"),
    }
    if key in held.people:
        return _update(held.people[key], wanted)
    held.people[key] = Person(key=key, **wanted)
    session.add(held.people[key])
    return 1


def _load_posts(
    session: Session, person: Person, row: Mapping[str, Any], units: Mapping[str, Unit], held: _Held
) -> int:
    posts = row.get("posts", [])
    if not isinstance(posts, list):
        raise CatalogError("not_a_table", value=posts, key="posts")
    return sum(_load_post(session, person, post, units, held) for post in posts)


def _load_post(session: Session, person: Person, row: object, units: Mapping[str, Unit], held: _Held) -> int:
    fields = Fields(row, "unit", "role", "title", "from", "to")
    unit, role = fields.text("unit", needed=True), fields.text("role", needed=True)
    if unit not in units:
        raise CatalogError("unknown_unit", unit=unit, nearest=nearest(unit, list(units)))
    if role not in ROLES:
        raise CatalogError("unknown_word", key="role", value=role, nearest=nearest(role, ROLES), choices=list(ROLES))
    since = _needed_day(fields, "from")
    wanted: dict[str, Any] = {"title": fields.text("title"), "valid_to": fields.day("to")}
    _check_order(since, wanted["valid_to"])
    key = (person.id, units[unit].id, role, since)
    if key in held.posts:
        return _update(held.posts[key], wanted)
    held.posts[key] = Post(person_id=person.id, unit_id=units[unit].id, role=role, valid_from=since, **wanted)
    session.add(held.posts[key])
    return 1


def _check_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise CatalogError("ends_before_it_starts")


def _needed_day(fields: Fields, key: str) -> date:
    day = fields.day(key)
    if day is None:
        raise CatalogError("key_missing", key=key)
    return day


def _update(row: Any, wanted: Mapping[str, Any]) -> int:
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return 1 if changed else 0
