"""What a chat remembers between messages: the question asked, what somebody must be told, updates already answered."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.chat_tables import Dialogue, Notice, Update
from models.database import insert_for
from models.messages import CHANGE, Attachment, Choice, Incoming, Message
from models.people import Speaker
from models.record import Teller, first_event
from models.stamps import look, of_person, touch
from models.tables import Event, Person
from models.words import clean

ASKED_WITHIN = timedelta(minutes=15)  # an older question is no longer what an answer is about


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its answer."""

    command: str
    draft: Any
    on_behalf_of_id: int | None
    medium: str
    at: datetime

    @property
    def name(self) -> str:
        """What its buttons carry, so that one under an older question is known as such."""
        return format(int(self.at.timestamp() * 1_000_000), "x")


def asked(session: Session, person_id: int, channel: str, now: datetime) -> Asked | None:
    """The question a person was asked in a channel, if it is young enough to be answered."""
    return waits(session, person_id, channel, now) if look(session, of_person(person_id)) else None


def waits(session: Session, person_id: int, channel: str, now: datetime) -> Asked | None:
    """The same, also where this very transaction asks it."""
    row = session.get(Dialogue, (person_id, channel))
    if row is None or not now - ASKED_WITHIN <= row.asked_at <= now:
        return None
    return Asked(row.command, row.draft, row.on_behalf_of_id, row.medium, row.asked_at)


def ask(session: Session, teller: Teller, command: str, draft: Any) -> None:
    """Note what a person is being asked; an earlier question is forgotten."""
    forget(session, teller)
    session.add(
        Dialogue(teller.person_id, teller.how, command, draft, teller.now, teller.on_behalf_of_id, teller.medium)
    )
    session.flush()
    touch(session, teller.now, of_person(teller.person_id))


def forget(session: Session, teller: Teller) -> None:
    """The question was answered, or another matter came up."""
    gone = delete(Dialogue).where(Dialogue.person_id == teller.person_id, Dialogue.channel == teller.how)
    if session.execute(gone).rowcount:  # type: ignore[attr-defined]
        touch(session, teller.now, of_person(teller.person_id))


def tell(session: Session, person_id: int, event: Event, what: str, **about: Any) -> None:
    """One line for somebody, of `templates/notices.txt`, said with the next thing they are told."""
    session.add(Notice(person_id, event.id, what, about, event.at))
    touch(session, event.at, of_person(person_id))


def waiting(session: Session, person_id: int) -> int:
    """How many lines wait for a person."""
    if not look(session, of_person(person_id)):
        return 0
    unseen = select(func.count()).select_from(Notice).where(Notice.person_id == person_id, Notice.shown_at.is_(None))
    return session.scalar(unseen) or 0


def take_notices(session: Session, person_id: int, now: datetime, untried: bool = False) -> list[Notice]:
    """The lines that wait for a person, from now on said; `untried`: those that no notification carried yet."""
    unseen = select(Notice).where(Notice.person_id == person_id, Notice.shown_at.is_(None)).order_by(Notice.id)
    found = list(session.scalars(unseen.where(Notice.notification_id.is_(None)) if untried else unseen))
    for notice in found:
        notice.shown_at = now
    if found:
        touch(session, now, of_person(person_id))
    return found


def claim(session: Session, incoming: Incoming, now: datetime) -> Message | None:
    """Take an update as this transaction's, or the reply it was given before; one without an id is always new."""
    if not incoming.update_id:
        return None
    sender = incoming.sender
    row = {
        "channel": sender.channel, "account": sender.account, "update_id": incoming.update_id, "reply": {}, "at": now
    }  # fmt: skip
    new = insert_for(session, Update).values(**row).on_conflict_do_nothing().returning(Update.id)
    if session.execute(new).first():  # PostgreSQL's driver counts no rows here
        return None
    return replied(session, incoming)


def replied(session: Session, incoming: Incoming) -> Message | None:
    """The reply an update was given before, where that was a change: its effect is there already."""
    if not incoming.update_id:
        return None
    found = session.execute(select(Update.reply, Update.sent_at).where(*_is(incoming))).one_or_none()
    if not found or not found.reply:
        return None
    choices = tuple(Choice(**each) for each in found.reply["choices"])
    attachments = tuple(Attachment(**each) for each in found.reply.get("attachments", ()))
    kind, reply = found.reply.get("kind", CHANGE), "sent" if found.sent_at else "kept"
    return Message(found.reply["text"], choices, attachments, kind=kind, reply=reply)


def hold_person(session: Session, person_id: int) -> None:
    """Answer one message of a person at a time, whoever answers: each sees what the one before it did."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def settle(session: Session, incoming: Incoming, message: Message) -> None:
    """Keep the reply beside its effect; a secret is not kept."""
    if incoming.update_id:
        reply = {
            "text": message.kept_as or message.text,
            "choices": [asdict(each) for each in message.choices],
            "attachments": [asdict(each) for each in message.attachments],
            "kind": message.kind,
        }
        session.execute(update(Update).where(*_is(incoming)).values(reply=reply))


def sent(session: Session, incoming: Incoming, now: datetime) -> None:
    """Note that the reply to an update has gone out: should the update come again, nothing is said again."""
    session.execute(update(Update).where(*_is(incoming)).values(sent_at=now))


def _is(incoming: Incoming) -> tuple[Any, ...]:
    sender = incoming.sender
    return (
        Update.channel == sender.channel, Update.account == sender.account, Update.update_id == incoming.update_id
    )  # fmt: skip


def tell_behalf(session: Session, writer: Speaker, said: str) -> None:
    """Who was written for gets one line, to which he can object."""
    event = first_event(session)
    if event and event.on_behalf_of_id is not None:
        about = {"by": writer.address, "said": clean(said, 200), "number": event.work_id}
        tell(session, event.on_behalf_of_id, event, "on_behalf", **about)
