"""Reminders on Zalo while `cchc run` is killed and its database stops: as on Telegram, none lost."""

from pathlib import Path

from tests.messenger.reminded import remind
from tests.offices import Stores
from tests.zalo.reminded import ZALO


def test_reminders_survive_kills_and_stops(stores: Stores, tmp_path: Path) -> None:
    places = 1 if stores.kind == "sqlite" else 2
    found = remind(stores.office("mau"), 20260825, 150, places, tmp_path, most=5, on=ZALO)
    found.check()
    assert found.kills >= 5
    assert found.stops
    assert not found.ended
