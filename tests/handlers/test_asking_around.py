"""`/find`, `/units`, `/me`, `/help`: finding one's way."""

import pytest
from sqlalchemy import delete

from handlers import commands
from models.tables import Assessment, Exclusion, Misprint, Scorecard
from tests.offices import Office


def test_criteria_are_found_without_accents_by_the_beginnings_of_words(van_canh: Office) -> None:
    assert van_canh.say("tim xin loi").startswith('1 tiêu chí có "xin loi"\n3.6 Xin lỗi khi giải quyết TTHC trễ hạn: ')
    assert van_canh.say("/find XIN LỖI 2021").splitlines()[1].endswith("0,86/1 (trừ 0,14)")


def test_words_that_are_nowhere_are_answered_with_what_to_try(mau: Office) -> None:
    assert mau.say("tìm thủy lợi").startswith('Không có tiêu chí nào có "thủy lợi"')
    assert mau.say("tìm") == 'Tìm gì? Ví dụ: "tìm trực tuyến".'


def test_accents_count_where_they_are_typed(van_canh: Office) -> None:
    assert van_canh.say("tìm kiểm tra").splitlines()[0] == '8 tiêu chí có "kiểm tra"'
    assert van_canh.say("tìm kiếm kiểm tra") == van_canh.say("tìm kiểm tra")
    assert "hệ thống hóa" not in van_canh.say("tìm hồ sơ")


def test_units_say_what_they_answer_for_and_what_was_lost_there(van_canh: Office) -> None:
    lines = van_canh.say("đơn vị 2021").splitlines()
    assert lines[0] == "7 đơn vị phụ trách tiêu chí của huyện Vân Canh"
    assert "Phòng Tài chính - Kế hoạch: 5 tiêu chí, bị trừ 2" in lines
    assert "Phòng Tư pháp: 6 tiêu chí" in lines


def test_units_of_both_offices_add_up_to_what_the_office_lost(mau: Office, van_canh: Office) -> None:
    for office, line, total in ((van_canh, "đơn vị 2021", 14.16), (mau, "đơn vị", 6.2)):
        lost = [
            float(row.rpartition(" ")[2].replace(",", "."))
            for row in office.say(line).splitlines()
            if "bị trừ" in row or "đã mất" in row
        ]
        assert round(sum(lost), 1) == round(total, 1)


def test_a_person_is_told_who_the_bot_takes_them_for(van_canh: Office, mau: Office) -> None:
    assert van_canh.say("tôi").splitlines() == [
        "Mai, máy lẻ 102",
        "Chuyên viên Phòng Nội vụ, đầu mối CCHC – huyện Vân Canh",
        "Xem được điểm của: huyện Vân Canh (2020, 2021, 2022)",
    ]
    assert "xã Mẫu (2025, 2026)" in mau.say("me")


def test_somebody_without_a_post_that_day_is_a_stranger(van_canh: Office) -> None:
    stranger = "Đây là trợ lý nội bộ. Nếu đồng chí đã được cấp mã, xin gửi mã để kết nối."
    assert van_canh.say("điểm 2021", who="nobody") == stranger
    van_canh.clock.forward(days=365 * 4)  # the districts are gone
    assert van_canh.say("điểm 2021") == stranger


def test_help_names_every_command_and_each_has_its_examples(van_canh: Office) -> None:
    people = ("que", "mai", "thong", "bach", "cuc")
    short = "\n".join(van_canh.say("trợ giúp", who) for who in people)
    everything = "\n".join(van_canh.say("trợ giúp tất cả", who) for who in people)
    for command in commands().values():
        assert f"{command.names[0]}: {command.summary}" in everything
        assert command.names[0] in short
        one = van_canh.say(f"trợ giúp {command.names[0]}")
        assert command.summary in one
        for example in command.examples:
            assert f'"{example}"' in one


def test_help_shows_what_one_may_use_on_a_phone(mau: Office, van_canh: Office) -> None:
    for office, head, staff in ((mau, "lam", "suong"), (van_canh, "que", "cuc")):
        for who in ("mai", head, staff):
            assert len(office.say("trợ giúp", who).splitlines()) <= 9
        assert "đối chiếu" in office.say("trợ giúp", "mai")
        assert "đối chiếu" not in office.say("trợ giúp", head).replace("Giao, đối chiếu", "")
        assert "mời" not in office.say("trợ giúp", "mai")


def test_help_for_a_misspelt_command_names_the_nearest(van_canh: Office) -> None:
    assert van_canh.say("trợ giúp diemm") == 'Không có lệnh "diemm". Gần nhất: "trợ giúp điểm".'


@pytest.mark.parametrize("office", ["van-canh", "mau"])
def test_every_example_of_every_command_is_understood_in_both_offices(open_office, office: str) -> None:  # type: ignore[no-untyped-def]
    spoken: Office = open_office(office)
    for command in commands().values():
        for example in command.examples:
            answer = spoken.say(example)
            assert "Chưa hiểu" not in answer
            assert "mã lỗi" not in answer, (example, answer)


def test_the_province_sees_which_units_are_scored(mau: Office) -> None:
    assert mau.say("đơn vị", who="mau/tuyet").splitlines() == [
        "3 đơn vị được chấm điểm năm 2026",
        "xã Mẫu",
        "xã Mẫu Đông",
        "phường Mẫu Tây",
        'Xem các phòng của một đơn vị: "đơn vị xã Mẫu"',
    ]


def test_one_unit_can_be_asked_about_alone(van_canh: Office) -> None:
    assert van_canh.say("đơn vị 2021 tư pháp").splitlines()[2] == "Phòng Tư pháp: 6 tiêu chí"


def test_somebody_whose_unit_is_not_scored_is_told_so(mau: Office) -> None:
    with mau.database.writing() as session:
        for table in (Exclusion, Misprint, Assessment, Scorecard):
            session.execute(delete(table))
    assert mau.say("điểm") == "Chưa có điểm của đơn vị nào để xem. Đề nghị hỏi đầu mối CCHC."
    assert "Chưa có điểm của đơn vị nào để xem." in mau.say("tôi")
