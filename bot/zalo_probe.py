"""`cchc zalo probe`: the open questions of the Zalo Bot Platform, asked of the live service with a real token.

What it answers is written as the fixtures of the tests are, so that the two can be compared. Stop `cchc run` before:
whoever else polls takes the updates away.
"""

import asyncio
import json
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.channels.zalo.wire import Wire, ZaloError
from bot.config import Config
from bot.config_messengers import Zalo
from bot.refusal import Refused
from templates import plain, say

IDLE = 3  # seconds of a poll that shall find nothing
NOT_ASKED = {
    "webhook_flat": "the bodies a webhook gets: serve with zalo.url and look at the log",
    "webhook_again": "whether Zalo delivers again what was not answered with 2xx",
    "set_webhook_verification": "what setWebhook says of a public address: it would take the bot from whoever serves",
    "proactive": "a message after days of silence: needs the days",
    "quota": "the answer once the month's messages are used: needs 3,000 of them",
    "groups": "the id of a group and the form of a mention: needs a group",
}


def probe_command(arguments: Namespace, config: Config) -> None:
    """Ask, write down, and say what it comes to."""
    if not config.zalo:
        raise Refused(say("lines", "no_zalo_token", file=config.file))
    found = asyncio.run(_probed(config.zalo[0], arguments.wait))
    number = sum("status" in each for each in found.answers.values())
    if not number:
        raise Refused(say("lines", "zalo_silent"))
    document = {"responses": found.answers, "updates": found.updates, "settled": found.settled, "not_asked": NOT_ASKED}
    try:
        Path(arguments.out).write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise Refused(say("lines", "cannot_read_file", file=arguments.out, why=error.strerror or "")) from None
    print(plain(say("lines", "zalo_probed", file=arguments.out, number=number, settled=found.settled)))


@dataclass
class Found:
    """What was learnt."""

    answers: dict[str, Any] = field(default_factory=dict)  # as the fixtures' "responses"
    updates: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)  # question → what it comes to


async def _probed(zalo: Zalo, wait: int) -> Found:
    found, wire = Found(), Wire(zalo.token, zalo.api)
    nobody = Wire(f"{wire.account}:{'x' * 20}", zalo.api)
    try:
        await _asked_alone(found, wire, nobody)
        if wait:
            print(plain(say("lines", "zalo_write_now", seconds=wait)), flush=True)
            await _asked_with(found, wire, wait)
    finally:
        await wire.shutdown()
        await nobody.shutdown()
    return found


async def _asked_alone(found: Found, wire: Wire, nobody: Wire) -> None:
    """What needs nobody but the bot."""

    async def ask(name: str, who: Wire, method: str, **fields: Any) -> Any:
        return await _ask(found, name, lambda: who.ask(method, 40, **fields))

    await ask("getMe_ok", wire, "getMe")
    await ask("getWebhookInfo", wire, "getWebhookInfo")
    await ask("deleteWebhook_ok", wire, "deleteWebhook")
    idle = await ask("getUpdates_idle", wire, "getUpdates", timeout=str(IDLE))
    if idle:
        found.settled["idle"] = f"HTTP {idle['status']}"
    await ask("bad_token", nobody, "getMe")
    await ask("unknown_method", wire, "getNothing")
    await ask("unknown_chat", wire, "sendMessage", chat_id="0" * 20, text="?")
    await ask("empty_text", wire, "sendMessage", chat_id="0" * 20, text="")


async def _asked_with(found: Found, wire: Wire, wait: int) -> None:
    """What needs somebody who writes: how updates look, whether they come again, how long a text may be."""
    update = await _update(wire, time.monotonic() + wait)
    if update is None:
        found.settled["updates"] = "nobody wrote"
        return
    found.updates["polled"] = {"grade": "A", "body": _without_names(update)}
    again = await _update(wire, time.monotonic() + IDLE)
    same = again is not None and _number(again) == _number(update)
    found.settled["replay"] = "comes again" if same else "another came" if again else "gone once read"
    chat = str((update.get("message") or {}).get("chat", {}).get("id", ""))

    async def says(name: str, text: str, **fields: Any) -> bool:
        done = await _ask(found, name, lambda: wire.ask("sendMessage", 15, chat_id=chat, text=text, **fields))
        return bool(done and isinstance(done.get("json"), dict) and done["json"].get("ok"))

    await says("send_ok", "CCHC: thử nghiệm", text_styles=[{"start": 0, "len": 4, "st": ["b"]}])
    at_most, over = await says("longest", "a" * 2000), await says("too_long", "a" * 2001)
    found.settled["longest"] = f"2000 {'taken' if at_most else 'refused'}, 2001 {'taken' if over else 'refused'}"
    letters = await says("code_points", "😀" * 1001)  # 1,001 code points, 2,002 UTF-16 units
    found.settled["unit"] = "code points" if letters else "UTF-16 units, or less than 1,001 of either"
    await says("bad_styles", "a", text_styles=[{"start": 5, "len": 9, "st": ["b"]}])
    await _ask(found, "sendChatAction_ok", lambda: wire.ask("sendChatAction", 15, chat_id=chat, action="typing"))


async def _ask(found: Found, name: str, ask: Callable[[], Awaitable[tuple[int, bytes]]]) -> Any:
    """One answer as it came, noted; None where there was none."""
    try:
        status, content = await ask()
    except ZaloError as error:
        found.answers[name] = {"grade": "A", "failed": str(error)}
        return None
    body = content.decode("utf-8", "replace")
    try:
        found.answers[name] = {"grade": "A", "status": status, "json": json.loads(body)}
    except ValueError:
        found.answers[name] = {"grade": "A", "status": status, "text": body[:2000]}
    return found.answers[name]


async def _update(wire: Wire, until: float) -> Any:
    """The next update; None where none comes in time."""
    while (left := until - time.monotonic()) > 0:
        try:
            updates = await wire.poll(max(int(min(left, 20)), 1))
        except ZaloError:
            updates = []
        if updates and isinstance(updates[0], dict):
            return updates[0]
        await asyncio.sleep(1)
    return None


def _number(update: Any) -> Any:
    return (update.get("message") or {}).get("message_id")


def _without_names(update: Any) -> Any:
    """An update without what somebody is called and wrote."""
    hidden = json.loads(json.dumps(update))
    message = hidden.get("message") or {}
    for table, key in ((message, "text"), (message, "caption"), (message.get("from") or {}, "display_name")):
        if key in table:
            table[key] = "…"
    return hidden
