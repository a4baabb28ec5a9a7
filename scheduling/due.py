"""A due day in a line: the one `find_when` finds, with its errors said to the person."""

from datetime import datetime

from models.messages import UserError
from models.words import clean
from scheduling.dates import NoSuchDay
from scheduling.when import SeveralDays, When, find_when
from scoring.deadlines import Works


def read_due_day(text: str, now: datetime, works: Works) -> When | None:
    """The day a line names as a term, None for none; UserError for 31/2 or two days."""
    try:
        return find_when(text, now, works)
    except NoSuchDay as error:
        raise UserError("no_such_day", text=clean(str(error), 60)) from None
    except SeveralDays as error:
        raise UserError("several_days", days=list(error.days)) from None
