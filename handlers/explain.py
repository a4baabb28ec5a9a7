"""`/explain`: what moved a criterion's points between two days, figure by figure."""

import re
from dataclasses import replace
from datetime import date

from handlers import Command, Request, see_more
from models.messages import LONGEST_COMMAND, Message, UserError
from models.moves import moves
from models.words import clean, means, tokens
from scheduling.arguments import Arguments, read_arguments
from scheduling.dates import NoSuchDay, read_day
from scoring.catalog import ROOT
from templates import render

SHOWN = 5  # of up to two lines each


def handle(request: Request) -> Message:
    days, arguments = _arguments(request)
    asked = request.asked(arguments)
    card = asked.card or request.one_card(arguments)
    if asked.part:
        raise UserError("explain_no_part", part=asked.part.short)
    code = asked.code or ROOT
    first, last = days[0] if days else date(card.year, 1, 1), arguments.day
    before, after = request.known(card, first), request.known(card, last)
    start, end = request.at_end_of(first), request.at_end_of(last)
    found = moves(request.session, after, code, start, end, request.zone, request.works_of(card))
    shown = arguments.cut(found[::-1], SHOWN)[::-1]  # the newest
    hidden = len(found) - len(shown)
    was, now = before.standing(code), after.standing(code)
    moved = now.judgment.low - was.judgment.low, now.judgment.high - was.judgment.high
    text = render(
        "explain",
        card=card,
        closed=after.closed,
        node=now.node,
        was=was,
        now=now,
        first=first,
        last=last or request.today,
        rows=[(move, [leaf.code for leaf in after.criteria_set.served_by(move.indicator.name)]) for move in shown],
        several=len(after.criteria_set.asked_for(code)) > 1,
        counted=after.counted,
        hidden=hidden,
        rest=(moved[0] - sum(move.low for move in found), moved[1] - sum(move.high for move in found)),
        zone=request.zone,
    )
    more = " ".join(filter(None, ("giải thích", clean(request.text, LONGEST_COMMAND), "tất cả")))
    return Message(text, see_more(more, hidden))


def _arguments(request: Request) -> tuple[list[date], Arguments]:
    """The days named, first to last, and the other arguments; of two days the second is that of the answer."""
    days, words = [], []
    for word in tokens(re.sub(r"(?<=[0-9])\s*[-–]\s*(?=[0-9]{1,2}/)", " ", request.text)):
        try:
            day = read_day(word, request.today.year)
        except NoSuchDay:
            raise UserError("no_such_day", text=clean(word, 60)) from None
        days += [day] if day else []
        words += [] if day or means(word, "từ") else [word]
    days = sorted(set(days))
    if len(days) > 2:
        raise UserError("two_days", days=days)
    if days and days[-1] > request.today:
        raise UserError("day_to_come", day=days[-1], today=request.today)
    return days, replace(read_arguments(" ".join(words), request.today), day=days[1] if len(days) == 2 else None)


COMMAND = Command(
    names=("giải thích", "explain", "vì sao", "tại sao"),
    summary="điều gì làm điểm thay đổi giữa hai ngày, từng số liệu",
    examples=("giải thích 3.6", "giải thích 3 30/6"),
    handle=handle,
    topic="score",
    place=45,
)
