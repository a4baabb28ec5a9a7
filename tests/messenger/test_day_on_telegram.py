"""The day of docs/a-day.md over HTTP, polling and webhook: read on Telegram as on the page, each request judged."""

import re
from pathlib import Path

import pytest

from tests.messenger.beside import wait_until
from tests.messenger.office import MODES, Served, served
from tests.messenger.people import Message, Person
from tests.offices import Stores
from tests.test_day import EXCHANGES, PAGE

PEOPLE = ("lam", "mai", "son", "suong", "khe")
_OFFERED = re.compile(r'"([^"]+)"')


@pytest.mark.parametrize("mode", MODES)
def test_the_day_is_read_on_telegram_as_on_the_page(stores: Stores, mode: str, tmp_path: Path) -> None:
    exchanges, who, asked = EXCHANGES.findall(PAGE.read_text()), "", 0
    with served(stores.office("mau"), tmp_path, mode, PEOPLE) as office:
        for line, answer in exchanges:
            if line.startswith("/as "):
                who = line.removeprefix("/as ")
                continue
            _asks(office, office.people[who], line, answer.strip().splitlines())
            asked += 1
        office.tg.settles()
    assert asked >= 14


def _asks(office: Served, person: Person, line: str, expected: list[str]) -> None:
    """Ask as on the page; who was to be told something first was told it already, in a message of its own."""
    offered = _OFFERED.findall(expected.pop()) if expected[-1].startswith("Trả lời: ") else []
    last = max((each.id for each in person.messages), default=0)
    person.says(line)

    def answered() -> Message | None:
        new = (each for each in person.messages if each.id > last + 1)
        return next((each for each in new if expected[-len(_lines(each)) :] == _lines(each)), None)

    message = wait_until(answered, lambda: f"{line!r}: {expected}; {office.tg.story()}")
    for told in expected[: -len(_lines(message))]:
        person.shows(told)
    assert set(offered) <= set(message.buttons.values())


def _lines(message: Message) -> list[str]:
    """What is read, as if no time had passed meanwhile."""
    return re.sub(r"\b08:1[0-9]\b", "08:12", message.text).splitlines()
