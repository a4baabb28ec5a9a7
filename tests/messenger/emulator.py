"""The independent Bot API server (PyPI lo-bot-api-emulator) with what it lacks; `control.telegram()` starts it.

What it judges itself: methods and parameters, ids, keyboards, files, lengths, polling (offset, one poller, filters),
webhooks. What it lacks, and has here:

- a username in getMe, and the bot's own id in it (the one before the colon of the token);
- readable requests: it keeps names of fields only;
- parameters it refuses although Telegram knows them (`UNKNOWN_TO_IT`), a button's `style` among them;
- lengths counted after the markup was parsed; and HTML, of which it knows nothing (`judge.py` does);
- chats: it sends to any. Here a person must have written first and may block the bot, a group may go or migrate;
- messages: editing one that is not there, that has no text, or into what it is already, is refused; so is answering a
  button twice;
- updates of other kinds than message, callback_query and inline_query, above 64 KiB, or malformed (`push`);
- delivering to a webhook again until it is taken, and setWebhook answered before anything is delivered;
- files of people behind getFile, with a size, and none above 20 MB; faults on demand (`faults.py`).

What it lacks and has not here: limits of pace (`Request.at` tells when each came), other methods than it models
(editMessageMedia, sendAnimation, pinChatMessage, setMessageReaction, leaveChat, getChat: 501), whether pictures are
pictures (`judge.py` looks), several connections to a webhook at once.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from lo_bot_api_emulator.updates import UpdateQueues

from tests.messenger.account import BOT, TOKEN
from tests.messenger.faults import HTML_PAGE, Fault, Faults, Page, end, refuse, reset
from tests.messenger.markup import shown

UNKNOWN_TO_IT = (
    "protect_content", "message_thread_id", "link_preview_options", "message_effect_id", "allow_paid_broadcast",
    "show_caption_above_media", "has_spoiler", "disable_content_type_detection", "ip_address",
)  # fmt: skip
LARGEST_DOWNLOAD = 20 * 1024 * 1024
AGAIN = 0.1  # seconds until an update is posted to a webhook again
Json = dict[str, Any]


@dataclass(slots=True)
class Request:
    """One request of the bot as it was on the wire, and how it was answered (0: not at all)."""

    method: str
    params: Json
    files: dict[str, tuple[str, bytes]]  # part → file name, content
    at: float  # monotonic seconds
    status: int = 0
    description: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.params} {sorted(self.files)} → {self.status} {self.description}".strip()


RECORD: web.RequestKey[Request] = web.RequestKey("record", Request)
FAULT: web.RequestKey[Fault | None] = web.RequestKey("fault", Fault)


class Server(LoBotApiEmulator):  # type: ignore[misc] # the package has no types
    """One Telegram with one bot. Everything here happens in its own loop."""

    def __init__(self) -> None:
        super().__init__(max_assets=10_000, max_updates=100_000)
        self._update_queues = Queues(record=self._record, insecure_webhooks=True)
        self.inbox = self._update_queues._state(TOKEN)
        self.recorded: list[Request] = []
        self.faults = Faults()
        self.chats: dict[int, Json] = {}  # those the bot may send to
        self.gone: dict[int, Fault] = {}  # those it may no longer, and what it is told
        self.messages: dict[tuple[int, int], Json] = {}  # as they are shown now
        self.queries: set[str] = set()  # pressed, not answered yet
        self.commands: dict[str, list[Json]] = {}  # the menus, by scope
        self.broken: list[Exception] = []  # errors of its own

    async def push(self, update: Json) -> int:
        """Queue an update whatever is in it; its id. It stays until it is acknowledged."""
        async with self.inbox.condition:
            update = {"update_id": self.inbox.next_id, **update}
            self.inbox.next_id = update["update_id"] + 1
            self.inbox.updates.append(update)
            self.inbox.condition.notify_all()
        return int(update["update_id"])

    async def keep_delivering(self) -> None:
        """Post what waits to the webhook there is, one after another."""
        await self._update_queues.keep_delivering(TOKEN)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.faults.unread(request.match_info["method"]):
            reset(request)
            return web.Response()
        try:
            response: web.Response = await super().handle(request)
        except Page:
            response = web.Response(status=502, text=HTML_PAGE, content_type="text/html")
        except Exception as error:
            self.broken.append(error)
            raise
        record = request.get(RECORD)
        if record:
            record.status = response.status
            record.description = "" if response.status == 200 else str(response.text)[:200]
        await end(request.get(FAULT), request)
        return response

    async def read_request(self, request: web.Request) -> tuple[Json, Json]:
        fields, uploads = await super().read_request(request)
        method = request.match_info["method"]
        files = {name: (each["filename"], each["data"]) for name, each in uploads.items()}
        request[RECORD] = Request(method, dict(fields), files, time.monotonic())
        self.recorded.append(request[RECORD])
        if request.match_info["token"] != TOKEN:
            raise ApiRefusal("Unauthorized", 401)
        request[FAULT] = self.faults.read(method, fields.get("chat_id"))
        refuse(request[FAULT])
        if method.startswith(("send", "edit", "deleteMessage")):
            refuse(self._closed(fields.get("chat_id")))
        return fields, uploads

    def _closed(self, chat: object) -> Fault | None:
        """Why nothing can be sent to a chat."""
        try:
            number = int(str(chat))
        except ValueError:
            return None  # the emulator refuses it
        if number in self.gone or number in self.chats:
            return self.gone.get(number)
        if number > 0:
            return Fault(403, "Forbidden: bot can't initiate conversation with a user")
        return Fault(400, "Bad Request: chat not found")

    def validate(self, method: str, fields: Json, uploads: Json) -> Any:
        known = {name: value for name, value in fields.items() if name not in UNKNOWN_TO_IT}
        for name in ("text", "caption"):
            if isinstance(known.get(name), str):
                known[name] = shown(known[name], fields.get("parse_mode"))
        if fields.get("reply_markup"):
            known["reply_markup"] = _without_styles(self.decoded(fields["reply_markup"]))
        if method.startswith("editMessage"):
            self._check_edit(method, known)
        result = super().validate(method, known, uploads)
        if isinstance(result, dict) and "message_id" in result:
            return self._kept(method, known, uploads, result)
        if method == "answerCallbackQuery":
            self._check_query(str(fields["callback_query_id"]))
        elif method == "setMyCommands":
            self.commands[_scope(fields)] = self.decoded(fields["commands"])
        elif method == "getMe":
            result = {**result, **BOT}
            del result["capabilities"]
        elif method == "getFile":
            result["file_size"] = len(self.assets[result["file_id"]]["data"])
            if result["file_size"] > LARGEST_DOWNLOAD:
                raise ApiRefusal("Bad Request: file is too big")
        return result

    def _check_edit(self, method: str, fields: Json) -> None:
        message = self.messages.get((int(fields["chat_id"]), int(fields["message_id"])))
        if message is None or message["from"] != BOT:
            raise ApiRefusal("Bad Request: message to edit not found")
        if method == "editMessageText" and "text" not in message:
            raise ApiRefusal("Bad Request: there is no text in the message to edit")
        after = {"reply_markup": fields.get("reply_markup"), "text": fields.get("text", message.get("text"))}
        after["caption"] = fields.get("caption", message.get("caption"))
        if all(after[name] == message.get(name) for name in after):
            raise ApiRefusal(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )

    def _check_query(self, id_: str) -> None:
        if id_ not in self.queries:
            raise ApiRefusal("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.remove(id_)

    def _kept(self, method: str, fields: Json, uploads: Json, result: Json) -> Json:
        """The message a request made or changed, as Telegram sends it back and shows it."""
        at = int(fields["chat_id"]), result["message_id"]
        message = {**result, "from": BOT, "chat": self.chats[at[0]], "date": int(time.time())}
        if method.startswith("edit"):
            message = {**self.messages[at], **message, "edit_date": message["date"]}
        if "reply_markup" in fields and "inline_keyboard" in fields["reply_markup"]:
            message["reply_markup"] = fields["reply_markup"]
        elif method.startswith("edit"):  # an edit without a keyboard takes it away
            message.pop("reply_markup", None)
        if "document" in message and uploads:
            upload = next(iter(uploads.values()))
            message["document"] |= {"file_name": upload["filename"], "file_size": upload["size"]}
        self.messages[at] = message
        return message


class Queues(UpdateQueues):  # type: ignore[misc] # the package has no types
    """Its queues, delivered by one task that tries again, instead of by whoever queues something or sets a webhook."""

    async def deliver(self, token: str) -> int:
        return 0

    async def keep_delivering(self, token: str) -> None:
        """Post what waits to the webhook there is, one after another and each until it is taken."""
        state = self._state(token)
        while True:
            async with state.condition:
                await state.condition.wait_for(lambda: state.url and state.updates)
            if not await super().deliver(token):
                await asyncio.sleep(AGAIN)


def _without_styles(markup: Any) -> Any:
    if not isinstance(markup, Mapping) or "inline_keyboard" not in markup:
        return markup
    unknown = {"style", "icon_custom_emoji_id"}
    rows = [
        [{key: row[key] for key in row if key not in unknown} for row in each] for each in markup["inline_keyboard"]
    ]
    return {**markup, "inline_keyboard": rows}


def _scope(fields: Json) -> str:
    scope = json.loads(fields["scope"]) if isinstance(fields.get("scope"), str) else fields.get("scope") or {}
    return " ".join(map(str, scope.values())) or "default"
