"""A short seeded slice of the kill loop: `cchc load` and the first start, killed at random moments."""

from pathlib import Path

from tests.chaos import kill_first_start, kill_load


def test_killed_while_loading_the_database_holds_all_of_it_or_nothing(empty_url: str, tmp_path: Path) -> None:
    assert kill_load(empty_url, seed=1, rounds=8, folder=tmp_path) > 0


def test_killed_at_its_first_start_the_next_one_works(empty_url: str, tmp_path: Path) -> None:
    assert kill_first_start(empty_url, seed=2, rounds=6, folder=tmp_path) > 0
