"""What a piece of work is worth: the score if this alone were done, less the score now, as the full engine has it.

Where a leaf is not known, "now" is the leaf at its worst: what nobody has told is not yet won.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.known import Known
from models.scorecards import Card
from models.stakes import question, stake, told_by, total
from models.work import REPORT, TASK, Item
from models.work_tables import Work
from scheduling.calendar import works
from scoring.catalog import ROOT, CriteriaSet, Indicator
from scoring.errors import CatalogError
from scoring.figures import DUTY_STATES, Cases, Figure, Measure, Ratio
from scoring.history import as_known
from scoring.reading import load_toml, read_criteria_set
from scoring.scales import Best
from scoring.score import score
from tests.scoring.generated import generate
from tests.scoring.test_properties import Year, shipped, years

TODAY = date(2026, 6, 30)
CARD = Card(1, 2026, "", "", "", 1, 1, "t/xa", "xã", ("xã",), "commune", True)
STAGES: Mapping[str, Mapping[str, object]] = {"self": {}, "appraised": {}, "published": {}}
quick = settings(derandomize=True, max_examples=12, deadline=None)


def known_of(
    of_set: CriteriaSet, figures: Mapping[str, Figure], level: str = "commune", left_out: tuple[str, ...] = (),
    best: Mapping[str, Best] | None = None, closed: bool = False,
) -> Known:  # fmt: skip
    judged = score(of_set, figures, level, left_out, best=best, day=TODAY, works=works)
    card = replace(CARD, level=level)
    return Known(card, of_set, judged, figures, STAGES, {}, {}, {}, best or {}, closed)  # type: ignore[arg-type]


def task(code: str, due: date = TODAY, outcome: str = "", kind: str = TASK) -> Item:
    work = Work(kind, 1, 1, "việc", code, due, 1, datetime(2026, 1, 1, tzinfo=UTC), None, outcome=outcome)
    return Item(work, "t/xa", "xã", "t/xa", "xã", "xã", "t/xa", "xã", None, None)


def root(known: Known, figures: Mapping[str, Figure], left_out: tuple[str, ...] = ()) -> Fraction:
    """The most the whole can still have with these figures, by the engine."""
    judged = score(known.criteria_set, figures, known.card.level, left_out, best=known.best, day=TODAY, works=works)
    return judged.judgments[ROOT].high


def figure(measure: Measure) -> Figure:
    return Figure(measure, TODAY, "", datetime(2026, 6, 30, tzinfo=UTC))


def worst(known: Known, indicator: Indicator, code: str, left_out: tuple[str, ...]) -> Mapping[str, Figure] | None:
    """Figures that make the leaf what it now is at least, and nothing else otherwise."""
    low = known.score.judgments[code].low
    for state in indicator.states:
        told = {**known.figures, indicator.name: figure(Cases(((state, 1),)))}
        leaf = score(
            known.criteria_set, told, known.card.level, left_out, best=known.best, day=TODAY, works=works
        ).judgments[code]
        if leaf.low == leaf.high == low and leaf.reason.kind != "not_applicable":
            return told
    return None


def outcomes(indicator: Indicator) -> list[str]:
    """Texts that say a figure of an indicator."""
    if indicator.asks in ("choice", "deadline"):
        return [*indicator.states, "2026-06-30"] if indicator.due else list(indicator.states)
    by_kind = {
        "ratio": ["3/4", "61,21%"],
        "percent": ["50%"],
        "number": ["5"],
        "points": ["0.5"],
        "date": ["2026-06-30"],
    }
    return by_kind.get(indicator.asks, [f"{state}=2" for state in indicator.states if state not in DUTY_STATES])


def compare(known: Known, left_out: tuple[str, ...] = ()) -> int:
    """Hold every task's stake against the engine; how many could be compared."""
    compared = 0
    for leaf in known.criteria_set.leaves():
        indicator = question(known.criteria_set, leaf.code)
        if indicator is None or len(known.criteria_set.served_by(indicator.name)) != 1:
            continue
        for outcome in ("", *outcomes(indicator)):
            item = task(leaf.code, outcome=outcome)
            found, worth = told_by(known, item, TODAY), stake(known, item, TODAY, works)
            if found is None or worth is None:
                continue
            now = known.score.judgments[leaf.code]
            base = known.figures if now.low == now.high else worst(known, indicator, leaf.code, left_out)
            if base is None:
                continue
            with_it = root(known, {**known.figures, found[0].name: figure(found[1])}, left_out)
            expected = max(with_it - root(known, base, left_out), Fraction(0))
            assert worth.points == expected, (leaf.code, outcome)
            compared += 1
    return compared


