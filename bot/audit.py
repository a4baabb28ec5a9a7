"""`cchc reminders --audit DAY`: what the auditor finds of a day. Exit code 1 where something was wrong."""

import sys
from argparse import Namespace
from datetime import date, timedelta

from sqlalchemy import select

from bot.chat import now_of
from bot.config import Config
from bot.office import url_of
from bot.office_rules import clockwork_of
from bot.opening import opened
from bot.refusal import Refused
from models.migrate import ensure_current
from models.tables import Person
from scheduling.auditor import findings_of
from templates import plain, say

SHOWN = 40  # lines


def audit_command(arguments: Namespace, config: Config) -> None:
    """Work it out anew and say it; nothing is written, and nobody is told."""
    with opened(url_of(arguments, config)) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        clockwork = clockwork_of(config)
        today = now_of(arguments.now, database, config).astimezone(clockwork.zone).date()
        day = _day(arguments.audit, today)
        with database.reading() as session:
            findings = findings_of(session, day, clockwork.zone, clockwork.policy, clockwork.terms)
            about = {each.person_id for each in findings.found[:SHOWN]}
            people = {one.id: one.address for one in session.scalars(select(Person).where(Person.id.in_(about)))}
        print(plain(say("audit", "heading", findings=findings)))
        for each in findings.found[:SHOWN]:
            said = say("audit", "line", each=each, person=people.get(each.person_id), every=clockwork.policy.every)
            print(plain(said))
        if (hidden := len(findings.found) - SHOWN) > 0:
            print(plain(say("audit", "more", hidden=hidden)))
        if findings.unconnected:
            print(plain(say("audit", "unconnected", many=findings.unconnected)))
    if findings.found:
        sys.exit(1)


def _day(text: str, today: date) -> date:
    """A day that is over; refused where it is none."""
    try:
        day = date.fromisoformat(text) if text else today - timedelta(1)
    except ValueError:
        raise Refused(say("lines", "bad_day", text=text)) from None
    if day >= today:
        raise Refused(say("audit", "not_over", day=day))
    return day
