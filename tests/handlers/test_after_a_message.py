"""What people type after a message of the bot's own without a number: one thing named is meant, several are listed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.chat_tables import Chat
from models.messages import Sender
from models.stamps import PEOPLE, touch
from models.tables import Person
from models.words import fold
from models.work_tables import Work
from tests.handlers.at_work import DAY, events, forget_questions, given, new, points, recorded, refused, state, work
from tests.handlers.at_work import unchanged as asked
from tests.offices import Office
from tests.reminding import Year
from tests.scheduling.mornings import at
from tests.strangers import sends

GROUP = Sender("telegram", "1", "-100")
LIST = [
    "1. #12 Quy chế phối hợp giải quyết TTHC (hạn 04/9)",
    "2. #34 Báo cáo CCHC quý III gửi Sở Nội vụ (hạn 11/9)",
    "3. #15 Công khai 12 TTHC mới (hạn 18/9)",
]
RATE = "Nâng tỷ lệ TTHC toàn trình có phát sinh hồ sơ lên 50 %"


@pytest.fixture
def morning(mau: Office) -> Office:
    """Everybody has read the messages of the morning: mai's are a digest and, after it, a rate by itself."""
    Year(mau).at(DAY)
    return mau


@pytest.fixture
def one(mau: Office) -> Office:
    """khe's office was reminded of one task, and has others."""
    year = Year(mau)
    mau.clock.now = at(2026, 3, 2, 9)
    new(mau, "Rà soát kho; Phòng Kinh tế; 30/6")
    number = new(mau, "Sửa máy in; Phòng Kinh tế; 9/3")
    mau.say("điểm", "khe")
    told = [each for each in year.at(at(2026, 3, 6)) if each.who == "mau/khe"]
    assert [f"#{number} Sửa máy in" in each.text for each in told] == [True]
    assert "#" not in told[0].text.replace(f"#{number} ", "")
    return mau


