"""What an officer urges by hand: never owed by the calendar; said as things stand, to those who still have to do it."""

from collections.abc import Sequence

from models.messages import Message
from models.nudges import signed
from models.reminder_tables import Reminder
from models.work import active, items_of
from models.work_tables import Work
from scheduling.nudging import said
from scheduling.planning import Telling
from scheduling.reminders import Kind


def message(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    """Of what was planned what is still to be done, by the day it had, by this person; None where that is nothing."""
    planned = {each.work_id: each.due_on for each in reminders}
    doers = telling.roster.doers
    still = [
        item
        for item in items_of(telling.session, Work.id.in_(planned), active())
        if item.work.due_on == planned[item.number]
        and telling.person.id in doers(item.work.lead_id, item.work.assignee_id)
    ]
    return said(telling, still, signed(telling.session, still[0].number, telling.person.id)) if still else None


KIND = Kind(owed=lambda _: (), slots=(), message=message)
