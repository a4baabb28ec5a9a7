"""When a duty is loaded anew, its reports follow it while nobody has acted on them.

What somebody took up, asked more time for or called off stays as they saw it, and what was due stays due: a file loaded
later forgives no lateness.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from models.database import hold
from models.doing import since_now
from models.record import record
from models.tables import Event, Unit
from models.work import ACTIVE
from models.work_tables import Evidence, ReportDuty, Work
from scheduling.instances import HOW, Codes, Owed, columns, owed_by, prove, sent_columns
from templates import plain, say

_OPEN = {"state": "open", "closed": False, "reason": ""}


def follow_duties(session: Session, now: datetime, zone: ZoneInfo) -> int:
    """Bring reports made before into step with their duties as they are now; returns how many changed."""
    hold(session.connection())
    today, codes, changed = now.astimezone(zone).date(), Codes(session), 0
    acted = exists().where(Event.work_id == Work.id, Event.actor_id.is_not(None))
    rows = session.execute(
        select(Work, ReportDuty, Unit, acted)
        .join(ReportDuty, ReportDuty.id == Work.duty_id)
        .join(Unit, Unit.id == ReportDuty.home_id)
        .where(Work.period >= str(today.year - 1))
        .order_by(Work.id)
    ).all()
    for work, duty, home, touched in rows:
        year, name = work.period.split("-")
        owed = owed_by(duty, home, name, int(year))
        if owed and owed.sent and _may_be_sent(work, owed.sent["dated"], touched):
            after = sent_columns(owed, now, zone)
            event = _change(session, work, "send", after, now)
            session.execute(update(Evidence).where(Evidence.work_id == work.id).values(taken_back=True))
            prove(session, work, owed.sent, event, now)
            changed += 1
        elif not touched and work.completed_on is None and work.due_on >= today:
            changed += _follow(session, work, owed, codes, now)
    return changed


def _may_be_sent(work: Work, dated: str, touched: bool) -> bool:
    """A report still to be done, or one that a file said was sent on another day."""
    if work.completed_on is None:
        return work.state in ACTIVE
    return not touched and work.completed_on != date.fromisoformat(dated)


def _follow(session: Session, work: Work, owed: Owed | None, codes: Codes, now: datetime) -> bool:
    """Whether a report had to change: other days or another title, or it is owed no longer, or again."""
    no_longer = {"state": "cancelled", "closed": True, "reason": plain(say("reports/words", "no_longer_owed"))}
    target = columns(owed, codes) | _OPEN if owed else no_longer
    after = {name: value for name, value in target.items() if getattr(work, name) != value}
    if after:
        _change(session, work, "follow", after, now)
    return bool(after)


def _change(session: Session, work: Work, what: str, after: dict[str, Any], now: datetime) -> Event:
    after = since_now(after, now)
    before = {name: getattr(work, name) for name in after}
    for name, value in after.items():
        setattr(work, name, value)
    return record(
        session, now, how=HOW, what=f"work {what}", subject=f"#{work.id} {work.title}", before=before, after=after,
        unit_id=work.home_id, year=int(work.period[:4]), work_id=work.id,
    )  # fmt: skip
