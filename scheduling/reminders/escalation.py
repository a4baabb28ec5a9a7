"""What goes up: work late for so long is told to those who lead, by unit and without a name, once to each."""

from collections.abc import Iterable, Sequence

from models.cases import NOT_HELD
from models.ledger import Owed
from models.messages import Message
from models.people import from_here_up, holders
from models.reminder_tables import Reminder
from models.work import active, items_of
from models.work_tables import Work
from scheduling.due_work import row_of
from scheduling.overdue import leads_to, picture
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind
from scheduling.rising import KIND as NAME
from scheduling.rising import open_new, rising
from templates import render

SHOWN = 4  # of two lines each


def owed(planning: Planning) -> Iterable[Owed]:
    return rising(planning) if planning.slot.name == NAME else ()


def message(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    """What has newly gone up, and how much is overdue in all; None where none of it is so any more."""
    planned = {each.work_id: each.due_on for each in reminders}
    still = items_of(telling.session, Work.id.in_(planned), active(), NOT_HELD)
    rows = [row_of(telling, item) for item in still if item.work.due_on == planned[item.number]]
    late = [row for row in rows if row.overdue and row.item.work.assignee_id != telling.person.id]
    if not late:
        return None
    late.sort(key=lambda row: (-(row.stake.points if row.stake else 0), row.left, row.item.number))
    shown = late[:SHOWN] if len(late) > SHOWN + 1 else late
    whole = picture(telling)
    choices = leads_to(telling, whole)
    text = render(
        "reminders/escalation", person=telling.person, day=telling.day, rows=shown, number=len(late), whole=whole,
        choices=choices, contact=_contact(telling), number_said=telling.number, again=telling.again,
    )  # fmt: skip
    return Message(text, choices)


def _contact(telling: Telling) -> str:
    """Where to ask, without a name: nobody's name stands beside a delay."""
    found = holders(telling.session, "officer", from_here_up(telling.person.posts[0].unit_key), telling.day)
    return found[0].contact if found else ""


KIND = Kind(owed, slots=("morning", NAME), message=message, prepare=open_new, foreseen=True)
