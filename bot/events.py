"""`cchc events`: the record as a table, for an audit: who, for whom, instead of whom, how, what, before and after."""

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.config import Config
from bot.office import url_of
from bot.opening import opened
from bot.refusal import Refused
from models.migrate import ensure_current
from models.tables import Event, Person, Unit
from templates import say

COLUMNS = (
    "id", "at", "actor", "on_behalf_of", "acting_for", "medium", "how", "chat", "what", "subject", "unit", "work",
    "before", "after", "message", "undoes",
)  # fmt: skip


def events_command(arguments: Namespace, config: Config) -> None:
    """Print events as CSV or as JSON lines, oldest first."""
    since, until = (_day(text) for text in (arguments.since, arguments.until))
    with opened(url_of(arguments, config)) as database:
        ensure_current(database)
        with database.reading() as session:
            rows = _rows(session, arguments, since, until, config)
            if arguments.json:
                for row in rows:
                    print(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False))
                return
            table = csv.writer(sys.stdout, lineterminator="\n")
            table.writerow(COLUMNS)
            table.writerows(
                [json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict) else cell for cell in row]
                for row in rows
            )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(say("lines", "bad_day", text=text)) from None


def _rows(
    session: Session, arguments: Namespace, since: date | None, until: date | None, config: Config
) -> Iterator[tuple[object, ...]]:
    actor, whom, absent = aliased(Person), aliased(Person), aliased(Person)
    query = (
        select(Event, actor.key, whom.key, absent.key, Unit.key)
        .outerjoin(actor, actor.id == Event.actor_id)
        .outerjoin(whom, whom.id == Event.on_behalf_of_id)
        .outerjoin(absent, absent.id == Event.acting_for_id)
        .outerjoin(Unit, Unit.id == Event.unit_id)
        .order_by(Event.id)
    )
    if since:
        query = query.where(Event.at >= datetime.combine(since, time.min, config.zone))
    if until:
        query = query.where(Event.at <= datetime.combine(until, time.max, config.zone))
    if arguments.work:
        query = query.where(Event.work_id == arguments.work)
    if arguments.unit:
        query = query.where((Unit.key == arguments.unit) | Unit.key.startswith(f"{arguments.unit}/", autoescape=True))
    for event, by, for_whom, instead_of, unit in session.execute(query.execution_options(yield_per=500)):
        yield (
            event.id, event.at.astimezone(config.zone).isoformat(), by, for_whom, instead_of, event.medium, event.how,
            event.chat_id, event.what, event.subject, unit, event.work_id, event.before, event.after,
            event.first_id or event.id, event.undoes_id,
        )  # fmt: skip
