"""Links that open a chat with the bot: only where its name is known, and only what Telegram carries."""

from datetime import timedelta

from models.chat_tables import ChannelState
from models.codes import code_in, new_code, printed
from models.links import telegram_link, telegram_name
from tests.offices import Office


def test_a_link_carries_the_code_as_the_bot_will_read_it(mau: Office) -> None:
    code = printed(new_code())
    with mau.database.writing() as session:
        assert (telegram_name(session), telegram_link(session, code)) == ("", "")
        session.add(ChannelState("telegram", "7", "cchc_mau_bot", mau.clock.now))
        link = telegram_link(session, code)
        assert link.startswith("https://t.me/cchc_mau_bot?start=")
        parameter = link.rpartition("=")[2]
        assert code_in(f"/start {parameter}") == code_in(code) == parameter


def test_the_bot_heard_last_counts_and_no_other_messengers(mau: Office) -> None:
    now = mau.clock.now
    with mau.database.writing() as session:
        session.add(ChannelState("zalo", "1", "zalo_bot", now + timedelta(hours=2)))
        session.add(ChannelState("telegram", "7", "old_bot", now))
        session.add(ChannelState("telegram", "8", "new_bot", now + timedelta(hours=1)))
        session.add(ChannelState("telegram", "9", "kh/ác?x", now + timedelta(hours=3)))
        assert telegram_name(session) == "new_bot"


def test_what_no_link_could_carry_gives_none(mau: Office) -> None:
    with mau.database.writing() as session:
        session.add(ChannelState("telegram", "7", "cchc_mau_bot", mau.clock.now))
        assert [telegram_link(session, text) for text in ("", "a b", "x" * 65, "ữ")] == [""] * 4
