"""An event loop beside the test, in a thread of its own, and the one way in which tests wait."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.processes import wait

T = TypeVar("T")
PATIENCE = 20.0  # seconds until what was waited for is taken to have failed
GLANCE = 0.005  # seconds between two looks


def wait_until(look: Callable[[], T | None], what: str | Callable[[], str], patience: float = PATIENCE) -> T:
    """The first true thing `look` returns; AssertionError with `what` (said when it failed) where there is none."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience} s for {what if isinstance(what, str) else what()}")
        wait(GLANCE)
    return found


class Beside:
    """A loop that runs elsewhere: what is done in it is done by asking it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def do(self, action: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns that is run there."""
        return asyncio.run_coroutine_threadsafe(action, self.loop).result(PATIENCE)

    def call(self, action: Callable[..., T], *arguments: Any) -> T:
        """What a function returns that is called there, so that no two of them meet."""

        async def called() -> T:
            return action(*arguments)

        return self.do(called())


@contextmanager
def beside() -> Iterator[Beside]:
    """A loop that runs until the block ends; whatever still runs in it then is cancelled."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Beside(loop)
    finally:
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
