"""How the office reaches people on a messenger: chats nothing is sent to, when it was last heard, who sends now."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from models.chat_tables import Attempt, ChannelState, Chat, Lease, Notification, Update, open_at, open_on
from models.conversation import tell
from models.database import Instant
from models.inbox import forget
from models.kept_files import forget_files
from models.messages import Sender
from models.record import record
from models.stamps import PEOPLE

KEPT_UPDATES = timedelta(hours=24)  # Telegram keeps what nobody fetched for a day
KEPT_REPLIES = timedelta(days=30)
NEVER = timedelta(days=1)  # longer than anything is taken for
GONE = timedelta(hours=1)  # not heard for so long: people are told things elsewhere
SILENT = "silent"  # what the event tells of
_HEARD = text(
    "INSERT INTO channel_state (channel, account, name, seen_at) VALUES (:channel, :account, :name, :now) "
    "ON CONFLICT (channel, account) DO UPDATE SET name = excluded.name, "
    "seen_at = CASE WHEN excluded.seen_at > channel_state.seen_at THEN excluded.seen_at ELSE channel_state.seen_at END"
).bindparams(bindparam("now", type_=Instant))
_TAKE = text(
    "INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until "
    "WHERE lease.holder = excluded.holder OR lease.until <= :now OR lease.until > :never RETURNING holder"
).bindparams(*(bindparam(name, type_=Instant) for name in ("now", "until", "never")))


def heard(session: Session, channel: str, account: str, name: str, now: datetime) -> None:
    """Note that the messenger is in reach, and the bot's name there."""
    session.execute(_HEARD, {"channel": channel, "account": account, "name": name, "now": now})


def back(session: Session, channel: str, account: str, now: datetime, words: Callable[[datetime], str]) -> int:
    """After more than a day without the messenger: whoever has a chat there is told what may be lost. How many."""
    state = session.get(ChannelState, (channel, account))
    if state is None or now - state.seen_at <= KEPT_UPDATES:
        return 0
    since, until = state.seen_at, now - KEPT_UPDATES
    event = record(session, now, how=channel, what=SILENT, subject=account, after={"since": since, "until": until},
                   stamp=PEOPLE)  # fmt: skip
    concerned = session.scalars(
        select(Chat.person_id).where(*open_on(Chat, channel, account)).distinct().order_by(Chat.person_id)
    ).all()
    for person_id in concerned:
        tell(session, person_id, event, SILENT, since=words(since), until=words(until))
    return len(concerned)


def set_reachable(session: Session, sender: Sender, why_not: str, now: datetime) -> bool:
    """Nothing is sent to a chat any more, or again (""); whether that is news. The chat stays its person's."""
    changed = session.execute(
        update(Chat)
        .where(*open_at(Chat, sender), Chat.unreachable != why_not)
        .values(unreachable=why_not)
        .returning(Chat.id)
    ).all()
    if changed:
        what = f"unreachable: {why_not}" if why_not else "reachable"
        record(session, now, how=sender.channel, what=what, subject=sender.address, stamp=PEOPLE)
    return bool(changed)


def unreachable(session: Session, channel: str, account: str) -> set[str]:
    """The addresses nothing is sent to."""
    return set(session.scalars(select(Chat.address).where(*open_on(Chat, channel, account), Chat.unreachable != "")))


def connected(session: Session, people: Collection[int]) -> set[int]:
    """Of some people, those that something can be sent to: they have an open chat, on whichever messenger."""
    here = Chat.ended_at.is_(None), Chat.unreachable == ""
    return set(session.scalars(select(Chat.person_id).where(*here, Chat.person_id.in_(people))))


def told_at(channel: str, account: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The chats of an account in which people are told things: of those of a person that can be reached the chosen one,
    else the newest. An account that was not heard for a while reaches nobody."""
    other = aliased(Chat)
    here = and_(other.channel == channel, other.account == account)
    is_it = ChannelState.channel == other.channel, ChannelState.account == other.account
    is_heard = exists().where(*is_it, ChannelState.seen_at > now - GONE)
    in_reach = other.ended_at.is_(None), other.unreachable == "", or_(here, is_heard)
    rather = exists().where(other.person_id == Chat.person_id, _goes_before(other), *in_reach)
    return *open_on(Chat, channel, account), Chat.unreachable == "", ~rather


def passed_over(session: Session, chat: Chat) -> str:
    """The messenger somebody would rather be told things on than in this chat, but cannot; "" where there is none."""
    other = aliased(Chat)
    open_ = other.person_id == chat.person_id, other.ended_at.is_(None), Chat.id == chat.id
    rather = select(other.channel).where(*open_, _goes_before(other)).order_by(other.chosen.desc(), other.id.desc())
    return session.scalar(rather.limit(1)) or ""


def told_on(session: Session, person_id: int) -> str:
    """The messenger somebody is told things on while it can be reached; "" for who has no chat."""
    theirs = Chat.person_id == person_id, Chat.ended_at.is_(None)
    return (
        session.scalar(select(Chat.channel).where(*theirs).order_by(Chat.chosen.desc(), Chat.id.desc()).limit(1)) or ""
    )


def choose(session: Session, person_id: int, channel: str) -> bool:
    """Tell somebody things on a messenger from now on; whether that is news. They have a chat there."""
    newest = select(func.max(Chat.id)).where(
        Chat.person_id == person_id, Chat.ended_at.is_(None), Chat.channel == channel
    )
    wanted = session.scalar(newest)
    before = session.scalars(select(Chat).where(Chat.person_id == person_id, Chat.chosen)).all()
    for chat in before:
        chat.chosen = False
    session.get_one(Chat, wanted).chosen = True
    return [chat.id for chat in before if chat.ended_at is None] != [wanted]


def _goes_before(other: type[Chat]) -> ColumnElement[bool]:
    return or_(other.chosen > Chat.chosen, and_(other.chosen == Chat.chosen, other.id > Chat.id))


def unheard(session: Session, since: date) -> set[int]:
    """People for whom messages were planned since a day, and who have no open chat to send them to."""
    here = select(Chat.person_id).where(Chat.ended_at.is_(None), Chat.unreachable == "")
    waits = Notification.state.in_(("pending", "expired")), Notification.day >= since
    return set(session.scalars(select(Notification.person_id).where(*waits, Notification.person_id.not_in(here))))


def prune(session: Session, now: datetime) -> int:
    """Forget updates that no messenger sends again, and old guesses; how many. The record keeps what was done."""
    old = now - KEPT_REPLIES
    gone = session.execute(delete(Update).where(Update.at < old).returning(Update.id)).all()
    guesses = session.execute(delete(Attempt).where(Attempt.since < old).returning(Attempt.address)).all()
    return len(gone) + len(guesses) + forget(session, now) + forget_files(session, now)


def take_lease(session: Session, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Whether this process is the one that does something, for a while from now. What was taken for longer than anybody
    takes was taken by a clock that ran ahead."""
    row = {"name": name, "holder": holder, "until": now + lasts, "now": now, "never": now + NEVER}
    return session.execute(_TAKE, row).first() is not None


def free_lease(session: Session, name: str, is_gone: Callable[[str], bool]) -> bool:
    """Whether a lease was held by somebody who is gone: it is anybody's now."""
    holder = session.scalar(select(Lease.holder).where(Lease.name == name))
    if holder is None or not is_gone(holder):
        return False
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
    return True
