"""Chats of several people: the unit whose matters may be said there, and what anybody there may ask.

A group hears what staff of its unit may, whoever asks: never what only one of those present would be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.chat_tables import Chat, GroupChat, open_at
from models.kept import kept_people
from models.messages import Sender
from models.people import HeldPost, Speaker
from models.record import Teller, record
from models.stamps import PEOPLE
from models.tables import Unit

GROUP_SET, GROUP_ENDED, GROUP_MOVED = "group set", "group ended", "group moved"  # what an event tells of
NOBODY = 0  # the id of who speaks as a group: no work is given to it or by it
_NAMES_PEOPLE = ("lịch sử",)  # asks about scores, and is answered with who said what


@dataclass(frozen=True, slots=True)
class GroupUnit:
    """The unit a group chat belongs to."""

    id: int
    key: str
    name: str


class Asking(Protocol):
    """What a command declares that decides whether a group may hear its answer."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def topic(self) -> str: ...
    @property
    def writes(self) -> bool: ...


def fit_for_group(command: Asking) -> bool:
    """Whether a group may ask it: points and criteria; nothing that changes, and no matter of anybody's own."""
    return command.topic == "score" and not command.writes and command.names[0] not in _NAMES_PEOPLE


def as_group(person: Speaker, unit: GroupUnit) -> Speaker:
    """Who asks in a group: somebody of the unit's staff, with nothing of the person's own posts and work."""
    return replace(person, id=NOBODY, key="", contact="", posts=(HeldPost("staff", "", unit.id, unit.key, unit.name),))


def group_at(session: Session, sender: Sender, today: date) -> GroupUnit | None:
    """The unit of the group at an address, while there is such a unit; None where nobody has said."""
    return kept_people(session, ("group", sender, today), lambda: _group_at(session, sender, today))


def _group_at(session: Session, sender: Sender, today: date) -> GroupUnit | None:
    found = session.execute(
        select(Unit.id, Unit.key, Unit.name)
        .join(GroupChat, GroupChat.unit_id == Unit.id)
        .where(*open_at(GroupChat, sender))
        .where(Unit.valid_from <= today, or_(Unit.valid_to.is_(None), Unit.valid_to >= today))
        .order_by(GroupChat.id.desc())
    ).first()
    return GroupUnit(*found) if found else None


def set_group(session: Session, sender: Sender, unit: GroupUnit, teller: Teller) -> None:
    """From now on the group at an address is a unit's; what it was before ends."""
    before = _end(session, sender, teller.now, "replaced")
    session.add(GroupChat(sender.channel, sender.account, sender.address, unit.id, teller.now, teller.person_id))
    _record(session, GROUP_SET, sender, teller.now, teller, before or None, {"unit": unit.key})


def end_group(session: Session, sender: Sender, now: datetime, why: str, teller: Teller | None = None) -> bool:
    """Answer no longer in the group at an address; whether it was anybody's. `teller` is None where nobody said so."""
    before = _end(session, sender, now, why)
    if before:
        _record(session, GROUP_ENDED, sender, now, teller, before, {"why": why})
    return bool(before)


def move_address(session: Session, channel: str, account: str, old: str, new: str, now: datetime) -> int:
    """A group has another address (it became a supergroup): how many rows moved. Told twice, the second moves none."""
    moved = 0
    for table in (GroupChat, Chat):
        here = open_at(table, Sender(channel, account, old))
        moved += len(session.execute(update(table).where(*here).values(address=new).returning(table.id)).all())
    if moved:
        sender = Sender(channel, account, new)
        _record(session, GROUP_MOVED, sender, now, None, {"address": old}, {"address": new})
    return moved


def _end(session: Session, sender: Sender, now: datetime, why: str) -> dict[str, str]:
    """End what is open at an address; the unit it was of."""
    groups: Sequence[GroupChat] = session.scalars(select(GroupChat).where(*open_at(GroupChat, sender))).all()
    for group in groups:
        group.ended_at, group.ended_why = now, why
    return {"unit": session.get_one(Unit, groups[-1].unit_id).key} if groups else {}


def _record(
    session: Session, what: str, sender: Sender, at: datetime, teller: Teller | None, before: Any, after: Any
) -> None:
    """Tell of a group; which unit it is of is kept under the stamp of people, which this moves."""
    subject = f"{sender.channel} {sender.address}"
    how = teller.how if teller else sender.channel
    record(session, at, how=how, what=what, subject=subject, before=before, after=after, teller=teller, stamp=PEOPLE)
