"""Saying a planned message: at the moment it is claimed, from the state then."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.chat_tables import Notification
from models.ledger import lines_of
from models.messages import Message
from models.people import person_with
from scheduling.digest import digest
from scheduling.plan import Clockwork
from scheduling.planning import Telling
from scheduling.reminders import kinds


def say_planned(session: Session, row: Notification, now: datetime, clockwork: Clockwork) -> Message | None:
    """The message as it must be said now; None where nothing of it is so any more, or its person left."""
    day = row.day or now.astimezone(clockwork.zone).date()
    person = person_with(session, row.person_id, day)
    if person is None:
        return None
    clockwork.terms.lend(session)
    number, again = (row.id, row.attempts > 0) if row.sure else (0, False)
    telling = Telling(session, person, day, now, clockwork.zone, clockwork.policy, number, again)
    reminders = lines_of(session, row.id)
    if row.job in ("digest", "last_hours"):
        return digest(telling, reminders)
    kind = kinds()[reminders[0].kind] if reminders else None
    return kind.message(telling, reminders) if kind and kind.message else None
