"""A Telegram that answers some sends with 429 or 500 and loses some of its answers, and keeps what it received."""

import random
import re
import socket
import struct
import time
from collections import defaultdict
from dataclasses import dataclass

from tests.messenger.fast import Connection, FastApi
from tests.messenger.running import Process
from tests.messenger.wire import answer, params

TOO_MANY, FAILED, LOST = 0.06, 0.03, 0.04  # shares of the sends
_NUMBER = re.compile(r"Mã nhắc R-([0-9]+)")
_WAIT = answer(
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}',
    429,
)
_DOWN = answer(b'{"ok":false,"error_code":500,"description":"Internal Server Error"}', 500)
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Copy:
    """A message as it was received."""

    life: str  # the process that sent it
    number: int  # R-n; 0 without
    lost: bool  # its answer was
    unsettled: bool = False  # its sender died before it had settled


class Unreliable(FastApi):
    """Each life of a process asks at an address of its own: `…/0-3/bot<token>/sendMessage` is place 0's third."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.rng = rng
        self.received: defaultdict[int, list[Copy]] = defaultdict(list)  # by chat
        self.up: dict[str, float] = {}  # life → when it was heard first
        self.doomed: dict[str, Process] = {}  # lives that end with the next message they send
        self._life = ""

    def handle(self, connection: Connection, path: bytes, body: bytes) -> None:
        self.hear(path)
        super().handle(connection, path, body)

    def hear(self, path: bytes) -> None:
        """A life of a process asks."""
        self._life = path.split(b"/")[1].decode()
        self.up.setdefault(self._life, time.monotonic())

    def _sent(self, connection: Connection, body: bytes) -> None:
        share = self.rng.random()
        if share < TOO_MANY + FAILED:
            connection.write(_WAIT if share < TOO_MANY else _DOWN)
            return
        fields = params(body)
        found, lost = _NUMBER.search(fields["text"]), share < TOO_MANY + FAILED + LOST
        self.received[int(fields["chat_id"])].append(Copy(self._life, int(found[1]) if found else 0, lost))
        if lost:
            connection.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            connection.transport.abort()
        else:
            self._take(connection, body)
        if doomed := self.doomed.pop(self._life, None):
            doomed.strike()

    def _take(self, connection: Connection, body: bytes) -> None:
        super()._sent(connection, body)
