"""The week in a few lines, for leaders who want it: on its last working day; missed, in the days after."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from models.known import known
from models.ledger import Owed, wants
from models.messages import Message
from models.rates import low_rates
from models.reminder_tables import Reminder
from models.scorecards import Card
from scheduling.hours import midnight
from scheduling.overdue import leads_to, picture
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind
from scoring.deadlines import ONE_DAY, Works
from templates import render

NAME = "week"  # of the reminder, its slot, its message, and what leaders opt in to
STILL_NEWS = 5  # days: what an outage kept back is told until then
RATES = 2  # named


def owed(planning: Planning) -> Iterator[Owed]:
    roster = planning.roster
    leaders = {each for (_, role), people in roster.posts.items() if role == "leader" for each in people}
    wanted = (person_id for person_id, yes in wants(planning.session, NAME).items() if yes and person_id in leaders)
    for person_id in dict.fromkeys(roster.present(wanted)):
        if ended := last_of_week(planning.today, planning.days_at(roster.homes[person_id]).works):
            yield Owed(person_id, NAME, NAME, NAME, ended, NAME)


def last_of_week(today: date, works: Works) -> date | None:
    """The newest last working day of a week that is still news; None where a week has just begun."""
    for day in (today - number * ONE_DAY for number in range(STILL_NEWS + 1)):
        weekend = (day + number * ONE_DAY for number in range(1, 7 - day.weekday()))
        if works(day) and not any(map(works, weekend)):
            return day
    return None


def message(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    ended, whole = reminders[0].due_on, picture(telling)
    card = next((each for each in telling.cards if each.own and each.year == ended.year), None)
    choices = leads_to(telling, whole)
    text = render(
        "reminders/week", person=telling.person, first=_monday(ended), last=ended, whole=whole, choices=choices,
        points=_points(telling, card, _monday(ended)) if card else None,
        low=low_rates(
            telling.session, telling.known(card), telling.now, telling.day, telling.days_at(card.unit_key).works,
            telling.policy.stale_days,
        )[:RATES] if card else [],
    )  # fmt: skip
    return Message(text, choices)


def _points(telling: Telling, card: Card, monday: date) -> tuple[object, object]:
    """The certain points, and how many more they are than when the week began."""
    works, began = telling.days_at(card.unit_key).works, midnight(monday, telling.zone)
    before = known(telling.session, card, began, monday, telling.now, works).totals.certain
    certain = telling.known(card).totals.certain
    return certain, certain - before


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


KIND = Kind(owed, slots=(NAME,), message=message, foreseen=True)
