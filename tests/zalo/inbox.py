"""What people said to a bot until it is handed over: by one poll at a time, or to its webhook."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from tests.zalo.bots import Bot
from tests.zalo.fixtures import Json

SECRET = "X-Bot-Api-Secret-Token"
PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass
class Switches:
    """How it hands over: reports contradict each other."""

    replay: bool = False  # polls get what was handed over again and again, at once, the new first
    lossy: bool = False  # what is said while nobody polls is gone
    wrapped: bool = False  # the webhook's body as documented; else flat, as three live bots got it
    twice: bool = False  # every delivery comes a second time
    probe: bool = False  # an empty body without a type before each
    wrong_secret: bool = False  # somebody else delivers
    scale: float = 1.0  # of the seconds a poll is held open


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a webhook was handed and said to it; 0: nobody was there."""

    body: bytes
    status: int


class Inbox:
    """One bot's. Nothing is delivered to a webhook again: whether Zalo does is not known."""

    def __init__(self, bot: Bot, switches: Switches) -> None:
        self.bot, self.switches = bot, switches
        self.waiting, self.handed, self.lost = deque[Json](), deque[Json](), list[Json]()
        self.delivered: list[Delivered] = []
        self.polls = self.posting = 0
        self.changed = asyncio.Condition()

    async def put(self, update: Json) -> None:
        """Somebody said something."""
        async with self.changed:
            gone = self.switches.lossy and not self.polls and not self.bot.webhook
            (self.lost if gone else self.waiting).append(update)
            self.changed.notify_all()

    async def look(self) -> None:
        """A webhook was set."""
        async with self.changed:
            self.changed.notify_all()

    async def take(self, seconds: float, is_open: Callable[[], bool]) -> Json | None:
        """The next update for one poll, for as long as somebody waits for its answer."""
        async with self.changed:
            self.polls += 1
            try:
                async with asyncio.timeout(seconds * self.switches.scale):
                    await self.changed.wait_for(lambda: self._any() or not is_open())
            except TimeoutError:
                return None
            finally:
                self.polls -= 1
            if not is_open():
                return None
            update = (self.waiting or self.handed).popleft()
            self.handed.append(update)
            return update

    def _any(self) -> bool:
        return bool(self.waiting or (self.switches.replay and self.handed))

    async def keep_delivering(self) -> None:
        """Post what waits to the webhook there is, one after another."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            while True:
                async with self.changed:
                    await self.changed.wait_for(lambda: self.bot.webhook and self.waiting)
                    update = self.waiting.popleft()
                    self.posting = 1
                await self._deliver(session, update)
                self.posting = 0

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        switches, secret = self.switches, self.bot.secret
        headers = {SECRET: "somebody else" if switches.wrong_secret else secret, "Content-Type": "application/json"}
        body = json.dumps({"ok": True, "result": update} if switches.wrapped else update, ensure_ascii=False).encode()
        if switches.probe:
            await self._post(session, b"", {})
        for _ in range(2 if switches.twice else 1):
            await self._post(session, body, headers)

    async def _post(self, session: aiohttp.ClientSession, body: bytes, headers: dict[str, str]) -> None:
        if self.bot.webhook is None:  # deleted meanwhile
            return
        try:
            skipped = () if body else ("Content-Type",)
            async with session.post(
                self.bot.webhook["url"], data=body, headers=headers, skip_auto_headers=skipped
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.delivered.append(Delivered(body, status))
