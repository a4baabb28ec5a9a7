"""Lines of figures and points half understood: what changes something says so, and nothing ends in a bug."""

from collections.abc import Callable

import pytest

from tests.chaos import SPEAKERS, fuzz_figures
from tests.offices import Office


@pytest.mark.parametrize("id_", ["mau", "van-canh"])
def test_what_changes_something_is_confirmed_and_nothing_else_is(
    open_office: Callable[[str], Office], id_: str
) -> None:
    office = open_office(id_)
    number = 50 if office.database.is_postgresql else 200  # the same path: `make chaos` runs a thousand
    recorded = fuzz_figures(office, 20260825, number, [f"{id_}/{name}" for name in SPEAKERS[id_]])
    assert recorded >= number // 25
