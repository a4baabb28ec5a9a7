"""What a piece of work is worth: the points won if it alone were done, and the figure its being done makes true.

Two tasks on one criterion are about the same points: each says so, and they are counted once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from models.duties import MISSING
from models.known import Known
from models.work import Item
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.deadlines import Works
from scoring.errors import CatalogError
from scoring.figures import DUTY_STATES, OPEN, Cases, Day, Figure, Measure
from scoring.judgment import Judgment
from scoring.score import with_judgment


@dataclass(frozen=True, slots=True)
class Stake:
    """The points of one piece of work, with the leaf as it stands and as it would stand."""

    points: Fraction
    now: Judgment
    done: Judgment


def stake(known: Known, item: Item, today: date, works: Works) -> Stake | None:
    """What this alone wins if done today; None where that cannot be said (no criterion, a group, a closed year)."""
    leaf = known.criteria_set.criteria.get(item.work.code)
    if leaf is None or leaf.children or known.closed:
        return None
    now, asked = known.score.judgments[leaf.code], question(known.criteria_set, leaf.code)
    if now.reason.kind == "not_applicable":
        return None
    if item.work.duty_id is None and asked is not None and (asked.asks == "duties" or asked.name in known.counted):
        return None  # what is counted from report duties no task makes true
    done = _done(known, leaf, item, today, works)
    as_done, as_now = replace(done, low=done.high), replace(now, high=now.low)
    with_it, without = (
        with_judgment(known.criteria_set, known.score.judgments, leaf.code, each) for each in (as_done, as_now)
    )
    return Stake(max(with_it.high - without.high, Fraction(0)), now, done)


def _done(known: Known, leaf: Criterion, item: Item, today: date, works: Works) -> Judgment:
    """The leaf's judgment if this piece of work were done today."""
    found = told_by(known, item, item.work.completed_on or today)
    if found is None:
        top = known.score.judgments[leaf.code]
        return replace(top, low=leaf.ceiling, high=leaf.ceiling)
    indicator, measure = found
    figure = Figure(measure, today, "", datetime.combine(today, time.min, UTC))
    return known.judged(leaf.code, {**known.figures, indicator.name: figure}, today, works)


def told_by(known: Known, item: Item, day: date) -> tuple[Indicator, Measure] | None:
    """The figure that is true once this is done on a day: as the task states, else as its criterion implies."""
    indicator = question(known.criteria_set, item.work.code)
    if indicator is None or (indicator.name in known.counted and item.number not in _counted(known, indicator)):
        return None
    if item.work.outcome:
        try:
            return indicator, indicator.read(item.work.outcome)
        except CatalogError:  # a newer set asks otherwise
            return None
    state = "on_time" if day <= item.last_day else "late"
    if indicator.name in known.counted:
        return indicator, _sent(known.figures[indicator.name], state, item, day)
    if indicator.asks == "deadline":
        return indicator, Day(day) if indicator.due else Cases(((state, 1),))
    if indicator.asks == "choice":
        return indicator, Cases(((indicator.states[0], 1),))
    return None


def _counted(known: Known, indicator: Indicator) -> set[int]:
    """The numbers of the reports that an indicator counts: no task is one of them."""
    return {report.number for report in known.reports if report.indicator == indicator.name}


def question(of_set: CriteriaSet, code: str) -> Indicator | None:
    """The one indicator that decides a leaf, under its own name; None where several do, or arithmetic."""
    leaf, asked = of_set.criteria.get(code), of_set.asked_for(code)
    if leaf is None or leaf.children:
        return None
    if leaf.code in of_set.indicators and leaf.scale is None:
        return of_set.indicators[leaf.code]
    return asked[0] if len(asked) == 1 and leaf.figure and leaf.figure.indicator == asked[0].name else None


def _sent(figure: Figure, state: str, item: Item, day: date) -> Cases:
    """The counts with one report, open or missing until now, sent."""
    counts = dict(figure.measure.counts) if isinstance(figure.measure, Cases) else {}
    waiting = OPEN if day <= item.last_day else MISSING
    if item.work.completed_on is None and counts.get(waiting):
        counts[waiting] -= 1
        counts[state] = counts.get(state, 0) + 1
    return Cases(tuple((each, counts[each]) for each in (*DUTY_STATES, OPEN) if counts.get(each)))


def total(stakes: Sequence[tuple[Item, Stake | None]]) -> Fraction:
    """The points of several pieces of work together, those on one criterion of a unit counted once."""
    most: dict[tuple[str, str], Fraction] = {}
    for item, each in stakes:
        key = (item.home_key, item.work.code)
        most[key] = max(most.get(key, Fraction(0)), each.points if each else Fraction(0))
    return sum(most.values(), Fraction(0))
