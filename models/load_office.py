"""Loading an office: its units, people and posts. Nothing is removed; what changed is updated."""

import re
from collections.abc import Mapping
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
    for person_key, row in people.items():
        with attempt(file, f"[person] {person_key}"):
            changes += _load_person(session, f"{key}/{person_key}", row, units)
    return key, changes


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


def _load_person(session: Session, key: str, row: object, units: Mapping[str, Unit]) -> int:
    fields = Fields(row, "name", "address", "contact", "posts")
    wanted = {
        "name": fields.text("name", needed=True),
        "address": fields.text("address", needed=True),
        "contact": fields.text("contact"),
    }
    person = session.scalars(select(Person).where(Person.key == key)).first()
    if person:
        changes = _update(person, wanted)
    else:
        person, changes = Person(key=key, **wanted), 1
        session.add(person)
        session.flush()
    posts = fields.raw.get("posts", [])
    if not isinstance(posts, list):
        raise CatalogError("not_a_table", value=posts, key="posts")
    return changes + sum(_load_post(session, person, post, units) for post in posts)


def _load_post(session: Session, person: Person, row: object, units: Mapping[str, Unit]) -> int:
    fields = Fields(row, "unit", "role", "title", "from", "to")
    unit, role = fields.text("unit", needed=True), fields.text("role", needed=True)
    if unit not in units:
        raise CatalogError("unknown_unit", unit=unit, nearest=nearest(unit, list(units)))
    if role not in ROLES:
        raise CatalogError("unknown_word", key="role", value=role, nearest=nearest(role, ROLES), choices=list(ROLES))
    since = _needed_day(fields, "from")
    wanted: dict[str, Any] = {"title": fields.text("title"), "valid_to": fields.day("to")}
    _check_order(since, wanted["valid_to"])
    held = session.scalars(
        select(Post).where(
            Post.person_id == person.id, Post.unit_id == units[unit].id, Post.role == role, Post.valid_from == since
        )
    ).first()
    if held:
        return _update(held, wanted)
    session.add(Post(person_id=person.id, unit_id=units[unit].id, role=role, valid_from=since, **wanted))
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
