"""The fast fake Bot API keeps what was not acknowledged, as Telegram does."""

import asyncio
import json
import random
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from tests.messenger.fast import FastApi
from tests.messenger.hostile import garbage, hostile
from tests.messenger.load import Load
from tests.messenger.running import bare
from tests.messenger.wire import pressed, written


async def _ask(client: ClientSession, api: str, method: str, **params: Any) -> Any:
    async with client.post(f"{api}/bot1:A/{method}", data=params) as answer:
        return (await answer.json()).get("result")


async def _numbers(client: ClientSession, api: str, **params: Any) -> list[int]:
    return [each["update_id"] for each in await _ask(client, api, "getUpdates", **params)]


def test_an_offset_acknowledges_what_is_before_it() -> None:
    async def polls() -> None:
        api = FastApi()
        url = await api.start()
        async with ClientSession() as client:
            for id_ in (3, 4, 5):
                api.hand(7, id_, written(id_, 7, "điểm"))
            assert await _numbers(client, url) == [3, 4, 5]
            assert await _numbers(client, url) == [3, 4, 5]
            assert await _numbers(client, url, offset=5) == [5]
            waits = asyncio.create_task(_numbers(client, url, offset=6, timeout=10))
            await asyncio.sleep(0.05)
            api.hand(8, 6, pressed(6, 8, "việc"))
            assert await waits == [6]
        await api.close()

    asyncio.run(polls())


def test_a_webhook_gets_the_updates_of_a_chat_one_after_another_until_it_takes_them() -> None:
    got: list[int] = []

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s"
        got.append((await request.json())["update_id"])
        return web.Response(status=500 if got.count(1) < 2 and got[-1] == 1 else 200)

    async def serves() -> None:
        app = web.Application()
        app.router.add_post("/t", take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        api = FastApi()
        async with ClientSession() as client:
            url, hook = await api.start(), f"http://127.0.0.1:{runner.addresses[0][1]}/t"
            for id_, chat in ((1, 7), (2, 7), (3, 8)):
                api.hand(chat, id_, written(id_, chat, "điểm"))
            assert await _ask(client, url, "setWebhook", url=hook, secret_token="s")
            while api.pending:
                await asyncio.sleep(0.01)
            assert [each for each in got if each != 3] == [1, 1, 2]
            assert await api.post(b"[", secret="s") == 500  # its own error
        await api.close()
        await runner.cleanup()

    asyncio.run(serves())


def test_people_who_ask_again_and_again_are_counted(tmp_path: Path) -> None:
    async def asks() -> None:
        load = Load(FastApi())
        process = bare("aiogram", await load.api.start(), "polling", 0, tmp_path)
        try:
            await load.first_answer(7, "điểm", process)
            figures = await load.drive(process, range(7, 12), lambda chat, number: f"điểm {chat} {number}", 0.2)
        finally:
            process.kill()
            await load.api.close()
        assert figures.rate > 0
        assert 0 < figures.p50 <= figures.p99
        assert figures.megabytes > 10

    asyncio.run(asks())


def test_the_same_seed_makes_the_same_hostile_updates() -> None:
    first, again = ([*hostile(random.Random(5), count(1), 300)] for _ in range(2))
    assert first == again
    assert [id_ for id_, _ in first] == [json.loads(update)["update_id"] for _, update in first] == [*range(1, 301)]
    assert garbage(random.Random(1)) == garbage(random.Random(1))
