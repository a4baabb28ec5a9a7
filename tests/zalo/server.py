"""The fake Zalo: what the document's section 2 asks for, on a loopback address; `control.zalo()` starts it.

Nobody has talked to the live service: where reports contradict each other there is a switch (`inbox.Switches`,
`bots.Bot`), and what goes wrong on the way is in `faults.py`. It has no limits of pace (`Call.at` tells when each
request came), fetches no pictures, and knows nothing of testWebhook.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.messenger.faults import reset
from tests.zalo.bots import METHODS, Bot, Refusal, refuse
from tests.zalo.faults import Fault, Faults
from tests.zalo.fixtures import Json, response
from tests.zalo.inbox import Inbox, Switches

POLL = "getUpdates"


@dataclass(slots=True)
class Call:
    """One request as it was on the wire, and how it was answered (0: not at all)."""

    method: str
    fields: Json
    at: float  # monotonic seconds
    status: int = 0
    said: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.fields} → {self.status} {self.said}".strip()


class Server:
    """Zalo with its bots by their tokens. Everything here happens in its own loop."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.inboxes: dict[str, Inbox] = {}
        self.faults, self.calls = Faults(), list[Call]()
        self.media: dict[str, bytes] = {}  # what people sent, by name
        self.tasks: list[asyncio.Task[None]] = []

    def add(self, token: str, switches: Switches) -> Inbox:
        """A bot of somebody's."""
        self.inboxes[token] = Inbox(Bot(token, self.clock), switches)
        self.tasks.append(asyncio.create_task(self.inboxes[token].keep_delivering()))
        return self.inboxes[token]

    def app(self) -> web.Application:
        """What is served."""
        app = web.Application(client_max_size=2**20)
        app.router.add_get("/media/{name}", self._give)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self._handle)
        return app

    async def _give(self, request: web.Request) -> web.Response:
        content = self.media.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if self.faults.take(method, "", unread=True):
            reset(request)
            return web.Response()
        call = Call(method, await _fields(request), time.monotonic())
        self.calls.append(call)
        fault = self.faults.take(method, call.fields.get("chat_id"), unread=False) or Fault()
        status, content = fault.answer or await self._answer(request, call)
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.unanswered:
            reset(request)
            return web.Response()
        call.status, call.said = status, "" if status == 200 else content.decode()[:200]
        kind = "application/json" if content.startswith(b"{") else "text/html"
        return web.Response(status=status, body=content, content_type=kind)

    async def _answer(self, request: web.Request, call: Call) -> tuple[int, bytes]:
        inbox = self.inboxes.get(request.match_info["token"])
        if inbox is None:
            return response("bad_token")  # constructed
        if call.method != POLL and call.method not in METHODS:
            return response("getWebhookInfo_none")
        try:
            if call.method == POLL:
                return await self._poll(request, inbox, call.fields)
            answer = inbox.bot.do(call.method, call.fields)
        except Refusal as refusal:
            return refusal.status, refusal.content
        if call.method == "setWebhook":
            await inbox.look()
        return 200, json.dumps(answer, ensure_ascii=False).encode()

    async def _poll(self, request: web.Request, inbox: Inbox, fields: Json) -> tuple[int, bytes]:
        if inbox.bot.webhook:
            return response("getUpdates_webhook_conflict")
        try:
            seconds = float(fields.get("timeout", 30))
        except (TypeError, ValueError):
            raise refuse("timeout") from None
        update = await inbox.take(seconds, lambda: bool(request.transport and not request.transport.is_closing()))
        if update is None:
            return response("getUpdates_idle")
        return 200, json.dumps({"ok": True, "result": update}, ensure_ascii=False).encode()


async def _fields(request: web.Request) -> Json:
    """Parameters by query, form or JSON."""
    fields: Json = dict(request.query)
    if request.content_type == "application/json" and (body := await request.read()):
        fields |= json.loads(body)
    elif request.method == "POST":
        fields |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return fields
