"""The day a line says, with what is wrong with it said to the person."""

from datetime import datetime

from models.messages import UserError
from models.words import clean
from scheduling.calendar import works
from scheduling.dates import NoSuchDay
from scheduling.when import SeveralDays, When, find_when
from scoring.deadlines import Works


def read_due_day(text: str, now: datetime, works: Works = works, past: bool = False) -> When | None:
    """The day a line names as a term, or (`past`) as a document's; None for none; UserError for 31/2 or two days.

    "3 ngày làm việc nữa" are counted by the calendar of a unit.
    """
    try:
        return find_when(text, now, works, past=past)
    except NoSuchDay as error:
        raise UserError("no_such_day", text=clean(str(error), 60)) from None
    except SeveralDays as error:
        raise UserError("several_days", days=list(error.days)) from None
