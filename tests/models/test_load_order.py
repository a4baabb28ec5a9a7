"""Files may be named in any order, and are read one at a time: sets first, then offices, scorecards, mappings."""

from collections.abc import Callable

import pytest

from models.database import Database
from models.load import load
from models.migrate import migrate
from scoring.errors import CatalogError
from tests.offices import ZONE
from tests.scoring.test_refused_files import CARD, NOW, OFFICE, SET


class Read:
    """Texts that tell when each is asked for."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.asked = texts, list[int]()

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> tuple[str, str]:
        self.asked.append(number)
        return f"{number}.toml", self.texts[number]


def loaded(database: Database, *texts: str) -> tuple[list[str], list[int]]:
    files = Read(*texts)
    with database.writing() as session:
        done = [each.kind for each in load(session, files, NOW, ZONE)]
    return done, files.asked


@pytest.fixture
def database(empty_url: str, open_database: Callable[[str], Database]) -> Database:
    database = open_database(empty_url)
    migrate(database)
    return database


def test_a_text_is_read_once_to_place_it_and_once_to_load_it(database: Database) -> None:
    done, asked = loaded(database, CARD, OFFICE, CARD.replace("2026\n", "2025\n", 1), SET)
    assert done == ["criteria_set", "office", "scorecard", "scorecard"]
    assert asked == [0, 1, 2, 3, 3, 1, 0, 2]


def test_a_kind_is_known_however_its_table_is_written(database: Database) -> None:
    inline = OFFICE.replace('[office]\nid = "xa"', 'office = { id = "xa" }')
    dotted = CARD.replace("[scorecard]", "[ scorecard ]")
    quoting = SET.replace('title = "S"', 'title = """S\n[scorecard]\n"""')
    assert loaded(database, dotted, inline, quoting)[0] == ["criteria_set", "office", "scorecard"]


def test_sets_loaded_together_follow_those_they_are_based_on(database: Database) -> None:
    based = '[criteria_set]\nid = "b"\ntitle = "B"\nmax = 8\nvalid_from = 2027-01-01\nbased_on = "bo-2026"\n'
    assert loaded(database, based, SET)[1] == [0, 1, 1, 0]


def test_a_scorecard_after_a_new_version_of_its_set_is_on_that(database: Database) -> None:
    loaded(database, SET, OFFICE)
    changed = SET.replace('levels = { "có" = 1', 'levels = { "có" = 2')
    row = '[self]\n"1" = 1\n'
    assert loaded(database, f"{CARD}\n{row}", changed)[0] == ["criteria_set", "scorecard"]
    with pytest.raises(CatalogError):  # the version that is gone is not the one that is read
        loaded(database, f"{CARD}\n{row}", changed.replace('"1" = { max = 3', '"9" = { max = 3'))


def test_people_and_posts_said_again_change_nothing(database: Database) -> None:
    twice = OFFICE.replace("posts = [{", 'posts = [{ unit = "xa", role = "officer", from = 2025-07-01 }, {')
    with database.writing() as session:
        assert [each.changes for each in load(session, [("o.toml", twice)], NOW, ZONE)] == [3]
    with database.writing() as session:
        assert [each.changes for each in load(session, [("o.toml", OFFICE)], NOW, ZONE)] == [0]
