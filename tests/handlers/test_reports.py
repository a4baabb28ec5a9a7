"""`/reports`: what is overdue and what is due soon, with closing days and points; what was sent; one report."""

from datetime import timedelta

import pytest

from tests.duties import at, load_duties, rolling
from tests.offices import Office

OVERDUE_34 = "QUÁ HẠN 1 ngày làm việc (thứ Sáu 11/9)"


def test_what_is_due_within_45_days_is_listed_first_due_first(mau: Office) -> None:
    assert mau.say("báo cáo").splitlines() == [
        "3 báo cáo đến hạn trong 45 ngày",
        "CÒN 10 ngày làm việc (thứ Sáu 11/9), chốt số liệu 08/9",
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4) · 1 điểm – Văn phòng",
        "CÒN 15 ngày làm việc (nội bộ thứ Sáu 18/9, hạn 20/9), chốt số liệu 14/9",
        "#36 Báo cáo kiểm soát TTHC quý III gửi Văn phòng UBND tỉnh (1.4) · 1 điểm – Trung tâm",
        "20/9 là ngày nghỉ: hạn theo ngày in, không sang thứ Hai 21/9",
        "CÒN 15 ngày làm việc (Chủ nhật 20/9), chốt số liệu 15/9",
        "#37 Báo cáo chuyển đổi số tháng 9 gửi Sở Khoa học và Công nghệ – Phòng Văn hóa - Xã hội",
        "20/9 là ngày nghỉ: hạn theo ngày in, không sang thứ Hai 21/9",
    ]


def test_a_district_reads_alike(van_canh: Office) -> None:
    assert van_canh.say("/reports").splitlines() == [
        "Không có báo cáo nào quá hạn hay đến hạn trong 45 ngày",
        "Sắp tới: #30 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4), hạn thứ Hai 19/09/2022",
    ]
    van_canh.clock.now = at(21, 9, 2022)
    assert van_canh.say("báo cáo").splitlines() == [
        "2 báo cáo quá hạn",
        "QUÁ HẠN 2 ngày làm việc (thứ Hai 19/9)",
        "#30 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4) · 1 điểm – Phòng Nội vụ",
        "QUÁ HẠN 1 ngày làm việc (thứ Ba 20/9)",
        "#31 Báo cáo kiểm soát TTHC quý III gửi Văn phòng UBND tỉnh (1.4) · 1 điểm – Văn phòng",
    ]
    assert van_canh.say("báo cáo", "que").splitlines()[-1] == 'Khi đã phát hành: "đã gửi 31 <số> <ngày>"'


def test_overdue_stands_first_and_in_the_first_line(mau: Office) -> None:
    mau.clock.now = at(14, 9)
    lines = mau.say("báo cáo").splitlines()
    assert lines[0] == "1 báo cáo quá hạn, 3 đến hạn trong 45 ngày"
    assert lines[1:3] == [OVERDUE_34, "#34 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4) · 1 điểm – Văn phòng"]
    assert mau.say("báo cáo quá hạn").splitlines() == ["1 báo cáo quá hạn", *lines[1:3]]
    assert mau.say("báo cáo sắp tới").splitlines()[0] == "3 báo cáo đến hạn trong 45 ngày"
    assert "#34" not in mau.say("báo cáo sắp tới")


def test_nothing_overdue_says_what_comes_next(mau: Office) -> None:
    assert mau.say("báo cáo quá hạn").splitlines() == [
        "Không có báo cáo nào quá hạn",
        "Sắp tới: #34 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4), hạn thứ Sáu 11/09/2026",
    ]
    assert mau.say("báo cáo", "khe").splitlines()[1] == (
        "Sắp tới: #47 Báo cáo kiểm kê tài sản công năm 2026 gửi Sở Tài chính (6.3.2), hạn thứ Sáu 15/01/2027"
    )


def test_the_last_days_are_counted_down(mau: Office) -> None:
    for day, head in (
        (8, "CÒN 3 ngày làm việc (thứ Sáu 11/9), chốt số liệu 08/9"),
        (10, "CÒN 1 ngày làm việc (thứ Sáu 11/9), chốt số liệu 08/9"),
        (11, "HẠN HÔM NAY, chốt số liệu 08/9"),
        (12, "QUÁ HẠN (thứ Sáu 11/9)"),  # a Saturday: no working day has passed
        (14, OVERDUE_34),
    ):
        mau.clock.now = at(day, 9)
        assert mau.say("báo cáo", "lam").splitlines()[1] == head


