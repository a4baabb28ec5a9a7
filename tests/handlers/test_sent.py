"""`/sent`: a report went out; its document's day decides; nobody guesses which one; told twice, it says by whom."""

from collections.abc import Callable
from threading import Barrier, Thread

from sqlalchemy import select

from models.database import Database
from models.messages import File
from models.work_tables import Document, Evidence
from tests.duties import at, report, rolling
from tests.models.small import refused
from tests.offices import Office

UNDO = 'Ghi nhầm: nhắn "hoàn tác" trong 10 phút'
NO_FILE = 'Còn thiếu bản đính kèm: gửi tệp PDF hoặc ảnh, ghi "34"'


def test_number_and_date_are_recorded_and_it_says_what_they_do(mau: Office) -> None:
    mau.clock.now = at(11, 9)
    assert mau.say("đã gửi 34 125/BC-UBND 11/9", "lam").splitlines() == [
        "Đã ghi nhận báo cáo #34 – Báo cáo CCHC quý III gửi Sở Nội vụ",
        "Văn bản: 125/BC-UBND, thứ Sáu 11/9/2026",
        "Hạn thứ Sáu 11/9: đúng hạn",
        "TC 1.4: vẫn 0 đến 1/1 điểm",
        "Đếm từ sổ báo cáo: đúng hạn 5, chưa đến hạn 3",
        NO_FILE,
        UNDO,
    ]
    work = report(mau, "xa-mau par 2026-Q3")
    assert (work.state, work.closed, work.stage) == ("closed", True, "issued")
    assert (work.completed_on, work.reported_at) == (mau.clock.now.date(), mau.clock.now)


def test_told_late_of_a_document_in_time_is_on_time_and_wins_back_the_point(mau: Office) -> None:
    mau.clock.now = at(14, 9)
    lines = mau.say("/sent 34 125/BC-UBND 11/9", "suong").splitlines()
    assert lines[2:5] == [
        "Hạn thứ Sáu 11/9: theo ngày văn bản là đúng hạn (báo trên hệ thống 14/9, 08:00)",
        "TC 1.4: 0 → 0 đến 1/1 điểm",
        "Đếm từ sổ báo cáo: đúng hạn 5, chưa đến hạn 3",
    ]


def test_a_late_document_says_how_late(mau: Office, van_canh: Office) -> None:
    mau.clock.now = at(15, 9)
    assert "Hạn thứ Sáu 11/9: muộn 2 ngày làm việc theo ngày văn bản" in mau.say("đã gửi 34 126/BC-UBND 15/9", "lam")
    van_canh.clock.now = at(22, 9, 2022)
    answer = van_canh.say("đã gửi 31 77/BC-UBND 21/9", "que").splitlines()
    assert answer[2:5] == [
        "Hạn thứ Ba 20/9: muộn 1 ngày làm việc theo ngày văn bản",
        "TC 1.4: 0 → 0 đến 1/1 điểm",
        "Đếm từ sổ báo cáo: đúng hạn 2, muộn 1, chưa đến hạn 1",
    ]


def test_a_report_that_no_indicator_counts_moves_nothing(van_canh: Office, mau: Office) -> None:
    lines = van_canh.say("đã gửi 30 70/BC-UBND 18/7", "tung").splitlines()
    assert "TC 1.4: vẫn 0 đến 1/1 điểm" in lines
    assert not any(line.startswith("Đếm") for line in lines)
    assert not any(line.startswith("TC") for line in mau.say("đã gửi 37 1/BC 24/8", "nguyet").splitlines())


def test_a_term_on_a_day_off_says_both_readings(mau: Office) -> None:
    mau.clock.now = at(21, 9)
    answer = mau.say("đã gửi 36 130/BC-UBND 21/9", "hai")
    assert "Hạn Chủ nhật 20/9: muộn theo ngày in 20/9 (đúng hạn nếu tính đến thứ Hai 21/9)" in answer.splitlines()
    assert "21/9/2026, muộn theo ngày in 20/9 (đúng hạn nếu tính đến thứ Hai 21/9)" in mau.say("báo cáo 36")
    rolled = rolling(mau, "đã gửi 37 131/BC-UBND 21/9", "nguyet")
    assert "Hạn Chủ nhật 20/9: đúng hạn đến thứ Hai 21/9 (muộn nếu tính theo ngày in 20/9)" in rolled.splitlines()


