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
from scheduling.policy import Policy
from scheduling.reminders import Line
from scheduling.steps import OPEN, Due, Steps
from templates import say

FAR = timedelta(60)  # days: nobody has so many off in a row
SURE = (DAY, "overdue_1")  # what may be a message of its own: the due day, and the word before it goes up


def owed_work(planning: Planning, kind: str, which: ColumnElement[bool]) -> Iterator[Owed]:
    """The steps that work has reached by a slot's day, each for those who are to do it."""
    near = func.coalesce(Work.internal_due_on, Work.due_on) <= planning.today + _far(planning.policy)
    pauses, steps, job = _pauses(planning), Steps(planning), planning.slot.jobs[0]
    asked_for = {work_id for work_id, _ in pauses}
    for row in planning.session.execute(OPEN.where(which, planning.about, or_(near, Work.id.in_(asked_for)))):
        due = Due(*row)
        if not (step := steps.of(due)) and due.id not in asked_for:
            continue
        for person_id in _told(planning.roster, due, step):
            until = pauses.get((due.id, person_id))
            if step and not (until and until > planning.today and step.startswith("before_") and step != DAY):
                yield Owed(person_id, job, kind, f"#{due.id}", due.due_on, step, step in (*SURE, LAST_HOURS), due.id)
            if until and steps.comes_back(due, until):
                yield Owed(person_id, job, kind, f"#{due.id}", due.due_on, f"snoozed_{until}", False, due.id)


def _far(policy: Policy) -> timedelta:
    """Days ahead of which no ladder is asked: its first step in working days, which with a long holiday are less."""
    return timedelta(2 * max(*policy.before, policy.short_notice, 0)) + FAR


def _told(roster: Roster, due: Due, step: str) -> list[int]:
    """Who is told of a step: who is to do it; once it is late, their heads too."""
    doers = roster.doers(due.lead_id, due.assignee_id)
    heads = roster.holders(due.lead_id, "head") if step.startswith("overdue") else []
    return list(dict.fromkeys((*doers, *heads)))


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
    others = items_of(telling.session, Work.id.in_(asked_for - items.keys()), active(), which)
    items |= {item.number: item for item in others if _concerns(telling, item)}
    rows = [row_of(telling, item) for item in items.values()]
    near = [row for row in rows if row.left <= max(telling.policy.before) or row.item.number in asked_for]
    shared = sharing(telling.session, [row.item for row in near])
    quiet = _let_alone(telling, [row.item.number for row in near]) - asked_for
    return [
        _line(row, shared, row.item.number in asked_for and _still(telling, row, reminders))
        for row in near
        if row.item.number not in quiet
    ]


def _concerns(telling: Telling, item: Item) -> bool:
    """Whether a piece of work is still this person's: to do, or as head of those who do it."""
    work, here = item.work, telling.roster
    return telling.person.id in (*here.doers(work.lead_id, work.assignee_id), *here.holders(work.lead_id, "head"))


def row_of(telling: Telling, item: Item) -> Row:
    """A piece of work with its days and points."""
    term = telling.term(item)
    left = days_left(term, telling.day, telling.days_at(item.home_key))
    return Row(item, telling.day, left, item.is_late(telling.day), telling.stake(item), 1, term.aim)


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