def test_the_offices_own_day_comes_before_the_printed_one(mau: Office) -> None:
    for day, head in (
        (18, "HẠN NỘI BỘ HÔM NAY, chốt số liệu 14/9"),
        (19, "QUÁ HẠN NỘI BỘ"),
        (20, "QUÁ HẠN NỘI BỘ"),
        (21, "QUÁ HẠN 1 ngày làm việc (Chủ nhật 20/9)"),
    ):
        mau.clock.now = at(day, 9)
        assert mau.say("báo cáo", "hai").splitlines()[1].startswith(head), day


def test_a_term_on_a_day_off_shows_both_readings(mau: Office) -> None:
    mau.clock.now = at(21, 9)
    printed, rolled = mau.say("báo cáo trung tâm"), rolling(mau, "báo cáo trung tâm")
    assert printed.splitlines()[:2] == ["1 báo cáo quá hạn – Trung tâm", "QUÁ HẠN 1 ngày làm việc (Chủ nhật 20/9)"]
    assert "20/9 là ngày nghỉ: hạn theo ngày in, không sang thứ Hai 21/9" in printed
    assert rolled.splitlines()[0] == "1 báo cáo đến hạn trong 45 ngày – Trung tâm"
    assert "20/9 là ngày nghỉ: hạn đến hết thứ Hai 21/9" in rolled
    for line in ("báo cáo 36", "việc 36"):
        assert "20/9 là ngày nghỉ: hạn theo ngày in, không sang thứ Hai 21/9" in mau.say(line).splitlines()
        assert "20/9 là ngày nghỉ: hạn đến hết thứ Hai 21/9" in rolling(mau, line).splitlines()
    mau.clock.forward(days=1)
    assert "QUÁ HẠN 1 ngày làm việc" in rolling(mau, "báo cáo trung tâm")


def test_each_sees_the_reports_of_their_own_units(mau: Office) -> None:
    for who, seen, unseen in (
        ("lam", ("#34",), ("#35", "#36", "#37")),
        ("suong", ("#34",), ("#36",)),
        ("hai", ("#36",), ("#34", "#37")),
        ("nguyet", ("#37",), ("#34", "#36")),
        ("ha", ("#31", "#35", "#38"), ("#34", "#36", "#37")),
        ("son", ("#34", "#36", "#37"), ("#35", "#38")),
        ("tuyet", ("#31", "#34", "#35"), ()),
    ):
        answer = mau.say("báo cáo", who)
        assert all(number in answer for number in seen), (who, answer)
        assert not any(number in answer for number in unseen), (who, answer)


def test_the_province_reads_which_unit_owes_what(mau: Office) -> None:
    lines = mau.say("báo cáo", "tuyet").splitlines()
    assert lines[0] == "1 báo cáo quá hạn, 5 đến hạn trong 45 ngày"
    assert lines[2].endswith("gửi Văn phòng UBND tỉnh (1.4) · 1 điểm – Văn phòng, xã Mẫu Đông")
    assert lines[-2:] == ["Còn 3 báo cáo nữa", 'Trả lời: "báo cáo tất cả"']
    assert mau.say("báo cáo xã Mẫu Đông quá hạn", "tuyet").splitlines()[0] == "1 báo cáo quá hạn – xã Mẫu Đông"


def test_a_unit_a_criterion_or_words_of_a_title_narrow_it(mau: Office) -> None:
    for line, first, numbers in (
        ("báo cáo Văn phòng", "1 báo cáo đến hạn trong 45 ngày – Văn phòng", {34}),
        ("bao cao van phong", "1 báo cáo đến hạn trong 45 ngày – Văn phòng", {34}),
        ("báo cáo 1.4", "2 báo cáo đến hạn trong 45 ngày – TC 1.4", {34, 36}),
        ("báo cáo phòng kinh tế tất cả", "1 báo cáo chưa đến hạn – Phòng Kinh tế", {47}),
        ("báo cáo kiểm soát TTHC", "2 báo cáo chưa đến hạn", {36, 44}),
        ("báo cáo kiểm kê", "1 báo cáo chưa đến hạn", {47}),
        ("báo cáo quý 3", "2 báo cáo chưa đến hạn", {34, 36}),
        ("báo cáo CCHC quý III", "1 báo cáo chưa đến hạn", {34}),
        ("báo cáo tháng 10", "1 báo cáo chưa đến hạn", {39}),
    ):
        answer = mau.say(line)
        assert answer.splitlines()[0] == first, line
        assert {number for number in range(21, 48) if f"#{number} " in answer} == numbers, line
    assert mau.say("báo cáo đơn vị", "hai").splitlines()[0] == "1 báo cáo đến hạn trong 45 ngày – đơn vị mình"


def test_all_that_is_still_to_be_sent(mau: Office) -> None:
    lines = mau.say("báo cáo tất cả").splitlines()
    assert lines[0] == "10 báo cáo chưa đến hạn"
    assert sum(line.startswith("#") for line in lines) == 10


