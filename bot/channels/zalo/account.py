"""One of the bot's accounts on Zalo: put together, found, listened to, let go."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.zalo.reading import Reader
from bot.channels.zalo.service import CHANNEL, Service
from bot.channels.zalo.speaking import Voice
from bot.channels.zalo.wire import Wire, ZaloError
from bot.config_messengers import Zalo
from bot.desk import Desk
from bot.links import Links
from bot.order import Order
from bot.outcomes import HEARD_EVERY, OutOfReach
from bot.pace import Pace, growing
from bot.refusal import Refused
from bot.web import body_of, path_of
from models.kept_files import keep_file
from templates import say

log = logging.getLogger("cchc.zalo")
SECRET = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
FLOOR = 1.0  # seconds between two polls: by one report what was read comes again at once, with every poll
LONGEST_WAIT = 30.0


class Account:
    """One bot on Zalo."""

    def __init__(
        self, config: Zalo, desk: Callable[[str, str], Desk], png: Callable[[str], Awaitable[bytes]],
        links: Links | None,
    ) -> None:  # fmt: skip
        self.config = config
        self.wire = Wire(config.token, config.api)
        self.desk, self.order = desk(CHANNEL, self.wire.account), Order()
        pace = Pace(config.limits, asyncio.get_running_loop().time)
        self.voice = Voice(self.wire, pace, png, self._keep, links)
        self.service = Service(self.desk, self.voice, Reader(api=config.api), self.order)
        self.monthly, self.name = config.monthly, ""
        self.taking: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Where Zalo hands over updates; empty where it is asked."""
        return f"{self.config.url}/{self.wire.account}" if self.config.url else ""

    @property
    def routes(self) -> list[BaseRoute]:
        """The same address, on the web application."""
        return [Route(path_of(self.address), self._receive, methods=["POST"])] if self.address else []

    @property
    def secret(self) -> str:
        """What Zalo shows with every update: follows from the token, so that all processes agree."""
        return hmac.new(self.config.token.encode(), b"cchc webhook", "sha256").hexdigest()

    async def introduce(self) -> None:
        """Find it; OutOfReach, or Refused where Zalo does not know the token."""
        try:
            me = await self.wire.introduce()
        except ZaloError as error:
            raise self._trouble(error) from None
        self.name = me.names[0] if me.names else self.wire.account
        self.service.reader = Reader(me.names, self.config.api)

    async def announce(self) -> None:
        """Say how it listens from now on; OutOfReach or Refused."""
        method, fields = "deleteWebhook", dict[str, Any]()
        if self.address:
            method, fields = "setWebhook", {"url": self.address, "secret_token": self.secret}
        try:
            await self.wire.call(method, **fields)
        except ZaloError as error:
            if error.meaning == "refused" and self.address:
                raise Refused(say("lines", "refused_by_zalo", url=self.address, why=error)) from None
            raise self._trouble(error) from None

    async def greet(self) -> None:
        """Zalo has no menus."""

    async def receive(self, heard: Callable[[], Awaitable[None]]) -> None:
        """Take what comes in until cancelled, and what others left that have fallen."""
        waits = growing(1.0, LONGEST_WAIT)
        clock = asyncio.get_running_loop().time
        looked = -HEARD_EVERY
        while True:
            began = clock()
            if began - looked >= HEARD_EVERY:
                await self.service.take_over()
                looked = began
            try:
                await (self._look() if self.address else self._poll())
                await heard()
            except ZaloError as error:
                if error.meaning == "revoked":
                    raise self._trouble(error) from None
                wait = next(waits)
                log.warning("Zalo is out of reach, tried again in %.0f s: %s", wait, error)
                await asyncio.sleep(wait)
                continue
            waits = growing(1.0, LONGEST_WAIT)
            await asyncio.sleep(HEARD_EVERY if self.address else max(began + FLOOR - clock(), 0))

    async def _poll(self) -> None:
        """What came, kept at once. What falls between Zalo's answer and that is lost: Zalo has no acknowledgement."""
        updates = await self.wire.poll()
        self.taking = asyncio.create_task(self._take(updates))
        await asyncio.shield(self.taking)  # a stop does not lose what is here

    async def _take(self, updates: Sequence[Any]) -> None:
        for update in updates:
            await self.service.take(update)

    async def _look(self) -> None:
        await self.wire.introduce()

    async def _receive(self, request: Request) -> Response:
        """What Zalo hands over: kept, then 200, then worked on. How Zalo repeats what was not taken is nowhere said."""
        body = await body_of(request)
        if body is None:
            return Response(status_code=413)
        if not body:  # Zalo looks whether anybody is there, by one report without its secret
            return Response()
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), self.secret.encode()):
            return Response(status_code=403)
        await asyncio.shield(self.service.take(body))  # who hangs up does not end the work
        return Response()

    async def _keep(self, content: bytes, lasts: timedelta) -> str:
        def work() -> str:
            with self.desk.dispatcher.database.writing() as session:
                return keep_file(session, content, self.desk.clock(), lasts)

        return await self.desk.run(work)

    async def finish(self, within: float) -> None:
        """Finish what was begun; the rest is kept for the next start."""
        if self.taking:
            await asyncio.wait([self.taking], timeout=within)
        if left := await self.order.finish(within):
            log.warning("%d updates left for the next start", left)

    async def acknowledge(self) -> None:
        """Nothing is acknowledged to Zalo."""

    async def close(self) -> None:
        """Let go of every connection."""
        await self.wire.shutdown()

    def _trouble(self, error: ZaloError) -> Exception:
        if error.meaning == "revoked":
            return Refused(say("lines", "bad_zalo_token", account=self.wire.account))
        return OutOfReach(error)
