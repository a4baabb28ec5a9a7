"""`/acknowledge`: "đã rõ", "ok", 👍: work has been received; a word of thanks where there is none to receive."""

from typing import Any

from handlers import Command, Request
from models.conversation import asked
from models.doing import check_step, take_step
from models.ledger import acknowledge, told_of
from models.messages import Choice, Message, UserError
from models.permissions import OWN
from models.words import clean, fold
from models.work import Item
from scheduling.arguments import chosen
from scheduling.lately import SOON
from templates import render

_POLITE = ("roi", "nhe", "a", "em", "anh", "chi", "nha", "dong", "cam", "on", "thanks", "sep", "da", "ok", "ro", "👍")
LONGEST_NUMBER = 9  # digits
_ALL = ("tat ca", "all")


def handle(request: Request) -> Message:
    numbers, rest = _about(request)
    waits = asked(request.session, request.teller.person_id, request.how, request.now)
    if waits and waits.draft.get("yes"):
        return Message(render("acknowledge/say_agreed"), (Choice("Đồng ý", "đồng ý"), Choice("Thôi", "thôi")))
    if rest and not _only_polite(rest) and fold(rest) not in _ALL:
        raise UserError("ok_and_what", text=clean(rest, 60))
    told = () if numbers else _told(request)
    new = [item for item in request.my_work() if item.work.state == "open" and item.number not in told]
    if request.group and not numbers:  # said among others, where nobody was asked
        new = []
    if request.told and fold(rest) not in _ALL:  # beside the message only what was given since yesterday may be meant
        new = [item for item in new if (item.work.set_at or item.work.created_at) > request.now - SOON]
    if not numbers and len(new) > 1 and fold(rest) not in _ALL:
        request.ask("acknowledge", {"told": told, "listed": [item.number for item in new[:5]]})
        return Message(
            render("acknowledge/which", items=new[:5], hidden=len(new[5:])), (Choice("Tất cả", "đã rõ tất cả"),)
        )
    return _take(request, numbers or (*told, *(item.number for item in new)))


def _about(request: Request) -> tuple[tuple[int, ...], str]:
    """Several numbers need no commas here, as the button of a digest has them: nothing else follows a number."""
    numbers, rest = request.about()
    words = rest.split()
    more = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER]
    return (tuple(dict.fromkeys((*numbers, *more))), "") if numbers and len(more) == len(words) else (numbers, rest)


def _told(request: Request) -> tuple[int, ...]:
    """What the newest message that names any work of this person was about."""
    for message in request.told:
        told = told_of(request.session, request.person.id, message.numbers)
        told |= {item.number for item in request.my_work() if item.number in message.numbers}
        if told:
            return tuple(number for number in message.numbers if number in told)
    return ()


def answer(request: Request, draft: Any) -> Message | None:
    numbers, rest = chosen(request.text, draft["listed"])
    if fold(request.text) in _ALL:
        numbers = tuple(item.number for item in request.my_work() if item.work.state == "open")
    elif not numbers or rest:
        return None
    request.answered()
    return _take(request, (*draft.get("told", ()), *numbers))


def _take(request: Request, numbers: tuple[int, ...]) -> Message:
    """Work is received; what a person was told of is so whatever its state, and not told again before its next step."""
    told = told_of(request.session, request.person.id, numbers)
    taken: list[Item] = []
    for number in numbers:
        seen = request.see(number) if number in told else None
        if number in told and not (seen and seen.work.state == "open" and request.may(COMMAND, seen)):
            continue
        item, teller = request.work(number, COMMAND)
        if item.work.state == "open":
            take_step(request.session, item, "acknowledge", teller)
            taken.append(item)
        elif item.work.closed:
            check_step(item, "acknowledge")
    acknowledge(request.session, request.person.id, told, request.now)
    known = [number for number in numbers if number in told and number not in {item.number for item in taken}]
    return Message(render("acknowledge/taken", items=taken[:6], hidden=len(taken[6:]), numbers=numbers, told=known))


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
