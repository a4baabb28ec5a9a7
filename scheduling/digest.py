"""One person's message of a slot, as things stand when it is sent; None where nothing of it is so any more."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from models.messages import Choice, Message
from models.people import from_here_up, holders
from models.reminder_tables import Reminder
from models.work import items_of
from models.work_tables import Work
from scheduling.due_work import row_of
from scheduling.planning import Telling
from scheduling.reminders import Line, kinds
from scheduling.rising import goes_up_today
from templates import render

SHOWN = 6  # lines of a digest: what fits a phone
WEEK = timedelta(7)


def digest(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    """Everything a person should know this morning in one message, what is late or near first."""
    lines = list(_lines(telling, reminders))
    if not any(line.asked_for for line in lines):
        return None
    lines.sort(key=lambda line: (line.place, -line.points, line.number))
    if len(lines) == 1 and lines[0].overdue and lines[0].number:
        return _overdue(telling, lines[0])
    shown = lines[:SHOWN] if len(lines) > SHOWN + 1 else lines
    groups = [(heading, [each.text for each in of_it]) for heading, of_it in _grouped(shown)]
    numbers = [line.number for line in lines if line.number]
    late = [line.number for line in lines if line.number and line.overdue]
    reports = bool(numbers) and items_of(telling.session, Work.id == numbers[0])[0].work.kind == "report"
    text = render(
        "reminders/digest", person=telling.person, day=telling.day, number=len(lines), groups=groups,
        hidden=len(lines) - len(shown), later=telling.day + WEEK, first=numbers[0] if numbers else 0, report=reports,
        contact=contact(telling), goes_up=goes_up_today(telling, items_of(telling.session, Work.id.in_(late))),
        **said(telling),
    )  # fmt: skip
    return Message(text, _choices(numbers, len(lines) - len(shown)))


def _lines(telling: Telling, reminders: Sequence[Reminder]) -> Iterable[Line]:
    for name, kind in kinds().items():
        if kind.lines:
            yield from kind.lines(telling, [each for each in reminders if each.kind == name])


def _grouped(lines: Sequence[Line]) -> Iterable[tuple[str, list[Line]]]:
    for heading, of_it in groupby(lines, key=lambda line: line.heading):
        yield heading, list(of_it)


def _choices(numbers: Sequence[int], hidden: int) -> tuple[Choice, ...]:
    seen = (Choice("Đã rõ", "đã rõ " + " ".join(map(str, numbers[:SHOWN]))),) if numbers else ()
    details = tuple(Choice(f"#{number}", f"việc {number}", aside=True) for number in numbers[:3])
    return (*seen, *details, *((Choice("Tất cả việc", "việc", aside=True),) if hidden else ()))


def _overdue(telling: Telling, line: Line) -> Message:
    """The one thing that is late, with what to answer."""
    item = items_of(telling.session, Work.id == line.number)[0]
    row, goes_up = row_of(telling, item), goes_up_today(telling, [item])
    text = render(
        "reminders/overdue", person=telling.person, row=row, contact=contact(telling), goes_up=goes_up,
        **said(telling),
    )  # fmt: skip
    number = item.number
    done = "đã gửi" if item.work.kind == "report" else "xong"
    choices = (
        Choice(done.capitalize(), f"{done} {number}"), Choice("Trình ký", f"trình ký {number}"),
        Choice("Đã rõ", f"đã rõ {number}"), Choice("Chi tiết", f"việc {number}", aside=True),
    )  # fmt: skip
    return Message(text, choices)


def said(telling: Telling) -> dict[str, object]:
    """What a message that is sent for sure carries: its number, and whether it may have come before."""
    return {"number_said": telling.number, "again": telling.again}


def contact(telling: Telling) -> str:
    """Whom to ask: the nearest officer; nobody for the officer."""
    found = holders(telling.session, "officer", from_here_up(telling.person.posts[0].unit_key), telling.day)
    if not found or found[0].id == telling.person.id:
        return ""
    return ", ".join(filter(None, (found[0].address, found[0].contact)))
