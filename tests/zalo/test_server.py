"""The fake Zalo itself: it answers as the fixtures say, refuses what the real one does, and each switch is tried."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime
from typing import Any, TypeVar

import httpx
import pytest
from aiohttp import web

from bot.channels.zalo.reading import Reader
from bot.channels.zalo.voice import requests, unstyled
from bot.channels.zalo.wire import Wire, ZaloError
from models.messages import Choice, Message
from tests.messenger.beside import wait_until
from tests.zalo.bots import ZONE
from tests.zalo.control import LAM, MAI, OFFICE, TOKEN, Zalo, zalo
from tests.zalo.faults import BAD_GATEWAY, NOT_JSON, OK_FALSE, RESET_AFTER, RESET_BEFORE, TOO_MANY, Fault, slow
from tests.zalo.fixtures import Json, every, response, update
from tests.zalo.inbox import SECRET, Delivered

T = TypeVar("T")
HOOK = {"url": "https://example.test/hook", "secret_token": "12345678"}


@pytest.fixture
def far() -> Iterator[Zalo]:
    with zalo() as found:
        found.user_says(LAM, "chào")
        found.inbox.waiting.clear()
        yield found


def post(far: Zalo, method: str, **fields: Any) -> httpx.Response:
    return httpx.post(f"{far.url}/bot{far.token}/{method}", json=fields, timeout=20)


def poll(far: Zalo, **fields: Any) -> Json:
    found: Json = post(far, "getUpdates", **fields).json()
    return found


def with_client(far: Zalo, work: Callable[[Wire], Coroutine[Any, Any, T]]) -> T:
    """What work with our own client comes to."""

    async def inside() -> T:
        wire = Wire(far.token, far.url)
        try:
            return await work(wire)
        finally:
            await wire.shutdown()

    return asyncio.run(inside())


def shape(value: Any) -> Any:
    """Names and kinds of what is in a payload."""
    return {key: shape(each) for key, each in value.items()} if isinstance(value, dict) else type(value).__name__


def set_first(method: str, **fields: Any) -> Callable[[Zalo], httpx.Response]:
    def ask(far: Zalo) -> httpx.Response:
        post(far, "setWebhook", **HOOK)
        return post(far, method, **fields)

    return ask


def failing(fault: Fault) -> Callable[[Zalo], httpx.Response]:
    def ask(far: Zalo) -> httpx.Response:
        far.fails("sendMessage", fault)
        return post(far, "sendMessage", chat_id=LAM, text="x")

    return ask


SCENES: dict[str, Callable[[Zalo], httpx.Response]] = {
    "getMe_ok": lambda far: post(far, "getMe"),
    "send_ok": lambda far: post(far, "sendMessage", chat_id=LAM, text="x"),
    "sendChatAction_ok": lambda far: post(far, "sendChatAction", chat_id=LAM, action="typing"),
    "setWebhook_ok": lambda far: post(far, "setWebhook", **HOOK),
    "deleteWebhook_ok": set_first("deleteWebhook"),
    "getWebhookInfo_set": set_first("getWebhookInfo"),
    "getWebhookInfo_none": lambda far: post(far, "getWebhookInfo"),
    "getUpdates_idle": lambda far: post(far, "getUpdates", timeout="1"),
    "getUpdates_webhook_conflict": set_first("getUpdates"),
    "bad_token": lambda far: httpx.post(f"{far.url}/bot1:no/getMe"),
    "rate_limited": failing(TOO_MANY),
    "ok_false_http200": failing(OK_FALSE),
    "html_502": failing(BAD_GATEWAY),
}


@pytest.mark.parametrize("name", every("responses", *SCENES))
def test_it_answers_as_the_fixtures_say(far: Zalo, name: str) -> None:
    status, body = response(name)
    answered = SCENES[name](far)
    assert answered.status_code == status
    if name == "getMe_ok":  # live bots seem to have a name to show, too
        live = answered.json()
        del live["result"]["display_name"]
        assert shape(live) == shape(json.loads(body))
    elif name == "html_502":
        assert answered.content == body
    elif answered.json()["ok"]:
        assert shape(answered.json()) == shape(json.loads(body))
    else:
        assert answered.json() == json.loads(body)


@pytest.mark.constructed
def test_the_one_answer_it_gives_only_when_told_to(far: Zalo) -> None:
    far.fails("getUpdates", Fault(response("getUpdates_idle_http200")))
    assert with_client(far, lambda wire: wire.poll()) == []
    assert set(SCENES) | {"getUpdates_idle_http200"} == {each.values[0] for each in every("responses")}


SAYS: dict[str, Callable[[Zalo], object]] = {
    "text_private": lambda far: far.user_says(LAM, "xong 12"),
    "image_private": lambda far: far.user_sends_image(LAM, caption="ảnh"),
    "voice_private": lambda far: far.user_sends_voice(LAM),
    "sticker_private": lambda far: far.user_sends_sticker(LAM),
    "text_group_mention": lambda far: far.user_says(LAM, "@Bot UBND Xã xong 12", group=OFFICE),
    "unsupported_no_msg": lambda far: far.user_sends_file(LAM, named=False),
    "unsupported_with_msg": lambda far: far.user_sends_file(LAM),
    "image_docs_field": lambda far: far.push(update("image_docs_field")),
    "future_event": lambda far: far.push(update("future_event")),
}


@pytest.mark.parametrize("name", every("updates"))
def test_what_people_say_has_the_shape_of_the_fixtures(far: Zalo, name: str) -> None:
    SAYS[name](far)
    handed = poll(far)
    assert shape(handed) == {"ok": "bool", "result": shape(update(name))}
    assert handed["result"]["event_name"] == update(name)["event_name"]


def test_what_somebody_says_is_answered_through_the_client_the_reader_and_the_voice(far: Zalo) -> None:
    id_ = far.user_says(LAM, "@Bot UBND Xã việc", group=OFFICE)

    async def answer(wire: Wire) -> None:
        me = await wire.introduce()
        (handed,) = await wire.poll()
        arrived = Reader(me.names, far.url).read(handed)
        assert arrived is not None
        assert (arrived.update, arrived.chat, arrived.sender, arrived.text) == (id_, OFFICE, LAM, "việc")
        for fields in requests(Message("<b>#12</b> Quy chế 🏛 <b>QUÁ HẠN</b>", (Choice("Xong", "xong 12"),))):
            await wire.call("sendMessage", chat_id=arrived.chat, **fields)

    with_client(far, answer)
    assert far.last_sent(OFFICE).text == '#12 Quy chế 🏛 QUÁ HẠN\nTrả lời: "xong 12"'
    assert far.last_sent(OFFICE).bold == ["#12", "QUÁ HẠN"]
    assert far.hears(OFFICE) == far.last_sent(OFFICE)


def test_a_styled_message_it_refuses_is_taken_plain(far: Zalo) -> None:
    far.bot.takes_styles = False
    (fields,) = requests(Message("<b>Đã ghi</b>"))

    async def say(wire: Wire) -> None:
        with pytest.raises(ZaloError) as refused:
            await wire.call("sendMessage", chat_id=LAM, **fields)
        assert refused.value.meaning == "refused"
        await wire.call("sendMessage", chat_id=LAM, **unstyled(fields))

    with_client(far, say)
    assert [each.fields for each in far.sent()] == [{"chat_id": LAM, "text": "Đã ghi"}]


def test_a_picture_lies_where_anybody_can_fetch_it(far: Zalo) -> None:
    far.user_sends_image(LAM, b"\xff\xd8\xff anh", "xong 12")

    async def fetch(wire: Wire) -> bytes:
        arrived = Reader((), far.url).read((await wire.poll())[0])
        assert arrived is not None
        assert arrived.text == "xong 12"
        return await wire.fetch(arrived.files[0].id)

    assert with_client(far, fetch) == b"\xff\xd8\xff anh"


@pytest.mark.parametrize("way", ["json", "data", "params"])
def test_parameters_come_as_json_as_a_form_or_in_the_query(far: Zalo, way: Any) -> None:
    sent = httpx.request(
        "GET" if way == "params" else "POST",
        f"{far.url}/bot{TOKEN}/sendMessage",
        **{way: {"chat_id": LAM, "text": "ạ"}},
    )
    assert sent.json()["ok"]
    assert far.last_sent(LAM).text == "ạ"
    assert [str(each) for each in far.calls("sendMessage")] == [
        f"sendMessage {{'chat_id': '{LAM}', 'text': 'ạ'}} → 200"
    ]


@pytest.mark.parametrize("method", ["sendmessage", "editMessageText", "getFile", "testWebhook"])
def test_a_method_it_has_not_is_not_found(far: Zalo, method: str) -> None:
    assert post(far, method).status_code == 404


# --- polling


def texts(far: Zalo, times: int) -> list[str]:
    """What some polls are handed, one after another; "" for an idle one."""
    handed = (poll(far, timeout=1) for _ in range(times))
    return [each["result"]["message"]["text"] if each["ok"] else "" for each in handed]


def test_each_poll_is_handed_one_update_and_none_twice(far: Zalo) -> None:
    for text in ("một", "hai"):
        far.user_says(LAM, text)
    assert texts(far, 3) == ["một", "hai", ""]


def test_replaying_it_hands_over_again_what_was_handed_over_the_new_first(far: Zalo) -> None:
    far.switches.replay = True
    far.user_says(LAM, "một")
    assert texts(far, 2) == ["một", "một"]
    far.user_says(LAM, "hai")
    assert texts(far, 3) == ["hai", "một", "hai"]


def test_lossy_it_forgets_what_is_said_while_nobody_polls(far: Zalo) -> None:
    far.switches.lossy, far.switches.scale = True, 1.0
    far.user_says(LAM, "một")

    async def while_polling(wire: Wire) -> list[Any]:
        polling = asyncio.create_task(wire.poll())
        while not far.inbox.polls:
            await asyncio.sleep(0)
        await asyncio.to_thread(far.user_says, LAM, "hai")
        return await polling

    assert [each["message"]["text"] for each in with_client(far, while_polling)] == ["hai"]
    assert len(far.inbox.lost) == 1


def test_of_two_polls_at_once_one_alone_is_handed_an_update(far: Zalo) -> None:
    far.switches.scale = 0.2

    async def both(wire: Wire) -> list[list[Any]]:
        polling = [asyncio.create_task(wire.poll(5)) for _ in range(2)]
        while far.inbox.polls < 2:
            await asyncio.sleep(0)
        await asyncio.to_thread(far.user_says, LAM, "một")
        return await asyncio.gather(*polling)

    assert sorted(map(len, with_client(far, both))) == [0, 1]


def test_who_hung_up_is_handed_nothing(far: Zalo) -> None:
    far.switches.scale = 1.0

    async def hang_up(wire: Wire) -> None:
        polling = asyncio.create_task(wire.poll())
        while not far.inbox.polls:
            await asyncio.sleep(0)
        polling.cancel()

    with_client(far, hang_up)
    wait_until(lambda: _hung_up(far), "the connection to break")
    far.user_says(LAM, "một")
    assert texts(far, 1) == ["một"]


def _hung_up(far: Zalo) -> bool:
    """Whether no poll is open any more: a look wakes those whose client is gone."""
    far.beside.do(far.inbox.look())
    return not far.inbox.polls


@pytest.mark.parametrize("timeout", ["1", 1, 1.0])
def test_a_timeout_is_text_or_a_number(far: Zalo, timeout: Any) -> None:
    assert post(far, "getUpdates", timeout=timeout).status_code == 408


def test_a_timeout_that_is_none_is_refused(far: Zalo) -> None:
    assert post(far, "getUpdates", timeout="soon").status_code == 400


# --- the webhook


class Hook:
    """A webhook that takes what has the right secret."""

    def __init__(self) -> None:
        self.heard: list[tuple[str | None, str | None, bytes]] = []  # secret, type, body

    async def receive(self, request: web.Request) -> web.Response:
        body, secret = await request.read(), request.headers.get(SECRET)
        self.heard.append((secret, request.headers.get("Content-Type"), body))
        return web.Response(status=200 if secret == HOOK["secret_token"] or not body else 403)

    async def serve(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/hook", self.receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner


@pytest.fixture
def hook(far: Zalo) -> Iterator[Hook]:
    found = Hook()
    runner = far.beside.do(found.serve())
    port = runner.addresses[0][1]
    assert post(far, "setWebhook", **HOOK | {"url": f"http://127.0.0.1:{port}/hook"}).json()["ok"]
    yield found
    far.beside.do(runner.cleanup())


def says(far: Zalo) -> list[Delivered]:
    """What is delivered once somebody says something."""
    far.user_says(LAM, "xong 12")
    far.settles()
    return far.inbox.delivered


def test_a_webhook_is_handed_the_flat_body_with_the_secret(far: Zalo, hook: Hook) -> None:
    assert [each.status for each in says(far)] == [200]
    ((secret, kind, body),) = hook.heard
    assert (secret, kind) == (HOOK["secret_token"], "application/json")
    assert shape(json.loads(body)) == shape(update("text_private"))


def test_wrapped_a_webhook_is_handed_what_a_poll_would_be(far: Zalo, hook: Hook) -> None:
    far.switches.wrapped = True
    says(far)
    assert shape(json.loads(hook.heard[0][2])) == {"ok": "bool", "result": shape(update("text_private"))}


def test_twice_a_webhook_is_handed_the_same_again(far: Zalo, hook: Hook) -> None:
    far.switches.twice = True
    assert len(says(far)) == 2
    assert hook.heard[0] == hook.heard[1]


def test_a_probe_is_empty_and_has_neither_type_nor_secret(far: Zalo, hook: Hook) -> None:
    far.switches.probe = True
    assert [each.status for each in says(far)] == [200, 200]
    assert hook.heard[0] == (None, None, b"")


def test_somebody_else_does_not_know_the_secret(far: Zalo, hook: Hook) -> None:
    far.switches.wrong_secret = True
    assert [each.status for each in says(far)] == [403]


def test_what_nobody_took_does_not_come_again(far: Zalo) -> None:
    post(far, "setWebhook", url="http://127.0.0.1:9/hook", secret_token="12345678")
    assert [each.status for each in says(far)] == [0]
    assert not far.inbox.waiting


@pytest.mark.parametrize(
    "fields",
    [{"secret_token": "x" * 7}, {"secret_token": "x" * 257}, {"secret_token": None}, {"url": None}, {"url": ""},
     {"url": "http://example.test/hook"}, {"url": "https://192.168.1.2/hook"}],
)  # fmt: skip
def test_a_webhook_needs_a_public_https_address_and_a_secret(far: Zalo, fields: Json) -> None:
    far.bot.takes_local = False
    assert post(far, "setWebhook", **HOOK | fields).status_code == 400
    assert far.bot.webhook is None


# --- what it sends


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
        ("sendSticker", {}), ("sendVoice", {"voice_url": "https://x.vn/a.mp3"}), ("sendChatAction", {"action": "dance"}),
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


# --- what goes wrong


@pytest.mark.parametrize(
    ("fault", "meaning", "sent"),
    [
        (OK_FALSE, "refused", 0), (TOO_MANY, "wait", 0), (BAD_GATEWAY, "down", 0), (NOT_JSON, "uncertain", 0),
        (RESET_BEFORE, "uncertain", 0), (RESET_AFTER, "uncertain", 1), (slow(0.3), "uncertain", 1),
    ],
)  # fmt: skip
def test_a_fault_meets_one_request_and_the_client_says_what_became_of_it(
    far: Zalo, fault: Fault, meaning: str, sent: int
) -> None:
    far.fails("sendMessage", fault)

    async def twice(wire: Wire) -> str:
        with pytest.raises(ZaloError) as failed:
            await wire.call("sendMessage", read_timeout=0.1, chat_id=LAM, text="một")
        await wire.call("sendMessage", chat_id=LAM, text="hai")
        far.assert_no_token_in(str(failed.value))
        return failed.value.meaning

    assert with_client(far, twice) == meaning
    assert [each.text for each in far.sent(LAM)] == ["một"] * sent + ["hai"]


def test_a_fault_of_a_chat_meets_that_chat_alone(far: Zalo) -> None:
    far.user_says(MAI, "chào")
    far.fails("sendMessage", TOO_MANY, chat=MAI)
    assert [post(far, "sendMessage", chat_id=chat, text="x").status_code for chat in (LAM, MAI, MAI)] == [200, 429, 200]


def test_a_token_or_a_secret_that_is_told_is_noticed(far: Zalo) -> None:
    post(far, "setWebhook", **HOOK | {"secret_token": "một bí mật"})
    for told in (f"POST /bot{TOKEN}/getMe", TOKEN.partition(":")[2], "một bí mật"):
        with pytest.raises(AssertionError, match="told"):
            far.assert_no_token_in(told)
    far.assert_no_token_in("POST /getMe")
