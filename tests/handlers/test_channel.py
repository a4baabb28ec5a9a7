"""`/channel`: who has both messengers is told things on one, and hears on the other where that cannot be reached."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.chat_tables import Chat, Notification
from models.messages import Sender
from models.outbox import owed, take_planned
from models.reach import heard, set_reachable, told_on
from models.tables import Person
from tests.offices import Office
from tests.strangers import joins, sends


@pytest.fixture
def mai(mau: Office) -> Office:
    """Mai joined on Telegram, then on Zalo; something waits for her, and both messengers were heard just now."""
    joins(mau, "Mai", "1", "telegram")
    joins(mau, "Mai", "2", "zalo")
    is_heard(mau, "telegram", "zalo")
    with mau.database.writing() as session:
        now = mau.clock.now
        row = Notification(None, id_of(mau), "Việc #12", "pending", "", now, opens_at=now, job="digest", key="k")
        row.expires_at = now + timedelta(days=2)
        session.add(row)
    return mau


def id_of(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalars(select(Person.id).where(Person.key == "mau/mai")).one()


def is_heard(office: Office, *channels: str) -> None:
    with office.database.writing() as session:
        for channel in channels:
            heard(session, channel, "bot", "Bot", office.clock.now)


def goes_to(office: Office) -> list[str]:
    """The messengers on which what waits would be sent now."""
    with office.database.reading() as session:
        return [each for each in ("telegram", "zalo") if owed(session, each, "bot", office.clock.now, 10)]


def taken(office: Office, channel: str) -> Any:
    """What waits, claimed for Mai's chat on a messenger; put back at once."""
    found = None
    with suppress(RuntimeError), office.database.writing() as session:
        chat = session.scalars(select(Chat).where(Chat.channel == channel, Chat.ended_at.is_(None))).one()
        number = session.scalars(select(Notification.id)).one()
        found = take_planned(session, number, chat.id, office.clock.now)
        raise RuntimeError("put back")
    return found


def cannot_be_reached(office: Office, channel: str, address: str) -> None:
    with office.database.writing() as session:
        set_reachable(session, Sender(channel, "bot", address), "blocked", office.clock.now)


def test_the_messenger_joined_last_is_where_one_is_told(mai: Office) -> None:
    assert goes_to(mai) == ["zalo"]
    assert sends(mai, "kênh", "1").endswith(
        "Nhắc việc gửi qua Zalo.\n"
        "Cũng đã kết nối: Telegram. Nhắn ở đâu được trả lời ở đó.\n"
        'Trả lời: "kênh telegram"'
    )  # fmt: skip


def test_who_joins_a_second_messenger_hears_where_things_are_told_now(mau: Office) -> None:
    from tests.strangers import invited

    joins(mau, "Mai", "1", "telegram")
    answer = sends(mau, invited(mau, "Mai"), "2", "zalo")
    assert 'Nhắc việc gửi qua Zalo. Muốn đổi, nhắn "kênh telegram".' in answer
    sends(mau, "kênh telegram", "1")
    answer = sends(mau, invited(mau, "Mai"), "3", "zalo")
    assert 'Nhắc việc gửi qua Telegram. Muốn đổi, nhắn "kênh zalo".' in answer


@pytest.mark.parametrize("line", ["kênh telegram", "Kênh Telegram.", "/channel telegram", "kenh TELEGRAM"])
def test_one_chooses_from_either(mai: Office, line: str) -> None:
    assert "Từ nay nhắc việc gửi qua Telegram." in sends(mai, line, "2", "zalo")
    assert goes_to(mai) == ["telegram"]
    assert "Từ nay nhắc việc gửi qua Zalo." in sends(mai, "kênh zalo", "1", "telegram")
    assert goes_to(mai) == ["zalo"]


def test_a_messenger_one_has_not_joined_is_not_chosen(mai: Office) -> None:
    before = goes_to(mai)
    answer = sends(mai, "kênh viber", "2", "zalo")
    assert 'Đồng chí chưa kết nối "viber". Đã kết nối: Telegram, Zalo.' in answer
    assert goes_to(mai) == before


def test_who_blocked_the_bot_on_the_chosen_one_is_told_on_the_other_and_why(mai: Office) -> None:
    sends(mai, "kênh zalo", "1")
    cannot_be_reached(mai, "zalo", "2")
    assert goes_to(mai) == ["telegram"]
    assert taken(mai, "telegram").passed_over == "zalo"


def test_a_messenger_not_heard_for_an_hour_reaches_nobody(mai: Office) -> None:
    mai.clock.now += timedelta(minutes=50)
    is_heard(mai, "telegram")
    assert goes_to(mai) == ["zalo"]
    mai.clock.now += timedelta(minutes=20)
    is_heard(mai, "telegram")
    assert "telegram" in goes_to(mai)  # Zalo's own process, were there one, would still find it for itself
    assert taken(mai, "telegram").passed_over == "zalo"
    is_heard(mai, "zalo")
    assert goes_to(mai) == ["zalo"]


def test_whom_both_reach_is_not_told_why(mai: Office) -> None:
    assert taken(mai, "zalo").passed_over == ""


def test_a_new_chat_on_the_chosen_messenger_is_the_chosen_one(mai: Office) -> None:
    sends(mai, "kênh telegram", "1")
    joins(mai, "Mai", "9", "telegram")
    with mai.database.reading() as session:
        assert told_on(session, id_of(mai)) == "telegram"
        open_ = session.scalars(select(Chat.address).where(Chat.ended_at.is_(None), Chat.chosen)).all()
    assert open_ == ["9"]


def test_who_has_one_messenger_has_no_choice(mau: Office) -> None:
    joins(mau, "Mai", "1")
    assert "Nhắc việc gửi qua Telegram.\nChưa kết nối ứng dụng nào khác" in sends(mau, "kênh", "1")
    assert "Từ nay nhắc việc gửi qua Telegram." in sends(mau, "kênh telegram", "1")
