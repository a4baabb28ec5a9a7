"""Telegram's webhook: it says 200 once an update is settled."""

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.telegram.service import Service
from bot.config_messengers import Telegram
from bot.order import Order
from bot.web import body_of, path_of

log = logging.getLogger("cchc.telegram")
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Webhook:
    """What Telegram hands over to one process; several may stand behind one address."""

    service: Service
    order: Order
    telegram: Telegram
    pending: "dict[int, asyncio.Task[None]]" = field(default_factory=dict)

    @property
    def secret(self) -> str:
        """What Telegram shows with every update: follows from the token, so that all processes agree."""
        return hmac.new(self.telegram.token.encode(), b"cchc webhook", "sha256").hexdigest()

    @property
    def address(self) -> dict[str, Any]:
        """What Telegram is told."""
        return {"url": self.telegram.webhook, "secret_token": self.secret, "max_connections": 40}

    @property
    def routes(self) -> list[BaseRoute]:
        """Where it listens."""
        return [Route(path_of(self.telegram.webhook), self._receive, methods=["POST"])]

    async def _receive(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), self.secret.encode()):
            return Response(status_code=403)
        body = await body_of(request)
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
