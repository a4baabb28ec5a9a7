"""One thing of a chat after another, those of different chats side by side."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable


class Order:
    """What is being done, by chat."""

    def __init__(self) -> None:
        self.last: dict[str, asyncio.Task[None]] = {}  # of each chat: what is added next waits for it
        self.tasks: set[asyncio.Task[None]] = set()
        self.undone = Counter[str]()

    def waiting(self, chat: str) -> int:
        """How much of a chat is not done yet."""
        return self.undone.get(chat, 0)

    def add(self, chat: str, work: Callable[[], Awaitable[None]]) -> "asyncio.Task[None]":
        """Do it when everything of this chat that was added before is done."""
        task = asyncio.create_task(self._do(self.last.get(chat), work))
        self.last[chat] = task
        self.tasks.add(task)
        self.undone[chat] += 1
        task.add_done_callback(lambda done: self._forget(chat, done))
        return task

    async def _do(self, before: "asyncio.Task[None] | None", work: Callable[[], Awaitable[None]]) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        await work()

    def _forget(self, chat: str, done: "asyncio.Task[None]") -> None:
        self.tasks.discard(done)
        self.undone[chat] -= 1
        if self.last.get(chat) is done:
            del self.last[chat], self.undone[chat]

    async def finish(self, within: float) -> int:
        """Let what was begun end; what takes longer is left undone, to come again. How much was left."""
        if not self.tasks:
            return 0
        _, late = await asyncio.wait(set(self.tasks), timeout=within)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)
