"""The best of a unit's block: units of its level under the same unit above, scored on the same set and year."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.histories import newest_entries
from models.scorecards import Card
from models.tables import Scorecard, Unit
from models.terms import works_of
from scoring.catalog import CriteriaSet
from scoring.deadlines import Works
from scoring.history import as_known
from scoring.scales import Best
from scoring.values import Values


def best_of_block(
    session: Session, card: Card, scored_on: CriteriaSet, at: datetime, day: date, works: Works
) -> Mapping[str, Best]:
    """By name of figure: the best value known in the block, of how many units, and how many have none (rule 12)."""
    values = []
    for unit_id, key in _block(session, card):
        figures = as_known(scored_on, newest_entries(session, unit_id, card.year, at), at)
        values.append(Values(scored_on.indicators, figures, day, works_of(session, key, works)))
    found = {}
    for name in scored_on.relative:
        ends = [each.get(name, each.endings(scored_on.indicators)[-1]) for each in values]
        told = [value for value in ends if isinstance(value, Fraction)]
        found[str(name)] = Best(max(told, default=None), len(told), len(values) - len(told))
    return found


def _block(session: Session, card: Card) -> list[tuple[int, str]]:
    above = card.unit_key.rpartition("/")[0]
    rows = session.execute(
        select(Unit.id, Unit.key)
        .join(Scorecard, Scorecard.unit_id == Unit.id)
        .where(Scorecard.year == card.year, Scorecard.criteria_set_id == card.criteria_set_id)
        .where(Unit.level == card.level, Unit.key.startswith(f"{above}/" if above else "", autoescape=True))
    )
    return [(id_, key) for id_, key in rows if key.rpartition("/")[0] == above]
