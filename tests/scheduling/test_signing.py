"""Work on a desk to be signed: who is to do it is asked whether it was, after two working days and every fifth."""

from scheduling.plan import plan_slots
from tests.handlers.at_work import new, on_the_day, recorded
from tests.offices import Office
from tests.scheduling.mornings import CLOCKWORK, at, messages, of_kind, rungs, told


def on_a_desk(office: Office) -> Office:
    recorded(on_the_day(office), "lam> trình ký 34")  # on Tuesday 8/9
    return office


def test_it_is_asked_after_two_working_days_and_then_every_fifth(mau: Office) -> None:
    on_a_desk(mau)
    steps = {9: "", 10: "signing_2", 14: "signing_2", 15: "signing_week_1", 21: "signing_week_1", 22: "signing_week_2"}
    for day, step in steps.items():
        owed = [("lam", "#34", step)] if step else []
        assert rungs(mau, at(2026, 9, day), "signing") == owed, day


def test_the_question_stands_where_the_day_of_the_work_has_it(mau: Office) -> None:
    on_a_desk(mau)
    messages(mau, at(2026, 9, 9))
    assert told(mau, at(2026, 9, 10), "lam") == (
        "Kính gửi đ/c Chánh Văn phòng\n"
        "Thứ Năm 10/9/2026: 3 việc cần xử lý\n"
        "QUÁ HẠN 4 ngày làm việc (thứ Sáu 04/9)\n"
        "#12 Quy chế phối hợp giải quyết TTHC (3.4.1) · 0,5 điểm\n"
        "CÒN 1 ngày làm việc (thứ Sáu 11/9)\n"
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4) · 1 điểm – trình ký từ 08/9, đã ký chưa?\n"
        "CÒN 6 ngày làm việc (thứ Sáu 18/9)\n"
        "#15 Công khai 12 TTHC mới (3.2) · 0,5 điểm\n"
        "16 giờ hôm nay #12 vào bản tổng hợp báo cáo Lãnh đạo.\n"
        'Trả lời: "xong 12 <số văn bản>", "xin thêm 12 17/9 <lý do>" hoặc "đã rõ".\n'
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102\n"
        'Trả lời: "đã rõ 12 34 15"'
    )
    assert "đã ký chưa?" not in told(mau, at(2026, 9, 11), "lam")  # it is asked once


def test_what_is_due_much_later_is_asked_about_too(mau: Office) -> None:
    number = new(on_the_day(mau), "Sửa quy chế làm việc; Phòng Kinh tế; 30/12")
    recorded(mau, f"khe> trình ký {number}")
    said = told(mau, at(2026, 9, 10), "khe")
    assert f"(thứ Tư 30/12)\n#{number} Sửa quy chế làm việc – trình ký từ 08/9, đã ký chưa?" in said


def test_saying_that_it_is_still_there_begins_the_days_anew(mau: Office) -> None:
    on_a_desk(mau)
    mau.clock.now = at(2026, 9, 10, 9)
    recorded(mau, "lam> trình ký 34")
    assert rungs(mau, at(2026, 9, 11), "signing") == []
    assert rungs(mau, at(2026, 9, 14), "signing") == [("lam", "#34", "signing_2")]


def test_what_was_sent_or_sent_back_meanwhile_is_not_asked_about(mau: Office) -> None:
    on_a_desk(mau)
    mau.clock.now = at(2026, 9, 10, 7, 35)
    recorded(mau, "lam> đã gửi 34 125/BC-UBND 9/9")
    assert rungs(mau, at(2026, 9, 10), "signing") == []
    assert "#34" not in told(mau, at(2026, 9, 10), "lam")


def test_what_is_signed_between_planning_and_saying_is_not_asked(mau: Office) -> None:
    on_a_desk(mau)
    messages(mau, at(2026, 9, 9))
    assert plan_slots(mau.database, at(2026, 9, 10), CLOCKWORK)
    mau.clock.now = at(2026, 9, 10, 7, 41)
    recorded(mau, "lam> phát hành 34")
    assert "đã ký chưa?" not in told(mau, at(2026, 9, 10, 7, 42), "lam")


def test_one_late_piece_of_work_on_a_desk_is_asked_about_in_its_own_message(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 7, 19, 9)
    recorded(van_canh, "truc> xong 15 9/BC-UBND 19/7", "truc> trình ký 14")
    messages(van_canh, at(2022, 7, 20))
    said = told(van_canh, at(2022, 7, 21), "truc")
    assert "QUÁ HẠN 4 ngày làm việc" in said
    assert "\nĐang trình ký: đã ký chưa?\n" in said
    assert "Nếu đang trình ký" not in said


def test_what_is_owed_does_not_depend_on_the_hour(mau: Office) -> None:
    on_a_desk(mau)
    for day in range(9, 30):
        if day not in (12, 13, 19, 20, 26, 27):
            assert of_kind(mau, at(2026, 9, day), "signing") == of_kind(mau, at(2026, 9, day, 16, 45), "signing")
