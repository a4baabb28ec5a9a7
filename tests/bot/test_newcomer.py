"""`/as khách`: in a demonstration one may try how somebody joins."""

from datetime import timedelta

from bot.channels.console import Console
from bot.dispatch import Dispatcher
from tests.offices import CLOCKWORK, ZONE, Office
from tests.strangers import ADMINISTRATORS, PRINTED, SENTENCE


def console(office: Office, demonstration: bool = True) -> Console:
    dispatcher = Dispatcher(office.database, ZONE, timedelta(days=30))
    return Console(
        dispatcher, lambda: office.clock.now, office.demonstration.speaker, CLOCKWORK if demonstration else None
    )


def test_a_newcomer_is_told_one_sentence_and_joins_with_a_code(van_canh: Office, mau: Office) -> None:
    for office in (van_canh, mau):
        terminal = console(office)
        assert terminal.answer("/as khách").startswith("Đang hỏi với tư cách: người chưa kết nối.")
        assert terminal.answer("điểm") == terminal.answer("/start") == SENTENCE
        terminal.answer(f"/as {ADMINISTRATORS[office.demonstration.id]}")
        code = PRINTED.findall(terminal.answer("mời Mai"))[0]
        terminal.answer("/as khach")
        assert terminal.answer(code).startswith("Đã kết nối: Mai")
        assert terminal.answer("tôi").startswith("Mai")
        assert "Kết nối: màn hình trình diễn, từ 08:00 " in terminal.answer("tôi")
        assert terminal.answer("ngừng kết nối").startswith("Đã ngừng kết nối")
        assert terminal.answer("tôi") == SENTENCE


def test_the_next_newcomer_has_not_joined(mau: Office) -> None:
    terminal = console(mau)
    for whom in ("Mai", "Lâm"):
        terminal.answer("/as thach")
        code = PRINTED.findall(terminal.answer(f"mời {whom}"))[0]
        terminal.answer("/as khách")
        assert terminal.answer("tôi") == SENTENCE
        assert terminal.answer(code).startswith(f"Đã kết nối: {whom}")
    assert terminal.answer("/as").splitlines()[-1] == "khách: người chưa kết nối"


def test_in_a_real_office_nobody_changes_who_speaks(mau: Office) -> None:
    terminal = console(mau, demonstration=False)
    assert terminal.answer("/as khách").startswith("Chưa hiểu")
    assert terminal.answer("tôi").startswith("Mai")
