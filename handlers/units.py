"""`/units`: the parts of the scored unit, the criteria each answers for and the points lost there."""

from collections import Counter, defaultdict
from fractions import Fraction

from handlers import Command, Request
from models.messages import Message
from templates import render


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.card is None:
        return Message(render("units/scored", cards=asked.cards))
    known = request.known(asked.card, arguments.day)
    leads = Counter(known.criteria_set.lead(leaf.code) for leaf in known.criteria_set.leaves() if not leaf.survey)
    lost: dict[str, Fraction] = defaultdict(Fraction)
    for each in known.losing():
        lost[known.criteria_set.lead(each.node.code)] += each.lost
    parts = [asked.part] if asked.part else list(known.units.values())
    rows = [(part, leads[part.key], lost[part.key]) for part in parts if leads[part.key]]
    text = render(
        "units/parts",
        card=asked.card,
        closed=known.closed,
        rows=sorted(rows, key=lambda row: -row[2]),
        others=[part for part in parts if not leads[part.key]],
        day=arguments.day,
    )
    return Message(text)


COMMAND = Command(
    names=("đơn vị", "units", "phòng ban"),
    summary="các đơn vị, số tiêu chí phụ trách và điểm đã mất ở đó",
    examples=("đơn vị", "đơn vị 30/6"),
    handle=handle,
    place=40,
)
