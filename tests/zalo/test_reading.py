"""What is read of an update: every fixture, both shapes, every kind, whatever is missing, whatever is hostile."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.zalo.reading import Arrived, Malformed, Reader
from bot.files import Sent
from tests.zalo.fixtures import every, update

NAMES = ("Bot UBND Xã", "bot.VDKyGxQvc")
LIVE, DOCS = "a1b2c3d4e5f60718293a", "6ede9afa66b88fe6d6a9"
AT = datetime(2026, 9, 10, 9, 46, 12, 455000, tzinfo=UTC)
AT_DOCS = datetime(2025, 6, 19, 6, 55, 31, 602000, tzinfo=UTC)
MEANT: dict[str, Arrived | None] = {
    "text_private": Arrived("2d758cb5e222177a4e35", "said", LIVE, LIVE, at=AT, text="xong 12"),
    "image_private": Arrived(
        "2d758cb5e222177a4e36", "said", LIVE, LIVE, at=AT, text="ảnh hiện trường",
        files=(Sent("https://photo-stal-1.zdn.vn/x.jpg", "ảnh 7a4e36.jpg"),),
    ),
    "voice_private": Arrived("2d758cb5e222177a4e37", "unreadable", LIVE, LIVE, at=AT),
    "image_docs_field": Arrived(
        "2d758cb5e222177a4e38", "said", DOCS, DOCS, at=AT_DOCS, text="Caption", files=(Sent("", "ảnh 7a4e38.jpg"),)
    ),
    "sticker_private": Arrived("2d758cb5e222177a4e39", "unreadable", DOCS, DOCS, at=AT_DOCS),
    "text_group_mention": Arrived(
        "2d758cb5e222177a4e3a", "said", "g0f1e2d3c4b5a6978877", DOCS, True, AT_DOCS, "xong 12"
    ),
    "unsupported_no_msg": None,
    "unsupported_with_msg": Arrived("2d758cb5e222177a4e3b", "unsupported", DOCS, DOCS, at=AT_DOCS),
    "future_event": None,
}  # fmt: skip


def read(body: Any, *names: str) -> Arrived | None:
    return Reader(names or NAMES).read(body)


def heard(body: Any, *names: str) -> Arrived:
    found = read(body, *names)
    assert found is not None
    return found


def text(**changes: Any) -> dict[str, Any]:
    """The live text with fields of its message changed; None takes one away."""
    body = update("text_private")
    body["message"] = {key: value for key, value in (body["message"] | changes).items() if value is not None}
    return body


@pytest.mark.parametrize("name", every("updates"))
def test_every_known_update_means_the_same_flat_wrapped_as_bytes_and_from_a_poll(name: str) -> None:
    flat = update(name)
    wrapped = {"ok": True, "result": flat}
    for body in (flat, wrapped, json.dumps(flat).encode(), json.dumps(wrapped, ensure_ascii=False).encode()):
        assert read(body) == MEANT[name]


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_a_probe_without_a_body_is_of_no_concern(body: bytes) -> None:
    assert read(body) is None


@pytest.mark.parametrize("name", ["message.reaction.received", "message.poll.received", "", 5, ["x"], {}])
def test_an_event_nobody_knows_is_of_no_concern(name: Any) -> None:
    assert read(update("text_private") | {"event_name": name}) is None


def test_without_an_event_the_fields_say_what_it_is() -> None:
    for name in ("text_private", "image_private", "voice_private", "sticker_private"):
        body = update(name)
        del body["event_name"]
        body["message"]["from"] = {"id": body["message"]["from"]["id"], "first_name": "Ted"}
        assert read(body) == MEANT[name]


def test_a_link_is_read_where_it_is_written_as_text() -> None:
    body = text(text="xong 12 https://vanban.example.vn/45") | {"event_name": "message.link.received"}
    assert heard(body).text == "xong 12 https://vanban.example.vn/45"
    body = text(text=None, link="https://vanban.example.vn/45") | {"event_name": "message.link.received"}
    assert heard(body).kind == "unreadable"


@pytest.mark.parametrize("missing", ["date", "from"])
def test_what_is_optional_may_be_missing(missing: str) -> None:
    found = heard(text(**{missing: None}))
    assert (found.sender, found.chat, found.text) == (LIVE, LIVE, "xong 12")


def test_a_chat_whose_kind_is_not_said_is_private_where_it_is_its_senders() -> None:
    for id_, group in ((LIVE, False), ("g0f1e2d3c4b5a6978877", True)):
        assert heard(text(chat={"id": id_})).group is group


@pytest.mark.parametrize("date", [0, -1, 10**18, "1789033572455", 1.5, True, [], None])
def test_a_date_that_is_none_is_not_read(date: Any) -> None:
    assert heard(text(date=date)).at is None


def test_a_date_is_milliseconds() -> None:
    assert heard(text(date=1500)).at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=1.5)


def test_what_another_bot_says_is_of_no_concern() -> None:
    assert read(text(**{"from": {"id": LIVE, "is_bot": True}})) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("@Bot UBND Xã xong 12", "xong 12"),
        ("@bot ubnd  xã, xong 12", "xong 12"),
        ("@Bot\u00a0UBND Xã: xong 12", "xong 12"),
        ("xong 12 @Bot UBND Xã", "xong 12"),
        ("@bot.VDKyGxQvc điểm", "điểm"),
        ("@Bot UBND Xã", "trợ giúp"),
        ("@Bot UBND Xã Đông xong 12", "Đông xong 12"),
        ("@Bot UBND Xãm xong 12", "@Bot UBND Xãm xong 12"),
        (unicodedata.normalize("NFD", "@Bot UBND Xã việc"), "việc"),
        ("việc", "việc"),
    ],
)
def test_a_mention_is_taken_away_with_the_spaces_in_it(said: str, meant: str) -> None:
    body = update("text_group_mention")
    body["message"]["text"] = said
    assert heard(body).text == meant


def test_a_picture_under_which_the_bot_alone_is_mentioned_has_no_words() -> None:
    body = update("image_private")
    body["message"]["caption"] = "@Bot UBND Xã"
    assert heard(body).text == ""
    assert heard(body).files


def test_the_longest_name_is_the_one_that_was_mentioned() -> None:
    body = update("text_group_mention")
    body["message"]["text"] = "@Bot UBND Xã Mẫu việc"
    assert heard(body, "Bot UBND", "Bot UBND Xã Mẫu").text == "việc"


def test_without_a_known_name_nothing_is_guessed() -> None:
    found = Reader(("", " ")).read(update("text_group_mention"))
    assert found is not None
    assert found.text == "@Bot UBND Xã xong 12"


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://a.zdn.vn/1/x.PNG?s=1", "ảnh 7a4e36.png"), ("https://f1.photo-stal.zdn.vn/x", "ảnh 7a4e36.jpg")],
)
def test_a_picture_of_the_platforms_own_hosts_keeps_its_address(url: str, name: str) -> None:
    body = update("image_private")
    body["message"]["photo_url"] = url
    assert heard(body).files == (Sent(url, name),)


@pytest.mark.parametrize("url", ["http://a.zdn.vn/x.jpg", "https://169.254.169.254/x.jpg", "https://zdn.vn.evil/x.jpg"])
def test_a_picture_of_any_other_host_has_no_address(url: str) -> None:
    body = update("image_private")
    body["message"]["photo_url"] = url
    assert heard(body).files == (Sent("", "ảnh 7a4e36.jpg"),)


@pytest.mark.parametrize(
    "body",
    [
        None, [], "x", 5, {}, {"ok": True}, {"event_name": "message.text.received", "message": []},
        b"x", b"\xff", b"[]",
        b"[" * 100_000, b'{"result":' * 100_000, b"9" * 5000,
        text(message_id=None), text(message_id=5), text(message_id=""), text(message_id="a b"), text(chat=None),
        text(chat={"id": 1.5}), text(chat={"id": "x" * 101}), text(chat=LIVE), text(**{"from": {"id": []}}),
        text(**{"from": {"id": "ffffffffffffffffffff"}}),
        text(chat={"chat_type": "GROUP", "id": "g"}, **{"from": None}),
    ],
)  # fmt: skip
def test_what_has_no_such_shape_is_malformed_and_says_nothing_of_itself(body: Any) -> None:
    with pytest.raises(Malformed, match=r"^(no event|no table|no JSON|id|not the sender's chat|nobody said it)$"):
        read(body)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("điê\u0309m", "điểm"), ("a\0b", "ab"), ("x\ud800", "x\ufffd"), (" việc\n", "việc"), ("x" * 9000, "x" * 5000)],
)
def test_a_text_is_nfc_and_holds_nothing_a_database_refuses(said: str, meant: str) -> None:
    assert heard(text(text=said)).text == meant


@pytest.mark.parametrize("said", ["", "\0", 5, None, ["x"]])
def test_a_text_without_text_cannot_be_read(said: Any) -> None:
    found = heard(text(text=said))
    assert (found.kind, found.text) == ("unreadable", "")
