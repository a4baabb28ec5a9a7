"""`/history` of a piece of work: who did what, when, for whom and instead of whom; newest first, nothing left out."""

from datetime import datetime

import pytest

from tests.handlers.at_work import DONE_12, on_the_day, recorded, talk
from tests.offices import ZONE, Office, fingerprint

LIFE = (
    ("lam> đã rõ 12", "Lâm: đã nhận"),
    ("lam> dự thảo 12", "Lâm: bước làm, dự thảo"),
    ("suong> trình ký 12", "Sương: bước làm, đang trình ký"),
    ("lam> vướng 12: chờ số liệu", "Lâm: báo vướng: chờ số liệu"),
    ("lam> ghi chú 12: đã hỏi Công an xã", "Lâm: ghi chú: đã hỏi Công an xã"),
    ("lam> xin thêm 12 15/9 chờ Sở", "Lâm: xin thêm thời hạn đến 15/9/2026: chờ Sở"),
    ("son> cho thêm 12", "Sơn: thời hạn mới 15/9/2026"),
    ("lam> chuyển 12 Phòng Kinh tế: nhầm nơi", "Lâm: đề nghị chuyển: nhầm nơi"),
    ("mai> chuyển 12 không", "Mai: giữ đơn vị chủ trì"),
    ("mai> giao 12 Sương", "Mai: giao người"),
    ("lam> minh chứng 12 https://vb.example/45", "Lâm: thêm minh chứng; https://vb.example/45"),
    ("suong> xong 12 QĐ 45/QĐ-UBND 4/9", "Sương: báo xong; QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026"),
    ("mai> đề nghị bổ sung 12: bản có dấu", "Mai: đề nghị bổ sung: bản có dấu"),
    ("suong> bổ sung 12 QĐ 45/QĐ-UBND 4/9", "Sương: báo xong; QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026"),
    ("mai> đối chiếu 12", "Mai: đối chiếu minh chứng"),
    ("mai> hoàn tác", "Mai: rút lại"),
    ("mai> hủy việc 12: tỉnh bãi bỏ", "Mai: hủy việc: tỉnh bãi bỏ"),
)


def story(office: Office, line: str = "lịch sử việc 12 tất cả", who: str = "mai") -> list[str]:
    return office.say(line, who=who).splitlines()


def test_every_step_is_there_newest_first(mau: Office) -> None:
    on_the_day(mau)
    for line, _ in LIFE:
        recorded(mau, line)
        mau.clock.forward(minutes=1)
    mau.say("điểm", who="mai")
    lines = story(mau)
    assert lines[0] == "#12 Quy chế phối hợp giải quyết TTHC: đã hủy"
    told = [line.split(" ", 2)[2] for line in lines[1:]]
    assert told == [*[shown for _, shown in reversed(LIFE)], "Hệ thống: giao việc"]
    times = [datetime.strptime(" ".join(line.split(" ", 2)[:2]), "%H:%M %d/%m/%Y") for line in lines[1:]]  # noqa: DTZ007
    assert times == sorted(times, reverse=True)
    assert lines[1].startswith("08:28 08/9/2026 ")


def test_it_is_cut_to_a_phone_and_may_be_seen_whole(mau: Office) -> None:
    on_the_day(mau)
    for number in range(12):
        recorded(mau, f"lam> ghi chú 12: lần {number}")
    lines = story(mau, "lịch sử việc 12")
    assert len(lines) <= 14
    assert lines[-2] == "Còn 5 lần ghi trước đó"
    assert lines[-1] == 'Trả lời: "lịch sử việc 12 tất cả"'
    assert len(story(mau)) == 14


FORMS = (
    "lịch sử việc 12",
    "lịch sử #12",
    "lich su viec 12",
    "/history #12",
    "history việc 12",
    "ai ghi việc 12",
    "lịch sử 12",
)


