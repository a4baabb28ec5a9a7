"""What the clock does, once: the same from cron, at the start of a chat, and from the metronome."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Database
from scheduling.instances import are_missing, make_instances
from scheduling.plan import Clockwork, plan_slots


def tick(database: Database, now: datetime, clockwork: Clockwork) -> int:
    """Make the reports that are due to be made, and plan the slots that are open; returns how many messages are new.
    Where there is nothing to do the database is only read."""
    make_reports(database, now, clockwork.zone)
    return plan_slots(database, now, clockwork)


def make_reports(database: Database, now: datetime, zone: ZoneInfo) -> int:
    """Make the reports that are due to be made; how many."""
    with database.reading() as session:
        if not are_missing(session, now, zone):
            return 0
    with database.writing() as session:
        return make_instances(session, now, zone)
