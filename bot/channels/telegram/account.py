"""The bot's account on Telegram: put together, found, listened to, let go."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from starlette.routing import BaseRoute
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.menus import Menus
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reading import KINDS, Reader
from bot.channels.telegram.service import CHANNEL, Service
from bot.channels.telegram.voice import Voice
from bot.channels.telegram.webhook import Webhook
from bot.channels.telegram.wire import Wire, meaning, seconds
from bot.config_messengers import Telegram
from bot.desk import Desk
from bot.order import Order
from bot.outcomes import HEARD_EVERY, OutOfReach
from bot.pace import Pace
from bot.refusal import Refused
from templates import say

log = logging.getLogger("cchc.telegram")


class Account:
    """One account of the bot on Telegram."""

    def __init__(
        self, config: Telegram, desk: Callable[[str, str], Desk], png: Callable[[str], Awaitable[bytes]],
        content: Callable[[str], Awaitable[bytes | None]],
    ) -> None:  # fmt: skip
        self.config = config
        self.wire = Wire(config.token, config.api, config.proxy)
        self.desk, self.order = desk(CHANNEL, self.wire.account), Order()
        pace = Pace(config.limits, asyncio.get_running_loop().time)
        self.voice = Voice(self.wire, pace, png, lambda old, new: self.service.moved(old, new), content=content)
        self.menus = Menus(self.wire, self.desk)
        self.service = Service(self.desk, self.voice, Reader(self.wire.account), self.menus)
        self.webhook = Webhook(self.service, self.order, config) if config.webhook else None
        self.polling: Polling | None = None
        self.monthly = config.monthly

    @property
    def name(self) -> str:
        """The bot's name there, once it was found."""
        return self.service.reader.name

    @property
    def address(self) -> str:
        """Where Telegram hands over updates; empty where it is asked."""
        return self.config.webhook

    @property
    def routes(self) -> list[BaseRoute]:
        """The same address, on the web application."""
        return self.webhook.routes if self.webhook else []

    async def introduce(self) -> None:
        """Find it; OutOfReach, or Refused where Telegram does not know the token."""
        try:
            self.service.reader = Reader(self.wire.account, await self.wire.introduce())
        except TelegramError as error:
            raise _trouble(error) from None

    async def announce(self) -> None:
        """Say how it listens from now on; OutOfReach or Refused."""
        try:
            if self.webhook is None:
                await self.wire.call("deleteWebhook", drop_pending_updates=False)
            else:
                address = self.webhook.address
                await self.wire.call("setWebhook", allowed_updates=list(KINDS), drop_pending_updates=False, **address)
        except TelegramError as error:
            if meaning(error) == "refused":
                method = "setWebhook" if self.webhook else "deleteWebhook"
                raise Refused(say("lines", "refused_by_telegram", method=method, why=error.message)) from None
            raise _trouble(error) from None

    async def greet(self) -> None:
        """Set the menus of those nobody knows."""
        try:
            await self.menus.set_general()
        except TelegramError as error:
            log.warning("general menus not set: %s", error)

    async def receive(self, heard: Callable[[], Awaitable[None]]) -> None:
        """Ask what is new until cancelled, or only now and then whether Telegram is there; Refused once it no longer
        knows the token."""
        self.polling = None if self.webhook else Polling(self.service, self.order, heard)
        try:
            if self.polling:
                await self.polling.run()
            while True:
                await self._look(heard)
                await asyncio.sleep(HEARD_EVERY)
        except InvalidToken:
            raise Refused(say("lines", "bad_token")) from None

    async def _look(self, heard: Callable[[], Awaitable[None]]) -> None:
        try:
            await self.wire.call("getMe")
            await heard()
        except TelegramError as error:
            if meaning(error) == "revoked":
                raise
            log.warning("Telegram is out of reach: %s", error)

    async def content(self, ref: str) -> bytes | None:
        """What a file holds that Telegram keeps for this account; None for any other."""
        channel, _, place = ref.partition(":")
        account, _, kind_and_id = place.partition(":")
        if (channel, account) != (CHANNEL, self.wire.account):
            return None
        try:
            return await self.voice.fetch(kind_and_id.partition(":")[2])
        except (TelegramError, KeyError, TypeError) as error:
            log.warning("file not fetched: %s", error)
            return None

    async def finish(self, within: float) -> None:
        """Finish what was begun, tell Telegram what is settled."""
        if left := await self.order.finish(within):
            log.warning("%d updates left for the next start", left)

    async def acknowledge(self) -> None:
        """Tell Telegram what is settled."""
        if self.polling is None:
            return
        try:
            await asyncio.wait_for(self.polling.acknowledge(), 2)
        except (TelegramError, TimeoutError, asyncio.CancelledError) as error:
            log.warning("settled updates not acknowledged: %s", type(error).__name__)

    async def close(self) -> None:
        """Let go of every connection."""
        await self.wire.shutdown()


def _trouble(error: TelegramError) -> Exception:
    if meaning(error) == "revoked":
        return Refused(say("lines", "bad_token"))
    return OutOfReach(error, seconds(error) if isinstance(error, RetryAfter) else 0)
