"""A new set for a running year: figures and points carry over by a mapping of codes, one to one, split or merged.

A figure said under a name that the new set asks for with the same meaning simply stays. What carries over to another
name is a new row that keeps its day, source and the time it was said; what no longer means the same is taken back, at
that time too: on the new set an earlier day reads as if it had always been in force. The event tells when it was done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.histories import entries
from models.known import Totals, known
from models.mapping import SetMapping, read_mapping
from models.record import record
from models.scorecards import Card, card_of
from models.sets import named, parsed, texts
from models.stamps import OFFICE, touch
from models.tables import Assessment, CriteriaSetVersion, Event, Exclusion, Observation, Scorecard
from scoring.catalog import CriteriaSet, Indicator
from scoring.errors import CatalogError
from scoring.fields import Fields, attempt, rows
from scoring.history import Entry, standing, total

CARRIED, STAYS, MERGED, LEFT = "carried", "stays", "merged", "left"


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of one indicator's figures: where they go, and how."""

    how: str
    old: Indicator
    new: tuple[Indicator, ...]
    value: str  # the newest figure


@dataclass(frozen=True, slots=True)
class Moved:
    """One scorecard on its new set: what became of its figures, and its totals before and after."""

    card: Card
    carried: tuple[Carried, ...]
    left: tuple[str, ...]  # "self 7.4.3", "not_applicable 2.4": of nodes that have no equal in the new set
    before: Totals
    after: Totals


def load_mapping(session: Session, tables: Mapping[str, Any], file: str, now: datetime) -> tuple[str, list[Moved]]:
    """Move every running scorecard of the year from the old set to the new one; CatalogError where that cannot be."""
    with attempt(file, "[mapping]"):
        whole = Fields(tables, "mapping", "carry")
        head = Fields(whole.table("mapping"), "from", "to", "year", "units")
        old_version, new_version = (named(session, head.text(key, needed=True)) for key in ("from", "to"))
        year, units = head.raw.get("year"), head.texts("units")
        if not isinstance(year, int) or isinstance(year, bool):
            raise CatalogError("not_a_number", key="year", value=year)
        old, new = (parsed(texts(session, version)) for version in (old_version, new_version))
    mapping = read_mapping(rows(whole, "carry", file), old, new, file)
    moved = [
        _move(session, scorecard, mapping, new_version, now)
        for scorecard in _running(session, old_version.key, year)
        if not units or card_of(session, scorecard).unit_key in units
    ]
    if not moved and not _running(session, new_version.key, year):
        raise CatalogError("nothing_to_carry", file, "[mapping]", set=old.id, year=year)
    return f"{old.id} → {new.id} {year}", moved


def _running(session: Session, key: str, year: int) -> Sequence[Scorecard]:
    """The scorecards of a year on any version of a set that have no published points."""
    versions = select(CriteriaSetVersion.id).where(CriteriaSetVersion.key == key)
    published = select(Assessment.scorecard_id).where(Assessment.stage == "published")
    return session.scalars(
        select(Scorecard)
        .where(Scorecard.year == year, Scorecard.criteria_set_id.in_(versions), Scorecard.id.not_in(published))
        .order_by(Scorecard.id)
    ).all()


def _move(
    session: Session,
    scorecard: Scorecard,
    mapping: SetMapping,
    version: CriteriaSetVersion,
    now: datetime,
) -> Moved:
    """Put one scorecard on the new set, its figures and points with it."""
    old, new = mapping.old, mapping.new
    card = card_of(session, scorecard)
    before = known(session, card, now, now.date(), now).totals
    said = standing(entries(session, card.unit_id, card.year), now)
    event = record(
        session, now, how="command line", what="carry", subject=f"{card.unit_key} {card.year}",
        before={"criteria_set": old.id}, after={"criteria_set": new.id}, unit_id=card.unit_id, year=card.year,
    )  # fmt: skip
    touch(session, now, OFFICE)
    session.flush()
    carried = tuple(_carry(session, card, mapping, said, event))
    left = (
        *_carry_points(session, card, mapping, event),
        *_carry_exclusions(session, card, mapping),
    )
    scorecard.criteria_set_id = version.id
    session.flush()
    moved = card_of(session, scorecard)
    return Moved(moved, carried, left, before, known(session, moved, now, now.date(), now).totals)


