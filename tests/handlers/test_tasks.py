"""`/tasks`: the open work of whoever asks, most urgent first; one piece of work with everything known of it."""

import re
from datetime import datetime

import pytest

from tests.duties import rolling
from tests.handlers.at_work import DONE_12, new, on_the_day, recorded, talk, work
from tests.offices import ZONE, Office, fingerprint

CONSOLE = 'Trả lời: "'  # what a terminal adds for the buttons


def numbers(answer: str) -> list[int]:
    """The work a list names, in its order."""
    return [int(found) for found in re.findall(r"^#([0-9]+) ", answer, re.MULTILINE)]


def asked(office: Office, line: str) -> str:
    """The answer to a line that changes nothing at all."""
    before = fingerprint(office.database)
    answer = talk(office, line)
    assert fingerprint(office.database) == before, line
    return answer


def test_the_lines_of_the_model_digest_are_there_in_their_order(mau: Office) -> None:
    on_the_day(mau)
    lines = asked(mau, "lam> việc").splitlines()
    model = [
        "QUÁ HẠN 2 ngày làm việc (thứ Sáu 04/9)",
        "#12 Quy chế phối hợp giải quyết TTHC (3.4.1) · 0,5 điểm",
        "CÒN 3 ngày làm việc (thứ Sáu 11/9)",
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ (1.4) · 1 điểm",
        "CÒN 8 ngày làm việc (thứ Sáu 18/9)",
        "#15 Công khai 12 TTHC mới (3.2) · 0,5 điểm",
    ]
    assert lines[1:7] == model
    assert "1 quá hạn" in lines[0]
    assert '"xong 12 <số văn bản> <ngày>", "xin thêm 12 15/9 <lý do>" hoặc "đã rõ"' in "\n".join(lines)


FORMS_OF_ONE = (
    "12", "#12", "# 12", "12.", "việc 12", "Việc 12", "viec 12", "việc #12", "việc số 12", "việc: 12", "xem việc 12",
    "công việc 12", "nhiệm vụ 12", "task 12", "/task 12", "/tasks 12", "/việc 12", "số 12", "mục 12", "  12  ", "“12”",
)  # fmt: skip
NOT_YET = {"# 12": "a space after the mark"}


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, marks=pytest.mark.xfail(strict=True, reason=NOT_YET[form]) if form in NOT_YET else ())
        for form in FORMS_OF_ONE
    ],
)
def test_one_piece_of_work_is_asked_for_in_many_forms(quiet_mau: Office, form: str) -> None:
    assert quiet_mau.say(form, who="lam").splitlines()[0] == "#12 Quy chế phối hợp giải quyết TTHC"


def test_one_piece_of_work_with_everything_known_of_it(mau: Office) -> None:
    on_the_day(mau)
    assert asked(mau, "lam> 12").splitlines() == [
        "#12 Quy chế phối hợp giải quyết TTHC",
        "QUÁ HẠN 2 ngày làm việc (thứ Sáu 04/9) · chưa nhận",
        "Chủ trì: Văn phòng HĐND và UBND",
        "Phối hợp: Trung tâm Phục vụ hành chính công",
        "Hạn: thứ Sáu 04/09/2026, xã Mẫu đặt",
        "TC 3.4.1 Quy chế phối hợp giải quyết TTHC · 0,5 điểm",
        "Minh chứng cần có: quyết định ban hành",
        "Giao: đ/c Mai – theo KH 04/KH-UBND, thứ Ba 20/01/2026",
        'Trả lời: "xong 12"',
    ]


def test_what_to_do_next_is_offered_to_whom_it_is_for(mau: Office) -> None:
    on_the_day(mau)
    for who in ("mai", "suong", "hai", "son"):
        assert CONSOLE not in asked(mau, f"{who}> 12"), who
    talk(mau, DONE_12)
    assert asked(mau, "mai> 12").endswith('Trả lời: "đối chiếu 12"')
    assert CONSOLE not in asked(mau, "lam> 12")


def test_a_report_is_offered_as_a_report(quiet_mau: Office) -> None:
    assert quiet_mau.say("34", who="lam").endswith('Trả lời: "đã gửi 34"')


