"""What a person is in charge of: the units whose nearest holder of a role he or she is among."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.people import SEE_BELOW, Speaker, from_here_up
from models.tables import Post, Unit, below_path
from models.work_tables import Work


def in_charge(session: Session, person: Speaker, role: str) -> Collection[int]:
    """The units at and below a person's posts of a role where no holder of that role is nearer."""
    own = {post.unit_key: post.unit_id for post in person.posts if post.role == role}
    if not own:
        return []
    at = or_(*(or_(Unit.key == key, below_path(Unit.key, key)) for key in own))
    units = session.execute(select(Unit.key, Unit.id).where(at)).all()
    if len(units) == len(own):
        return own.values()
    held = set(session.scalars(select(Unit.key).join(Post, Post.unit_id == Unit.id).where(Post.role == role, at)))
    return [id_ for key, id_ in units if next((up for up in from_here_up(key) if up in held), "") in own]


def concerns(session: Session, person: Speaker) -> ColumnElement[bool]:
    """The work that a person may be told of: to do, to check, to decide on, or as it goes up."""
    selves = {person.id, *(post.acting_for_id for post in person.posts if post.acting_for_id)}
    own = {post.unit_id for post in person.posts}
    below = {id_ for role in SEE_BELOW for id_ in in_charge(session, person, role)}
    return or_(
        Work.assignee_id.in_(selves), Work.assigned_by.in_(selves), Work.lead_id.in_(own | below),
        Work.home_id.in_(below), Work.due_by_id.in_(own),
    )  # fmt: skip
