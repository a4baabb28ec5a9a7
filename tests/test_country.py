"""The country of the bench, small: it loads as it is written, answers, and is the same country where it is copied."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.database import Base, Database
from models.load import load
from models.migrate import migrate
from tests.bench import QUESTIONS, Talk, questions, scale
from tests.country import SET, YEARS, Country, copy, cost
from tests.offices import ZONE, Stores
from tests.processes import CCHC

LATER = datetime(2026, 8, 25, 8, tzinfo=ZONE)


@pytest.fixture
def country(tmp_path: Path) -> Country:
    """Three communes with their files."""
    written = Country(tmp_path / "country", 3, seed=7)
    written.write()
    return written


def loaded(url: str, country: Country, open_database: Callable[[str], Database]) -> Database:
    database = open_database(url)
    migrate(database)
    names = [SET.name, "office.toml", *(path.name for path in sorted(country.folder.glob("20*.toml")))]
    files = [(name, (country.folder / name).read_text("utf-8")) for name in names]
    with database.writing() as session:
        load(session, files, LATER, ZONE)
    return database


def counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_every_officer_of_a_country_is_answered_for_every_year(
    empty_url: str, country: Country, open_database: Callable[[str], Database]
) -> None:
    loaded(empty_url, country, open_database)
    talk = Talk(empty_url, LATER)
    for number in range(country.units):
        who = country.officer(number)
        assert talk.ask("điểm", who).startswith(f"<b>CHỈ SỐ CCHC NĂM {YEARS[0]} – ")
        for year in YEARS[1:]:
            assert f"CHỈ SỐ CCHC NĂM {year} – " in talk.ask(f"điểm {year}", who)
            assert "TẠM TÍNH" not in talk.ask(f"điểm {year}", who)
    talk.close()


@pytest.mark.parametrize("stores", ["postgresql"], indirect=True)
def test_a_country_copied_to_postgresql_is_the_one_that_was_loaded(
    stores: Stores, country: Country, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    source, target = f"sqlite:///{tmp_path / 'country.db'}", stores.empty()
    migrate(open_database(target))
    copied = counts(loaded(source, country, open_database))
    copy(source, target)
    assert counts(open_database(target)) == copied
    talks = [Talk(url, LATER) for url in (source, target)]
    for line in ("điểm", "điểm 2025", "mất điểm", "số liệu 7.3.1 9000/10000", "điểm 7.3.1"):
        first, second = (talk.ask(line, country.officer(1)) for talk in talks)
        assert first == second
    for talk in talks:
        talk.close()


def test_cchc_load_takes_a_country_and_its_cost_is_told(country: Country, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'country.db'}"
    first, rest = country.load(url, *YEARS[:1]), country.load(url, *YEARS[1:])
    assert first.seconds > 0
    assert 20 < rest.megabytes < 1000
    with pytest.raises(AssertionError, match="cchc: "):
        cost([*CCHC, "load", "nowhere.toml", "--database", url], cwd=country.folder)


def test_the_bench_times_every_question_on_both_databases(
    stores: Stores,
    country: Country,
    open_database: Callable[[str], Database],
    capsys: pytest.CaptureFixture[str],
) -> None:
    asyncio.run(questions(stores, 4))
    assert len(capsys.readouterr().out.splitlines()) == sum(2 * (1 + len(asked)) for asked in QUESTIONS.values())
    url = stores.empty()
    loaded(url, country, open_database)
    talk = Talk(url, LATER + timedelta(seconds=1))
    asyncio.run(scale(stores.kind, [(country, talk)], 3, random.Random(1)))
    talk.close()
    assert len(capsys.readouterr().out.splitlines()) == 6
