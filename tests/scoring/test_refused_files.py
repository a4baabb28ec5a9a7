"""Offices and scorecards that are refused, through `models.load` on a migrated SQLite: nothing of them stays."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.database import Database
from models.load import load
from models.migrate import migrate
from scoring.errors import CatalogError
from templates import plain, say
from tests.offices import ZONE, fingerprint

NOW = datetime(2026, 8, 25, 3, tzinfo=UTC)
SET = """
[criteria_set]
id = "bo-2026"
title = "S"
max = 8
valid_from = 2026-01-01
[indicator]
rate = { asks = "ratio" }
twice = { value = "rate * 2" }
[criterion]
"1" = { max = 3, title = "T", figure = "twice", full_at = "100%" }
"2" = { max = 5, title = "T", levels = { "có" = 1, "không" = -1 } }
"P" = { max = 2, title = "T", role = "penalty" }
"""
OFFICE = """
[office]
id = "xa"
[unit]
xa = { name = "Xã", level = "commune", valid_from = 2025-07-01 }
[person]
an = { name = "An", address = "đồng chí", posts = [{ unit = "xa", role = "officer", from = 2025-07-01 }] }
"""
CARD = """
[scorecard]
unit = "xa"
criteria_set = "bo-2026"
year = 2026
recorded_at = 2026-07-01T08:00:00
as_of = 2026-06-30
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The set, the office and the scorecard above, loaded."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('refused') / 'cchc.db'}")
    migrate(database)
    with database.writing() as session:
        load(session, [("s.toml", SET), ("o.toml", OFFICE), ("c.toml", CARD)], NOW, ZONE)
    yield database
    database.close()


def write(database: Database, text: str) -> None:
    with database.writing() as session:
        load(session, [("f.toml", text)], NOW, ZONE)


def check(database: Database, text: str, what: str, where: str, nearest: str) -> None:
    before = fingerprint(database)
    with pytest.raises(CatalogError) as refused:
        write(database, text)
    error = refused.value
    assert (error.what, error.file, error.where) == (what, "f.toml", where)
    assert error.values.get("nearest") in (None, nearest)
    sentence = plain(say("refusals", error.what, **error.values))
    assert nearest in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert fingerprint(database) == before


CARDS = [
    ('[figure]\nrat = { value = "1/2" }', "unknown_indicator", "[figure] rat", "rate"),
    ('[figure]\ntwice = { value = "1/2" }', "unknown_indicator", "[figure] twice", "rate"),
    ('[figure]\nrate = { value = "3/2" }', "part_above_whole", "[figure] rate", ""),
    ('[figure]\nrate = { value = "101%" }', "part_above_whole", "[figure] rate", ""),
    ('[figure]\nrate = { value = "nửa" }', "figure_unreadable", "[figure] rate", ""),
    ('[figure]\nrate = { value = "1/2", a = 1 }', "unknown_key", "[figure] rate", ""),
    ("[figure]\nrate = {}", "key_missing", "[figure] rate", ""),
    ("[figure]\nrate = 5", "not_a_table", "[figure] rate", ""),
    ('[figure]\n"2" = { value = "co" }', "figure_unreadable", "[figure] 2", "có"),
    ('[figure]\nrate = { value = "1/2", as_of = 2026-07-02 }', "counted_after_recorded", "[figure] rate", ""),
    ('[figure]\nrate = { value = "1/2", recorded_at = 2026-07-01 }', "not_a_time", "[figure] rate", ""),
    ('[figure]\nrate = { value = "1/2", recorded_at = 2027-01-01T08:00:00 }', "in_the_future", "[figure] rate", ""),
    ('[figure]\nrate = { value = "1/2", as_of = "30/6" }', "not_a_day", "[figure] rate", ""),
    ('[self]\n"3" = 1', "unknown_code", "[self] 3", ""),
    ('[published]\n"index1" = 1', "unknown_code", "[published] index1", "index"),
    ('[self]\n"1" = "1"', "not_a_number", "[self] 1", ""),
    ('[self]\n"1" = 3.5', "points_out_of_range", "[self] 1", "3"),
    ('[self]\n"1" = -1', "points_out_of_range", "[self] 1", "0"),
    ('[self]\n"2" = -1.5', "points_out_of_range", "[self] 2", "-1"),
    ('[self]\n"P" = 1', "points_out_of_range", "[self] P", "-2"),
    ('[appraised]\n"1" = { points = 1, round = 0 }', "not_a_number", "[appraised] 1", ""),
    ('[not_applicable]\n"1" = {}', "key_missing", "[not_applicable] 1", ""),
    ('[not_applicable]\nindex = { reason = "x" }', "unknown_code", "[not_applicable] index", ""),
    ('[[misprint]]\ncode = "1"\nfield = "point"', "unknown_word", "[[misprint]]", "points"),
    ('[[misprint]]\ncode = "1"\nfield = "points"', "key_missing", "[[misprint]]", ""),
    ("[figures]", "unknown_key", "[scorecard]", "figure"),
]