def test_the_states_of_one_piece_of_work(mau: Office) -> None:
    on_the_day(mau)
    assert "· chưa nhận" in asked(mau, "lam> 12")
    for line, shown in (
        ("lam> đã rõ 12", "· đã nhận"),
        ("lam> dự thảo 12", "· đang làm (dự thảo)"),
        ("lam> trình ký 12", "· đang làm (đang trình ký)"),
        ("lam> vướng 12: chờ Sở Nội vụ", "· đang vướng: chờ Sở Nội vụ"),
        ("lam> chuyển 12 Phòng Kinh tế: nhầm nơi", "· đề nghị chuyển đơn vị khác: nhầm nơi"),
        ("mai> chuyển 12 không", "· đã nhận"),
        (DONE_12, "CHỜ ĐỐI CHIẾU MINH CHỨNG\nHoàn thành theo văn bản: 04/9/2026, đúng hạn"),
        ("mai> đề nghị bổ sung 12: bản có dấu", "· đề nghị bổ sung minh chứng: bản có dấu"),
        ("lam> minh chứng 12 https://vb.example/45", "CHỜ ĐỐI CHIẾU MINH CHỨNG"),
        ("mai> đối chiếu 12", "ĐÃ XONG 04/9/2026, đúng hạn"),
    ):
        recorded(mau, line)
        mau.say("việc", who="lam")  # what waits to be said is said
        assert shown in asked(mau, "lam> 12"), line
    assert numbers(asked(mau, "lam> việc")).count(12) == 0


def test_cancelled_work_says_why(mau: Office) -> None:
    recorded(mau, "mai> hủy việc 12: tỉnh đã bãi bỏ")
    assert "ĐÃ HỦY: tỉnh đã bãi bỏ" in asked(mau, "lam> 12")
    assert 12 not in numbers(asked(mau, "lam> việc tất cả"))


MINE = ("việc của tôi", "viec cua toi", "việc tôi", "/tasks mine", "/tasks my", "Việc của tôi?")


def test_mine_is_what_i_have_to_do_and_nobody_else(quiet_mau: Office) -> None:
    for line in MINE:
        head = numbers(quiet_mau.say(line, who="lam"))
        assert {12, 15, 34} <= set(head), line
        assert 16 not in head, line  # it was given to one person
        assert numbers(quiet_mau.say(line, who="suong")) == [16], line
        assert numbers(quiet_mau.say(line, who="may")) == [18], line
        for who in ("mai", "son", "rung", "thach"):
            assert quiet_mau.say(line, who=who) == "Không có việc nào đang mở của đồng chí", line


def test_my_units_is_all_that_it_leads(quiet_mau: Office) -> None:
    for line in ("việc đơn vị", "viec don vi", "/tasks unit"):
        assert {12, 15, 16, 34} <= set(numbers(quiet_mau.say(f"{line} tất cả", who="suong"))), line


OVERDUE = ("việc quá hạn", "viec qua han", "việc trễ hạn", "/tasks overdue", "việc quá hạn?", "VIỆC QUÁ HẠN")


def test_overdue_is_what_was_due_and_is_not_done(mau: Office) -> None:
    on_the_day(mau)
    for line in OVERDUE:
        assert numbers(asked(mau, f"mai> {line}")) == [8, 19, 10, 20, 12], line
        assert numbers(asked(mau, f"lam> {line}")) == [12], line
        assert "Không có việc nào đang mở quá hạn" in asked(mau, f"ha> {line}") or numbers(asked(mau, f"ha> {line}"))
    talk(mau, DONE_12)
    assert numbers(asked(mau, "mai> việc quá hạn")) == [8, 19, 10, 20]
    assert asked(mau, "lam> việc quá hạn") == "Không có việc nào đang mở quá hạn"


def test_of_a_criterion_and_of_a_group_of_them(quiet_mau: Office) -> None:
    for line in ("việc 3.4.1", "viec 3.4.1", "việc TC 3.4.1", "việc tiêu chí 3.4.1", "/tasks 3.4.1", "việc TC3.4.1"):
        assert numbers(quiet_mau.say(line, who="mai")) == [12], line
        assert "1 việc 3.4.1" in quiet_mau.say(line, who="mai"), line
    for line in ("việc 4.3.1 tất cả", "việc 4.3 tất cả"):
        assert numbers(quiet_mau.say(line, who="mai")) == [10, 11], line
    assert quiet_mau.say("việc 1.1.1", who="mai") == "Không có việc nào đang mở 1.1.1"


