"""`/group`: which unit a group chat belongs to: there anybody may ask what its staff may; or no longer."""

from handlers import Command, Request
from models.finding_units import find_unit
from models.groups import GroupUnit, end_group, group_at, set_group
from models.messages import Message, Sender, UserError
from models.permissions import BELOW, OWN
from models.words import fold, tokens
from templates import render

_FILLERS = ("nay", "la", "cua", "cho", "thuoc")
_NO_MORE = ("thoi", "huy", "bo", "ngung", "ket thuc")


def handle(request: Request) -> Message:
    if request.group is None:
        return Message(render("group/private"))
    now_of = group_at(request.session, request.group, request.today)
    words = tokens(request.text)
    while words and fold(words[0]) in _FILLERS:
        words.pop(0)
    text = " ".join(words)
    if fold(text) in _NO_MORE:
        return _end(request, request.group, now_of)
    if not text:
        return Message(render("group/whose", unit=now_of, own=request.person.posts[0].unit_name))
    return _set(request, request.group, now_of, text)


def _set(request: Request, group: Sender, now_of: GroupUnit | None, text: str) -> Message:
    unit = find_unit(request.session, text, request.person, COMMAND.allows, request.today)
    meant = GroupUnit(unit.id, unit.key, unit.name)
    if meant != now_of:
        _check(request, now_of)
        set_group(request.session, group, meant, request.teller_as(request.post_for(unit.key, COMMAND.allows)))
    return Message(render("group/set", unit=meant, before=now_of))


def _end(request: Request, group: Sender, now_of: GroupUnit | None) -> Message:
    if now_of is None:
        raise UserError("group_of_nobody")
    _check(request, now_of)
    post = request.post_for(now_of.key, COMMAND.allows)
    end_group(request.session, group, request.now, "said", request.teller_as(post))
    return Message(render("group/ended", unit=now_of))


def _check(request: Request, now_of: GroupUnit | None) -> None:
    """What others set is changed only by those whom it concerns."""
    if now_of and not request.reaches(now_of.key, COMMAND.allows):
        raise UserError("group_not_yours", unit=now_of.name)


COMMAND = Command(
    names=("nhóm", "group"),
    summary="nhắn trong nhóm: nhóm của đơn vị nào, để cả nhóm hỏi được điểm",
    examples=("nhóm", "nhóm Văn phòng", "nhóm thôi"),
    handle=handle,
    place=83,
    writes=True,
    allows={"head": OWN, "officer": BELOW, "leader": BELOW},
)
