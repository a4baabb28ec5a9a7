"""A few of the hostile updates that `make chaos` has many of."""

from pathlib import Path

import pytest

from tests.messenger.flood import flood
from tests.messenger.office import MODES
from tests.offices import Stores


@pytest.mark.parametrize("mode", MODES)
def test_hostile_updates_change_nothing_and_stop_nobody(stores: Stores, mode: str, tmp_path: Path) -> None:
    flooded = flood(mode, stores.office("mau"), seed=20261123, number=400, folder=tmp_path)
    assert flooded.answers == flooded.good
