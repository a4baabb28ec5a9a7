"""Changing what is known: figures, points somebody gave, and taking back. Every change is new rows and one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.point_lines import Given
from models.record import Teller, record
from models.scorecards import Card
from models.tables import Assessment, Event, Observation, Unit
from models.undoing import FIGURES, POINTS
from scoring.catalog import Indicator
from scoring.figures import Measure, alike
from scoring.history import Entry, standing
from scoring.quantity import plain

Row = TypeVar("Row", Observation, Assessment)
TAKEN_BACK = "taken back"  # what an event tells of


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure to be recorded."""

    indicator: Indicator
    measure: Measure
    period: str
    as_of: date
    source: str


def hold_unit(session: Session, card: Card) -> None:
    """Let one writer at a time look at a unit's figures and add to them; SQLite's writers already wait."""
    session.execute(select(Unit.id).where(Unit.id == card.unit_id).with_for_update(key_share=True))


def say_figures(
    session: Session, card: Card, figures: Sequence[NewFigure], said: Sequence[Entry], teller: Teller
) -> list[NewFigure]:
    """Record the figures that are new; returns them.

    Said again by the same source of the same day is nothing new, unless another source of that day was heard since.
    """
    stand = standing(said, teller.now)
    new = [figure for figure in figures if not _is_known(figure, stand)]
    if not new:
        return []
    after = {figure.indicator.name: str(figure.measure) for figure in new}
    event = _record(session, card, FIGURES, ", ".join(after), teller, after)
    for figure in new:
        session.add(
            Observation(
                card.unit_id, figure.period, figure.indicator.name, str(figure.measure), figure.as_of, figure.source,
                teller.now, teller.person_id, event.id,
            )
        )  # fmt: skip
    session.flush()
    return new


def _is_known(figure: NewFigure, said: Sequence[Entry]) -> bool:
    """Whether the last word on a figure of its day is this one."""
    same_day = [
        each
        for each in said
        if (each.indicator, each.period, each.as_of) == (figure.indicator.name, figure.period, figure.as_of)
    ]
    own = [each for each in same_day if each.source == figure.source]
    last_words = [max(said, key=lambda each: each.rank) for said in (same_day, own) if said]
    return bool(own) and all(alike(figure.indicator.read(each.value), figure.measure) for each in last_words)


def say_points(session: Session, card: Card, stage: str, given: Sequence[Given], teller: Teller) -> None:
    """Record points somebody gave nodes."""
    after = {each.code: {"points": plain(each.points), "round": each.round} for each in given}
    event = _record(session, card, POINTS, f"{stage} {', '.join(after)}", teller, after)
    for each in given:
        exact = Decimal(each.points.numerator) / Decimal(each.points.denominator)
        session.add(
            Assessment(
                card.id, each.code, stage, each.round, exact, each.reason, teller.now, teller.person_id, event.id
            )
        )  # fmt: skip
    session.flush()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is taken back: the rows of one message."""

    figures: tuple[Observation, ...]
    points: tuple[Assessment, ...]


def standing_rows(session: Session, events: Sequence[Event]) -> TakenBack:
    """The figures and points that some events told of and nobody has taken back."""
    told = [event.id for event in events if event.what in (FIGURES, POINTS)]
    figures = [row for id_ in told for row in _standing(session, Observation, Observation.unit_id, id_)]
    points = [row for id_ in told for row in _standing(session, Assessment, Assessment.scorecard_id, id_)]
    return TakenBack(tuple(figures), tuple(points))


def _standing(session: Session, table: type[Row], owner: InstrumentedAttribute[int], event_id: int) -> Sequence[Row]:
    """The rows an event told of that nobody has taken back."""
    rows = session.scalars(select(table).where(table.event_id == event_id, table.retracts.is_(None))).all()
    if not rows:
        return ()
    same = owner == getattr(rows[0], owner.key)
    gone = set(session.scalars(select(table.retracts).where(same, table.retracts.in_([row.id for row in rows]))))
    return [row for row in rows if row.id not in gone]


def take_back(session: Session, card: Card, change: TakenBack, teller: Teller) -> None:
    """Retract the rows of a change: a retraction is a row too, and nothing is deleted."""
    names = [*(row.indicator for row in change.figures), *(f"{row.stage} {row.code}" for row in change.points)]
    told = next((row.event_id for rows in (change.figures, change.points) for row in rows), None)
    event = _record(session, card, TAKEN_BACK, ", ".join(names), teller, None, told)
    for figure in change.figures:
        session.add(
            Observation(
                figure.unit_id, figure.period, figure.indicator, "", figure.as_of, figure.source, teller.now,
                teller.person_id, event.id, figure.id,
            )
        )  # fmt: skip
    for given in change.points:
        session.add(
            Assessment(
                given.scorecard_id, given.code, given.stage, given.round, given.points, "", teller.now,
                teller.person_id, event.id, given.id,
            )
        )  # fmt: skip
    session.flush()


def _record(
    session: Session, card: Card, what: str, subject: str, teller: Teller, after: object, undoes_id: int | None = None
) -> Event:
    return record(
        session, teller.now, how=teller.how, what=what, subject=f"{card.year} {subject}", after=after,
        unit_id=card.unit_id, year=card.year, undoes_id=undoes_id, teller=teller,
    )  # fmt: skip
