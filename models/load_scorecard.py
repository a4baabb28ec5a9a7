"""Loading a scorecard: the unit, the set and the year it is for, then its rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.scorecard_rows import Loading, held, instant, load_assessment, load_exclusion, load_figure, load_misprint
from models.sets import named, parsed, texts
from models.stamps import OFFICE, touch
from models.tables import CriteriaSetVersion, Scorecard, Unit
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows

STAGES = ("self", "appraised", "published")
_TABLES = ("scorecard", *STAGES, "figure", "not_applicable", "misprint")


def load_scorecard(
    session: Session,
    tables: Mapping[str, Any],
    file: str,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[Scorecard, str, int]:
    """The scorecard, its name and how many rows are new or changed."""
    with attempt(file, "[scorecard]"):
        whole = Fields(tables, *_TABLES)
        head = Fields(
            whole.table("scorecard"),
            *("unit", "criteria_set", "year", "source", "decision", "label", "recorded_at", "as_of"),
        )
        unit = _unit(session, head.text("unit", needed=True))
        version = named(session, head.text("criteria_set", needed=True))
        year = head.raw.get("year")
        if not isinstance(year, int) or not 1900 <= year <= 2199:
            raise CatalogError("not_a_number", key="year", value=year)
        scorecard, changes = _scorecard(session, unit, version, year, head)
        if changes:
            touch(session, now, OFFICE)
        recorded = instant(head.raw["recorded_at"], zone, now) if "recorded_at" in head.raw else now
        loading = Loading(
            session, file, scorecard, parsed(texts(session, version)), now, zone, recorded, head.day("as_of"),
            held(session, scorecard),
        )  # fmt: skip
    for stage in STAGES:
        for code, row in rows(whole, stage, file).items():
            with attempt(file, f"[{stage}] {code}"):
                changes += load_assessment(loading, stage, code, row)
    for name, row in rows(whole, "figure", file).items():
        with attempt(file, f"[figure] {name}"):
            history = row if isinstance(row, list) else [row]
            days = [(str(one.get("as_of")), str(one.get("source"))) for one in history if isinstance(one, dict)]
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
    return scorecard, f"{unit.key} {year}", changes


def _unit(session: Session, key: str) -> Unit:
    unit = session.scalars(select(Unit).where(Unit.key == key)).first()
    if unit is None:
        raise CatalogError("unknown_unit", unit=key, nearest=nearest(key, list(session.scalars(select(Unit.key)))))
    return unit


def _scorecard(
    session: Session, unit: Unit, version: CriteriaSetVersion, year: int, head: Fields
) -> tuple[Scorecard, int]:
    same_set = select(CriteriaSetVersion.id).where(CriteriaSetVersion.key == version.key)
    scorecard = session.scalars(
        select(Scorecard).where(
            Scorecard.unit_id == unit.id, Scorecard.year == year, Scorecard.criteria_set_id.in_(same_set)
        )
    ).first()
    texts = {key: head.text(key) for key in ("source", "decision", "label")}
    if scorecard is None:
        scorecard = Scorecard(unit.id, version.id, year, **texts)
        session.add(scorecard)
        session.flush()
        return scorecard, 1
    changed = [key for key, text in texts.items() if getattr(scorecard, key) != text]
    for key in changed:
        setattr(scorecard, key, texts[key])
    return scorecard, 1 if changed else 0
