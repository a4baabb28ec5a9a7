"""One bot as the fake Zalo keeps it, and what each method does. What nobody has seen a live Zalo do says "constructed".

Its answers are the fixtures' with other values in them, so that they cannot drift apart.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.messenger.markup import length
from tests.zalo.fixtures import Json, response, said

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST = 2000  # in UTF-16 units: the worse of what is not said
MOST_GROUPS = 3
CODES = re.compile(
    r"[bius]|f_1[358]|f_20|c_050a19|c_15a85f|c_f7b503|c_f27806|c_db342e|lst_[12]|ind_[1-5]"
)  # of text_styles
_LOCAL = re.compile(r"https?://(localhost|127\.|10\.|192\.168\.)", re.IGNORECASE)


class Refusal(Exception):
    """A request that is not done."""

    def __init__(self, status: int, content: bytes) -> None:
        super().__init__(status)
        self.status, self.content = status, content


def refuse(why: str, status: int = 400) -> Refusal:
    """Constructed: the words, and mostly the status."""
    body = {"ok": False, "description": f"Bad Request: {why}", "error_code": status}
    return Refusal(status, json.dumps(body).encode())


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the bot's."""

    id: str
    chat: str
    method: str
    fields: Json
    date: int  # milliseconds
    delivered: bool = True

    @property
    def text(self) -> str:
        """What is read: the text or the caption."""
        return str(self.fields.get("text", self.fields.get("caption", "")))

    @property
    def bold(self) -> list[str]:
        """Its bold stretches."""
        units = self.text.encode("utf-16-le")
        bold = (each for each in _styles(self.fields) if "b" in each["st"])
        return [units[2 * e["start"] : 2 * (e["start"] + e["len"])].decode("utf-16-le") for e in bold]


@dataclass
class Bot:
    """A bot, its people, what it sent. `clock` is in seconds since 1970."""

    token: str
    clock: Callable[[], float]
    name: str = "Bot UBND Xã"
    can_join_groups: bool = True
    id: str = field(default_factory=lambda: str(10**18 + secrets.randbelow(10**18)))
    webhook: Json | None = None
    secret: str = ""
    people: list[str] = field(default_factory=list)  # chats that wrote first
    groups: list[str] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    counted: "Counter[str]" = field(default_factory=Counter)  # messages by month
    monthly: int = 3000  # 0: no limit
    most_people: int = 50  # 0: no limit
    takes_styles: bool = True
    takes_local: bool = True  # webhooks at this machine, which the real one refuses

    def meets(self, chat: str, group: bool) -> None:
        """Somebody wrote from a chat."""
        known = self.groups if group else self.people
        if chat not in known:
            known.append(chat)

    def do(self, method: str, fields: Json) -> Json:
        """What a method answers; Refusal where it does not do it."""
        return METHODS[method](self, fields)

    def _get_me(self, fields: Json) -> Json:
        answer = said("getMe_ok")
        answer["result"] |= {"id": self.id, "display_name": self.name, "can_join_groups": self.can_join_groups}
        return answer

    def _set_webhook(self, fields: Json) -> Json:
        url, secret = fields.get("url"), fields.get("secret_token")
        if not isinstance(url, str) or not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise refuse("url and a secret_token of 8 to 256 characters are required")
        local = bool(_LOCAL.match(url))
        if (local and not self.takes_local) or (not local and not url.startswith("https://")):
            raise refuse("a public https address is required")
        self.webhook, self.secret = {"url": url, "updated_at": self._now()}, secret
        return said("setWebhook_ok") | {"result": self.webhook}

    def _delete_webhook(self, fields: Json) -> Json:
        self.webhook = None
        return said("deleteWebhook_ok") | {"result": {"url": "", "updated_at": self._now()}}

    def _get_webhook_info(self, fields: Json) -> Json:
        if self.webhook is None:
            raise Refusal(*response("getWebhookInfo_none"))
        return said("getWebhookInfo_set") | {"result": self.webhook}

    def _send_message(self, fields: Json) -> Json:
        text = _text(fields, "text")
        styles = _styles(fields)
        if styles and not self.takes_styles:
            raise refuse("text_styles")
        if not all(_fits(each, length(text)) for each in styles):
            raise refuse("text_styles")
        return self._send("sendMessage", fields)

    def _send_photo(self, fields: Json) -> Json:
        if not re.match(r"https?://[^\s/]+/", str(fields.get("photo"))):
            raise refuse("photo must be a public address")
        if fields.get("caption") is not None:
            _text(fields, "caption")
        return self._send("sendPhoto", fields)

    def _send_sticker(self, fields: Json) -> Json:
        _text(fields, "sticker")
        return self._send("sendSticker", fields)

    def _send_voice(self, fields: Json) -> Json:
        if not re.fullmatch(r"https?://\S+\.aac", str(fields.get("voice_url"))):
            raise refuse("voice_url must be a public address of an .aac")
        return self._send("sendVoice", fields, delivered=fields.get("chat_id") not in self.groups)

    def _send_chat_action(self, fields: Json) -> Json:
        self._known(fields)
        if fields.get("action") != "typing":
            raise refuse("action")
        return said("sendChatAction_ok")

    def _send(self, method: str, fields: Json, delivered: bool = True) -> Json:
        chat, month = self._known(fields), f"{datetime.fromtimestamp(self.clock(), ZONE):%Y-%m}"
        over = self.most_people and chat in self.people[self.most_people :]  # constructed, as is its status
        if over or (self.monthly and self.counted[month] >= self.monthly):
            raise Refusal(*response("rate_limited"))
        self.counted[month] += 1
        message = Sent(secrets.token_hex(10), chat, method, fields, self._now(), delivered)
        self.sent.append(message)
        return said("send_ok") | {"result": {"message_id": message.id, "date": message.date}}

    def _known(self, fields: Json) -> str:
        chat = fields.get("chat_id")
        if not isinstance(chat, str) or chat not in (*self.people, *self.groups):
            raise refuse("chat not found")
        return chat

    def _now(self) -> int:
        return int(self.clock() * 1000)


METHODS: dict[str, Callable[[Bot, Json], Json]] = {
    "getMe": Bot._get_me, "setWebhook": Bot._set_webhook, "deleteWebhook": Bot._delete_webhook,
    "getWebhookInfo": Bot._get_webhook_info, "sendMessage": Bot._send_message, "sendPhoto": Bot._send_photo,
    "sendSticker": Bot._send_sticker, "sendVoice": Bot._send_voice, "sendChatAction": Bot._send_chat_action,
}  # fmt: skip


def _text(fields: Json, name: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or not text.strip() or length(text) > LONGEST:
        raise refuse(f"{name} must be 1 to {LONGEST} characters")
    return text


def _styles(fields: Json) -> list[Json]:
    styles: Any = fields.get("text_styles", [])
    if isinstance(styles, str):  # of a form
        styles = json.loads(styles)
    if not isinstance(styles, list) or not all(isinstance(each, dict) for each in styles):
        raise refuse("text_styles")
    return styles


def _fits(style: Json, longest: int) -> bool:
    start, size, codes = style.get("start"), style.get("len"), style.get("st")
    if not isinstance(start, int) or not isinstance(size, int) or not isinstance(codes, list) or not codes:
        return False
    return 0 <= start < start + size <= longest and all(CODES.fullmatch(str(each)) for each in codes)
