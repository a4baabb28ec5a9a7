"""`/stale`: the running figures not updated for too long, oldest first, and the unit that enters them."""

from datetime import date

from handlers import Command, Request, see_all
from models.choosing import Asked
from models.known import Known
from models.messages import Message
from models.stale import Stale, stale_figures
from templates import render

SHOWN = 5  # of two lines each: what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    day = arguments.day
    said = {"stale_days": request.stale_days, "code": asked.code, "day": day}
    if asked.card is None:
        units = [(card, len(_stale(request, request.known(card, day), asked, day))) for card in asked.cards]
        units.sort(key=lambda unit: -unit[1])
        some = arguments.cut(units, 2 * SHOWN)
        text = render("stale", units=some, of=len(units), total=sum(number for _, number in units),
                      late=sum(number > 0 for _, number in units), **said)  # fmt: skip
        return Message(text, see_all("số liệu cũ", asked.cards[0].year, arguments, len(units) - len(some)))
    known = request.known(asked.card, day)
    found = _stale(request, known, asked, day)
    shown = arguments.cut(found, SHOWN)
    text = render(
        "stale",
        units=[],
        card=asked.card,
        closed=known.closed,
        no_figures=not known.stated,
        part=asked.part,
        rows=shown,
        hidden=len(found) - len(shown),
        **said,
    )
    return Message(text, see_all("số liệu cũ", asked.card.year, arguments, hidden=len(found) - len(shown)))


def _stale(request: Request, known: Known, asked: Asked, day: date | None) -> list[Stale]:
    """What `/score` counts as out of date, oldest first, of the criterion and the unit asked about."""
    of_set = known.criteria_set
    return [
        each
        for each in stale_figures(known, day or request.today, request.stale_days)
        if (not asked.code or any(of_set.stands_in(code, asked.code) for code in each.codes))
        and (not asked.part or asked.part.key == each.owner.key)
    ]


COMMAND = Command(
    names=("số liệu cũ", "stale", "chưa cập nhật"),
    summary="số liệu quá lâu chưa cập nhật, cũ nhất trước, và đơn vị phụ trách",
    examples=("số liệu cũ", "số liệu cũ văn phòng", "số liệu cũ 7"),
    handle=handle,
    topic="score",
    place=25,
)
