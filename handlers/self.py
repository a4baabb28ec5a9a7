"""`/self`: the points the office gives itself, on any node, beside what the figures say."""

from handlers import Command, Request
from models.giving import give
from models.messages import Message
from models.permissions import BELOW, may_score
from templates import render


def handle(request: Request) -> Message:
    card, text = request.scoped_card()
    known, teller = request.changing(card, may_score)
    gave = give(request.session, known, "self", text, teller)
    return Message(render("given", card=card, closed=known.closed, gave=gave))


COMMAND = Command(
    names=("tự chấm", "self"),
    summary="ghi điểm đơn vị tự chấm cho một tiêu chí, kèm lý do",
    examples=("tự chấm 3.6 0,86 đủ minh chứng",),
    handle=handle,
    topic="figures",
    place=52,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW},
)
