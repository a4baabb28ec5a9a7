"""Work that waits to be checked, concluded or decided on: who hears of it, when, and how it stands in the digest."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from models.chat_tables import Acting
from models.tables import Person
from models.work_tables import Work
from tests.handlers.at_work import DONE_12, new, on_the_day, recorded
from tests.offices import Office
from tests.scheduling.mornings import at, messages, of_kind, rungs, told


def about(office: Office, day: int, number: int, month: int = 9) -> list[tuple[str, str]]:
    """Who is owed which step of a piece of work on a day of 2026."""
    of_it = rungs(office, at(2026, month, day), "checks")
    return [(who, rung) for who, subject, rung in of_it if subject == f"#{number}"]


def nothing_waits(office: Office) -> Office:
    """The day of the model messages, with nothing that has waited since before, and the week's rates told."""
    with on_the_day(office).database.writing() as session:
        session.execute(update(Work).where(Work.state == "reported").values(state="closed", closed=True))
    messages(office, at(2026, 9, 8))
    office.clock.now = at(2026, 9, 8, 8, 12)
    return office


def test_the_officer_hears_of_reported_work_after_one_three_and_every_five_working_days(mau: Office) -> None:
    recorded(nothing_waits(mau), DONE_12)  # on Tuesday
    steps = {8: "", 9: "waits_1", 10: "waits_1", 11: "waits_3", 14: "waits_3", 15: "waits_week_1", 22: "waits_week_2"}
    for day, step in steps.items():
        assert about(mau, day, 12) == ([("mai", step)] if step else []), day


def test_a_week_that_is_begun_anew_by_another_report_counts_anew(mau: Office) -> None:
    recorded(nothing_waits(mau), DONE_12)
    messages(mau, at(2026, 9, 9))
    mau.clock.now = at(2026, 9, 9, 15)
    recorded(mau, "mai> đề nghị bổ sung 12: bản có dấu")
    assert about(mau, 10, 12) == []
    mau.clock.now = at(2026, 9, 10, 15)
    recorded(mau, DONE_12)
    assert about(mau, 11, 12) == [("mai", "waits_1")]
    assert "CHỜ ĐỐI CHIẾU\n#12" in told(mau, at(2026, 9, 11), "mai")


def test_who_reported_does_not_check_and_the_next_officer_above_hears_of_it(mau: Office) -> None:
    nothing_waits(mau)
    number = new(mau, "Lập danh mục hồ sơ; xã Mẫu; 30/9", who="giang")
    recorded(mau, f"mai> xong {number} KH 9/KH-UBND 8/9")
    assert about(mau, 9, number) == [("tuyet", "waits_1")]


def test_where_nobody_else_may_check_nobody_is_asked(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 7, 18, 8)
    number = new(van_canh, "Lập danh mục hồ sơ; huyện Vân Canh; 30/9", who="duong")
    recorded(van_canh, f"mai> xong {number} KH 9/KH-UBND 15/7")
    assert f"#{number}" not in [subject for _, subject, _ in rungs(van_canh, at(2022, 7, 19), "checks")]


def test_what_was_checked_waits_for_who_gave_it(mau: Office) -> None:
    nothing_waits(mau)
    number = new(mau, "Kiểm tra kỷ luật, kỷ cương; Văn phòng; 30/9", who="giang")
    recorded(mau, f"lam> xong {number} BC 45/BC-UBND 8/9", f"mai> đối chiếu {number}")
    assert about(mau, 9, number) == [("giang", "waits_1")]
    assert told(mau, at(2026, 9, 9), "giang") == (
        "Kính gửi đ/c Phó Chủ tịch\n"
        "Thứ Tư 09/9/2026: 1 việc cần xử lý\n"
        "CHỜ KẾT LUẬN\n"
        f"#{number} Kiểm tra kỷ luật, kỷ cương – Văn phòng, chờ 1 ngày làm việc\n"
        f'Trả lời: "kết luận {number}" hoặc "đề nghị bổ sung {number}: <nội dung>".\n'
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102\n"
        f'Trả lời: "kết luận {number}"'
    )


