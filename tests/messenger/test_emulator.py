"""The Telegram of the tests, tried with the bare bots: what they are sent, what they may not send, what goes wrong."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import RemoteDisconnected
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.messenger.account import BOT
from tests.messenger.bare import ECHO
from tests.messenger.beside import wait_until
from tests.messenger.control import Telegram, telegram
from tests.messenger.faults import BAD_GATEWAY, RESET_AFTER, RESET_BEFORE, SERVER_ERROR, too_many
from tests.messenger.running import bare, free_port


@pytest.fixture
def tg() -> Iterator[Telegram]:
    with telegram() as running:
        yield running


def call(tg: Telegram, method: str, **params: Any) -> Any:
    """A bot's request; the result, or the refusal."""
    body = urllib.parse.urlencode({key: v if isinstance(v, str) else json.dumps(v) for key, v in params.items()})
    try:
        with urllib.request.urlopen(f"{tg.url}/bot{tg.token}/{method}", body.encode(), 10) as answer:
            return json.load(answer)["result"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            return json.load(refusal) if "json" in refusal.headers["content-type"] else refusal.read().decode()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("kind", ["ptb", "aiogram"])
def test_a_bare_bot_answers_people(tg: Telegram, tmp_path: Path, kind: str, mode: str) -> None:
    lam, mai = tg.person(7001, "Lâm"), tg.person(7002, "Mai")
    bot = bare(kind, tg.url, mode, free_port(), tmp_path)
    try:
        assert lam.asks("điểm").text == ECHO
        lam.says("/start ABC")
        mai.sends_photo(caption="xong 12")
        assert lam.hears().text == mai.hears().text == ECHO
        office = tg.group(-42, "Văn phòng")
        assert mai.asks("điểm", to=office, reply_to=lam.messages[0]).text == ECHO
        tg.settles()
    finally:
        bot.kill()
    assert len(tg.requests("sendMessage")) == 4


def test_updates_are_as_telegram_makes_them(tg: Telegram) -> None:
    lam = tg.person(7001, "Lâm")
    lam.says("/start ABC")
    message = call(tg, "getUpdates")[0]["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["id"] == message["chat"]["id"] == 7001
    keyboard = {"inline_keyboard": [[{"text": "Việc", "callback_data": "việc", "style": "primary"}]]}
    sent = call(tg, "sendMessage", chat_id=7001, text="<b>a</b>", parse_mode="HTML", reply_markup=keyboard)
    assert (sent["text"], sent["from"], sent["chat"]["type"]) == ("a", BOT, "private")
    lam.presses("Việc")
    lam.presses("Việc", data="xong 1")
    pressed = [each["callback_query"] for each in call(tg, "getUpdates")[1:]]
    assert [each["data"] for each in pressed] == ["việc", "xong 1"]
    assert pressed[0]["message"]["message_id"] == sent["message_id"]
    assert call(tg, "answerCallbackQuery", callback_query_id=pressed[0]["id"]) is True
    assert "too old" in call(tg, "answerCallbackQuery", callback_query_id=pressed[0]["id"])["description"]
    lam.sends_document("45-qd.pdf", b"%PDF", caption="xong 12")
    document = call(tg, "getUpdates")[-1]["message"]["document"]
    path = call(tg, "getFile", file_id=document["file_id"])["file_path"]
    with urllib.request.urlopen(f"{tg.url}/file/bot{tg.token}/{path}") as content:
        assert content.read() == b"%PDF"


def test_messages_are_shown_as_they_are_now(tg: Telegram) -> None:
    lam = tg.person(7001, "Lâm", started=True)
    id_ = call(tg, "sendMessage", chat_id=7001, text="a")["message_id"]
    same = call(tg, "editMessageText", chat_id=7001, message_id=id_, text="a")
    assert "message is not modified" in same["description"]
    call(tg, "editMessageText", chat_id=7001, message_id=id_, text="b")
    assert [each.text for each in lam.messages] == ["b"]
    assert "not found" in call(tg, "editMessageText", chat_id=7001, message_id=99, text="b")["description"]


def test_who_cannot_be_written_to_is_told_apart(tg: Telegram) -> None:
    lam, office = tg.person(7001, "Lâm"), tg.group(-42, "Văn phòng")

    def said(chat: int) -> Any:
        return call(tg, "sendMessage", chat_id=chat, text="a")

    assert "can't initiate" in said(7001)["description"]
    lam.says("a")
    assert said(7001)["text"] == "a"
    lam.blocks()
    assert said(7001)["error_code"] == 403
    lam.unblocks()
    assert said(7001)["text"] == "a"
    new = office.migrates(-10042)
    assert said(-42)["parameters"] == {"migrate_to_chat_id": -10042}
    assert said(-10042)["text"] == "a"
    new.kicks_the_bot()
    assert "kicked" in said(-10042)["description"]
    changed = call(tg, "getUpdates", allowed_updates=["my_chat_member"])
    assert [each["my_chat_member"]["new_chat_member"]["status"] for each in changed] == ["kicked", "member", "kicked"]


def test_faults_meet_the_request_they_are_for(tg: Telegram) -> None:
    lam = tg.person(7001, "Lâm", started=True)
    tg.person(7002, "Mai", started=True)

    def said(chat: int = 7001) -> Any:
        return call(tg, "sendMessage", chat_id=chat, text="a")

    tg.fails("sendMessage", too_many(3), chat=lam)
    assert said(7002)["text"] == "a"
    assert said()["parameters"] == {"retry_after": 3}
    tg.fails("sendMessage", SERVER_ERROR)
    tg.fails("sendMessage", BAD_GATEWAY)
    assert said()["error_code"] == 500
    assert "<h1>502" in said()
    for fault, recorded in ((RESET_BEFORE, 0), (RESET_AFTER, 1)):
        before = len(tg.requests("sendMessage"))
        tg.fails("sendMessage", fault)
        # A reset while the request is still being written comes wrapped; one while the answer is awaited does not.
        with pytest.raises((ConnectionResetError, RemoteDisconnected, urllib.error.URLError)):
            said()
        wait_until(lambda: len(tg.requests("sendMessage")) == before + recorded, "the request")  # noqa: B023
    assert said()["text"] == "a"
    assert not tg.server.faults.waiting


def test_a_malformed_update_stands_between_good_ones(tg: Telegram) -> None:
    lam = tg.person(7001, "Lâm")
    ids = [lam.says("a"), tg.push(message="nothing like it"), tg.push(message={"text": "x" * 10**6}), lam.says("b")]
    assert [each["update_id"] for each in call(tg, "getUpdates")] == ids
    assert [each["update_id"] for each in call(tg, "getUpdates", offset=ids[2])] == ids[2:]
    assert [each["update_id"] for each in tg.waiting] == ids[2:]


def test_what_telegram_would_not_take_fails_the_test() -> None:
    def too_much_on_a_button() -> None:
        with telegram() as tg:
            tg.person(7001, "Lâm", started=True)
            markup = {"inline_keyboard": [[{"text": "a", "callback_data": "ạ" * 22}]]}
            call(tg, "sendMessage", chat_id=7001, text="a", reply_markup=markup)

    with pytest.raises(AssertionError, match="BUTTON_DATA_INVALID"):
        too_much_on_a_button()


def test_a_webhook_is_asked_again_until_it_takes_the_update(tg: Telegram) -> None:
    port = free_port()
    assert call(tg, "setWebhook", url=f"http://127.0.0.1:{port}/telegram") is True
    tg.person(7001, "Lâm").says("a")
    assert "webhook is active" in call(tg, "getUpdates")["description"]
    with _listening(tg, port) as taken:
        tg.settles()
    assert [each["message"]["text"] for each in taken] == ["a", "a"]


@contextmanager
def _listening(tg: Telegram, port: int) -> Iterator[list[Any]]:
    """A webhook that refuses the first update it is given."""
    taken: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        taken.append(await request.json())
        return web.Response(status=200 if len(taken) > 1 else 500)

    async def listen() -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/telegram", take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    runner = tg.beside.do(listen())
    yield taken
    tg.beside.do(runner.cleanup())
