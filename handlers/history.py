"""`/history`: who said what of a criterion, when, and on whose behalf."""

from dataclasses import replace

from handlers import Command, Request, see_all
from models.messages import Message, UserError
from models.point_lines import is_whole
from models.told import told
from scoring.catalog import ROOT
from templates import render

SHOWN = 4  # of two lines each: what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    arguments = request.arguments
    whole = is_whole(" ".join(arguments.said))
    asked = request.asked(replace(arguments, words=(), said=()) if whole else arguments)
    code = ROOT if whole else asked.code
    if not code:
        raise UserError("history_of_what")
    card = asked.card or request.one_card(arguments)
    known = request.known(card, arguments.day)
    said = told(request.session, known, code, request.at_end_of(arguments.day))
    shown = arguments.cut(said, SHOWN)
    hidden = len(said) - len(shown)
    text = render(
        "history",
        card=card,
        closed=known.closed,
        node=known.criteria_set.criteria[code],
        several=len(known.criteria_set.asked_for(code)) > 1,
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
