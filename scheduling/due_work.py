"""Work that must be done by a day: what is owed of it in a slot, and how a digest shows a person's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, func, or_, select

from models.ledger import Owed
from models.reminder_tables import Reminder, Snooze
from models.roster import Roster
from models.stakes import Stake
from models.work import Item, active, items_of, mine, sharing
from models.work_tables import Work
from scheduling.ladder import DAY, LAST_HOURS, days_left
from scheduling.planning import Planning, Telling
from scheduling.reminders import Line
from scheduling.steps import OPEN, Due, Steps
from templates import say

FAR = timedelta(60)  # days: nobody has so many off in a row
# What may be a message of its own: the due day, its last hours, and the word before it goes up.
SURE = (DAY, LAST_HOURS, "overdue_1")


def owed_work(planning: Planning, name: str, kind: str) -> Iterator[Owed]:
    """The steps that work has reached by a slot's day, each for those who are to do it."""
    pauses, steps, today = planning.once(_pauses), planning.once(Steps), planning.today
    job, asked_for = planning.slot.jobs[0], {work_id for work_id, _ in pauses}
    for due, step in planning.once(_at_steps).get(kind, ()):
        subject, sure = f"#{due.id}", step in SURE
        for person_id in _told(planning.roster, due, step):
            until = pauses.get((due.id, person_id)) if due.id in asked_for else None
            if step and not (until and until > today and step.startswith("before_") and step != DAY):
                yield Owed(person_id, job, name, subject, due.due_on, step, sure, due.id)
            if until and steps.comes_back(due, until):
                yield Owed(person_id, job, name, subject, due.due_on, f"snoozed_{until}", False, due.id)


def _at_steps(planning: Planning) -> dict[str, list[tuple[Due, str]]]:
    """The work at a step, and what somebody wants to hear of again, by its kind."""
    asked_for = {work_id for work_id, _ in planning.once(_pauses)}
    near = func.coalesce(Work.internal_due_on, Work.due_on) <= planning.farthest
    rows = OPEN.add_columns(Work.kind).where(planning.about, or_(near, Work.id.in_(asked_for)))
    found: dict[str, list[tuple[Due, str]]] = {}
    step_of = planning.once(Steps).of
    for *row, kind in planning.session.connection().execute(rows).all():
        due = Due._make(row)
        if (step := step_of(due)) or due.id in asked_for:
            found.setdefault(kind, []).append((due, step))
    return found


def _told(roster: Roster, due: Due, step: str) -> list[int]:
    """Who is told of a step: who is to do it; once it is late, their heads too."""
    doers = roster.doers(due.lead_id, due.assignee_id)
    heads = roster.holders(due.lead_id, "head") if step.startswith("overdue") else []
    return list(dict.fromkeys((*doers, *heads))) if heads else doers


def _pauses(planning: Planning) -> dict[tuple[int, int], date]:
    """Until when people want to be let alone with a piece of work, as long as that tells anything."""
    rows = select(Snooze.work_id, Snooze.person_id, Snooze.until).where(Snooze.until >= planning.today - FAR)
    return {(work_id, person_id): until for work_id, person_id, until in planning.session.execute(rows)}


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of work in a message, as `templates/work.txt` writes it."""

    item: Item
    today: date
    left: int
    overdue: bool
    stake: Stake | None
    shared: int
    aim: date  # the working day to have it done by


def work_lines(telling: Telling, reminders: Sequence[Reminder], which: ColumnElement[bool]) -> list[Line]:
    """What a person has to do: what a message is sent for, and beside it what else is near or late."""
    asked_for = {each.work_id for each in reminders if each.work_id is not None}
    items = {item.number: item for item in items_of(telling.session, mine(telling.person), active(), which)}
    more = asked_for - items.keys()
    others = items_of(telling.session, Work.id.in_(more), active(), which) if more else ()
    items |= {item.number: item for item in others if _concerns(telling, item)}
    soon = max(telling.policy.before)
    near = [item for item in items.values() if item.number in asked_for or _left(telling, item) <= soon]
    if not near:
        return []
    shared = sharing(telling.session, near)
    quiet = _let_alone(telling, [item.number for item in near]) - asked_for
    rows = [row_of(telling, item) for item in near if item.number not in quiet]
    return [_line(row, shared, row.item.number in asked_for and _still(telling, row, reminders)) for row in rows]


def _left(telling: Telling, item: Item) -> int:
    return days_left(telling.term(item), telling.day, telling.days_at(item.home_key))


def _concerns(telling: Telling, item: Item) -> bool:
    """Whether a piece of work is still this person's: to do, or as head of those who do it."""
    work, here = item.work, telling.roster
    return telling.person.id in (*here.doers(work.lead_id, work.assignee_id), *here.holders(work.lead_id, "head"))


def row_of(telling: Telling, item: Item) -> Row:
    """A piece of work with its days and points."""
    left, aim = _left(telling, item), telling.term(item).aim
    return Row(item, telling.day, left, item.is_late(telling.day), telling.stake(item), 1, aim)


def _line(row: Row, shared: dict[tuple[int, str], int], asked_for: bool) -> Line:
    work = row.item.work
    text = say("reminders/work", "line", row=row, shared=shared.get((work.home_id, work.code), 1))
    heading = say("reminders/work", "heading", row=row)
    points = row.stake.points if row.stake else Fraction(0)
    return Line((0, row.left), heading, text, points, row.item.number, asked_for, row.overdue)


def _still(telling: Telling, row: Row, reminders: Sequence[Reminder]) -> bool:
    """Whether a message is still to be sent for a piece of work: its day is the one it was planned with, and it does
    not lie on a desk since."""
    planned = [each for each in reminders if each.work_id == row.item.number]
    work = row.item.work
    signing = work.stage == "signing" and work.stage_at is not None
    if signing and work.stage_at:
        days, since = telling.days_at(row.item.home_key), work.stage_at.astimezone(telling.zone).date()
        signing = days.left(telling.day, since) < telling.policy.signing
    return not signing and any(each.due_on == work.due_on for each in planned)


def _let_alone(telling: Telling, numbers: Sequence[int]) -> set[int]:
    """Work that a person has answered for, or wants to hear of later: it comes back with its next step."""
    person_id, session = telling.person.id, telling.session
    pauses = select(Snooze.work_id).where(Snooze.person_id == person_id, Snooze.until > telling.day)
    told = (
        select(Reminder.work_id)
        .where(Reminder.person_id == person_id, Reminder.work_id.in_(numbers))
        .group_by(Reminder.work_id)
        .having(func.max(Reminder.id) == func.max(Reminder.id).filter(Reminder.acknowledged_at.is_not(None)))
    )
    return set(session.scalars(pauses)) | {each for each in session.scalars(told) if each is not None}