@given(year=years())
@quick
def test_on_the_shipped_sets_with_any_figures(year: Year) -> None:
    id_, figures, level, left_out = year
    compare(known_of(shipped(id_), figures, level, tuple(left_out)), tuple(left_out))


def test_every_leaf_that_states_decide_is_compared() -> None:
    """Nothing known: still every leaf of a choice or a deadline can be held against the engine."""
    for id_ in ("van-canh-2021", "xa-mau-2026"):
        known = known_of(shipped(id_), {})
        assert compare(known) >= 5, id_


def test_with_every_combine_on_random_sets() -> None:
    combines, compared = set(), 0
    for seed in range(400):
        tables, entries, at, level, left_out, best, _ = generate(random.Random(seed))
        try:
            of_set = read_criteria_set(tables, f"seed {seed}")
        except CatalogError:
            continue
        known = known_of(of_set, as_known(of_set, entries, at), level, tuple(left_out), best)
        try:
            here = compare(known, tuple(left_out))
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise
        compared += here
        if here:
            combines |= {node.combine for node in of_set.criteria.values() if node.children}
    assert combines == {"sum", "capped", "best", "worst", "scaled"}
    assert compared > 500


SET = """
[criteria_set]
id = "s"
title = "S"
max = 15
valid_from = 2026-01-01

[indicator]
rule = { asks = "choice", states = ["có", "không"], label = "quy chế" }
sent = { asks = "deadline", label = "báo cáo" }
dated = { asks = "deadline", due = 2026-06-30, label = "kế hoạch" }
rate = { asks = "ratio", label = "hồ sơ trực tuyến / hồ sơ" }
steps = { asks = "choice", states = ["đủ", "nửa", "chưa"], label = "ủy quyền" }

[criterion]
"1" = { max = 4, title = "Cộng" }
"1.1" = { max = 1, title = "Quy chế", figure = "rule", levels = { "có" = "full", "không" = 0 } }
"1.2" = { max = 1, title = "Báo cáo", figure = "sent", levels = { on_time = 1, late = 0.5, missing = 0 } }
"1.3" = { max = 2, title = "Kế hoạch", figure = "dated", levels = { on_time = 2, late = 1, missing = 0 } }
"2" = { max = 3, title = "Chặn trên", combine = "capped" }
"2.1" = { max = 2, title = "Tỷ lệ", figure = "rate", full_at = "100%" }
"2.2" = { max = 3, title = "Từng bước", figure = "steps", levels = { "đủ" = 3, "nửa" = 1.5, "chưa" = 0 } }
"3" = { max = 5, title = "Chấm tay" }
"3.1" = { max = 5, title = "Chấm tay" }
"4" = { max = 3, title = "Một mình" }
"4.1" = { max = 3, title = "Tỷ lệ", figure = "rate", full_at = "50%" }
"""


@pytest.fixture(scope="module")
def small() -> CriteriaSet:
    return read_criteria_set(load_toml(SET, "nhỏ"), "nhỏ")


def points(known: Known, item: Item, day: date = TODAY) -> Fraction | None:
    worth = stake(known, item, day, works)
    return None if worth is None else worth.points


def test_a_choice_is_worth_its_best_state(small: CriteriaSet) -> None:
    assert points(known_of(small, {}), task("1.1")) == 1
    told = {"rule": figure(Cases((("không", 1),)))}
    assert points(known_of(small, told), task("1.1")) == 1
    told = {"rule": figure(Cases((("có", 1),)))}
    assert points(known_of(small, told), task("1.1")) == 0  # nothing more to win


def test_a_deadline_is_worth_what_it_still_is_today(small: CriteriaSet) -> None:
    known = known_of(small, {})
    tomorrow = TODAY + timedelta(1)
    assert points(known, task("1.2", due=TODAY)) == 1
    assert points(known, task("1.2", due=TODAY), tomorrow) == Fraction(1, 2)
    assert points(known, task("1.2", due=tomorrow), tomorrow) == 1


