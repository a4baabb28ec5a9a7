"""The webhook: one small ASGI application that says 200 once an update is settled."""

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram.service import Service
from bot.config import Telegram
from bot.order import Order
from bot.refusal import Refused
from templates import say

log = logging.getLogger("cchc.web")
LARGEST = 2_000_000  # bytes of a request: an update is a few thousand
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Web:
    """The webhook of one process; several may stand behind one address."""

    service: Service
    order: Order
    telegram: Telegram
    healthy: Callable[[], Awaitable[bool]]
    pending: "dict[int, asyncio.Task[None]]" = field(default_factory=dict)

    @property
    def secret(self) -> str:
        """What Telegram shows with every update: follows from the token, so that all processes agree."""
        return hmac.new(self.telegram.token.encode(), b"cchc webhook", "sha256").hexdigest()

    @property
    def address(self) -> dict[str, Any]:
        """What Telegram is told."""
        return {"url": self.telegram.webhook, "secret_token": self.secret, "max_connections": 40}

    async def serve(
        self, announce: Callable[[], Awaitable[None]], alive: Callable[[], Awaitable[None]], every: float
    ) -> None:
        """Listen, then tell Telegram where; until cancelled."""
        host, _, port = self.telegram.listen.rpartition(":")
        server = _Server(
            uvicorn.Config(
                self.application(), host or "127.0.0.1", int(port), log_config=None, lifespan="off", access_log=False,
                timeout_graceful_shutdown=3,
            )
        )  # fmt: skip
        listening = asyncio.create_task(server.serve())
        try:
            while not server.started and not listening.done():
                await asyncio.sleep(0.02)
            if listening.done():
                raise Refused(say("lines", "address_taken", listen=self.telegram.listen))
            await announce()
            while True:
                await alive()
                await asyncio.sleep(every)
        finally:
            server.should_exit = True
            await asyncio.wait([listening], timeout=4)

    def application(self) -> Starlette:
        """Where Telegram hands over updates, and /healthz."""
        path = "/" + self.telegram.webhook.partition("://")[2].partition("/")[2]
        return Starlette(routes=[Route("/healthz", self._health), Route(path, self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), self.secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update: Any = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("passed over: no JSON")
            return Response()  # it would only come again
        await asyncio.shield(self._begin(update))  # who hangs up does not end the work
        return Response()

    def _begin(self, update: Any) -> "asyncio.Task[None]":
        """Begin an update; one that comes again while it is worked on is that very work."""
        arrived = self.service.read(update)
        if arrived is None:
            return self.service.begin(self.order, None)
        found = self.pending.get(arrived.update)
        if found is None:
            found = self.pending[arrived.update] = self.service.begin(self.order, arrived)
            found.add_done_callback(lambda _: self.pending.pop(arrived.update, None))
        return found

    async def _health(self, _: Request) -> Response:
        well = await self.healthy()
        return JSONResponse({"database": "ok" if well else "away"}, 200 if well else 503)


class _Server(uvicorn.Server):
    """uvicorn without its own signals; whether it could listen shows in `started`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        with suppress(SystemExit):
            await super().serve(sockets)


async def _body(request: Request) -> bytes | None:
    """The whole body; None for one that is too large, of which no more is read."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
