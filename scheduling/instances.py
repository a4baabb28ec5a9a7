"""Report instances: made ahead by the calendar, each once, in the order in which they are due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import hold
from models.duties import day_in
from models.record import record
from models.sets import criteria_set
from models.tables import Event, Scorecard, Unit
from models.work import REPORT
from models.work_tables import Document, Evidence, ReportDuty, Work
from templates import plain, say

AHEAD = timedelta(days=120)  # besides this year's: so that nobody meets an empty calendar in January
HOW = "calendar"  # by which the record says that nobody did it
_TOLD_AT = time(17)  # what had been sent before the duty was loaded counts as known on that day


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that a duty asks for, with the days of its period."""

    duty: ReportDuty
    name: str  # "Q3"
    year: int
    due_on: date
    cutoff: date | None
    internal: date | None

    @property
    def period(self) -> str:
        return f"{self.year}-{self.name}"

    @property
    def key(self) -> str:
        return f"{self.duty.key} {self.period}"

    @property
    def sent(self) -> Mapping[str, str] | None:
        """What its duty says was sent already."""
        said: Mapping[str, str] | None = self.duty.periods[self.name].get("sent", {}).get(str(self.year))
        return said


def make_instances(session: Session, now: datetime, zone: ZoneInfo) -> int:
    """Make the reports owed this year, due soon or said to be sent, each once, first due first; returns how many."""
    hold(session.connection())  # of two processes the second finds them made
    missing, codes = _missing(session, now.astimezone(zone).date()), Codes(session)
    for owed in missing:
        _make(session, owed, codes, now, zone)
    return len(missing)


def are_missing(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Whether there is anything to make."""
    return bool(_missing(session, now.astimezone(zone).date()))


def _missing(session: Session, today: date) -> list[Owed]:
    duties = session.execute(select(ReportDuty, Unit).join(Unit, Unit.id == ReportDuty.home_id)).all()
    if not duties:
        return []
    wanted = [owed for duty, home in duties for owed in _wanted(duty, home, today)]
    first = str(min((owed.year for owed in wanted), default=today.year))
    made = set(session.scalars(select(Work.key).where(Work.duty_id.is_not(None), Work.period >= first)))
    return sorted((owed for owed in wanted if owed.key not in made), key=lambda owed: (owed.due_on, owed.key))


def _wanted(duty: ReportDuty, home: Unit, today: date) -> Iterator[Owed]:
    for name, days in duty.periods.items():
        for year in {today.year - 1, today.year, today.year + 1, *map(int, days.get("sent", ()))}:
            owed = owed_by(duty, home, name, year)
            if owed and (year == today.year or today <= owed.due_on <= today + AHEAD or owed.sent):
                yield owed


def owed_by(duty: ReportDuty, home: Unit, name: str, year: int) -> Owed | None:
    """The report of one period; None where the duty or its unit was not there when its figures closed."""
    days = duty.periods.get(name)
    if days is None:
        return None
    due_on = day_in(year, days["due"])
    cutoff, internal = (day_in(year, days[key]) if key in days else None for key in ("closes", "internal"))
    if not all(row.valid_from <= (cutoff or due_on) <= (row.valid_to or date.max) for row in (duty, home)):
        return None
    return Owed(duty, name, year, due_on, cutoff, internal)


class Codes:
    """The criterion that a report serves: as its duty says, else the first that its indicator serves in the set of
    its year, or of the newest year before."""

    def __init__(self, session: Session) -> None:
        self.session = session
        cards = session.execute(select(Scorecard.unit_id, Scorecard.year, Scorecard.criteria_set_id))
        self.sets: dict[int, dict[int, int]] = {}
        for unit_id, year, set_id in cards:
            self.sets.setdefault(unit_id, {})[year] = set_id

    def of(self, owed: Owed) -> str:
        said: str = owed.duty.periods[owed.name].get("code", "")
        years = [year for year in self.sets.get(owed.duty.home_id, {}) if year <= owed.year]
        if said or not years or not owed.duty.indicator:
            return said
        of_set = criteria_set(self.session, self.sets[owed.duty.home_id][max(years)])
        return next((leaf.code for leaf in of_set.served_by(owed.duty.indicator)), "")


def columns(owed: Owed, codes: Codes) -> dict[str, Any]:
    """What an instance takes from its duty."""
    duty = owed.duty
    title = say("reports/words", "title", title=duty.title, name=owed.name, year=owed.year, recipient=duty.recipient)
    return {
        "title": plain(title), "code": codes.of(owed), "lead_id": duty.lead_id, "due_on": owed.due_on,
        "due_by_id": duty.due_by_id or duty.home_id, "internal_due_on": owed.internal, "data_cutoff": owed.cutoff,
    }  # fmt: skip


def _make(session: Session, owed: Owed, codes: Codes, now: datetime, zone: ZoneInfo) -> None:
    work = Work(
        kind=REPORT, home_id=owed.duty.home_id, created_at=now, assigned_by=None, duty_id=owed.duty.id,
        period=owed.period, key=owed.key, **columns(owed, codes), **sent_columns(owed, now, zone),
    )  # fmt: skip
    session.add(work)
    session.flush()
    after = {"title": work.title, "due_on": work.due_on.isoformat()}
    event = record(
        session, now, how=HOW, what="work new", subject=f"#{work.id} {work.title}", after=after, unit_id=work.home_id,
        year=owed.year, work_id=work.id,
    )  # fmt: skip
    if owed.sent:
        prove(session, work, owed.sent, event, now)


def sent_columns(owed: Owed, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The columns of a report that was sent before."""
    if not owed.sent:
        return {}
    dated = date.fromisoformat(owed.sent["dated"])
    told = min(now, datetime.combine(dated, _TOLD_AT, zone))
    return {"state": "closed", "closed": True, "stage": "issued", "completed_on": dated, "reported_at": told}


def prove(session: Session, work: Work, sent: Mapping[str, str], event: Event, now: datetime) -> None:
    document = Document(sent["number"], date.fromisoformat(sent["dated"]), now, None)
    session.add(document)
    session.flush()
    session.add(Evidence(work.id, document.id, event.id))
