"""A process killed at any line leaves all of a change or nothing of it (`make chaos` tries hundreds of lines)."""

from catalogs import FOLDER
from tests.killing import kill_data, kill_load
from tests.offices import Stores

FILES = [FOLDER / name for name in ("xa-mau-2026.toml", "xa-mau.office.toml", "xa-mau-2026.scorecard.toml")]


def test_figures_are_said_whole_or_not_at_all(stores: Stores) -> None:
    assert kill_data(stores.office("mau"), seed=2026, rounds=12) >= 6


def test_files_are_loaded_whole_or_not_at_all(stores: Stores) -> None:
    assert kill_load(lambda: stores.office("van-canh"), FILES, seed=2026, rounds=4) >= 2