def the_one(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalars(select(Work.id).where(Work.title == "Sửa máy in")).one()


def both(*lines: str) -> list[str]:
    """As typed with accents and without."""
    return [each for line in lines for each in (line, fold(line))]


# one piece of work


@pytest.mark.parametrize(
    ("line", "after"), [("xong", "reported"), ("da xong nhe", "reported"), ("trình ký", "in_progress"),
                        ("trinh ky roi", "in_progress")],
)  # fmt: skip
def test_what_was_told_alone_is_meant(one: Office, line: str, after: str) -> None:
    number = the_one(one)
    assert f"#{number}" in recorded(one, f"khe> {line}")
    assert state(one, number) == after


@pytest.mark.parametrize("line", ["xin thêm 3 ngày, chờ vật tư", "xin them 12/3 cho vat tu", "gia hạn 3 ngày vì chờ"])
def test_so_is_more_time(one: Office, line: str) -> None:
    number = the_one(one)
    recorded(one, f"khe> {line}")
    assert work(one, number).asked_due_on == at(2026, 3, 12).date()


def test_it_still_asks_what_is_not_said(one: Office) -> None:
    number = the_one(one)
    assert f"Xin thêm #{number} đến thứ Năm 12/03/2026 vì sao?" in refused(one, "khe> xin thêm 12/3")
    assert f'"xin thêm {number} 30/12' in refused(one, "khe> xin thêm")
    assert asked(one, "khe> xong chưa?").startswith("Báo xong 1 việc?")


def test_details_are_of_it(one: Office) -> None:
    for line in both("chi tiết", "ct", "Chi tiết nhé", "xem chi tiết đi em"):
        assert one.say(line, "khe").startswith(f"#{the_one(one)} Sửa máy in")


def test_a_day_later_nothing_is_meant(one: Office) -> None:
    one.clock.now += timedelta(days=1, minutes=1)
    assert asked(one, "khe> xong").startswith("Việc nào đã xong?")
    assert one.say("chi tiết", "khe").startswith("Chi tiết của mục nào? Nhắn ")


def test_what_is_done_or_anothers_is_not_meant(one: Office) -> None:
    recorded(one, f"khe> xong {the_one(one)}")
    assert asked(one, "khe> xong").startswith("Việc nào đã xong?")
    assert asked(one, "lam> xong").startswith("Việc nào đã xong?")


def test_a_report_alone_needs_no_number(morning: Office) -> None:
    assert asked(morning, "lam> đã gửi").startswith("#34 Báo cáo CCHC quý III gửi Sở Nội vụ: gửi theo văn bản số nào")
    forget_questions(morning)
    assert "Đã ghi nhận báo cáo #34" in recorded(morning, "lam> da gui 125/BC-UBND 8/9")


# several


@pytest.mark.parametrize("line", both("xong", "trình ký", "xin thêm 3 ngày chờ Sở", "đang làm", "ký rồi"))
def test_of_several_it_is_asked_which(morning: Office, line: str) -> None:
    assert asked(morning, f"lam> {line}").splitlines()[1:4] == LIST


@pytest.mark.parametrize("said", ["1", "12", "#12"])
@pytest.mark.parametrize("line", ["trình ký", "xin thêm 10 ngày chờ Sở", "xin thêm 15/9 chờ Sở"])
def test_a_place_in_the_list_or_a_number_answers(morning: Office, line: str, said: str) -> None:
    morning.say(line, "lam")
    recorded(morning, f"lam> {said}")
    assert events(morning, 12)[-1] in ("stage", "ask_time")
    assert events(morning, 34)[-1] == events(morning, 15)[-1] == "new"


def test_the_answer_may_say_more(morning: Office) -> None:
    morning.say("xong", "lam")
    assert "Minh chứng: QĐ 45/QĐ-UBND" in recorded(morning, "lam> 1 QĐ 45/QĐ-UBND 4/9")
    assert state(morning, 12) == "reported"


def test_a_bare_digit_is_of_that_list_and_for_a_quarter_of_an_hour(morning: Office) -> None:
    morning.say("trình ký", "lam")
    morning.clock.forward(minutes=16)
    assert asked(morning, "lam> 3").startswith("#3 ")
    assert asked(morning, "lam> 1") == asked(morning, "lam> việc 1")


def test_what_is_asked_is_dropped_by_no(morning: Office) -> None:
    for line in both("không", "thôi"):
        morning.say("xong", "lam")
        assert asked(morning, f"lam> {line}") == "Đã bỏ, chưa ghi gì."
        assert asked(morning, "lam> 1") == asked(morning, "lam> việc 1")


def test_read_is_said_of_all_of_a_message(morning: Office) -> None:
    assert recorded(morning, "lam> da ro").startswith("Đã ghi đồng chí nhận 3 việc: #12, #34, #15")
    assert morning.say("đã rõ", "lam").startswith("Đã ghi đồng chí rõ: #12, #34, #15")


# a message that names several kinds of things


def test_details_of_several_are_asked_for(morning: Office) -> None:
    rows = morning.say("chi tiet", "lam").splitlines()
    assert rows[1:] == [
        "1. #12 Quy chế phối hợp giải quyết TTHC",
        "2. #34 Báo cáo CCHC quý III gửi Sở Nội vụ",
        "3. #15 Công khai 12 TTHC mới",
        "4. 2.3.2 Góp ý dự thảo văn bản của cấp trên",
    ]
    assert morning.say("4", "lam").startswith("2.3.2 · ")
    for said in ("2.3.2", "34", "2"):
        morning.say("chi tiết", "lam")
        assert morning.say(said, "lam").startswith(("2.3.2 · ", "#34 Báo cáo"))


def test_details_by_number_or_code_anywhere(mau: Office, van_canh: Office) -> None:
    for line in ("chi tiết 12", "ct 12", "12 chi tiết", "chi tiet viec 12", "CT #12"):
        assert mau.say(line, "lam").startswith("#12 Quy chế phối hợp"), line
    assert van_canh.ask("chi tiết 7.4.3").attachments
    assert mau.say("chi tiết 99", "lam").startswith("Không có việc #99")
    assert "CT 12" not in mau.say("CT 12/CT-UBND", "lam").splitlines()[-1]
    mau.say("xong 12", "lam")
    assert "Minh chứng: CT 12/CT-UBND" in mau.say("CT 12/CT-UBND 24/8", "lam")


# a rate


def test_the_newest_message_is_meant_and_the_one_before_where_it_names_none(morning: Office) -> None:
    assert morning.ask("chi tiết", "mai").text.startswith("<b>7.3.2 ·")
    assert morning.ask("chi tiết", "mai").attachments
    assert morning.say("đã rõ", "mai").startswith("Đã ghi đồng chí rõ: #13")


def test_the_task_is_filled_in_shown_and_given(morning: Office) -> None:
    assert asked(morning, "mai> giao việc").splitlines() == [
        'Giao việc này? Trả lời "đồng ý" để giao',
        RATE,
        "TC 7.3.2 · tối đa thêm được 0,35 điểm",
        "Chủ trì: Trung tâm Phục vụ hành chính công",
        "Hạn: thứ Hai 14/12/2026",
        'Hạn khác: trả lời ngày, như "20/10".',
        'Trả lời: "đồng ý", "thôi"',
    ]
    assert "Hạn: thứ Ba 20/10/2026" in asked(morning, "mai> 20/10")
    assert "Hạn 07/9/2026 đã qua".replace("07/9", "thứ Hai 07/09") in refused(morning, "mai> 7/9/2026")
    number = given(recorded(morning, "mai> đồng ý"))
    row = work(morning, number)
    assert (row.title, row.code, row.due_on) == (RATE, "7.3.2", at(2026, 10, 20).date())
    assert points(morning, "7.3.2") == points(morning, "7.3.2")


def test_it_is_dropped_or_asked_of_several(morning: Office) -> None:
    morning.say("giao việc", "mai")
    assert asked(morning, "mai> không") == "Đã bỏ, chưa ghi gì."
    year = Year(morning)
    morning.clock.now = at(2026, 9, 14)
    told = [each.text for each in year.at(at(2026, 9, 14)) if each.who == "mau/mai"]
    assert any("TỶ LỆ CẦN QUAN TÂM" in each for each in told)
    listed = asked(morning, "mai> giao viec").splitlines()
    assert listed[0] == "Giao việc cho tỷ lệ nào? Trả lời số thứ tự"
    assert len(listed) > 2
    code = listed[2].split("(")[1].split(")")[0]
    assert f"TC {code}" in asked(morning, "mai> 2")


def test_every_low_rate_makes_the_task_that_was_shown(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        offered = [each.command for each in office.ask("tỷ lệ tất cả", "mai").choices if each.command[-4:].isdigit()]
        codes = [command.split()[-2] for command in offered]
        assert len(codes) > 1
        for code in codes:
            shown = office.say(f"giao việc {code}", "mai").splitlines()
            if not shown[0].startswith("Giao việc này?"):
                assert "Giao việc" not in [each.label for each in office.ask(f"tỷ lệ {code}", "mai").choices]
                office.say("thôi", "mai")
                continue
            number = given(recorded(office, "mai> đồng ý"))
            made = work(office, number)
            assert (made.title, made.code) == (shown[1], code)


def test_it_is_for_who_may_give_work(morning: Office) -> None:
    assert "dành cho" in morning.say("giao việc", "suong")
    assert morning.say("giao việc 7.3.1", "lam").startswith("Đồng chí không giao việc cho Trung tâm")
    assert "Giao việc này?" in morning.say("giao việc 7.3.1", "hai")


def test_where_no_rate_was_told_it_is_what_it_was(mau: Office) -> None:
    assert refused(mau, "mai> giao việc").startswith("Giao cho đơn vị nào, hạn nào, việc gì?")
    assert asked(mau, "mai> giao việc tất cả đơn vị, 30/12: Báo cáo").startswith("Giao 4 đơn vị?")
    assert asked(mau, "mai> giao việc 3.4.1").startswith("Việc gì?")


# what leaders are offered


def test_a_leader_chooses_by_the_number_in_the_message(mau: Office) -> None:
    told = [each for each in Year(mau).at(at(2026, 9, 8, 16, 1)) if each.who == "mau/giang"]
    assert "1. Xem việc quá hạn\xa0 2. Điểm theo lĩnh vực" in told[-1].text
    assert asked(mau, "giang> 1") == mau.say("việc quá hạn", "giang")
    assert asked(mau, "giang> 1.").startswith("5 việc quá hạn")
    assert mau.ask("2", "giang").attachments
    assert mau.say("3", "giang").startswith("#3 ")  # nothing is offered under it: a number of work
    assert mau.say("1", "son").startswith("#1 ")  # who was offered nothing
    mau.clock.forward(days=1, minutes=1)
    assert mau.say("1", "giang").startswith("#1 ")


def test_where_choices_are_typed_a_digit_is_good_for_a_quarter_of_an_hour(mau: Office) -> None:
    Year(mau).at(at(2026, 9, 8, 16, 1))
    with mau.database.writing() as session:
        who = session.scalars(select(Person.id).where(Person.key == "mau/giang")).one()
        session.add(Chat("zalo", "bot", "5", who, mau.clock.now))
        touch(session, mau.clock.now, PEOPLE)
    mau.clock.forward(minutes=14)
    assert sends(mau, "1", "5", "zalo").startswith("5 việc quá hạn")
    mau.clock.forward(minutes=2)
    again = 'Số 1 chỉ dùng trong 15 phút sau tin nêu nó. Xin nhắn: "việc quá hạn", "biểu đồ".'
    assert sends(mau, "1", "5", "zalo") == again
    assert mau.say("1", "giang").startswith("5 việc quá hạn")  # elsewhere it stands under a button


# in a group, and for another


@pytest.mark.parametrize("line", both("xong", "đã gửi", "trình ký", "đã rõ", "ok", "chi tiết", "xong rồi nhé"))
def test_in_a_group_nothing_is_done_by_whom_nobody_asked(mau: Office, line: str) -> None:
    mau.clock.now = DAY
    new(mau, "Sửa máy in; Phòng Kinh tế; 30/12")
    mau.say("điểm", "khe")
    for who in ("khe", "suong", "hai"):
        asked(mau, f"{who}> {line}", group=GROUP)
        forget_questions(mau)


def test_who_writes_for_another_says_which(one: Office) -> None:
    assert asked(one, "mai> ghi thay Trưởng phòng Kinh tế: xong (điện thoại)").startswith("Việc nào đã xong?")


def test_a_reply_to_another_message_is_about_that_one(one: Office) -> None:
    assert asked(one, "khe> xong", quoted="Họp lúc 9 giờ").startswith("Việc nào đã xong?")


def test_a_reply_to_a_digest_of_several_is_asked_which(morning: Office) -> None:
    digest = "QUÁ HẠN 2 ngày làm việc\n#12 Quy chế phối hợp\n#34 Báo cáo CCHC quý III\n#15 Công khai 12 TTHC mới"
    for line in ("trình ký", "xin thêm 10 ngày chờ Sở"):
        assert asked(morning, f"lam> {line}", quoted=digest).splitlines()[1:4] == LIST
    assert "#34" in asked(morning, "lam> đã gửi", quoted=digest).splitlines()[0]
    forget_questions(morning)
    assert asked(morning, "lam> chi tiết", quoted=digest).splitlines()[1:] == [
        "1. #12 Quy chế phối hợp giải quyết TTHC",
        "2. #34 Báo cáo CCHC quý III gửi Sở Nội vụ",
        "3. #15 Công khai 12 TTHC mới",
    ]
    assert asked(morning, "lam> chi tiết", quoted="#15 Công khai").startswith("#15 ")
