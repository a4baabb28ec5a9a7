"""`/lost`: the points lost, largest first, and the unit that can win them back."""

from dataclasses import replace
from fractions import Fraction

from handlers import Command, Request
from models.known import Standing
from models.messages import Choice, Message
from models.words import fold
from templates import render

SHOWN = 8  # what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    whole = replace(request.arguments, words=tuple(w for w in request.arguments.words if fold(w) not in _ALL))
    asked = request.asked(whole)
    if asked.card is None:
        totals = [(card, request.known(card, whole.day)) for card in asked.cards]
        rows = [{"card": card, "lost": _sum(known.losing())} for card, known in totals]
        return Message(render("lost/units", rows=sorted(rows, key=lambda row: -row["lost"]), year=asked.cards[0].year))
    known = request.known(asked.card, whole.day)
    losing = [
        each
        for each in known.losing()
        if (not asked.code or asked.code in {node.code for node in known.criteria_set.path(each.node.code)})
        and (not asked.unit or asked.unit in known.criteria_set.responsible(each.node.code))
    ]
    everything = len(whole.words) < len(request.arguments.words) or len(losing) <= SHOWN + 1
    shown = losing if everything else losing[:SHOWN]
    more = " ".join(("mất điểm", str(asked.card.year), *whole.words, "tất cả"))
    text = render(
        "lost/list",
        card=asked.card,
        closed=known.closed,
        unit_name=asked.unit_name,
        code=asked.code,
        total=_sum(losing),
        rows=[(each, known.lead(each.node.code)) for each in shown],
        hidden=len(losing) - len(shown),
        hidden_total=_sum(losing) - _sum(shown),
        surveys=[] if asked.unit or asked.code else [part for part in known.parts() if part.node.survey and part.lost],
        day=whole.day,
    )
    fits = len(more.encode()) <= 64
    return Message(text, (Choice("Xem tất cả", more),) if len(losing) > len(shown) and fits else ())


_ALL = ("tat", "ca", "all", "het")


def _sum(standings: list[Standing]) -> Fraction:
    return sum((each.lost for each in standings), Fraction(0))


COMMAND = Command(
    names=("mất điểm", "lost", "điểm mất", "điểm trừ", "bị trừ"),
    summary="điểm đã mất, nhiều nhất trước, và đơn vị có thể lấy lại",
    examples=("mất điểm 2021", "mất điểm 2021 phòng nội vụ", "mất điểm 7"),
    handle=handle,
    place=20,
)
