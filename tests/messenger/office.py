"""An office served on the Telegram of the tests: whoever is to speak has joined with a code, as anybody would."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.messenger.control import Telegram, telegram
from tests.messenger.people import Person
from tests.messenger.running import Process, configuration, free_port, serving
from tests.processes import run
from tests.strangers import PRINTED

MODES = ("polling", "webhook")
EARLIER, NOW = "2026-09-08T08:10", "2026-09-08T08:12"


@dataclass
class Served:
    """Telegram, the bot, and its people by key."""

    tg: Telegram
    bot: Process
    people: dict[str, Person]
    database: str


@contextmanager
def served(database: str, folder: Path, mode: str, people: Sequence[str], **limits: object) -> Iterator[Served]:
    """`cchc run` on a database of the office Mẫu on its day, and people of it who have joined."""
    given = codes(database, people)
    port = free_port() if mode == "webhook" else 0
    with telegram() as tg:
        configured = configuration(folder, database, tg.url, port, **({"per_chat_second": 100.0} | limits))
        with serving(configured, "--now", NOW) as bot:
            chats = {key: tg.person(7001 + place, key.capitalize()) for place, key in enumerate(people)}
            for key, chat in chats.items():
                assert chat.asks(f"/start {given[key]}").text.startswith("Đã kết nối: ")
            yield Served(tg, bot, chats, database)


def codes(database: str, people: Sequence[str]) -> dict[str, str]:
    """A code for each, as an administrator makes them."""
    done = run("invite", *(f"mau/{key}" for key in people), "--database", database, "--now", EARLIER)
    found = PRINTED.findall(done.stdout)
    assert len(found) == len(people), done
    return dict(zip(people, found, strict=True))