def test_two_on_one_criterion_say_that_its_points_are_theirs_together(quiet_mau: Office) -> None:
    answer = quiet_mau.say("việc 4.3.1 tất cả", who="mai")
    assert answer.count("(chung 2 việc)") == 2
    assert "#10 Quyết định ủy quyền giải quyết TTHC (4.3.1) · 0,6 điểm (chung 2 việc)" in answer
    assert "#11 Kiểm tra việc thực hiện ủy quyền (4.3.1) · 2,1 điểm (chung 2 việc)" in answer


def test_of_a_unit_by_its_names(quiet_mau: Office, quiet_district: Office) -> None:
    for line in ("việc Phòng Kinh tế", "viec phong kinh te", "việc của Phòng Kinh tế", "việc Kinh tế", "việc PKT"):
        assert {8, 9, 20} <= set(numbers(quiet_mau.say(f"{line} tất cả", who="mai"))), line
    assert {22} == set(numbers(quiet_district.say("việc xã Canh Vinh", who="mai")))
    assert {17, 18, 19, 20} <= set(numbers(quiet_district.say("việc Phòng Văn hóa tất cả", who="mai")))
    assert "nơi" in quiet_mau.say("việc văn phòng", who="tuyet")  # three have one


def test_all_is_not_cut(quiet_mau: Office, quiet_district: Office) -> None:
    for office in (quiet_mau, quiet_district):
        for line in ("việc tất cả", "viec tat ca", "/tasks all"):
            answer = office.say(line, who="mai")
            assert len(numbers(answer)) == int(answer.split()[0])
            assert "Còn" not in answer.replace("CÒN", "")
        short = office.say("việc", who="mai")
        assert 'Trả lời: "việc tất cả"' in short
        hidden = re.search(r"Còn ([0-9]+) việc nữa", short)
        assert hidden
        assert len(numbers(short)) + int(hidden[1]) == int(short.split()[0])


def test_first_what_waits_for_whoever_asks(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "khe> xin thêm 9 25/9 mưa bão", "hai> chuyển 19 Văn phòng: nhầm nơi")
    first = numbers(asked(mau, "mai> việc"))[:4]
    assert set(first[:2]) == {9, 19}
    assert set(first[2:]) == {12, 13}
    answer = asked(mau, "mai> việc")
    heads = ["XIN THÊM THỜI HẠN", "ĐỀ NGHỊ CHUYỂN", "CHỜ ĐỐI CHIẾU", "QUÁ HẠN 11 ngày làm việc"]
    assert all(head in answer for head in heads)
    assert numbers(asked(mau, "khe> việc tất cả"))[-1] == 9  # it waits for others


def test_terms_are_said_in_working_days(mau: Office) -> None:
    for now, shown in (
        (datetime(2026, 8, 25, 8, tzinfo=ZONE), "CÒN 5 ngày làm việc (thứ Sáu 04/9)"),  # 31/8 to 2/9 are off
        (datetime(2026, 9, 3, 8, tzinfo=ZONE), "CÒN 1 ngày làm việc (thứ Sáu 04/9)"),
        (datetime(2026, 9, 4, 23, 59, tzinfo=ZONE), "HẠN HÔM NAY"),
        (datetime(2026, 9, 5, 0, 1, tzinfo=ZONE), "QUÁ HẠN (thứ Sáu 04/9)"),  # a Saturday: no working day has passed
        (datetime(2026, 9, 7, 8, tzinfo=ZONE), "QUÁ HẠN 1 ngày làm việc (thứ Sáu 04/9)"),
    ):
        mau.clock.now = now
        assert shown in asked(mau, "lam> việc 12"), now


def test_an_hour_and_the_offices_own_earlier_day_are_shown(mau: Office) -> None:
    assert "CÒN 1 ngày làm việc (thứ Tư 26/8 10:00)" in asked(mau, "khe> việc")
    mau.clock.now = datetime(2026, 8, 26, 8, tzinfo=ZONE)
    assert "HẠN HÔM NAY 10:00" in asked(mau, "khe> việc 20")
    assert "Hạn: thứ Tư 26/08/2026 10:00, tỉnh Mẫu đặt" in asked(mau, "khe> việc 20")
    mau.clock.now = datetime(2026, 10, 27, 8, tzinfo=ZONE)
    own = asked(mau, "hai> việc 17")
    assert "QUÁ HẠN NỘI BỘ 2 ngày làm việc (hạn thứ Sáu 30/10)" in own
    assert "nội bộ thứ Sáu 23/10/2026" in own
    assert 17 not in numbers(asked(mau, "hai> việc quá hạn"))


