"""`/block`: something stands in the way of a piece of work; the officer sees it with its reason."""

from handlers import Command, Request
from models.doing import take_step
from models.messages import Message, UserError
from models.permissions import OWN
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    numbers, reason = request.about()
    if len(numbers) != 1 or not reason:
        raise UserError("number_and_reason", example="vướng 12: chờ số liệu của Công an xã")
    item, teller = request.work(numbers[0], COMMAND)
    take_step(request.session, item, "block", teller, reason=clean(reason, 200))
    return Message(render("block", item=item))


COMMAND = Command(
    names=("vướng", "block", "vướng mắc", "đang vướng", "kẹt"),
    summary="báo việc đang vướng, kèm lý do",
    examples=("vướng 12: chờ số liệu của Công an xã",),
    handle=handle,
    topic="work",
    place=17,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN},
)
