"""The history of figures: what was said, corrected and taken back, and what it comes to on a day (rule 5)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from scoring.catalog import CriteriaSet
from scoring.figures import Cases, Figure, Measure, Number, Ratio, alike

_PERIOD = re.compile(r"([0-9]{4})(-Q[1-4]|-(0[1-9]|1[0-2]))?")


def is_period(text: str, year: int) -> bool:
    """Whether a text names a year, a quarter or a month of it: "2026", "2026-Q3", "2026-07"."""
    written = _PERIOD.fullmatch(text)
    return written is not None and int(written[1]) == year


def period_sort(period: str) -> str:
    """Whether a period is a year, a quarter or a month: those of one indicator are all of one sort."""
    return "year" if "-" not in period else "quarter" if "Q" in period else "month"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said of an indicator; one that retracts another has no value of its own. Nothing is ever changed."""

    id: int
    indicator: str
    period: str  # "2026", or a part of it: "2026-Q3", "2026-07"
    value: str  # the measure's exact text
    as_of: date
    source: str
    recorded_at: datetime
    retracts: int | None = None

    @property
    def rank(self) -> tuple[date, datetime, int]:
        """Of two entries of one period the greater one counts."""
        return self.as_of, self.recorded_at, self.id


def standing(entries: Iterable[Entry], at: datetime) -> list[Entry]:
    """The entries said by a moment and not taken back by then."""
    said = [entry for entry in entries if entry.recorded_at <= at]
    gone = {entry.retracts for entry in said if entry.retracts is not None}
    return [entry for entry in said if entry.retracts is None and entry.id not in gone] if gone else said


def as_known(criteria_set: CriteriaSet, entries: Iterable[Entry], at: datetime) -> dict[str, Figure]:
    """The figures as they were known at a moment; what the set does not ask for is left out."""
    by_name: dict[str, dict[str, list[Entry]]] = {}
    for entry in standing(entries, at):
        indicator = criteria_set.indicators.get(entry.indicator)
        if indicator is not None and indicator.asks:
            by_name.setdefault(entry.indicator, {}).setdefault(entry.period, []).append(entry)
    return {name: _figure(criteria_set, name, periods) for name, periods in by_name.items()}


def _figure(criteria_set: CriteriaSet, name: str, periods: dict[str, list[Entry]]) -> Figure:
    figures = [_of_period(criteria_set, name, said) for said in periods.values()]
    if len(figures) == 1:
        return figures[0]
    newest = max(figures, key=lambda figure: (figure.as_of, figure.recorded_at))
    others = tuple(other for figure in figures for other in figure.others)
    return replace(newest, measure=total([figure.measure for figure in figures]), others=others)


def _of_period(criteria_set: CriteriaSet, name: str, said: list[Entry]) -> Figure:
    """The newest entry, and what other sources say of the same day."""
    indicator = criteria_set.indicators[name]
    newest = said[0] if len(said) == 1 else max(said, key=lambda entry: entry.rank)
    measure, others = indicator.read(newest.value), {}
    if len(said) > 1:
        for entry in sorted(said, key=lambda entry: entry.rank):
            if entry.as_of == newest.as_of and entry.source != newest.source:
                others[entry.source] = Figure(indicator.read(entry.value), entry.as_of, entry.source, entry.recorded_at)
    differing = tuple(other for other in others.values() if not alike(other.measure, measure))
    return Figure(measure, newest.as_of, newest.source, newest.recorded_at, differing)


def total(measures: list[Measure]) -> Measure:
    """Periods added up: both counts of ratios, numbers, cases by state; without counts nothing can be added."""
    ratios = [each for each in measures if isinstance(each, Ratio)]
    if ratios:
        n, d = sum((each.n for each in ratios), Fraction(0)), [each.d for each in ratios if each.d is not None]
        assert len(d) == len(measures), "refused when it is said: percentages cannot be added"
        return Ratio(n, sum(d, Fraction(0)))
    if isinstance(measures[0], Number):
        return Number(sum((each.number for each in measures if isinstance(each, Number)), Fraction(0)))
    counts: dict[str, int] = {}
    for each in measures:
        assert isinstance(each, Cases), "refused at load: only what can be added has periods"
        for state, count in each.counts:
            counts[state] = counts.get(state, 0) + count
    return Cases(tuple(counts.items()))
