"""How fast a messenger may be written to: what it allows is kept before it has to say so, replies go first."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

BURST = 3  # messages that one chat may get at once: a long answer in parts
LATE = 0.2  # seconds of broadcasts that may be made up for: what waits goes out evenly
MOST_CHATS = 10_000  # remembered at once


@dataclass(frozen=True, slots=True)
class Limits:
    """What a messenger allows."""

    per_second: float = 30  # messages over all
    per_chat_second: float = 1
    per_group_minute: float = 20


class Window:
    """At most `number` in any `span` seconds."""

    def __init__(self, number: float, span: float) -> None:
        self.number, self.span, self.times = max(int(number), 1), span, deque[float]()

    def wait(self, now: float, kept: int = 0) -> float:
        """Seconds until one more may go, where the first `kept` places are for others."""
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        over = len(self.times) - (self.number - kept)
        return self.times[over] + self.span - now if over >= 0 and self.times else 0.0


def growing(first: float, longest: float) -> Iterator[float]:
    """Seconds to wait before one try after another: each twice the one before, up to the longest."""
    while True:
        yield min(first, longest)
        first *= 2


@dataclass(slots=True)
class Pace:
    """The turns of everything that is sent by one account."""

    limits: Limits
    clock: Callable[[], float]  # seconds, monotonic
    overall: Window = field(init=False)
    chats: dict[str, Window] = field(default_factory=dict)
    rest_until: float = 0.0
    replies: int = 0  # that wait now
    next: float = 0.0  # when a broadcast may go that comes now

    def __post_init__(self) -> None:
        self.overall = Window(self.limits.per_second, 1.0)

    def rest(self, seconds: float) -> None:
        """Nobody sends for a while: the messenger asked for it."""
        self.rest_until = max(self.rest_until, self.clock() + seconds)

    async def reply(self, chat: str) -> None:
        """Wait for the turn of a message that somebody waits for."""
        self.replies += 1
        try:
            while wait := self._take(chat, kept=0):
                await asyncio.sleep(wait)
        finally:
            self.replies -= 1

    async def begin(self, chat: str) -> None:
        """Wait until a message that nobody asked for may be begun: evenly, as many as may go, so that a place is always
        about to be free. It takes one when it is sent."""
        turn = max(self.next, self.clock() - LATE)
        self.next = turn + self.overall.span / self.overall.number
        await asyncio.sleep(max(turn - self.clock(), 0))
        while wait := self._wait(chat, kept=self.replies):
            await asyncio.sleep(wait)

    async def broadcast(self, chat: str) -> None:
        """Wait for the turn of a message nobody asked for: replies that wait now go first."""
        while wait := self._take(chat, kept=self.replies):
            await asyncio.sleep(wait)

    def _take(self, chat: str, kept: int) -> float:
        """Take a turn now (0), or the seconds to wait before asking again."""
        wait = self._wait(chat, kept)
        if not wait:
            self.overall.times.append(self.clock())
            self._window(chat).times.append(self.clock())
        return wait

    def _wait(self, chat: str, kept: int) -> float:
        now, kept = self.clock(), min(kept, self.overall.number - 1)
        waits = self.rest_until - now, self.overall.wait(now, kept), self._window(chat).wait(now)
        return max(*waits, 0.0)

    def _window(self, chat: str) -> Window:
        found = self.chats.get(chat)
        if found is None:
            if len(self.chats) >= MOST_CHATS:
                now = self.clock()
                self.chats = {key: each for key, each in self.chats.items() if each.times and each.times[-1] > now - 60}
            group = chat.startswith("-")  # Telegram's groups have negative ids
            limits = self.limits
            window = (limits.per_group_minute, 60.0) if group else (BURST, BURST / limits.per_chat_second)
            found = self.chats[chat] = Window(*window)
        return found
