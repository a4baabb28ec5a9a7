"""`/nudge`: one message to all who have not sent a report or done a task, shown first and sent when agreed."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement

from handlers import Command, Request
from models.assigning import below
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.people import HeldPost
from models.periods import find_period
from models.permissions import BELOW
from models.words import bare, clean, tokens
from models.work import Item, active, open_work, serving
from models.work_tables import Work
from scheduling.arguments import agreed, numbers_of
from scheduling.nudging import Round, round_of, said, urge
from scheduling.planning import Telling
from scheduling.targets import units_meant
from templates import render, say

SHOWN = 5  # units, and things to choose from: what fits a phone beside the message itself
# "Các đơn vị chưa gửi", "TC 1.4": what such a line says anyhow.
_SAID_ANYHOW = re.compile(
    r"\b(?:(?:các|cac)\s+)?(?:đơn vị|don vi)\b|\b(?:chưa|chua)\s+(?:gửi|gui|nộp|nop|xong|làm|lam)\b|\btc(?=[\s0-9])",
    re.I,
)
Thing = tuple[str, int | None, str]


def handle(request: Request) -> Message:
    what, _, whom = request.text.partition(":")
    numbers, rest = request.saying(what).about() if not what.strip() else numbers_of(what)
    if not numbers and not what.strip():
        raise UserError("nudge_what")
    whom = whom or (rest if numbers else "")
    found = _alike(request, numbers) if numbers else _by_words(request, what)
    if len(set(map(_thing, found))) > 1:
        return _which(request, found, whom)
    left = _of_units(request, found, whom)
    if not left:
        raise UserError("nudge_none", text=clean(what, 60), whom=clean(whom, 60))
    return _preview(request, left)


def answer(request: Request, draft: Any) -> Message | None:
    """Agreed: whoever sent it meanwhile is left out."""
    yes = agreed(request.text)
    if yes is None:
        return None
    request.answered()
    if not yes:
        return Message(render("dropped"))
    items = _open(request, [Work.id.in_(draft["numbers"])])
    gone = sorted(set(draft["numbers"]) - {item.number for item in items})
    found = _round(request, items)
    if found.to:
        urge(
            request.session, found.to, _signed(request, items[0]), lambda item: request.teller_as(_post(request, item))
        )
    return Message(render("nudge/sent", found=found, gone=gone, now=request.now, zone=request.zone))


def _thing(item: Item) -> Thing:
    """What several units owe alike: a report of one period, a letter's task, else what is called the same."""
    return item.work.period, item.work.directive_id, bare(item.work.title)


def _open(request: Request, which: Sequence[ColumnElement[bool]]) -> list[Item]:
    """Of some work what is still to be done by units in reach."""
    items = open_work(request.session, request.person, active(), *which)
    return [item for item in items if _post(request, item)]


def _alike(request: Request, numbers: Sequence[int]) -> list[Item]:
    """By numbers: these; by one alone all that owe the same."""
    items = [request.work(number, COMMAND)[0] for number in numbers]
    if len(items) > 1:
        return _open(request, [Work.id.in_(numbers)])
    one = items[0].work
    same = Work.period == one.period, Work.directive_id.is_not_distinct_from(one.directive_id)
    return [item for item in _open(request, same) if _thing(item) == _thing(items[0])]


def _by_words(request: Request, what: str) -> list[Item]:
    """By a criterion, or by words of the title; of several what is late or near."""
    words = tokens(_SAID_ANYHOW.sub(" ", what))
    codes = [word for word in words if request.is_code(word) and ("." in word or len(words) == 1)]
    words = [word for word in words if word not in codes]
    period, others = find_period(words, request.today.year)
    found = [
        item
        for item in _open(request, which=[serving(code) for code in codes])
        if _says(item, words) or (period and item.work.period.endswith(f"-{period}") and _says(item, others))
    ]
    near = [item for item in found if request.left(item) <= max(request.rules.policy.before)]
    return near or found


def _says(item: Item, words: Sequence[str]) -> bool:
    return set(bare(" ".join(words)).split()) <= set(bare(item.work.title).split())


def _of_units(request: Request, items: Sequence[Item], whom: str) -> list[Item]:
    """Those of the units that are named, and of the units below them; all where none is."""
    if not whom.strip():
        return list(items)
    try:
        units = units_meant(whom, below(request.session, request.person))
    except UserError as error:
        raise UserError("nudge_whom", **error.values) from None if error.what == "assign_whom" else error
    return [item for item in items if any(f"{item.lead_key}/".startswith(f"{unit.key}/") for unit in units)]


def _which(request: Request, items: Sequence[Item], whom: str) -> Message:
    """Several things are meant: one message is about one."""
    things: dict[Thing, list[Item]] = {}
    for item in sorted(items, key=lambda each: (each.aim, each.number)):
        things.setdefault(_thing(item), []).append(item)
    rows = list(things.values())[:SHOWN]
    commands = [(of_it[0].number, f"đôn đốc {of_it[0].number}{': ' if whom else ''}{whom.strip()}") for of_it in rows]
    choices = (Choice(f"#{number}", line) for number, line in commands if len(line.encode()) <= LONGEST_COMMAND)
    return Message(render("nudge/which", rows=rows, hidden=len(things) - len(rows)), tuple(choices))


def _preview(request: Request, items: list[Item]) -> Message:
    found = _round(request, items)
    text = ""
    if found.to:
        request.ask("nudge", {"yes": True, "numbers": [item.number for item in items]})
        first = found.to[0]
        telling = Telling(
            request.session, first.person, first.slot.day, request.now, request.zone, request.rules.policy
        )
        text = said(telling, first.items, _signed(request, items[0])).text
    rows = items if len(items) <= SHOWN + 1 else items[:SHOWN]
    message = render(
        "nudge/preview", found=found, items=items, rows=rows, text=text, now=request.now, zone=request.zone,
        homes=len({item.home_key for item in items}) > 1,
    )  # fmt: skip
    return Message(message, (Choice("Đồng ý", "đồng ý"), Choice("Không", "không")) if found.to else ())


def _round(request: Request, items: Sequence[Item]) -> Round:
    rules = request.rules
    return round_of(
        request.session, items, request.person, request.now, request.zone, rules.policy, everybody=rules.read_here
    )


def _post(request: Request, item: Item) -> HeldPost | None:
    return request.post_for(item.lead_key, COMMAND.allows)


def _signed(request: Request, item: Item) -> str:
    """Who asks, as the message says it."""
    post, person = _post(request, item), request.person
    assert post is not None  # of `_open`
    return say("nudge/words", "signed", person=person, post=post).strip()


COMMAND = Command(
    names=("đôn đốc", "nudge", "nhắc các đơn vị", "nhắc đơn vị"),
    summary="gửi một tin đôn đốc tới những đơn vị chưa gửi báo cáo hoặc chưa xong việc; xem trước, đồng ý mới gửi",
    examples=("đôn đốc 34", "đôn đốc báo cáo quý III: Văn phòng, Phòng Kinh tế"),
    handle=handle,
    topic="lead",
    answer=answer,
    place=38,
    writes=True,
    allows={"officer": BELOW},
)
