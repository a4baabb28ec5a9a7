"""`/mend`: "giao việc" after a low rate: the task that raises it, filled in, shown, and given when agreed."""

from datetime import date
from typing import Any

from handlers import Command, Request
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.permissions import BELOW, OWN
from models.rates import Rate, rates
from models.scorecards import Card
from scheduling.arguments import agreed, is_bare
from scheduling.due import read_due_day
from scheduling.lately import rates_in
from templates import plain, render, say

SHOWN = 9


def handle(request: Request) -> Message:
    """Alone it is about the newest message, with a code about that rate; all else is `/assign`."""
    text = request.text.strip()
    if is_bare(text):
        low, text = _told(request), ""
        if low:
            return _which(request, low) if len(low) > 1 else _preview(request, low[0])
    first = text.partition(" ")[0]
    if not request.is_code(first) or ("." not in first and first != text) or ":" in text:
        return request.commands["assign"].handle(request.saying(text))
    asked = request.asked(request.arguments)
    rate = _low(request, asked.card or request.one_card(request.arguments), asked.code)
    return _preview(request, rate) if rate else request.commands["task_new"].handle(request.saying(f"TC {asked.code}"))


def answer(request: Request, draft: Any) -> Message | None:
    """Which rate; then "đồng ý", or another day."""
    yes, said = agreed(request.text), request.text.strip(" .")
    if yes is False:
        request.answered()
        return Message(render("dropped"))
    if "lines" in draft:
        places = {str(number): line for number, line in enumerate(draft["lines"], 1)}
        line = places.get(said) or next((each for each in draft["lines"] if each.split()[0] == said), "")
        return handle(request.saying(line)) if line else None
    if yes:
        request.answered()
        line = f"{draft['title']}; TC {draft['code']}; {draft['unit']}; {date.fromisoformat(draft['due']):%d/%m/%Y}"
        return request.commands["task_new"].handle(request.saying(line))
    when = read_due_day(said, request.here, request.works)
    if when is None or when.others or when.rest.strip(" .,"):
        return None
    if when.day < request.today:
        raise UserError("due_past", day=when.day, today=request.today)
    return _shown(request, draft | {"due": when.day.isoformat()})


def _told(request: Request) -> list[Rate]:
    """Of the newest message that named rates those that are low still."""
    for message in request.told:
        named = rates_in(request.session, message, request.cards, request.today.year)
        if named:
            found = (_low(request, card, node.code) for card, node in named)
            return [rate for rate in found if rate][:SHOWN]
    return []


def _low(request: Request, card: Card, code: str) -> Rate | None:
    known, works = request.known(card), request.works_of(card)
    found = rates(request.session, known, request.now, request.today, works, code)
    return next((rate for rate in found if rate.node.code == code and rate.low), None)


def _which(request: Request, low: list[Rate]) -> Message:
    lines = [f"{rate.node.code} {rate.card.year} {rate.card.unit_name}" for rate in low]
    request.ask("mend", {"lines": lines})
    typed = (f"giao việc {line}" for line in lines[:3])
    choices = (Choice(each.split()[2], each, aside=True) for each in typed if len(each.encode()) <= LONGEST_COMMAND)
    return Message(render("mend/which", rates=low), tuple(choices))


def _preview(request: Request, rate: Rate) -> Message:
    """For the unit that leads the criterion; another office, such as a commune seen from above, sees to that itself."""
    card, lead = rate.card, request.known(rate.card).lead(rate.node.code) or rate.owner
    own = card.own and lead.key
    key, name = (f"{card.unit_key}/{lead.key}", lead.name) if own else (card.unit_key, card.unit_name)
    if not request.reaches(key, COMMAND.allows):
        raise UserError("give_not_yours", unit=name)
    draft = {
        "title": plain(say("mend/words", "title", rate=rate)), "code": rate.node.code, "unit": name,
        "gain": plain(say("mend/words", "gained", rate=rate)),
        "due": max(rate.until, request.today).isoformat(),
    }  # fmt: skip
    return _shown(request, draft)


def _shown(request: Request, draft: dict[str, Any]) -> Message:
    request.ask("mend", draft | {"yes": True})
    text = render("mend/preview", draft=draft, due=date.fromisoformat(draft["due"]))
    return Message(text, (Choice("Đồng ý", "đồng ý"), Choice("Thôi", "thôi")))


COMMAND = Command(
    names=("giao việc", "mend"),
    summary="giao việc nâng một tỷ lệ thấp mà tin nhắc vừa nêu; xem trước, đồng ý mới giao",
    examples=("giao việc 3.6",),
    handle=handle,
    topic="lead",
    answer=answer,
    place=29,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW, "head": OWN},
)
