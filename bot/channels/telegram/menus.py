"""The menu of commands beside the input line: what a person's posts may use, in Vietnamese."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.wire import Wire
from bot.desk import Desk
from handlers import commands
from models.groups import fit_for_group
from models.people import Speaker

log = logging.getLogger("cchc.telegram")
MOST = 100  # commands of a menu
Menu = tuple[tuple[str, str], ...]  # names and what they do


def menu_of(person: Speaker | None) -> Menu:
    """What somebody may use; a stranger nothing."""
    found = [(key, each) for key, each in commands().items() if person and each.is_for(person)]
    return tuple((key, f"{each.names[0]}: {each.summary}"[:256]) for key, each in found)[:MOST]


def menu_of_groups() -> Menu:
    """What everyone in a group may ask."""
    return tuple(
        (key, f"{each.names[0]}: {each.summary}"[:256]) for key, each in commands().items() if fit_for_group(each)
    )


@dataclass(slots=True)
class Menus:
    """Sets each person's menu when they first write to this process, and when their posts changed."""

    wire: Wire
    desk: Desk
    known: dict[str, Menu] = field(default_factory=dict)
    busy: set["asyncio.Task[None]"] = field(default_factory=set)

    def look(self, chat: str, changed: bool) -> None:
        """Set a person's menu beside the conversation, if it may be another than before."""
        if chat in self.known and not changed:
            return
        task = asyncio.create_task(self._set(chat))
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)

    async def _set(self, chat: str) -> None:
        desk = self.desk
        try:
            person = await desk.run(desk.dispatcher.speaker, desk.at(chat), desk.clock())
            menu = menu_of(person)
            before = self.known.get(chat)
            if menu == before or (before is None and not menu):  # of strangers nothing is remembered
                return
            await self._send(menu, {"type": "chat", "chat_id": int(chat)})
            self.known[chat] = menu
        except TelegramError as error:
            log.info("menu not set: %s", error.message)
        except Exception:
            log.exception("menu not set")

    async def set_general(self) -> None:
        """The menus of strangers and of groups."""
        await self._send((("start", say_start()),), {"type": "default"})
        await self._send(menu_of_groups(), {"type": "all_group_chats"})

    async def _send(self, menu: Menu, scope: dict[str, Any]) -> None:
        listed = [{"command": name, "description": words} for name, words in menu]
        if listed:
            await self.wire.call("setMyCommands", commands=listed, scope=scope)
        else:
            await self.wire.call("deleteMyCommands", scope=scope)


def say_start() -> str:
    return commands()["help"].summary.partition(";")[0]
