"""`/quota`: what each account sent this month, of how much, and what waits."""

from datetime import timedelta

import pytest

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from handlers import Rules
from models.chat_tables import ChannelState
from models.quota import Quota, add_sent
from tests.bot.test_quota import SEPTEMBER, TUESDAY, Process, owe
from tests.offices import ZONE, Office, typed
from tests.scheduling.days import at


def asked(office: Office, monthly: int, who: str = "mai") -> list[str]:
    rules = Rules(monthly={"telegram": monthly})
    dispatcher = Dispatcher(office.database, ZONE, timedelta(days=30), rules)
    return shown(dispatcher.answer(typed("hạn mức", f"{office.demonstration.id}/{who}"), office.clock.now)).splitlines()


def sent(office: Office, number: int, account: str = "123456") -> None:
    office.clock.now = at(TUESDAY, 8)
    with office.database.writing() as session:
        add_sent(session, Quota("telegram", account), SEPTEMBER, number)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (100, ["Telegram (123456): 100/3.000 tin, 3,33 %"]),
        (2412, ["Telegram (123456): 2.412/3.000 tin, 80,4 %", "Chờ: lời nhắc sớm, bản tổng hợp tuần và tháng."]),
        (2712, ["Telegram (123456): 2.712/3.000 tin, 90,4 %", "Chỉ gửi trả lời và việc đến hạn, quá hạn."]),
        (3001, ["Telegram (123456): 3.001/3.000 tin, 100,03 %", "Hết hạn mức: chỉ gửi trả lời và lời nhắc bắt buộc."]),
    ],
)
def test_it_tells_how_much_is_used_and_what_that_means(mau: Office, number: int, said: list[str]) -> None:
    sent(mau, number)
    assert asked(mau, 3000) == ["Tin đã gửi tháng 9/2026", *said]


def test_what_waits_is_counted(mau: Office) -> None:
    mau.clock.now = at(TUESDAY, 8)
    process = Process(mau)
    process.phone("lam", 7001)
    owe(process, "lam", "before_5")
    sent(mau, 80)
    assert asked(mau, 100, "thach")[-1] == "Đang chờ: 1 tin"


def test_without_a_quota_the_count_is_told_and_each_account_for_itself(mau: Office) -> None:
    assert asked(mau, 0)[1:] == ["Chưa gửi tin nào."]
    sent(mau, 7)
    sent(mau, 3500, "2")
    with mau.database.writing() as session:
        session.add(ChannelState("telegram", "2", "cchc_bot", mau.clock.now))
    assert asked(mau, 0)[1:] == [
        "Telegram (123456): 7 tin, không đặt hạn mức", "Telegram (cchc_bot): 3.500 tin, không đặt hạn mức",
    ]  # fmt: skip


def test_it_is_not_answered_from_memory(mau: Office) -> None:
    sent(mau, 1)
    first = asked(mau, 0)
    sent(mau, 1)
    assert asked(mau, 0) != first
