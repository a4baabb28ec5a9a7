"""`/undo`: take back one's own last change, within ten minutes."""

from collections.abc import Sequence

from handlers import Command, Request
from models.changes import TakenBack, hold_unit, last_change, take_back
from models.messages import Message, UserError
from models.scorecards import Card
from models.words import clean, tokens
from scoring.catalog import CriteriaSet
from templates import render


def handle(request: Request) -> Message:
    change = last_change(request.session, request.person.id, request.now)
    card = _card(request.cards, change) if change else None
    if change is None or card is None:
        raise UserError("nothing_to_undo")
    hold_unit(request.session, card)
    before = request.known(card)
    if request.text and not _names(change, before.criteria_set, request.text):
        raise UserError("undo_other", text=clean(request.text, 60))
    take_back(request.session, card, change, request.teller)
    after = request.known(card)
    of_set = after.criteria_set
    figures = [
        (_leaf(of_set, row.indicator), of_set.indicators[row.indicator], row.value)
        for row in change.figures
        if row.indicator in of_set.indicators
    ]
    return Message(
        render(
            "undo",
            card=card,
            closed=after.closed,
            figures=figures,
            given=change.points,
            moved_=before.moved(after),
            said_at=change.said_at,
            zone=request.zone,
        )
    )


def _names(change: TakenBack, of_set: CriteriaSet, text: str) -> bool:
    """Whether the codes after the command, if any, name what would be taken back."""
    changed = {leaf.code for row in change.figures for leaf in of_set.served_by(row.indicator)}
    changed |= {row.code for row in change.points}
    named = {code for word in tokens(text) for code in of_set.find(word)}
    return not named or bool(named & changed)


def _card(cards: Sequence[Card], change: TakenBack) -> Card | None:
    """The scorecard a change was made to."""
    if change.points:
        return next((card for card in cards if card.id == change.points[0].scorecard_id), None)
    row = change.figures[0]
    return next((card for card in cards if (card.unit_id, str(card.year)) == (row.unit_id, row.period[:4])), None)


def _leaf(of_set: CriteriaSet, name: str) -> str:
    """The code of the leaf a figure is of, with the figure's label where the leaf has several."""
    leaf, label = of_set.served_by(name)[0], of_set.indicators[name].label
    return f"{leaf.code} {label or name}" if len(of_set.asked_for(leaf.code)) > 1 else leaf.code


COMMAND = Command(
    names=("hoàn tác", "undo", "ghi nhầm", "rút lại"),
    summary="rút lại điều chính đồng chí vừa ghi, trong 10 phút",
    examples=("hoàn tác",),
    handle=handle,
    place=55,
    writes=True,
)