def test_what_is_late_is_counted_from_its_last_day_not_from_the_offices_own(mau: Office) -> None:
    mau.clock.now = datetime(2026, 11, 3, 8, tzinfo=ZONE)
    for line in ("hai> việc 17", "hai> việc"):
        assert "QUÁ HẠN 2 ngày làm việc (thứ Sáu 30/10)" in asked(mau, line), line


def test_a_term_that_runs_on_is_not_overdue_on_its_last_day(mau: Office) -> None:
    number = new(mau, "Gửi số liệu; Văn phòng; 13/9")  # a Sunday
    for now, head in (
        (datetime(2026, 9, 11, 8, tzinfo=ZONE), "CÒN 1 ngày làm việc (Chủ nhật 13/9)"),
        (datetime(2026, 9, 14, 8, tzinfo=ZONE), "HẠN HÔM NAY"),
        (datetime(2026, 9, 15, 8, tzinfo=ZONE), "QUÁ HẠN 1 ngày làm việc (Chủ nhật 13/9)"),
    ):
        mau.clock.now = now
        assert head in rolling(mau, f"việc {number}"), now
        assert head in rolling(mau, "việc", "lam"), now


def test_missing_and_not_theirs_are_one_answer(quiet_mau: Office) -> None:
    for who, number in (("lam", 99), ("lam", 8), ("khe", 12), ("rung", 12), ("ha", 12), ("lam", 0), ("lam", 999999999)):
        for form in (f"{number}", f"việc {number}", f"#{number}", f"lịch sử việc {number}"):
            assert quiet_mau.say(form, who=who).startswith(f"Không có việc #{number} trong phạm vi của đồng chí"), form


def test_who_sees_what(quiet_mau: Office, quiet_district: Office) -> None:
    seen = {who: set(numbers(quiet_mau.say("việc tất cả", who=who))) for who in ("mai", "son", "thach", "tuyet", "ha")}
    assert seen["mai"] == seen["son"] == seen["thach"] < seen["tuyet"]
    assert not seen["ha"] & seen["mai"]
    assert quiet_mau.say("12", who="hai").startswith("#12")  # the centre helps with it
    assert "nội bộ" in quiet_mau.say("việc", who="ai")
    assert "nội bộ" in quiet_mau.say("việc 12", who="ai")
    lan = set(numbers(quiet_district.say("việc tất cả", who="lan")))
    assert {25} < lan  # head of one unit, staff of another


def test_what_is_not_understood_is_told_how_to_be_asked(quiet_mau: Office) -> None:
    for line in ("việc của ngày 30/6",):
        assert '"việc quá hạn", "việc 3.4.1", "việc Phòng Kinh tế"' in quiet_mau.say(line, who="lam"), line
    for line in ("việc abc", "việc 9.9.9", "việc Sở Xây dựng"):
        assert quiet_mau.say(line, who="lam").startswith(("Không thấy", "Bộ tiêu chí năm 2026 không có mã")), line


def test_a_question_or_a_word_about_one_shows_that_one(quiet_mau: Office) -> None:
    for line in ("việc 12?", "việc 12 ?", "việc 12 xong rồi", "việc 12 chưa xong", "việc 12 15", "việc #12 sao rồi"):
        assert quiet_mau.say(line, who="lam").startswith("#12 Quy chế"), line


@pytest.mark.xfail(strict=True, reason="a number with a question mark is not understood: points are suggested")
@pytest.mark.parametrize("line", ["12?", "#12?"])
def test_a_number_may_be_a_question(quiet_mau: Office, line: str) -> None:
    assert quiet_mau.say(line, who="lam").startswith("#12 Quy chế")


@pytest.mark.xfail(strict=True, reason="what a criterion has that is due in more than 45 days is hidden")
def test_of_a_criterion_everything_is_shown(quiet_mau: Office) -> None:
    assert numbers(quiet_mau.say("việc 4.3.1", who="mai")) == [10, 11]


@pytest.mark.xfail(strict=True, reason="what narrows twice is no list: of a unit, what is overdue")
def test_what_is_overdue_of_a_unit(quiet_mau: Office) -> None:
    assert numbers(quiet_mau.say("việc quá hạn Phòng Kinh tế", who="mai")) == [8]


