"""`/undo`: take back one's own last change, within ten minutes: all that one message did."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from handlers import Command, Request
from models.changes import TakenBack, hold_unit, standing_rows
from models.changes import take_back as retract
from models.days import By, hold_calendar, take_back_days
from models.doing import take_back
from models.known import Known
from models.messages import Message, UserError
from models.nudges import NUDGED, waits
from models.scorecards import Card
from models.tables import Event, Unit
from models.undoing import DAYS, last_message, silence
from models.words import clean, tokens
from scheduling.arguments import numbers_of
from scheduling.moved import changing, said_of, tell_moved, unread
from scoring.catalog import CriteriaSet
from templates import render


def handle(request: Request) -> Message:
    events = last_message(request.session, request.teller.person_id, request.now)
    if days := [event for event in events if event.what == DAYS]:
        return _days(request, days)
    change = standing_rows(request.session, events)
    work = sorted((event for event in events if event.work_id), key=lambda event: event.work_id or 0)
    card = _card(request.cards, change)
    if not work and card is None:
        raise UserError("nothing_to_undo")
    before = _hold(request, card)
    if request.text and not _names(change, before, work, request.text):
        raise UserError("undo_other", text=clean(request.text, 60))
    if gone := [event for event in work if event.what == NUDGED and not waits(request.session, event)]:
        raise UserError("undo_nudged", number=gone[0].work_id)
    for event in work:
        if not take_back(request.session, event, request.teller):
            raise UserError("undo_changed", number=event.work_id)
    if card:
        retract(request.session, card, change, request.teller)
    silence(request.session, events, request.now)
    after = request.known(card) if card else None
    items = [item for event in work if (item := request.see(event.work_id or 0))]
    return Message(
        render(
            "undo",
            card=card,
            closed=after.closed if after else False,
            figures=_figures(after, change) if after else [],
            given=change.points,
            moved_=before.moved(after) if before and after else [],
            said_at=events[0].at,
            zone=request.zone,
            work=list(zip(work, items, strict=False)),
        )
    )


def _days(request: Request, events: Sequence[Event]) -> Message:
    """Take back what was said of the calendar; who has read of it reads of this too, others of neither."""
    session, by = request.session, By(request.now, request.how, request.teller)
    if request.text:
        raise UserError("undo_other", text=clean(request.text, 60))
    unit = session.scalars(select(Unit).where(Unit.key == events[0].subject)).one()
    days = sorted({date.fromisoformat(day) for event in events for day in event.after})

    def change() -> Event | None:
        done = [take_back_days(session, event, unit, by) for event in events]
        if None in done:
            raise UserError("undo_days_changed")
        return done[-1]

    hold_calendar(session, unit.id)
    effect = changing(session, (unit.key,), days, request.today, change)
    knows_nothing = unread(session, events)
    silence(session, events, request.now)
    tell_moved(session, effect, request.today, but={*knows_nothing, request.person.id}, back=True)
    said = said_of(session, unit.key, days)
    past = [day for day in days if day < request.today]
    return Message(render("calendar/taken_back", unit=unit, days=said, effect=effect, past=past))


def _hold(request: Request, card: Card | None) -> Known | None:
    if card is None:
        return None
    hold_unit(request.session, card)
    return request.known(card)


def _figures(after: Known, change: TakenBack) -> list[tuple[object, ...]]:
    of_set = after.criteria_set
    return [
        (_leaf(of_set, row.indicator), of_set.indicators[row.indicator], row.value)
        for row in change.figures
        if row.indicator in of_set.indicators
    ]


def _names(change: TakenBack, before: Known | None, work: Sequence[Event], text: str) -> bool:
    """Whether the codes or numbers after the command, if any, name what would be taken back."""
    numbers, rest = numbers_of(text)
    if work and numbers and not rest:
        return set(numbers) <= {event.work_id for event in work}
    if before is None:
        return True
    of_set = before.criteria_set
    changed = {leaf.code for row in change.figures for leaf in of_set.served_by(row.indicator)}
    changed |= {row.code for row in change.points}
    named = {code for word in tokens(text) for code in of_set.find(word)}
    return not named or bool(named & changed)


def _card(cards: Sequence[Card], change: TakenBack) -> Card | None:
    """The scorecard a change was made to."""
    if change.points:
        return next((card for card in cards if card.id == change.points[0].scorecard_id), None)
    if not change.figures:
        return None
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
