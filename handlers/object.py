"""`/object`: what was written on one's behalf was not said: it is taken back, and the writer is told."""

from sqlalchemy import select

from handlers import Command, Request
from models.conversation import tell
from models.doing import take_back
from models.messages import Message, UserError
from models.record import record
from models.tables import Event
from models.undoing import message_of
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    numbers, reason = request.about()
    if len(numbers) != 1:
        raise UserError("one_number", example="không đúng 12")
    item = request.see(numbers[0])
    if item is None:
        raise UserError("no_such_work", number=numbers[0])
    event = _written(request, item.number)
    if event is None:
        raise UserError("nothing_on_behalf", number=item.number)
    events = [each for each in message_of(request.session, event) if each.work_id == item.number]
    undone = all(take_back(request.session, each, request.teller) for each in events)
    objection = record(
        request.session, request.now, how=request.how, what="work object", subject=f"#{item.number}",
        before={}, after={"reason": clean(reason, 200)}, unit_id=item.work.home_id, work_id=item.number,
        undoes_id=None if undone else event.id, teller=request.teller,
    )  # fmt: skip
    assert event.actor_id is not None
    tell(
        request.session, event.actor_id, objection, "objected", by=request.person.address, number=item.number,
        title=item.work.title, undone=undone, reason=clean(reason, 200),
    )  # fmt: skip
    return Message(render("object", item=item, undone=undone))


def _written(request: Request, number: int) -> Event | None:
    """The newest thing written on this person's behalf that stands and was not objected to."""
    gone = select(Event.undoes_id).where(Event.work_id == number, Event.undoes_id.is_not(None))
    return request.session.scalars(
        select(Event)
        .where(Event.work_id == number, Event.on_behalf_of_id == request.person.id, Event.id.not_in(gone))
        .order_by(Event.id.desc())
    ).first()


COMMAND = Command(
    names=("không đúng", "object", "phản đối", "tôi không báo"),
    summary="không đồng ý với điều đầu mối đã ghi thay",
    examples=("không đúng 12",),
    handle=handle,
    place=56,
    writes=True,
)
