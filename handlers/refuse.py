"""`/refuse`: the level that set a date keeps it."""

from handlers import Command, Request
from models.conversation import tell
from models.doing import take_step
from models.messages import Message
from models.permissions import BELOW, OWN
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    item, teller, reason = request.asked_time(COMMAND)
    asker, until = item.work.asked_by, item.work.asked_due_on
    event = take_step(request.session, item, "refuse", teller, asked_due_on=None, asked_reason="", asked_by=None)
    if asker:
        tell(
            request.session, asker, event, "refused", by=request.person.address, number=item.number,
            title=item.work.title, due=f"{item.work.due_on:%d/%m/%Y}", reason=clean(reason, 200),
        )  # fmt: skip
    return Message(render("refuse", item=item, until=until, reason=clean(reason, 200)))


COMMAND = Command(
    names=("không cho thêm", "refuse", "không gia hạn", "giữ nguyên hạn", "từ chối thêm"),
    summary="giữ nguyên thời hạn, kèm lý do",
    examples=("không cho thêm 12: đã thêm một lần",),
    handle=handle,
    topic="lead",
    place=34,
    writes=True,
    for_another=True,
    allows={"leader": BELOW, "head": OWN},
)
