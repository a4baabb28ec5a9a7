"""`/on_behalf`: an officer writes for somebody who said it otherwise: who did it, for whom and how stand apart."""

import re
from dataclasses import replace

from handlers import Command, Request, match
from models.finding import find_person, in_reach, own_posts
from models.messages import Message, UserError
from models.people import everybody
from models.permissions import BELOW
from models.words import clean

_MEDIUM = re.compile(r"[\s,;.]*\(([^()]{1,40})\)[\s.]*$")


def handle(request: Request) -> Message:
    named, colon, said = request.text.partition(":")
    if not colon or not said.strip():
        raise UserError("behalf_how")
    medium = _MEDIUM.search(said)
    said = said[: medium.start()] if medium else said
    meant = match(said.strip())
    if meant is None or not meant[0].for_another:
        raise UserError("behalf_what", text=clean(said, 60))
    command, rest, name = meant
    return _write_for(request, named.strip(), command, rest, name, medium[1].strip() if medium else "")


def _write_for(request: Request, named: str, command: Command, rest: str, name: str, medium: str) -> Message:
    """Do what somebody in reach said, by the posts that are their own; each in the record by itself."""
    among = everybody(request.session, request.today, request.units)
    others = [person for person in among if person.id != request.person.id]
    whom = find_person(request.session, named, in_reach(request.person, COMMAND.allows, others))
    whom = replace(whom, posts=tuple(own_posts(whom)))
    if not command.is_for(whom):
        raise UserError("behalf_not_theirs", person=whom, command=command.names[0])
    return command.handle(
        replace(
            request, text=rest, person=whom, writer=request.person,
            writer_post=request.post_for(whom.posts[0].unit_key, COMMAND.allows), medium=medium,
            command=command.names[0], named=name,
        )
    )  # fmt: skip


COMMAND = Command(
    names=("ghi thay", "on behalf", "ghi hộ", "ghi giúp"),
    summary="ghi thay người báo qua điện thoại, kèm cách báo",
    examples=("ghi thay Chánh Văn phòng: đã rõ 12 (điện thoại)",),
    handle=handle,
    topic="lead",
    place=35,
    writes=True,
    allows={"officer": BELOW},
)
