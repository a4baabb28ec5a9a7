"""`/appraised`: the points an appraisal gives a node, by round, beside what the figures say."""

from handlers import Command, Request
from models.giving import give
from models.messages import Message
from models.permissions import BELOW, may_appraise
from templates import render


def handle(request: Request) -> Message:
    card, text = request.scoped_card()
    known, teller = request.changing(card, may_appraise)
    gave = give(request.session, known, "appraised", text, teller)
    return Message(render("given", card=card, closed=known.closed, gave=gave))


COMMAND = Command(
    names=("thẩm định", "appraised"),
    summary="ghi điểm thẩm định cho một tiêu chí: điểm, vòng, lý do",
    examples=("thẩm định 3.6 0,8 vòng 2 thiếu minh chứng",),
    handle=handle,
    topic="figures",
    place=53,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW},
)
