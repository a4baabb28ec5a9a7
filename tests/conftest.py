"""Fixtures: a real SQLite and a real PostgreSQL, and the two offices on each."""

from collections.abc import Callable, Iterator

import pytest

from models.database import Database
from tests.offices import DEMOS, Clock, Office, Stores
from tests.postgres import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """Everything that touches a database runs on both kinds."""
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else ""
    return Stores(request.param, tmp_path_factory.mktemp(request.param), server)


@pytest.fixture
def empty_url(stores: Stores) -> str:
    return stores.empty()


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Database]]:
    """Open databases that are closed when the test ends."""
    opened: list[Database] = []

    def open_(url: str) -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield open_
    for database in opened:
        database.close()


@pytest.fixture
def open_office(stores: Stores, open_database: Callable[[str], Database]) -> Callable[[str], Office]:
    """A fresh copy of an office by its id."""
    return lambda id_: Office(open_database(stores.office(id_)), DEMOS[id_], Clock(DEMOS[id_].now))


@pytest.fixture
def van_canh(open_office: Callable[[str], Office]) -> Office:
    return open_office("van-canh")


@pytest.fixture
def mau(open_office: Callable[[str], Office]) -> Office:
    return open_office("mau")
