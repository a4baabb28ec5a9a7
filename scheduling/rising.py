"""What goes up: work that is late since so many working days, by the steps of its case, past those who are to do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from models.cases import NOT_HELD, OF_WORK, Steps, open_cases
from models.ledger import Owed, unsaid, wants
from models.people import person_with
from models.reminder_tables import Case
from models.roster import Roster
from models.work import Item, items_of
from models.work_tables import Work
from scheduling.hours import slots_of
from scheduling.ladder import Days
from scheduling.planning import Planning, Telling
from scheduling.policy import DEPUTY, Policy
from scheduling.steps import OPEN, Due, given_on, on_a_desk

KIND = "escalation"  # of the reminder, its slot, its message, and what leaders opt in to
_LATE = OPEN.outerjoin(Case, OF_WORK).add_columns(Case.steps)


def open_new(planning: Planning) -> int:
    """Write down the case of all that became late, by the policy of now; how many."""
    new = (
        (due.id, due.due_on, _steps(planning, due))
        for due, steps in _late(planning, Case.work_id.is_(None))
        if not steps
    )
    return open_cases(planning.session, new)


def rising(planning: Planning) -> Iterator[Owed]:
    """Who is to be told of late work by a slot's day. Each hears of it once: at the first step that is theirs."""
    wanted = wants(planning.session, KIND)
    for due, steps in _late(planning, NOT_HELD):
        days = planning.days_at(due.home_id)
        if on_a_desk(planning, due, days):
            continue
        late, told = _days_late(planning, due, days), _concerned(planning.roster, due)
        for level in (level for from_day, level in steps or planning.policy.steps if from_day <= late):
            for person_id in _leaders(planning.roster, due.home_id, level, wanted):
                if person_id not in told:
                    told.add(person_id)
                    yield Owed(person_id, KIND, KIND, f"#{due.id}", due.due_on, f"up_{level}", True, due.id)


@dataclass(frozen=True, slots=True)
class GoesUp:
    """What will be told to leaders today, and when."""

    at: datetime
    numbers: tuple[int, ...]


def goes_up_today(telling: Telling, items: Sequence[Item]) -> GoesUp | None:
    """Which of some work goes up later today; None where none does."""
    slot = next(each for each in slots_of(telling.day, telling.policy, telling.zone) if each.name == KIND)
    numbers = [item.number for item in items if item.is_late(telling.day)]
    if telling.now >= slot.opens or not numbers:
        return None
    about = Work.id.in_(numbers)
    planning = Planning(telling.session, slot, telling.policy, telling.zone, telling.now, about)
    planning.roster = telling.roster
    owed = [each for each in rising(planning) if planning.listens(each)]
    going = {each.work_id for each in unsaid(telling.session, owed)}
    return GoesUp(slot.opens, tuple(number for number in numbers if number in going)) if going else None


def _late(planning: Planning, *which: ColumnElement[bool]) -> Iterator[tuple[Due, Steps | None]]:
    """What is late on a slot's day, with the steps of its case, where it has one."""
    late = _LATE.where(Work.due_on < planning.today, planning.about, *which)
    for *row, steps in planning.session.connection().execute(late).all():
        due = Due._make(row)
        terms = planning.calendars.terms(planning.roster.units[due.home_id])
        if terms.last_day(due.due_on) < planning.today:
            yield due, steps


def _days_late(planning: Planning, due: Due, days: Days) -> int:
    """Working days late; of what was late when it was given, those since."""
    terms = planning.calendars.terms(planning.roster.units[due.home_id])
    since = max(terms.last_day(due.due_on), given_on(due, planning.zone))
    return days.left(planning.today, since)


def _concerned(of_day: Roster, due: Due) -> set[int]:
    """Who is to do it or answers for it: nobody gets his own escalation."""
    return {*of_day.doers(due.lead_id, due.assignee_id), *of_day.holders(due.lead_id, "head")}


def _leaders(of_day: Roster, home_id: int, level: str, wanted: dict[int, bool]) -> Iterator[int]:
    """Who is told at a level: deputies unless they declined, the first of the leaders if he opted in."""
    for person_id, is_first in of_day.leaders(home_id):
        absent = [each for each, deputy in of_day.deputies.items() if deputy == person_id]
        said = [wanted[each] for each in (person_id, *absent) if each in wanted]
        if is_first != (level == DEPUTY) and (any(said) if said else not is_first):
            yield person_id


def _steps(planning: Planning, due: Due) -> Steps:
    """The policy's steps; all of them at the first where so much is at stake."""
    policy = planning.policy
    if policy.at_points is None or not policy.steps or not _weighs(planning, due, policy):
        return policy.steps
    first = min(days for days, _ in policy.steps)
    return tuple((first, level) for _, level in policy.steps)


def _weighs(planning: Planning, due: Due, policy: Policy) -> bool:
    """Whether the points at stake are so many, as the leaders of its unit are told them."""
    leaders = (person_id for person_id, _ in planning.roster.leaders(due.home_id))
    person = person_with(planning.session, next(leaders, None), planning.today)
    if person is None or policy.at_points is None:
        return False
    telling = Telling(planning.session, person, planning.today, planning.now, planning.zone, policy)
    stake = telling.stake(items_of(planning.session, Work.id == due.id)[0])
    return stake is not None and stake.points >= policy.at_points
