"""The fake Zalo itself: it answers as the fixtures say, and what goes wrong on the way is told truly by the client."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.channels.zalo.reading import Reader
from bot.channels.zalo.voice import requests, unstyled
from bot.channels.zalo.wire import Wire, ZaloError
from models.messages import Choice, Message
from tests.zalo.asking import HOOK, poll, post, shape, with_client
from tests.zalo.control import LAM, MAI, OFFICE, TOKEN, Zalo
from tests.zalo.faults import BAD_GATEWAY, NOT_JSON, OK_FALSE, RESET_AFTER, RESET_BEFORE, TOO_MANY, Fault, slow
from tests.zalo.fixtures import every, response, update


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


@pytest.mark.parametrize(
    "ask",
    [
        lambda url, fields: httpx.post(url, json=fields),
        lambda url, fields: httpx.post(url, data=fields),
        lambda url, fields: httpx.get(url, params=fields),
    ],
)
def test_parameters_come_as_json_as_a_form_or_in_the_query(far: Zalo, ask: Callable[..., httpx.Response]) -> None:
    assert ask(f"{far.url}/bot{TOKEN}/sendMessage", {"chat_id": LAM, "text": "ạ"}).json()["ok"]
    assert far.last_sent(LAM).text == "ạ"
    assert str(far.calls("sendMessage")[0]) == f"sendMessage {{'chat_id': '{LAM}', 'text': 'ạ'}} → 200"


@pytest.mark.parametrize("method", ["sendmessage", "editMessageText", "getFile", "testWebhook"])
def test_a_method_it_has_not_is_not_found(far: Zalo, method: str) -> None:
    assert post(far, method).status_code == 404


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
