"""`/units`: the parts of the scored unit, the criteria each answers for and the points lost there."""

from collections import Counter
from fractions import Fraction

from handlers import Command, Request
from models.messages import Message
from templates import render


def handle(request: Request) -> Message:
    asked = request.asked(request.arguments)
    if asked.card is None:
        return Message(render("units/scored", cards=asked.cards))
    known = request.known(asked.card, request.arguments.day)
    leads = Counter(known.criteria_set.lead(leaf.code) for leaf in known.criteria_set.leaves() if not leaf.survey)
    lost: Counter[str] = Counter()
    for each in known.losing():
        lost[known.criteria_set.lead(each.node.code)] += each.lost  # type: ignore[assignment]
    named = [
        {"name": name, "leads": leads[key], "lost": Fraction(lost[key])}
        for key, name in known.unit_names.items()
        if leads[key]
    ]
    others = [name for key, name in known.unit_names.items() if not leads[key]]
    return Message(
        render(
            "units/parts",
            card=asked.card,
            closed=known.closed,
            units=sorted(named, key=lambda unit: -unit["lost"]),
            others=others,
        )
    )


COMMAND = Command(
    names=("đơn vị", "units", "phòng ban"),
    summary="các đơn vị, số tiêu chí phụ trách và điểm đã mất ở đó",
    examples=("đơn vị", "đơn vị 2021"),
    handle=handle,
    place=40,
)
