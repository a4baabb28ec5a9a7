"""`/history`: who said what of a criterion or of a piece of work, when, and on whose behalf."""

from dataclasses import replace

from handlers import Command, Request, see_all, see_more
from models.messages import Message, UserError
from models.point_lines import is_whole
from models.sets import criteria_set
from models.stories import story
from models.told import told
from models.words import fold
from models.work import Item
from scheduling.arguments import numbers_of
from scoring.catalog import ROOT
from templates import render

SHOWN = 4  # of two lines each: what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    if item := _work(request):
        told_of = story(request.session, item)
        newest = request.arguments.cut(told_of, 2 * SHOWN)
        hidden = len(told_of) - len(newest)
        text = render("history_of_work", item=item, rows=newest, zone=request.zone, hidden=hidden)
        return Message(text, see_more(f"lịch sử việc {item.number} tất cả", hidden))
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
        counted=any(each.name in known.counted for each in known.criteria_set.asked_for(code)),
        rows=shown,
        zone=request.zone,
        hidden=hidden,
        day=arguments.day,
    )
    return Message(text, see_all("lịch sử", card.year, arguments, hidden))


def _work(request: Request) -> Item | None:
    """The piece of work a line asks about; a bare number that is a code of the set is the code."""
    numbers, rest = numbers_of(request.text)
    if len(numbers) != 1 or fold(rest) not in ("", "tat ca", "all"):
        return None
    said = request.text.strip()
    item = request.see(numbers[0])
    if said.startswith("#") or fold(said).startswith("viec"):
        if item is None:
            raise UserError("no_such_work", number=numbers[0])
        return item
    sets = {card.criteria_set_id for card in request.cards}
    is_code = any(criteria_set(request.session, each).find(str(numbers[0])) for each in sets)
    return None if is_code else item


COMMAND = Command(
    names=("lịch sử", "history", "ai ghi"),
    summary="ai đã ghi gì về một tiêu chí hoặc một việc, khi nào",
    examples=("lịch sử 3.6", "lịch sử 1.4 tất cả"),
    handle=handle,
    topic="score",
    place=60,
)
