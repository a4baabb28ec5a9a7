"""What moved a node's points between two moments, figure by figure, in the order it was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.duties import counted, moments, reports_of
from models.histories import entries, excluded
from models.known import Known
from models.told import questions_of
from scoring.catalog import Indicator
from scoring.deadlines import Works
from scoring.figures import Figure
from scoring.history import as_known
from scoring.judgment import Judgment
from scoring.score import score


@dataclass(frozen=True, slots=True)
class Move:
    """One figure that changed at a moment, and what that did to the node's points at either end."""

    at: datetime
    indicator: Indicator
    before: Figure | None
    after: Figure | None
    low: Fraction
    high: Fraction


def moves(
    session: Session, known: Known, code: str, start: datetime, end: datetime, zone: ZoneInfo, works: Works
) -> list[Move]:
    """Every change of a figure after `start` and by `end` that moved the node: said, or counted from reports.

    Their sum is the whole difference but for what moves by itself: terms that ran out, and others in the block.
    """
    return [move for move in _all(session, known, code, start, end, zone, works) if move.low or move.high]


def _all(
    session: Session, known: Known, code: str, start: datetime, end: datetime, zone: ZoneInfo, works: Works
) -> Iterator[Move]:
    card, of_set = known.card, known.criteria_set
    asked = questions_of(of_set, code)
    said = [each for each in entries(session, card.unit_id, card.year) if each.indicator in asked]
    reports = [each for each in reports_of(session, card) if each.indicator in asked]
    out = excluded(session, card, end)

    def judge(figures: dict[str, Figure], at: datetime) -> Judgment:
        day = at.astimezone(zone).date()
        return score(of_set, figures, card.level, out, best=known.best, day=day, works=works).judgments[code]

    def known_at(at: datetime) -> dict[str, Figure]:
        return as_known(of_set, said, at) | counted(of_set, reports, at, at.astimezone(zone).date())

    figures, changes = known_at(start), {*(each.recorded_at for each in said), *moments(reports, zone)}
    for moment in sorted(each for each in changes if start < each <= end):
        new = known_at(moment)
        for name in dict.fromkeys((*figures, *new)):  # one by one: together they would hide what each did
            old_figure, new_figure = figures.get(name), new.get(name)
            if (old_figure and old_figure.measure) == (new_figure and new_figure.measure):
                continue
            was = judge(figures, moment)
            figures = {key: figure for key, figure in figures.items() if key != name}
            figures |= {name: new_figure} if new_figure else {}
            now = judge(figures, moment)
            yield Move(moment, asked[name], old_figure, new_figure, now.low - was.low, now.high - was.high)
        figures = new