def test_without_a_number_the_one_report_that_is_due_is_asked_about(mau: Office) -> None:
    asked = mau.say("đã gửi 98/BC-TTPVHCC 25/8", "hai").splitlines()
    assert asked == [
        "Đã gửi #36 Báo cáo kiểm soát TTHC quý III gửi Văn phòng UBND tỉnh (1.4)?",
        "Hạn Chủ nhật 20/09/2026",
        "Văn bản: 98/BC-TTPVHCC, thứ Ba 25/08/2026",
        'Trả lời "đồng ý", hoặc ghi số của báo cáo khác: "đã gửi 36 <số> <ngày>".',
        'Trả lời: "đồng ý"',
    ]
    assert report(mau, "xa-mau control 2026-Q3").completed_on is None
    assert "Văn bản: 98/BC-TTPVHCC, thứ Ba 25/8/2026" in mau.say("đồng ý", "hai")
    assert report(mau, "xa-mau control 2026-Q3").completed_on == at(25, 8).date()


def test_it_may_be_dropped_or_another_matter_come_up(mau: Office) -> None:
    mau.say("đã gửi", "hai")
    mau.say("thôi", "hai")
    assert report(mau, "xa-mau control 2026-Q3").completed_on is None
    mau.say("đã gửi", "hai")
    assert mau.say("điểm 1.4", "hai").startswith("1.4 · ")
    assert report(mau, "xa-mau control 2026-Q3").completed_on is None


def test_what_answers_no_question_is_taken_for_itself(mau: Office) -> None:
    mau.say("đã gửi", "hai")
    assert mau.say("mai trời mưa", "hai").startswith("Chưa hiểu")
    mau.say("đã gửi 34", "lam")
    assert mau.say("trời mưa", "lam").startswith("Chưa hiểu")
    assert "ký ngày nào" in mau.say("125/BC-UBND", "lam")  # the question still stands


def test_of_several_the_number_is_asked_for(mau: Office) -> None:
    mau.clock.now = at(10, 12)
    answer = mau.say("gửi 150/BC-UBND 9/12", "nguyet").splitlines()
    assert answer[0] == "Báo cáo nào đã gửi? Trả lời số báo cáo"
    assert "4. #43 Báo cáo xếp loại công chức năm 2026 gửi Sở Nội vụ (5.2.3), hạn 15/12" in answer
    assert answer[-1].startswith('Trả lời: "đã gửi 37 150/BC-UBND 9/12"')
    recorded = mau.say("4", "nguyet")
    assert "Đã ghi nhận báo cáo #43" in recorded
    assert "Văn bản: 150/BC-UBND, thứ Tư 09/12/2026" in recorded
    assert "TC 5.2.3: 0 đến 3 → 3/3 điểm" in recorded


def test_where_nothing_is_due_it_says_so(mau: Office, van_canh: Office) -> None:
    assert refused(mau, "đã gửi 5/BC 24/8", "mau/khe").startswith("Đơn vị của đồng chí không có báo cáo nào chưa gửi")
    assert refused(van_canh, "đã gửi", "van-canh/truc").startswith("Đơn vị của đồng chí không có báo cáo nào")


def test_what_is_missing_is_asked_for_one_thing_at_a_time(mau: Office) -> None:
    assert mau.say("đã gửi 34", "lam").splitlines() == [
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ: gửi theo văn bản số nào, ngày nào?",
        'Trả lời như "125/BC-UBND 11/9", hoặc gửi tệp, ảnh văn bản.',
    ]
    assert mau.say("125/BC-UBND", "lam").splitlines()[0] == "125/BC-UBND ký ngày nào?"
    assert "Văn bản: 125/BC-UBND, thứ Hai 24/8/2026" in mau.say("hôm qua", "lam")


def test_a_file_sent_with_the_question_proves_it(mau: Office) -> None:
    file = File("bao-cao.pdf", "a" * 64)
    assert mau.say("đã gửi 34", "lam", files=(file,)).splitlines()[0] == "Văn bản ký ngày nào?"
    answer = mau.say("24/8", "lam")
    assert "thiếu bản đính kèm" not in answer
    with mau.database.reading() as session:
        papers = select(Document).join(Evidence, Evidence.document_id == Document.id).where(Evidence.work_id == 34)
        document = session.scalars(papers).one()
    assert (document.file_name, document.file_hash) == ("bao-cao.pdf", "a" * 64)


def test_told_again_it_says_when_and_by_whom(mau: Office, van_canh: Office) -> None:
    mau.say("đã gửi 34 125/BC-UBND 24/8", "suong")
    assert refused(mau, "đã gửi 34 126/BC-UBND 25/8", "mau/lam") == (
        "Báo cáo #34 – Báo cáo CCHC quý III gửi Sở Nội vụ đã gửi: 125/BC-UBND, thứ Hai 24/8/2026 "
        "(đ/c Sương báo 08:00 25/8/2026). Chưa ghi gì thêm."
    )
    assert "(nạp từ tệp)" in refused(van_canh, "đã gửi 27 1/BC 1/7", "van-canh/que")


