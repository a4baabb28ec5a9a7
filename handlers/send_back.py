"""`/sendback`: the evidence does not yet show that the work is done; what is missing is named."""

from handlers import Command, Request
from models.conversation import tell
from models.doing import take_step
from models.messages import Message, UserError
from models.people import holders
from models.permissions import BELOW
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    numbers, reason = request.about()
    if len(numbers) != 1 or not reason:
        raise UserError("number_and_reason", example="đề nghị bổ sung 12: bản có dấu")
    item, teller = request.work(numbers[0], COMMAND)
    event = take_step(request.session, item, "send_back", teller, reason=clean(reason, 200))
    told = {person.id for person in holders(request.session, "head", (item.lead_key,), request.today)}
    for person_id in sorted(told | {each for each in (item.work.reported_by, item.work.assignee_id) if each}):
        tell(
            request.session, person_id, event, "sent_back", by=request.person.address, number=item.number,
            title=item.work.title, reason=clean(reason, 200),
        )  # fmt: skip
    return Message(render("send_back", item=item))


COMMAND = Command(
    names=("đề nghị bổ sung", "sendback", "send back", "yêu cầu bổ sung", "bổ sung minh chứng", "chưa đủ minh chứng"),
    summary="đề nghị bổ sung minh chứng của một việc đã báo xong",
    examples=("đề nghị bổ sung 12: bản có dấu",),
    handle=handle,
    topic="lead",
    place=32,
    writes=True,
    allows={"officer": BELOW},
)
