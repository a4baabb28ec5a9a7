"""Before a long holiday: what must be done before it, once, three working days ahead."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from models.work_tables import Work
from scheduling.plan import plan_slots
from tests.handlers.at_work import new, recorded
from tests.offices import Office
from tests.scheduling.mornings import CLOCKWORK, at, messages, of_kind, rungs, still_owed, told
from tests.scheduling.test_month import days_off

TET = ("break 2026-02-14", "before_break")


def before_tet(office: Office) -> dict[str, int]:
    """Work around Tết 2026 (14–22/2), by the day it is due."""
    office.clock.now = at(2026, 2, 4, 9)
    titles = {"10/2": "Niêm yết lịch trực", "12/2": "Kế hoạch tuyên truyền", "18/2": "Báo cáo trực Tết",
              "24/2": "Gặp mặt đầu xuân", "25/2": "Sơ kết quý I"}  # fmt: skip
    return {due: new(office, f"{title}; Văn phòng; {due}") for due, title in titles.items()}


def test_what_is_due_until_the_second_day_back_is_told_three_working_days_ahead(mau: Office) -> None:
    numbers = before_tet(mau)
    messages(mau, at(2026, 2, 9))
    assert told(mau, at(2026, 2, 10), "lam") == (
        "Kính gửi đ/c Chánh Văn phòng\n"
        "Thứ Ba 10/02/2026: 5 việc cần xử lý\n"
        "HẠN HÔM NAY\n"
        f"#{numbers['10/2']} Niêm yết lịch trực\n"
        "PHẢI XONG TRƯỚC KHI NGHỈ 14–22/02\n"
        f"#{numbers['12/2']} Kế hoạch tuyên truyền – hạn thứ Năm 12/02\n"
        f"#{numbers['18/2']} Báo cáo trực Tết – hạn thứ Tư 18/02\n"
        f"#{numbers['24/2']} Gặp mặt đầu xuân – hạn thứ Ba 24/02\n"
        "CÒN 6 ngày làm việc (thứ Tư 25/02)\n"
        f"#{numbers['25/2']} Sơ kết quý I\n"
        f'Trả lời: "xong {numbers["10/2"]} <số văn bản>", "xin thêm {numbers["10/2"]} 23/02 <lý do>" hoặc "đã rõ".\n'
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102\n"
        "Mã nhắc R-2\n"
        f'Trả lời: "đã rõ {" ".join(str(numbers[due]) for due in ("10/2", "12/2", "18/2", "24/2", "25/2"))}"'
    )


def test_it_is_told_once_and_later_days_are_as_always(mau: Office) -> None:
    before_tet(mau)
    messages(mau, at(2026, 2, 10))
    assert rungs(mau, at(2026, 2, 11), "before_break") == [("lam", *TET)]
    said = told(mau, at(2026, 2, 11), "lam")
    assert "CÒN 1 ngày làm việc (thứ Năm 12/02)" in said
    assert "TRƯỚC KHI NGHỈ" not in said


def test_it_is_owed_from_the_third_day_before_to_the_last(mau: Office) -> None:
    before_tet(mau)
    for day, owed in ((6, False), (9, False), (10, True), (11, True), (12, True), (13, True), (24, False)):
        assert rungs(mau, at(2026, 2, day), "before_break") == ([("lam", *TET)] if owed else []), day


def test_the_last_working_morning_says_that_only_today_is_left(mau: Office) -> None:
    numbers = before_tet(mau)
    for day in (10, 11, 12):
        messages(mau, at(2026, 2, day))
    assert f"XONG TRONG HÔM NAY (hạn thứ Tư 18/02)\n#{numbers['18/2']} " in told(mau, at(2026, 2, 13), "lam")
    assert messages(mau, at(2026, 2, 13, 14)) == {}  # from the last working afternoon on there is silence
    assert messages(mau, at(2026, 2, 23)) == {}


def test_what_is_aimed_at_earlier_counts_by_the_offices_own_day(mau: Office) -> None:
    numbers = before_tet(mau)
    with mau.database.writing() as session:
        session.execute(update(Work).where(Work.id == numbers["25/2"]).values(internal_due_on=date(2026, 2, 13)))
    said = told(mau, at(2026, 2, 10), "lam")
    assert f"#{numbers['25/2']} Sơ kết quý I – nội bộ thứ Sáu 13/02\n" in said


def test_what_lies_on_a_desk_is_asked_about_there(mau: Office) -> None:
    numbers = before_tet(mau)
    recorded(mau, f"lam> trình ký {numbers['12/2']}")
    said = told(mau, at(2026, 2, 10), "lam")
    assert f"#{numbers['12/2']} Kế hoạch tuyên truyền – hạn thứ Năm 12/02 – ĐANG TRÌNH KÝ, đã ký chưa?\n" in said
    assert said.count(f"#{numbers['12/2']} ") == 1


def test_who_has_nothing_due_is_not_told(mau: Office) -> None:
    before_tet(mau)
    assert "hai" not in messages(mau, at(2026, 2, 10))


def test_what_is_done_meanwhile_is_not_said(mau: Office) -> None:
    mau.clock.now = at(2026, 2, 4, 9)
    number = new(mau, "Rà soát hồ sơ; Phòng Kinh tế; 24/2")
    assert plan_slots(mau.database, at(2026, 2, 10), CLOCKWORK)
    mau.clock.now = at(2026, 2, 10, 7, 41)
    recorded(mau, f"khe> xong {number} BC 4/BC-UBND 9/2")
    assert told(mau, at(2026, 2, 10, 7, 42), "khe") == ""


def test_tet_2022_begins_in_january_and_ends_in_february(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 1, 20, 9)
    first, second = (new(van_canh, f"{line}") for line in
                     ("Kế hoạch tuyên truyền; Phòng Nội vụ; 28/1", "Báo cáo trực Tết; Phòng Nội vụ; 3/2"))  # fmt: skip
    assert told(van_canh, at(2022, 1, 25), "tung") == (
        "Kính gửi đ/c Trưởng phòng Nội vụ\n"
        "Thứ Ba 25/01/2022: 2 việc cần xử lý\n"
        "PHẢI XONG TRƯỚC KHI NGHỈ 29/01–06/02\n"
        f"#{first} Kế hoạch tuyên truyền – hạn thứ Sáu 28/01\n"
        f"#{second} Báo cáo trực Tết – hạn thứ Năm 03/02\n"
        f'Trả lời: "xong {first} <số văn bản>", "xin thêm {first} 07/02 <lý do>" hoặc "đã rõ".\n'
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102\n"
        f'Trả lời: "đã rõ {first} {second}"'
    )


def test_the_four_days_of_30_april_are_no_long_holiday_unless_a_unit_makes_a_bridge(mau: Office) -> None:
    mau.clock.now = at(2026, 4, 10, 9)
    new(mau, "Rà soát hồ sơ; Phòng Kinh tế; 4/5")
    new(mau, "Lập danh mục hồ sơ; Văn phòng; 4/5")
    for day in (21, 22, 23, 24, 28, 29):
        assert rungs(mau, at(2026, 4, day), "before_break") == []
    days_off(mau, "tinh-mau/xa-mau/van-phong", date(2026, 4, 28), date(2026, 4, 29))
    assert rungs(mau, at(2026, 4, 20), "before_break") == []
    assert rungs(mau, at(2026, 4, 21), "before_break") == [("lam", "break 2026-04-25", "before_break")]
    assert "PHẢI XONG TRƯỚC KHI NGHỈ 25/4–03/5\n" in told(mau, at(2026, 4, 21), "lam")


@pytest.mark.parametrize("hour", [7, 9])
def test_what_is_owed_does_not_depend_on_when_or_how_often_it_is_asked(mau: Office, hour: int) -> None:
    before_tet(mau)
    for day in (9, 10, 11, 12, 13, 24, 25):
        now = at(2026, 2, day)
        later = now + timedelta(hours=hour - 7, minutes=10)
        assert of_kind(mau, later, "before_break") == of_kind(mau, now, "before_break")
        assert still_owed(mau, later) == still_owed(mau, now)
        messages(mau, now)
        assert still_owed(mau, later) == []
        assert messages(mau, later) == {}
