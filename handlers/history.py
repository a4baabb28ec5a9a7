"""`/history`: who said what of a criterion, when, and on whose behalf."""

from handlers import Command, Request, see_all
from models.messages import Message, UserError
from models.told import told
from templates import render

SHOWN = 5  # of two lines each: what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if not asked.code:
        raise UserError("history_of_what")
    card = asked.card or request.one_card(arguments)
    known = request.known(card, arguments.day)
    said = told(request.session, known, asked.code, request.at_end_of(arguments.day))
    shown = arguments.cut(said, SHOWN)
    hidden = len(said) - len(shown)
    text = render(
        "history",
        card=card,
        closed=known.closed,
        node=known.criteria_set.criteria[asked.code],
        rows=shown,
        zone=request.zone,
        hidden=hidden,
        day=arguments.day,
    )
    return Message(text, see_all("lịch sử", card.year, arguments, hidden))


COMMAND = Command(
    names=("lịch sử", "history", "ai ghi"),
    summary="ai đã ghi số liệu, điểm nào của một tiêu chí, khi nào",
    examples=("lịch sử 3.6", "lịch sử 1.4 tất cả"),
    handle=handle,
    place=60,
)
