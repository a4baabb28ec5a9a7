"""A few of the kills that `make chaos` has many of."""

from pathlib import Path

import pytest

from tests.messenger.kill import Killed, kill
from tests.messenger.office import MODES
from tests.offices import Stores


@pytest.mark.parametrize("mode", MODES)
def test_every_update_has_its_effect_once_whenever_it_is_killed(stores: Stores, mode: str, tmp_path: Path) -> None:
    killed = kill(mode, stores.office("mau"), seed=20261123, rounds=4, folder=tmp_path)
    killed.check()
    assert killed.queued


@pytest.mark.parametrize(
    ("effects", "answered", "why"),
    [
        ([1, 2], [(0, 1), (0, 2), (0, 3)], "lost"),
        ([1, 2, 3, 3], [(0, 1), (0, 2), (0, 3)], "made twice"),
        ([2, 1, 3], [(0, 2), (0, 1), (0, 3)], "out of order"),
        ([1, 2, 3], [(0, 1), (0, 3)], "unanswered"),
        ([1, 2, 3], [(0, 1), (0, 2), (0, 2), (0, 3)], "answered twice by one process"),
        ([1, 2, 3], [(0, 1), (0, 2), (1, 1), (1, 3)], "1 was settled"),
    ],
)
def test_what_goes_wrong_is_seen(effects: list[int], answered: list[tuple[int, int]], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        Killed({1: 7, 2: 7, 3: 8}, effects=effects, answered=answered).check()


def test_a_process_may_die_over_what_it_said_last_in_a_chat() -> None:
    Killed({1: 7, 2: 7, 3: 8}, effects=[1, 2, 3], answered=[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]).check()
