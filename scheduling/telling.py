"""Saying a planned message: at the moment it is claimed, from the state then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.chat_tables import Chat, Notification
from models.ledger import lines_of
from models.messages import Message
from models.outbox import Waiting
from models.people import person_with
from models.tables import Post, Unit
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
    held = select(Chat.id, Unit.key).join(Post, Post.person_id == Chat.person_id).join(Unit, Unit.id == Post.unit_id)
    on = Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day)
    homes: dict[int, str] = {}
    for chat_id, key in session.execute(held.where(Chat.id.in_(told), *on).order_by(Post.id)):
        homes.setdefault(chat_id, key)
    here = {chat_id for chat_id in told if chat_id not in homes or terms_of(session, homes[chat_id]).works(day)}
    heard = (replace(each, notices=each.chat_id in here) for each in waiting)
    return [each for each in heard if each.planned or each.notices]
