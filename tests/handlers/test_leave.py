"""`/leave`: the chat it is said in ends."""

import pytest

from tests.models.small import refused
from tests.offices import Office, fingerprint
from tests.strangers import SENTENCE, joins, sends


def test_a_chat_ends_where_it_is_said_and_only_there(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        joins(office, "Mai", "1")
        joins(office, "Mai", "2", "zalo")
        sends(office, "tôi", "2", "zalo")  # that a second code was made
        assert sends(office, "ngừng kết nối", "1").splitlines() == [
            "Đã ngừng kết nối ở chat này.",
            "Những gì đồng chí đã ghi vẫn được giữ.",
            "Muốn dùng lại, đề nghị quản trị cấp mã mới.",
        ]
        assert sends(office, "tôi", "1") == SENTENCE
        assert sends(office, "tôi", "2", "zalo").startswith("Mai")
        joins(office, "Mai", "1")


def test_at_the_terminal_there_is_no_chat_to_end(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        for who in ("mai", "thach" if office is mau else "thong"):
            assert refused(office, "ngừng kết nối", who).startswith("Đồng chí đang dùng tại máy, không qua chat nào")


@pytest.mark.parametrize("line", ["ngừng kết nối với phòng", "leave 12", "rời trợ lý sau"])
def test_it_is_never_taken_from_another_sentence(mau: Office, line: str) -> None:
    joins(mau, "Mai")
    before = fingerprint(mau.database)
    assert sends(mau, line) == 'Muốn ngừng dùng trợ lý ở chat này, chỉ nhắn: "ngừng kết nối".'
    assert fingerprint(mau.database) == before


@pytest.mark.parametrize("line", ["rồi", "roi", "rời"])
def test_already_is_not_leaving(mau: Office, line: str) -> None:
    joins(mau, "Mai")
    sends(mau, line)
    assert sends(mau, "tôi").startswith("Mai")


def test_what_is_repeated_by_the_messenger_is_answered_as_before(mau: Office) -> None:
    joins(mau, "Mai")
    first = sends(mau, "/leave", update_id="5")
    assert first.startswith("Đã ngừng kết nối")
    assert sends(mau, "/leave", update_id="5") == first
