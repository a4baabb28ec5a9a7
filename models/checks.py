"""What a figure said in the chat must not be: more than the whole, fallen, of a mixed period, out of range."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from models.changes import NewFigure
from models.messages import UserError
from scoring.catalog import CriteriaSet, Indicator
from scoring.figures import Cases, Measure, Number, Ratio
from scoring.history import Entry, period_sort, standing


def check_figure(of_set: CriteriaSet, code: str, figure: NewFigure, history: Sequence[Entry], now: datetime) -> None:
    """UserError where the figure is nonsense by itself or beside what was said before."""
    indicator, measure = figure.indicator, figure.measure
    if isinstance(measure, Ratio):
        _check_ratio(code, indicator, measure)
    if isinstance(measure, Number):
        _check_number(of_set, code, indicator, measure)
    said = [each for each in standing(history, now) if each.indicator == indicator.name]
    if indicator.accumulates == "period":
        _check_period(code, figure, said)
    if indicator.accumulates == "to_date" and not indicator.may_fall:
        _check_fall(code, figure, said)


def _check_ratio(code: str, indicator: Indicator, measure: Ratio) -> None:
    if not indicator.may_exceed and measure.n > (1 if measure.d is None else measure.d):
        raise UserError("data_above_whole", code=code, indicator=indicator, measure=measure)
    if measure.n < 0 or (indicator.accumulates == "period" and measure.d is None):
        raise UserError("data_counts_needed", code=code, indicator=indicator)


def _check_number(of_set: CriteriaSet, code: str, indicator: Indicator, measure: Number) -> None:
    if indicator.asks == "points":
        node = of_set.criteria[indicator.name]
        if not node.floor <= measure.number <= node.ceiling:
            raise UserError("points_outside", code=code, low=node.floor, high=node.ceiling)
    elif measure.number < 0:
        raise UserError("data_negative", code=code)


def _check_period(code: str, figure: NewFigure, said: Sequence[Entry]) -> None:
    """Quarters and months, or a whole year and parts of it, would count the same things twice."""
    other = next((each.period for each in said if period_sort(each.period) != period_sort(figure.period)), "")
    if other:
        raise UserError("data_mixed_periods", code=code, period=other)


def _check_fall(code: str, figure: NewFigure, said: Sequence[Entry]) -> None:
    """What accumulates never falls from one day to a later one."""
    days = {each.as_of: each for each in sorted(said, key=lambda each: each.rank)}
    earlier = max((day for day in days if day < figure.as_of), default=None)
    later = min((day for day in days if day > figure.as_of), default=None)
    for day, sign in ((earlier, 1), (later, -1)):
        if day is None:
            continue
        other = figure.indicator.read(days[day].value)
        pairs = zip(_counts(other), _counts(figure.measure), strict=False)
        if any((now - then) * sign < 0 for then, now in pairs):
            raise UserError(
                "data_falls", code=code, indicator=figure.indicator, day=day, measure=other, as_of=figure.as_of
            )


def _counts(measure: Measure) -> tuple[Fraction, ...]:
    """The counts that can only grow; a percentage may fall."""
    if isinstance(measure, Ratio):
        return () if measure.d is None else (measure.n, measure.d)
    if isinstance(measure, Number):
        return (measure.number,)
    return (Fraction(measure.total),) if isinstance(measure, Cases) else ()
