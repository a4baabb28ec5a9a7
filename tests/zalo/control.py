"""Zalo as a test sees it: people who write and send, what the bot sent them, faults and switches.

with zalo(replay=True) as far:
    far.user_says(LAM, "xong 12")
    assert far.hears(LAM).text.startswith("…")
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.messenger.beside import PATIENCE, Beside, beside, wait_until
from tests.messenger.people import JPEG
from tests.zalo.bots import Bot, Sent
from tests.zalo.faults import Fault
from tests.zalo.fixtures import Json, update
from tests.zalo.inbox import Inbox, Switches
from tests.zalo.server import Call, Server

TOKEN = "12345689:abc-xyz_QWERTYUIOPasdfgh"
LAM, MAI, OFFICE = "a1b2c3d4e5f60718293a", "6ede9afa66b88fe6d6a9", "g0f1e2d3c4b5a6978877"


@dataclass
class Zalo:
    """The one that runs: its address, its people, what the bot asked of it."""

    url: str
    server: Server
    beside: Beside
    inbox: Inbox
    token: str = TOKEN
    looked: dict[str, int] = field(default_factory=dict)  # chat → messages a test has looked at

    @property
    def bot(self) -> Bot:
        return self.inbox.bot

    @property
    def switches(self) -> Switches:
        return self.inbox.switches

    def user_says(self, chat: str, text: str, group: str = "") -> str:
        """Somebody writes, privately or in a group; the message's id, empty where the bot is not handed it."""
        if group and (not self.bot.can_join_groups or f"@{self.bot.name}" not in text):
            return ""
        return self._says("text_group_mention" if group else "text_private", chat, group, text=text)

    def user_sends_image(self, chat: str, content: bytes = JPEG, caption: str = "", group: str = "") -> str:
        """A picture, which lies at an address anybody can read."""
        name = f"{secrets.token_hex(8)}.jpg"
        self.server.media[name] = content
        return self._says("image_private", chat, group, photo_url=f"{self.url}/media/{name}", caption=caption)

    def user_sends_voice(self, chat: str) -> str:
        return self._says("voice_private", chat, "")

    def user_sends_sticker(self, chat: str) -> str:
        return self._says("sticker_private", chat, "")

    def user_sends_file(self, chat: str, named: bool = True) -> str:
        """A document: it arrives as something unsupported, by one report without any message at all."""
        if named:
            return self._says("unsupported_with_msg", chat, "")
        self.push(update("unsupported_no_msg"))
        return ""

    def push(self, body: Any) -> None:
        """Hand over any update, malformed ones too."""
        self.beside.do(self.inbox.put(body))

    def fails(self, method: str, fault: Fault, times: int = 1, chat: str = "") -> None:
        """Let the next requests of a method (of one chat of it) meet a fault."""
        self.server.faults.waiting += [(method, chat, fault)] * times

    def sent(self, chat: str = "") -> list[Sent]:
        """What the bot sent, all of it or to a chat."""
        return [each for each in list(self.bot.sent) if chat in ("", each.chat)]

    def last_sent(self, chat: str) -> Sent:
        return self.sent(chat)[-1]

    def hears(self, chat: str, patience: float = PATIENCE) -> Sent:
        """The next message to a chat that no test has looked at; waits for it."""
        place = self.looked.get(chat, 0)
        found = wait_until(
            lambda: self.sent(chat)[place : place + 1], lambda: f"an answer to {chat}; {self.story()}", patience
        )
        self.looked[chat] = place + 1
        return found[0]

    def asks(self, chat: str, text: str, group: str = "") -> Sent:
        """Somebody writes, and hears what the bot says next in that chat."""
        self.looked[group or chat] = len(self.sent(group or chat))
        self.user_says(chat, text, group)
        return self.hears(group or chat)

    def calls(self, *methods: str) -> list[Call]:
        """What the bot asked for, all or of some methods."""
        return [each for each in list(self.server.calls) if not methods or each.method in methods]

    def settles(self) -> None:
        """Wait until everything was handed over."""
        wait_until(
            lambda: not self.inbox.waiting and not self.inbox.posting, lambda: f"nothing to wait; {self.story()}"
        )

    def story(self) -> str:
        """The last things the bot asked for, for whoever must find out what went wrong."""
        return "the bot's last requests:\n" + "\n".join(map(str, self.calls()[-8:]))

    def assert_no_token_in(self, told: "str | pytest.LogCaptureFixture") -> None:
        """Neither the token nor the half of it that opens everything."""
        text = told if isinstance(told, str) else told.text
        assert self.token.partition(":")[2] not in text, "a token was told"
        assert not self.bot.secret or self.bot.secret not in text, "a webhook's secret was told"

    def _says(self, like: str, chat: str, group: str, **changes: Any) -> str:
        """An update like a fixture's."""
        body: Json = update(like)
        message = body["message"]
        message |= {"message_id": secrets.token_hex(10), "date": int(self.server.clock() * 1000)} | changes
        message["chat"] = {"chat_type": "GROUP" if group else "PRIVATE", "id": group or chat}
        message["from"] |= {"id": chat}
        self.beside.call(self.bot.meets, group or chat, bool(group))
        self.push(body)
        return str(message["message_id"])


@contextmanager
def zalo(token: str = TOKEN, clock: Callable[[], float] = time.time, **switches: Any) -> Iterator[Zalo]:
    """A Zalo of one's own with one bot; its polls are held open a hundredth of what they ask."""
    with beside() as loop:
        server, inbox, runner = loop.do(_served(token, clock, Switches(**{"scale": 0.01, **switches})))
        try:
            host, port = runner.addresses[0][:2]
            yield Zalo(f"http://{host}:{port}", server, loop, inbox, token)
        finally:
            loop.do(runner.cleanup())


async def _served(token: str, clock: Callable[[], float], switches: Switches) -> tuple[Server, Inbox, web.AppRunner]:
    server = Server(clock)
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return server, server.add(token, switches), runner
