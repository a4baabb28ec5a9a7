"""`/acknowledge`: "đã rõ", "ok", 👍: work has been received; a word of thanks where there is none to receive."""

from typing import Any

from handlers import Command, Request
from models.conversation import asked
from models.doing import check_step, take_step
from models.messages import Choice, Message, UserError
from models.permissions import OWN
from models.words import clean, fold
from models.work import Item
from scheduling.arguments import numbers_of
from templates import render

_POLITE = ("roi", "nhe", "a", "em", "anh", "chi", "nha", "dong", "cam", "on", "thanks", "sep", "da", "ok", "ro", "👍")
_ALL = ("tat ca", "all")


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    waits = asked(request.session, request.teller.person_id, request.how, request.now)
    if waits and waits.draft.get("yes"):
        return Message(render("acknowledge/say_agreed"), (Choice("Đồng ý", "đồng ý"), Choice("Thôi", "thôi")))
    if rest and not _only_polite(rest) and fold(rest) not in _ALL:
        raise UserError("ok_and_what", text=clean(rest, 60))
    new = [item for item in request.my_work() if item.work.state == "open"]
    if not numbers and len(new) > 1 and fold(rest) not in _ALL:
        request.ask("acknowledge", {})
        return Message(
            render("acknowledge/which", items=new[:5], hidden=len(new[5:])), (Choice("Tất cả", "đã rõ tất cả"),)
        )
    return _take(request, numbers or tuple(item.number for item in new))


def answer(request: Request, draft: Any) -> Message | None:
    numbers, rest = numbers_of(request.text)
    if fold(request.text) in _ALL:
        numbers = tuple(item.number for item in request.my_work() if item.work.state == "open")
    elif not numbers or rest:
        return None
    request.answered()
    return _take(request, numbers)


def _take(request: Request, numbers: tuple[int, ...]) -> Message:
    taken: list[Item] = []
    for number in numbers:
        item, teller = request.work(number, COMMAND)
        if item.work.state == "open":
            take_step(request.session, item, "acknowledge", teller)
            taken.append(item)
        elif item.work.closed:
            check_step(item, "acknowledge")
    return Message(render("acknowledge/taken", items=taken[:6], hidden=len(taken[6:]), numbers=numbers))


def _only_polite(text: str) -> bool:
    return all(word.strip(".,!") in _POLITE for word in fold(text).split())


COMMAND = Command(
    names=(
        *("đã rõ", "acknowledge", "rõ", "ok", "oke", "okie", "👍", "👍👍", "👍🏻", "👍🏼", "vâng", "dạ", "nhất trí"),
        *("đã nhận", "nhận rồi", "đã nhận được", "rõ rồi", "ok rồi", "cảm ơn", "em rõ rồi"),
        *("dạ rõ", "vâng ạ", "dạ vâng"),
    ),
    summary="báo đã nhận việc",
    examples=("đã rõ",),
    handle=handle,
    topic="work",
    answer=answer,
    place=13,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN, "officer": OWN, "leader": OWN, "administrator": OWN},
)
