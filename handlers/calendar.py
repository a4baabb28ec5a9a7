"""`/calendar`: a unit's days off and working Saturdays; officers and administrators record what documents decide."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers import Command, Request
from models.days import By, NewDay, decide, hold_calendar, withdraw
from models.finding_units import find_unit
from models.messages import Message, UserError
from models.permissions import BELOW, EVERYBODY
from models.tables import Event, Unit
from models.terms import calendars_of, terms_of
from models.words import clean
from scheduling.arguments import agreed
from scheduling.breaks import breaks
from scheduling.day_words import NO_MORE, WORK, Group
from scheduling.decided import Line, read_line
from scheduling.moved import changing, said_of, tell_moved
from scheduling.papers import paper_number
from scheduling.spans import read_span
from templates import render

# "lịch 2/1 nghỉ QĐ 12/QĐ-UBND 20/12": the day last said is the document's own.
_OF_PAPER = re.compile(
    r"([0-9]/[0-9].*\b[0-9]+/[^\W\d_]\S*)\s+(?:(?:ngày|ngay)\s+)?[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?\s*$", re.IGNORECASE
)
CHANGES = {"officer": BELOW, "administrator": BELOW}  # who record what a document decided


def handle(request: Request) -> Message:
    decision, rest = paper_number(_OF_PAPER.sub(r"\1", request.text))
    line = read_line(rest, request.today)
    if line.groups:
        return _change(request, line, decision)
    span = read_span(line.whose, request.today)
    try:
        unit = _unit(request, span.rest, EVERYBODY)
    except UserError as error:
        if error.what == "no_unit_in_reach" and not error.values["nearest"]:
            raise UserError("calendar_of_what", text=clean(span.rest, 40)) from None
        raise
    if line.asked:
        days = said_of(request.session, unit.key, line.asked)
        return Message(render("calendar/days", unit=unit, days=days))
    found = breaks(calendars_of(request.session), unit.key, span.first, span.last)
    may = request.reaches(unit.key, CHANGES)
    return Message(render("calendar/shown", unit=unit, rows=found, span=span, may=may))


def _unit(request: Request, whose: str, allows: Mapping[str, str]) -> Unit:
    """The unit that is named, of those in reach; else one's own, for a change that of the post that allows it."""
    if whose:
        return find_unit(request.session, whose, request.person, allows, request.today)
    posts = sorted(request.person.posts, key=lambda post: post.acting_for_id is not None)
    own = next((post for post in posts if post.role in allows), posts[0])
    return request.session.scalars(select(Unit).where(Unit.id == own.unit_id)).one()


def _change(request: Request, line: Line, decision: str) -> Message:
    if not any(post.role in CHANGES for post in request.person.posts):
        raise UserError("calendar_not_yours")
    unit = _unit(request, line.whose, CHANGES)
    request.answered()
    hold_calendar(request.session, unit.id)
    ended = [day for group in line.groups if group.sort == NO_MORE for day in group.days]
    wanted = [(group, day) for group in line.groups if group.sort != NO_MORE for day in group.days]
    works = terms_of(request.session, unit.key).works
    same = [day for group, day in wanted if works(day) is (group.sort == WORK)]
    new = [NewDay(day, group.sort == WORK, group.reason, decision) for group, day in wanted if day not in same]
    _check(request, unit, ended, wanted, new)
    if new and not decision:
        request.ask("calendar", {"text": request.text})
        return Message(render("calendar/paper"))
    return _record(request, unit, ended, new, [day for group, day in wanted if day in same and not group.spread])


def _check(
    request: Request, unit: Unit, ended: Sequence[date], wanted: Sequence[tuple[Group, date]], new: Sequence[NewDay]
) -> None:
    """Something must change, and what ends must have been decided by this very unit."""
    known = calendars_of(request.session)
    own = known.decided.get(unit.key, {})
    if none := next((day for day in ended if day not in own), None):
        above = known.said(unit.key, none)
        raise UserError("calendar_nothing_there", day=none, unit=unit.name, decision=above.decision if above else "")
    if wanted and not new and not ended:
        days = [day for _, day in wanted]
        raise UserError("calendar_already", days=said_of(request.session, unit.key, days[:3]), more=len(days[3:]))


def _record(request: Request, unit: Unit, ended: list[date], new: list[NewDay], same: list[date]) -> Message:
    session, teller = request.session, request.teller_as(request.post_for(unit.key, CHANGES))
    by, days = By(request.now, request.how, teller), sorted([*ended, *(each.day for each in new)])
    effect = changing(session, (unit.key,), days, request.today, _both(request, unit, ended, new, by))
    tell_moved(session, effect, request.today, but=(request.person.id, teller.person_id))
    said = said_of(session, unit.key, days)
    past = [day for day in days if day < request.today]
    return Message(
        render(
            "calendar/changed", unit=unit, days=said, ended=[str(day) for day in ended], effect=effect, past=past,
            same=same,
        )
    )  # fmt: skip


def _both(request: Request, unit: Unit, ended: list[date], new: list[NewDay], by: By) -> Callable[[], Event | None]:
    def change() -> Event | None:
        first = withdraw(request.session, unit, ended, by) if ended else None
        second = decide(request.session, unit, new, by) if new else None
        return first or second

    return change


def answer(request: Request, draft: Any) -> Message | None:
    """The document's number that was asked for."""
    decision, _ = paper_number(request.text)
    if agreed(request.text) is False:
        request.answered()
        return Message(render("dropped"))
    return handle(request.saying(f"{draft['text']} {clean(decision, 60)}")) if decision else None


COMMAND = Command(
    names=("lịch", "calendar", "lịch làm việc", "xem lịch"),
    summary="ngày nghỉ, ngày làm bù của đơn vị; đầu mối và quản trị ghi ngày theo văn bản",
    examples=("lịch", "lịch tháng 9", "lịch 2/9"),
    handle=handle,
    answer=answer,
    place=70,
    writes=True,
)
