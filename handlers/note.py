"""`/note`: a word on a piece of work, kept in its history."""

from handlers import Command, Request
from models.doing import check_step
from models.messages import Message, UserError
from models.permissions import BELOW, OWN
from models.record import record
from models.words import clean
from templates import render


def handle(request: Request) -> Message:
    numbers, text = request.about()
    if len(numbers) != 1 or not text:
        raise UserError("number_and_reason", example="ghi chú 12: đã xin ý kiến Phòng Kinh tế")
    item, teller = request.work(numbers[0], COMMAND)
    check_step(item, "note")
    record(
        request.session, request.now, how=teller.how, what="work note", subject=f"#{item.number}",
        before={}, after={"note": clean(text, 300)}, unit_id=item.work.home_id, work_id=item.number, teller=teller,
    )  # fmt: skip
    return Message(render("note", item=item, text=clean(text, 300)))


COMMAND = Command(
    names=("ghi chú", "note", "tiến độ"),
    summary="ghi một điều vào lịch sử của việc",
    examples=("ghi chú 12: đã xin ý kiến Phòng Kinh tế",),
    handle=handle,
    topic="work",
    place=16,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN, "officer": BELOW, "leader": BELOW},
)
