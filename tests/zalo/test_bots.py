"""What a bot may send on the fake Zalo, how much of it, and to whom."""

from datetime import datetime

import pytest

from tests.zalo.asking import post
from tests.zalo.bots import ZONE
from tests.zalo.control import LAM, MAI, OFFICE, Zalo, zalo
from tests.zalo.fixtures import Json


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("sendMessage", {"text": ""}), ("sendMessage", {"text": "x" * 2001}), ("sendMessage", {"text": "🏛" * 1001}),
        ("sendMessage", {"text": 5}), ("sendMessage", {}), ("sendMessage", {"text": "x", "chat_id": MAI}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0, "len": 2, "st": ["b"]}]}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0, "len": 1, "st": ["bold"]}]}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0, "len": 1}]}),
        ("sendMessage", {"text": "x", "text_styles": {}}),
        ("sendPhoto", {"photo": "file.png"}), ("sendPhoto", {"photo": "https://x.vn/a.png", "caption": ""}),
        ("sendSticker", {}), ("sendVoice", {"voice_url": "https://x.vn/a.mp3"}),
        ("sendChatAction", {"action": "dance"}),
    ],
)  # fmt: skip
def test_what_zalo_does_not_take_is_refused_and_not_counted(far: Zalo, method: str, fields: Json) -> None:
    assert post(far, method, **{"chat_id": LAM, **fields}).status_code == 400
    assert not far.sent()
    assert not far.bot.counted


@pytest.mark.parametrize(
    ("method", "fields"),
    [("sendMessage", {"text": "🏛" * 1000}), ("sendPhoto", {"photo": "https://x.vn/a.png", "caption": "ạ"}),
     ("sendSticker", {"sticker": "0e078a2fb66a5f34067b"}), ("sendVoice", {"voice_url": "https://x.vn/a.aac"})],
)  # fmt: skip
def test_what_zalo_takes_is_sent_and_counted(far: Zalo, method: str, fields: Json) -> None:
    answer = post(far, method, chat_id=LAM, **fields).json()
    assert answer["result"]["message_id"] == far.last_sent(LAM).id
    assert far.bot.counted.total() == 1


def test_a_voice_message_to_a_group_is_taken_and_not_delivered(far: Zalo) -> None:
    far.user_says(LAM, "@Bot UBND Xã việc", group=OFFICE)
    assert post(far, "sendVoice", chat_id=OFFICE, voice_url="https://x.vn/a.aac").json()["ok"]
    assert not far.last_sent(OFFICE).delivered


def test_a_group_is_heard_only_where_it_mentions_the_bot_that_may_join_it(far: Zalo) -> None:
    assert far.user_says(LAM, "việc", group=OFFICE) == ""
    far.bot.can_join_groups = False
    assert far.user_says(LAM, "@Bot UBND Xã việc", group=OFFICE) == ""
    assert not far.inbox.waiting


def test_a_months_messages_are_counted_and_more_are_refused_until_the_next() -> None:
    now = datetime(2026, 9, 30, 23, 59, tzinfo=ZONE).timestamp()
    with zalo(clock=lambda: now) as far:
        far.bot.monthly = 2
        far.user_says(LAM, "chào")
        assert [post(far, "sendMessage", chat_id=LAM, text="x").status_code for _ in range(3)] == [200, 200, 429]
        now += 60
        assert post(far, "sendMessage", chat_id=LAM, text="x").status_code == 200
        assert dict(far.bot.counted) == {"2026-09": 2, "2026-10": 1}
        assert post(far, "sendChatAction", chat_id=LAM, action="typing").json()["ok"]


def test_a_bot_writes_to_as_many_people_as_its_plan_has(far: Zalo) -> None:
    far.bot.most_people = 1
    far.user_says(MAI, "chào")
    far.user_says(LAM, "@Bot UBND Xã việc", group=OFFICE)
    asked = [post(far, "sendMessage", chat_id=chat, text="x").status_code for chat in (LAM, MAI, OFFICE)]
    assert asked == [200, 429, 200]
    far.bot.most_people = 0
    assert post(far, "sendMessage", chat_id=MAI, text="x").status_code == 200
