"""`/details`: "chi tiết" of what the newest message named: a piece of work, or a rate with its picture."""

from typing import Any

from handlers import Command, Request
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from scheduling.arguments import is_bare, numbers_of
from scheduling.lately import rates_in
from templates import render

SHOWN = 9


def handle(request: Request) -> Message:
    if not is_bare(request.text):
        return _of(request, request.text)
    rows = _named(request)
    if not rows:
        named = next((message.numbers for message in request.told if message.numbers), ())
        if len(named) == 1:
            raise UserError("no_such_work", number=named[0])
        raise UserError("details_of_what")
    return _of(request, rows[0][0]) if len(rows) == 1 else _which(request, rows)


def answer(request: Request, draft: Any) -> Message | None:
    lines, said = draft["lines"], request.text.strip(" .#")
    places = {str(number): line for number, line in enumerate(lines, 1)}
    line = next((each for each in lines if each.split()[0] == said), places.get(said))
    if line is None:
        return None
    request.answered()
    return _of(request, line)


def _of(request: Request, text: str) -> Message:
    """A number is a piece of work; else it is a criterion's figures, where they lead, and their picture."""
    numbers, rest = numbers_of(text)
    if numbers and not rest.strip("?!. "):
        return request.commands["tasks"].handle(request.saying(str(numbers[0])))
    return request.commands["trend"].handle(request.saying(text))


def _named(request: Request) -> list[tuple[str, str, str]]:
    """What the newest message named that this person may see: how it is asked for, its number or code, its name."""
    for message in request.told:
        items = [item for number in message.numbers if (item := request.see(number))]
        rates = rates_in(request.session, message, request.cards, request.today.year)
        rows = [(str(item.number), f"#{item.number}", item.work.title) for item in items]
        rows += [(f"{node.code} {card.year} {card.unit_name}", node.code, node.name) for card, node in rates]
        if rows:
            return rows[:SHOWN]
    return []


def _which(request: Request, rows: list[tuple[str, str, str]]) -> Message:
    request.ask("details", {"lines": [line for line, *_ in rows]})
    typed = ((name, f"chi tiết {line}") for line, name, _ in rows[:3])
    choices = (Choice(name, line, aside=True) for name, line in typed if len(line.encode()) <= LONGEST_COMMAND)
    return Message(render("details", rows=rows), tuple(choices))


COMMAND = Command(
    names=("chi tiết", "details", "ct", "chi tiết việc", "xem chi tiết"),
    summary="xem kỹ một việc hoặc một tỷ lệ mà tin nhắc vừa nêu",
    examples=("chi tiết 12", "chi tiết 3.6"),
    handle=handle,
    topic="work",
    answer=answer,
    place=13,
    writes=True,  # it may ask which; and what it is about changes with every message
)
