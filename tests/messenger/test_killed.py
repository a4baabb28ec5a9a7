"""A few of the kills that `make chaos` has many of."""

from pathlib import Path

import pytest

from tests.messenger.kill import kill
from tests.messenger.office import MODES
from tests.offices import Stores


@pytest.mark.parametrize("mode", MODES)
def test_every_update_has_its_effect_once_whenever_it_is_killed(stores: Stores, mode: str, tmp_path: Path) -> None:
    killed = kill(mode, stores.office("mau"), seed=20261123, rounds=4, folder=tmp_path)
    killed.check()
    assert killed.queued
