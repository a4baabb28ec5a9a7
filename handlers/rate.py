"""`/rate`: the rates that lead below their target, worst first; with a code where one leads and what reaches it."""

from dataclasses import replace

from handlers import Command, Request, commands, see_all
from models.choosing import Asked
from models.known import Known
from models.messages import Choice, Message
from models.rates import Rate, rates, worst
from models.stale import stale_figures
from scheduling.calendar import works
from templates import render

SHOWN = 4  # of two lines each: what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    card = asked.card or request.one_card(arguments)
    known, day = request.known(card, arguments.day), arguments.day
    today = day or request.today
    found = rates(request.session, known, request.at_end_of(day), today, works, asked.code)
    stale = {each.indicator.name: each.days for each in stale_figures(known, today, request.stale_days)}
    node = known.criteria_set.criteria.get(asked.code)
    if node is None or node.children:
        return _list(request, known, asked, found, stale)
    if not found:
        over = [end for each in known.criteria_set.asked_for(node.code) if (end := each.closes.ends(card.year)) < today]
        return Message(render("rate/none", node=node, card=card, closed=known.closed, over=over, day=day))
    (rate,) = found
    days = stale.get(rate.indicator.name, 0)
    text = render("reminders/rate", rate=rate, today=today, everything=True, stale_days=days, answers=())
    return Message(text, (*_offer(request, "Chi tiết", "xu hướng", rate), *_task(request, known, rate)))


def _list(request: Request, known: Known, asked: Asked, found: list[Rate], stale: dict[str, int]) -> Message:
    """The low ones of the criterion and the unit asked about, and how many others there are."""
    arguments, key = request.arguments, asked.part.key if asked.part else ""
    mine = [each for each in found if not key or key in (each.owner.key, known.criteria_set.lead(each.node.code))]
    fresh = [each for each in mine if each.indicator.name not in stale]
    low = worst(fresh)
    shown = arguments.cut(low, SHOWN)
    hidden = len(low) - len(shown)
    text = render(
        "rate/list", rows=shown, hidden=hidden, others=[each.state for each in fresh if not each.low],
        stale=len(mine) - len(fresh), stale_days=request.stale_days, code=asked.code, part=asked.part,
        card=known.card, closed=known.closed, day=arguments.day,
    )  # fmt: skip
    offers = [
        choice
        for each in shown
        for choice in request.offers(each.node.code, "tỷ lệ", known.card, each.node.code, arguments.day)
    ]
    return Message(text, (*see_all("tỷ lệ", known.card.year, arguments, hidden), *offers))


def _offer(request: Request, label: str, command: str, rate: Rate) -> list[Choice]:
    """What the message calls by one word, typed in full."""
    offered = request.offers(label, command, rate.card, rate.node.code, request.arguments.day)
    return [replace(each, aside=False) for each in offered]


def _task(request: Request, known: Known, rate: Rate) -> list[Choice]:
    """A task that mends it, for who may give one to the unit responsible."""
    lead = known.lead(rate.node.code) or rate.owner
    unit_key = f"{rate.card.unit_key}/{lead.key}" if lead.key else rate.card.unit_key
    offered = rate.low and rate.card.own and not request.arguments.day
    gives = offered and request.reaches(unit_key, commands()["mend"].allows)
    return _offer(request, "Giao việc", "giao việc", rate) if gives else []


COMMAND = Command(
    names=("tỷ lệ", "rate", "tỉ lệ", "tỷ lệ thấp"),
    summary="tỷ lệ chưa đạt chỉ tiêu, nhiều điểm nhất trước; nhịp cần có và hạn cuối còn đạt được",
    examples=("tỷ lệ", "tỷ lệ 7"),
    handle=handle,
    topic="score",
    place=44,
)
