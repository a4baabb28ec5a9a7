"""Work that waits to be checked, concluded or decided on: told to whoever does that, after how many working days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.ledger import Owed
from models.people import from_here_up
from models.reminder_tables import Reminder
from models.roster import Roster
from models.tables import Event, Unit
from models.work import Item, open_work, sharing
from models.work_tables import Work
from scheduling.ladder import repeated
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import say

STEPS = (1, 3)  # working days that something waits
# What is waited for, in the order a digest has them, and the event since which it is.
BEGUN = {"time": "work ask_time", "passed": "work pass", "reported": "work report", "checked": "work check"}
_w = Work.__table__.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of work that waits for somebody."""

    id: int
    home_id: int
    lead_id: int
    due_by_id: int
    assigned_by: int | None
    reported_by: int | None
    reported_at: datetime | None
    created_at: datetime
    state: str
    asked_due_on: date | None

    @property
    def for_what(self) -> list[str]:
        """What it waits for: more time and another unit may be asked for at once."""
        return ["time"] * (self.asked_due_on is not None) + [self.state] * (self.state in BEGUN)


def owed(planning: Planning) -> Iterator[Owed]:
    job, told = planning.slot.jobs[0], set()
    for each, what, since in _waiting(planning.session, planning.zone, planning.about):
        passed = planning.days_at(each.home_id).left(planning.today, since)
        if not (step := repeated("waits", passed, STEPS, planning.policy.every)):
            continue
        for person_id in _who(planning.roster, each, what):
            if (each.id, since, person_id) not in told:  # the same person may decide on both
                told.add((each.id, since, person_id))
                yield Owed(person_id, job, "checks", f"#{each.id}", since, step, False, each.id)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    seen = {item.number: item for item in open_work(telling.session, telling.person, _waits())}
    if not seen:
        return []
    asked_for = {(each.work_id, each.due_on) for each in reminders}
    shared = sharing(telling.session, list(seen.values()))
    return [
        _line(telling, seen[each.id], what, since, shared, (each.id, since) in asked_for)
        for each, what, since in _waiting(telling.session, telling.zone, Work.id.in_(list(seen)))
        if telling.person.id in _who(telling.roster, each, what)
    ]


def _waits() -> ColumnElement[bool]:
    return or_(_w.asked_due_on.is_not(None), _w.state.in_(BEGUN))


def _waiting(session: Session, zone: ZoneInfo, *which: ColumnElement[bool]) -> Iterator[tuple[Waiting, str, date]]:
    """The open work that waits, for what, and since which day."""
    those = _w.closed.is_(False), _waits(), *which
    columns = (
        select(_w.id, _w.home_id, _w.lead_id, _w.due_by_id, _w.assigned_by, _w.reported_by)
        .add_columns(_w.reported_at, _w.created_at, _w.state, _w.asked_due_on)
        .where(*those)
    )
    rows = session.execute(columns.order_by(_w.id)).all()
    begun = (
        select(Event.work_id, Event.what, func.max(Event.at))
        .where(Event.work_id.in_(select(_w.id).where(*those)), Event.what.in_(BEGUN.values()))
        .group_by(Event.work_id, Event.what)
    )
    since = {(work_id, what): at for work_id, what, at in session.execute(begun)} if rows else {}
    for row in rows:
        each = Waiting(*row)
        for what in each.for_what:
            reported = each.reported_at if what == "reported" else None
            at = reported or since.get((each.id, BEGUN[what]), each.created_at)
            yield each, what, at.astimezone(zone).date()


def _who(roster: Roster, each: Waiting, what: str) -> list[int]:
    """Who is to check, to conclude or to decide."""
    if what == "time":  # as `Request.deciders`: whose level set the date
        return roster.holders(each.due_by_id, "head" if each.due_by_id == each.lead_id else "leader")
    if what == "passed":
        return roster.nearest(each.home_id, "officer")
    if what == "checked":
        giver = roster.present([each.assigned_by]) if each.assigned_by else []
        return giver or roster.nearest(each.lead_id, "officer")
    return _checkers(roster, each)


def _checkers(roster: Roster, each: Waiting) -> list[int]:
    """The nearest officers who did not report it themselves."""
    for key in from_here_up(roster.units[each.lead_id]):
        officers = roster.holders(roster.by_key[key], "officer") if key in roster.by_key else []
        if others := [person_id for person_id in officers if person_id != each.reported_by]:
            return others
    return []


def _line(
    telling: Telling, item: Item, what: str, since: date, shared: dict[tuple[int, str], int], asked_for: bool
) -> Line:
    work, stake = item.work, telling.stake(item)
    passed = telling.days_at(item.home_key).left(telling.day, since)
    to = telling.session.get(Unit, work.passed_to_id) if work.passed_to_id else None
    text = say(
        "reminders/checks", "line", item=item, waits=what, stake=stake, waited=passed, to=to,
        shared=shared.get((work.home_id, work.code), 1), own=[post.unit_key for post in telling.person.posts],
    )  # fmt: skip
    answers = say("reminders/checks", "answers", waits=what, number=item.number).splitlines()
    return Line(
        (1, list(BEGUN).index(what)), say("reminders/checks", "heading", waits=what), text,
        stake.points if stake else Fraction(0), item.number, asked_for, answers=tuple(answers), over=1,
    )  # fmt: skip


KIND = Kind(owed, lines=lines, foreseen=True)
