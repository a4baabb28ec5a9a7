"""The web application: what messengers hand over, and /healthz."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.refusal import Refused
from templates import say

LARGEST = 2_000_000  # bytes of a request: an update is a few thousand


@dataclass(slots=True)
class Web:
    """Listens for one process; several may stand behind one address."""

    listen: str  # host:port
    routes: Sequence[BaseRoute]
    healthy: Callable[[], Awaitable[bool]]
    is_open: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        """Listen until cancelled; Refused where the address is taken."""
        host, _, port = self.listen.rpartition(":")
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
                raise Refused(say("lines", "address_taken", listen=self.listen))
            self.is_open.set()
            await listening
        finally:
            server.should_exit = True
            await asyncio.wait([listening], timeout=4)

    def application(self) -> Starlette:
        """Where it is spoken to."""
        return Starlette(routes=[Route("/healthz", self._health), *self.routes])

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


def path_of(url: str) -> str:
    """Where on this application a public address leads."""
    return "/" + url.partition("://")[2].partition("/")[2]


async def body_of(request: Request) -> bytes | None:
    """The whole body; None for one that is too large, of which no more is read."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