def test_what_somebody_gave_who_has_left_waits_for_the_officers(mau: Office) -> None:
    nothing_waits(mau)
    with mau.database.writing() as session:
        session.execute(update(Work).where(Work.id == 12).values(state="checked", assigned_by=None))
    assert [who for who, _ in about(mau, 9, 12)] == ["mai"]


def test_who_acts_for_the_officer_hears_of_it(mau: Office) -> None:
    recorded(nothing_waits(mau), DONE_12)
    with mau.database.writing() as session:
        ids = {key: id_ for id_, key in session.execute(select(Person.id, Person.key))}
        session.add(Acting(ids["mau/mai"], ids["mau/suong"], date(2026, 9, 9), date(2026, 9, 11)))
    assert about(mau, 9, 12) == [("suong", "waits_1")]
    assert "CHỜ ĐỐI CHIẾU\n#12" in told(mau, at(2026, 9, 9), "suong")


def test_more_time_is_asked_of_the_leaders_whose_level_set_the_date(mau: Office) -> None:
    recorded(nothing_waits(mau), "khe> xin thêm 9 30/9 chờ ý kiến Sở")
    assert about(mau, 9, 9) == [("giang", "waits_1"), ("son", "waits_1")]
    assert told(mau, at(2026, 9, 9), "son") == (
        "Kính gửi đ/c Chủ tịch\n"
        "Thứ Tư 09/9/2026: 1 việc cần xử lý\n"
        "XIN THÊM THỜI HẠN\n"
        "#9 Sửa mái che, chỗ chờ của Trung tâm – Phòng Kinh tế, hạn 15/9 xin đến 30/9, chờ 1 ngày làm việc\n"
        'Trả lời: "cho thêm 9" hoặc "không cho thêm 9: <lý do>".\n'
        "Đầu mối CCHC: đ/c Mai, máy lẻ 102\n"
        'Trả lời: "cho thêm 9"'
    )
    recorded(mau, "son> cho thêm 9")
    assert about(mau, 10, 9) == []


def test_a_heads_own_day_is_moved_by_the_head_and_stands_in_one_line(mau: Office) -> None:
    nothing_waits(mau)
    number = new(mau, "Lập danh mục hồ sơ; Văn phòng; 11/9", who="lam")
    recorded(mau, f"suong> xin thêm {number} 30/9 nhiều hồ sơ")
    assert about(mau, 9, number) == [("lam", "waits_1")]
    digest = told(mau, at(2026, 9, 10), "lam")
    assert f"XIN THÊM THỜI HẠN\n#{number}" in digest
    assert digest.count(f"#{number} ") == 1


def test_the_officer_decides_where_work_goes(mau: Office) -> None:
    recorded(nothing_waits(mau), "nguyet> chuyển 10 Phòng Kinh tế: không thuộc nhiệm vụ", DONE_12)
    assert about(mau, 9, 10) == [("mai", "waits_1")]
    assert told(mau, at(2026, 9, 9), "mai") == (
        "Kính gửi đ/c Mai\n"
        "Thứ Tư 09/9/2026: 2 việc cần xử lý\n"
        "ĐỀ NGHỊ CHUYỂN\n"
        "#10 Quyết định ủy quyền giải quyết TTHC (4.3.1) · 0,6 điểm (chung 2 việc)"
        " – Phòng Văn hóa - Xã hội sang Phòng Kinh tế, chờ 1 ngày làm việc\n"
        "CHỜ ĐỐI CHIẾU\n"
        "#12 Quy chế phối hợp giải quyết TTHC (3.4.1) · 0,5 điểm – Văn phòng, chờ 1 ngày làm việc\n"
        'Trả lời: "chuyển 10" hoặc "đối chiếu 12".\n'
        'Trả lời: "chuyển 10", "đối chiếu 12"'
    )


