"""The oracle takes what Telegram takes and refuses what it refuses."""

import json
from typing import Any

import pytest

from tests.messenger.judge import OK, judge

PNG = b"\x89PNG\r\n\x1a\n"
CHAT = {"chat_id": "7"}


def keyboard(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": rows})


def button(**more: Any) -> dict[str, Any]:
    return {"text": "việc", "callback_data": "việc", **more}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("getUpdates", {"offset": "-1", "timeout": "10", "allowed_updates": '["message", "callback_query"]'}),
        ("sendMessage", {"text": "<b>Điểm</b> 5 &lt; 6 &amp; 7", "parse_mode": "HTML", **CHAT}),
        ("sendMessage", {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML", **CHAT}),
        ("sendMessage", {"text": "[1]", **CHAT}),
        ("sendMessage", {"text": "x", "reply_markup": keyboard([button(callback_data="ạ" * 21)]), **CHAT}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[button(style="success")]]}, "chat_id": 7}),
        ("editMessageText", {"text": "x", "message_id": "3", **CHAT}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 200}),
        (
            "setMyCommands",
            {"commands": '[{"command": "score", "description": "điểm"}]', "scope": '{"type": "default"}'},
        ),
        ("setWebhook", {"url": "https://a.example/telegram", "secret_token": "aZ09_-", "max_connections": "40"}),
    ],
)
def test_what_telegram_takes_is_ok(method: str, params: dict[str, Any]) -> None:
    assert judge(method, params) == OK


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendMesage", {"text": "x"}, "unknown method"),
        ("sendMessage", {"txt": "x"}, "unknown parameter txt"),
        ("sendMessage", {}, "text: Field required"),
        ("sendMessage", {"text": " \n "}, "empty"),
        ("sendMessage", {"text": "x" * 4097}, "too long"),
        ("sendMessage", {"text": "😀" * 2049}, "too long"),
        ("sendMessage", {"text": f"<b>{'x' * 4097}</b>", "parse_mode": "HTML"}, "too long"),
        ("sendMessage", {"text": "5 < 6", "parse_mode": "HTML"}, "start tag"),
        ("sendMessage", {"text": "UBND & HĐND", "parse_mode": "HTML"}, "&amp;"),
        ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}, "end tag"),
        ("sendMessage", {"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "end tag"),
        ("sendMessage", {"text": "<p>x</p>", "parse_mode": "HTML"}, "start tag"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([button(callback_data="ạ" * 22)])},
            "BUTTON_DATA_INVALID",
        ),
        ("sendMessage", {"text": "x", "reply_markup": keyboard([{"text": "x"}])}, "inline keyboard button"),
        ("sendMessage", {"text": "x", "reply_markup": keyboard([button(text="")])}, "label"),
        ("sendMessage", {"text": "x", "reply_markup": keyboard([button()] * 9)}, "too many buttons"),
        ("sendMessage", {"text": "x", "reply_markup": keyboard(*[[button()]] * 101)}, "too many buttons"),
        ("sendMessage", {"text": "x", "reply_markup": "{"}, "no JSON"),
        ("sendPhoto", {"photo": "attach://a", "caption": "x" * 1025}, "too long"),
        ("sendPhoto", {"photo": "attach://a", "caption": "<b>x", "parse_mode": "HTML"}, "end tag"),
        ("sendPhoto", {"photo": "attach://a"}, "no part a"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("setMyCommands", {"commands": '[{"command": "điểm", "description": "điểm"}]'}, "menu"),
        ("setWebhook", {"url": "https://a.example", "secret_token": "a b"}, "secret"),
        ("getUpdates", {"timeout": "soon"}, "timeout"),
    ],
)
def test_what_telegram_refuses_is_refused(method: str, params: dict[str, Any], why: str) -> None:
    more = CHAT if method.startswith("send") else {}
    assert why in judge(method, {**more, **params})


def test_files_are_judged() -> None:
    photo = {"photo": "attach://p", "caption": "điểm", **CHAT}
    assert judge("sendPhoto", photo, {"p": ("diem.png", PNG)}) == OK
    assert judge("sendPhoto", CHAT, {"photo": ("diem.png", PNG)}) == OK
    assert judge("sendDocument", CHAT, {"document": ("diem.svg", b"<svg/>")}) == OK
    assert "no picture" in judge("sendPhoto", photo, {"p": ("diem.png", b"<svg/>")})
    assert "0 bytes" in judge("sendPhoto", photo, {"p": ("diem.png", b"")})
    assert "unknown parameter q" in judge("sendPhoto", photo, {"p": ("diem.png", PNG), "q": ("diem.png", PNG)})
