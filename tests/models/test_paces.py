"""Paces and courses: the figures of the tone reference, and any figures against a simulation day by day."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from models.courses import OFF_PACE, ON_PACE, OUT_OF_REACH, REACHED, UNKNOWN, course
from models.paces import FEWEST, Pace, Said, pace
from scoring.catalog import Indicator
from scoring.figures import Number, Ratio
from scoring.targets import Target

FILES = Indicator("online_filing", "ratio", accumulates="to_date")
NEWS = Indicator("publicity", "number", accumulates="to_date")
UNTIL = date(2026, 12, 14)
LAST = date(2026, 8, 24)
TARGET = Target(Fraction(7, 10))


def files(*figures: tuple[date, int, int]) -> list[Said]:
    return [Said(day, Fraction(n, d), Ratio(Fraction(n), Fraction(d))) for day, n, d in figures]


def weekly(*figures: tuple[int, int], last: date = LAST) -> list[Said]:
    days = [last - timedelta(weeks=number) for number in range(len(figures))][::-1]
    return files(*((day, n, d) for day, (n, d) in zip(days, figures, strict=True)))


REFERENCE = files((LAST - timedelta(days=28), 1310 - 164, 2140 - 244), (LAST, 1310, 2140))


def test_the_pace_of_the_tone_reference_comes_out() -> None:
    found = pace(FILES, REFERENCE, TARGET, UNTIL)
    assert found
    assert [found.weekly, found.weekly_all] == [41, 61]
    assert [found.coming, found.needed, found.needed_weekly] == [976, 872, Fraction(109, 2)]
    assert found.ends == Fraction(1966, 3116)
    assert not found.out_of_reach
    assert found.last_chance == date(2026, 9, 29)  # five weeks of 20 a week that are not online are what can be spared


def simulated(said: Sequence[Said], target: Target, until: date) -> tuple[bool, bool, int | None]:
    """Day by day: whether the pace reaches the target, whether anything can, and until which day something could."""
    base, last = said[0], said[-1]
    assert isinstance(base.measure, Ratio) and isinstance(last.measure, Ratio)  # noqa: PT018
    assert base.measure.d is not None
    assert last.measure.d is not None
    days = (last.day - base.day).days
    n_a_day, d_a_day = (last.measure.n - base.measure.n) / days, (last.measure.d - base.measure.d) / days
    chances = []
    for turn in range((until - last.day).days + 1):  # so many days as before, and from then on everything counts
        n, d, day = last.measure.n, last.measure.d, last.day
        while day < until:
            n += n_a_day if (day - last.day).days < turn else d_a_day
            d += d_a_day
            day += timedelta(days=1)
        chances.append(target.reached(n / d))
    last_chance = max((turn for turn, chance in enumerate(chances) if chance), default=None)
    assert chances == [True] * (0 if last_chance is None else last_chance + 1) + [False] * chances.count(False)
    return chances[-1], chances[0], last_chance


def test_any_pace_agrees_with_a_simulation_day_by_day() -> None:
    seen = set()
    for seed in range(400):
        chance = random.Random(seed)
        d0 = chance.randint(0, 400)
        n0 = chance.randint(0, d0)
        more = chance.randint(FEWEST, 300)
        new = chance.choice([chance.randint(0, more), more, 0])
        days, left = chance.randint(14, 40), chance.randint(1, 120)
        target = Target(Fraction(chance.randint(1, 20), 20), strict=chance.random() < 0.3)
        if not d0:
            n0, d0 = 1, 1
        said = files((LAST - timedelta(days=days), n0, d0), (LAST, n0 + new, d0 + more))
        until = LAST + timedelta(days=left)
        on_target, reachable, last_chance = simulated(said, target, until)
        found = pace(FILES, said, target, until)
        assert found, seed
        assert (found.on_target, not found.out_of_reach) == (on_target, reachable), seed
        expected = (
            LAST + timedelta(days=last_chance) if reachable and not on_target and last_chance is not None else None
        )
        assert found.last_chance == expected, seed
        _check_needed(found, said[-1], target, seed)
        state = course(FILES, said, target, until, LAST)
        assert state
        now = target.reached(said[-1].value)
        assert state.state == (
            (REACHED if now else ON_PACE) if on_target else OFF_PACE if reachable else OUT_OF_REACH
        ), seed
        seen.add(state.state)
    assert seen == {REACHED, ON_PACE, OFF_PACE, OUT_OF_REACH}


def _check_needed(found: Pace, last: Said, target: Target, seed: int) -> None:
    """The fewest whole things that reach the target, and no fewer."""
    if found.needed is None:
        assert found.on_target and target.reached(last.value), seed  # noqa: PT018
        return
    assert isinstance(last.measure, Ratio)
    assert last.measure.d is not None
    assert found.coming is not None
    everything = last.measure.d + found.coming
    assert target.reached((last.measure.n + found.needed) / everything), seed
    assert not found.needed or not target.reached((last.measure.n + found.needed - 1) / everything), seed


def test_what_is_not_divided_can_always_be_reached() -> None:
    said = [Said(day, Fraction(n), Number(Fraction(n))) for day, n in ((date(2026, 3, 31), 6), (date(2026, 7, 15), 7))]
    found = pace(NEWS, said, Target(Fraction(20)), UNTIL)
    assert found
    assert [found.coming, found.last_chance, found.out_of_reach, found.needed] == [None, None, False, 13]
    state = course(NEWS, said, Target(Fraction(20)), UNTIL, LAST)
    assert state
    assert state.state == OFF_PACE


@pytest.mark.parametrize(
    ("figures", "state", "since"),
    [
        ([(10, 20)], UNKNOWN, 0),
        ([(10, 20), (15, 30), (20, 40)], OFF_PACE, 0),
        ([(10, 20), (15, 30), (20, 40), (25, 50)], OFF_PACE, 1),
        ([(10, 20), (15, 30), (30, 45), (43, 62)], ON_PACE, 1),  # 69,4 %, and rising
        ([(90, 100), (100, 120), (102, 140)], OFF_PACE, 0),  # 72,9 % now, and falling: it will not be enough
        ([(90, 100), (108, 120), (126, 140), (144, 160)], REACHED, 3),
        ([(10, 500), (15, 505), (20, 510)], OUT_OF_REACH, 0),
    ],
)
def test_a_state_is_since_the_first_figure_that_gave_it(figures: list[tuple[int, int]], state: str, since: int) -> None:
    found = course(FILES, weekly(*figures), TARGET, UNTIL, LAST)
    assert found
    assert (found.state, found.since) == (state, LAST - timedelta(weeks=since))


def test_a_state_is_of_the_day_asked_about_and_of_no_later_figure() -> None:
    said = weekly((10, 20), (15, 30), (20, 40), (45, 65))
    now, before = course(FILES, said, TARGET, UNTIL, LAST), course(FILES, said, TARGET, UNTIL, LAST - timedelta(days=1))
    assert now
    assert before
    assert (before.state, before.since) == (OFF_PACE, LAST - timedelta(weeks=1))
    assert (now.state, now.since) == (ON_PACE, LAST)
    assert course(FILES, said, TARGET, UNTIL, date(2026, 1, 1)) is None


def test_the_key_of_a_state_stays_while_more_figures_say_the_same() -> None:
    said, keys = weekly(*((10 + 5 * number, 20 + 10 * number) for number in range(10))), set()
    for number in range(3, len(said) + 1):
        found = course(FILES, said[:number], TARGET, UNTIL, said[number - 1].day)
        assert found
        keys.add((found.state, found.since))
    assert keys == {(OFF_PACE, said[2].day)}


def test_weeks_in_which_too_little_came_end_no_state() -> None:
    quiet = weekly((10, 20), (15, 30), (20, 40), (20, 41), (20, 41), (20, 41), (20, 42), (25, 60))
    states = [course(FILES, quiet[:number], TARGET, UNTIL, quiet[number - 1].day) for number in range(1, 9)]
    assert UNKNOWN in [each.state for each in states[3:] if each]
    assert states[-1]
    assert states[-1].since == quiet[2].day


def test_on_the_closing_day_it_is_reached_or_it_is_not() -> None:
    for n, state in ((70, REACHED), (69, OUT_OF_REACH)):
        found = course(FILES, files((UNTIL, n, 100)), TARGET, UNTIL, UNTIL)
        assert found
        assert (found.state, found.pace) == (state, None)
