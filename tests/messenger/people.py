"""People with a Telegram account and groups: what they write, press and send, and what is shown in their chats."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.messenger.account import BOT
from tests.messenger.beside import PATIENCE, wait_until
from tests.messenger.emulator import Json
from tests.messenger.faults import BLOCKED, refused
from tests.messenger.markup import entities

if TYPE_CHECKING:
    from tests.messenger.control import Telegram

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat as it is shown now."""

    json: Json

    @property
    def id(self) -> int:
        return int(self.json["message_id"])

    @property
    def text(self) -> str:
        """What is read: the text or the caption, without markup."""
        return str(self.json.get("text", self.json.get("caption", "")))

    @property
    def buttons(self) -> dict[str, str]:
        """Label → what it sends."""
        rows = self.json.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button.get("callback_data", "") for row in rows for button in row}

    @property
    def file(self) -> str:
        """The id of its photo or document; empty where it has none."""
        photo = self.json.get("photo")
        return str((photo[-1] if photo else self.json.get("document", {"file_id": ""}))["file_id"])


@dataclass
class Chat:
    """A private chat or a group: what stands in it."""

    tg: "Telegram"
    json: Json
    heard: int = 0  # the id of the last message a test has looked at

    @property
    def id(self) -> int:
        return int(self.json["id"])

    @property
    def messages(self) -> list[Message]:
        """Everything shown in it, the oldest first."""
        kept = self.tg.beside.call(lambda: [each for at, each in self.tg.server.messages.items() if at[0] == self.id])
        return [Message(each) for each in sorted(kept, key=lambda each: int(each["message_id"]))]

    def hears(self, patience: float = PATIENCE) -> Message:
        """The next message of the bot here that no test has looked at; waits for it."""

        def next_() -> Message | None:
            return next((each for each in self.messages if each.id > self.heard and each.json["from"] == BOT), None)

        message = wait_until(next_, lambda: f"an answer to {self.json}; {self.tg.story()}", patience)
        self.heard = message.id
        return message

    def changes(self, message: Message) -> Message:
        """A message as it is once the bot has changed it; waits for that."""

        def now() -> Message | None:
            return next((each for each in self.messages if each.id == message.id and each != message), None)

        return wait_until(now, lambda: f"a change of {message.text!r}; {self.tg.story()}")

    def shows(self, text: str) -> Message:
        """The message of the bot that shows a text, be it new or edited; waits for it."""

        def found() -> Message | None:
            return next((each for each in self.messages if text in each.text and each.json["from"] == BOT), None)

        return wait_until(found, lambda: f"{text!r}; {self.tg.story()}")


@dataclass
class Group(Chat):
    """A group the bot is in."""

    def migrates(self, to: int) -> "Group":
        """It becomes a supergroup: the old id is refused from now on, with the new one."""
        new = self.tg.group(to, self.json["title"], kind="supergroup")
        error = "Bad Request: group chat was upgraded to a supergroup chat"
        self.tg.server.gone[self.id] = refused(400, error, migrate_to_chat_id=to)
        anonymous = {"id": 1, "is_bot": False, "first_name": "A"}
        self.tg.push(message=self.tg.message(self.json, anonymous, migrate_to_chat_id=to))
        self.tg.push(message=self.tg.message(new.json, anonymous, migrate_from_chat_id=self.id))
        return new

    def kicks_the_bot(self) -> None:
        kicked = "Forbidden: bot was kicked from the supergroup chat"
        self.tg.closes(
            self.json,
            refused(403, kicked if self.json["type"] == "supergroup" else kicked.replace("super", "")),
            "kicked",
        )


@dataclass
class Person(Chat):
    """Somebody with a Telegram account; the chat is the private one with the bot."""

    user: Json = field(default_factory=dict)

    def says(self, text: str, to: Chat | None = None, reply_to: Message | None = None, **more: Any) -> int:
        """Write a text here or in a group; the update's id."""
        return self._sends(
            to, reply_to, text=text, **({"entities": found} if (found := entities(text)) else {}), **more
        )

    def asks(self, text: str, to: Chat | None = None, reply_to: Message | None = None) -> Message:
        """Write a text and wait for what the bot says next in that chat."""
        chat = to or self
        chat.heard = max((each.id for each in chat.messages), default=0)
        self.says(text, to, reply_to)
        return chat.hears()

    def presses(self, button: str, on: Message | None = None, data: str | None = None) -> int:
        """Press a button by label or command, on the newest message that has it; `data` forges what it sends."""
        having = [each for each in self.messages if button in each.buttons or button in each.buttons.values()]
        message = on or wait_until(lambda: having[-1:], f"no button {button!r}; {self.tg.story()}", 0)[-1]
        return self.sends_callback(message.buttons.get(button, button) if data is None else data, message.json)

    def sends_callback(self, data: str, message: Json | None) -> int:
        """A pressed button as an update; the update's id."""
        id_ = str(self.tg.next_number() + 10**15)
        self.tg.server.queries.add(id_)
        pressed = {"id": id_, "from": self.user, "chat_instance": "1", "data": data}
        return self.tg.push(callback_query=pressed | ({"message": message} if message else {}))

    def sends_photo(
        self, content: bytes = JPEG, caption: str = "", to: Chat | None = None, reply_to: Message | None = None
    ) -> int:
        small, large = (self.tg.file(content, "photo.jpg") for _ in range(2))
        sizes = [{**small, "width": 90, "height": 90}, {**large, "width": 1280, "height": 960}]
        return self._sends(to, reply_to, photo=sizes, **self._caption(caption))

    def sends_document(
        self, name: str, content: bytes, caption: str = "", mime: str = "application/pdf",
        to: Chat | None = None, reply_to: Message | None = None,
    ) -> int:  # fmt: skip
        file = {**self.tg.file(content, name), "file_name": name, "mime_type": mime}
        return self._sends(to, reply_to, document=file, **self._caption(caption))

    def edits(self, message_id: int, text: str) -> int:
        """Change a text written before; the update's id."""
        message = self.tg.message(self.json, self.user, text=text, edit_date=1) | {"message_id": message_id}
        return self.tg.push(edited_message=message)

    def blocks(self) -> int:
        return self.tg.closes(self.json, BLOCKED, "kicked", self.user)

    def unblocks(self) -> int:
        self.tg.server.gone.pop(self.id)
        return self.tg.push(my_chat_member=self.tg.membership(self.json, self.user, "kicked", "member"))

    def _caption(self, caption: str) -> Json:
        return {"caption": caption, "caption_entities": entities(caption)} if caption else {}

    def _sends(self, to: Chat | None, reply_to: Message | None, **content: Any) -> int:
        chat = to or self
        self.tg.server.chats.setdefault(chat.id, chat.json)
        if reply_to:
            content["reply_to_message"] = reply_to.json
        return self.tg.push(message=self.tg.message(chat.json, self.user, **content))
