"""`/task new`: a new task, in one line or step by step; who gives it sets its date."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import Command, Request, match
from models.assigning import NewTask, below, give, tell_given
from models.finding import find_person
from models.messages import Message, UserError
from models.people import HeldPost, holders, members
from models.permissions import BELOW, OWN
from models.tables import Unit
from models.words import clean, fold
from scheduling.arguments import agreed
from scheduling.briefs import Brief, Reading, read_brief
from scheduling.due import read_due_day
from scheduling.papers import read_source
from templates import render

STEPS = ("title", "lead", "code", "due")
_NONE = ("khong", "bo qua", "khong co", "no", "none", "-")


def handle(request: Request) -> Message:
    brief = read_brief(request.text, _reading(request))
    return _next(request, brief, {"said": request.text, "title": "", "skipped": []})


def answer(request: Request, draft: Any) -> Message | None:
    """The answer to one step: it is read with all that was said before; what does something else is no answer."""
    said, asked = request.text.strip(), draft["wants"]
    brief = read_brief(draft["said"], _reading(request))
    brief = replace(brief, title=draft["title"] or brief.title)
    if asked == "code" and fold(said) in _NONE:
        return _next(request, brief, draft | {"skipped": ["code"]})
    if agreed(said) is False:
        request.answered()
        return Message(render("dropped"))
    if asked == "title":
        title = clean(said, 200)
        return _next(request, replace(brief, title=title), draft | {"title": title})
    if asked == "due":
        when = read_due_day(said, request.here, request.works)
        if when is None:
            return None
        brief = replace(brief, due_on=when.day, due_at=when.hour, others=when.others)
        return _next(request, brief, draft)
    if asked == "lead" and (meant := match(said)) and meant[2] and not fold(said).startswith("giao"):
        return None
    line = f"{draft['said']}; {'TC ' if asked == 'code' else ''}{said}"
    answered = replace(read_brief(line, _reading(request)), title=brief.title)
    return None if asked in _missing(answered, draft["skipped"]) else _next(request, answered, draft | {"said": line})


def _next(request: Request, brief: Brief, draft: dict[str, Any]) -> Message:
    """Ask for what is still missing, or make the task."""
    missing = _missing(brief, draft["skipped"])
    if missing:
        wants = missing[0]
        request.ask("task_new", draft | {"wants": wants, "free": wants in ("title", "lead")})
        return Message(render("task_new/ask", wants=wants, brief=brief, units=_units(request)[:9]))
    request.answered()
    return _make(request, brief)


def _missing(brief: Brief, skipped: Sequence[str]) -> list[str]:
    has = {
        "title": brief.title, "lead": brief.lead, "code": brief.code or "code" in skipped,
        "due": brief.due_on and not brief.others,
    }  # fmt: skip
    return [step for step in STEPS if not has[step]]


def _make(request: Request, brief: Brief) -> Message:
    assert brief.lead is not None
    assert brief.due_on is not None
    if brief.due_on < request.today:
        raise UserError("due_past", day=brief.due_on, today=request.today)
    if brief.internal_due_on and brief.internal_due_on > brief.due_on:
        raise UserError("internal_later", internal=brief.internal_due_on, day=brief.due_on)
    post = _post(request, brief.lead)
    teller = request.teller_as(post)
    task = NewTask(
        brief.title, brief.lead, brief.due_on, post.unit_id, brief.code, brief.due_at, brief.internal_due_on,
        brief.evidence, brief.supporting, _assignee(request, brief),
        read_source(brief.source, request.here, teller),
    )  # fmt: skip
    work = give(request.session, task, teller)
    item = request.see(work.id)
    assert item is not None
    heads = holders(request.session, "head", (brief.lead.key,), request.today)
    tell_given(request.session, heads, request.person, work)
    return Message(render("task_new/made", item=item, supporting=brief.supporting, stake=request.stake(item)))


def _post(request: Request, lead: Unit) -> HeldPost:
    post = request.post_for(lead.key, COMMAND.allows)
    if post is None:
        raise UserError("give_not_yours", unit=lead.name)
    return post


def _assignee(request: Request, brief: Brief) -> int | None:
    if not brief.assignee or brief.lead is None:
        return None
    there = members(request.session, brief.lead.key, request.today)
    return find_person(request.session, brief.assignee, there).id


def _units(request: Request) -> list[Unit]:
    """The units this person may give work to."""
    wide = below(request.session, request.person)
    own = below(request.session, request.person, ("head",))
    heads = {post.unit_id for post in request.person.posts if post.role == "head"}
    return list({unit.id: unit for unit in (*wide, *(unit for unit in own if unit.id in heads))}.values())


def _reading(request: Request) -> Reading:
    return Reading(request.here, _units(request), request.is_code, request.works)


COMMAND = Command(
    names=("việc mới", "task new", "giao việc mới", "thêm việc", "tạo việc", "new task"),
    summary="giao một việc mới, trong một dòng hoặc từng bước",
    examples=("việc mới Rà soát TTHC; TC 3.1; Văn phòng; 30/12; minh chứng: báo cáo",),
    handle=handle,
    topic="lead",
    answer=answer,
    place=28,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW, "head": OWN},
)
