"""The leader's Friday picture: on a week's last working day, by unit, with what may be asked next."""

from datetime import date

import pytest

from scheduling.calendar import works
from scheduling.reminders.week import last_of_week
from tests.handlers.at_work import talk
from tests.offices import Office
from tests.scheduling.slots_told import Told, slot

WATCHED = "Cần quan tâm: TTHC toàn trình có phát sinh hồ sơ 32,5 %/50 %; hồ sơ trực tuyến toàn trình 61,21 %/70 %"


def weeks(office: Office, *days: str) -> list[list[Told]]:
    """Who is told of the week on some days, one after the other."""
    return [[each for each in slot(office, day, "week") if each.job == "week"] for day in days]


def wanting(office: Office, who: str) -> Office:
    assert "đã bật" in office.say("lịch nhắc bật tuần", who=who)
    return office


def test_the_leader_who_wants_it_is_told_of_the_week(mau: Office) -> None:
    ((told,),) = weeks(wanting(mau, "son"), "28/08/2026")
    assert told.who == "son"
    assert told.text.splitlines() == [
        "Kính báo cáo đ/c Chủ tịch",
        "Tuần 24/8–28/8/2026: 41,3 điểm chắc chắn (tăng 0,8)",
        "Quá hạn: 4 việc (2 điểm) – Phòng Kinh tế 2, Trung tâm 1, Phòng Văn hóa - Xã hội 1",
        WATCHED,
        "1. Xem việc quá hạn\u00a0 2. Điểm theo lĩnh vực",
        'Trả lời: "việc quá hạn", "biểu đồ"',
    ]


def test_in_the_district_too(van_canh: Office) -> None:
    ((told,),) = weeks(wanting(van_canh, "bach"), "22/07/2022")
    assert "Tuần 18/7–22/7/2022: " in told.text
    assert "Quá hạn: 4 việc (1,35 điểm) – Phòng Nội vụ 2, Phòng Tài chính 1, Văn phòng 1" in told.text


def test_who_does_not_want_it_is_not(mau: Office) -> None:
    assert weeks(mau, "28/08/2026") == [[]]
    wanting(mau, "giang")
    assert mau.say("lịch nhắc tắt tuần", who="giang").startswith("Tổng hợp tuần: đã tắt\n")
    assert weeks(mau, "04/09/2026") == [[]]


def test_what_is_asked_is_named_and_can_be_looked_at(mau: Office) -> None:
    for who, number in (("khe", 8), ("nguyet", 10)):
        assert "đề nghị" in mau.say(f"xin thêm {number} 30/9 chờ ý kiến Sở", who=who)
    ((told,),) = weeks(wanting(mau, "son"), "28/08/2026")
    assert "Xin ý kiến: 2 đề nghị thêm thời hạn (#8, #10)\n" in told.text
    assert "1. Xem việc quá hạn\u00a0 2. Xem đề nghị\u00a0 3. Điểm theo lĩnh vực\n" in told.text
    for choice in told.message.choices:
        answer = mau.say(choice.command, who="son")
        assert not [wrong for wrong in ("Không có lệnh", "Chưa hiểu", "Không thấy") if wrong in answer], answer


def test_points_said_in_the_week_move_it(mau: Office) -> None:
    ((before,),) = weeks(wanting(mau, "son"), "28/08/2026")
    mau.clock.forward(days=4)
    assert "1.600/2.200" in talk(mau, "hai> số liệu 7.3.1 1600/2200 31/8")
    ((after,),) = weeks(mau, "04/09/2026")
    assert "41,3 điểm" in before.text
    assert "Tuần 31/8–04/9/2026: " in after.text
    assert "(tăng " in after.text


def test_it_is_told_once_and_after_an_outage_in_the_days_after(mau: Office) -> None:
    monday, tuesday = weeks(wanting(mau, "son"), "07/09/2026", "08/09/2026")
    assert ["Tuần 31/8–04/9/2026" in each.text for each in monday] == [True]
    assert tuesday == []


def test_a_week_missed_for_long_is_no_news(mau: Office) -> None:
    assert weeks(wanting(mau, "son"), "10/09/2026") == [[]]


@pytest.mark.parametrize(
    ("today", "ended"),
    [
        (date(2026, 9, 4), date(2026, 9, 4)),
        (date(2026, 9, 3), None),  # the week before is six days old
        (date(2026, 9, 7), date(2026, 9, 4)),
        (date(2026, 9, 9), date(2026, 9, 4)),
        (date(2026, 4, 29), date(2026, 4, 29)),  # a Wednesday before two holidays
        (date(2026, 2, 18), date(2026, 2, 13)),  # in Tết
    ],
)
def test_a_week_ends_on_its_last_working_day(today: date, ended: date | None) -> None:
    assert last_of_week(today, works) == ended


def test_the_deputy_acting_for_a_chairman_who_wants_it_gets_it(mau: Office) -> None:
    wanting(mau, "son")
    assert "Phó Chủ tịch" in mau.say("vắng mặt 25/8 30/9 Giang", who="son")
    ((told,),) = weeks(mau, "28/08/2026")
    assert told.who == "giang"


def test_nobody_is_named(mau: Office) -> None:
    ((told,),) = weeks(wanting(mau, "son"), "04/09/2026")
    assert not [name for name in ("Mai", "Lâm", "Khê", "Nguyệt", "Hải ") if name in told.text]


def test_it_is_foretold(mau: Office) -> None:
    answer = wanting(mau, "son").say("lịch nhắc", who="son")
    assert "Thứ Sáu 28/8 15:30: tổng hợp tuần" in answer
    assert 'Tổng hợp tuần: bật ("lịch nhắc tắt tuần")' in answer
