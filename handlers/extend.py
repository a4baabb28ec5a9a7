"""`/extend`: more time for a piece of work: asked of the level that set the date, or given at once by it."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from handlers import Command, Request
from models.conversation import tell
from models.doing import take_step
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.permissions import BELOW, OWN
from models.record import Teller
from models.words import clean, fold
from models.work import Item
from scheduling.arguments import chosen
from scheduling.due import read_due_day
from scheduling.papers import paper_number
from scoring.deadlines import Due
from templates import render

_BY_LETTER = {"officer": BELOW, "leader": BELOW}  # who record that a higher level moved its date
# "Để thứ 2 làm nhé" says no reason.
_IDLE = {"lam", "xong", "gui", "nop", "nhe", "nha", "a", "em", "anh", "chi", "nay", "moi", "duoc", "roi"}
_MORE = re.compile(
    r"(?:thêm|them)?\s*\b([1-9][0-9]?) (ngày làm việc|ngay lam viec|ngày|ngay|tuần|tuan)\b", re.IGNORECASE
)


def handle(request: Request) -> Message:
    numbers, rest = request.about_one()
    if not numbers:
        meant = request.meant(COMMAND)
        return handle(request.saying(f"{meant[0].number} {rest}")) if len(meant) == 1 else _which(request, rest, meant)
    if len(numbers) > 1:
        raise UserError("one_number", example="xin thêm 12 15/9 chờ ý kiến Sở")
    item, teller = request.work(numbers[0], COMMAND)
    letter, rest = paper_number(rest)
    when = read_due_day(rest, request.here, item.terms.works)
    if when is None and (more := _MORE.search(rest)):
        until = _later(item, int(more[1]), fold(more[2]))
        return _ask_or_give(request, item, teller, until, rest[: more.start()] + rest[more.end() :], letter)
    if when is None:
        raise UserError("extend_until", number=item.number)
    if when.others:
        request.ask("extend", {"number": item.number, "reason": when.rest, "letter": letter})
        return Message(render("which_day", days=[when.day, *when.others]))
    return _ask_or_give(request, item, teller, when.day, when.rest, letter)


def _later(item: Item, number: int, unit: str) -> date:
    """So many days, working days or weeks after the present due day: "thêm 3 ngày"."""
    due = item.work.due_on
    if unit == "ngay lam viec":
        return Due(None, number, working=True, after="due").day(due, item.terms.works) or due
    return due + timedelta(days=number * (7 if unit == "tuan" else 1))


def answer(request: Request, draft: Any) -> Message | None:
    if "number" not in draft:
        numbers, rest = chosen(request.text, draft["listed"])
        return handle(request.saying(f"{numbers[0]} {draft['rest']} {rest}")) if len(numbers) == 1 else None
    when = read_due_day(request.text, request.here, request.works)
    if when is None or when.others:
        return None
    item, teller = request.work(draft["number"], COMMAND)
    request.answered()
    return _ask_or_give(request, item, teller, when.day, draft["reason"], draft["letter"])


def _which(request: Request, rest: str, meant: Sequence[Item]) -> Message:
    """ "Để thứ 2 làm": of which work, and is that a request? Nothing is done before it is said."""
    when, more = read_due_day(rest, request.here, request.works), _MORE.search(rest)
    items = (meant or request.my_work())[:5]
    if not items:
        raise UserError("no_work_of_mine")
    if when.others if when else not more:
        raise UserError("extend_until", number=items[0].number)
    until = f"{when.day:%d/%m/%Y}" if when else more[0].strip() if more else ""
    reason = _reason(when.rest if when else _MORE.sub(" ", rest))
    request.ask("extend", {"rest": f"{until} {reason}", "listed": [item.number for item in items]})
    typed = {item.number: f"xin thêm {item.number} {until} {reason}".strip() for item in items[:3]}
    choices = tuple(
        Choice(f"#{number}", line if len(line.encode()) <= LONGEST_COMMAND else f"{number}")
        for number, line in typed.items()
    )
    day = when.day if when else None
    return Message(render("extend/which", items=items, day=day, more=until, reason=reason), choices)


def _ask_or_give(request: Request, item: Item, teller: Teller, until: date, reason: str, letter: str) -> Message:
    if until <= item.work.due_on or until < request.today:
        raise UserError("extend_later", item=item, until=until)
    if item.work.completed_on:
        raise UserError("work_is", item=item)
    reason = _reason(reason)
    above = item.due_by_key != item.home_key and f"{item.home_key}/".startswith(f"{item.due_by_key}/")
    decider = request.decides(item)
    if decider or (above and letter and request.reaches(item.home_key, _BY_LETTER)):
        before = item.work.due_on
        step = {"due_on": until, "due_at": None, "internal_due_on": None, "asked_due_on": None, "asked_by": None}
        take_step(request.session, item, "grant", decider or teller, asked_reason="", **step)
        return Message(render("extend/given", item=item, before=before, reason=reason, letter=letter))
    if not reason:
        raise UserError("extend_why", item=item, until=until)
    event = take_step(
        request.session, item, "ask_time", teller, asked_due_on=until, asked_reason=reason, asked_by=request.person.id
    )
    deciders = request.deciders(item)
    for person in deciders:
        tell(
            request.session, person.id, event, "asks_time", unit=item.lead_short, number=item.number,
            title=item.work.title, until=f"{until:%d/%m/%Y}", reason=reason,
        )  # fmt: skip
    return Message(render("extend/asked", item=item, deciders=deciders, above=above))


def _reason(text: str) -> str:
    text = clean(text.strip(" :,.!-–"), 200)
    return "" if {fold(word) for word in text.split()} <= _IDLE else text


COMMAND = Command(
    names=("xin thêm", "extend", "gia hạn", "xin gia hạn", "thêm hạn", "lùi hạn", "xin lùi hạn", "xin thêm hạn", "để"),
    summary="xin thêm thời hạn cho một việc, kèm ngày và lý do",
    examples=("xin thêm 12 30/12 chờ ý kiến Sở",),
    handle=handle,
    topic="work",
    answer=answer,
    place=18,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN, "officer": BELOW, "leader": BELOW},
)
