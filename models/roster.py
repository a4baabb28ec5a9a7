"""Who holds which post on a day, read once for a whole province: for what is sent to many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from models.chat_tables import Acting
from models.people import from_here_up
from models.tables import Person, Post, Unit


@dataclass(slots=True)
class Roster:
    """The posts of a day. Who is away is not written to: the deputy is."""

    units: dict[int, str] = field(default_factory=dict)  # paths
    by_key: dict[str, int] = field(default_factory=dict)
    posts: dict[tuple[int, str], list[int]] = field(default_factory=dict)  # unit and role → people
    titles: dict[tuple[int, int], str] = field(default_factory=dict)  # unit and leader → the title there
    homes: dict[int, int] = field(default_factory=dict)  # person → the unit of the first post
    deputies: dict[int, int] = field(default_factory=dict)  # who is away → who acts
    _held: dict[tuple[int, str], list[int]] = field(default_factory=dict)  # unit and role → who is written to
    _doers: dict[int, list[int]] = field(default_factory=dict)  # unit → who is to do what was given to nobody there

    def holders(self, unit_id: int, role: str) -> list[int]:
        """Who is written to for a role in a unit."""
        people = self.posts.get((unit_id, role))
        if people is None:
            return []
        if (unit_id, role) not in self._held:
            self._held[unit_id, role] = self.present(people)
        return self._held[unit_id, role]

    def present(self, people: Iterable[int]) -> list[int]:
        """People, with those who are away replaced by their deputies."""
        return list(dict.fromkeys([self.deputies.get(each, each) for each in people if each in self.homes]))

    def doers(self, lead_id: int, assignee_id: int | None) -> list[int]:
        """Who is to do a unit's work: whom it was given to, else the unit's own officers, else its heads, else the
        officers above it.

        A unit with an officer is an office by itself, such as a commune seen from above: nobody chases its chairman.
        """
        if assignee_id and (given := self.present([assignee_id])):
            return given
        if lead_id not in self._doers:
            here = self.holders(lead_id, "officer") or self.holders(lead_id, "head")
            self._doers[lead_id] = here or self.nearest(lead_id, "officer")
        return self._doers[lead_id]

    def nearest(self, unit_id: int, role: str) -> list[int]:
        """Who holds a role in the nearest unit at or above, where anybody does."""
        for key in from_here_up(self.units[unit_id]):
            if key in self.by_key and (found := self.holders(self.by_key[key], role)):
                return found
        return []

    def leaders(self, unit_id: int) -> list[tuple[int, bool]]:
        """The leaders of the nearest unit at or above that has any, and whether each is the first of them."""
        for key in from_here_up(self.units[unit_id]):
            above = self.by_key.get(key, 0)
            if found := self.posts.get((above, "leader")):
                # Titles are data; that a deputy's begins with "phó" is the language's.
                first = [not self.titles[above, each].casefold().startswith("phó") for each in found]
                return list(zip(self._deputised(found), first, strict=True))
        return []

    def _deputised(self, people: Sequence[int]) -> list[int]:
        return [self.deputies.get(each, each) for each in people]


def roster(session: Session, day: date, around: Iterable[str] | None = None) -> Roster:
    """The posts held on a day, first loaded first; `around`: of those in some units, and who act for them."""
    found, people = Roster(), _people(tuple(around), day) if around is not None else None
    units = select(Unit.id, Unit.key)
    if people is not None:
        of_them = select(Post.unit_id).where(Post.person_id.in_(people))
        units = units.where(or_(Unit.key.in_(tuple(around or ())), Unit.id.in_(of_them)))
    connection = session.connection()  # rows of a whole province come at half the cost without the session
    found.units = dict(connection.execute(units).all())
    found.by_key = {key: id_ for id_, key in found.units.items()}
    on = (table.valid_from <= day for table in (Post, Unit))
    until = (or_(table.valid_to.is_(None), table.valid_to >= day) for table in (Post, Unit))
    rows = connection.execute(
        select(Post.person_id, Post.unit_id, Post.role, Post.title)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*on, *until, true() if people is None else Post.person_id.in_(people))
        .order_by(Post.person_id, Post.id)
    )
    for person_id, unit_id, role, title in rows.all():
        found.posts.setdefault((unit_id, role), []).append(person_id)
        if role == "leader":
            found.titles[unit_id, person_id] = title
        found.homes.setdefault(person_id, unit_id)
    away = select(Acting.person_id, Acting.deputy_id).where(Acting.valid_from <= day, Acting.valid_to >= day)
    for person_id, deputy_id in session.execute(away.where(Acting.ended_at.is_(None)).order_by(Acting.id)):
        if deputy_id in found.homes:
            found.deputies[person_id] = deputy_id
    found.deputies = {each: _in_the_end(each, found.deputies) for each in found.deputies}
    return found


def _in_the_end(person_id: int, deputies: dict[int, int]) -> int:
    """Who acts for somebody: of a deputy who is away too that one's deputy; where all are away, that person himself."""
    seen = [person_id]
    while (acts := deputies.get(seen[-1])) is not None:
        if acts in seen:
            return person_id
        seen.append(acts)
    return seen[-1]


def _people(keys: tuple[str, ...], day: date) -> Select[Any]:
    """Those with a post in some units, and whoever acts for anybody: a deputy's deputy may be elsewhere."""
    there = select(Post.person_id).join(Unit, Unit.id == Post.unit_id).where(Unit.key.in_(keys))
    acting = select(Acting.deputy_id).where(Acting.valid_from <= day, Acting.valid_to >= day)
    return select(Person.id).where(or_(Person.id.in_(there), Person.id.in_(acting)))
