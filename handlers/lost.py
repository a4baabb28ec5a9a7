"""`/lost`: the points lost, largest first, and the unit that can win them back."""

from fractions import Fraction

from handlers import Command, Request, see_all
from models.choosing import Asked
from models.known import Known, Standing
from models.messages import Message
from templates import render

SHOWN = 8  # what fits a phone; "tất cả" shows the rest


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.card is None:
        rows = [(card, _sum(_losing(request.known(card, arguments.day), asked))) for card in asked.cards]
        rows.sort(key=lambda row: -row[1])
        shown_rows, year = arguments.cut(rows, SHOWN), rows[0][0].year
        hidden = len(rows) - len(shown_rows)
        text = render("lost/units", rows=shown_rows, year=year, code=asked.code, day=arguments.day, hidden=hidden)
        return Message(text, see_all("mất điểm", year, arguments, hidden))
    known = request.known(asked.card, arguments.day)
    losing = _losing(known, asked)
    shown = arguments.cut(losing, SHOWN)
    whole = not asked.code and not asked.part
    text = render(
        "lost/list",
        card=asked.card,
        closed=known.closed,
        part=asked.part,
        code=asked.code,
        total=_sum(losing),
        rows=[(each, known.lead(each.node.code)) for each in shown],
        hidden=len(losing) - len(shown),
        hidden_total=_sum(losing) - _sum(shown),
        supported=_supported(known, asked),
        surveys=[survey for survey in known.surveys() if survey.lost] if whole else [],
        penalties=known.penalties() if whole else [],
        group=None if losing else _group(known, asked),
        unpublished=known.closed and not losing and any(node.published is None for node in known.summed()),
        day=arguments.day,
    )
    return Message(text, see_all("mất điểm", asked.card.year, arguments, hidden=len(losing) - len(shown)))


def _losing(known: Known, asked: Asked) -> list[Standing]:
    """What was lost below the criterion and by the unit asked about."""
    of_set = known.criteria_set
    apart = [*known.surveys(), *known.penalties()] if asked.code else []  # only where they are asked about
    return [
        each
        for each in [*known.losing(), *apart]
        if each.lost > 0
        and of_set.stands_in(each.node.code, asked.code)
        and (not asked.part or asked.part.key == of_set.lead(each.node.code))
    ]


def _group(known: Known, asked: Asked) -> Standing | None:
    """The node whose loss is not the sum of its parts', where one of those parts is asked about."""
    above = {node.code for node in known.criteria_set.path(asked.code)[1:]} if asked.code else set()
    return next((node for node in known.summed() if node.node.code in above), None)


def _supported(known: Known, asked: Asked) -> list[Standing]:
    """What the unit asked about helps to win back for another."""
    if asked.part is None:
        return []
    key, of_set = asked.part.key, known.criteria_set
    return [
        each
        for each in known.losing()
        if key in of_set.supporting(each.node.code)
        and key != of_set.lead(each.node.code)
        and of_set.stands_in(each.node.code, asked.code)
    ]


def _sum(standings: list[Standing]) -> Fraction:
    return sum((each.lost for each in standings), Fraction(0))


COMMAND = Command(
    names=("mất điểm", "lost", "điểm mất", "điểm trừ", "bị trừ"),
    summary="điểm đã mất, nhiều nhất trước, và đơn vị có thể lấy lại",
    examples=("mất điểm", "mất điểm văn phòng", "mất điểm 7"),
    handle=handle,
    topic="score",
    place=20,
)
