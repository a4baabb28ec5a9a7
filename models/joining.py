"""How a person comes to speak from a chat: a one-time code opens it, leaving or an administrator ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from models.chat_tables import Attempt, Chat, Invitation, open_at
from models.codes import code_in, digest_of, new_code, printed
from models.conversation import tell
from models.database import Instant
from models.kept import kept_people
from models.messages import Incoming, Sender
from models.people import Speaker, person_with
from models.record import Teller, record
from models.stamps import PEOPLE
from models.tables import Event, Person, Post, Unit

CODE_LIVES = timedelta(days=7)
MOST_WRONG, SLOWED_FOR = 5, timedelta(minutes=15)  # codes of one address; then none of its codes is looked at
REPORTED_FOR = timedelta(days=7)
INVITED, JOINED, LEFT, REMOVED, GUESSING = "invited", "joined", "left", "removed", "guessing"  # what an event tells of

# Counts a code before it is looked up: attempts of one address wait for each other at this row.
_COUNT = text(
    "INSERT INTO attempt (channel, account, address, since, number) "
    "SELECT :channel, :account, :address, :now, 1 WHERE :counts "
    "ON CONFLICT (channel, account, address) DO UPDATE SET "
    "number = CASE WHEN attempt.since > :early AND attempt.since <= :now THEN attempt.number + 1 ELSE 1 END, "
    "since = CASE WHEN attempt.since > :early AND attempt.since <= :now AND attempt.number + 1 <> :most "
    "THEN attempt.since ELSE :now END RETURNING number"
).bindparams(
    bindparam("now", type_=Instant), bindparam("early", type_=Instant), bindparam("counts", type_=Boolean)
)  # fmt: skip
# The one event not written by `record`: it would make the fifth wrong code cost what the fourth did not, and move the
# stamp of the office, so that a stranger could make everybody's answers forgotten.
_REPORT = text(
    "INSERT INTO event (at, how, what, subject, medium) SELECT :now, :how, :what, :subject, '' WHERE :slows"
).bindparams(bindparam("now", type_=Instant), bindparam("slows", type_=Boolean))


def chat_at(session: Session, sender: Sender) -> tuple[int | None, int | None]:
    """The open chat at an address and its person; (None, None) for a stranger."""
    return kept_people(session, ("chat", sender), lambda: _chat_at(session, sender))


def _chat_at(session: Session, sender: Sender) -> tuple[int | None, int | None]:
    found = session.execute(
        select(Chat.id, Chat.person_id).where(*open_at(Chat, sender)).order_by(Chat.id.desc())
    ).first()
    return (found.id, found.person_id) if found else (None, None)


def make_code(session: Session, person_id: int, teller: Teller | None, now: datetime) -> str:
    """A new code for a person, said this once; the older unused ones end. `teller` is None on the command line.

    Whoever has the code speaks as that person, so one who has a chat already is told of it there.
    """
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))  # one at a time
    _end_codes(session, person_id, now)
    code = new_code()
    until = now + CODE_LIVES
    session.add(Invitation(digest_of(code), person_id, now, teller.person_id if teller else None, until))
    event = _record(session, now, INVITED, person_id, teller, {"until": until})
    if chats_of(session, person_id) and (teller is None or teller.person_id != person_id):
        by = session.get_one(Person, teller.person_id).address if teller else ""
        tell(session, person_id, event, INVITED, by=by)
    return printed(code)


def enter(session: Session, incoming: Incoming, now: datetime, today: date) -> Speaker | None:
    """The person whose code a stranger sent; None for anything else.

    Whatever was sent, a refusal is these three statements: how long it takes tells nothing of which codes there are.
    """
    code, sender = code_in(incoming.text), incoming.sender
    where = {"channel": sender.channel, "account": sender.account, "address": sender.address}
    times = {"now": now, "early": now - SLOWED_FOR, "most": MOST_WRONG}
    number = session.execute(_COUNT, where | times | {"counts": bool(code)}).scalar() or 0
    person_id = _use(session, digest_of(code) if number <= MOST_WRONG else "", now, today)
    slows = person_id is None and number == MOST_WRONG
    event = {"how": sender.channel, "what": GUESSING, "subject": f"{sender.channel} {sender.address}"}
    session.execute(_REPORT, event | {"now": now, "slows": slows})
    if person_id is None:
        return None
    _open(session, sender, person_id, now)
    return person_with(session, person_id, today)


def _use(session: Session, digest: str, now: datetime, today: date) -> int | None:
    """Use an invitation up; of two who send one code at once the second finds it used."""
    holds_a_post = (
        select(Post.person_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.valid_from <= today, or_(Post.valid_to.is_(None), Post.valid_to >= today))
        .where(Unit.valid_from <= today, or_(Unit.valid_to.is_(None), Unit.valid_to >= today))
    )
    return session.scalar(
        update(Invitation)
        .where(Invitation.digest == digest, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .where(Invitation.person_id.in_(holds_a_post))
        .values(used_at=now)
        .returning(Invitation.person_id)
        .execution_options(synchronize_session=False)
    )


def _open(session: Session, sender: Sender, person_id: int, now: datetime) -> None:
    """Open the person's chat here; the one they had on this messenger ends, and whatever was open at this address."""
    session.execute(
        delete(Attempt).where(
            Attempt.channel == sender.channel, Attempt.account == sender.account, Attempt.address == sender.address
        )
    )
    theirs = and_(Chat.person_id == person_id, Chat.channel == sender.channel, Chat.ended_at.is_(None))
    older = session.scalars(select(Chat).where(or_(theirs, and_(*open_at(Chat, sender))))).all()
    _end(older, now, "replaced")
    chat = Chat(sender.channel, sender.account, sender.address, person_id, now)
    chat.chosen = any(each.chosen and each.person_id == person_id for each in older)
    session.add(chat)
    session.flush()
    _record(session, now, JOINED, person_id, Teller(person_id, sender.channel, now, chat_id=chat.id))


