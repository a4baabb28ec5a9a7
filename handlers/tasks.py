"""`/tasks`: the work that is open, most urgent first; or one piece of work with everything known of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from handlers import Command, Request, see_more
from models.cases import held
from models.choosing import Asked
from models.messages import Choice, Message, UserError
from models.people import SEE_BELOW
from models.proofs import to_open
from models.stakes import Stake
from models.tables import Unit, below_path
from models.words import clean, fold
from models.work import ACTIVE, Item, evidence, find_work, led_by, mine, open_work, serving, sharing, supporting
from models.work_tables import Document, Work
from scheduling.arguments import Arguments, numbers_of
from templates import render, short_day

BUTTONS = 3  # of a list's first rows
FAR = timedelta(days=45)  # what is due later than that is only counted
SHOWN, MOST = 6, 500  # of two lines each: what fits a phone; read at all
DUE = 2  # the group of what somebody must still do
_MINE = ("của tôi", "cua toi", "mine", "tôi", "toi", "my")
_OVERDUE = ("quá hạn", "qua han", "overdue", "trễ hạn", "tre han")
_ASKED = ("đề nghị", "de nghi", "xin thêm", "xin them", "requests")
_UNIT = ("đơn vị", "don vi", "unit")


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of work in a list."""

    item: Item
    today: date
    left: int  # `Request.left`
    overdue: bool
    stake: Stake | None
    shared: int  # how many open tasks its criterion has


def handle(request: Request) -> Message:
    numbers, rest = numbers_of(request.text)
    if numbers and not rest.strip("?!. "):
        return _one(request, numbers[0])
    try:
        return _list(request)
    except UserError:
        if numbers and request.see(numbers[0]):  # "việc 12 xong rồi"
            return _one(request, numbers[0])
        raise


def _one(request: Request, number: int) -> Message:
    item = find_work(request.session, number, request.person)
    if item is None:
        raise UserError("no_such_work", number=number)
    card, row = request.card_of(item), _row(request, item, 1)
    papers = evidence(request.session, number)
    text = render(
        "tasks/one",
        item=item,
        row=row,
        stake=row.stake if item.work.state in ACTIVE else None,
        criterion=request.known(card).criteria_set.criteria.get(item.work.code) if card and item.work.code else None,
        supporting=supporting(request.session, number),
        held=held(request.session, [number]).get(number, ""),
        papers=papers,
        source=request.session.get(Document, item.work.source_id) if item.work.source_id else None,
        zone=request.zone,
    )
    return Message(text, (*_next(request, item), *_also(request, item), *to_open(number, papers)))


def _next(request: Request, item: Item) -> tuple[Choice, ...]:
    """What this person may well do next with it."""
    for key in ("check", "done", "sent"):
        command = request.commands.get(key)
        states = ("reported",) if key == "check" else ACTIVE
        fits = (key == "sent") == (item.work.kind == "report") or key == "check"
        if command and fits and item.work.state in states and request.may(command, item):
            return (Choice(command.names[0], f"{command.names[0]} {item.number}"),)
    return ()


def _also(request: Request, item: Item) -> tuple[Choice, ...]:
    """What else is often said of it, as buttons."""
    offered = (request.commands[key] for key in ("acknowledge", "stage"))
    names = [each.names[0] for each in offered if item.work.state in ACTIVE and request.may(each, item)]
    return tuple(Choice(name, f"{name} {item.number}", aside=True) for name in names)


def _list(request: Request) -> Message:
    wanted, narrowed, words = _wanted(request)
    items = open_work(request.session, request.person, *narrowed, most=MOST)
    items.sort(key=lambda item: (_group(request, item), item.aim, item.number))
    arguments = Arguments(words=words, everything=fold(request.text).endswith(("tat ca", "all")))
    near = [item for item in items if item.aim <= request.today + FAR or _group(request, item) != DUE]
    shown = arguments.cut(near if near and not arguments.everything else items, SHOWN)
    shared = sharing(request.session, shown)
    rows = [_row(request, item, shared.get((item.work.home_id, item.work.code), 1)) for item in shown]
    hidden = len(items) - len(shown)
    text = render(
        "tasks/list",
        wanted=wanted,
        rows=rows,
        count=len(items),
        most=len(items) == MOST,
        late=sum(item.is_late(request.today) for item in items),
        to_check=sum(item.work.state == "reported" and _looks_after(request, item) for item in items),
        homes=len({row.item.home_key for row in rows}) > 1,
        hidden=hidden,
        checker=request.person.sees_below,
        reports_done=bool(rows) and request.may(request.commands["done"], rows[0].item),
    )
    first = (replace(each, label=f"{each.label} #{item.number}", aside=True)
             for item in shown[:BUTTONS] for each in _next(request, item))  # fmt: skip
    return Message(text, (*first, *see_more(f"việc {request.text} tất cả".replace("  ", " "), hidden)))