def test_a_deadline_with_a_day_of_its_own_is_judged_by_that(small: CriteriaSet) -> None:
    known = known_of(small, {})
    assert points(known, task("1.3", due=date(2026, 5, 1))) == 2  # late for the task, in time for the criterion
    item = task("1.3")
    item.work.completed_on = date(2026, 7, 3)
    assert points(known, item, date(2026, 7, 10)) == 1


def test_what_is_reported_done_is_worth_what_its_date_says(small: CriteriaSet) -> None:
    known = known_of(small, {})
    item = task("1.2", due=TODAY)
    item.work.completed_on = TODAY
    assert points(known, item, TODAY + timedelta(30)) == 1
    item.work.completed_on = TODAY + timedelta(1)
    assert points(known, item, TODAY + timedelta(30)) == Fraction(1, 2)


def test_an_outcome_decides_where_it_is_stated(small: CriteriaSet) -> None:
    known = known_of(small, {})
    assert points(known, task("2.2", outcome="nửa")) == 1  # of 3, 2.1 may still take 2
    assert points(known, task("3.1", outcome="2")) == 2
    assert points(known, task("3.1")) == 5  # by hand: all of it may be won, nothing is promised
    assert told_by(known, task("3.1"), TODAY) is None
    assert points(known, task("1.1", outcome="có lẽ")) == 1  # a newer set asks otherwise: as if nothing were stated


def test_a_cap_takes_what_it_takes(small: CriteriaSet) -> None:
    full = {"rate": figure(Ratio(Fraction(1), Fraction(1)))}
    assert points(known_of(small, full), task("2.2")) == 1  # 2 of 3 are there already
    assert points(known_of(small, {"rate": figure(Ratio(Fraction(0), Fraction(1)))}), task("2.2")) == 3


def test_a_rate_is_worth_what_it_has_still_to_win(small: CriteriaSet) -> None:
    half = {"rate": figure(Ratio(Fraction(0), Fraction(1)))}
    known = known_of(small, half)
    assert points(known, task("4.1")) == 3
    assert told_by(known, task("4.1"), TODAY) is None  # a task alone makes no rate true


def test_where_nothing_can_be_said(small: CriteriaSet) -> None:
    known = known_of(small, {})
    for code in ("", "9.9", "1", "2", ROOT):
        assert stake(known, task(code), TODAY, works) is None, code
    assert stake(known_of(small, {}, closed=True), task("1.1"), TODAY, works) is None
    assert stake(known_of(small, {}, left_out=("1.1",)), task("1.1"), TODAY, works) is None
    assert stake(known_of(small, {}, left_out=("1",)), task("1.1"), TODAY, works) is None


def test_never_less_than_nothing(small: CriteriaSet) -> None:
    told = {"steps": figure(Cases((("đủ", 1),)))}
    assert points(known_of(small, told), task("2.2", outcome="chưa")) == 0


def test_points_of_one_criterion_are_counted_once(small: CriteriaSet) -> None:
    known = known_of(small, {})
    items = [task("1.1"), task("1.1"), task("1.2"), task("3.1", outcome="2"), task("3.1", outcome="1"), task("")]
    assert total([(item, stake(known, item, TODAY, works)) for item in items]) == 1 + 1 + 2
    assert total([]) == 0


def test_a_report_is_worth_its_criterion_as_a_task_is(small: CriteriaSet) -> None:
    assert points(known_of(small, {}), task("1.2", kind=REPORT)) == 1


@given(seed=st.integers(0, 10**6))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_the_leaf_now_and_done_are_judgments_of_that_leaf(seed: int) -> None:
    rng = random.Random(seed)
    of_set = shipped(rng.choice(["van-canh-2021", "xa-mau-2026"]))
    known = known_of(of_set, {})
    leaf = rng.choice(list(of_set.leaves()))
    worth = stake(known, task(leaf.code), TODAY, works)
    if worth is not None:
        assert worth.now == known.score.judgments[leaf.code]
        assert leaf.floor <= worth.done.low <= worth.done.high <= leaf.ceiling
