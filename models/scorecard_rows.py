"""The rows of a loaded scorecard: figures, the points others gave, what does not apply, what was printed wrongly.

A row that is new keeps the day its file says it was recorded; one that corrects an earlier row is recorded now.
Each function returns how many rows are new or changed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.histories import entries
from models.tables import Assessment, Exclusion, Misprint, Observation, Scorecard
from scoring.catalog import ROOT, CriteriaSet, Indicator
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields
from scoring.figures import Ratio
from scoring.history import is_period, period_sort, standing
from scoring.quantity import is_number

_THOUSANDS = re.compile(r"[0-9]\.[0-9]{3}(?![0-9])")  # 1.310 is 1310 to an office and 1,31 to a computer
MISPRINTED = ("points", "points_lost", "percent", "title", "label")


@dataclass(frozen=True, slots=True)
class Loading:
    """What every row needs: where it goes, what it is read against, and the file's defaults."""

    session: Session
    file: str
    scorecard: Scorecard
    criteria_set: CriteriaSet
    now: datetime
    zone: ZoneInfo
    recorded_at: datetime
    as_of: date | None
    held: "Held"
    new: dict[type[Any], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[Any], **row: Any) -> int:
        """Note a new row; all are written together, which is ten times quicker than one by one."""
        self.new.setdefault(table, []).append(row)
        return 1

    def periods(self, name: str) -> Iterator[str]:
        """The periods an indicator has figures of, held or new."""
        yield from (period for indicator, _, _, period in self.held.figures if indicator == name)
        yield from (row["period"] for row in self.new.get(Observation, ()) if row["indicator"] == name)

    def write(self) -> None:
        for table, rows in self.new.items():
            self.session.connection().execute(insert(table.__table__), rows)

    def when(self, raw: Mapping[str, Any]) -> datetime:
        return instant(raw["recorded_at"], self.zone, self.now) if "recorded_at" in raw else self.recorded_at

    def check_code(self, code: str) -> None:
        if code not in self.criteria_set.criteria:
            raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(self.criteria_set.criteria)))


@dataclass(frozen=True, slots=True)
class Held:
    """What a scorecard holds before its file is loaded: the newest value of each row by what names it."""

    figures: dict[tuple[str, date, str, str], str]  # indicator, as_of, source, period
    points: dict[tuple[str, str, int], tuple[Decimal, str]]  # stage, code, round
    exclusions: dict[str, Exclusion]
    misprints: dict[tuple[str, str, str], Misprint]  # code, field, place


def held(session: Session, scorecard: Scorecard, new: bool) -> Held:
    """Read it once; what was taken back is not held. A new scorecard's year may have figures, told for another set."""
    said = standing(entries(session, scorecard.unit_id, scorecard.year), datetime.max.replace(tzinfo=UTC))
    figures = {(each.indicator, each.as_of, each.source, each.period): each.value for each in said}
    if new:
        return Held(figures, {}, {}, {})
    given = session.scalars(select(Assessment).where(Assessment.scorecard_id == scorecard.id).order_by(Assessment.id))
    rows = given.all()
    gone = {row.retracts for row in rows}
    excluded = session.scalars(select(Exclusion).where(Exclusion.scorecard_id == scorecard.id))
    misprinted = session.scalars(select(Misprint).where(Misprint.scorecard_id == scorecard.id))
    return Held(
        figures,
        {
            (row.stage, row.code, row.round): (row.points, row.reason)
            for row in rows
            if row.retracts is None and row.id not in gone
        },
        {row.code: row for row in excluded},
        {(row.code, row.field, row.place): row for row in misprinted},
    )


def instant(raw: object, zone: ZoneInfo, now: datetime) -> datetime:
    if not isinstance(raw, datetime):
        raise CatalogError("not_a_time", value=raw)
    instant = raw if raw.tzinfo else raw.replace(tzinfo=zone)
    if instant > now:
        raise CatalogError("in_the_future", value=raw)
    return instant


