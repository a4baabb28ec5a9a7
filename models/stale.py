"""The running figures that no longer tell of today, and the unit that enters them."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.known import Known
from models.scorecards import Part
from scoring.catalog import Indicator


@dataclass(frozen=True, slots=True)
class Stale:
    """A running figure that no longer tells of today."""

    indicator: Indicator
    name: str
    codes: tuple[str, ...]  # the leaves it serves
    alone: str  # the one of them under whose code this figure alone is said; "" where none is
    as_of: date
    days: int
    owner: Part


def stale_figures(known: Known, today: date, days: int) -> list[Stale]:
    """What is older than so many days, oldest first; a closed year has none."""
    found = known.stale(today - timedelta(days=days))
    return [_stale(known, indicator, figure.as_of, today) for indicator, figure in found]


def _stale(known: Known, indicator: Indicator, as_of: date, today: date) -> Stale:
    of_set = known.criteria_set
    leaves = of_set.served_by(indicator.name)
    label = indicator.label or next((leaf.name for leaf in leaves), indicator.name)
    alone = next((leaf.code for leaf in leaves if of_set.asked_for(leaf.code) == (indicator,)), "")
    codes = tuple(leaf.code for leaf in leaves)
    return Stale(indicator, label, codes, alone, as_of, (today - as_of).days, known.enters(indicator))
