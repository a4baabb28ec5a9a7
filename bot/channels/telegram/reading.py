"""What an update of Telegram says, read from its JSON: the few fields the office needs, everything else left alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import Message as TelegramMessage

from bot.files import Sent
from handlers import match
from models.messages import LONGEST_COMMAND

LONGEST = 5000  # characters of a text that are looked at: Telegram sends at most 4,096
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_SILENT = (  # what happens in a chat and needs no answer
    "new_chat_title", "new_chat_photo", "delete_chat_photo", "pinned_message", "group_chat_created",
    "supergroup_chat_created", "new_chat_members", "left_chat_member", "message_auto_delete_timer_changed",
    "is_automatic_forward", "forum_topic_created", "forum_topic_closed", "video_chat_started", "video_chat_ended",
)  # fmt: skip


class Malformed(ValueError):
    """Not the shape of an update."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button somebody pressed, and the message it stood under; `number` is 0 where that is out of reach."""

    query: str
    question: str = ""  # `Choice.question`
    number: int = 0
    html: str = ""
    keyboard: tuple[tuple[str, str], ...] = ()  # label and what it carries
    picture: bool = False  # the message is a picture: its text is a caption


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update."""

    update: int
    kind: str  # "said", "pressed", "edited", "unreadable", "standing", "moved"
    chat: str
    group: bool = False
    sender: str = ""
    text: str = ""
    quoted: str = ""
    number: int = 0  # of the message
    files: tuple[Sent, ...] = ()
    album: str = ""
    pressed: Pressed | None = None
    addressed: bool = True  # in a group: said to the bot
    standing: str = ""  # of the bot in this chat: "member", "kicked", …
    moved_from: str = ""  # a group's old address and its new one: both chats tell of it, the new one before all else
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for one bot."""

    account: str
    name: str = field(default="")  # without @

    def read(self, update: Any) -> Arrived | None:
        """What an update says; None for one that is of no concern. Malformed where it has no such shape."""
        number = update_id(update)
        if "my_chat_member" in update:
            return self._standing(number, _table(update["my_chat_member"]))
        if "callback_query" in update:
            return self._pressed(number, _table(update["callback_query"]))
        if "edited_message" in update:
            return self._said(number, _table(update["edited_message"]), "edited")
        if "message" in update:
            return self._said(number, _table(update["message"]), "said")
        return None

    def _standing(self, number: int, member: Mapping[str, Any]) -> Arrived | None:
        chat, group = _chat(member)
        standing = _text(_table(member.get("new_chat_member")).get("status"))
        return Arrived(number, "standing", chat, group, sender=_sender(member), standing=standing)

    def _pressed(self, number: int, query: Mapping[str, Any]) -> Arrived | None:
        sender, id_, data = _sender(query), _text(query.get("id")), _text(query.get("data"))
        if not id_ or not data:
            return None
        text, question = carried(data)
        message = query.get("message")
        if not isinstance(message, dict) or not message.get("date"):  # too old: only its place is known
            chat, group = _chat(message) if isinstance(message, dict) else (sender, False)
            return _theirs(Arrived(number, "pressed", chat, group, sender, text, pressed=Pressed(id_, question)))
        chat, group = _chat(message)
        found = TelegramMessage.de_json(dict(message), None)  # its entities become markup again
        picture = found.text is None
        html = (found.caption_html if picture else found.text_html) or ""
        rows = found.reply_markup.inline_keyboard if found.reply_markup else ()
        buttons = tuple((each.text, each.callback_data) for row in rows for each in row if each.callback_data)
        pressed = Pressed(id_, question, found.message_id, _clean(html, 9000), _typed(buttons), picture)
        return _theirs(Arrived(number, "pressed", chat, group, sender, text, number=found.message_id, pressed=pressed))

    def _said(self, number: int, message: Mapping[str, Any], kind: str) -> Arrived | None:
        chat, group = _chat(message)
        if group and (moved := message.get("migrate_to_chat_id")):
            return Arrived(number, "moved", chat, group, moved_from=chat, moved_to=str(_id(moved)))
        if group and (moved := message.get("migrate_from_chat_id")):
            return Arrived(number, "moved", chat, group, moved_from=str(_id(moved)), moved_to=chat)
        if any(message.get(each) for each in _SILENT) or not isinstance(message.get("from"), dict):
            return None
        sender = _sender(message)
        if _table(message["from"]).get("is_bot"):
            return None
        text = _text(message.get("text")) or _text(message.get("caption"))
        files, quoted = _files(message), message.get("reply_to_message")
        quoted = quoted if isinstance(quoted, dict) else {}
        addressed = not group or self._is_addressed(text, quoted)
        if not text and not files:
            kind = "unreadable" if kind == "said" else kind
        said = Arrived(
            number, kind, chat, group, sender, self._without_name(text),
            _text(quoted.get("text")) or _text(quoted.get("caption")), _id(message.get("message_id", 0)), files,
            _text(message.get("media_group_id")), addressed=addressed,
        )  # fmt: skip
        return _theirs(said)

    def _is_addressed(self, text: str, quoted: Mapping[str, Any]) -> bool:
        """A command for this bot or for none by name, its name, or a reply to what it said."""
        if command := re.match(r"/\w+(?:@(\w+))?", text):
            return match(text) is not None if command[1] is None else command[1].lower() == self.name.lower()
        author = quoted.get("from")
        replies = isinstance(author, dict) and str(author.get("id")) == self.account
        return replies or bool(self.name and re.search(rf"@{re.escape(self.name)}\b", text, re.IGNORECASE))

    def _without_name(self, text: str) -> str:
        if not self.name or f"@{self.name}".lower() not in text.lower():
            return text
        return re.sub(rf"@{re.escape(self.name)}\b", " ", text, flags=re.IGNORECASE).strip() or "trợ giúp"


