"""What an administrator must know: one line, said like every notice."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conversation import tell
from models.outbox import Outgoing, settle
from models.quota import Quota, add_sent, is_news, month_of, waiting
from models.record import record
from models.roster import roster
from models.stamps import PEOPLE
from models.tables import Post

HOW = "calendar"


def give_up(session: Session, outgoing: Outgoing, now: datetime, error: str) -> bool:
    """A message that cannot be said ends as failed, and administrators get the number to look up; whether it was held
    still."""
    if not settle(session, outgoing, "failed", now, error):
        return False
    alarm(session, "not_said", f"R-{outgoing.id}", now, number=outgoing.id, error=error)
    return True


def note_sent(session: Session, quota: Quota, number: int, now: datetime, zone: ZoneInfo) -> bool:
    """Count messages that went out. Once a month, when most of its quota is used, administrators are told; whether
    they were."""
    if not number:
        return False
    sent = add_sent(session, quota, month_of(now, zone), number)
    if not is_news(session, quota, month_of(now, zone)):
        return False
    about = {"channel": quota.channel, "number": sent, "limit": quota.monthly}
    subject = f"{quota.channel} {quota.account}"
    alarm(session, "quota", subject, now, **about, waiting=waiting(session, quota, quota.least(sent), now))
    return True


def alarm(session: Session, what: str, subject: str, now: datetime, **about: Any) -> int:
    """Tell every administrator one line of `templates/notices.txt`; how many there are."""
    event = record(session, now, how=HOW, what=f"alarm {what}", subject=subject, after=about, stamp=PEOPLE)
    held = set(session.scalars(select(Post.person_id).where(Post.role == "administrator")))
    present = [each for each in sorted(held) if each in roster(session, now.date()).homes]
    for person_id in present:
        tell(session, person_id, event, what, **about)
    return len(present)
