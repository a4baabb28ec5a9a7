"""The fast fake Bot API of the load, the kills and the hostile updates: Telegram's queue and wire, and nothing judged.

An update stays until it is acknowledged: by an offset, or by a webhook's 2xx. To a webhook the updates of one chat go
one after another, those of different chats side by side, as many as `max_connections` allows.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from tests.messenger.account import BOT
from tests.messenger.wire import Posting, answer, messages, params, result

AGAIN = 0.05  # seconds until an update is posted to a webhook again
_CHAT = re.compile(rb"chat_id\W+(?:\r\n\r\n)?(-?[0-9]+)")
_REFUSED = b'{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id specified"}'
_TRUE = b'{"ok":true,"result":true}'


class FastApi:
    """One Telegram with one bot, in the loop it is started in."""

    def __init__(self) -> None:
        self.pending: dict[int, tuple[int, bytes]] = {}  # update → chat, JSON: what is not acknowledged
        self.files: dict[str, bytes] = {}  # file id → content
        self.asked: dict[str, int] = {}  # method → how often
        self.on_sent: Callable[[int, bytes, float], None] = lambda *_: None  # chat, request, when
        self.takes = asyncio.Event()  # set once the bot takes updates
        self.talking: set[Connection] = set()  # what a process that fell said last is read before its connection ends
        self._parked: Connection | None = None
        self._expires: asyncio.TimerHandle | None = None
        self._chats: dict[int, deque[int]] = {}  # webhook: what waits in each chat
        self._tasks: set[asyncio.Task[None]] = set()
        self._free: list[Posting] = []
        self._webhook, self._slots = "", asyncio.Semaphore(40)
        self._secret, self._messages = "", 0

    async def start(self) -> str:
        """Listen; the address."""
        self._loop = asyncio.get_running_loop()
        self._server = await self._loop.create_server(lambda: Connection(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listen no longer, deliver nothing more."""
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        for posting in self._free:
            posting.transport.close()

    def hand(self, chat: int, id_: int, update: bytes) -> None:
        """Something has happened in a chat."""
        self.pending[id_] = chat, update
        if self._webhook:
            self._deliver_in(chat, id_)
        elif self._parked:
            self._unpark(self._parked)

    def handle(self, connection: "Connection", path: bytes, body: bytes) -> None:
        """Answer one request of the bot."""
        method = path.rpartition(b"/")[2].decode()
        if path.startswith(b"/file/"):
            connection.write(answer(self.files[method]))
            return
        self.asked[method] = self.asked.get(method, 0) + 1
        if method.startswith(("send", "edit")) and method != "sendChatAction":
            self._sent(connection, body)
        elif method == "getUpdates":
            self._poll(connection, params(body))
        elif method == "getMe":
            connection.write(result({**BOT, "can_join_groups": True, "can_read_all_group_messages": False}))
        elif method == "getWebhookInfo":
            info = {"url": self._webhook, "has_custom_certificate": False, "pending_update_count": len(self.pending)}
            connection.write(result(info))
        elif method == "getFile":
            id_ = params(body)["file_id"]
            found = {
                "file_id": id_,
                "file_unique_id": id_,
                "file_path": id_,
                "file_size": len(self.files.get(id_, b"")),
            }
            connection.write(result(found) if id_ in self.files else answer(b'{"ok":false,"error_code":400}', 400))
        else:
            connection.write(answer(_TRUE))
            if method == "setWebhook":
                self._set_webhook(params(body))

    def _sent(self, connection: "Connection", body: bytes) -> None:
        found = _CHAT.search(body)
        chat, now = int(found[1]) if found else 0, time.perf_counter()
        self._messages += 1
        connection.write(
            answer(
                b'{"ok":true,"result":{"message_id":%d,"from":{"id":123456,"is_bot":true,"first_name":"CCHC"},'
                b'"chat":{"id":%d,"first_name":"Lan","type":"private"},"date":1760000000,"text":"echo"}}'
                % (self._messages, chat)
            )
        )
        self.on_sent(chat, body, now)

    def _poll(self, connection: "Connection", asked: dict[str, str]) -> None:
        offset = int(asked.get("offset") or 0)
        for id_ in [id_ for id_ in islice(self.pending, 100) if id_ < offset]:
            del self.pending[id_]
        if self._parked:
            self._parked.write(answer(b'{"ok":false,"error_code":409,"description":"Conflict"}', 409))
            self.unpark()
        self.takes.set()
        if self.pending:
            connection.write(self._batch())
            return
        self._parked = connection
        self._expires = self._loop.call_later(float(asked.get("timeout") or 0), self._expire, connection)

    def _batch(self) -> bytes:
        found = b",".join(update for _, update in islice(self.pending.values(), 100))
        return answer(b'{"ok":true,"result":[%s]}' % found)

    def _unpark(self, connection: "Connection") -> None:
        self.unpark()
        connection.write(self._batch())

    def _expire(self, connection: "Connection") -> None:
        if self._parked is connection:
            self._unpark(connection)

    def unpark(self) -> None:
        """Nobody waits for updates any more."""
        self._parked = None
        if self._expires:
            self._expires.cancel()

    def _set_webhook(self, asked: dict[str, str]) -> None:
        self._webhook, self._secret = asked.get("url", ""), asked.get("secret_token", "")
        if self._webhook:
            self._slots = asyncio.Semaphore(int(asked.get("max_connections") or 40))
            self.takes.set()
            for id_, (chat, _) in self.pending.items():
                self._deliver_in(chat, id_)

    def _deliver_in(self, chat: int, id_: int) -> None:
        waiting = self._chats.setdefault(chat, deque())
        if id_ in waiting:
            return
        waiting.append(id_)
        if len(waiting) == 1:
            task = self._loop.create_task(self._deliver(waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, waiting: deque[int]) -> None:
        """Post what waits in a chat, one after another, each until it is taken; nothing while there is no webhook."""
        while waiting:
            async with self._slots:
                status = await self.post(self.pending[waiting[0]][1]) if self._webhook else 0
            if 200 <= status < 300:
                del self.pending[waiting.popleft()]
            else:
                await asyncio.sleep(AGAIN)

    async def post(self, update: bytes, secret: str | None = None) -> int:
        """The status the webhook answers an update with, the right secret or another beside it; 0 for none at all."""
        url = urlsplit(self._webhook)
        head = f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\n"
        head += f"X-Telegram-Bot-Api-Secret-Token: {self._secret if secret is None else secret}\r\n"
        head += f"Content-Length: {len(update)}\r\n\r\n"
        try:
            if not self._free:
                posting = (await self._loop.create_connection(Posting, url.hostname or "", url.port or 80))[1]
            else:
                posting = self._free.pop()
            async with asyncio.timeout(60):  # `wait_for` may swallow that it was cancelled
                status = await posting.post(head.encode() + update)
        except (OSError, TimeoutError):
            return 0
        self._free.append(posting)
        return status


class Connection(asyncio.Protocol):
    """One connection of the bot: requests in, answers out."""

    def __init__(self, api: FastApi) -> None:
        self.api, self.buffer = api, bytearray()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.write = transport.write
        self.api.talking.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.api.talking.discard(self)
        if self.api._parked is self:
            self.api.unpark()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        for path, body in messages(self.buffer):
            self.api.handle(self, path.split(b" ")[1], body)
