"""What a leader is told of all that is overdue: by unit, nobody named, what officers keep back counted apart."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from models.cases import held
from models.charge import in_charge
from models.messages import Choice
from models.stakes import total
from models.work import Item, active, items_of
from models.work_tables import Work
from scheduling.lately import MENU
from scheduling.planning import Telling

MOST = 5  # units named


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is overdue where a leader leads, and what is asked of him."""

    number: int
    points: Fraction
    units: tuple[tuple[str, int], ...]  # the most first
    others: int  # pieces of work of units not named
    held: int  # what officers look at first
    asked: tuple[int, ...]  # work for which more time is asked of his level


def picture(telling: Telling) -> Picture:
    """As things stand."""
    session, own = telling.session, _led(telling)
    led = Work.home_id.in_(in_charge(session, telling.person, "leader"))
    found = items_of(session, led, active(), Work.due_on < telling.day)
    late = [item for item in found if item.is_late(telling.day)]
    back = held(session, (item.number for item in late))
    risen = [item for item in late if item.number not in back]
    units = Counter(_unit(item, own) for item in risen).most_common()
    asked = items_of(session, Work.asked_due_on.is_not(None), Work.closed.is_(False), Work.due_by_id.in_(own.values()))
    return Picture(
        len(risen), total([(item, telling.stake(item)) for item in risen]), tuple(units[:MOST]),
        sum(number for _, number in units[MOST:]), len(back), tuple(item.number for item in asked),
    )  # fmt: skip


def leads_to(telling: Telling, of_day: Picture) -> tuple[Choice, ...]:
    """What a leader may ask next, in the order in which the message numbers it."""
    late, asked, points = (Choice(label, command) for label, command in MENU.items())
    return (late, *([asked] if of_day.asked else ()), points)


def _led(telling: Telling) -> dict[str, int]:
    """The units that a person leads: path → id."""
    return {post.unit_key: post.unit_id for post in telling.person.posts if post.role == "leader"}


def _unit(item: Item, own: dict[str, int]) -> str:
    """A unit as a leader names it: his own departments, else the unit that is scored."""
    return item.lead_short if item.home_key in own else item.home_name
