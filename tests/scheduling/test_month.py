"""The month, told on the first day of it on which people are written to: what falls due, and figures to be closed."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models.calendar_tables import CalendarException
from models.tables import Unit
from scheduling.plan import plan_slots
from tests.handlers.at_work import new, recorded
from tests.offices import Office
from tests.scheduling.mornings import CLOCKWORK, at, messages, of_kind, rungs, told


def told_of(office: Office, now: datetime) -> list[str]:
    return [who for who, _, _ in rungs(office, now, "month")]


def days_off(office: Office, unit_key: str, *days: date) -> None:
    """A decision of a unit."""
    with office.database.writing() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.key == unit_key)).one()
        for day in days:
            session.add(CalendarException(unit_id, day, False, "nghỉ bù", "TB 9/TB-UBND", office.clock.now, None))


def test_heads_and_officers_with_something_due_hear_of_september_after_the_holiday(mau: Office) -> None:
    assert told_of(mau, at(2026, 9, 3)) == ["ha", "hai", "khe", "lam", "mai", "nguyet"]  # 29/8 to 2/9 are off
    subject, rung = rungs(mau, at(2026, 9, 3), "month")[0][1:]
    assert (subject, rung) == ("month 2026-09", "month")


def test_it_is_a_section_of_that_mornings_digest(mau: Office) -> None:
    said = told(mau, at(2026, 9, 3), "mai")
    assert said.startswith("Kính gửi đ/c Mai\nThứ Năm 03/9/2026: 1 việc cần xử lý\nCHỜ ĐỐI CHIẾU\n#13 ")
    assert (
        "TRONG THÁNG 9\n"
        '8 việc đến hạn · 7 điểm: "việc tháng này"\n'
        "Văn phòng 3, Trung tâm 2, Phòng Văn hóa - Xã hội 2, Phòng Kinh tế 1\n"
        "Chốt số liệu: thứ Ba 08/9 (#34), thứ Hai 14/9 (#36), thứ Ba 15/9 (#37)\n"
        'Trả lời: "đối chiếu 13" hoặc "đề nghị bổ sung 13: <nội dung>".\n'
    ) in said


def test_a_head_reads_the_units_own_and_when_figures_are_closed(mau: Office) -> None:
    assert "TRONG THÁNG 9\n3 việc đến hạn (#12, #34, #15) · 2 điểm\nChốt số liệu: thứ Ba 08/9 (#34)\n" in told(
        mau, at(2026, 9, 3), "lam"
    )
    assert "việc tháng này" not in told(mau, at(2026, 9, 3), "lam")


def test_what_the_line_says_to_type_shows_that_work(mau: Office) -> None:
    answer = mau.say("việc tháng này", who="mai", at=at(2026, 9, 3))
    assert "#12" in answer


def test_it_comes_alone_where_nothing_else_is_to_be_done(van_canh: Office) -> None:
    assert told(van_canh, at(2022, 8, 1), "lan") == (
        "Kính gửi đ/c Giám đốc Trung tâm\n"
        "Thứ Hai 01/8/2022\n"
        "TRONG THÁNG 8\n"
        "1 việc đến hạn (#25) · 1 điểm\n"
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102"
    )


def test_it_is_told_once(van_canh: Office) -> None:
    messages(van_canh, at(2022, 8, 1))
    assert "TRONG THÁNG" not in told(van_canh, at(2022, 8, 2), "dao")


def test_after_an_outage_it_is_told_while_it_is_new(van_canh: Office) -> None:
    for day, owed in ((1, True), (2, True), (3, True), (4, False), (22, False)):
        assert bool(told_of(van_canh, at(2022, 8, day))) is owed, day


def test_nobody_is_told_of_an_empty_month(van_canh: Office) -> None:
    assert "que" in told_of(van_canh, at(2022, 8, 1))
    assert "truc" not in told_of(van_canh, at(2022, 8, 1))
    assert "TRONG THÁNG" not in told(van_canh, at(2022, 8, 1), "truc")


def test_what_is_done_before_it_is_said_empties_it(van_canh: Office) -> None:
    assert plan_slots(van_canh.database, at(2022, 8, 1), CLOCKWORK)
    van_canh.clock.now = at(2022, 8, 1, 7, 41)
    recorded(van_canh, "lan> xong 25 KH 4/KH-TT 29/7")
    assert told(van_canh, at(2022, 8, 1, 7, 42), "lan") == ""


def test_after_tet_it_is_told_on_the_second_day_back(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 1, 20)
    new(van_canh, "Lập danh mục hồ sơ; Văn phòng; 20/2")
    assert told_of(van_canh, at(2022, 2, 7)) == []  # the first day back from 29/1 to 6/2
    assert told_of(van_canh, at(2022, 2, 8)) == ["mai", "que"]


def test_2026_s_tet_and_30_april_are_no_beginning_of_a_month(mau: Office) -> None:
    mau.clock.now = at(2026, 1, 20)
    for line in ("Lập danh mục hồ sơ; Văn phòng; 26/2", "Rà soát quy chế; Văn phòng; 20/5"):
        new(mau, line)
    assert "lam" in told_of(mau, at(2026, 2, 2))  # Tết is on 14–22/2
    assert told_of(mau, at(2026, 2, 24)) == []
    assert "lam" in told_of(mau, at(2026, 5, 4))  # 30/4 to 3/5 is no long holiday: nobody is let alone after it


def test_a_unit_that_makes_a_bridge_hears_of_may_a_day_later_than_others(mau: Office) -> None:
    mau.clock.now = at(2026, 1, 20)
    new(mau, "Rà soát quy chế; Văn phòng; 20/5")
    new(mau, "Kiểm tra hồ sơ; Phòng Kinh tế; 20/5")
    days_off(mau, "tinh-mau/xa-mau/van-phong", date(2026, 4, 28), date(2026, 4, 29))  # 25/4 to 3/5 without a day
    assert {"khe", "lam"} & set(told_of(mau, at(2026, 5, 4))) == {"khe"}
    assert {"khe", "lam"} & set(told_of(mau, at(2026, 5, 5))) == {"khe", "lam"}


def test_many_units_and_many_reports_of_a_day_are_counted(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 8, 2)
    for unit in ("Phòng Tư pháp", "Phòng Kinh tế", "xã Canh Hiển", "xã Canh Hiệp", "xã Canh Vinh", "Văn phòng"):
        new(van_canh, f"Báo cáo nhanh; {unit}; 28/10")
    said = told(van_canh, at(2022, 10, 3), "mai")
    line = next(line for line in said.splitlines() if ", đơn vị khác " in line)
    assert line.count(",") == 4


@pytest.mark.parametrize("hour", [7, 9, 14, 16])
def test_what_is_owed_does_not_depend_on_the_hour(mau: Office, hour: int) -> None:
    for day in range(3, 12):
        now = at(2026, 9, day)
        if now.weekday() < 5:
            assert of_kind(mau, now + timedelta(hours=hour - 7), "month") == of_kind(mau, now, "month")
