"""From figures to the values of indicators, each worked out once for every way open cases may still end."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import product

from scoring.arithmetic import Name, Value, evaluate
from scoring.catalog import Indicator
from scoring.deadlines import Works
from scoring.figures import DUTY_STATES, OPEN, Absent, Cases, Day, Figure, Measure, Number, Ratio

ON_TIME, LATE, _ = DUTY_STATES
MOST_OPEN = 3  # more of them in one formula are taken to end alike
Ending = tuple[tuple[str, str], ...]  # indicator and state
DAYS_LATE = "days_late"  # the part of a deadline that is a number


class Values:
    """The values of a set's indicators on a day, for one way the open cases of each may end."""

    def __init__(
        self, indicators: Mapping[str, Indicator], figures: Mapping[str, Figure], day: date | None, works: Works
    ) -> None:
        self.indicators, self.figures, self.today, self.works = indicators, figures, day, works
        self.known: dict[tuple[Name, Ending], Value | Cases] = {}

    def get(self, name: Name, ending: Ending) -> Value | Cases:
        """The value of a name: a number, cases by state, or an absence."""
        key = (name, ending)
        if key not in self.known:
            self.known[key] = self._read(name, ending)
        return self.known[key]

    def endings(self, names: Iterable[str]) -> list[Ending]:
        """The ways the open cases of these raw indicators may end, all of one indicator alike; the worst is last.

        Between such ends lies every other one: formulas are sums, products and shares of the counts.
        """
        still_open = [name for name in names if self._is_open(name)]
        if len(still_open) <= MOST_OPEN:
            return [
                tuple(zip(still_open, states, strict=True)) for states in product(DUTY_STATES, repeat=len(still_open))
            ]
        return [tuple((name, state) for name in still_open) for state in DUTY_STATES]

    def _is_open(self, name: str) -> bool:
        figure = self.figures.get(name)
        return figure is not None and isinstance(figure.measure, Cases) and figure.measure.count(OPEN) > 0

    def _read(self, name: Name, ending: Ending) -> Value | Cases:
        indicator = self.indicators[name.indicator]
        if indicator.value is not None:
            value: Value | Cases = evaluate(indicator.value, lambda each: self._number(each, ending))
        else:
            figure = self.figures.get(name.indicator)
            value = Absent.NO_FIGURE if figure is None else self._part(indicator, figure.measure, name.part, ending)
        if value is Absent.NOTHING_DUE and indicator.if_none is not None:
            return evaluate(indicator.if_none, lambda each: self._number(each, ending))
        return value

    def _number(self, name: Name, ending: Ending) -> Value:
        value = self.get(name, ending)
        assert not isinstance(value, Cases), "refused at load: words are no number"
        return value

    def _part(self, indicator: Indicator, measure: Measure, part: str, ending: Ending) -> Value | Cases:
        if isinstance(measure, Number):
            return measure.number
        if isinstance(measure, Ratio):
            if not part:
                return measure.share
            return Absent.NO_FIGURE if measure.d is None else measure.n if part == "n" else measure.d
        if part == DAYS_LATE:
            return self._days_late(indicator, measure)
        cases = self._cases(indicator, measure, ending)
        if not part or cases is None:
            return Absent.NO_FIGURE if cases is None else cases if cases.total else Absent.NOTHING_DUE
        if part == "all":
            return Fraction(cases.total)
        return Fraction(sum(count for state, count in cases.counts if state.replace(" ", "_") == part))

    def _cases(self, indicator: Indicator, measure: Cases | Day, ending: Ending) -> Cases | None:
        """The cases by state, open ones closed; None for something done whose due day is not known."""
        if isinstance(measure, Cases):
            if not measure.count(OPEN):
                return measure
            due, open_as = self._due(indicator), dict(ending)[indicator.name]
            past = due is not None and self.today is not None and self.today > due
            return measure.with_open_as(LATE if past and open_as == ON_TIME else open_as)
        due = self._due(indicator)
        return None if due is None else Cases(((ON_TIME if measure.day <= due else LATE, 1),))

    def _days_late(self, indicator: Indicator, measure: Cases | Day) -> Value:
        if isinstance(measure, Cases):
            return Fraction(0) if measure.count(ON_TIME) else Absent.NO_FIGURE
        due = self._due(indicator)
        if due is None or indicator.due is None:
            return Absent.NO_FIGURE
        return Fraction(indicator.due.days_late(due, measure.day, self.works))

    def _due(self, indicator: Indicator) -> date | None:
        if indicator.due is None:
            return None
        start = self.figures.get(indicator.due.after)
        return indicator.due.day(start.measure.day if start and isinstance(start.measure, Day) else None, self.works)
