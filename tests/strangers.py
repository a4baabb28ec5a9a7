"""People who have not joined: what they send from a messenger, the codes they are given, what refusing them costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, inspect, text

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from models.chat_tables import ChannelState
from models.database import Database
from models.messages import Incoming, Sender
from tests.offices import ZONE, Office

SENTENCE = "Đây là trợ lý nội bộ. Nếu đồng chí đã được cấp mã, xin gửi mã để kết nối."
PRINTED = re.compile(r"(?:[A-Z0-9]{3}-){5}[A-Z0-9]{3}")
ADMINISTRATORS = {"van-canh": "thong", "mau": "thach"}


def sends(office: Office, line: str, address: str = "123", channel: str = "telegram", **more: Any) -> str:
    """What the bot answers to a line from an address of a messenger."""
    incoming = Incoming(line, Sender(channel, "bot", address), **more)
    return shown(Dispatcher(office.database, ZONE, timedelta(days=30)).answer(incoming, office.clock.now))


def invited(office: Office, whom: str) -> str:
    """The code that an administrator is given for somebody."""
    answer = office.say(f"mời {whom}", ADMINISTRATORS[office.demonstration.id])
    found = PRINTED.search(answer)
    assert found, answer
    return found[0]


def joins(office: Office, whom: str, address: str = "123", channel: str = "telegram") -> None:
    """Let somebody in from an address."""
    answer = sends(office, invited(office, whom), address, channel)
    assert answer.startswith("Đã kết nối: "), answer


def heard(office: Office, name: str = "cchc_mau_bot", account: str = "7") -> None:
    """Let the bot have heard from Telegram under a name."""
    with office.database.writing() as session:
        session.add(ChannelState("telegram", account, name, office.clock.now))


def everything_kept(database: Database) -> str:
    """All rows of all tables as one text."""
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return "\n".join(str(row) for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"')))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent to a database meanwhile."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):  # said aloud on SQLite only
            statements.append(statement)

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in database.engines:
            event.remove(engine, "before_cursor_execute", note)
