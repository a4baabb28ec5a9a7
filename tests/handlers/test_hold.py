"""`/hold`: an officer keeps work from going up, with a reason that its head hears and its history keeps."""

from tests.handlers.at_work import on_the_day, recorded, refused, talk
from tests.offices import Office
from tests.scheduling.slots_told import by_job, slot

HOLD = "mai> chưa báo cáo lên 12: chờ số liệu của Công an xã"


def test_it_stays_and_the_head_hears_why(mau: Office) -> None:
    answer = recorded(on_the_day(mau), HOLD)
    assert answer.splitlines()[:2] == [
        "Chưa báo cáo lên #12 Quy chế phối hợp giải quyết TTHC",
        "Văn phòng, hạn thứ Sáu 04/09/2026 không đổi; đơn vị vẫn được nhắc.",
    ]
    heard = "Đ/c Mai ghi chưa báo cáo lên Lãnh đạo #12 Quy chế phối hợp giải quyết TTHC: chờ số liệu của Công an xã."
    assert heard in talk(mau, "lam> việc")
    told = by_job(slot(mau, "08/09/2026", "escalation"), "escalation")["giang"]
    assert "#12" not in told
    assert "Chưa kể 1 việc đầu mối đang rà soát" in told


def test_its_history_and_the_work_itself_tell_of_it(mau: Office) -> None:
    recorded(on_the_day(mau), HOLD)
    assert "chưa báo cáo lên Lãnh đạo: chờ số liệu của Công an xã" in talk(mau, "mai> lịch sử việc 12")
    assert "Chưa báo cáo lên Lãnh đạo: chờ số liệu của Công an xã" in talk(mau, "lam> việc 12")


def test_released_it_goes_up(mau: Office) -> None:
    recorded(on_the_day(mau), HOLD)
    assert "Thôi giữ #12" in recorded(mau, "mai> chưa báo cáo lên 12 bỏ")
    assert "#12" in by_job(slot(mau, "08/09/2026", "escalation"), "escalation")["giang"]
    assert "không bị giữ lại" in refused(mau, "mai> chưa báo cáo lên bỏ 12")
    recorded(mau, HOLD)
    assert "Thôi giữ #12" in recorded(mau, "mai> báo cáo lên 12")


def test_it_is_taken_back_to_the_reason_before(mau: Office) -> None:
    recorded(on_the_day(mau), HOLD, "mai> chưa báo cáo lên 12: lý do khác", "mai> hoàn tác")
    assert "chờ số liệu của Công an xã" in talk(mau, "mai> việc 12")
    recorded(mau, "mai> hoàn tác")
    assert "Chưa báo cáo lên" not in talk(mau, "mai> việc 12")


def test_it_needs_a_number_and_a_reason_and_work_to_be_done(mau: Office) -> None:
    office = on_the_day(mau)
    assert "Ghi số việc và nội dung" in refused(office, "mai> chưa báo cáo lên 12")
    assert "Ghi số việc và nội dung" in refused(office, "mai> chưa báo cáo lên: chờ số liệu")
    recorded(office, "lam> xong 12 QĐ 45/QĐ-UBND 4/9")
    assert "nên không ghi thêm" in refused(office, HOLD)


def test_an_officer_alone_does_it(van_canh: Office) -> None:
    refused_by = van_canh.say("chưa báo cáo lên 14: chờ", who="truc")
    assert "dành cho đầu mối CCHC" in refused_by
    assert "Chưa báo cáo lên #14" in van_canh.say("chưa báo cáo lên 14: chờ Kho bạc đối chiếu", who="mai")
    told = by_job(slot(van_canh, "18/07/2022", "escalation"), "escalation")["duong"]
    assert "#14" not in told
