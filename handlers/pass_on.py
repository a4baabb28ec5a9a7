"""`/pass`: a unit says that work is another's; the officer decides where it goes, or leaves it where it is."""

import re

from handlers import Command, Request
from models.choosing import unit_named
from models.conversation import tell
from models.doing import take_step
from models.messages import Message, UserError
from models.people import holders
from models.permissions import BELOW, OWN
from models.record import Teller
from models.tables import Unit
from models.words import clean, fold
from models.work import Item
from templates import render

_DECIDES = {"officer": BELOW, "leader": BELOW}
_TO = re.compile(r"^(?:(?:cho|sang|về|ve|qua|đến|bên|ben)\s+)+", re.IGNORECASE)
_BECAUSE = re.compile(r"\s*:\s*|\s+(?:vì|vi|do)\s+", re.IGNORECASE)
_NOWHERE = ("khong", "giu nguyen", "giu", "no")
_IDLE = ("chu", "ma", "nhe", "nhi", "a", "cua", "lam", "nay", "em")


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    named, reason = [*_BECAUSE.split(rest, maxsplit=1), ""][:2]
    if not numbers:
        return _which(request, named)
    if len(numbers) > 1:
        raise UserError("one_number", example="chuyển 12 Phòng Kinh tế: lý do")
    item, teller = request.work(numbers[0], COMMAND)
    decides = request.reaches(item.lead_key, _DECIDES)
    if decides and (fold(named.strip()) in _NOWHERE or not named.strip()):
        return _decide(request, item, teller, None, clean(reason, 200), keeps=bool(named.strip()))
    if not named.strip():
        raise UserError("pass_where", number=item.number)
    unit = _unit(request, item, named)
    if decides and request.reaches(unit.key, _DECIDES):
        return _decide(request, item, teller, unit, clean(reason, 200))
    if unit.id == item.work.lead_id:
        raise UserError("pass_same", item=item)
    if not reason.strip():
        raise UserError("pass_why", number=item.number, unit=unit.name)
    take_step(request.session, item, "pass", teller, passed_to_id=unit.id, reason=clean(reason, 200))
    return Message(render("pass_on/asked", item=item, unit=unit))


def _which(request: Request, named: str) -> Message:
    """ "Cái này bên Kinh tế chứ": which work, and is it to be passed on? Nothing is done before it is said."""
    items = request.my_work()
    if not items:
        raise UserError("no_work_of_mine")
    words = [word for word in named.strip(" .,?!").split() if fold(word) not in _IDLE]
    if not words:
        raise UserError("pass_where", number=items[0].number)
    unit = _unit(request, items[0], " ".join(words))
    return Message(render("pass_on/which", items=items[:5], unit=unit))


def _decide(
    request: Request, item: Item, teller: Teller, unit: Unit | None, reason: str, keeps: bool = False
) -> Message:
    """The officer: to the unit named, to the one proposed, or nowhere."""
    if keeps:
        take_step(request.session, item, "keep", teller, passed_to_id=None, reason="")
        return Message(render("pass_on/kept", item=item, reason=reason))
    if unit is None and item.work.passed_to_id:
        unit = request.session.get(Unit, item.work.passed_to_id)
    if unit is None:
        raise UserError("pass_where", number=item.number)
    if not request.reaches(unit.key, _DECIDES):
        raise UserError("give_not_yours", unit=unit.name)
    if unit.id == item.work.lead_id:
        raise UserError("pass_same", item=item)
    event = take_step(
        request.session, item, "reassign", teller, lead_id=unit.id, assignee_id=None, passed_to_id=None, reason=""
    )
    for person in holders(request.session, "head", (unit.key,), request.today):
        tell(
            request.session, person.id, event, "passed", by=request.person.address, number=item.number,
            title=item.work.title, before=item.lead_short, due=f"{item.work.due_on:%d/%m/%Y}",
        )  # fmt: skip
    return Message(render("pass_on/moved", item=item, unit=unit))


def _unit(request: Request, item: Item, named: str) -> Unit:
    return unit_named(request.session, item.home_key, _TO.sub("", named.strip()))


COMMAND = Command(
    names=("chuyển", "pass", "chuyển việc", "cái này bên", "việc này bên", "cái này của", "việc này của"),
    summary="đề nghị chuyển việc cho đơn vị khác, kèm lý do",
    examples=("chuyển 12 Phòng Kinh tế: không thuộc nhiệm vụ",),
    handle=handle,
    topic="work",
    place=19,
    writes=True,
    for_another=True,
    allows={"head": OWN, "officer": BELOW, "leader": BELOW},
)
