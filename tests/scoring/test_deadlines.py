"""Rule 14: late after a day, or so many days or working days after another; which days work is passed in."""

from datetime import date

import pytest

from scoring.deadlines import Due, weekdays
from scoring.errors import CatalogError
from scoring.score import score
from tests.scoring.sets import catalog, ends, figures

ROW = '"1" = { max = 1, figure = "plan", levels = { on_time = "full", late = "50%", missing = 0 } }'
DATES = 'guidance = { asks = "date" }\n'


def judged(due: str, texts: dict[str, str], day: date | None = None) -> tuple[float, float, float]:
    indicators = (DATES if "guidance" in due else "") + f'plan = {{ asks = "deadline", due = {due} }}'
    small = catalog(ROW, indicators)
    return ends(score(small, figures(small, texts), day=day).judgments["1"])


@pytest.mark.parametrize(
    ("due", "done", "points"),
    [
        ("2026-03-31", "2026-03-31", 1),
        ("2026-03-31", "2026-04-01", 0.5),
        ('"15 days after guidance"', "2026-02-17", 1),  # guidance on Monday 2/2
        ('"15 days after guidance"', "2026-02-18", 0.5),
        ('"10 working days after guidance"', "2026-02-16", 1),
        ('"10 working days after guidance"', "2026-02-17", 0.5),
        ('"1 day after guidance"', "2026-02-03", 1),
        ('"0 days after guidance"', "2026-02-03", 0.5),
    ],
)
def test_what_is_done_by_the_due_day_is_on_time(due: str, done: str, points: float) -> None:
    texts = {"plan": done} | ({"guidance": "2026-02-02"} if "guidance" in due else {})
    assert judged(due, texts) == (points, points, 1)


def test_without_the_day_it_counts_from_nothing_is_known() -> None:
    assert judged('"15 days after guidance"', {"plan": "2026-02-17"}) == (0, 1, 1)


def test_a_state_may_still_be_said_in_words() -> None:
    assert [judged("2026-03-31", {"plan": word})[0] for word in ("on_time", "late", "missing")] == [1, 0.5, 0]


def test_what_is_open_after_its_due_day_can_only_be_late_or_missing() -> None:
    assert judged("2026-03-31", {"plan": "open"}, date(2026, 3, 31)) == (0, 1, 1)
    assert judged("2026-03-31", {"plan": "open"}, date(2026, 4, 1)) == (0, 0.5, 1)


def test_days_late_are_a_number_in_the_sort_of_days_the_term_is_in() -> None:
    row = '"1" = { max = 1, figure = "plan.days_late", bands = [{ upto = 0, gives = "full" }, { upto = 2, gives = 0.5 }, { gives = 0 }] }'  # noqa: E501
    for due, points in (('"5 days after guidance"', 0), ('"5 working days after guidance"', 0.5)):
        small = catalog(row, f'{DATES}plan = {{ asks = "deadline", due = {due} }}')
        # Monday 2/2 and five days: Saturday 7/2, or Monday 9/2; done on Tuesday 10/2
        known = figures(small, {"guidance": "2026-02-02", "plan": "2026-02-10"})
        assert ends(score(small, known).judgments["1"]) == (points, points, 1)
        said = figures(small, {"guidance": "2026-02-02", "plan": "late"})
        assert ends(score(small, said).judgments["1"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("working", "done", "late"),
    [
        (False, 6, 0),
        (False, 5, 0),
        (False, 7, 1),
        (False, 9, 3),
        (True, 6, 0),
        (True, 2, 0),
        (True, 8, 0),
        (True, 10, 2),
    ],
)
def test_days_late_begin_after_the_due_day(working: bool, done: int, late: int) -> None:
    due = Due(None, 5, working, "guidance")
    friday = date(2026, 2, 6)
    assert due.days_late(friday, date(2026, 2, done), weekdays) == late


def test_days_late_of_a_term_whose_start_is_not_known_are_not_known() -> None:
    row = '"1" = { max = 1, figure = "plan.days_late", bands = [{ upto = 0, gives = 1 }, { gives = 0 }] }'
    small = catalog(row, f'{DATES}plan = {{ asks = "deadline", due = "5 days after guidance" }}')
    judgment = score(small, figures(small, {"plan": "2026-02-10"})).judgments["1"]
    assert (judgment.reason.kind, judgment.reason.value) == ("no_figure", None)


def test_what_was_said_to_be_on_time_is_no_day_late() -> None:
    row = '"1" = { max = 1, figure = "plan.days_late", bands = [{ below = 0, gives = 0 }, { upto = 0, gives = 1 }, { gives = 0 }] }'  # noqa: E501
    small = catalog(row, 'plan = { asks = "deadline", due = 2026-03-31 }')
    assert score(small, figures(small, {"plan": "on_time"})).judgments["1"].low == 1


def test_a_state_of_a_dated_deadline_is_a_number_of_its_own() -> None:
    row = '"1" = { max = 4, figure = "plan.late", each = 1 }'
    small = catalog(row, 'plan = { asks = "deadline", due = 2026-03-31 }')
    late = [score(small, figures(small, {"plan": text})).judgments["1"].low for text in ("2026-03-31", "2026-04-01")]
    assert late == [0, 1]


def test_a_state_of_a_deadline_whose_due_day_is_not_known_is_not_known() -> None:
    row = '"1" = { max = 4, figure = "plan.late", each = 1 }'
    small = catalog(row, f'{DATES}plan = {{ asks = "deadline", due = "5 days after guidance" }}')
    assert score(small, figures(small, {"plan": "2026-02-10"})).judgments["1"].reason.kind == "no_figure"


def test_what_is_open_stays_open_without_a_due_day_or_a_day_to_ask_about() -> None:
    assert judged('"5 days after guidance"', {"plan": "open"}, date(2026, 4, 1)) == (0, 1, 1)
    assert judged("2026-03-31", {"plan": "open"}, None) == (0, 1, 1)


def test_a_stated_day_counts_from_nothing() -> None:
    assert Due(date(2026, 3, 31)).day(date(2026, 2, 2), weekdays) == date(2026, 3, 31)


def test_the_calendar_is_the_callers() -> None:
    due = Due(None, 2, True, "guidance")
    assert due.day(date(2026, 2, 13), weekdays) == date(2026, 2, 17)
    tet = {date(2026, 2, day) for day in range(16, 21)}
    assert due.day(date(2026, 2, 13), lambda day: weekdays(day) and day not in tet) == date(2026, 2, 24)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-2-3", "2/2/2026", "", "10000-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    small = catalog(ROW, 'plan = { asks = "deadline", due = 2026-03-31 }')
    with pytest.raises(CatalogError):
        small.indicators["plan"].read(text)
