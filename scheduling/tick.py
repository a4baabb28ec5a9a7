"""What the clock does, once: the same from cron, at the start of a chat, and from the metronome."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from models.audit_tables import Audit
from models.database import Database
from models.reminder_tables import PlannedSlot
from scheduling.auditor import audit_day
from scheduling.instances import are_missing, make_instances
from scheduling.plan import Clockwork, plan_slots
from scoring.deadlines import ONE_DAY

LONGEST_SILENCE = timedelta(30)  # days: what lies further back is not audited any more


def tick(database: Database, now: datetime, clockwork: Clockwork) -> int:
    """Make the reports that are due to be made, and plan the slots that are open; returns how many messages are new.
    Where there is nothing to do the database is only read."""
    make_reports(database, now, clockwork.zone)
    audit_days(database, now, clockwork)
    return plan_slots(database, now, clockwork)


def audit_days(database: Database, now: datetime, clockwork: Clockwork) -> int:
    """Hold what was said on every day that is over against what should have been, each once; how many days."""
    yesterday = now.astimezone(clockwork.zone).date() - ONE_DAY
    with database.reading() as session:
        last = session.scalar(select(func.max(Audit.day)).where(Audit.day <= yesterday))
        ahead = session.scalar(select(Audit.day).where(Audit.day > yesterday).limit(1))
        first = session.scalar(select(func.min(PlannedSlot.slot)))
    if ahead:  # by a clock that ran ahead
        with database.writing() as session:
            session.execute(delete(Audit).where(Audit.day > yesterday))
    if first is None or (last is not None and last >= yesterday):
        return 0
    day = max(last + ONE_DAY if last else date.fromisoformat(first[:10]), yesterday - LONGEST_SILENCE)
    audited = 0
    while day <= yesterday:
        with database.writing() as session:
            audit_day(session, day, now, clockwork.zone, clockwork.policy, clockwork.terms)
        day, audited = day + ONE_DAY, audited + 1
    return audited


def make_reports(database: Database, now: datetime, zone: ZoneInfo) -> int:
    """Make the reports that are due to be made; how many."""
    with database.reading() as session:
        if not are_missing(session, now, zone):
            return 0
    with database.writing() as session:
        return make_instances(session, now, zone)
