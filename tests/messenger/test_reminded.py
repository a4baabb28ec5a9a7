"""Reminders while `cchc run` is killed and its database stops: none lost, doubled only where nobody could know."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.messenger.beside import beside, wait_until
from tests.messenger.crowd import crowd
from tests.messenger.fast import Connection, FastApi
from tests.messenger.reckoning import Reminded, Row
from tests.messenger.reminded import TELEGRAM, Office, remind
from tests.messenger.unreliable import Copy
from tests.offices import Stores

SENT, SURE = Row(1, "sent", False, 0, ""), Row(1, "sent", True, 1, "")
UNCERTAIN = Row(1, "uncertain", False, 0, "died")


def test_reminders_survive_kills_and_stops(stores: Stores, tmp_path: Path) -> None:
    places = 1 if stores.kind == "sqlite" else 2
    found = remind(stores.office("mau"), 20260825, 150, places, tmp_path, most=5)
    found.check()
    assert found.kills >= 5
    assert found.stops
    assert not found.ended


class Slow(FastApi):
    """Takes its time with every answer."""

    asked_at_once = 0

    def _sent(self, connection: Connection, body: bytes) -> None:
        self.asked_at_once += 1
        asyncio.get_running_loop().call_later(0.5, super()._sent, connection, body)


def test_what_is_on_its_way_when_somebody_says_stop_is_sent_and_noted(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    people = crowd(url, 30)
    with beside() as loop:
        api = Slow()
        office = Office(url, tmp_path, loop.do(api.start()), people, TELEGRAM.configured)
        process = office.start("0-1")
        try:
            wait_until(lambda: api.asked_at_once, lambda: process.said[-2000:])
            assert process.terminate(12) == 0
        finally:
            process.kill()
        loop.do(api.close())
    states = Counter(row.state for rows in office.rows().values() for row in rows)
    office.database.close()
    assert set(states) == {"sent", "pending"}, states
    assert states["sent"] == api.asked_at_once


def judged(rows: list[Row], copies: list[Copy], anew: set[int]) -> Reminded:
    return Reminded(0, 0, 0, 0.0, {7: rows}, {7: copies}, anew)


@pytest.mark.parametrize(
    ("rows", "copies", "anew", "why"),
    [
        ([], [], set(), "planned 0 times"),
        ([SENT, SENT], [Copy("0-1", 0, False)], set(), "planned 2 times"),
        ([SENT], [], set(), "received 0 times"),
        ([Row(1, "pending", True, 0, "")], [], {7}, "received 0 times"),
        ([Row(1, "sending", True, 0, "")], [Copy("0-1", 1, False)], {7}, "received 1 times"),
        ([UNCERTAIN], [], set(), "not owed anew"),
        ([UNCERTAIN], [Copy("0-1", 0, True)], set(), "not owed anew"),
        ([SENT], [Copy("0-1", 0, True), Copy("0-1", 0, False)], set(), "a digest was doubled"),
        ([SURE], [Copy("0-1", 1, False), Copy("0-2", 1, False)], set(), "doubled: "),
        ([SURE], [Copy("0-1", 1, True), Copy("0-1", 1, True), Copy("0-2", 1, False)], set(), "received 3 times"),
        ([SURE], [Copy("0-1", 2, False)], set(), "said"),
    ],
)
def test_what_goes_wrong_is_seen(rows: list[Row], copies: list[Copy], anew: set[int], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        judged(rows, copies, anew).check()


def test_what_may_happen_is_no_fault() -> None:
    judged([SENT], [Copy("0-1", 0, False)], set()).check()
    judged([UNCERTAIN], [], {7}).check()
    judged([UNCERTAIN], [Copy("0-1", 0, True)], {7}).check()
    judged([Row(1, "uncertain", True, 1, "down")], [], set()).check()
    assert judged([SURE], [Copy("0-1", 1, True), Copy("0-2", 1, False)], set()).causes["answer lost"] == 1
    assert judged([SURE], [Copy("0-1", 1, False, unsettled=True), Copy("0-2", 1, False)], set()).causes["killed"] == 1
