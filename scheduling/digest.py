"""One person's message of a slot, as things stand when it is sent; None where nothing of it is so any more."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select

from models.messages import Choice, Message
from models.people import from_here_up, holders
from models.reminder_tables import PlannedSlot, Reminder
from models.work import Item, items_of
from models.work_tables import Work
from scheduling.due_work import row_of
from scheduling.planning import Telling
from scheduling.reminders import Line, kinds
from scheduling.rising import goes_up_today
from templates import capitalize_first, render

SHOWN = 6  # lines of a digest: what fits a phone
ANSWERS = 2  # said beside them
WEEK = timedelta(7)


def digest(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    """Everything a person should know this morning in one message, what is late or near first."""
    lines = _once(_lines(telling, reminders))
    if not any(line.asked_for for line in lines):
        return None
    lines.sort(key=_order)
    if len(lines) == 1 and lines[0].overdue and lines[0].number:
        return _overdue(telling, lines[0])
    shown = _cut(lines)
    hidden = len(lines) - len(shown)
    to_do = [line.number for line in shown if line.number and not line.answers]
    reports = bool(to_do) and items_of(telling.session, Work.id == to_do[0])[0].work.kind == "report"
    late = items_of(telling.session, Work.id.in_([line.number for line in lines if line.number and line.overdue]))
    text = render(
        "reminders/digest", person=telling.person, day=telling.day, number=sum(line.number > 0 for line in lines),
        groups=[(heading, [each.text for each in of_it]) for heading, of_it in _grouped(shown)], hidden=hidden,
        first=to_do[0] if to_do else 0, report=reports, answers=_answers(shown),
        later=telling.terms.working_day(telling.day + WEEK), contact=contact(telling),
        goes_up=goes_up_today(telling, late), missed=missed(telling), **said(telling),
    )  # fmt: skip
    return Message(text, _choices(shown, to_do, hidden))


def _lines(telling: Telling, reminders: Sequence[Reminder]) -> Iterable[Line]:
    for name, kind in kinds().items():
        if kind.lines:
            yield from kind.lines(telling, [each for each in reminders if each.kind == name])


def _order(line: Line) -> tuple[object, ...]:
    return line.place, -line.points, line.number


def _once(lines: Iterable[Line]) -> list[Line]:
    """Each piece of work in one line, whichever kinds speak of it."""
    found: list[Line] = []
    for number, of_it in groupby(sorted(lines, key=_number), key=_number):
        same = list(of_it)
        asked_for = any(each.asked_for for each in same)
        found += [replace(max(same, key=lambda each: each.over), asked_for=asked_for)] if number else same
    return found


def _number(line: Line) -> int:
    return line.number


def _cut(lines: Sequence[Line]) -> list[Line]:
    """What fits: of the work that for which the message is sent comes first, since it counts as told."""
    work = sorted((line for line in lines if line.number), key=lambda line: (not line.asked_for, *_order(line)))
    left_out = {line.number for line in work[SHOWN:]} if len(work) > SHOWN + 1 else set()
    return [line for line in lines if line.number not in left_out]


def _grouped(lines: Sequence[Line]) -> Iterable[tuple[str, list[Line]]]:
    for heading, of_it in groupby(lines, key=lambda line: line.heading):
        yield heading, list(of_it)


def _answers(shown: Sequence[Line]) -> list[str]:
    """What to answer where something else is asked than whether work is done: the first of each line before others."""
    asking = [line.answers for line in shown if line.answers]
    return [*(first for first, *_ in asking), *(each for _, *others in asking for each in others)][:ANSWERS]


def _choices(shown: Sequence[Line], to_do: Sequence[int], hidden: int) -> tuple[Choice, ...]:
    own = (Choice(capitalize_first(each), each) for each in _answers(shown) if "<" not in each)
    seen = (Choice("Đã rõ", "đã rõ " + " ".join(map(str, to_do))),) if to_do else ()
    numbers = [line.number for line in shown if line.number]
    details = tuple(Choice(f"#{number}", f"việc {number}", aside=True) for number in numbers[:3])
    return (*own, *seen, *details, *((Choice("Tất cả việc", "việc", aside=True),) if hidden else ()))


def _overdue(telling: Telling, line: Line) -> Message:
    """The one thing that is late, with what to answer."""
    item = items_of(telling.session, Work.id == line.number)[0]
    row, goes_up = row_of(telling, item), goes_up_today(telling, [item])
    text = render(
        "reminders/overdue", person=telling.person, row=row, contact=contact(telling), goes_up=goes_up,
        **said(telling),
    )  # fmt: skip
    return Message(text, answers_to(item))


def answers_to(item: Item) -> tuple[Choice, ...]:
    """What is answered to a message about one piece of work."""
    number, done = item.number, "đã gửi" if item.work.kind == "report" else "xong"
    return (
        Choice(done.capitalize(), f"{done} {number}"), Choice("Trình ký", f"trình ký {number}"),
        Choice("Đã rõ", f"đã rõ {number}"), Choice("Chi tiết", f"việc {number}", aside=True),
    )  # fmt: skip


def said(telling: Telling) -> dict[str, object]:
    """What a message that is sent for sure carries: its number, and whether it may have come before."""
    return {"number_said": telling.number, "again": telling.again}


def missed(telling: Telling) -> date | None:
    """Since when nobody was reminded, where the working day before this one had no slot: what fell due then is in this
    message, as far as it still stands."""
    before = telling.session.scalar(select(func.max(PlannedSlot.slot)).where(PlannedSlot.slot < f"{telling.day}"))
    days = telling.days_at(telling.person.posts[0].unit_key)
    last = date.fromisoformat(before[:10]) if before else None
    return days.after(last, 1) if last and days.left(telling.day, last) > 1 else None


def contact(telling: Telling) -> str:
    """Whom to ask: the nearest officer; nobody for the officer."""
    found = holders(telling.session, "officer", from_here_up(telling.person.posts[0].unit_key), telling.day)
    if not found or found[0].id == telling.person.id:
        return ""
    return ", ".join(filter(None, (found[0].address, found[0].contact)))
