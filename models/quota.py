"""What an account of a messenger may send in a month: counted, and what waits first where little of it is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from models.chat_tables import Chat, MonthSent, Notification, open_on

# What a message is worth, by the most that it says: an early step or a picture of the week; what asks for something;
# what is late; what is sent for sure. Replies have no value: they always go.
EARLY, ASKED, LATE, SURE = range(4)
NEAR = 80  # per cent of a month's messages, from which on administrators know
_LEAST = ((100, SURE), (90, LATE), (NEAR, ASKED))
HELD = "quota"  # the error of what waited
_ADD = text(
    "INSERT INTO month_sent (channel, account, month, number, told) "
    "VALUES (:channel, :account, :month, :number, :told) "
    "ON CONFLICT (channel, account, month) DO UPDATE SET number = month_sent.number + excluded.number RETURNING number"
)


@dataclass(frozen=True, slots=True)
class Quota:
    """What one account may send in a month; 0: as much as it likes."""

    channel: str
    account: str
    monthly: int = 0

    def least(self, sent: int) -> int:
        """The value from which messages still go out once so many have."""
        of_them = (least for share, least in _LEAST if self.monthly and sent * 100 >= share * self.monthly)
        return next(of_them, EARLY)

    def share(self, sent: int) -> Fraction:
        """How much of it is used."""
        return Fraction(sent, self.monthly)


def month_of(now: datetime, zone: ZoneInfo) -> date:
    """The first day of a month of the office's zone."""
    return now.astimezone(zone).date().replace(day=1)


def add_sent(session: Session, quota: Quota, month: date, number: int) -> int:
    """Count messages that went out, or may have; how many they are now."""
    row = {"channel": quota.channel, "account": quota.account, "month": month, "number": number, "told": False}
    typed = (bindparam(name, type_=MonthSent.__table__.c[name].type) for name in row)
    return int(session.execute(_ADD.bindparams(*typed), row).scalar_one())


def sent_in(session: Session, quota: Quota, month: date) -> int:
    """How many messages an account sent in a month."""
    row = session.get(MonthSent, (quota.channel, quota.account, month))
    return row.number if row else 0


def accounts(session: Session, month: date, monthly: Mapping[str, int]) -> list[tuple[Quota, int]]:
    """Every account that sent something in a month, with its quota and how much it sent."""
    rows = select(MonthSent).where(MonthSent.month == month).order_by(MonthSent.channel, MonthSent.account)
    return [(Quota(row.channel, row.account, monthly.get(row.channel, 0)), row.number) for row in session.scalars(rows)]


def is_news(session: Session, quota: Quota, month: date) -> bool:
    """Whether most of a month's messages are used and nobody was told yet: true once."""
    if not quota.monthly:
        return False
    this = MonthSent.channel == quota.channel, MonthSent.account == quota.account, MonthSent.month == month
    near = MonthSent.told.is_(False), MonthSent.number * 100 >= NEAR * quota.monthly
    told = update(MonthSent).where(*this, *near).values(told=True).returning(MonthSent.month)
    return session.execute(told).first() is not None


def hold_back(session: Session, quota: Quota, now: datetime, zone: ZoneInfo) -> int:
    """The value from which messages go out now; what waits is marked, so that its end can be explained."""
    least = quota.least(sent_in(session, quota, month_of(now, zone))) if quota.monthly else EARLY
    if least > EARLY:
        held = update(Notification).where(*_held(quota, least, now), Notification.error != HELD)
        session.execute(held.values(error=HELD).execution_options(synchronize_session=False))
    return least


def waiting(session: Session, quota: Quota, least: int, now: datetime) -> int:
    """How many messages wait because they are worth less."""
    return session.scalar(select(func.count()).select_from(Notification).where(*_held(quota, least, now))) or 0


def _held(quota: Quota, least: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    here = select(Chat.person_id).where(*open_on(Chat, quota.channel, quota.account))
    ready = Notification.state == "pending", Notification.opens_at <= now, Notification.expires_at > now
    return *ready, Notification.value < least, Notification.person_id.in_(here)
