"""The auditor: each day it works out anew what should have been said the day before, and compares it with what was.

It shares tables and settings with the planner, and no code (`scheduling.audit`). Of work that falls due every step is
worked out, and what officers sent by hand is held against the record of that; of all else it looks at what became of
the messages.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit_tables import Audit
from models.conversation import tell
from models.record import record
from models.stamps import PEOPLE
from models.terms import PRINTED, Terms
from scheduling.audit.compare import check, compare, tally
from scheduling.audit.expecting import Expecting
from scheduling.audit.nudged import nudged
from scheduling.audit.people import People, calendars_then, people
from scheduling.audit.rows import ORDER, SILENT, Finding, Sending
from scheduling.audit.said import planned_slots, said_of, sendings_of, without_lines, written_down
from scheduling.audit.steps import AFTERNOON, MORNING, is_spoken_to
from scheduling.policy import DEFAULT, SLOTS, Policy
from scoring.deadlines import ONE_DAY

EXAMPLES = 5
MOST_DAYS = 10  # that are made up for after an outage
HOW, ADMINISTRATOR = "calendar", "administrator"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was not as it should have been on a day, worst first."""

    day: date
    found: tuple[Finding, ...]
    unconnected: int  # people who were owed something and had no open chat

    @property
    def numbers(self) -> dict[str, int]:
        """How many of each kind."""
        return count(self.found)

    @property
    def examples(self) -> dict[str, list[tuple[str, str, str, int, int]]]:
        """The first of each kind: slot, work, step, message, person."""
        rows = [(e.what, (e.slot, e.subject, e.rung, e.number, e.person_id)) for e in self.found]
        return {what: [row for of, row in rows if of == what][:EXAMPLES] for what in self.numbers}


def count(found: tuple[Finding, ...]) -> dict[str, int]:
    """How many findings there are of each kind, worst first."""
    numbers = {what: sum(each.what == what for each in found) for what in ORDER}
    return {what: number for what, number in numbers.items() if number}


def days_to_audit(session: Session, today: date) -> list[date]:
    """The days that are over and were not audited: yesterday, and after an outage those before it."""
    last = session.scalar(select(Audit.day).where(Audit.day < today).order_by(Audit.day.desc()).limit(1))
    since = max(last, today - (MOST_DAYS + 1) * ONE_DAY) if last else today - 2 * ONE_DAY
    return [since + number * ONE_DAY for number in range(1, (today - since).days)]


def audit_day(
    session: Session, day: date, now: datetime, zone: ZoneInfo, policy: Policy = DEFAULT, terms: Terms = PRINTED
) -> Findings:
    """Audit a day that is over. The first time a row is kept, and administrators get a line if something was wrong."""
    findings = findings_of(session, day, zone, policy, terms)
    if session.get(Audit, day) is None:
        session.add(Audit(day, now, findings.numbers, findings.examples, findings.unconnected))
        session.flush()
        _tell(session, findings, now, people(session, now.astimezone(zone).date(), now))
    return findings


def findings_of(
    session: Session, day: date, zone: ZoneInfo, policy: Policy = DEFAULT, terms: Terms = PRINTED
) -> Findings:
    """What was wrong on a day; nothing is written."""
    evening = datetime.combine(day, policy.ends, zone)
    who, calendars = people(session, day, evening), calendars_then(session, evening, terms.works)
    expecting = Expecting(session, day, zone, policy, terms, planned_slots(session))
    sendings = sendings_of(session, day, policy, zone)

    def listens(person_id: int, slot: str) -> bool:
        home, name = who.home.get(person_id), slot.partition(" ")[2]
        by_hand = name not in SLOTS
        return home is not None and is_spoken_to(day, MORNING if by_hand else name, calendars.of(home), policy)

    def heard(sending: Sending) -> bool:
        if not sending.went and sending.person_id not in who.chats:
            expecting.unconnected.add(sending.person_id)
            return False
        return True

    silent = [
        Finding(SILENT, slot)
        for slot in (f"{day} {name}" for name in SLOTS)
        if slot not in expecting.planned and any(listens(person_id, slot) for person_id in who.home)
    ]
    expected = [each for name in (MORNING, AFTERNOON) for each in expecting.slot(name, sendings)]
    expected += nudged(session, day, evening, sendings, who.chats)
    said = said_of(session, day, {each.key for each in expected}, policy, zone)
    found = [
        *silent, *compare(expected, said, day), *check(list(filter(heard, sendings)), listens, policy, zone),
        *tally(sendings, written_down(session, day), without_lines(session, sendings)),
    ]  # fmt: skip
    found.sort(key=lambda each: (ORDER.index(each.what), each.slot, each.subject, each.person_id))
    return Findings(day, tuple(found), len(expecting.unconnected))


def _tell(session: Session, findings: Findings, now: datetime, who: People) -> None:
    """One line for the administrators in charge where something was wrong; nothing where all is well."""
    for unit, found in _by_unit(findings, who).items():
        about: dict[str, Any] = {
            "day": findings.day.isoformat(), "numbers": count(found),
            "works": sorted({int(each.subject[1:]) for each in found if each.subject})[:EXAMPLES],
        }  # fmt: skip
        event = record(session, now, how=HOW, what="audit", subject=f"{findings.day} {unit}", after=about, stamp=PEOPLE)
        for person_id in sorted(who.posts[unit, ADMINISTRATOR]):
            tell(session, person_id, event, "audited", **about)


def _by_unit(findings: Findings, who: People) -> dict[str, tuple[Finding, ...]]:
    """Findings by the top unit with an administrator above whom they are about; slots that nobody planned are about
    all. Where nobody above has one, the top unit of the others hears of it."""
    units = sorted((unit for unit, role in who.posts if role == ADMINISTRATOR), key=lambda key: (key.count("/"), key))
    top = {
        person_id: next((unit for unit in units if f"{home}/".startswith(f"{unit}/")), _first_beside(home, units))
        for person_id, home in who.home.items()
    }
    about = {
        unit: tuple(e for e in findings.found if not e.person_id or top.get(e.person_id, units[0]) == unit)
        for unit in sorted(set(top.values()) - {""})
    }
    return {unit: found for unit, found in about.items() if found}


def _first_beside(home: str, units: list[str]) -> str:
    root = home.partition("/")[0]
    return next((unit for unit in units if unit.partition("/")[0] == root), "")
