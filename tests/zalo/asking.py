"""Asking the fake Zalo: bare requests, and our own client."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx

from bot.channels.zalo.wire import Wire
from tests.zalo.control import Zalo
from tests.zalo.fixtures import Json

T = TypeVar("T")
HOOK = {"url": "https://example.test/hook", "secret_token": "12345678"}


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
