"""Long polling: an update is acknowledged to Telegram only once it and all before it are settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.reading import KINDS, Malformed, update_id
from bot.channels.telegram.service import Service
from bot.channels.telegram.wire import meaning, seconds
from bot.order import Order
from bot.pace import growing

log = logging.getLogger("cchc.telegram")
LONG = 50  # seconds that Telegram holds a question open
MOST = 100  # updates of an answer
GLANCE = 0.2  # seconds after which what came meanwhile is fetched beside what is slow
LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Polling:
    """The receive loop of one account."""

    service: Service
    order: Order
    heard: Callable[[], Awaitable[None]]
    pending: "dict[int, asyncio.Task[None]]" = field(default_factory=dict)  # in the order they came, until settled
    offset: int | None = None

    async def run(self) -> None:
        """Receive until cancelled."""
        while True:
            await self.once()

    async def once(self) -> int:
        """Fetch what is new and begin it; how much."""
        self._advance()
        updates = await self._fetch(0 if self.pending else LONG)
        new = [each for each in updates if self._begin(each)]
        if not updates and not self.pending:
            self.offset = None  # all is acknowledged, and after a quiet week Telegram's numbers start elsewhere
        if self.pending:
            await asyncio.wait(self.pending.values(), timeout=GLANCE)
        elif updates and self.offset is None:  # nothing in it has a number to acknowledge
            await asyncio.sleep(1)
        return len(new)

    async def acknowledge(self) -> None:
        """Tell Telegram at the end what is settled, so that it does not come again."""
        self._advance()
        if self.offset is not None:
            await self.service.voice.wire.call("getUpdates", offset=self.offset, timeout=0, limit=1, read_timeout=2)

    def _begin(self, update: Any) -> bool:
        try:
            number = update_id(update)
        except Malformed:
            log.warning("passed over: no update")
            return False
        if number in self.pending:
            return False
        self.pending[number] = self.service.begin(self.order, self.service.read(update))
        return True

    def _advance(self) -> None:
        """Forget what is settled up to the first that is not: an offset acknowledges a prefix."""
        for number, task in list(self.pending.items()):
            if not task.done() or task.cancelled():
                self.offset = number
                return
            task.result()  # what ends the service is raised here
            self.offset = number + 1
            del self.pending[number]

    async def _fetch(self, timeout: int) -> list[Any]:
        """What Telegram holds; trouble on the way is waited out."""
        for wait in growing(1.0, LONGEST_WAIT):
            try:
                fields: dict[str, Any] = {} if self.offset is None else {"offset": self.offset}
                found = await self.service.voice.wire.call(
                    "getUpdates", timeout=timeout, limit=MOST, allowed_updates=list(KINDS),
                    read_timeout=timeout + 10, **fields,
                )  # fmt: skip
                await self.heard()
                return found if isinstance(found, list) else []
            except TelegramError as error:
                if meaning(error) == "revoked":
                    raise
                if isinstance(error, Conflict):
                    log.error("another program receives with this token: stop it, one alone may")
                    wait = max(wait, 5.0)
                else:
                    log.warning("Telegram is out of reach, tried again in %.0f s: %s", wait, error)
                await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else wait)
        raise AssertionError