@pytest.mark.parametrize(("rows", "what", "where", "nearest"), CARDS)
def test_a_faulty_scorecard_is_refused_and_leaves_nothing(
    database: Database, rows: str, what: str, where: str, nearest: str
) -> None:
    check(database, f"{CARD}\n{rows}", what, where, nearest)


CHANGED = [
    (CARD, 'unit = "xa"', 'unit = "xã"', "unknown_unit", "[scorecard]", "xa"),
    (CARD, "bo-2026", "bo-2025", "unknown_set", "[scorecard]", "bo-2026"),
    (CARD, "year = 2026", "year = 26", "not_a_number", "[scorecard]", ""),
    (CARD, "as_of = 2026-06-30", '[figure]\nrate = { value = "1/2" }', "key_missing", "[figure] rate", "as_of"),
    (CARD, "[scorecard]", "misprint = 5\n[scorecard]", "not_a_table", "[[misprint]]", ""),
    (CARD, "[scorecard]", "[score]", "unknown_kind_of_file", "", "scorecard"),
    (OFFICE, "[office]", "[criteria_set]\n[office]", "unknown_kind_of_file", "", "office"),
    (OFFICE, 'id = "xa"', "", "key_missing", "[office]", "id"),
    (OFFICE, "[person]", "[persons]", "unknown_key", "[office]", "person"),
    (OFFICE, 'role = "officer"', 'role = "oficer"', "unknown_word", "[person] an", "officer"),
    (OFFICE, 'unit = "xa"', 'unit = "xaa"', "unknown_unit", "[person] an", "xa"),
    (OFFICE, ", from = 2025-07-01", "", "key_missing", "[person] an", "from"),
    (OFFICE, "posts = [{", "posts = {", "not_toml", "", ""),
    (OFFICE, "[person]", '[demonstration]\nspeaker = "am"\n[person]', "unknown_person", "[office]", "an"),
    (OFFICE, "xa = {", '"huyen/xa" = {', "unknown_unit", "[unit] huyen/xa", ""),
    (OFFICE, 'level = "commune", ', "", "key_missing", "[unit] xa", "level"),
    (OFFICE, "valid_from = 2025-07-01 }", "valid_from = 2025 }", "not_a_day", "[unit] xa", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "what", "where", "nearest"), CHANGED)
def test_a_faulty_head_or_office_is_refused_and_leaves_nothing(
    database: Database, text: str, old: str, new: str, what: str, where: str, nearest: str
) -> None:
    assert old in text
    check(database, text.replace(old, new, 1), what, where, nearest)


def test_a_set_that_drops_a_code_in_use_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'cchc.db'}")
    migrate(database)
    for text in (SET, OFFICE, f'{CARD}\n[self]\n"2" = 1'):
        write(database, text)
    check(database, SET.replace('"2" =', '"3" ='), "code_in_use", "2", "2026")
    database.close()


def test_the_files_without_a_fault_are_accepted_again(database: Database) -> None:
    before = fingerprint(database)
    with database.writing() as session:
        loaded = load(session, [("c.toml", CARD), ("o.toml", OFFICE), ("s.toml", SET)], NOW, ZONE)
    assert [(each.kind, each.changes) for each in loaded] == [("criteria_set", 0), ("office", 0), ("scorecard", 0)]
    assert fingerprint(database) == before
