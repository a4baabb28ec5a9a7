"""The working calendar: shown, changed by document, and what that does to work, terms and points."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from models.calendar_tables import CalendarException
from models.tables import Event
from tests.duties import DUTIES, at, load_duties, report, rolling
from tests.handlers.at_work import given, new, refused, unchanged
from tests.models.small import told
from tests.offices import ZONE, Office, typed

RECORDED = "Đã ghi lịch làm việc: "
NEW_OFF = "lịch 11/9 nghỉ bù QĐ 12/QĐ-UBND"


def days(office: Office) -> list[tuple[str, str, bool, str, bool]]:
    """Every row: day, reason, whether it is worked, decision, whether it stands."""
    with office.database.reading() as session:
        rows = session.scalars(select(CalendarException).order_by(CalendarException.id))
        return [(f"{r.day:%d/%m/%y}", r.reason, r.works, r.decision, r.ended_at is None) for r in rows]


def test_the_next_three_months_a_month_and_a_year_are_shown(mau: Office, van_canh: Office) -> None:
    assert unchanged(mau, "suong> lịch").splitlines() == [
        "LỊCH LÀM VIỆC: Văn phòng HĐND và UBND",
        "25/8/2026 – 25/11/2026",
        "Nghỉ 5 ngày, thứ Bảy 29/8 – thứ Tư 02/09/2026: hoán đổi với ngày 22/08/2026; Quốc khánh",
        "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam",
        "Ngoài ra nghỉ thứ Bảy, Chủ nhật.",
    ]
    for line in ("lịch năm sau", "/calendar 2027", "lich 2027"):
        assert "Nghỉ 7 ngày, thứ Năm 04/02 – thứ Tư 10/02/2027: Tết Nguyên Đán" in mau.say(line), line
    assert "Tháng 2/2026\nNghỉ 9 ngày, thứ Bảy 14/02" in mau.say("lịch tháng 2")
    assert "Tháng 2/2025\nNgoài ra" not in mau.say("lịch 2/2025")
    assert "Làm việc thứ Bảy 22/08/2026" in mau.say("lịch 8/2026")
    assert "Chưa có lịch nghỉ lễ của năm này." in mau.say("lịch 2199")
    assert "Nghỉ 2 ngày, thứ Năm 01/9" not in van_canh.say("lịch tháng 9")
    assert "Nghỉ 4 ngày, thứ Năm 01/9 – Chủ nhật 04/09/2022: Quốc khánh" in van_canh.say("lịch tháng 9")


def test_a_day_is_asked_about(mau: Office) -> None:
    assert unchanged(mau, "suong> lịch 2/9").endswith("Thứ Tư 02/09/2026 nghỉ (Quốc khánh)")
    assert mau.say("lịch làm việc 3/9").endswith("Thứ Năm 03/09/2026 làm việc")
    assert "xã Mẫu Đông" in mau.say("lịch Mẫu Đông tháng 9", who="tuyet")
    assert 'Không thấy đơn vị nào là "Mẫu Đông"' in mau.say("lịch Mẫu Đông")


def test_lich_su_is_still_the_history(mau: Office) -> None:
    assert "3.4.1" in mau.say("lịch sử 3.4.1")


def test_a_day_off_by_document_is_recorded_and_whose_dates_move_is_told_in_one_line(mau: Office) -> None:
    assert mau.say(NEW_OFF).splitlines() == [
        "Đã ghi lịch làm việc: xã Mẫu",
        "Thứ Sáu 11/09/2026 nghỉ (nghỉ bù, QĐ 12/QĐ-UBND)",
        "1 việc đổi ngày phải xong (#34); 1 người được báo",
        "16 việc khác có số ngày làm việc còn lại hoặc quá hạn tính lại",
        'Áp dụng cho xã Mẫu và các đơn vị trực thuộc. Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    told_, *rest = mau.say("lịch tháng 9", who="lam").splitlines()
    assert told_ == (
        "Lịch làm việc thay đổi: thứ Sáu 11/09/2026 nghỉ (nghỉ bù, QĐ 12/QĐ-UBND). "
        '#34 nay phải xong thứ Năm 10/9 thay cho thứ Sáu 11/9. Xem: "việc".'
    )
    assert "Nghỉ 3 ngày, thứ Sáu 11/9 – Chủ nhật 13/09/2026: nghỉ bù (QĐ 12/QĐ-UBND)" in rest
    assert "thay đổi" not in mau.say("việc", who="hai")


def test_what_is_counted_in_working_days_follows(mau: Office) -> None:
    def left(number: int) -> str:
        return mau.say(f"việc {number}", who="lam").lower()

    before = left(15)
    mau.say(NEW_OFF)
    assert "còn 15 ngày làm việc" in before
    assert "còn 14 ngày làm việc" in left(15)
    number = given(mau.say("việc mới Sửa máy in; Văn phòng; 13 ngày làm việc nữa; TC 3.4.1"))
    assert "CÒN 13 ngày làm việc (thứ Năm 17/9)" in mau.say(f"việc {number}")
    answer = mau.say("xin thêm 12 thêm 5 ngày làm việc chờ ý kiến Sở", who="lam")
    assert "14/09/2026" in answer  # from 4/9, without 11/9


def test_what_was_answered_before_is_not_answered_so_again(mau: Office) -> None:
    one = Dispatcher(mau.database, ZONE, timedelta(days=30))

    def say(line: str, who: str = "mai") -> str:
        return shown(one.answer(typed(line, f"mau/{who}"), mau.clock.now))

    before = [say("việc Văn phòng"), say("việc Văn phòng")]
    say(NEW_OFF)
    after = say("việc Văn phòng")
    assert before[0] == before[1] != after
    say("hoàn tác")
    assert say("việc Văn phòng") == before[0]


def test_a_swap_in_one_line(mau: Office) -> None:
    answer = mau.say("lịch 18/9 nghỉ bù, 19/9 làm bù TB 7/TB-UBND")
    assert (
        "Thứ Sáu 18/09/2026 nghỉ (nghỉ bù, TB 7/TB-UBND)\nThứ Bảy 19/09/2026 làm việc (làm bù, TB 7/TB-UBND)" in answer
    )
    # 15 is due on Friday the 18th; 36 and 37 on the 18th by the office's own date.
    assert "3 việc đổi ngày phải xong (#15, #36, #37); 3 người được báo" in answer
    assert "Làm việc thứ Bảy 19/09/2026: làm bù (TB 7/TB-UBND)" in mau.say("lịch tháng 9")


def test_a_missing_number_is_asked_for(mau: Office) -> None:
    assert unchanged(mau, "mai> lịch 11/9 nghỉ bù") == (
        'Theo văn bản nào? Trả lời số văn bản, như "QĐ 12/QĐ-UBND". Chưa ghi gì.'
    )
    assert mau.say("QĐ 12/QĐ-UBND").startswith(RECORDED)
    assert days(mau) == [("11/09/26", "nghỉ bù", False, "QĐ 12/QĐ-UBND", True)]
    mau.say("lịch 10/9 nghỉ bù")
    assert mau.say("thôi") == "Đã bỏ, chưa ghi gì."
    assert len(days(mau)) == 1


def test_a_day_already_so_is_refused_and_passed_over_among_others(mau: Office) -> None:
    assert "Đã như vậy từ trước: thứ Tư 02/09/2026 nghỉ (Quốc khánh)" in refused(mau, "mai> lịch 2/9 nghỉ QĐ 1/QĐ-UBND")
    assert "thứ Ba 08/09/2026 làm việc" in refused(mau, "mai> lịch 8/9 làm bù QĐ 1/QĐ-UBND")
    mau.say(NEW_OFF)
    assert "(nghỉ bù, QĐ 12/QĐ-UBND)" in refused(mau, "mai> lịch 11/9 nghỉ QĐ 13/QĐ-UBND")
    answer = mau.say("lịch nghỉ 1/9, 3/9 QĐ 1/QĐ-UBND")
    assert "Không đổi, vì đã như vậy: thứ Ba 01/09/2026" in answer
    answer = mau.say("lịch nghỉ 3/9-8/9 chống bão QĐ 14/QĐ-UBND")
    assert "Không đổi" not in answer
    assert [row[0] for row in days(mau)] == ["11/09/26", "03/09/26", "04/09/26", "07/09/26", "08/09/26"]
    assert "nghỉ chống bão, QĐ 14/QĐ-UBND" in answer


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("lịch 31/2 nghỉ QĐ 1/QĐ-UBND", "Không có ngày 31/2 trong lịch"),
        ("lịch nghỉ bù QĐ 1/QĐ-UBND", "Ngày nào, nghỉ hay làm?"),
        ("lịch 8/9 nghỉ, 8/9 làm QĐ 1/QĐ-UBND", "hai lần"),
        ("lịch nghỉ 1/9-20/10 QĐ 1/QĐ-UBND", "31 ngày"),
        ("lịch 8/9/2062 nghỉ QĐ 1/QĐ-UBND", "xa quá hai năm"),
        ("lịch bỏ 8/9", "Xã Mẫu chưa ghi gì riêng cho thứ Ba 08/09/2026"),
        ("lịch Mẫu Đông: 8/9 nghỉ QĐ 1/QĐ-UBND", "Không thấy đơn vị"),
        ("lịch abc", 'Chưa hiểu "abc". Xem: "lịch", "lịch tháng 10"'),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(mau: Office, line: str, says: str) -> None:
    before = days(mau)
    assert says in mau.say(line)
    assert days(mau) == before


def test_who_may_change_it(mau: Office) -> None:
    for who in ("lam", "suong", "son"):
        assert "do đầu mối CCHC hoặc quản trị ghi" in refused(mau, f"{who}> {NEW_OFF}")
    for who, unit in (("mai", "xã Mẫu"), ("thach", "xã Mẫu"), ("tuyet", "tỉnh Mẫu"), ("ha", "xã Mẫu Đông")):
        answer = mau.say(NEW_OFF.replace("11/9", f"{10 + len(days(mau))}/11"), who=who)
        assert answer.startswith(RECORDED + unit), answer
    assert mau.say("lịch Mẫu Đông: 20/11 nghỉ QĐ 1/QĐ-UBND", who="tuyet").startswith(RECORDED + "xã Mẫu Đông")


def test_a_decision_holds_below_and_a_nearer_one_wins(mau: Office) -> None:
    mau.say("lịch 9/9 nghỉ QĐ 5/QĐ-UBND", who="tuyet")
    for who in ("tuyet", "mai", "rung"):
        assert "nghỉ (nghỉ, QĐ 5/QĐ-UBND)" in mau.say("lịch 9/9", who=who), who
    assert "theo QĐ 5/QĐ-UBND của cấp trên" in refused(mau, "mai> lịch bỏ 9/9")
    assert "làm việc (làm việc, QĐ 8/QĐ-UBND)" in mau.say("lịch 9/9 làm việc QĐ 8/QĐ-UBND")
    assert "làm việc (làm việc, QĐ 8/QĐ-UBND)" in mau.say("lịch 9/9", who="suong")
    assert "nghỉ (nghỉ, QĐ 5/QĐ-UBND)" in mau.say("lịch 9/9", who="ha")


def test_a_decision_is_taken_back_by_its_day(mau: Office) -> None:
    mau.say(NEW_OFF)
    assert "Thứ Sáu 11/09/2026 làm việc – thôi áp dụng điều đã ghi" in mau.say("lịch bỏ 11/9", who="thach")
    assert days(mau) == [("11/09/26", "nghỉ bù", False, "QĐ 12/QĐ-UBND", False)]
    assert "Thứ Sáu 11/09/2026 làm việc" in mau.say("lịch 11/9", who="suong")


def test_undo_takes_it_back_and_who_read_of_it_reads_of_that_too(mau: Office) -> None:
    mau.say(NEW_OFF)
    mau.say("tôi", who="lam")
    answer = mau.say("hoàn tác")
    assert "Đã rút lại lịch làm việc vừa ghi: xã Mẫu\nThứ Sáu 11/09/2026 làm việc" in answer
    assert "1 người được báo" in answer
    assert "trở lại như trước" in mau.say("tôi", who="lam")
    assert "chưa ghi gì" in mau.say("hoàn tác")
    mau.say(NEW_OFF)
    assert "không phải báo ai" in mau.say("hoàn tác")
    assert "Lịch làm việc" not in mau.say("tôi", who="lam")


def test_undo_sets_what_stood_before_again_unless_somebody_decided_since(mau: Office) -> None:
    mau.say(NEW_OFF, who="thach")
    mau.say("lịch bỏ 11/9, nghỉ 10/9 QĐ 13/QĐ-UBND")
    assert [row[0] for row in days(mau) if row[-1]] == ["10/09/26"]
    assert "Chỉ rút lại được lần ghi gần nhất" in mau.say("hoàn tác 12")
    mau.say("hoàn tác")
    assert [(row[0], row[3]) for row in days(mau) if row[-1]] == [("11/09/26", "QĐ 12/QĐ-UBND")]
    mau.say("lịch 10/9 nghỉ QĐ 14/QĐ-UBND")
    mau.say("lịch bỏ 10/9", who="thach")
    assert "đã có người ghi tiếp nên không rút lại được" in refused(mau, "mai> hoàn tác")


def test_the_record_tells_who_decided_what(mau: Office) -> None:
    mau.say(NEW_OFF)
    with mau.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.what, event.subject, event.before) == ("days", "tinh-mau/xa-mau", {"2026-09-11": None})
    assert event.after["2026-09-11"]["decision"] == "QĐ 12/QĐ-UBND"
    assert event.actor_id is not None


def test_work_of_a_person_is_told_to_that_person_and_cut_to_a_few(mau: Office) -> None:
    numbers = [new(mau, f"Việc {each}; Văn phòng; 11/9") for each in range(5)]
    mau.say(f"giao {numbers[0]} Sương", who="lam")
    answer = mau.say(NEW_OFF)
    assert "6 việc đổi ngày phải xong (#34, " in answer
    assert "2 người được báo" in answer
    assert f"#{numbers[0]} nay phải xong thứ Năm 10/9" in mau.say("tôi", who="suong")
    assert "; và 1 việc khác." in mau.say("tôi", who="lam")


def test_what_can_no_longer_be_done_by_the_day_before_is_asked_for_at_once(mau: Office) -> None:
    new(mau, "Sửa máy in; Văn phòng; 26/8")
    mau.say("lịch nghỉ 25/8-28/8 chống bão QĐ 12/QĐ-UBND")
    assert "đề nghị xong ngay khi có thể thay cho thứ Tư 26/8" in mau.say("tôi", who="lam")


def test_a_past_day_says_what_it_changes(mau: Office) -> None:
    before = mau.say("việc 19", who="may")
    answer = mau.say("lịch 24/8 nghỉ bù QĐ 12/QĐ-UBND")
    assert "Có ngày đã qua: số ngày quá hạn và điểm tính theo ngày làm việc từ nay tính lại." in answer
    assert "QUÁ HẠN 3 ngày làm việc" in before
    assert "QUÁ HẠN 2 ngày làm việc" in mau.say("việc 19", who="may")


def test_a_term_on_a_day_off_runs_on_past_what_the_office_decided(nho: Office) -> None:
    load_duties(nho, DUTIES)
    number = report(nho, "par 2026-Q3").id
    nho.clock.now = at(22, 9)
    assert "QUÁ HẠN 1 ngày làm việc" in rolling(nho, f"việc {number}")
    rolling(nho, "lịch nghỉ 21/9, 22/9 QĐ 3/QĐ-UBND")  # due on Sunday the 20th: now until Wednesday
    assert "QUÁ HẠN NỘI BỘ" in rolling(nho, f"việc {number}")
    assert "trở lại" not in rolling(nho, "lịch nghỉ 23/9 QĐ 4/QĐ-UBND")


def test_points_that_count_working_days_follow_the_scored_units_calendar(nho: Office) -> None:
    told(nho, "số liệu rule 24/8", "số liệu guidance 3/8")  # 15 working days end on Saturday 22/8, which is worked
    late = nho.say("điểm 1.4")
    assert "0,5/1" in late
    answer = nho.say("lịch 10/8 nghỉ bù QĐ 3/QĐ-UBND")
    assert "Có ngày đã qua" in answer
    assert nho.say("điểm 1.4") != late
    assert "1/1" in nho.say("điểm 1.4")
    told(nho, "số liệu rule 24/8", "số liệu guidance 3/8", who="nho/binh")
    assert "0,5/1" in nho.say("điểm 1.4", who="nho/binh")  # a neighbour's day off is not theirs


def test_the_small_things_of_both_offices(van_canh: Office) -> None:
    answer = van_canh.say("lịch 22/7 nghỉ bù QĐ 12/QĐ-UBND")
    assert answer.startswith(RECORDED + "huyện Vân Canh")
    assert "Nghỉ 3 ngày, thứ Sáu 22/7 – Chủ nhật 24/07/2022: nghỉ bù (QĐ 12/QĐ-UBND)" in van_canh.say("lịch")
    assert "Đã rút lại" in van_canh.say("hoàn tác")


@pytest.mark.parametrize("paper", ["QĐ 12/QĐ-UBND 1/9", "QĐ 12/QĐ-UBND ngày 01/9/2026", "12/QĐ-UBND"])
def test_the_documents_own_day_is_no_day_off(mau: Office, paper: str) -> None:
    assert "Thứ Sáu 11/09/2026 nghỉ" in mau.say(f"lịch 11/9 nghỉ bù {paper}")
    assert [row[0] for row in days(mau)] == ["11/09/26"]
