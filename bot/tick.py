"""`cchc tick`: what the clock does, once; for cron, or (`--dry-run`) to see what would go to whom, and why."""

from argparse import Namespace
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from bot.channels.console import shown
from bot.chat import clock_start, demonstration_named, now_of
from bot.config import Config
from bot.demonstration import fill
from bot.office import url_of
from bot.office_rules import clockwork_of
from bot.opening import opened
from bot.refusal import Refused
from models.chat_tables import Notification
from models.database import Database
from models.ledger import lines_of, plan
from models.migrate import ensure_current
from models.people import person_with
from models.reminder_tables import Reminder
from scheduling.hours import Slot, next_slot, open_slots
from scheduling.plan import Clockwork, owed_in, place_of, plan_slots, prepare
from scheduling.telling import say_planned
from scheduling.tick import make_reports
from templates import plain, say


class _Undone(Exception):
    """Nothing of a trial is kept."""


def tick_command(arguments: Namespace, config: Config) -> None:
    """Do it, and say how much was done; or say what would be done."""
    if arguments.demo and (arguments.database or not arguments.dry_run):
        raise Refused(say("lines", "demo_dry"))
    with opened("" if arguments.demo else url_of(arguments, config)) as database:
        if not (database.exists or arguments.demo):
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        if arguments.demo:
            fill(database, demonstration_named(arguments.demo, config), config.zone)
        clockwork = clockwork_of(config)
        if arguments.dry_run:
            _try(database, _asked_for(arguments.now, database, config), clockwork)
            return
        now = now_of(arguments.now, database, config)
        made, planned = make_reports(database, now, config.zone), plan_slots(database, now, clockwork)
        print(plain(say("lines", "ticked", made=made, planned=planned, day=now.astimezone(config.zone).date())))


def _asked_for(text: str | None, database: Database, config: Config) -> datetime:
    """Any moment: nothing of a trial is kept, so that a real office may look ahead too."""
    return (clock_start(text, None, None, config) if text else None) or now_of(None, database, config)


def _try(database: Database, now: datetime, clockwork: Clockwork) -> None:
    """Show the messages of the slots that are open, else of the next one."""
    slots = open_slots(now, clockwork.policy, clockwork.zone)
    for slot in slots or [next_slot(now, clockwork.policy, clockwork.zone)]:
        with suppress(_Undone):
            _show(database, slot, max(now, slot.opens), clockwork)


def _show(database: Database, slot: Slot, now: datetime, clockwork: Clockwork) -> None:
    with database.writing() as session:
        prepare(session, slot, now, clockwork)
        plan(session, owed_in(session, slot, now, clockwork), place_of(slot), now)
        rows = session.scalars(
            select(Notification).where(Notification.slot == slot.key).order_by(Notification.id)
        ).all()
        print(plain(say("lines", "slot", slot=slot, number=len(rows), zone=clockwork.zone)))
        for row in rows:
            person = person_with(session, row.person_id, slot.day)
            why = _reasons(lines_of(session, row.id), clockwork.policy.every)
            print(plain(say("lines", "would_go", person=person, row=row, why=why)))
            message = say_planned(session, row, now, clockwork)
            print(shown(message) if message else plain(say("lines", "superseded")))
        raise _Undone


def _reasons(lines: list[Reminder], every: int) -> dict[str, list[str]]:
    """Why a message would go, and the work or the number of other things each reason is about."""
    found: dict[str, list[str]] = {}
    for line in lines:
        step, _, rest = line.rung.partition(" ")
        name, _, number = step.rpartition("_")
        weeks = name.removesuffix("_week")
        days = int(number) * (every if weeks != name else 1) if number.isdigit() else 0
        step = weeks if number.isdigit() else step
        reason = say("lines", "because", of=line.kind, step=step, days=days, again=bool(rest))
        found.setdefault(reason.strip(), []).append(line.subject)
    return found