def _wanted(request: Request) -> tuple[str, list[ColumnElement[bool]], tuple[str, ...]]:
    """What a list is of, in words, and what narrows it."""
    text = request.text.strip(" .,?!")
    folded = fold(text).removesuffix("tat ca").removesuffix("all").strip()
    if not folded:
        if request.person.sees_below:
            return "", [], ()
        own = [post.unit_id for post in request.person.posts]
        return "", [or_(led_by(own), mine(request.person))], ()
    if folded in map(fold, _MINE):
        return "của đồng chí", [mine(request.person)], ()
    if folded in map(fold, _OVERDUE):
        return "quá hạn", [Work.due_on < request.today, Work.state.in_(ACTIVE)], ()
    if folded in map(fold, _ASKED):
        return "xin thêm thời hạn", [Work.asked_due_on.is_not(None)], ()
    if until := _horizon(folded, request.today):
        return f"đến hết {short_day(until)}", [Work.due_on <= until, Work.state.in_(ACTIVE)], ()
    if folded in map(fold, _UNIT):
        return "của đơn vị", [led_by([post.unit_id for post in request.person.posts])], ()
    return _asked(request)


def _horizon(said: str, today: date) -> date | None:
    """The last day of "hôm nay", "tuần này", "tuần sau", "tháng này"."""
    sunday = today + timedelta(days=6 - today.weekday())
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {
        "hom nay": today, "tuan nay": sunday, "tuan sau": sunday + timedelta(days=7),
        "tuan toi": sunday + timedelta(days=7), "thang nay": next_month - timedelta(days=1),
    }.get(said)  # fmt: skip


def _asked(request: Request) -> tuple[str, list[ColumnElement[bool]], tuple[str, ...]]:
    """Work of a criterion, or of a unit, by its words."""
    arguments = request.arguments
    if not arguments.words:
        raise UserError("tasks_of_what", text=clean(request.text, 60))
    asked: Asked = request.asked(arguments)
    narrowed: list[ColumnElement[bool]] = []
    name = ""
    if asked.code:
        narrowed.append(serving(asked.code))
        name = asked.code
    if asked.part and asked.card:
        key = f"{asked.card.unit_key}/{asked.part.key}"
        narrowed.append(Work.lead_id.in_(_units(key)))
        name = asked.part.short
    elif asked.card and not asked.code:
        narrowed.append(Work.home_id == asked.card.unit_id)
        name = asked.card.unit_name
    return name, narrowed, arguments.words


def _units(key: str) -> Any:
    return select(Unit.id).where(or_(Unit.key == key, below_path(Unit.key, key)))


def _group(request: Request, item: Item) -> int:
    """Where a piece of work stands in the list: what waits for this person first, what waits for others last."""
    work = item.work
    if work.asked_due_on or work.state == "passed":
        return 0 if _looks_after(request, item) else 3
    if work.state in ("reported", "checked"):
        return 1 if _looks_after(request, item) else 4
    return DUE


def _looks_after(request: Request, item: Item) -> bool:
    """Whether this person checks and decides on a piece of work: of their own office, or given by them."""
    own = any(post.role in SEE_BELOW and post.unit_key == item.home_key for post in request.person.posts)
    return own or item.work.assigned_by == request.person.id


def _row(request: Request, item: Item, shared: int) -> Row:
    return Row(item, request.today, request.left(item), item.is_late(request.today), request.stake(item), shared)


COMMAND = Command(
    names=(
        "việc",
        "tasks",
        "task",
        "danh sách việc",
        "có việc gì",
        "deadline",
        "xem việc",
        "việc của",
        "công việc",
        "nhiệm vụ",
    ),
    summary="việc đang mở, gấp nhất trước; thêm số để xem một việc",
    examples=("việc", "việc quá hạn", "việc 3.4.1"),
    handle=handle,
    topic="work",
    place=12,
)
