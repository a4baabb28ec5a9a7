"""Where Telegram is blocked a proxy carries the requests: HTTP and SOCKS5, spoken by the few lines here."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import TelegramError

from bot.channels.telegram.wire import Wire, meaning

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
API = "http://api.telegram.invalid"  # nobody answers there but the proxy


async def http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str]) -> None:
    """One request, answered as the Bot API would."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(
        (int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length")), 0
    )
    await reader.readexactly(length)
    asked.append(head.splitlines()[0])
    body = json.dumps({"ok": True, "result": {"id": 123456, "is_bot": True, "username": "cchc_bot"}}).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
    await writer.drain()
    writer.close()


async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str]) -> None:
    """SOCKS5 without a password: the name of the server goes to the proxy, what follows is HTTP."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    *_, length = await reader.readexactly(5)
    asked.append((await reader.readexactly(length)).decode())
    await reader.readexactly(2)
    writer.write(b"\x05\x00\x00\x01\0\0\0\0\0\0")
    await http(reader, writer, asked)


@pytest.mark.parametrize(
    ("scheme", "serve", "asked"),
    [
        ("http", http, ["POST http://api.telegram.invalid/bot"]),
        ("socks5", socks, ["api.telegram.invalid", "POST /bot"]),
    ],
)
def test_requests_go_by_the_proxy(scheme: str, serve: Callable[..., Awaitable[None]], asked: list[str]) -> None:
    seen: list[str] = []

    async def work() -> str:
        server = await asyncio.start_server(lambda reader, writer: serve(reader, writer, seen), "127.0.0.1", 0)
        async with server:
            wire = Wire(TOKEN, API, f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            try:
                return await wire.introduce()
            finally:
                await wire.shutdown()

    assert asyncio.run(work()) == "cchc_bot"
    assert [said.startswith(start) for said, start in zip(seen, asked, strict=True)] == [True] * len(asked)


@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_where_nobody_listens_nothing_was_sent(proxy: str) -> None:
    async def work() -> str:
        wire = Wire(TOKEN, "http://127.0.0.1:9", proxy)
        try:
            await wire.introduce()
        except TelegramError as error:
            return meaning(error)
        finally:
            await wire.shutdown()
        return ""

    assert asyncio.run(work()) == "not sent"