def test_it_is_asked_for_in_many_forms(quiet_mau: Office) -> None:
    for form in FORMS:
        assert quiet_mau.say(form, who="lam").startswith("#12 Quy chế phối hợp giải quyết TTHC: chưa nhận"), form


def test_a_bare_number_that_is_a_code_is_the_code(quiet_mau: Office) -> None:
    assert quiet_mau.say("lịch sử 7", who="mai").startswith("7 · ")
    assert quiet_mau.say("lịch sử việc 7", who="mai").startswith("#7 Kiểm tra CCHC 2 đơn vị: đã xong")
    assert quiet_mau.say("lịch sử #7", who="mai").startswith("#7 Kiểm tra CCHC 2 đơn vị: đã xong")


def test_whose_it_is_not(quiet_mau: Office) -> None:
    for who, number in (("khe", 12), ("rung", 12), ("lam", 8), ("lam", 999)):
        for form in (f"lịch sử việc {number}", f"lịch sử #{number}"):
            assert quiet_mau.say(form, who=who).startswith(f"Không có việc #{number} trong phạm vi"), (who, form)


def test_what_was_loaded_is_nobodys(quiet_mau: Office, quiet_district: Office) -> None:
    assert story(quiet_mau) == [
        "#12 Quy chế phối hợp giải quyết TTHC: chưa nhận",
        "08:00 25/8/2026 Hệ thống: giao việc",
    ]
    assert story(quiet_mau, "lịch sử việc 1")[1].endswith("Hệ thống: giao việc; KH 04/KH-UBND, thứ Ba 20/01/2026")
    assert story(quiet_district, "lịch sử việc 12")[1] == "08:00 18/7/2022 Hệ thống: giao việc"


def test_for_whom_and_how_it_was_said(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "mai> ghi thay Lâm: xong 12 QĐ 45/QĐ-UBND 4/9 (điện thoại)")
    assert story(mau)[1].endswith(
        "Mai ghi thay đ/c Chánh Văn phòng (điện thoại): báo xong; QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026"
    )


def test_instead_of_whom(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> vắng mặt 8/9 11/9 Sương", "suong> điểm")
    recorded(mau, "suong> xong 12 QĐ 45/QĐ-UBND 4/9")
    assert "Sương (thay đ/c Chánh Văn phòng): báo xong" in story(mau)[1]


def test_documents_taken_back_stay_in_the_story(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "lam> hoàn tác")
    lines = story(mau)
    assert lines[1].endswith("Lâm: rút lại")
    assert lines[2].endswith("Lâm: báo xong; QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026")
    assert "Minh chứng: QĐ 45" not in mau.say("12", who="mai")


def test_times_are_the_offices(mau: Office) -> None:
    mau.clock.now = datetime(2026, 9, 8, 0, 30, tzinfo=ZONE)  # the evening before in UTC
    talk(mau, "lam> đã rõ 12")
    assert story(mau)[1] == "00:30 08/9/2026 Lâm: đã nhận"


def test_what_was_typed_is_shown_as_text(mau: Office) -> None:
    talk(mau, 'lam> ghi chú 12: <b>gấp</b> & "hỏi" {{ 7*7 }} 😀', f"lam> ghi chú 12: {'dài ' * 400}")
    text = mau.ask("lịch sử việc 12", who="lam").text
    assert text.count("<b>") == 1
    assert "&lt;b&gt;gấp&lt;/b&gt; &amp;" in text
    assert "{{ 7*7 }} 😀" in text
    assert max(map(len, text.splitlines())) <= 400


def test_a_story_is_asked_without_changing_anything(mau: Office) -> None:
    before = fingerprint(mau.database)
    for form in FORMS:
        talk(mau, f"lam> {form}")
    assert fingerprint(mau.database) == before


@pytest.mark.parametrize("who", ["mai", "son", "tuyet", "hai", "suong"])
def test_everybody_who_sees_the_work_sees_its_story(quiet_mau: Office, who: str) -> None:
    assert story(quiet_mau, "lịch sử việc 12", who)[0].startswith("#12")
