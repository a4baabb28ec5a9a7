"""HTTP as far as a fast fake Bot API needs it: requests of a bot, answers to them, updates posted to a webhook."""

import asyncio
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from tests.messenger.account import BOT

_HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
_LENGTH = re.compile(rb"content-length: *([0-9]+)", re.I)


def answer(body: bytes, status: int = 200) -> bytes:
    """An answer on the wire."""
    return _HEAD % (status, len(body), body)


def result(value: object) -> bytes:
    """A result on the wire."""
    return answer(json.dumps({"ok": True, "result": value}).encode())


class Posting(asyncio.Protocol):
    """One connection to a webhook: an update out, a status in."""

    def connection_made(self, transport: Any) -> None:
        self.transport, self.buffer = transport, bytearray()
        self.status: asyncio.Future[int] | None = None

    async def post(self, request: bytes) -> int:
        """The status a request is answered with; ConnectionError where the connection broke."""
        if self.transport.is_closing():
            raise ConnectionResetError
        self.status = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.status

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        for first, _ in messages(self.buffer):
            if self.status and not self.status.done():
                self.status.set_result(int(first.split(b" ")[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self.status and not self.status.done():
            self.status.set_exception(ConnectionResetError())


def messages(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """The whole HTTP messages at the start of a buffer, taken out of it: first line, body."""
    while (end := buffer.find(b"\r\n\r\n")) >= 0:
        found = _LENGTH.search(buffer, 0, end)
        length = int(found[1]) if found else 0
        assert found or b"chunked" not in buffer[:end].lower(), "a body without its length"
        if len(buffer) < end + 4 + length:
            return
        first, body = bytes(buffer[: buffer.find(b"\r\n")]), bytes(buffer[end + 4 : end + 4 + length])
        del buffer[: end + 4 + length]
        yield first, body


def params(body: bytes) -> dict[str, str]:
    """The parameters of a request, JSON or a form."""
    if body.startswith(b"{"):
        return {key: value if isinstance(value, str) else json.dumps(value) for key, value in json.loads(body).items()}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def written(id_: int, chat: int, text: str) -> bytes:
    """An update: somebody wrote a text in the private chat."""
    command = text.split()[0] if text.startswith("/") else ""
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
    message = {"message_id": id_, "from": _user(chat), **_place(chat), "text": text}
    return json.dumps({"update_id": id_, "message": message | ({"entities": entities} if entities else {})}).encode()


def pressed(id_: int, chat: int, data: str) -> bytes:
    """An update: somebody pressed a button under a message of the bot in the private chat."""
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": data}, {"text": "Việc", "callback_data": "việc"}]]}
    message = {"message_id": id_, "from": BOT, **_place(chat), "text": f"Hỏi {id_}?", "reply_markup": keyboard}
    query = {"id": str(id_), "from": _user(chat), "chat_instance": "1", "data": data, "message": message}
    return json.dumps({"update_id": id_, "callback_query": query}).encode()


def _user(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}


def _place(chat: int) -> dict[str, Any]:
    return {"chat": {"id": chat, "first_name": "Lan", "type": "private"}, "date": int(time.time())}
