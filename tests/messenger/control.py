"""Telegram as a test sees it: people who write, press and send, groups, what the bot sent, and faults on demand.

with telegram() as tg:
    lam = tg.person(7001, "Lâm")
    assert "Đã kết nối" in lam.asks("/start CODE").text
    lam.presses("việc tất cả")
    assert lam.hears().text.startswith("…")
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from aiohttp import web

from tests.messenger.account import BOT, TOKEN
from tests.messenger.beside import Beside, beside, wait_until
from tests.messenger.emulator import Json, Request, Server
from tests.messenger.faults import Fault
from tests.messenger.judge import OK, judge
from tests.messenger.people import Chat, Group, Person

T = TypeVar("T")


@dataclass
class Telegram:
    """The one that runs: its address, its people, what the bot asked of it."""

    url: str
    server: Server
    beside: Beside
    token: str = TOKEN
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def next_number(self) -> int:
        """One that nothing of this Telegram has yet."""
        return next(self._numbers)

    def person(self, id_: int, name: str, started: bool = False) -> Person:
        """Somebody; the bot may write to them once they wrote, or where they `started` it before the test."""
        user = {"id": id_, "is_bot": False, "first_name": name, "language_code": "vi"}
        chat = {"id": id_, "type": "private", "first_name": name}
        if started:
            self.server.chats[id_] = chat
        return Person(self, chat, user=user)

    def group(self, id_: int, title: str, kind: str = "group") -> Group:
        """A group with the bot in it."""
        group = Group(self, {"id": id_, "type": kind, "title": title})
        self.server.chats[id_] = group.json
        return group

    def push(self, **update: Any) -> int:
        """Queue any update, malformed ones too; its id."""
        return self.beside.do(self.server.push(update))

    def fails(self, method: str, fault: Fault, times: int = 1, chat: Chat | None = None) -> None:
        """Let the next requests of a method (of one chat of it) meet a fault."""
        for _ in range(times):
            self.server.faults.waiting.append((method, chat.id if chat else None, fault))

    def closes(self, chat: Json, fault: Fault, status: str, by: Json | None = None) -> int:
        """The bot may no longer send to a chat, and is told so; the update's id."""
        self.server.gone[chat["id"]] = fault
        who = by or {"id": 1, "is_bot": False, "first_name": "A"}
        return self.push(my_chat_member=self.membership(chat, who, "member", status))

    @property
    def waiting(self) -> list[Json]:
        """The updates that were not acknowledged yet."""
        return self.beside.call(lambda: list(self.server.inbox.updates))

    def settles(self) -> None:
        """Wait until the bot has acknowledged everything."""
        wait_until(lambda: not self.waiting, lambda: f"all to be acknowledged: {self.waiting}; {self.story()}")

    def requests(self, *methods: str) -> list[Request]:
        """What the bot asked for, all or of some methods."""
        return [each for each in list(self.server.recorded) if not methods or each.method in methods]

    def waits_for(self, look: Callable[[], T | None], what: str) -> T:
        """Wait until something is true."""
        return wait_until(look, lambda: f"{what}; {self.story()}")

    def story(self) -> str:
        """The last things the bot asked for, for whoever must find out what went wrong."""
        return "the bot's last requests:\n" + "\n".join(map(str, self.requests()[-8:]))

    def complaints(self) -> list[str]:
        """What the judge finds wrong with the requests so far."""
        judged = ((each, judge(each.method, each.params, each.files)) for each in self.requests())
        return [f"{verdict}: {each}" for each, verdict in judged if verdict != OK]

    def file(self, content: bytes, name: str) -> Json:
        """A file of Telegram's, to be fetched by its id."""
        id_ = f"file_{self.next_number()}_{name}"
        self.server.assets[id_] = {"filename": name, "data": content, "size": len(content)}
        return {"file_id": id_, "file_unique_id": f"unique_{id_}", "file_size": len(content)}

    def message(self, chat: Json, sender: Json, **content: Any) -> Json:
        """A message that stands in a chat from now on."""

        def made() -> Json:
            self.server.next_id += 1
            message = {
                "message_id": self.server.next_id - 1,
                "from": sender,
                "chat": chat,
                "date": int(time.time()),
                **content,
            }
            self.server.messages[chat["id"], message["message_id"]] = message
            return message

        return self.beside.call(made)

    @staticmethod
    def membership(chat: Json, by: Json, before: str, after: str) -> Json:
        """What my_chat_member tells."""
        old, new = ({"user": BOT, "status": each} for each in (before, after))
        return {"chat": chat, "from": by, "date": int(time.time()), "old_chat_member": old, "new_chat_member": new}


@contextmanager
def telegram() -> Iterator[Telegram]:
    """A Telegram of one's own; where the block ends well, every request the bot made must be one Telegram takes."""
    with beside() as loop:
        server, runner = loop.do(_served())
        try:
            host, port = runner.addresses[0][:2]
            tg = Telegram(f"http://{host}:{port}", server, loop)
            yield tg
            assert not server.broken, server.broken
            assert not (complaints := tg.complaints()), "\n".join(complaints)
        finally:
            loop.do(runner.cleanup())


async def _served() -> tuple[Server, web.AppRunner]:
    server = Server()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.delivering = asyncio.create_task(server.keep_delivering())
    return server, runner
