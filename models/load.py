"""Loading TOML files: criteria sets, offices, scorecards. All of them in one transaction, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.carry import Moved, load_mapping
from models.database import hold
from models.load_office import load_office
from models.load_scorecard import load_scorecard
from models.record import record
from models.sets import named, newest, parsed, tables_of, texts
from models.tables import Assessment, CriteriaSetVersion, Observation, Scorecard
from scoring.catalog import CriteriaSet
from scoring.changes import merged
from scoring.errors import CatalogError
from scoring.fields import Fields, attempt
from scoring.reading import load_toml, read_criteria_set

KINDS = ("criteria_set", "office", "scorecard", "mapping")  # in the order they need each other


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one file did: how many rows are new or changed (0 when it was loaded before)."""

    file: str
    kind: str
    key: str
    changes: int
    version: int = 0
    criteria_set: CriteriaSet | None = None
    moved: Sequence[Moved] = ()  # the scorecards a mapping put on a new set


def load(session: Session, files: Sequence[tuple[str, str]], now: datetime, zone: ZoneInfo) -> list[Loaded]:
    """Load (name, text) pairs, sets first; CatalogError, with nothing kept, where one is refused."""
    hold(session.connection())
    tables = [(file, text, load_toml(text, file)) for file, text in files]
    kinds = [_kind(file, content) for file, _, content in tables]
    loaded = []
    for kind in KINDS:
        of_kind = [each for each, this in zip(tables, kinds, strict=True) if this == kind]
        for file, text, content in sorted(of_kind, key=_is_based):
            loaded.append(_load_one(session, kind, file, text, content, now, zone))
    return loaded


def _is_based(file: tuple[str, str, dict[str, Any]]) -> bool:
    """Sets based on others come after those."""
    head = file[2].get("criteria_set")
    return isinstance(head, dict) and "based_on" in head


def _kind(file: str, tables: dict[str, Any]) -> str:
    kinds = [kind for kind in KINDS if kind in tables]
    if len(kinds) != 1:
        raise CatalogError("unknown_kind_of_file", file, kinds=list(KINDS))
    return kinds[0]


def _load_one(
    session: Session, kind: str, file: str, text: str, tables: dict[str, Any], now: datetime, zone: ZoneInfo
) -> Loaded:
    of: dict[str, int] = {}
    if kind == "criteria_set":
        done = _load_criteria_set(session, file, text, tables, now)
    elif kind == "office":
        done = Loaded(file, kind, *load_office(session, tables, file))
    elif kind == "mapping":
        key, moved = load_mapping(session, tables, file, now)
        return Loaded(file, kind, key, len(moved), moved=moved)  # recorded one by one, unit by unit
    else:
        scorecard, key, changes = load_scorecard(session, tables, file, now, zone)
        done, of = Loaded(file, kind, key, changes), {"unit_id": scorecard.unit_id, "year": scorecard.year}
    if done.changes:
        record(
            session, now, how="command line", what=f"load {kind}", subject=done.key,
            after={"file": file, "changes": done.changes, "version": done.version}, **of,
        )  # fmt: skip
    return done


def _load_criteria_set(session: Session, file: str, text: str, tables: dict[str, Any], now: datetime) -> Loaded:
    base = _base(session, tables, file)
    if base is not None:
        criteria_set = read_criteria_set(merged(tables, tables_of(texts(session, base)), file), file)
    else:
        criteria_set = read_criteria_set(tables, file)
    held = newest(session, criteria_set.id)
    base_id = base.id if base else None
    if held and held.base_id == base_id and load_toml(held.text, file) == tables:
        return Loaded(file, "criteria_set", criteria_set.id, 0, held.version, criteria_set)
    version = CriteriaSetVersion(criteria_set.id, held.version + 1 if held else 1, text, now, base_id)
    session.add(version)
    session.flush()
    _move_open_scorecards(session, criteria_set, version, file)
    return Loaded(file, "criteria_set", criteria_set.id, 1, version.version, criteria_set)


def _base(session: Session, tables: dict[str, Any], file: str) -> CriteriaSetVersion | None:
    """The version a set is based on: the newest one of that set now; it stays based on that."""
    with attempt(file, "[criteria_set]"):
        head = Fields(tables, *tables).table("criteria_set")
        key = Fields(head, *head).text("based_on")
        if not key:
            return None
        if key == head.get("id"):
            raise CatalogError("based_on_itself")
        return named(session, key)


def _move_open_scorecards(session: Session, criteria_set: CriteriaSet, version: CriteriaSetVersion, file: str) -> None:
    """A running year follows the newest version of its set; a published one keeps the version it was published on."""
    published = select(Assessment.scorecard_id).where(Assessment.stage == "published")
    older = select(CriteriaSetVersion).where(
        CriteriaSetVersion.key == criteria_set.id, CriteriaSetVersion.id != version.id
    )
    kept = {each.id: each for each in session.scalars(older)}
    for scorecard in session.scalars(
        select(Scorecard).where(Scorecard.criteria_set_id.in_(kept), Scorecard.id.not_in(published))
    ):
        older_set = parsed(texts(session, kept[scorecard.criteria_set_id]))
        _check_still_read(session, scorecard, older_set, criteria_set, file)
        scorecard.criteria_set_id = version.id


def _check_still_read(
    session: Session, scorecard: Scorecard, older: CriteriaSet, criteria_set: CriteriaSet, file: str
) -> None:
    """Refuse a version that would drop or misread what was already said of a running year on this set."""
    given = session.execute(
        select(Assessment.id, Assessment.code, Assessment.retracts).where(Assessment.scorecard_id == scorecard.id)
    ).all()
    gone = {retracts for _, _, retracts in given}
    for id_, code, retracts in given:
        if code not in criteria_set.criteria and retracts is None and id_ not in gone:
            raise CatalogError("code_in_use", file, code, year=scorecard.year)
    for name, value in kept_figures(session, scorecard):
        indicator = criteria_set.indicators.get(name)
        if name not in older.indicators:  # said for another set that scores the same unit
            continue
        with attempt(file, f"[indicator] {name}"):
            if indicator is None or not indicator.asks:
                raise CatalogError("code_in_use", year=scorecard.year)
            indicator.read(value)


def kept_figures(session: Session, scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    """Every figure kept for a scorecard's unit and year: indicator and text."""
    rows = session.execute(
        select(Observation.indicator, Observation.value).where(
            Observation.unit_id == scorecard.unit_id,
            Observation.period >= str(scorecard.year),
            Observation.period < str(scorecard.year + 1),
            Observation.retracts.is_(None),
        )
    )
    yield from ((name, value) for name, value in rows)
