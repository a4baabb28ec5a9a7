"""The client: what became of each request is told truly, and the token never."""

import asyncio
import json
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx
import pytest

from bot.channels.zalo.wire import Me, Wire, ZaloError
from models.messages import LARGEST_FILE
from tests.zalo.fixtures import every, response, said, update

T = TypeVar("T")
ACCOUNT, KEY = "12345689", "abc-xyz_QWERTYUIOPasdfgh"
TOKEN = f"{ACCOUNT}:{KEY}"
PICTURE = "https://photo-stal-1.zdn.vn/x.jpg"
Answers = Callable[[httpx.Request], httpx.Response]


class Zalo:
    """Answers every request the same way, or breaks it off; what was asked is written down."""

    def __init__(self, answer: tuple[int, bytes] | Exception) -> None:
        self.answer, self.asked = answer, list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return httpx.Response(self.answer[0], content=self.answer[1])

    @property
    def fields(self) -> Any:
        """What the last request said."""
        return json.loads(self.asked[-1].content)


def asked(zalo: Answers, work: Callable[[Wire], Coroutine[Any, Any, T]]) -> T:
    """What work with a client comes to."""

    async def inside() -> T:
        wire = Wire(TOKEN, "https://zalo.test", httpx.MockTransport(zalo))
        try:
            return await work(wire)
        finally:
            await wire.shutdown()

    return asyncio.run(inside())


def failed(zalo: Answers, method: str = "sendMessage") -> ZaloError:
    with pytest.raises(ZaloError) as caught:
        asked(zalo, lambda wire: wire.call(method, chat_id="c", text="x"))
    return caught.value


MEANS = {
    "getMe_ok": "", "send_ok": "", "sendChatAction_ok": "", "setWebhook_ok": "", "deleteWebhook_ok": "",
    "getWebhookInfo_set": "", "getWebhookInfo_none": "refused", "getUpdates_idle": "uncertain",
    "getUpdates_idle_http200": "uncertain", "getUpdates_webhook_conflict": "refused", "bad_token": "revoked",
    "rate_limited": "wait", "ok_false_http200": "refused", "html_502": "down",
}  # fmt: skip


@pytest.mark.parametrize("name", every("responses"))
def test_what_every_known_answer_means_to_a_message(name: str) -> None:
    zalo = Zalo(response(name))
    if MEANS[name]:
        assert failed(zalo).meaning == MEANS[name]
    else:
        assert asked(zalo, lambda wire: wire.call("sendMessage", chat_id="c", text="x")) == said(name).get("result")


def test_a_request_is_a_post_of_json_with_the_token_in_its_path() -> None:
    zalo = Zalo(response("send_ok"))
    asked(zalo, lambda wire: wire.call("sendMessage", chat_id="c", text="xong ạ"))
    request = zalo.asked[0]
    assert (request.method, str(request.url)) == ("POST", f"https://zalo.test/bot{TOKEN}/sendMessage")
    assert request.headers["content-type"] == "application/json"
    assert zalo.fields == {"chat_id": "c", "text": "xong ạ"}
    assert "ạ".encode() in request.content


@pytest.mark.parametrize(
    "name", ["getUpdates_idle", pytest.param("getUpdates_idle_http200", marks=pytest.mark.constructed)]
)
def test_an_idle_poll_is_no_error_whichever_way_it_is_said(name: str) -> None:
    zalo = Zalo(response(name))
    assert asked(zalo, lambda wire: wire.poll()) == []
    assert zalo.fields == {"timeout": "30"}
    assert zalo.asked[0].extensions["timeout"]["read"] == 40


@pytest.mark.parametrize("answer", [httpx.ReadTimeout(""), (408, b"<html>"), (200, b'{"ok":true}')])
def test_a_poll_that_is_not_answered_in_time_is_idle_too(answer: Any) -> None:
    assert asked(Zalo(answer), lambda wire: wire.poll()) == []


def test_a_poll_brings_one_update_and_would_bring_several() -> None:
    one = update("text_private")
    for result, updates in ((one, [one]), ([one, one], [one, one])):
        zalo = Zalo((200, json.dumps({"ok": True, "result": result}).encode()))
        assert asked(zalo, lambda wire: wire.poll()) == updates


FAILED_POLLS = ("getUpdates_webhook_conflict", "html_502", "rate_limited", "bad_token")


@pytest.mark.parametrize("name", every("responses", *FAILED_POLLS))
def test_a_poll_that_fails_says_so(name: str) -> None:
    with pytest.raises(ZaloError) as caught:
        asked(Zalo(response(name)), lambda wire: wire.poll())
    assert caught.value.meaning == MEANS[name]