def _carry(
    session: Session,
    card: Card,
    mapping: SetMapping,
    said: Sequence[Entry],
    event: Event,
) -> Iterator[Carried]:
    """Carry each indicator's figures, and take back those whose name means something else in the new set."""
    old, new = mapping.old, mapping.new
    by_name: dict[str, list[Entry]] = {}
    for entry in said:
        if entry.indicator in old.indicators:
            by_name.setdefault(entry.indicator, []).append(entry)
    sources: dict[str, list[str]] = {}
    for name in by_name:
        for target in mapping.figures(name):
            sources.setdefault(target, []).append(name)
    for name, told in by_name.items():
        targets = mapping.figures(name)
        merged = any(len(sources[target]) > 1 for target in targets)
        how = LEFT if not targets else MERGED if merged else STAYS if targets == (name,) else CARRIED
        if name in new.indicators and (name not in targets or merged):
            for entry in told:
                _add(session, card, entry, entry.indicator, "", event.id, entry.recorded_at, entry.id)
        newest_entry = max(told, key=lambda entry: entry.rank)
        yield Carried(how, old.indicators[name], tuple(new.indicators[each] for each in targets), newest_entry.value)
    for target, names in sources.items():
        if len(names) > 1:
            _merge(session, card, old, target, [by_name[name] for name in names], event.id)
        elif names != [target]:
            for entry in by_name[names[0]]:
                _add(session, card, entry, target, entry.value, event.id, entry.recorded_at)


def _merge(
    session: Session, card: Card, old: CriteriaSet, target: str, told: Sequence[Sequence[Entry]], event_id: int
) -> None:
    """One figure out of the newest of several, counted on the earliest of their days."""
    newest_entries = [max(each, key=lambda entry: entry.rank) for each in told]
    measures = [old.indicators[entry.indicator].read(entry.value) for entry in newest_entries]
    first = min(newest_entries, key=lambda entry: entry.as_of)
    said_at = max(entry.recorded_at for entry in newest_entries)
    _add(session, card, first, target, str(total(measures)), event_id, said_at)


def _add(
    session: Session, card: Card, entry: Entry, name: str, value: str, event_id: int, at: datetime,
    retracts: int | None = None,
) -> None:  # fmt: skip
    session.add(
        Observation(
            card.unit_id, entry.period, name, value, entry.as_of, entry.source, at, None, event_id, retracts,
        )
    )  # fmt: skip


def _carry_points(session: Session, card: Card, mapping: SetMapping, event: Event) -> Iterator[str]:
    """Points given go with their node; those whose node has no equal are taken back and named."""
    given = session.scalars(select(Assessment).where(Assessment.scorecard_id == card.id)).all()
    gone = {row.retracts for row in given}
    for row in given:
        target = mapping.node(row.code)
        if row.retracts is not None or row.id in gone or target == row.code:
            continue
        if target is None:
            yield f"{row.stage} {row.code}"
        else:
            session.add(
                Assessment(
                    card.id, target, row.stage, row.round, row.points, row.reason, row.recorded_at, row.recorded_by,
                    event.id,
                )
            )  # fmt: skip
        session.add(
            Assessment(card.id, row.code, row.stage, row.round, row.points, "", event.at, None, event.id, row.id)
        )


def _carry_exclusions(session: Session, card: Card, mapping: SetMapping) -> Iterator[str]:
    """What does not apply goes with its node; else it keeps the old set's name, under which nothing is scored."""
    for row in session.scalars(select(Exclusion).where(Exclusion.scorecard_id == card.id)):
        target = mapping.node(row.code)
        if target is None:
            yield f"not_applicable {row.code}"
        row.code = f"{mapping.old.id}: {row.code}" if target is None else target
