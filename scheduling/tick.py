"""What the clock does, once: the same from cron, at the start of a chat, and from a scheduler."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Database
from scheduling.instances import are_missing, make_instances


def tick(database: Database, now: datetime, zone: ZoneInfo) -> int:
    """Make the reports that are due to be made; returns how many. Where there are none, the database is only read."""
    with database.reading() as session:
        if not are_missing(session, now, zone):
            return 0
    with database.writing() as session:
        return make_instances(session, now, zone)