def test_what_was_sent_newest_first_with_its_document(mau: Office, van_canh: Office) -> None:
    lines = mau.say("báo cáo đã gửi").splitlines()
    assert lines[0] == "Năm 2026 đã gửi 9 báo cáo"
    assert lines[1:3] == [
        "#33 Báo cáo chuyển đổi số tháng 8 gửi Sở Khoa học và Công nghệ – Phòng Văn hóa - Xã hội",
        "108/BC-UBND, thứ Tư 19/8/2026: đúng hạn",
    ]
    assert lines[-2:] == ["Còn 6 báo cáo gửi trước đó", 'Trả lời: "báo cáo đã gửi tất cả"']
    assert sum(line.startswith("#") for line in mau.say("báo cáo đã gửi tất cả").splitlines()) == 9
    assert "#21 Báo cáo CCHC quý I gửi Sở Nội vụ" in mau.say("báo cáo quý 1 đã gửi")
    assert mau.say("báo cáo trung tâm đã gửi").splitlines()[0] == "Năm 2026 đã gửi 2 báo cáo – Trung tâm"
    assert van_canh.say("báo cáo đã gửi").splitlines()[0] == "Năm 2022 đã gửi 4 báo cáo"
    assert van_canh.say("báo cáo 2021 đã gửi").splitlines() == ["Năm 2021 chưa gửi báo cáo nào"]


def test_one_report_with_all_its_days(mau: Office) -> None:
    assert mau.say("báo cáo 36", "hai").splitlines() == [
        "#36 Báo cáo kiểm soát TTHC quý III gửi Văn phòng UBND tỉnh",
        "CÒN 15 ngày làm việc (nội bộ thứ Sáu 18/9, hạn 20/9), chốt số liệu 14/9 · chưa nhận",
        "Hạn: Chủ nhật 20/09/2026; nội bộ thứ Sáu 18/09/2026, tỉnh Mẫu đặt",
        "20/9 là ngày nghỉ: hạn theo ngày in, không sang thứ Hai 21/9",
        "Chốt số liệu: 14/9/2026",
        "TC 1.4 · 1 điểm",
        "Chủ trì: Trung tâm Phục vụ hành chính công",
        'Trả lời: "đã gửi 36"',
    ]
    assert "Trả lời" not in mau.say("báo cáo 36")  # the officer does not send it
    assert mau.say("báo cáo 21").splitlines()[1:4] == [
        "ĐÃ GỬI 11/3/2026, đúng hạn",
        "Văn bản: 31/BC-UBND, thứ Tư 11/3/2026",
        "Báo: nạp từ tệp",
    ]


def test_what_was_called_off_is_not_listed_and_says_so(mau: Office) -> None:
    mau.say("hủy việc 37: tỉnh miễn báo cáo tháng 9", "tuyet")
    assert "#37" not in mau.say("báo cáo")
    assert "ĐÃ HỦY: tỉnh miễn báo cáo tháng 9" in mau.say("báo cáo 37").splitlines()


def test_what_cannot_be_answered_says_what_to_type(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        assert "là việc, không phải báo cáo định kỳ" in office.say("báo cáo 12")
        assert office.say("báo cáo 999").startswith("Không có việc #999")
        assert office.say("báo cáo abcxyz").startswith('Không thấy báo cáo, đơn vị hay tiêu chí nào là "abcxyz"')
    assert mau.say("báo cáo 36", "lam").startswith("Không có việc #36")


def test_names_and_loose_words_are_understood(mau: Office) -> None:
    expected = mau.say("báo cáo quá hạn")
    for line in (
        "bao cao qua han",
        "/reports overdue",
        "báo cáo nào quá hạn?",
        "Báo cáo định kỳ quá hạn",
        "sổ báo cáo quá hạn",
    ):
        assert mau.say(line) == expected, line
    sent = {mau.say(line).rpartition("Trả lời")[0] for line in ("báo cáo đã gửi", "reports sent", "bao cao da gui")}
    assert len(sent) == 1


@pytest.mark.parametrize("line", ["báo cáo", "báo cáo quá hạn", "báo cáo đã gửi", "báo cáo 36", "báo cáo sắp tới"])
def test_it_fits_a_phone(mau: Office, line: str) -> None:
    for day in range(60):
        mau.clock.now = at(25, 8) + timedelta(days=day)
        lines = mau.say(line).splitlines()
        assert len(lines) <= 14, lines
        assert max(map(len, lines)) <= 90, max(lines, key=len)


def test_a_year_without_duties_is_empty(van_canh: Office) -> None:
    van_canh.clock.now = at(1, 2, 2022)
    assert load_duties(van_canh) == (0, 0, 0)
    assert van_canh.say("báo cáo", "sim").splitlines() == ["Không có báo cáo nào quá hạn hay đến hạn trong 45 ngày"]
