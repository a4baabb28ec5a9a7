"""`/remove`: all chats and unused codes of a person end at once; what they said stays."""

import pytest

from tests.models.small import refused, told
from tests.offices import Office
from tests.strangers import ADMINISTRATORS, SENTENCE, invited, joins, sends


def test_all_chats_and_codes_of_a_person_end_at_once(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        joins(office, "Mai", "1")
        joins(office, "Mai", "2", "zalo")
        code = invited(office, "Mai")
        answer = office.say("gỡ kết nối Mai", ADMINISTRATORS[office.demonstration.id])
        assert answer.splitlines() == [
            "Đã ngừng kết nối của đ/c Mai (Mai)",
            "Số chat đã ngừng: 2",
            "Mã chưa dùng đã hủy: 1",
            'Những gì đã ghi vẫn được giữ. Cho dùng lại: "mời Mai"',
        ]
        assert sends(office, "điểm", "1") == sends(office, "điểm", "2", "zalo") == sends(office, code, "3") == SENTENCE


def test_what_a_removed_person_said_stays(mau: Office) -> None:
    joins(mau, "Mai")
    sends(mau, "số liệu 7.3.2 48/120")
    mau.say("gỡ Mai", "thach")
    assert "48/120" in mau.say("điểm 7.3.2", "lam")
    joins(mau, "Mai")
    assert sends(mau, "hoàn tác").startswith("Đã rút lại")


def test_others_stay(mau: Office) -> None:
    joins(mau, "Mai", "1")
    joins(mau, "Lâm", "2")
    mau.say("gỡ Mai", "thach")
    assert sends(mau, "tôi", "2").startswith("Lâm")


def test_where_there_is_nothing_to_end_it_says_so_and_changes_nothing(mau: Office) -> None:
    assert refused(mau, "gỡ kết nối Lâm", "thach") == (
        "Đ/c Chánh Văn phòng (Lâm) không có chat hay mã nào đang dùng được."
    )


@pytest.mark.parametrize(
    ("line", "who", "said"),
    [
        ("gỡ kết nối", "thach", "Gỡ kết nối của ai?"),
        ("gỡ Thạch", "thach", "Không tự gỡ mình."),
        ("gỡ Hà", "thach", 'Không thấy ai là "Hà".'),
        ("gỡ thống", "thach", 'Không thấy ai là "thống".'),  # a word of a title is no person
        ("gỡ Lâm", "mai", '"Gỡ kết nối" dành cho quản trị.'),
        ("gỡ Lâm", "son", '"Gỡ kết nối" dành cho quản trị.'),
    ],
)
def test_what_is_refused(mau: Office, line: str, who: str, said: str) -> None:
    joins(mau, "Lâm")
    assert refused(mau, line, who).startswith(said)
    assert sends(mau, "tôi").startswith("Lâm")


def test_a_member_who_is_removed_while_asked_something_is_a_stranger_next(mau: Office) -> None:
    joins(mau, "Mai")
    told(mau, "số liệu 7.3.2 48/120")
    mau.say("gỡ Mai", "thach")
    assert sends(mau, "hoàn tác") == SENTENCE
