"""`/snooze`: a person's reminders wait until a day, the due day stays, and on it people are told anyway."""

import pytest

from tests.handlers.at_work import events, on_the_day, recorded, talk
from tests.offices import Office
from tests.scheduling.mornings import at, told


def test_it_says_when_it_comes_back_and_that_the_day_stays(mau: Office) -> None:
    answer = talk(on_the_day(mau), "lam> nhắc lại 34 thứ 5")
    assert answer.splitlines()[:2] == [
        "Nhắc lại #34: thứ Năm 10/09/2026",
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ: hạn không đổi, thứ Sáu 11/9",
    ]


def test_until_then_it_is_left_out_and_then_it_is_told(mau: Office) -> None:
    recorded(on_the_day(mau), "lam> nhắc lại 15 14/9")
    assert "#15" not in told(mau, at(2026, 9, 9), "lam") + told(mau, at(2026, 9, 11), "lam")
    assert "#15 Công khai 12 TTHC mới" in told(mau, at(2026, 9, 14), "lam")


def test_work_far_ahead_comes_back_too(mau: Office) -> None:
    recorded(on_the_day(mau), "khe> nhắc lại 9 10/9")
    assert "#9 Sửa mái che" in told(mau, at(2026, 9, 10), "khe")


def test_after_an_outage_it_comes_back_on_the_first_morning(mau: Office) -> None:
    recorded(on_the_day(mau), "lam> nhắc lại 15 9/9")
    assert "#15" in told(mau, at(2026, 9, 10), "lam")
    assert "#15" not in told(mau, at(2026, 9, 14, 9), "khe")


def test_in_the_district_too(van_canh: Office) -> None:
    answer = van_canh.say("nhắc lại 17 25/7", who="dao")
    assert answer.startswith("Nhắc lại #17: thứ Hai 25/07/2022\n")
    assert "#17" not in told(van_canh, at(2022, 7, 20), "dao")
    assert "#17" in told(van_canh, at(2022, 7, 25), "dao")


def test_on_a_day_off_it_comes_back_on_the_next_working_day(mau: Office) -> None:
    answer = talk(on_the_day(mau), "lam> nhắc lại 15 12/9")
    assert "Nhắc lại #15: thứ Hai 14/09/2026" in answer
    assert "Thứ Bảy 12/09/2026 là ngày nghỉ" in answer


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nhắc lại 34 14/9", "đến hạn thứ Sáu 11/9, trước ngày 14/9: đến hạn vẫn được nhắc"),
        ("nhắc lại 12 thứ 5", "#12 đã quá hạn nên vẫn được nhắc"),
        ("nhắc lại 34 7/9/2026", "không sau hôm nay"),
        ("nhắc lại 34", "Nhắc lại ngày nào?"),
        ("nhắc lại 34 31/9", "Không có ngày 31/9"),
        ("nhắc lại 99 10/9", "Không có việc #99"),
    ],
)
def test_what_cannot_wait_is_refused_in_one_sentence(mau: Office, line: str, says: str) -> None:
    answer = talk(on_the_day(mau), f"lam> {line}")
    assert says in answer
    assert "snooze" not in events(mau, 34)
    assert len(answer.splitlines()) == 1


def test_in_reply_to_a_digest_it_is_about_all_of_it(mau: Office) -> None:
    digest = told(on_the_day(mau), at(2026, 9, 8), "lam")
    assert "#12" in digest
    answer = mau.say("nhắc lại thứ 5", who="lam", quoted=digest)
    assert answer.startswith("Nhắc lại #34, #15: thứ Năm 10/09/2026\n")
    assert "Vẫn nhắc như thường: #12" in answer


def test_soon_after_a_digest_no_number_is_needed(mau: Office) -> None:
    told(on_the_day(mau), at(2026, 9, 8), "lam")
    assert talk(mau, "lam> nhắc lại thứ 5").startswith("Nhắc lại #")


def test_it_is_taken_back(mau: Office) -> None:
    recorded(on_the_day(mau), "lam> nhắc lại 15 10/9", "lam> nhắc lại 15 14/9", "lam> hoàn tác")
    assert "#15 Công khai 12 TTHC mới" in told(mau, at(2026, 9, 10), "lam")


def test_it_is_ones_own_only(mau: Office) -> None:
    recorded(on_the_day(mau), "suong> nhắc lại 15 14/9")
    assert "#15" in told(mau, at(2026, 9, 8), "lam")
    assert "#15" not in told(mau, at(2026, 9, 10), "khe")
    assert "Không có việc #15" in talk(mau, "khe> nhắc lại 15 14/9")


def test_its_history_tells_of_it(mau: Office) -> None:
    recorded(on_the_day(mau), "lam> nhắc lại 15 14/9")
    assert "hẹn nhắc lại 14/9/2026" in talk(mau, "mai> lịch sử việc 15")
