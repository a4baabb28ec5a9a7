"""`/remind`: what a person will be told and when, and what leaders want told."""

import time

import pytest

from models.reminder_tables import PlannedSlot
from tests.handlers.at_work import on_the_day, recorded, refused, talk
from tests.offices import Office
from tests.reminding import Year
from tests.scheduling.mornings import at, messages
from tests.scheduling.slots_told import slot


def test_it_tells_day_by_day_what_will_be_said(mau: Office) -> None:
    messages(on_the_day(mau), at(2026, 9, 8))
    assert talk(mau, "lam> lịch nhắc").splitlines()[:4] == [
        "Lịch nhắc 10 ngày làm việc tới, nếu việc chưa xong",
        "Thứ Tư 09/9 07:30: #12 (quá hạn 3 ngày làm việc)",
        "Thứ Năm 10/9 07:30: #34 (còn 1 ngày làm việc)",
        "Thứ Sáu 11/9 07:30: #12 (quá hạn 5 ngày làm việc), #34 (đến hạn), #15 (còn 5 ngày làm việc)",
    ]


@pytest.mark.parametrize("who", ["lam", "khe", "giang", "mai", "hai"])
def test_what_it_tells_is_what_is_then_said(mau: Office, who: str) -> None:
    year = Year(on_the_day(mau))
    year.at(at(2026, 9, 8, 8))
    foretold = [line[: line.index(":", line.index(":") + 1)] for line in talk(mau, f"{who}> lịch nhắc").splitlines()[1:]
                if line.startswith(("Thứ", "Chủ"))]  # fmt: skip
    for day in range(8, 22):
        for hour, minute in ((7, 31), (14, 1), (16, 1)):
            year.at(at(2026, 9, day, hour, minute))
    said = [each for each in year.told if each.who.endswith(f"/{who}") and each.at > at(2026, 9, 8, 8)]
    days = [f"{each.at:%d}/{each.at.month}" for each in said if each.job in ("digest", "last_hours", "escalation")]
    assert {line.split()[2] for line in foretold} <= set(days)
    works = {line.split()[2] for line in foretold}
    assert len(works) >= 1 or who in ("mai", "hai")


def test_in_the_district_too(van_canh: Office) -> None:
    messages(van_canh, at(2022, 7, 18))
    answer = van_canh.say("nhắc tôi", who="cuc")
    assert "Thứ Tư 20/7 07:30: #12 (đến hạn)" in answer
    assert "Thứ Hai 25/7 06:45: #12 (quá hạn 3 ngày làm việc)" in answer


def test_a_day_off_is_none_of_the_ten(mau: Office) -> None:
    mau.clock.now = at(2026, 8, 28, 9)
    answer = talk(mau, "lam> lịch nhắc")
    assert "02/9" not in answer  # the national day
    assert "29/8" not in answer


def test_what_is_done_or_snoozed_is_not_foretold(mau: Office) -> None:
    messages(on_the_day(mau), at(2026, 9, 8))
    recorded(mau, "lam> xong 12 QĐ 45/QĐ-UBND 4/9", "lam> nhắc lại 15 16/9")
    answer = talk(mau, "lam> lịch nhắc")
    assert "#12" not in answer
    assert "Thứ Tư 16/9 07:30: #15 (còn 2 ngày làm việc)" in answer.replace("#34 (quá hạn 3 ngày làm việc), ", "")
    assert "#15 (còn 3" not in answer


def test_a_slot_that_was_planned_is_over(mau: Office) -> None:
    assert "Thứ Ba 08/9 07:30" in talk(on_the_day(mau), "lam> lịch nhắc")
    with mau.database.writing() as session:
        session.add(PlannedSlot("2026-09-08 morning", mau.clock.now, 0))
    assert "Thứ Ba 08/9 07:30" not in talk(mau, "lam> lịch nhắc")


def test_leaders_choose_what_they_are_told(mau: Office) -> None:
    son, giang = talk(on_the_day(mau), "son> lịch nhắc"), talk(mau, "giang> lịch nhắc")
    assert 'Báo cáo việc quá hạn: tắt ("lịch nhắc bật quá hạn")' in son
    assert 'Báo cáo việc quá hạn: bật ("lịch nhắc tắt quá hạn")' in giang
    assert recorded(mau, "son> lịch nhắc bật quá hạn").startswith("Báo cáo việc quá hạn: đã bật\n")
    assert "vẫn bật" in talk(mau, "son> lịch nhắc bật quá hạn")
    recorded(mau, "giang> lịch nhắc tắt quá hạn")
    assert {each.who for each in slot(mau, "08/09/2026", "escalation") if each.job == "escalation"} == {"son"}


def test_others_cannot_switch_off_what_is_due(mau: Office) -> None:
    for line in ("lam> lịch nhắc tắt", "mai> lịch nhắc tắt quá hạn", "lam> lịch nhắc bật tuần"):
        assert "không tắt được" in refused(on_the_day(mau), line)
    assert 'Chưa hiểu "mai mốt"' in refused(mau, "lam> lịch nhắc mai mốt")
    assert "lịch nhắc bật tuần" in refused(mau, "son> lịch nhắc bật cái gì")


def test_its_buttons_are_commands_that_answer(mau: Office) -> None:
    for choice in on_the_day(mau).ask("lịch nhắc", who="giang").choices:
        assert "đã " in mau.say(choice.command, who="giang")


def test_it_answers_in_less_than_a_second(mau: Office) -> None:
    begun = time.perf_counter()
    talk(on_the_day(mau), "mai> lịch nhắc")
    assert time.perf_counter() - begun < 1
