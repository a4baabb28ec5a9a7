"""A Zalo as unreliable as the Telegram of the same runs: its polls are idle, its answers those of the fixtures."""

import asyncio

from tests.messenger.fast import Connection
from tests.messenger.unreliable import Unreliable
from tests.messenger.wire import answer
from tests.zalo.fixtures import response

HELD = 1.0  # seconds of a poll


class UnreliableZalo(Unreliable):
    """Each life of a process asks at an address of its own."""

    def handle(self, connection: Connection, path: bytes, body: bytes) -> None:
        method = path.rpartition(b"/")[2].decode()
        if method == "getUpdates":
            idle = _fixed("getUpdates_idle")
            asyncio.get_running_loop().call_later(HELD, connection.write, idle)
        elif method in ("getMe", "deleteWebhook"):
            self.hear(path)
            connection.write(_fixed(f"{method}_ok"))
        else:
            super().handle(connection, path, body)

    def _take(self, connection: Connection, body: bytes) -> None:
        connection.write(_fixed("send_ok"))


def _fixed(name: str) -> bytes:
    status, body = response(name)
    return answer(body, status)
