"""Offices to talk to besides the two of every test: two that nobody changes, and the small province."""

from collections.abc import Callable, Iterator

import pytest

from models.database import Database
from tests.models.small import quiet, small
from tests.offices import Office, Stores


@pytest.fixture(scope="session")
def quiet_mau(stores: Stores) -> Iterator[Office]:
    """For tests that only ask: one copy serves them all."""
    with quiet(stores, "mau") as office:
        yield office


@pytest.fixture(scope="session")
def quiet_district(stores: Stores) -> Iterator[Office]:
    with quiet(stores, "van-canh") as office:
        yield office


@pytest.fixture
def nho(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(stores, open_database)
