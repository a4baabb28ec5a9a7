"""The day of docs/a-day.md over HTTP on Zalo: read as on the page, and what is kept is what Telegram and the terminal
leave, row by row."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import DateTime, inspect, text
from sqlalchemy.types import TypeEngine

from models.database import Database
from tests.messenger.beside import wait_until
from tests.messenger.office import NOW
from tests.messenger.office import served as served_on_telegram
from tests.offices import Stores
from tests.processes import run
from tests.test_day import EXCHANGES, PAGE
from tests.zalo.bots import Sent
from tests.zalo.office import MODES, Served, served

PEOPLE = ("lam", "mai", "son", "suong", "khe")
# What a channel needs for itself: its chats and codes, what came in, what went out.
_OF_A_CHANNEL = {
    "alembic_version", "attempt", "channel_state", "chat", "dialogue", "group_chat", "inbox", "invitation", "kept_file",
    "lease", "month_sent", "notification", "planned_slot", "stamp", "update_seen",
}  # fmt: skip
_OF_A_ROW = {"id", "how"}
_NUMBERED_THERE = {"chat", "event", "notification"}  # what names a row of these names another number
_JOINING = ("invited", "joined")

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.+]+")  # inside of JSON

Lines = list[tuple[str, str, str]]  # who, what they write, what they read


def the_day() -> Lines:
    who, lines = "", []
    for line, answer in EXCHANGES.findall(PAGE.read_text()):
        if line.startswith("/as "):
            who = line.removeprefix("/as ")
        else:
            lines.append((who, line, answer.strip()))
    return lines


def rows(url: str) -> list[str]:
    """What the office remembers: every row without its times, numbers of its own, and by which channel it came."""
    database, found = Database(url), list[str]()
    with database.engine.connect() as connection:
        tables = inspect(connection)
        for table in sorted(set(tables.get_table_names()) - _OF_A_CHANNEL):
            columns = [each["name"] for each in tables.get_columns(table) if not _is_time(each["type"])]
            keys = [each for each in tables.get_foreign_keys(table) if each["referred_table"] in _NUMBERED_THERE]
            left_out = {*_OF_A_ROW, *(column for each in keys for column in each["constrained_columns"])}
            named = [each for each in columns if each not in left_out]
            kept = connection.execute(text(f"SELECT {', '.join(named)} FROM {table}")).mappings()
            found += [_TIME.sub("time", f"{table} {sorted(row.items())}") for row in kept if _is_shared(row)]
    database.close()
    return sorted(found)


def differing(some: list[str], others: list[str]) -> list[str]:
    return [*(Counter(some) - Counter(others)), *(Counter(others) - Counter(some))]


def _is_shared(row: Any) -> bool:
    return row.get("what") not in _JOINING


def _is_time(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind, DateTime)


def in_the_terminal(url: str, folder: Path) -> None:
    (folder / "terminal.toml").write_text('[reminders]\nmorning = "11:00"\nmonday = "11:00"\n')
    lines = [line for line, _ in EXCHANGES.findall(PAGE.read_text())]
    done = run(
        "chat",
        "--config",
        str(folder / "terminal.toml"),
        "--database",
        url,
        "--now",
        NOW,
        stdin="\n".join(lines) + "\n",
    )
    assert done.returncode == 0, done


def on_telegram(url: str, folder: Path) -> None:
    with served_on_telegram(url, folder, "polling", PEOPLE) as office:
        for who, line, answer in the_day():
            person = office.people[who]
            last = max((each.id for each in person.messages), default=0)
            person.says(line)
            end = _first_line(answer)
            wait_until(
                lambda: [m for m in person.messages if m.id > last + 1 and end in m.text],  # noqa: B023
                lambda: f"{line!r}; {office.tg.story()}",  # noqa: B023
            )
        office.tg.settles()


def _first_line(answer: str) -> str:
    """What is surely in the answer itself: before it may stand what somebody was to be told first."""
    lines = answer.splitlines()
    return re.sub(r"\b08:1[0-9]\b.*", "", lines[-2] if lines[-1].startswith("Trả lời: ") else lines[-1])


def test_the_day_is_read_on_zalo_as_on_the_page_and_leaves_the_same_rows(stores: Stores, tmp_path: Path) -> None:
    terminal, telegram = stores.office("mau"), stores.office("mau")
    in_the_terminal(terminal, tmp_path)
    (tmp_path / "telegram").mkdir()
    on_telegram(telegram, tmp_path / "telegram")
    expected = rows(terminal)
    assert differing(rows(telegram), expected) == []
    for mode in MODES:
        url, folder = stores.office("mau"), tmp_path / mode
        folder.mkdir()
        with served(url, folder, mode, PEOPLE) as office:
            for who, line, answer in the_day():
                _asks(office, who, line, answer)
            office.far.settles()
        assert differing(rows(url), expected) == [], mode


def _asks(office: Served, who: str, line: str, answer: str) -> None:
    """Ask as on the page; who was to be told something first was told it already, in a message of its own."""
    chat, expected = office.chats[who], _lines(answer)
    before = len(office.far.sent(chat))
    office.far.user_says(chat, line)

    def answered() -> Sent | None:
        new = office.far.sent(chat)[before:]
        return next((each for each in new if expected[-len(_lines(each.text)) :] == _lines(each.text)), None)

    message = wait_until(answered, lambda: f"{line!r}: {answer}; {office.far.story()}")
    told = expected[: -len(_lines(message.text))]
    assert all(any(each in _lines(m.text) for m in office.far.sent(chat)) for each in told), told


def _lines(said: str) -> list[str]:
    """What is read, as if no time had passed meanwhile."""
    return re.sub(r"\b08:1[0-9]\b", "08:12", said).splitlines()


SWITCHES: dict[str, dict[str, Any]] = {
    "replayed": {"replay": True}, "twice": {"twice": True}, "wrapped": {"wrapped": True}, "probed": {"probe": True},
}  # fmt: skip


@pytest.mark.parametrize("how", SWITCHES)
def test_whatever_comes_again_is_done_once(stores: Stores, tmp_path: Path, how: str) -> None:
    terminal = stores.office("mau")
    in_the_terminal(terminal, tmp_path)
    url = stores.office("mau")
    mode = "polling" if how == "replayed" else "webhook"
    with served(url, tmp_path, mode, PEOPLE, **SWITCHES[how]) as office:
        for who, line, answer in the_day():
            _asks(office, who, line, answer)
    assert differing(rows(url), rows(terminal)) == []
