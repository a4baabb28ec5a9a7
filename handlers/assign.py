"""`/assign`: one letter to many units, shown first and done when agreed; how far it is; or work given to a person."""

from datetime import date, time
from typing import Any

from handlers import Command, Request
from models.assigning import NewTask, below, give, tell_given
from models.doing import take_step
from models.finding import find_person
from models.messages import Choice, Message, UserError
from models.people import holders, members
from models.permissions import BELOW, OWN
from models.tables import Unit
from models.words import clean, fold
from models.work import of_directive
from models.work_tables import Directive
from scheduling.arguments import agreed
from scheduling.briefs import Brief, Reading, read_brief
from scheduling.due import read_due_day
from scheduling.papers import read_source
from scheduling.targets import units_meant
from templates import render

SHOWN = 8


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    if len(numbers) == 1:
        everything = fold(rest) in ("", "tat ca", "all")
        return _overview(request, numbers[0]) if everything else _to_person(request, numbers[0], rest)
    whom, _, said = request.text.partition(":")
    when = read_due_day(whom, request.here, request.works)
    units = units_meant(when.rest if when else whom, _below(request)) if whom.strip() else []
    if not units:
        raise UserError("assign_how")
    brief = read_brief(said, Reading(request.here, (), request.is_code, request.works))
    due, at, others = (when.day, when.hour, when.others) if when else (brief.due_on, brief.due_at, brief.others)
    if due is None or others:
        raise UserError("assign_until", text=clean(whom, 60))
    if due < request.today:
        raise UserError("due_past", day=due, today=request.today)
    draft = {
        "units": [unit.id for unit in units], "due": due.isoformat(), "at": at.isoformat() if at else "",
        "code": brief.code, "evidence": brief.evidence, "source": brief.source, "title": brief.title,
    }  # fmt: skip
    if not brief.title:
        request.ask("assign", draft | {"free": True})
        return Message(render("assign/title", units=units, due=due))
    return _preview(request, draft, units, brief, due)


def answer(request: Request, draft: Any) -> Message | None:
    yes = agreed(request.text)
    if yes is False:
        request.answered()
        return Message(render("dropped"))
    units = [unit for unit in _below(request) if unit.id in draft["units"]]
    due = date.fromisoformat(draft["due"])
    if not draft["title"] and yes:
        return Message(render("assign/title", units=units, due=due))
    if not draft["title"]:
        brief = read_brief(request.text, Reading(request.here, (), request.is_code, request.works))
        title = brief.title or clean(request.text, 200)
        draft = draft | {"title": title, "code": brief.code or draft["code"], "free": False}
        return _preview(request, draft, units, brief, due)
    if yes is None:
        return None
    request.answered()
    return _give_all(request, draft, units, due)


def _preview(request: Request, draft: dict[str, Any], units: list[Unit], brief: Brief, due: date) -> Message:
    request.ask("assign", draft | {"yes": True})
    shown = units[:SHOWN]
    text = render("assign/preview", units=shown, hidden=len(units) - len(shown), count=len(units), draft=draft, due=due)
    return Message(text, (Choice("Đồng ý", "đồng ý"), Choice("Thôi", "thôi")))


def _give_all(request: Request, draft: dict[str, Any], units: list[Unit], due: date) -> Message:
    source = read_source(draft["source"], request.here, request.teller)
    if source:
        request.session.add(source)
        request.session.flush()
    directive = Directive(draft["title"], source.id if source else None, request.teller.person_id, request.now)
    request.session.add(directive)
    request.session.flush()
    numbers = []
    for unit in units:
        post = request.post_for(unit.key, COMMAND.allows)
        if post is None:
            raise UserError("give_not_yours", unit=unit.name)
        task = NewTask(
            draft["title"], unit, due, post.unit_id, draft["code"], evidence=draft["evidence"], source=source,
            due_at=time.fromisoformat(draft["at"]) if draft["at"] else None, directive=directive,
        )  # fmt: skip
        work = give(request.session, task, request.teller_as(post))
        numbers.append(work.id)
        heads = holders(request.session, "head", (unit.key,), request.today)
        tell_given(request.session, heads, request.person, work)
    return Message(render("assign/given", numbers=numbers, draft=draft, due=due))


def _overview(request: Request, number: int) -> Message:
    """How far the units are that were given the same letter."""
    item = request.see(number)
    if item is None:
        raise UserError("no_such_work", number=number)
    if item.work.directive_id is None:
        raise UserError("assign_person", number=number)
    rows = of_directive(request.session, request.person, item.work.directive_id)
    waiting = [row for row in rows if row.work.completed_on is None and not row.work.closed]
    shown = request.arguments.cut(waiting, SHOWN)
    return Message(render("assign/overview", item=item, rows=rows, waiting=shown, hidden=len(waiting) - len(shown)))


def _to_person(request: Request, number: int, named: str) -> Message:
    item, teller = request.work(number, COMMAND)
    there = members(request.session, item.lead_key, request.today)
    person = find_person(request.session, named.removeprefix("cho ").strip(), there)
    take_step(request.session, item, "assign", teller, assignee_id=person.id)
    tell_given(request.session, [person], request.person, item.work)
    return Message(render("assign/person", item=item, person=person))


def _below(request: Request) -> list[Unit]:
    return below(request.session, request.person)


COMMAND = Command(
    names=("giao", "assign"),
    summary="giao một việc cho nhiều đơn vị, hoặc giao việc cho một người",
    examples=("giao tất cả đơn vị, 30/12: Báo cáo kết quả khắc phục",),
    handle=handle,
    topic="lead",
    answer=answer,
    place=29,
    writes=True,
    allows={"officer": BELOW, "leader": BELOW, "head": OWN},
)
