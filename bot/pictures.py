"""Pictures drawn beside the event loop, each content once: in a process of its own, as the renderer holds the GIL."""

import asyncio
import multiprocessing
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256

from documents.charts import png

MOST = 100  # pictures kept, of at most 60 KB


class Pictures:
    """Draws SVG as PNG."""

    def __init__(self) -> None:
        self.drawn = OrderedDict[str, bytes]()
        self.process: ProcessPoolExecutor | None = None

    async def png(self, svg: str) -> bytes:
        """The picture; drawn again only where its content was not drawn lately."""
        key = sha256(svg.encode()).hexdigest()
        if key not in self.drawn:
            self.drawn[key] = await self._draw(svg)
            if len(self.drawn) > MOST:
                self.drawn.popitem(last=False)
        self.drawn.move_to_end(key)
        return self.drawn[key]

    async def _draw(self, svg: str) -> bytes:
        for more in (True, False):
            if self.process is None:
                self.process = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
            try:
                return await asyncio.get_running_loop().run_in_executor(self.process, png, svg)
            except BrokenProcessPool:  # somebody killed it
                self.process = None
                if not more:
                    raise
        raise AssertionError

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.shutdown(wait=False, cancel_futures=True)
