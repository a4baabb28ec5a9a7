"""Report duties: the days of their periods, the reports a scored unit owes in a year, and the figures they come to."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.kept import kept
from models.scorecards import Card
from models.stamps import look, of_year
from models.terms import terms_of
from models.work_tables import ReportDuty, Work
from scoring.catalog import CriteriaSet, Indicator
from scoring.deadlines import ONE_DAY
from scoring.figures import DUTY_STATES, OPEN, Cases, Figure

# A period's name and its last month: quarters, six months, the year, months.
PERIODS = {"Q1": 3, "H1": 6, "Q2": 6, "Q3": 9, "Q4": 12, "Y": 12} | {f"M{month:02}": month for month in range(1, 13)}
COUNTED = ("duties", "deadline")  # what an indicator asks, for reports to be counted as its figure
MISSING = "missing"
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})( năm sau)?")


def day_in(year: int, written: str) -> date:
    """The day of a period's year that a duty states: "20/9", "15/1 năm sau"; ValueError where it is none."""
    said = _DAY.fullmatch(written)
    if said is None:
        raise ValueError(written)
    return date(year + bool(said[3]), int(said[2]), int(said[1]))


@dataclass(frozen=True, slots=True)
class Report:
    """A report instance of a scored unit's year; `state` is what it counts as at a moment, once that is asked."""

    number: int
    title: str
    code: str
    indicator: str
    due_on: date
    completed_on: date | None
    reported_at: datetime | None
    last_day: date  # the last that is on time, as the office judges
    state: str = ""

    def at(self, moment: datetime, day: date) -> "Report":
        """As it was known at a moment of a day: the document's date decides, once it has been told."""
        if self.completed_on and self.reported_at and self.reported_at <= moment:
            state = "on_time" if self.completed_on <= self.last_day else "late"
        else:
            state = OPEN if day <= self.last_day else MISSING
        return replace(self, state=state)


_w, _d = Work.__table__.c, ReportDuty.__table__.c
_OWED = (
    select(_w.id, _w.title, _w.code, _d.indicator, _w.due_on, _w.completed_on, _w.reported_at)
    .join_from(Work.__table__, ReportDuty.__table__, _d.id == _w.duty_id)
    .where(_w.home_id == bindparam("unit"), _w.period >= bindparam("year"), _w.period < bindparam("next"))
    .where(_w.state != "cancelled")
    .order_by(_w.due_on, _w.id)
)


def reports_of(session: Session, card: Card) -> list[Report]:
    """The reports a unit owes in a year, first due first, without those called off: one query, or none where the
    unit has no duties."""
    look(session, of_year(card.unit_id, card.year))
    if card.unit_id not in _owing(session):
        return []
    values = {"unit": card.unit_id, "year": str(card.year), "next": str(card.year + 1)}
    last_day = terms_of(session, card.unit_key).last_day
    return [Report(*row, last_day(row.due_on)) for row in session.connection().execute(_OWED, values)]


def _owing(session: Session) -> frozenset[int]:
    """The units that have duties."""
    return kept(session, "owing", lambda: frozenset(session.scalars(select(ReportDuty.home_id).distinct())))


def counted(of_set: CriteriaSet, reports: Iterable[Report], moment: datetime, day: date) -> dict[str, Figure]:
    """The figures that reports come to, by indicator; of the day they are counted on, and nobody's word."""
    cases: dict[str, Counter[str]] = {}
    for report in reports:
        if is_counted(of_set.indicators.get(report.indicator)):
            cases.setdefault(report.indicator, Counter())[report.at(moment, day).state] += 1
    return {name: Figure(_cases(states), day, "", moment) for name, states in cases.items()}


def is_counted(indicator: Indicator | None) -> bool:
    """Whether reports can be an indicator's figure: one with a term of its own is told as before."""
    return indicator is not None and indicator.asks in COUNTED and indicator.due is None


def _cases(states: Mapping[str, int]) -> Cases:
    return Cases(tuple((state, states[state]) for state in (*DUTY_STATES, OPEN) if states[state]))


def moments(reports: Sequence[Report], zone: ZoneInfo) -> Iterator[datetime]:
    """When reports become something else by being told or by the clock alone: midnight after their last day."""
    for report in reports:
        if report.reported_at:
            yield report.reported_at
        yield datetime.combine(report.last_day + ONE_DAY, time.min, zone)
