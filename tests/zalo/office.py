"""An office served on the fake Zalo: whoever is to speak has joined with a code, as anybody would."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.messenger.office import NOW, codes
from tests.messenger.running import Process, free_port, running
from tests.zalo.control import TOKEN, Zalo, zalo

MODES = ("polling", "webhook")


@dataclass
class Served:
    """Zalo, the bot, and its people's chats by key."""

    far: Zalo
    bot: Process
    chats: dict[str, str]
    database: str
    configured: Path


def configuration(folder: Path, database: str, api: str, port: int = 0, reminds: bool = False, **more: object) -> Path:
    """A cchc.toml; with a `port` Zalo hands over there. More keys of [zalo] as `monthly=30`.

    Unless it `reminds`, the morning begins after the hours in which tests speak, so that they hear their answers alone.
    """
    keys = {"token": TOKEN, "api": api, "per_second": 1000, "per_chat_second": 100, **more}
    if port:
        keys["url"] = f"http://127.0.0.1:{port}/zalo"
    values = (f'{key} = "{each}"' if isinstance(each, str) else f"{key} = {each}" for key, each in keys.items())
    lines = ["[database]", f'url = "{database}"', "[zalo]", *values, "[webhook]", f'listen = "127.0.0.1:{port or 1}"']
    lines += [] if reminds else ["[reminders]", 'morning = "11:00"', 'monday = "11:00"']
    lines += ["[log]", f'file = "{folder / "cchc.log"}"']
    path = folder / "cchc.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@contextmanager
def served(
    database: str, folder: Path, mode: str, people: Sequence[str], limits: "dict[str, object] | None" = None,
    **switches: Any,
) -> Iterator[Served]:  # fmt: skip
    """`cchc run` on a database of the office Mẫu on its day, and people of it who have joined."""
    given = codes(database, people)
    port = free_port() if mode == "webhook" else 0
    with zalo(**switches) as far:
        configured = configuration(folder, database, far.url, port, False, **(limits or {}))
        with running(configured, "--now", NOW) as bot:
            chats = {key: f"{place:020x}" for place, key in enumerate(people, 0xA1B2C3)}
            for key, chat in chats.items():
                assert far.asks(chat, given[key]).text.startswith("Đã kết nối: ")
            yield Served(far, bot, chats, database, configured)
            assert bot.exit_code is None, f"it ended with {bot.exit_code}: {bot.said}"
        far.assert_no_token_in(bot.said + (folder / "cchc.log").read_text("utf-8"))
