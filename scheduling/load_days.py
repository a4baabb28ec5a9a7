"""Loading a calendar file into an office: all or nothing, and whose dates moved is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.database import hold
from models.days import By, decide
from models.load_calendar import read_days
from models.tables import Event
from scheduling.moved import Effect, changing, tell_moved

HOW = "command line"


def load_days(
    session: Session, tables: Mapping[str, Any], file: str, now: datetime, zone: ZoneInfo
) -> tuple[int, Effect]:
    """Record the days that are new or other than before; how many, and what that did to work."""
    hold(session.connection())
    wanted, events, today = read_days(session, tables, file), list[Event](), now.astimezone(zone).date()

    def change() -> Event | None:
        for unit, new in wanted:
            if event := decide(session, unit, new, By(now, HOW)):
                events.append(event)
        return events[0] if events else None

    days = sorted({each.day for _, new in wanted for each in new})
    effect = changing(session, _topmost([unit.key for unit, _ in wanted]), days, today, change)
    tell_moved(session, effect, today)
    return sum(len(event.after) for event in events), effect


def _topmost(keys: list[str]) -> list[str]:
    """Some units without those that lie below others."""
    return [key for key in keys if not any(key.startswith(f"{other}/") for other in keys)]
