"""`/units`: the parts of the scored unit, the criteria each answers for and the points lost there."""

from collections import Counter, defaultdict
from fractions import Fraction

from handlers import Command, Request
from models.messages import Message
from models.scorecards import Part
from templates import render


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.card is None:
        return Message(render("units/scored", cards=asked.cards))
    known = request.known(asked.card, arguments.day)
    of_set = known.criteria_set
    leads: Counter[Part] = Counter()
    lost: dict[Part, Fraction] = defaultdict(Fraction)
    for leaf in of_set.leaves():
        if of_set.stands_in(leaf.code, asked.code) and not leaf.survey:
            leads[known.unit(of_set.lead(leaf.code))] += 1
    for each in known.losing():
        if of_set.stands_in(each.node.code, asked.code):
            lost[known.unit(of_set.lead(each.node.code))] += each.lost
    parts = [asked.part] if asked.part else [*known.units.values(), known.unit("")]
    rows = [(part, leads[part], lost[part]) for part in parts if leads[part]]
    text = render(
        "units/parts",
        card=asked.card,
        code=asked.code,
        closed=known.closed,
        rows=sorted(rows, key=lambda row: -row[2]),
        others=[part for part in parts if not leads[part] and part.key],
        day=arguments.day,
    )
    return Message(text)


COMMAND = Command(
    names=("đơn vị", "units", "phòng ban"),
    summary="các đơn vị, số tiêu chí phụ trách và điểm đã mất ở đó",
    examples=("đơn vị", "đơn vị 30/6"),
    handle=handle,
    topic="score",
    place=40,
)
