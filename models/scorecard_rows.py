"""The rows of a loaded scorecard: figures, the points others gave, what does not apply, what was printed wrongly.

A row that is new keeps the day its file says it was recorded; one that corrects an earlier row is recorded now.
Each function returns how many rows are new or changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Assessment, Exclusion, Misprint, Observation, Scorecard
from scoring.catalog import ROOT, CriteriaSet
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields
from scoring.figures import Ratio
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

    def when(self, raw: Mapping[str, Any]) -> datetime:
        return instant(raw["recorded_at"], self.zone, self.now) if "recorded_at" in raw else self.recorded_at

    def check_code(self, code: str) -> None:
        if code not in self.criteria_set.criteria:
            raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(self.criteria_set.criteria)))


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
    earlier = loading.session.scalars(
        select(Assessment)
        .where(
            Assessment.scorecard_id == loading.scorecard.id, Assessment.code == code, Assessment.stage == stage,
            Assessment.round == round_,
        )
        .order_by(Assessment.id.desc())
    ).first()  # fmt: skip
    if earlier and (earlier.points, earlier.reason) == (Decimal(points), reason):
        return 0
    recorded_at = loading.now if earlier else loading.when(fields.raw)
    loading.session.add(
        Assessment(loading.scorecard.id, code, stage, round_, Decimal(points), reason, recorded_at, None)
    )
    return 1


def load_figure(loading: Loading, name: str, row: object) -> int:
    indicator = loading.criteria_set.indicators.get(name)
    if indicator is None or not indicator.asks:
        asked = [i.name for i in loading.criteria_set.indicators.values() if i.asks]
        raise CatalogError("unknown_indicator", name=name, nearest=nearest(name, asked))
    fields = Fields(row, "value", "as_of", "source", "recorded_at")
    raw = fields.raw.get("value")
    if isinstance(raw, str) and _THOUSANDS.search(raw):
        raise CatalogError("thousands_dot", value=raw)
    measure = indicator.read(str(raw) if is_number(raw) else fields.text("value", needed=True))
    if isinstance(measure, Ratio) and not indicator.may_exceed and measure.n > (1 if measure.d is None else measure.d):
        raise CatalogError("part_above_whole", value=raw)
    as_of, recorded_at = fields.day("as_of") or loading.as_of, loading.when(fields.raw)
    if as_of is None:
        raise CatalogError("key_missing", key="as_of")
    if as_of > recorded_at.astimezone(loading.zone).date():
        raise CatalogError("counted_after_recorded", as_of=as_of)
    source = fields.text("source") or loading.scorecard.source
    period = str(loading.scorecard.year)
    earlier = loading.session.scalars(
        select(Observation)
        .where(
            Observation.unit_id == loading.scorecard.unit_id, Observation.indicator == name,
            Observation.period == period, Observation.as_of == as_of, Observation.source == source,
        )
        .order_by(Observation.id.desc())
    ).first()  # fmt: skip
    if earlier and earlier.value == str(measure):
        return 0
    loading.session.add(
        Observation(
            loading.scorecard.unit_id, period, name, str(measure), as_of, source,
            loading.now if earlier else recorded_at, None,
        )
    )  # fmt: skip
    return 1


def load_exclusion(loading: Loading, code: str, row: object) -> int:
    loading.check_code(code)
    if code == ROOT:
        raise CatalogError("unknown_code", code=code, nearest="")
    fields = Fields(row, "reason", "recorded_at")
    reason = fields.text("reason", needed=True)
    held = loading.session.scalars(
        select(Exclusion).where(Exclusion.scorecard_id == loading.scorecard.id, Exclusion.code == code)
    ).first()
    if held and held.reason == reason:
        return 0
    if held:
        held.reason = reason
    else:
        loading.session.add(Exclusion(loading.scorecard.id, code, reason, loading.when(fields.raw), None))
    return 1


def load_misprint(loading: Loading, row: object) -> int:
    fields = Fields(row, "code", "field", "printed", "place")
    code, field = fields.text("code", needed=True), fields.text("field", needed=True)
    loading.check_code(code)
    if field not in MISPRINTED:
        raise CatalogError(
            "unknown_word", key="field", value=field, nearest=nearest(field, MISPRINTED), choices=list(MISPRINTED)
        )
    printed, place = fields.text("printed", needed=True), fields.text("place", needed=True)
    held = loading.session.scalars(
        select(Misprint).where(
            Misprint.scorecard_id == loading.scorecard.id, Misprint.code == code, Misprint.field == field,
            Misprint.place == place,
        )
    ).first()  # fmt: skip
    if held and held.printed == printed:
        return 0
    if held:
        held.printed = printed
    else:
        loading.session.add(Misprint(loading.scorecard.id, code, field, printed, place))
    return 1
