"""A few of the kills and hostile updates that `make chaos` has many of."""

from pathlib import Path

import pytest

from tests.messenger.flood import flood
from tests.messenger.kill import kill
from tests.offices import Stores

MODES = ("polling", "webhook")


@pytest.mark.parametrize("mode", MODES)
def test_every_update_has_its_effect_once_whenever_it_is_killed(stores: Stores, mode: str, tmp_path: Path) -> None:
    killed = kill(mode, stores.office("mau"), seed=20261123, rounds=4, folder=tmp_path)
    killed.check()
    assert killed.queued


@pytest.mark.parametrize("mode", MODES)
def test_hostile_updates_change_nothing_and_stop_nobody(stores: Stores, mode: str, tmp_path: Path) -> None:
    flooded = flood(mode, stores.office("mau"), seed=20261123, number=400, folder=tmp_path)
    assert flooded.answers == flooded.good
