"""Work that lies on a desk to be signed: who is to do it is asked whether it was, after two working days and on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.ledger import Owed
from models.reminder_tables import Reminder
from models.work import Item, items_of, sharing
from models.work_tables import Work
from scheduling.due_work import row_of
from scheduling.ladder import repeated
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import say

_THESE = Work.stage == "signing", Work.state == "in_progress", Work.stage_at.is_not(None)


def owed(planning: Planning) -> Iterator[Owed]:
    policy, job = planning.policy, planning.slot.jobs[0]
    rows = select(Work.id, Work.home_id, Work.lead_id, Work.assignee_id, Work.stage_at).where(*_THESE, planning.about)
    found = planning.session.connection().execute(rows.order_by(Work.id)).all()
    for number, home_id, lead_id, assignee_id, stage_at in found:
        since = _day(stage_at, planning.zone)
        passed = planning.days_at(home_id).left(planning.today, since)
        if step := repeated("signing", passed, (policy.signing,), policy.every):
            for person_id in planning.roster.doers(lead_id, assignee_id):
                yield Owed(person_id, job, "signing", f"#{number}", since, step, False, number)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    since = {each.work_id: each.due_on for each in reminders}
    items = items_of(telling.session, Work.id.in_(list(since)), *_THESE) if since else []
    shared = sharing(telling.session, items)
    still = [item for item in items if _day(item.work.stage_at, telling.zone) == since[item.number]]
    return [_line(telling, item, shared.get((item.work.home_id, item.work.code), 1)) for item in still]


def _day(stage_at: datetime | None, zone: ZoneInfo) -> date:
    assert stage_at is not None  # asked for in `_THESE`
    return stage_at.astimezone(zone).date()


def _line(telling: Telling, item: Item, shared: int) -> Line:
    """It stands where its day has it."""
    row = row_of(telling, item)
    text = say("reminders/signing", "line", row=row, shared=shared, zone=telling.zone)
    return Line(
        (0, row.left), say("reminders/work", "heading", row=row), text, row.stake.points if row.stake else Fraction(0),
        item.number, True, row.overdue, over=1,
    )  # fmt: skip


KIND = Kind(owed, lines=lines, foreseen=True)
