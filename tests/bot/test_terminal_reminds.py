"""In a demonstration the clock is moved at the terminal, and whoever speaks there reads what they are reminded of."""

import pytest

from tests.bot.test_newcomer import console
from tests.offices import Office
from tests.processes import run

MORNING = "/now 2026-09-14T06:46"


def test_what_a_person_is_reminded_of_is_read_once(mau: Office) -> None:
    terminal = console(mau)
    terminal.answer("/as lam")
    said = terminal.answer(MORNING)
    assert said.startswith("Bây giờ là 06:46 14/9/2026\n\nKính gửi đ/c Chánh Văn phòng\nThứ Hai 14/9/2026: ")
    assert "Kính gửi" not in terminal.answer("/now")


def test_what_others_are_reminded_of_waits_for_them(mau: Office) -> None:
    terminal = console(mau)
    terminal.answer("/as lam")
    terminal.answer(MORNING)
    terminal.answer("/as khe")
    assert "QUÁ HẠN 15 ngày làm việc" in terminal.answer("/now")
    terminal.answer("/as khách")
    assert "Kính gửi" not in terminal.answer("/now")


def test_answers_stand_at_that_time(mau: Office) -> None:
    terminal = console(mau)
    terminal.answer("/as lam")
    terminal.answer(MORNING)
    assert "(báo trên hệ thống 06:46)" in terminal.answer("đã gửi 34 125/BC-UBND 14/9") or "14/9" in terminal.answer(
        "việc 34"
    )


@pytest.mark.parametrize("wrong", ["/now", "/now mai", "/now 2026-08-01T08:00", "/now 9999-01-01", "/now 2026-13-01"])
def test_the_clock_only_runs_on(mau: Office, wrong: str) -> None:
    terminal = console(mau)
    assert terminal.answer(wrong) == ("Bây giờ là 08:00 25/8/2026. Chuyển đến lúc sau đó: /now 2026-08-25T16:01")


def test_a_real_office_has_no_such_clock(mau: Office) -> None:
    assert "Bây giờ" not in console(mau, demonstration=False).answer(MORNING)


def test_it_is_so_in_the_other_office_and_from_outside() -> None:
    said = run("chat", "--demo", "van-canh", stdin="/as khue\n/now 2022-07-19T07:31\n").stdout
    assert "Bây giờ là 07:31 19/7/2022" in said


def test_who_is_urged_in_a_demonstration_reads_it_there() -> None:
    lines = "đôn đốc 34\nđồng ý\n/as lam\n/now\nđã gửi 125/BC-UBND 8/9\n"
    said = run("chat", "--demo", "mau", "--now", "2026-09-08T08:12", "--as", "mai", stdin=lines).stdout
    assert "Đã gửi đôn đốc 1 người\nđ/c Chánh Văn phòng" in said
    assert "Đề nghị gửi #34 Báo cáo CCHC quý III gửi Sở Nội vụ" in said.partition("Bây giờ là")[2]
    assert "Đã ghi nhận báo cáo #34" in said  # without a number: it is the one report that was told of
