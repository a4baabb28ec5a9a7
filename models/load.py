"""Loading TOML files: criteria sets, offices, scorecards, work. All of them in one transaction, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.carry import Moved, load_mapping
from models.database import hold
from models.duties import is_counted
from models.load_duties import load_duties
from models.load_office import load_office
from models.load_scorecard import Versions, load_scorecard
from models.load_tasks import load_tasks
from models.record import record
from models.sets import named, newest, parsed, tables_of, texts
from models.tables import Assessment, CriteriaSetVersion, Observation, Scorecard
from models.work_tables import ReportDuty
from scoring.catalog import CriteriaSet
from scoring.changes import merged
from scoring.errors import CatalogError
from scoring.fields import Fields, attempt
from scoring.reading import load_toml, read_criteria_set

KINDS = ("criteria_set", "office", "scorecard", "mapping", "tasks", "duties")  # in the order they need each other


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


class Files(Protocol):
    """Names and texts by number; a text may be read when it is asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> tuple[str, str]: ...


def load(session: Session, files: Files, now: datetime, zone: ZoneInfo) -> list[Loaded]:
    """Load (name, text) pairs, sets first; CatalogError, with nothing kept, where one is refused.

    The tables of one file are held at a time: those of a country's scorecards would fill the memory.
    """
    hold(session.connection())
    places = [_place(*files[number]) for number in range(len(files))]
    in_order, versions = sorted(range(len(places)), key=places.__getitem__), Versions()
    return [_load_one(session, *files[number], now, zone, versions) for number in in_order]


def _place(file: str, text: str) -> tuple[int, bool]:
    """By kind, and sets based on others after those; scorecards, which may be many, are told by their header."""
    headed = [kind for kind in KINDS if f"\n[{kind}]" in f"\n{text}"]
    if headed == ["scorecard"]:
        return KINDS.index("scorecard"), False
    tables = load_toml(text, file)
    kind, head = _kind(file, tables), tables.get("criteria_set")
    return KINDS.index(kind), isinstance(head, dict) and "based_on" in head


def _kind(file: str, tables: dict[str, Any]) -> str:
    kinds = [kind for kind in KINDS if kind in tables]
    if len(kinds) != 1:
        raise CatalogError("unknown_kind_of_file", file, kinds=list(KINDS))
    return kinds[0]


def _load_one(session: Session, file: str, text: str, now: datetime, zone: ZoneInfo, versions: Versions) -> Loaded:
    tables = load_toml(text, file)
    kind, unit_id, year = _kind(file, tables), None, 0
    if kind == "criteria_set":
        versions.clear()
        done = _load_criteria_set(session, file, text, tables, now)
    elif kind == "office":
        done = Loaded(file, kind, *load_office(session, tables, file))
    elif kind == "tasks":
        key, new = load_tasks(session, tables, file, now.astimezone(zone))
        return Loaded(file, kind, key, new)  # recorded one by one
    elif kind == "duties":
        done = Loaded(file, kind, *load_duties(session, tables, file, now.astimezone(zone)))
    elif kind == "mapping":
        key, moved = load_mapping(session, tables, file, now)
        return Loaded(file, kind, key, len(moved), moved=moved)  # recorded one by one, unit by unit
    else:
        scorecard, key, changes = load_scorecard(session, tables, file, now, zone, versions)
        done, unit_id, year = Loaded(file, kind, key, changes), scorecard.unit_id, scorecard.year
    if done.changes:
        record(
            session, now, how="command line", what=f"load {kind}", subject=done.key,
            after={"file": file, "changes": done.changes, "version": done.version}, unit_id=unit_id, year=year,
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
    duties = select(ReportDuty.indicator).where(ReportDuty.home_id == scorecard.unit_id)
    for name in session.scalars(duties):
        if is_counted(older.indicators.get(name)) and not is_counted(criteria_set.indicators.get(name)):
            raise CatalogError("code_in_use", file, f"[indicator] {name}", year=scorecard.year)
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
