"""`/extend`, `/grant`, `/refuse`: more time is asked of the level that set the date, which alone gives it."""

from datetime import date, datetime

import pytest

from tests.handlers.at_work import (
    DONE_12,
    events,
    given,
    last_event,
    on_the_day,
    recorded,
    refused,
    state,
    talk,
    unchanged,
    work,
)
from tests.offices import ZONE, Office

ASK = "lam> xin thêm 12 15/9 chờ ý kiến Sở Nội vụ"
FRIDAY, TUESDAY = date(2026, 9, 4), date(2026, 9, 15)


def test_asked_of_the_leaders_and_nothing_moves_yet(mau: Office) -> None:
    on_the_day(mau)
    assert recorded(mau, ASK).splitlines() == [
        "Đã chuyển đề nghị thêm thời hạn #12 đến thứ Ba 15/09/2026",
        "Quy chế phối hợp giải quyết TTHC",
        "Lý do: chờ ý kiến Sở Nội vụ",
        "Xin ý kiến: đ/c Chủ tịch, đ/c Phó Chủ tịch. Hạn 04/9 chưa đổi.",
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    row = work(mau, 12)
    assert (row.due_on, row.asked_due_on, row.asked_reason) == (FRIDAY, TUESDAY, "chờ ý kiến Sở Nội vụ")
    assert "Xin thêm đến thứ Ba 15/09/2026: chờ ý kiến Sở Nội vụ" in mau.say("12", who="lam")
    assert "XIN THÊM THỜI HẠN\n#12" in mau.say("việc", who="mai")


def test_the_leader_is_told_and_grants(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK)
    assert mau.say("điểm", who="son").splitlines()[0] == (
        "Văn phòng xin thêm thời hạn #12 Quy chế phối hợp giải quyết TTHC đến 15/09/2026: chờ ý kiến Sở Nội vụ. "
        'Trả lời: "cho thêm 12" hoặc "không cho thêm 12: lý do".'
    )
    assert recorded(mau, "son> cho thêm 12").splitlines()[:2] == [
        "Hạn mới của #12: thứ Ba 15/09/2026",
        "Quy chế phối hợp giải quyết TTHC – Văn phòng; hạn trước: 04/9/2026",
    ]
    row = work(mau, 12)
    assert (row.due_on, row.asked_due_on, row.asked_by) == (TUESDAY, None, None)
    told = mau.say("điểm", who="lam").splitlines()[0]
    assert told == "Đ/c Chủ tịch cho thêm thời hạn #12 Quy chế phối hợp giải quyết TTHC đến 15/09/2026."
    assert "Hạn 15/9: đúng hạn" in talk(mau, "lam> xong 12 QĐ 45/QĐ-UBND 8/9")


def test_the_leader_keeps_the_date_and_says_why(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK)
    mau.say("điểm", who="giang")
    assert recorded(mau, "giang> không cho thêm 12: đã thêm một lần").splitlines()[:3] == [
        "Giữ nguyên hạn #12: thứ Sáu 04/09/2026",
        "Quy chế phối hợp giải quyết TTHC – Văn phòng xin đến 15/9/2026",
        "Lý do: đã thêm một lần",
    ]
    assert (work(mau, 12).due_on, work(mau, 12).asked_due_on) == (FRIDAY, None)
    told = mau.say("điểm", who="lam").splitlines()[0]
    assert told.startswith("Đ/c Phó Chủ tịch giữ nguyên hạn #12")
    assert told.endswith("04/09/2026 (đã thêm một lần).")


def test_another_day_than_asked_may_be_given(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK)
    assert "Hạn mới của #12: thứ Sáu 11/09/2026" in recorded(mau, "giang> cho thêm 12 11/9")
    assert refused(mau, "giang> cho thêm 12").startswith("Việc #12 không có đề nghị thêm thời hạn.")


WAYS = (
    "xin thêm 12 15/9 chờ Sở", "xin thêm 12 đến 15/9 chờ Sở", "xin gia hạn 12 15/9 chờ Sở",
    "gia hạn 12 đến 15/9 chờ Sở", "12 xin thêm đến 15/9 chờ Sở", "xin lùi hạn 12 sang 15/9 chờ Sở",
    "lùi hạn 12 15/9: chờ Sở", "thêm hạn 12 15/9 chờ Sở", "xin them 12 15/9 cho So", "để 12 đến 15/9 chờ Sở",
    "12 để 15/9 chờ Sở", "xin thêm #12 15/09/2026 chờ Sở", "/extend 12 15/9 chờ Sở",
    "xin thêm 12 thứ 3 tuần sau chờ Sở", "xin thêm 12, 15/9, chờ Sở", "#12 xin thêm hạn 15/9 chờ Sở",
    "xin thêm 12 một tuần nữa chờ Sở", "xin thêm việc 12 đến hết ngày 15/9 chờ Sở",
)  # fmt: skip


@pytest.mark.parametrize("line", WAYS)
def test_it_is_asked_in_many_ways(mau: Office, line: str) -> None:
    on_the_day(mau)
    recorded(mau, f"lam> {line}")
    assert work(mau, 12).asked_due_on == TUESDAY
    assert work(mau, 12).asked_reason in ("chờ Sở", "cho So"), work(mau, 12).asked_reason


def test_without_a_reason_it_is_asked_for(mau: Office) -> None:
    on_the_day(mau)
    answer = refused(mau, "lam> xin thêm 12 15/9")
    assert answer == (
        'Xin thêm #12 đến thứ Ba 15/09/2026 vì sao? Nhắn: "xin thêm 12 15/09/2026 lý do". Chưa ghi gì.'
    )  # fmt: skip
    recorded(mau, "lam> xin thêm 12 15/09/2026 chờ Sở")


def test_without_a_day_it_is_asked_for(mau: Office) -> None:
    for line in (
        "xin thêm 12",
        "xin thêm 12 chờ Sở",
        "xin gia hạn",
        "xin thêm thời gian",
        "để sau",
        "để chiều mai mốt",
    ):
        assert refused(mau, f"lam> {line}").startswith("Xin thêm đến ngày nào?"), line


WRONG_DAYS = (
    ("31/2", "Không có ngày 31/2"),
    ("10/9 hoặc 15/9", "Có 2 ngày khác nhau (10/9/2026, 15/9/2026): viết một ngày"),
    ("4/9/2026", "Hạn của #12 là thứ Sáu 04/09/2026; ngày thứ Sáu 04/09/2026 không muộn hơn"),
    ("1/9/2026", "Hạn của #12 là thứ Sáu 04/09/2026; ngày thứ Ba 01/09/2026 không muộn hơn"),
    ("7/9/2026", "Hạn của #12 là thứ Sáu 04/09/2026; ngày thứ Hai 07/09/2026 không muộn hơn hoặc đã qua"),
    ("7/9", "Ngày nào: thứ Ba 07/09/2027 hay thứ Hai 07/09/2026?"),
    ("thứ 3", "Ngày nào: thứ Ba 08/09/2026 hay thứ Ba 15/09/2026?"),
)


@pytest.mark.parametrize(("said", "answer"), WRONG_DAYS)
def test_a_day_that_cannot_be_or_is_not_clear(mau: Office, said: str, answer: str) -> None:
    assert unchanged(on_the_day(mau), f"lam> xin thêm 12 {said} chờ Sở").startswith(answer)


def test_which_of_two_days_is_answered(mau: Office) -> None:
    on_the_day(mau)
    unchanged(mau, "lam> xin thêm 12 thứ 3 chờ Sở")
    assert "đến thứ Ba 15/09/2026" in recorded(mau, "lam> 15/09/2026")
    assert work(mau, 12).asked_reason == "chờ Sở"


def test_leave_it_till_monday_names_no_work(mau: Office) -> None:
    on_the_day(mau)
    for line in (
        "để thứ 2 làm",
        "để thứ 2",
        "để thứ hai tuần sau làm nhé",
        "de thu 2 lam",
        "xin thêm đến thứ 2 tuần sau",
    ):
        answer = unchanged(mau, f"lam> {line}")
        assert answer.startswith("Xin thêm thời hạn đến thứ Hai 14/09/2026 cho việc nào? Trả lời số việc và lý do"), (
            line
        )
        assert '"xin thêm 12 14/09/2026"' in answer
    assert "Lý do: chờ Sở" in recorded(mau, "lam> 12 chờ Sở")
    assert work(mau, 12).asked_due_on == date(2026, 9, 14)


def test_a_number_alone_does_not_ask_the_leaders_for_nothing(mau: Office) -> None:
    on_the_day(mau)
    for line in ("để thứ 2 làm", "để thứ 2 làm nhé em", "để thứ 2 gửi ạ", "để thứ 2"):
        unchanged(mau, f"lam> {line}")
        assert unchanged(mau, "lam> 12").startswith("Xin thêm #12 đến thứ Hai 14/09/2026 vì sao?"), line


@pytest.mark.parametrize("line", ["xin thêm 15 ngày đến 30/9 chờ Sở", "xin thêm 12 ngày đến 30/9 chờ Sở"])
def test_so_many_days_are_no_number_of_work(mau: Office, line: str) -> None:
    unchanged(on_the_day(mau), f"lam> {line}")


def test_only_the_level_that_set_the_date_gives(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK)
    assert refused(mau, "lam> cho thêm 12").startswith("Hạn của #12 do xã Mẫu đặt nên cấp đó quyết định.")
    assert refused(mau, "lam> không cho thêm 12: x").startswith("Hạn của #12 do xã Mẫu đặt")
    for who in ("mai", "suong", "thach", "tuyet"):
        assert "dành cho lãnh đạo, người đứng đầu đơn vị" in unchanged(mau, f"{who}> cho thêm 12"), who
    assert unchanged(mau, "khe> cho thêm 12").startswith("Không có việc #12")
    assert work(mau, 12).due_on == FRIDAY


def test_what_a_higher_level_set_moves_by_its_letter_only(mau: Office) -> None:
    on_the_day(mau)
    answer = recorded(mau, "khe> xin thêm 20 15/9 chờ số liệu")
    assert "Hạn do tỉnh Mẫu đặt: chỉ thay đổi bằng văn bản của cấp đó." in answer
    for who in ("son", "giang"):
        assert refused(mau, f"{who}> cho thêm 20").startswith("Hạn của #20 do tỉnh Mẫu đặt"), who
        recorded(mau, f"{who}> gia hạn 20 16/9 chờ tỉnh", f"{who}> hoàn tác")  # asks, too
    assert work(mau, 20).due_on == date(2026, 8, 26)
    assert recorded(mau, "mai> gia hạn 20 15/9 CV 2300/UBND-KT").splitlines()[:3] == [
        "Hạn mới của #20: thứ Ba 15/09/2026",
        "Báo cáo quỹ đất công gửi UBND tỉnh – Phòng Kinh tế; hạn trước: 26/8/2026",
        "Theo CV 2300/UBND-KT của tỉnh Mẫu",
    ]
    row = work(mau, 20)
    assert (row.due_on, row.due_at, row.asked_due_on) == (TUESDAY, None, None)


def test_the_letter_is_not_lost_by_a_question_about_the_day(mau: Office) -> None:
    on_the_day(mau)
    assert "Ngày nào" in unchanged(mau, "mai> gia hạn 20 thứ 3 CV 2300/UBND-KT")
    assert "Theo CV 2300/UBND-KT của tỉnh Mẫu" in recorded(mau, "mai> 15/09/2026")


def test_a_head_cannot_write_the_letter_himself(mau: Office) -> None:
    on_the_day(mau)
    refused(mau, "khe> gia hạn 20 15/9 CV 2300/UBND-KT")
    recorded(mau, "khe> gia hạn 20 15/9 CV 2300/UBND-KT tỉnh đã đồng ý")  # asks
    assert work(mau, 20).due_on == date(2026, 8, 26)


def test_a_leader_gives_time_without_being_asked(mau: Office) -> None:
    on_the_day(mau)
    assert "Hạn mới của #12: thứ Ba 15/09/2026" in recorded(mau, "son> gia hạn 12 15/9")
    assert "Lý do: chờ Sở" in recorded(mau, "giang> gia hạn 12 18/9 chờ Sở")


def test_a_head_gives_time_for_what_he_gave_himself(mau: Office) -> None:
    on_the_day(mau)
    number = given(talk(mau, "lam> việc mới Soạn lịch trực; Văn phòng; 10/9; TC 3.2"))
    assert "Hạn mới" in recorded(mau, f"lam> gia hạn {number} 15/9")
    assert work(mau, number).due_on == TUESDAY


def test_the_offices_own_earlier_day_goes_with_the_date(mau: Office) -> None:
    recorded(mau, "giang> gia hạn 17 20/11 mưa bão")
    row = work(mau, 17)
    assert (row.due_on, row.internal_due_on) == (date(2026, 11, 20), None)
    recorded(mau, "giang> hoàn tác")
    row = work(mau, 17)
    assert (row.due_on, row.internal_due_on) == (date(2026, 10, 30), date(2026, 10, 23))


# done late stays late


def test_what_is_done_gets_no_more_time(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> xong 12 QĐ 45/QĐ-UBND 7/9")
    for line in (ASK, "giang> gia hạn 12 15/9", "mai> xin thêm 12 15/9 chờ Sở"):
        assert refused(mau, line).startswith("Việc #12 – Quy chế phối hợp giải quyết TTHC: chờ đối chiếu minh chứng")
    assert "muộn (hạn 04/9)" in talk(mau, "mai> đối chiếu 12")
    for line in (ASK, "giang> gia hạn 12 15/9"):
        assert "đã xong" in refused(mau, line)


def test_time_asked_for_before_is_not_given_after(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK, "lam> xong 12 QĐ 45/QĐ-UBND 7/9")
    mau.say("điểm", who="giang")
    assert refused(mau, "giang> cho thêm 12").startswith("Việc #12")
    assert work(mau, 12).due_on == FRIDAY
    assert "muộn (hạn 04/9)" in talk(mau, "mai> đối chiếu 12")


def test_sent_back_it_still_gets_none(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> xong 12 QĐ 45/QĐ-UBND 7/9", "mai> đề nghị bổ sung 12: bản có dấu", "lam> ok")
    for line in (ASK, "giang> gia hạn 12 15/9"):
        refused(mau, line)
    assert work(mau, 12).due_on == FRIDAY


# words


def test_one_work_at_a_time(mau: Office) -> None:
    for line in ("lam> xin thêm 12, 15 15/9 chờ Sở", "son> cho thêm 12, 15", "son> không cho thêm", "son> cho thêm"):
        assert refused(mau, line).startswith("Ghi số của một việc"), line


def test_whose_work_it_is_not(mau: Office) -> None:
    assert unchanged(mau, "khe> xin thêm 12 15/9 chờ Sở").startswith("Không có việc #12")
    assert refused(mau, "hai> xin thêm 12 15/9 chờ Sở").startswith("Việc #12 do Văn phòng HĐND và UBND chủ trì")
    assert "dành cho" in unchanged(mau, "thach> xin thêm 12 15/9 chờ Sở")


def test_asking_again_replaces_what_was_asked(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK, "lam> xin thêm 12 18/9 chờ Sở Tư pháp")
    assert (work(mau, 12).asked_due_on, work(mau, 12).asked_reason) == (date(2026, 9, 18), "chờ Sở Tư pháp")


@pytest.mark.xfail(
    strict=True, reason="what was decided, withdrawn or asked anew is still told to the leaders as it was"
)
def test_what_was_settled_meanwhile_is_not_told_any_more(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK, "giang> không cho thêm 12: đã trễ")
    assert "xin thêm thời hạn" not in mau.say("điểm", who="son")


def test_taken_back_it_is_asked_no_more(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK, "lam> hoàn tác")
    assert work(mau, 12).asked_due_on is None
    assert "xin thêm" not in mau.say("điểm", who="son")  # nobody has read it yet
    assert refused(mau, "son> cho thêm 12").startswith("Việc #12 không có đề nghị")


def test_the_record_says_who_asked_and_who_gave(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, ASK)
    assert (last_event(mau, 12).before, last_event(mau, 12).after) == (
        {"asked_due_on": None, "asked_reason": "", "asked_by": None},
        {"asked_due_on": "2026-09-15", "asked_reason": "chờ ý kiến Sở Nội vụ", "asked_by": work(mau, 12).asked_by},
    )
    talk(mau, "son> cho thêm 12")
    assert events(mau, 12) == ["new", "ask_time", "grant"]
    after = last_event(mau, 12).after
    assert after
    assert after["due_on"] == "2026-09-15"


def test_overdue_no_more(mau: Office) -> None:
    on_the_day(mau)
    assert "QUÁ HẠN 2 ngày làm việc" in mau.say("12", who="lam")
    talk(mau, "son> gia hạn 12 15/9")
    assert "CÒN 5 ngày làm việc (thứ Ba 15/9)" in mau.say("12", who="lam")
    assert "#12" not in mau.say("việc quá hạn", who="mai")


def test_what_is_over_is_asked_no_time_for(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "mai> hủy việc 12: tỉnh bãi bỏ")
    for line in (ASK, "son> gia hạn 12 15/9"):
        assert "đã hủy" in refused(mau, line)
    talk(mau, "mai> hoàn tác", DONE_12, "mai> đối chiếu 12")
    assert "đã xong" in refused(mau, ASK)
    assert state(mau, 12) == "closed"


def test_in_a_district(van_canh: Office) -> None:
    answer = recorded(van_canh, "truc> xin thêm 15 29/7 chờ Kho bạc đối chiếu")
    assert "Xin ý kiến: đ/c Chủ tịch, đ/c Phó Chủ tịch. Hạn 22/7 chưa đổi." in answer
    assert "Hạn mới của #15: thứ Sáu 29/07/2022" in recorded(van_canh, "duong> cho thêm 15")
    van_canh.clock.now = datetime(2022, 7, 29, 8, tzinfo=ZONE)
    assert "Hạn 29/7: đúng hạn" in talk(van_canh, "truc> xong 15 BC 88/BC-TCKH 29/7")
    assert refused(van_canh, "sim> xin thêm 22 29/7").startswith("Xin thêm #22 đến thứ Sáu 29/07/2022 vì sao?")
