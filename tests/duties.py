"""Report duties for tests: a small file of them, loading it as `cchc load` does, offices that let terms roll on."""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from handlers import Rules
from models.load import load
from models.work_tables import Work
from scheduling.follow import follow_duties
from scheduling.instances import make_instances
from tests.offices import ZONE, Office, typed

# For xã An of the small province, whose criterion 3 is lost with one report missing.
DUTIES = """
[duties]
unit   = "tinh/xa-an"
due_by = "tinh"

[duty.par]
title      = "Báo cáo CCHC"
lead       = "van-phong"
to         = "Sở Nội vụ"
indicator  = "reports"
valid_from = 2026-01-01
[duty.par.periods]
Q1 = { closes = "14/3", due = "20/3" }
H1 = { closes = "14/6", due = "20/6" }
Q3 = { closes = "14/9", due = "20/9", internal = "18/9" }
Y  = { closes = "14/12", due = "15/1 năm sau" }
[duty.par.sent]
"2026-Q1" = { number = "3/BC-UBND", dated = 2026-03-19 }
"2026-H1" = { number = "9/BC-UBND", dated = 2026-06-19 }
"""


def at(day: int, month: int, year: int = 2026, hour: int = 8) -> datetime:
    """A moment as the tests move the clock."""
    return datetime(year, month, day, hour, tzinfo=ZONE)


def load_duties(office: Office, *texts: str) -> tuple[int, int, int]:
    """Load files as `cchc load` does: how many rows, how many reports changed, how many were made."""
    now = office.clock.now
    with office.database.writing() as session:
        done = load(session, [(f"{number}.toml", text) for number, text in enumerate(texts)], now, ZONE)
        changes = sum(each.changes for each in done)
        return changes, follow_duties(session, now, ZONE), make_instances(session, now, ZONE)


def reports(office: Office) -> list[Work]:
    """Every report instance by number."""
    with office.database.reading() as session:
        return list(session.scalars(select(Work).where(Work.duty_id.is_not(None)).order_by(Work.id)))


def report(office: Office, key: str) -> Work:
    """One report by the end of its key: "par 2026-Q3"."""
    return next(each for each in reports(office) if (each.key or "").endswith(key))


def rolling(office: Office, line: str, who: str = "") -> str:
    """What the bot answers where a term that ends on a day off runs to the next working day."""
    dispatcher = Dispatcher(office.database, ZONE, timedelta(days=30), Rules(days_off_roll=True))
    key = f"{office.demonstration.id}/{who}" if who else office.demonstration.speaker
    return shown(dispatcher.answer(typed(line, key), office.clock.now))
