"""`/hold`: an officer keeps a late piece of work from going up to the leaders for now, and says why."""

import re

from handlers import Command, Request
from models.cases import held, hold_back, let_go
from models.conversation import tell
from models.doing import check_step
from models.messages import Message, UserError
from models.people import holders
from models.permissions import BELOW
from models.tables import Event
from models.words import clean, fold
from models.work import Item
from templates import render

GOES_UP = "báo cáo lên"  # the opposite: it is held no more
_RELEASE = re.compile(r"^\s*(?:bỏ|bo|thôi|thoi)\b[\s:,]*", re.IGNORECASE)


def handle(request: Request) -> Message:
    text, released = _RELEASE.sub("", request.text), bool(_RELEASE.match(request.text))
    numbers, reason = request.saying(text).about()
    released = released or fold(reason) in ("bo", "thoi") or request.named == GOES_UP
    if len(numbers) != 1 or not (reason or released):
        raise UserError("number_and_reason", example="chưa báo cáo lên 12: chờ số liệu của Công an xã")
    item, teller = request.work(numbers[0], COMMAND)
    if released:
        if not held(request.session, [item.number]):
            raise UserError("not_held", item=item)
        _tell(request, item, let_go(request.session, item, teller), "released")
        return Message(render("hold", item=item, reason=""))
    check_step(item, "hold")
    reason = clean(reason, 200)
    _tell(request, item, hold_back(request.session, item, request.person.id, reason, teller), "held", reason=reason)
    return Message(render("hold", item=item, reason=reason))


def _tell(request: Request, item: Item, event: Event, what: str, **about: str) -> None:
    """One line to the heads of the unit."""
    for person in holders(request.session, "head", (item.lead_key,), request.today):
        if person.id != request.person.id:
            named = {"by": request.person.address, "number": item.number, "title": item.work.title}
            tell(request.session, person.id, event, what, **named, **about)


COMMAND = Command(
    names=("chưa báo cáo lên", "hold", "chưa báo lên", "khoan báo cáo lên", "tạm chưa báo cáo", GOES_UP),
    summary="giữ việc quá hạn chưa vào bản tổng hợp báo cáo Lãnh đạo, kèm lý do; thêm bỏ để thôi giữ",
    examples=("chưa báo cáo lên 12: chờ số liệu của Công an xã", "chưa báo cáo lên 12 bỏ"),
    handle=handle,
    topic="lead",
    place=37,
    writes=True,
    allows={"officer": BELOW},
)
