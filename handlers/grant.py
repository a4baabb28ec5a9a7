"""`/grant`: the level that set a date allows the time that was asked for."""

from handlers import Command, Request
from models.conversation import tell
from models.doing import take_step
from models.messages import Message, UserError
from models.permissions import BELOW, OWN
from scheduling.due import read_due_day
from templates import render


def handle(request: Request) -> Message:
    item, teller, rest = request.asked_time(COMMAND)
    if item.work.completed_on:  # done late stays late
        raise UserError("work_is", item=item)
    when = read_due_day(rest, request.here, item.terms.works)
    until, before, asker = when.day if when else item.work.asked_due_on, item.work.due_on, item.work.asked_by
    assert until is not None  # it was asked for
    if until <= before or until < request.today:
        raise UserError("extend_later", item=item, until=until)
    event = take_step(
        request.session, item, "grant", teller, due_on=until, due_at=None, internal_due_on=None, asked_due_on=None,
        asked_reason="", asked_by=None,
    )  # fmt: skip
    if asker:
        tell(
            request.session, asker, event, "granted", by=request.person.address, number=item.number,
            title=item.work.title, until=f"{until:%d/%m/%Y}",
        )  # fmt: skip
    return Message(render("extend/given", item=item, before=before, reason="", letter=""))


COMMAND = Command(
    names=("cho thêm", "grant", "đồng ý thêm", "duyệt thêm", "cho gia hạn", "đồng ý gia hạn", "cho thêm hạn"),
    summary="cho thêm thời hạn đã được đề nghị",
    examples=("cho thêm 12",),
    handle=handle,
    topic="lead",
    place=33,
    writes=True,
    for_another=True,
    allows={"leader": BELOW, "head": OWN},
)
