"""`/conclude`: who assigned a piece of work concludes that it is done."""

from handlers import Command, Request
from models.doing import check_step, take_step
from models.messages import Message, UserError
from models.people import person_with
from models.permissions import BELOW, OWN
from models.work import open_on
from templates import render


def handle(request: Request) -> Message:
    numbers, _ = request.about()
    if len(numbers) != 1:
        raise UserError("one_number", example="kết luận 12")
    item, teller = request.work(numbers[0], COMMAND)
    check_step(item, "conclude")
    giver = person_with(request.session, item.work.assigned_by, request.today)
    acting = next((post for post in request.person.posts if giver and post.acting_for_id == giver.id), None)
    if giver and request.person.id != giver.id and acting is None:  # who has left concludes no more: others may
        raise UserError("conclude_not_yours", item=item)
    if acting:
        teller = request.teller_as(acting)
    take_step(request.session, item, "conclude", teller)
    known = request.conclude(item, teller)
    others = [other.number for other in open_on(request.session, item)]
    moved = known[0].moved(known[1]) if known else []
    return Message(render("conclude", item=item, moved_=moved, others=others))


COMMAND = Command(
    names=("kết luận", "conclude", "kết luận xong"),
    summary="người giao việc kết luận việc đã xong",
    examples=("kết luận 12",),
    handle=handle,
    topic="lead",
    place=31,
    writes=True,
    allows={"head": OWN, "officer": BELOW, "leader": BELOW},
)