@pytest.mark.parametrize(
    ("broken", "meaning"),
    [
        (httpx.ConnectError("refused"), "not sent"),
        (httpx.ConnectTimeout("slow"), "not sent"),
        (httpx.PoolTimeout("full"), "not sent"),
        (httpx.WriteError("reset"), "uncertain"),
        (httpx.WriteTimeout("slow"), "uncertain"),
        (httpx.ReadError("reset"), "uncertain"),
        (httpx.ReadTimeout("slow"), "uncertain"),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), "uncertain"),
    ],
)
def test_a_broken_connection_is_known_not_sent_only_before_anything_was_written(
    broken: Exception, meaning: str
) -> None:
    assert failed(Zalo(broken)).meaning == meaning


@pytest.mark.parametrize(
    ("status", "content", "meaning"),
    [
        (200, b"", "uncertain"),
        (200, b"<html>login</html>", "uncertain"),
        (200, b'{"ok":tru', "uncertain"),
        (200, b"\xff\xfe", "uncertain"),
        (200, b"[" * 100_000, "uncertain"),
        (200, b'{"ok":"yes"}', "uncertain"),
        (200, b'{"ok":1}', "uncertain"),
        (200, b"[]", "uncertain"),
        (302, b"", "not sent"),
        (401, b"<html>", "not sent"),
        (404, b"<html>", "not sent"),
        (408, b"<html>", "uncertain"),
        (429, b"slow down", "wait"),
        (500, b"", "down"),
        (504, b"<html>", "down"),
        (500, b'{"ok":true,"result":{}}', ""),
        (200, b'{"ok":false}', "refused"),
        (200, b'{"ok":false,"error_code":500}', "down"),
        (200, b'{"ok":false,"error_code":429}', "wait"),
        (503, b'{"ok":false}', "down"),
        (429, b'{"ok":false,"error_code":"429"}', "wait"),
        (400, b'{"ok":false,"error_code":-1}', "refused"),
        (403, b'{"ok":false,"error_code":403,"description":"Forbidden"}', "closed"),
        (426, b'{"ok":false,"error_code":426}', "refused"),
    ],
)  # fmt: skip
def test_what_any_other_answer_means_to_a_message(status: int, content: bytes, meaning: str) -> None:
    zalo = Zalo((status, content))
    if meaning:
        assert failed(zalo).meaning == meaning
    else:
        asked(zalo, lambda wire: wire.call("sendMessage"))


@pytest.mark.parametrize(
    ("method", "code", "meaning"),
    [("getMe", 404, "revoked"), ("getMe", 403, "revoked"), ("getUpdates", 401, "revoked"),
     ("getUpdates", 403, "revoked"), ("getUpdates", 404, "refused"),
     ("sendMessage", 401, "revoked"), ("sendMessage", 404, "refused")],
)  # fmt: skip
def test_a_token_is_revoked_only_where_nothing_else_can_be_meant(method: str, code: int, meaning: str) -> None:
    content = json.dumps({"ok": False, "error_code": code}).encode()
    assert failed(Zalo((code, content)), method).meaning == meaning


def test_the_bot_says_who_it_is_with_every_name_it_has() -> None:
    assert asked(Zalo(response("getMe_ok")), lambda wire: wire.introduce()) == Me(
        "1459232241454765289", ("bot.VDKyGxQvc",), False
    )
    live = said("getMe_ok")
    live["result"] |= {"display_name": "Bot UBND Xã", "can_join_groups": True}
    me = asked(Zalo((200, json.dumps(live).encode())), lambda wire: wire.introduce())
    assert (me.names, me.joins_groups) == (("Bot UBND Xã", "bot.VDKyGxQvc"), True)
    assert Wire(TOKEN).account == ACCOUNT
    assert Wire("no-colon").account == ""


@pytest.mark.parametrize("content", [b'{"ok":true}', b'{"ok":true,"result":[]}', b'{"ok":true,"result":{"id":null}}'])
def test_an_answer_without_a_bot_is_none(content: bytes) -> None:
    with pytest.raises(ZaloError, match="no bot"):
        asked(Zalo((200, content)), lambda wire: wire.introduce())


def test_no_webhook_is_an_answer_and_a_page_without_one_is_not() -> None:
    assert asked(Zalo(response("getWebhookInfo_set")), lambda wire: wire.webhook()) == "https://example.test/hook"
    assert asked(Zalo(response("getWebhookInfo_none")), lambda wire: wire.webhook()) == ""
    with pytest.raises(ZaloError):
        asked(Zalo((404, b"<html>")), lambda wire: wire.webhook())


