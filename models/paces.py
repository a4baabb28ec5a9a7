"""Where a growing figure leads by the end of its period, and what of the coming weeks would reach its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from scoring.catalog import Indicator
from scoring.figures import Measure, Number, Ratio
from scoring.targets import Target

RECENT = timedelta(days=28)  # what a pace is taken from, as far as there are figures
SHORTEST = timedelta(days=14)  # fewer days tell no pace
FEWEST = 10  # nor do fewer new things
WEEK = 7


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as it stood on a day."""

    day: date
    value: Fraction
    measure: Measure


@dataclass(frozen=True, slots=True)
class Pace:
    """What came in a week since a day, where that leads by the end, and what reaches the target."""

    since: date
    weekly: Fraction  # of what counts: files filed online, items, a share of one
    weekly_all: Fraction | None  # of everything: files; None where nothing is divided
    until: date
    end: Measure
    ends: Fraction  # its value
    on_target: bool  # it reaches the target
    coming: Fraction | None  # of everything, until then
    needed: Fraction | None  # of that, or more of it, for the target; None where it is reached now and at the end
    needed_weekly: Fraction | None
    at_best: Measure | None = None  # the end if everything to come counted; None where nothing is divided
    highest: Fraction | None = None  # its value
    out_of_reach: bool = False  # not even that reaches the target
    last_chance: date | None = None  # after so much more of this pace that still reached it; None where it never ends


def grows(indicator: Indicator) -> bool:
    """Whether an indicator's figure only grows: what it gains in a week tells where it leads."""
    return indicator.accumulates != "" and not indicator.may_fall and indicator.asks in ("ratio", "number", "percent")


def pace(indicator: Indicator, said: Sequence[Said], target: Target, until: date) -> Pace | None:
    """The pace since the newest figure that is four weeks older than the last, or since the first one.

    None where the figures are too few or too near each other to tell one.
    """
    last = said[-1]
    base = next((each for each in reversed(said) if each.day <= last.day - RECENT), said[0])
    if last.day - base.day < SHORTEST or last.day >= until:
        return None
    before, after = _counts(base.measure), _counts(last.measure)
    if before and after and before[1] != after[1]:
        return _of_counts(base.day, last, before, after, target, until)
    if indicator.asks == "ratio" and not (before and after):
        return None  # a printed percentage: what is to come cannot be weighed against what was
    return _of_one(indicator, base, last, target, until)


def _of_counts(
    since: date,
    last: Said,
    before: tuple[Fraction, Fraction],
    after: tuple[Fraction, Fraction],
    target: Target,
    until: date,
) -> Pace | None:
    """Of files that come: those that count, and all."""
    (was, of), (now, everything) = before, after
    weeks, left = Fraction((last.day - since).days, WEEK), Fraction((until - last.day).days, WEEK)
    weekly, weekly_all = (now - was) / weeks, (everything - of) / weeks
    if everything - of < FEWEST or not 0 <= weekly <= weekly_all:
        return None
    coming = weekly_all * left
    end, at_best = Ratio(now + weekly * left, everything + coming), Ratio(now + coming, everything + coming)
    ends, highest = (now + weekly * left) / (everything + coming), (now + coming) / (everything + coming)
    on_target, out_of_reach = target.reached(ends), not target.reached(highest)
    needed = None
    if not (on_target and target.reached(last.value)):
        needed = max(target.of(everything + coming) - now, Fraction(0))
    chance = None
    if not on_target and not out_of_reach:  # each day of this pace takes away what could have counted and did not
        spare = now + coming - target.edge * (everything + coming)
        days = spare / ((weekly_all - weekly) / WEEK)
        whole = floor(days) - (target.strict and days == floor(days))
        chance = last.day + timedelta(days=whole)
    return Pace(
        since, weekly, weekly_all, until, end, ends, on_target, coming, needed,
        None if needed is None else needed / left, at_best, highest, out_of_reach, chance,
    )  # fmt: skip


def _of_one(indicator: Indicator, base: Said, last: Said, target: Target, until: date) -> Pace | None:
    """A number, or a part of what does not grow itself: a plan."""
    weeks, left = Fraction((last.day - base.day).days, WEEK), Fraction((until - last.day).days, WEEK)
    weekly = (last.value - base.value) / weeks
    if weekly < 0:
        return None
    ends = last.value + weekly * left
    if indicator.asks != "number" and not indicator.may_exceed:
        ends = min(ends, max(Fraction(1), last.value))
    end = Number(ends) if indicator.asks == "number" else Ratio(ends, None)
    needed = None if target.reached(last.value) else target.edge - last.value
    per_week = None if needed is None else needed / left
    return Pace(base.day, weekly, None, until, end, ends, target.reached(ends), None, needed, per_week)


def _counts(measure: Measure) -> tuple[Fraction, Fraction] | None:
    """How many of how many; None for a number, or a percentage without its counts."""
    return (measure.n, measure.d) if isinstance(measure, Ratio) and measure.d is not None else None