def test_one_person_who_decides_on_both_is_told_of_a_piece_of_work_once(mau: Office) -> None:
    nothing_waits(mau)
    number = new(mau, "Lập danh mục hồ sơ; Văn phòng; 30/9", who="son")
    recorded(mau, f"lam> xin thêm {number} 9/10 nhiều hồ sơ", f"lam> chuyển {number} Phòng Kinh tế: không thuộc việc")
    with mau.database.writing() as session:  # Mai acts for both leaders, and keeps her own post
        ids = {key: id_ for id_, key in session.execute(select(Person.id, Person.key))}
        for leader in ("mau/son", "mau/giang"):
            session.add(Acting(ids[leader], ids["mau/mai"], date(2026, 9, 9), date(2026, 9, 9)))
    assert about(mau, 9, number) == [("mai", "waits_1")]
    assert told(mau, at(2026, 9, 9), "mai").count(f"#{number} ") == 1


def test_what_was_answered_before_it_is_said_is_not_said(mau: Office) -> None:
    recorded(nothing_waits(mau), DONE_12)
    recorded(mau, "mai> đối chiếu 12")
    assert told(mau, at(2026, 9, 9), "mai") == ""


def test_what_waits_less_than_a_day_stands_beside_and_sends_nothing(mau: Office) -> None:
    recorded(nothing_waits(mau), DONE_12)
    assert about(mau, 8, 12) == []
    mau.clock.now = at(2026, 9, 9, 7, 35)
    recorded(mau, "nguyet> chuyển 10 Phòng Kinh tế: không thuộc nhiệm vụ")
    assert "sang Phòng Kinh tế\n" in told(mau, at(2026, 9, 9), "mai")


def test_only_the_days_that_are_worked_are_counted(van_canh: Office) -> None:
    van_canh.clock.now = at(2022, 7, 15, 16)  # a Friday
    recorded(van_canh, "tung> xong 4 QĐ 88/QĐ-UBND 15/7")
    assert ("mai", "#4", "waits_1") in rungs(van_canh, at(2022, 7, 18), "checks")
    said = told(van_canh, at(2022, 7, 18), "mai")
    assert "#4 Quy định chức năng, nhiệm vụ các phòng (4.1) · 0,5 điểm – Phòng Nội vụ, chờ 1 ngày làm việc" in said


def test_a_province_reads_whose_work_it_is(mau: Office) -> None:
    nothing_waits(mau)
    number = new(mau, "Lập danh mục hồ sơ; xã Mẫu; 30/9", who="giang")
    recorded(mau, f"mai> xong {number} KH 9/KH-UBND 8/9")
    assert f"#{number} Lập danh mục hồ sơ – xã Mẫu, chờ 1 ngày làm việc" in told(mau, at(2026, 9, 9), "tuyet")


@pytest.mark.parametrize("hour", [7, 9, 14, 16])
def test_what_waits_is_owed_the_same_whenever_it_is_asked(mau: Office, hour: int) -> None:
    recorded(nothing_waits(mau), DONE_12, "khe> xin thêm 9 30/9 chờ ý kiến Sở")
    for day in range(1, 20):
        first = of_kind(mau, at(2026, 9, 8) + timedelta(days=day), "checks")
        assert of_kind(mau, at(2026, 9, 8, hour, 45) + timedelta(days=day), "checks") == first


def test_every_button_of_it_does_what_it_says(mau: Office) -> None:
    recorded(nothing_waits(mau), "khe> xin thêm 9 30/9 chờ ý kiến Sở", DONE_12)
    recorded(mau, "nguyet> chuyển 10 Phòng Kinh tế: không thuộc nhiệm vụ")
    said = messages(mau, at(2026, 9, 9))
    for who in ("son", "mai"):
        for choice in said[who].choices:
            if not choice.aside:
                recorded(mau, f"{who}> {choice.command}")
