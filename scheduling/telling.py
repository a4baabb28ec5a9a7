"""Saying a planned message: at the moment it is claimed, from the state then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chat_tables import Chat, Notification
from models.ledger import lines_of
from models.messages import Message
from models.outbox import Waiting
from models.people import person_with
from models.roster import roster
from models.terms import terms_of
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


def is_quiet(now: datetime, clockwork: Clockwork) -> bool:
    """Whether nobody is written to unasked now; whoever writes is answered, with what waits for them."""
    return clockwork.policy.is_quiet(now.astimezone(clockwork.zone).time())


def at_work(session: Session, waiting: Sequence[Waiting], now: datetime, clockwork: Clockwork) -> list[Waiting]:
    """What waits, with notices for those alone who work today. A slot's messages are planned for a day's own."""
    told, day = [each.chat_id for each in waiting if each.notices], now.astimezone(clockwork.zone).date()
    if not told:
        return list(waiting)
    clockwork.terms.lend(session)
    here = roster(session, day)
    person = dict(session.execute(select(Chat.id, Chat.person_id).where(Chat.id.in_(told))).all())

    def works(chat_id: int) -> bool:
        home = here.homes.get(person[chat_id])
        return home is None or terms_of(session, here.units[home].key).works(day)

    heard = (replace(each, notices=each.notices and works(each.chat_id)) for each in waiting)
    return [each for each in heard if each.planned or each.notices]
