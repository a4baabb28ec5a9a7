"""Loading a scorecard: the unit, the set and the year it is for, then its rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.scorecard_rows import Loading, held, instant, load_assessment, load_exclusion, load_figure, load_misprint
from models.sets import named, parsed, texts
from models.stamps import OFFICE, touch
from models.tables import CriteriaSetVersion, Scorecard, Unit
from scoring.catalog import CriteriaSet
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows

STAGES = ("self", "appraised", "published")
Versions = dict[str, tuple[CriteriaSetVersion, CriteriaSet]]  # the newest of each set, read once for all files
# On the plain connection: a country has thousands of scorecards, and the ORM would double the time of each.
_UNIT = select(Unit.__table__.c.id).where(Unit.__table__.c.key == bindparam("key"))
_SCORECARD = (
    select(Scorecard.__table__.c.id)
    .join(CriteriaSetVersion.__table__)
    .where(Scorecard.__table__.c.unit_id == bindparam("unit"), Scorecard.__table__.c.year == bindparam("year"))
    .where(CriteriaSetVersion.__table__.c.key == bindparam("key"))
)
_TABLES = ("scorecard", *STAGES, "figure", "not_applicable", "misprint")


def load_scorecard(
    session: Session,
    tables: Mapping[str, Any],
    file: str,
    now: datetime,
    zone: ZoneInfo,
    versions: Versions,
) -> tuple[Scorecard, str, int]:
    """The scorecard, its name and how many rows are new or changed."""
    with attempt(file, "[scorecard]"):
        whole = Fields(tables, *_TABLES)
        head = Fields(
            whole.table("scorecard"),
            *("unit", "criteria_set", "year", "source", "decision", "label", "recorded_at", "as_of"),
        )
        unit_key, set_key = head.text("unit", needed=True), head.text("criteria_set", needed=True)
        unit_id = _unit(session, unit_key)
        if set_key not in versions:
            version = named(session, set_key)
            versions[set_key] = version, parsed(texts(session, version))
        version, criteria_set = versions[set_key]
        year = head.raw.get("year")
        if not isinstance(year, int) or not 1900 <= year <= 2199:
            raise CatalogError("not_a_number", key="year", value=year)
        scorecard, new, changes = _scorecard(session, unit_id, version, year, head)
        if changes:
            touch(session, now, OFFICE)
        recorded = instant(head.raw["recorded_at"], zone, now) if "recorded_at" in head.raw else now
        loading = Loading(
            session, file, scorecard, criteria_set, now, zone, recorded, head.day("as_of"),
            held(session, scorecard, new),
        )  # fmt: skip
    for stage in STAGES:
        for code, row in rows(whole, stage, file).items():
            with attempt(file, f"[{stage}] {code}"):
                changes += load_assessment(loading, stage, code, row)
    for name, row in rows(whole, "figure", file).items():
        with attempt(file, f"[figure] {name}"):
            history = row if isinstance(row, list) else [row]
            told = [one for one in history if isinstance(one, dict)]
            days = [(str(one.get("as_of")), str(one.get("source")), str(one.get("period"))) for one in told]
            if len(set(days)) < len(days):
                raise CatalogError("figure_twice")
            changes += sum(load_figure(loading, name, one) for one in history)
    for code, row in rows(whole, "not_applicable", file).items():
        with attempt(file, f"[not_applicable] {code}"):
            changes += load_exclusion(loading, code, row)
    with attempt(file, "[[misprint]]"):
        misprints = whole.raw.get("misprint", [])
        if not isinstance(misprints, list):
            raise CatalogError("not_a_table", value=misprints)
        changes += sum(load_misprint(loading, row) for row in misprints)
    loading.write()
    return scorecard, f"{unit_key} {year}", changes


def _unit(session: Session, key: str) -> int:
    id_: int | None = session.connection().scalar(_UNIT, {"key": key})
    if id_ is None:
        raise CatalogError("unknown_unit", unit=key, nearest=nearest(key, list(session.scalars(select(Unit.key)))))
    return id_


def _scorecard(
    session: Session, unit_id: int, version: CriteriaSetVersion, year: int, head: Fields
) -> tuple[Scorecard, bool, int]:
    """The scorecard, whether it is new, and whether it has changed."""
    id_ = session.connection().scalar(_SCORECARD, {"unit": unit_id, "year": year, "key": version.key})
    texts = {key: head.text(key) for key in ("source", "decision", "label")}
    if id_ is None:
        scorecard = Scorecard(unit_id, version.id, year, **texts)
        session.add(scorecard)
        session.flush()
        return scorecard, True, 1
    scorecard = session.get_one(Scorecard, id_)
    changed = [key for key, text in texts.items() if getattr(scorecard, key) != text]
    for key in changed:
        setattr(scorecard, key, texts[key])
    return scorecard, False, 1 if changed else 0
