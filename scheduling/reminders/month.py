"""The month, told on its first working day to heads and officers: what falls due in it, and figures to be closed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.ledger import Owed
from models.people import Speaker
from models.reminder_tables import Reminder
from models.stakes import total
from models.work import Item, active, items_of
from models.work_tables import Work
from scheduling.hours import is_first_day_back
from scheduling.ladder import Days
from scheduling.planning import Planning, Telling
from scheduling.policy import Policy
from scheduling.reminders import Kind, Line
from scoring.deadlines import ONE_DAY
from templates import say

NEWS = 3  # working days for which a month is new: after an outage it is still told of
UNITS = 4  # named
_AIM = func.coalesce(Work.internal_due_on, Work.due_on)


def owed(planning: Planning) -> Iterator[Owed]:
    today, roster = planning.today, planning.roster
    if today.day > 20:  # the longest holiday and `NEWS` later
        return
    rows = select(Work.home_id, Work.lead_id).where(or_(_falls_due(today), _closes(today))).distinct()
    told: dict[int, None] = {}
    for home_id, lead_id in planning.session.execute(rows):
        people = (*roster.holders(lead_id, "head"), *_officers(planning, home_id), *_officers(planning, lead_id))
        told |= dict.fromkeys(people)
    for person_id in told:
        if _is_new(today, planning.days_at(roster.homes[person_id]), planning.policy):
            yield Owed(person_id, planning.slot.jobs[0], "month", f"month {today:%Y-%m}", today.replace(day=1), "month")


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    if not reminders:
        return []
    today = telling.day
    due = items_of(telling.session, _falls_due(today), _answered_for(telling.person))
    closes = items_of(telling.session, _closes(today), _answered_for(telling.person))
    if not due and not closes:
        return []
    units = Counter(item.lead_short for item in due).most_common()
    text = say(
        "reminders/month", "line", numbers=[item.number for item in due], units=units[:UNITS] if len(units) > 1 else [],
        others=sum(number for _, number in units[UNITS:]), points=total([(item, telling.stake(item)) for item in due]),
        closes=_by_day(closes),
    )  # fmt: skip
    return [Line((90, 0), say("reminders/month", "heading", day=today), text, asked_for=True)]


def _officers(planning: Planning, unit_id: int) -> list[int]:
    return planning.roster.holders(unit_id, "officer")


def _is_new(today: date, days: Days, policy: Policy) -> bool:
    """Whether it is the first day of a month on which people are written to, or one soon after."""
    first = today.replace(day=1)
    while not days.works(first) or is_first_day_back(first, days.works, policy.long_break):
        first += ONE_DAY
    return first <= today and days.left(today, first) < NEWS


def _last(today: date) -> date:
    return (today.replace(day=1) + timedelta(32)).replace(day=1) - ONE_DAY


def _falls_due(today: date) -> ColumnElement[bool]:
    """What must be done from today to the end of the month, by the office's own day or by the other."""
    days = (today, _last(today))
    return and_(Work.closed.is_(False), active(), or_(_AIM.between(*days), Work.due_on.between(*days)))


def _closes(today: date) -> ColumnElement[bool]:
    """Reports whose figures are closed from today to the end of the month."""
    return and_(Work.closed.is_(False), active(), Work.data_cutoff.between(today, _last(today)))


def _answered_for(person: Speaker) -> ColumnElement[bool]:
    """The work of a head's unit; of an officer's all that serves it or that it leads."""
    headed = [post.unit_id for post in person.posts if post.role in ("head", "officer")]
    scored = [post.unit_id for post in person.posts if post.role == "officer"]
    return or_(Work.lead_id.in_(headed), Work.home_id.in_(scored))


def _by_day(items: Sequence[Item]) -> list[tuple[date, list[int]]]:
    """The numbers of reports by the day on which their figures are closed."""
    found: defaultdict[date, list[int]] = defaultdict(list)
    for item in items:
        assert item.work.data_cutoff is not None  # asked for in `_closes`
        found[item.work.data_cutoff].append(item.number)
    return sorted(found.items())


KIND = Kind(owed, lines=lines)