def test_a_picture_is_fetched_from_the_platform_without_the_token() -> None:
    zalo = Zalo((200, b"\xff\xd8\xff"))
    assert asked(zalo, lambda wire: wire.fetch(PICTURE)) == b"\xff\xd8\xff"
    assert str(zalo.asked[0].url) == PICTURE
    assert KEY not in str(zalo.asked[0].headers)


def test_a_picture_may_lie_where_the_api_is() -> None:
    zalo = Zalo((200, b"x"))
    assert asked(zalo, lambda wire: wire.fetch("https://zalo.test/media/x.jpg")) == b"x"
    assert str(zalo.asked[0].url) == "https://zalo.test/media/x.jpg"


def test_of_too_large_a_picture_only_the_beginning_is_read() -> None:
    read = 0

    async def endless() -> Any:
        nonlocal read
        while True:
            read += 1_000_000
            yield b"\0" * 1_000_000

    content = asked(lambda request: httpx.Response(200, content=endless()), lambda wire: wire.fetch(PICTURE))
    assert LARGEST_FILE < len(content) <= read <= LARGEST_FILE + 2_000_000


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [((302, b""), "refused"), ((403, b""), "refused"), ((404, b""), "refused"), ((429, b""), "wait"),
     ((502, b""), "down"), (httpx.ConnectError(""), "not sent"), (httpx.ReadTimeout(""), "uncertain")],
)  # fmt: skip
def test_a_picture_that_is_not_given_is_said_to_be_so(answer: Any, meaning: str) -> None:
    with pytest.raises(ZaloError) as caught:
        asked(Zalo(answer), lambda wire: wire.fetch(PICTURE))
    assert caught.value.meaning == meaning
    assert "zdn.vn" not in str(caught.value)  # who knows the address can see the picture


@pytest.mark.parametrize(
    "url",
    ["", "http://photo-stal-1.zdn.vn/x.jpg", "https://example.com/image.jpg", "https://zdn.vn.example.com/x",
     "https://xzdn.vn/x", "https://zdn.vn@example.com/x", "https://a.zdn.vn:8443/x", "https://a.zdn.vn\\@example.com/x",
     "https://a.zdn.vn/x\\y", "https://127.0.0.1/x", "https://a.zdn.vn/x\n", "https://a.zdn.vn.", "file:///etc/passwd",
     "https://a.zdn.vn./x", "https://user:pw@a.zdn.vn/x", "https://ａ.zdn.vn/x", "https://a.zdn.vn/" + "x" * 3000,
     "https://zalo.test.example.com/x", "https://zalo.test:8/x", "https://zalo.test@example.com/x", "https://zalo.test/\\x",
     "http://zalo.test/x"],
)  # fmt: skip
def test_no_other_host_is_ever_asked(url: str) -> None:
    zalo = Zalo((200, b"secret"))
    with pytest.raises(ZaloError) as caught:
        asked(zalo, lambda wire: wire.fetch(url))
    assert (caught.value.meaning, zalo.asked) == ("refused", [])


@pytest.mark.parametrize(
    "answer",
    [(200, json.dumps({"ok": False, "error_code": 400, "description": f"bad /bot{TOKEN}/x {KEY}"}).encode()),
     (502, f"<html>/bot{TOKEN}/</html>".encode()), httpx.ReadError(f"/bot{TOKEN}/"), httpx.ConnectError(f"{TOKEN}"),
     httpx.ReadTimeout("")],
)  # fmt: skip
def test_the_token_is_in_no_error_no_traceback_and_no_log_line(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    error = failed(Zalo(answer))
    shown = "".join(traceback.format_exception(error))
    assert error.__cause__ is None
    assert error.__context__ is None
    for told in (repr(error), str(error), shown, caplog.text, *map(repr, error.__dict__.values())):
        assert KEY not in told
    if isinstance(answer, tuple):
        assert "https://zalo.test/sendMessage" in caplog.text  # httpx did log it


def test_the_token_is_in_no_repr() -> None:
    wire = Wire(TOKEN)
    for each in [wire, *vars(wire).values()]:
        assert KEY not in repr(each)


def test_a_connection_to_nobody_was_never_written_to() -> None:
    async def work() -> str:
        wire = Wire(TOKEN, "http://127.0.0.1:9")
        try:
            await wire.call("getMe")
        except ZaloError as error:
            return error.meaning
        finally:
            await wire.shutdown()
        return ""

    assert asyncio.run(work()) == "not sent"