def test_a_task_is_no_report_and_two_reports_are_two_letters(mau: Office) -> None:
    assert refused(mau, "đã gửi 12 QĐ 45/QĐ-UBND 24/8", "mau/lam").startswith(
        '#12 Quy chế phối hợp giải quyết TTHC là việc, không phải báo cáo định kỳ: nhắn "xong 12'
    )
    assert refused(mau, "đã gửi 34, 41 125/BC-UBND 24/8", "mau/lam").startswith("Mỗi lần một báo cáo")


def test_only_the_unit_itself_sends_its_reports(mau: Office, van_canh: Office) -> None:
    for who in ("mau/hai", "mau/khe"):
        assert refused(mau, "đã gửi 34 125/BC-UBND 24/8", who).startswith("Không có việc #34"), who
    for who in ("mau/mai", "mau/son", "mau/tuyet"):
        assert refused(mau, "đã gửi 34 125/BC-UBND 24/8", who).startswith('"Đã gửi" dành cho'), who
    assert refused(van_canh, "đã gửi 31 1/BC 15/7", "van-canh/tung").startswith("Không có việc #31")


def test_days_that_cannot_be_are_refused(mau: Office) -> None:
    assert "chưa đến" in refused(mau, "đã gửi 34 125/BC-UBND 26/8/2026", "mau/lam")
    assert refused(mau, "đã gửi 34 125/BC-UBND 26/8/2025", "mau/lam").startswith("Ngày văn bản 26/8/2025 sớm hơn hạn")
    assert mau.say("đã gửi 34 125/BC-UBND 26/8", "mau/lam").startswith("125/BC-UBND ký ngày nào?")
    assert "31/6" in refused(mau, "đã gửi 34 125/BC-UBND 31/6", "mau/lam")


def test_it_is_taken_back_like_everything(mau: Office) -> None:
    mau.clock.now = at(14, 9)
    before = mau.say("điểm 1.4")
    mau.say("đã gửi 34 125/BC-UBND 11/9", "lam")
    mau.clock.forward(minutes=3)
    assert "#34" in mau.say("hoàn tác", "lam")
    assert mau.say("điểm 1.4") == before
    assert "Đã ghi nhận" in mau.say("đã gửi 34 127/BC-UBND 11/9", "lam")


def test_done_takes_a_reports_number_too(mau: Office) -> None:
    assert "Đã ghi nhận báo cáo #34" in mau.say("xong 34 125/BC-UBND 24/8", "lam")
    assert "đúng hạn 5, chưa đến hạn 3" in mau.say("điểm 1.4")


def test_an_officer_records_it_for_the_head(mau: Office) -> None:
    mau.say("ghi thay Chánh Văn phòng: đã gửi 34 125/BC-UBND 24/8")
    assert report(mau, "xa-mau par 2026-Q3").completed_on == at(24, 8).date()
    assert "34" in mau.say("điểm", "lam").splitlines()[0]  # he is told with the next thing he asks


def test_of_two_who_tell_it_at_once_one_is_told_by_whom(mau: Office, open_database: Callable[[str], Database]) -> None:
    url = mau.database.engine.url.render_as_string(hide_password=False)
    barrier, answers = Barrier(2), list[str]()

    def send(who: str) -> None:
        other = Office(open_database(url), mau.demonstration, mau.clock)
        barrier.wait()
        answers.append(other.say("đã gửi 34 125/BC-UBND 24/8", who))

    threads = [Thread(target=send, args=(who,)) for who in ("lam", "suong")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.partition("#34")[0] for answer in answers) == ["Báo cáo ", "Đã ghi nhận báo cáo "]


def test_names_people_use(mau: Office) -> None:
    for line in ("đã gửi 34 1/BC 24/8", "da gui 34 1/BC 24/8", "gửi báo cáo 34 1/BC 24/8", "34 đã gửi 1/BC 24/8"):
        assert mau.say(line, "lam").startswith("Đã ghi nhận báo cáo #34"), line
        mau.say("hoàn tác", "lam")
    assert mau.say("1/BC 24/8 ", "lam", quoted="#34 Báo cáo CCHC quý III") != ""
    assert mau.say("đã gửi 1/BC 24/8", "lam", quoted="#34 Báo cáo CCHC").startswith("Đã ghi nhận báo cáo #34")
