"""Telegram's far side in one process: updates go in, what the bot asks of Telegram is written down."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.menus import Menus
from bot.channels.telegram.reading import Reader
from bot.channels.telegram.service import Service
from bot.channels.telegram.voice import Voice
from bot.desk import Desk
from bot.dispatch import Dispatcher
from bot.pace import Limits, Pace
from models.chat_tables import Chat
from models.tables import Person
from tests.offices import ZONE, Office
from tests.virtual import Inline, virtually

BOT = "123456"
_numbers = count(1)
Asked = tuple[str, dict[str, Any]]  # a method and its fields


class FarSide:
    """Takes requests; `fails` are errors raised by the next requests of a method, `files` what people sent."""

    account = BOT

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.fails: dict[str, list[TelegramError]] = {}
        self.files: dict[str, bytes] = {}
        self.at: list[float] = []

    async def call(self, method: str, read_timeout: float = 0, **fields: Any) -> Any:
        self.asked.append((method, fields))
        self.at.append(asyncio.get_running_loop().time())
        if errors := self.fails.get(method):
            raise errors.pop(0)
        return {"message_id": 1, "photo": [{"file_id": "kept"}]} if method.startswith("send") else True

    async def fetch(self, file_id: str) -> bytes:
        return self.files[file_id]


@dataclass
class Phone:
    """One person's chat with the bot, or what that one writes in a group."""

    office: Office
    address: int = 7001
    far: FarSide = field(default_factory=FarSide)
    group: int = 0
    told: int = 0

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(self.office.database, ZONE, timedelta(days=30))

    def belongs_to(self, name: str) -> "Phone":
        """From now on somebody speaks from here."""
        with self.office.database.writing() as session:
            key = f"{self.office.demonstration.id}/{name}"
            person = session.query(Person).filter_by(key=key).one()
            session.add(Chat("telegram", BOT, str(self.address), person.id, self.office.clock.now))
        return self

    def says(self, text: str, **more: Any) -> list[Asked]:
        """What the bot asks of Telegram after a line; `more` is put into the message."""
        return self.sends({"message": self.message() | {"text": text} | more})

    def presses(self, command: str, text: str = "Chọn việc", *others: str) -> list[Asked]:
        """The same after a button under some text was pressed, others standing beside it."""
        rows = [[{"text": each, "callback_data": each}] for each in (command, *others)]
        under = self.message() | {"message_id": 50, "text": text, "reply_markup": {"inline_keyboard": rows}}
        return self.sends({"callback_query": {
            "id": "query", "from": self.person, "chat_instance": "1", "data": command, "message": under,
        }})  # fmt: skip

    def sends(self, update: Any, number: int | None = None) -> list[Asked]:
        """The same after any update."""
        before = len(self.far.asked)
        if isinstance(update, dict):
            update = {"update_id": next(_numbers) if number is None else number} | update
        virtually(self._settle(json.loads(json.dumps(update))))
        return self.far.asked[before:]

    @property
    def person(self) -> dict[str, Any]:
        return {"id": self.address, "is_bot": False, "first_name": "Lâm"}

    def message(self) -> dict[str, Any]:
        chat = {"id": self.group, "type": "supergroup"} if self.group else {"id": self.address, "type": "private"}
        return {"message_id": next(_numbers), "date": 1, "from": self.person, "chat": chat}

    async def _settle(self, update: Any) -> None:
        service = self.service()
        if arrived := service.read(update):
            await service.settle(arrived)
        await asyncio.gather(*service.menus.busy)

    def service(self) -> Service:
        """What serves this chat, put together anew as after a start."""
        clock: Callable[[], Any] = lambda: self.office.clock.now  # noqa: E731
        wire: Any = self.far
        service: Service
        voice = Voice(
            wire, Pace(Limits(), asyncio.get_running_loop().time), _png, lambda old, new: service.moved(old, new)
        )
        desk = Desk("telegram", BOT, self.dispatcher, Inline(), clock, self._tell)
        service = Service(desk, voice, Reader(BOT, "cchc_bot"), Menus(wire, desk))
        return service

    def _tell(self) -> None:
        self.told += 1


async def _png(svg: str) -> bytes:
    return svg.encode()


def texts(asked: list[Asked]) -> list[str]:
    """What people read of it."""
    return [fields.get("text") or fields["caption"] for _, fields in asked if "text" in fields or "caption" in fields]


def methods(asked: list[Asked]) -> list[str]:
    """What was asked for, without menus."""
    return [method for method, _ in asked if "Commands" not in method]


def buttons(asked: list[Asked]) -> list[str]:
    """The commands under what was said last."""
    markup = next((fields["reply_markup"] for _, fields in reversed(asked) if fields.get("reply_markup")), None)
    return [each["callback_data"] for row in (markup or {"inline_keyboard": []})["inline_keyboard"] for each in row]
