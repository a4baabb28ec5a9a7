"""How the fake Zalo hands over what people say: one at a time, again, not at all, or to a webhook."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web

from bot.channels.zalo.wire import Wire
from tests.messenger.beside import wait_until
from tests.zalo.asking import HOOK, poll, post, shape, with_client
from tests.zalo.control import LAM, Zalo
from tests.zalo.fixtures import Json, update
from tests.zalo.inbox import SECRET, Delivered


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
