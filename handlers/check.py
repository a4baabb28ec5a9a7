"""`/check`: the officer has compared the evidence; what the work makes true is recorded, and the score moves."""

from typing import Any

from handlers import Command, Request
from models.doing import check_step, take_step
from models.messages import Choice, Message, UserError
from models.permissions import BELOW
from models.work import Item, evidence, open_on
from scheduling.arguments import agreed
from templates import render

MOST = 10


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    if not numbers:
        raise UserError("check_what")
    if len(numbers) > 1:
        return _several(request, numbers)
    return _one(request, numbers[0], rest)


def answer(request: Request, draft: Any) -> Message | None:
    yes = agreed(request.text)
    if yes is None:
        return None
    request.answered()
    if not yes:
        return Message(render("dropped"))
    messages = [_one(request, number, "") for number in draft["numbers"]]
    return Message("\n".join(message.text.splitlines()[0] for message in messages) + "\n" + render("undo_line"))


def _several(request: Request, numbers: tuple[int, ...]) -> Message:
    if len(numbers) > MOST:
        raise UserError("too_many_at_once", most=MOST)
    items = []
    for number in numbers:
        item, _ = request.work(number, COMMAND)
        _check(request, item)
        items.append(item)
    request.ask("check", {"yes": True, "numbers": numbers})
    return Message(render("check/several", items=items), (Choice("Đồng ý", "đồng ý"),))


def _one(request: Request, number: int, rest: str) -> Message:
    item, teller = request.work(number, COMMAND)
    _check(request, item)
    concludes = request.rules.concluded_by == "checker" or item.work.assigned_by in (None, teller.person_id)
    step = {"state": "closed"} if concludes else {}
    take_step(request.session, item, "check", teller, checked_by=request.person.id, reason="", **step)
    known = request.conclude(item, teller) if concludes else None
    return Message(
        render(
            "check/done",
            item=item,
            papers=evidence(request.session, number),
            others=[other.number for other in open_on(request.session, item)],
            moved_=known[0].moved(known[1]) if known else [],
            certain=(known[0].totals.certain, known[1].totals.certain) if known else None,
        )
    )


def _check(request: Request, item: Item) -> None:
    check_step(item, "check")
    doer = item.work.reported_by
    actors = {request.person.id, request.teller.person_id}
    if doer in actors and not request.rules.own_check:
        raise UserError("check_own", item=item)


COMMAND = Command(
    names=("đối chiếu", "check", "đã đối chiếu", "đối chiếu xong", "đối chiếu minh chứng"),
    summary="ghi đã đối chiếu minh chứng của một việc",
    examples=("đối chiếu 12",),
    handle=handle,
    topic="lead",
    answer=answer,
    place=30,
    writes=True,
    allows={"officer": BELOW},
)
