"""`/quota`: how many messages each account sent this month, of how many it may, and what waits because of that."""

from handlers import Command, Request
from models.chat_tables import ChannelState
from models.messages import Message
from models.permissions import BELOW
from models.quota import accounts, month_of, waiting
from templates import render


def handle(request: Request) -> Message:
    session, month = request.session, month_of(request.now, request.zone)
    rows = []
    for quota, sent in accounts(session, month, request.rules.monthly):
        state = session.get(ChannelState, (quota.channel, quota.account))
        held = waiting(session, quota, quota.least(sent), request.now)
        rows.append((quota, state.name if state else quota.account, sent, held))
    return Message(render("quota", month=month, rows=rows, said=request.text.strip()))


COMMAND = Command(
    names=("hạn mức", "quota", "hạn mức tin"),
    summary="số tin đã gửi trong tháng, hạn mức và tin đang chờ",
    examples=("hạn mức",),
    handle=handle,
    place=82,
    writes=True,  # a count moves no stamp: never from memory
    allows={"officer": BELOW, "administrator": BELOW},
)
