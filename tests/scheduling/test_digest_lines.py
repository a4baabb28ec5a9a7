"""The digest's lines: each piece of work once, what the message is sent for never cut, dates that can be met."""

from datetime import date

import pytest
from sqlalchemy import update

from models.work_tables import Work
from scheduling.ladder import repeated
from tests.handlers.at_work import new
from tests.offices import Office
from tests.scheduling.mornings import at, messages, told


def test_what_a_digest_is_sent_for_is_shown_before_what_stands_beside(mau: Office) -> None:
    mau.clock.now = at(2026, 3, 2, 9)
    late = [new(mau, f"Việc số {number}; Phòng Kinh tế; 9/3") for number in range(1, 9)]
    soon = new(mau, "Rà soát; Phòng Kinh tế; 24/3")
    for day in (9, 10, 11, 12):
        messages(mau, at(2026, 3, day))
    with mau.database.writing() as session:  # its step of ten days is owed alone
        session.execute(update(Work).where(Work.id == soon).values(due_on=date(2026, 3, 27)))
    said = told(mau, at(2026, 3, 13), "khe")
    assert f"#{soon} Rà soát\n" in said
    assert sum(f"#{number} Việc số" in said for number in late) == 5
    assert 'Còn 3 việc nữa: "việc"\n' in said
    assert f'"đã rõ {" ".join(map(str, [*late[:5], soon]))}"' in said


def test_a_day_to_ask_for_is_one_that_is_worked(mau: Office) -> None:
    mau.clock.now = at(2026, 2, 2, 9)
    number = new(mau, "Rà soát hồ sơ; Phòng Kinh tế; 11/2")
    assert f'"xin thêm {number} 23/02 <lý do>"' in told(mau, at(2026, 2, 9), "khe")  # 16/2 lies in Tết


def test_a_term_on_a_day_off_says_when_today_is_all_that_is_left(mau: Office) -> None:
    mau.clock.now = at(2026, 9, 10, 9)
    number = new(mau, "Rà soát hồ sơ; Trung tâm; 20/9")
    messages(mau, at(2026, 9, 17))
    assert f"XONG TRONG HÔM NAY (hạn Chủ nhật 20/9)\n#{number} Rà soát hồ sơ\n" in told(mau, at(2026, 9, 18), "hai")


def test_so_does_the_offices_own_day(mau: Office) -> None:
    mau.clock.now = at(2026, 9, 10, 9)
    number = new(mau, "Rà soát hồ sơ; Trung tâm; 25/9")
    with mau.database.writing() as session:
        session.execute(update(Work).where(Work.id == number).values(internal_due_on=date(2026, 9, 20)))
    messages(mau, at(2026, 9, 17))
    said = told(mau, at(2026, 9, 18), "hai")
    assert f"XONG TRONG HÔM NAY (nội bộ Chủ nhật 20/9, hạn 25/9)\n#{number} Rà soát hồ sơ\n" in said


@pytest.mark.parametrize(
    ("passed", "step"),
    [(-1, ""), (0, ""), (1, "waits_1"), (2, "waits_1"), (3, "waits_3"), (5, "waits_week_1"), (11, "waits_week_2")],
)
def test_steps_are_named_by_days_and_then_by_weeks(passed: int, step: str) -> None:
    assert repeated("waits", passed, (1, 3), 5) == step