def chats_of(session: Session, person_id: int) -> Sequence[Chat]:
    """The chats a person has now, the oldest first."""
    return session.scalars(
        select(Chat).where(Chat.person_id == person_id, Chat.ended_at.is_(None)).order_by(Chat.id)
    ).all()


def leave(session: Session, chat_id: int, teller: Teller) -> None:
    """End the chat something was said in."""
    _end([session.get_one(Chat, chat_id)], teller.now, LEFT)
    _record(session, teller.now, LEFT, teller.person_id, teller)


def remove(session: Session, person_id: int, teller: Teller) -> tuple[int, int]:
    """End a person's chats and unused codes at once; how many of each."""
    chats = _end(chats_of(session, person_id), teller.now, REMOVED)
    codes = _end_codes(session, person_id, teller.now)
    if chats or codes:
        _record(session, teller.now, REMOVED, person_id, teller, {"chats": chats, "codes": codes})
    return chats, codes


def _end(chats: Sequence[Chat], now: datetime, why: str) -> int:
    for chat in chats:
        chat.ended_at, chat.ended_why = now, why
    return len(chats)


def _end_codes(session: Session, person_id: int, now: datetime) -> int:
    unused = Invitation.person_id == person_id, Invitation.used_at.is_(None), Invitation.expires_at > now
    ended = session.execute(update(Invitation).where(*unused).values(expires_at=now).returning(Invitation.id))
    return len(ended.all())


def _record(
    session: Session, at: datetime, what: str, person_id: int, teller: Teller | None, after: Any = None
) -> Event:
    """Tell of a person's codes and chats; who has which is kept under the office's stamp, which this moves."""
    how, key = teller.how if teller else "command line", session.get_one(Person, person_id).key
    return record(session, at, how=how, what=what, subject=key, after=after, teller=teller, stamp=PEOPLE)


@dataclass(frozen=True, slots=True)
class Joining:
    """How joining stands: who has a chat, whose code waits, which addresses guessed."""

    joined: frozenset[int]
    waiting: dict[int, datetime]  # person → until when
    guessed: tuple[str, ...]  # "telegram 123", of the last days


def joining(session: Session, now: datetime) -> Joining:
    """How joining stands now."""
    joined = session.scalars(select(Chat.person_id).where(Chat.ended_at.is_(None)))
    waiting = session.execute(
        select(Invitation.person_id, func.max(Invitation.expires_at))
        .where(Invitation.used_at.is_(None), Invitation.expires_at > now)
        .group_by(Invitation.person_id)
    )
    guessed = session.scalars(
        select(Event.subject)
        .where(Event.actor_id.is_(None), Event.at > now - REPORTED_FOR, Event.what == GUESSING)
        .order_by(Event.id)
    )
    return Joining(frozenset(joined), {row[0]: row[1] for row in waiting}, tuple(dict.fromkeys(guessed)))
