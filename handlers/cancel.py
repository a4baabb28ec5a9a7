"""`/cancel`: a piece of work is no longer wanted; it stays in the record with the reason."""

from handlers import Command, Request
from models.doing import take_step
from models.messages import Message, UserError
from models.permissions import BELOW
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    numbers, reason = request.about()
    if len(numbers) != 1 or not reason:
        raise UserError("number_and_reason", example="hủy việc 12: tỉnh đã bãi bỏ")
    item, teller = request.work(numbers[0], COMMAND)
    if not request.reaches(item.due_by_key, COMMAND.allows):
        raise UserError("set_above", item=item)
    take_step(request.session, item, "cancel", teller, reason=clean(reason, 200))
    return Message(render("cancel", item=item))


COMMAND = Command(
    names=("hủy việc", "cancel", "hủy", "bỏ việc", "xóa việc"),
    summary="hủy một việc không còn phải làm, kèm lý do",
    examples=("hủy việc 12: tỉnh đã bãi bỏ",),
    handle=handle,
    topic="lead",
    place=36,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW},
)
