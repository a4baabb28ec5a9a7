"""What an update of Zalo says, whichever of the reported shapes it has: the few fields the office needs."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.zalo.hosts import API, is_own
from bot.files import Sent

LONGEST = 5000  # characters of a text that are looked at
_UNSUPPORTED = "message.unsupported.received"  # a file, a place, a contact; or whatever a protected person sends
_EVENTS = (
    "message.text.received", "message.image.received", "message.voice.received", "message.sticker.received",
    "message.link.received", _UNSUPPORTED,
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800_000  # milliseconds: the year 2100


class Malformed(ValueError):
    """Not the shape of an update."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update. Its message's id is all it is known by: it may come several times."""

    update: str
    kind: str  # "said", "unreadable" (voice, sticker) or "unsupported"
    chat: str
    sender: str
    group: bool = False  # the bot is handed only what is said to it
    at: datetime | None = None
    text: str = ""
    files: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for one bot, by the names that groups may mention it by."""

    names: tuple[str, ...] = ()
    api: str = API

    def read(self, update: Any) -> Arrived | None:
        """What a webhook's body (bytes) or an update of a poll says; None for one that is of no concern. Malformed
        where it has no such shape."""
        if isinstance(update, bytes):
            if not update.strip():  # Zalo looks whether anybody is there
                return None
            update = _json(update)
        found = _table(update)
        found = found["result"] if isinstance(found.get("result"), dict) else found
        event, message = found.get("event_name"), found.get("message")
        if event is None and message is None:
            raise Malformed("no event")
        if message is None or event not in (*_EVENTS, None):
            return None
        return self._said(event, _table(message))

    def _said(self, event: str | None, message: Mapping[str, Any]) -> Arrived | None:
        update, chat, sender, group = _id(message.get("message_id")), *_people(message)
        if isinstance(who := message.get("from"), dict) and who.get("is_bot") is True:
            return None
        text, files = _text(message.get("text")) or _text(message.get("caption")), self._files(message, update)
        kind = "said" if text or files else "unsupported" if event == _UNSUPPORTED else "unreadable"
        rest = self._unmentioned(text) or ("trợ giúp" if text and not files else "")  # who only calls it wants help
        return Arrived(update, kind, chat, sender, group, _moment(message.get("date")), rest, files)

    def _files(self, message: Mapping[str, Any], update: str) -> tuple[Sent, ...]:
        """The picture: `photo_url` as live bots report, `photo` as documented."""
        url = next((each for key in ("photo_url", "photo") if isinstance(each := message.get(key), str) and each), None)
        if url is None:
            return ()
        end = re.search(r"\.(jpe?g|png|webp|heic)(?:\?|$)", url[-500:], re.IGNORECASE)
        name = f"ảnh {update[-6:]}.{end[1].lower() if end else 'jpg'}"
        return (Sent(url if is_own(url, self.api) else "", name),)

    def _unmentioned(self, text: str) -> str:
        """A text without the bot's name, which has spaces in it; nothing marks where it ends."""
        known = sorted((unicodedata.normalize("NFC", name).split() for name in self.names), key=len, reverse=True)
        names = "|".join(r"\s+".join(map(re.escape, words)) for words in known if words)
        if not names:
            return text
        rest, mentions = re.subn(rf"@(?:{names})(?!\w)", " ", text, flags=re.IGNORECASE)
        return rest.lstrip(" ,:\n\t").rstrip() if mentions else text


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("no JSON") from None


def _people(message: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Chat, sender, whether it is a group's; in a private chat nobody else can write."""
    table, who = _table(message.get("chat")), message.get("from")
    chat, kind = _id(table.get("id")), table.get("chat_type")
    sender = _id(who.get("id")) if isinstance(who, dict) else ""
    private = kind.upper() == "PRIVATE" if isinstance(kind, str) else sender in (chat, "")
    if private and sender not in (chat, ""):
        raise Malformed("not the sender's chat")
    if not private and not sender:
        raise Malformed("nobody said it")
    return chat, sender or chat, not private


def _moment(value: Any) -> datetime | None:
    """When it was said, of milliseconds."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LATEST:
        return None
    return _EPOCH + timedelta(milliseconds=value)


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("no table")
    return value


def _id(value: Any) -> str:
    """Text, as far as was seen; that of a group was not."""
    if isinstance(value, str) and re.fullmatch(r"[!-~]{1,100}", value):
        return value
    raise Malformed("id")


def _text(value: Any) -> str:
    """NFC; without what no database keeps: NUL, and halves of letters that JSON can write."""
    if not isinstance(value, str):
        return ""
    whole = value[:LONGEST].replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole).strip()