def load_assessment(loading: Loading, stage: str, code: str, row: object) -> int:
    loading.check_code(code)
    fields = Fields(row if isinstance(row, Mapping) else {"points": row}, "points", "reason", "round", "recorded_at")
    points, round_ = fields.raw.get("points"), fields.raw.get("round", 1)
    if not is_number(points):
        raise CatalogError("not_a_number", key="points", value=points)
    if not isinstance(round_, int) or isinstance(round_, bool) or not 1 <= round_ <= 9:
        raise CatalogError("not_a_number", key="round", value=round_)
    node = loading.criteria_set.criteria[code]
    low, high = (-node.max, Fraction(0)) if node.role == "penalty" else (node.floor, node.max)
    if not low <= Fraction(points) <= high:
        raise CatalogError("points_out_of_range", value=points, low=low, high=high)
    reason = fields.text("reason")
    earlier = loading.held.points.get((stage, code, round_))
    if earlier == (Decimal(points), reason):
        return 0
    return loading.add(
        Assessment, scorecard_id=loading.scorecard.id, code=code, stage=stage, round=round_, points=Decimal(points),
        reason=reason, recorded_at=loading.now if earlier else loading.when(fields.raw),
    )  # fmt: skip


def load_figure(loading: Loading, name: str, row: object) -> int:
    indicator = loading.criteria_set.indicators.get(name)
    if indicator is None or not indicator.asks:
        asked = [i.name for i in loading.criteria_set.indicators.values() if i.asks]
        raise CatalogError("unknown_indicator", name=name, nearest=nearest(name, asked))
    fields = Fields(row, "value", "as_of", "source", "recorded_at", "period")
    raw = fields.raw.get("value")
    if isinstance(raw, str) and _THOUSANDS.search(raw):
        raise CatalogError("thousands_dot", value=raw)
    measure = indicator.read(str(raw) if is_number(raw) else fields.text("value", needed=True))
    if isinstance(measure, Ratio) and not indicator.may_exceed and measure.n > (1 if measure.d is None else measure.d):
        raise CatalogError("part_above_whole", value=raw)
    if isinstance(measure, Ratio) and measure.d is None and indicator.accumulates == "period":
        raise CatalogError("counts_needed", value=raw)
    as_of, recorded_at = fields.day("as_of") or loading.as_of, loading.when(fields.raw)
    if as_of is None:
        raise CatalogError("key_missing", key="as_of")
    if as_of > recorded_at.astimezone(loading.zone).date():
        raise CatalogError("counted_after_recorded", as_of=as_of)
    source = fields.text("source") or loading.scorecard.source
    period = _period(loading, indicator, fields.text("period"))
    sort = period_sort(period)
    if other := next((each for each in loading.periods(name) if period_sort(each) != sort), ""):
        raise CatalogError("mixed_periods", period=period, other=other)
    earlier = loading.held.figures.get((name, as_of, source, period))
    if earlier == str(measure):
        return 0
    return loading.add(
        Observation, unit_id=loading.scorecard.unit_id, period=period, indicator=name, value=str(measure),
        as_of=as_of, source=source, recorded_at=recorded_at if earlier is None else loading.now,
    )  # fmt: skip


def _period(loading: Loading, indicator: Indicator, stated: str) -> str:
    """The year, or the part of it that a figure told period by period is for."""
    year = str(loading.scorecard.year)
    if not stated:
        return year
    if indicator.accumulates != "period":
        raise CatalogError("key_needs_key", key="period", needs='accumulates = "period"')
    if not is_period(stated, loading.scorecard.year):
        raise CatalogError("bad_period", value=stated, year=year)
    return stated


def load_exclusion(loading: Loading, code: str, row: object) -> int:
    loading.check_code(code)
    if code == ROOT:
        raise CatalogError("unknown_code", code=code, nearest="")
    fields = Fields(row, "reason", "recorded_at")
    reason = fields.text("reason", needed=True)
    earlier = loading.held.exclusions.get(code)
    if earlier is None:
        return loading.add(
            Exclusion, scorecard_id=loading.scorecard.id, code=code, reason=reason,
            recorded_at=loading.when(fields.raw),
        )  # fmt: skip
    changed, earlier.reason = earlier.reason != reason, reason
    return int(changed)


def load_misprint(loading: Loading, row: object) -> int:
    fields = Fields(row, "code", "field", "printed", "place")
    code, what = fields.text("code", needed=True), fields.text("field", needed=True)
    loading.check_code(code)
    if what not in MISPRINTED:
        raise CatalogError(
            "unknown_word", key="field", value=what, nearest=nearest(what, MISPRINTED), choices=list(MISPRINTED)
        )
    printed, place = fields.text("printed", needed=True), fields.text("place", needed=True)
    earlier = loading.held.misprints.get((code, what, place))
    if earlier is None:
        return loading.add(
            Misprint, scorecard_id=loading.scorecard.id, code=code, field=what, printed=printed, place=place
        )
    changed, earlier.printed = earlier.printed != printed, printed
    return int(changed)