PEOPLE = {
    "mau": ("mai", "lam", "son", "khe", "nguyet", "suong", "hai", "may", "rung", "ha", "tuyet"),
    "van-canh": ("mai", "que", "bach", "lan", "sim", "hue", "cuc", "tung"),
}
READ = ("việc", "việc của tôi", "việc quá hạn", "việc 1.1.2", "việc 7", "12", "lịch sử việc 12", "việc Phòng Kinh tế")


def test_what_is_read_fits_a_phone(mau: Office, van_canh: Office) -> None:
    on_the_day(mau)
    for office, people in ((mau, PEOPLE["mau"]), (van_canh, PEOPLE["van-canh"])):
        for who in people:
            for line in READ:
                lines = office.say(line, who=who).splitlines()
                assert len(lines) <= 16, (who, line, len(lines))
                for each in lines:
                    assert len(each) <= 110 or "Đồng chí hỏi nơi nào" in each, (who, line, each)


@pytest.mark.xfail(strict=True, reason="seven rows of two lines each are 16 lines, 17 with what to answer")
def test_a_list_is_no_longer_than_fourteen_lines(quiet_mau: Office, quiet_district: Office) -> None:
    for office, who in ((quiet_mau, "nguyet"), (quiet_district, "tung"), (quiet_district, "mai")):
        assert len(office.say("việc", who=who).splitlines()) <= 14, who


@pytest.mark.xfail(strict=True, reason="title, criterion, points, how many share them and the unit: up to 98 letters")
def test_no_line_of_a_list_is_longer_than_two_of_a_phone(quiet_mau: Office) -> None:
    assert max(map(len, quiet_mau.say("việc tất cả", who="mai").splitlines())) <= 90


STRANGE = {
    "markup": "<b>Rà soát</b> & <script>alert(1)</script>",
    "quotes": 'Rà soát "quy chế" của ‘Sở’ {{ 7*7 }} {% raw %}',
    "emoji": "Rà soát 😀👍🏽 hồ sơ",
    "zero width": "Rà\u200b soát\u202e hồ sơ\u0007",
    "long": "Rà soát hồ sơ " * 140,
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_title_is_shown_as_text(mau: Office, what: str) -> None:
    number = new(mau, f"{STRANGE[what]}; Văn phòng; 28/8")
    title = work(mau, number).title
    assert len(title) <= 201
    assert not re.search("[\u200b\u202e\u0007\n]", title)
    mau.say("việc", who="lam")
    for who, line in (("lam", "việc"), ("lam", f"{number}"), ("mai", "việc tất cả"), ("lam", f"lịch sử việc {number}")):
        text = mau.ask(line, who=who).text
        assert set(re.findall(r"<[^>]*>", text)) <= {"<b>", "</b>", "<i>", "</i>"}, line
        assert text.count("<b>") == text.count("</b>")
        assert re.search(r"&(?!(lt|gt|amp|#34|#39|quot);)", text) is None, line
        assert title in mau.say(line, who=who)
        assert "49" not in text.replace(f"#{number}", "").replace("#49", "") or what != "quotes"


def test_a_title_of_several_lines_is_one(mau: Office) -> None:
    number = new(mau, "Rà soát\tquy chế\nVăn phòng\n30/12")
    assert work(mau, number).title == "Rà soát quy chế"


def test_long_reasons_are_cut_and_escaped(mau: Office) -> None:
    talk(mau, f"lam> vướng 12: <i>chờ</i> {'Sở ' * 400}")
    reason = work(mau, 12).reason
    assert len(reason) <= 201
    assert "&lt;i&gt;chờ&lt;/i&gt;" in mau.ask("12", who="lam").text
    assert reason in mau.say("12", who="lam")


def test_asking_changes_nothing(mau: Office, van_canh: Office) -> None:
    for office, who in ((mau, "lam"), (mau, "mai"), (van_canh, "que")):
        for line in (*MINE, *OVERDUE, *FORMS_OF_ONE, *READ, "việc tất cả", "việc 99", "việc abc", "lịch sử #12"):
            asked(office, f"{who}> {line}")


def test_a_district_that_is_gone_is_asked_about_on_its_own_day(quiet_district: Office) -> None:
    assert numbers(quiet_district.say("việc", who="que"))[:2] == [12, 11]
    answer = quiet_district.say("8", who="mai")
    assert "Hạn: thứ Sáu 30/09/2022; nội bộ thứ Sáu 23/09/2022, huyện Vân Canh đặt" in answer
    assert "CÒN 47 ngày làm việc" in answer