def carrying(command: str, question: str) -> str:
    """What a button carries: a command, and the question it answers where it is an answer."""
    data = f"{command}|{question}" if question else command
    return data if len(data.encode()) <= LONGEST_COMMAND else command


def carried(data: str) -> tuple[str, str]:
    """The command a button carries, and the question."""
    found = re.fullmatch(r"(.+)\|([0-9a-f]{8,20})", data, re.DOTALL)
    return (found[1], found[2]) if found else (data, "")


def update_id(update: Any) -> int:
    """An update's own number; Malformed where it has none."""
    return _id(_table(update).get("update_id"))


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed(type(value).__name__)
    return value


def _id(value: Any) -> int:
    """A number of Telegram's: 52 bits, with a sign."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        raise Malformed("id")
    return value


def _text(value: Any) -> str:
    return _clean(value, LONGEST) if isinstance(value, str) else ""


def _clean(text: str, longest: int) -> str:
    """Without what no database keeps: NUL, and halves of letters that JSON can write."""
    return text[:longest].replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _theirs(arrived: Arrived) -> Arrived:
    """What somebody did; in a private chat nobody else can write."""
    if not arrived.group and arrived.sender != arrived.chat:
        raise Malformed("not the sender's chat")
    return arrived


def _chat(message: Mapping[str, Any]) -> tuple[str, bool]:
    chat = _table(message.get("chat"))
    return str(_id(chat.get("id"))), chat.get("type") != "private"


def _sender(message: Mapping[str, Any]) -> str:
    return str(_id(_table(message.get("from")).get("id")))


def _typed(buttons: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label, command) for label, command in buttons if isinstance(command, str))


def _files(message: Mapping[str, Any]) -> tuple[Sent, ...]:
    """The document or the largest size of the photo that a message carries."""
    document = message.get("document")
    if isinstance(document, dict) and isinstance(document.get("file_id"), str):
        name = _text(document.get("file_name")) or "tệp"
        return (Sent(_text(document["file_id"]), name[-120:], _size(document), "document"),)
    sizes = message.get("photo")
    sizes = [each for each in sizes if isinstance(each, dict)] if isinstance(sizes, list) else []
    sizes = [each for each in sizes if isinstance(each.get("file_id"), str)]
    if not sizes:
        return ()
    largest = max(sizes, key=lambda each: (each.get("width") or 0) if isinstance(each.get("width"), int) else 0)
    name = f"ảnh {_id(message.get('message_id', 0))}.jpg"
    return (Sent(_text(largest["file_id"]), name, _size(largest), "photo"),)


def _size(value: Mapping[str, Any]) -> int:
    size = value.get("file_size")
    return size if isinstance(size, int) and not isinstance(size, bool) else 0
