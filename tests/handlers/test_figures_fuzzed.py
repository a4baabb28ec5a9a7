"""Lines of figures and points half understood: what changes something says so, and nothing ends in a bug."""

import random
import re
from collections.abc import Callable

import pytest

from tests.chaos import SPEAKERS, fuzz_figures
from tests.fuzzing import FIGURES, lines
from tests.offices import Office


@pytest.mark.parametrize("id_", ["mau", "van-canh"])
def test_what_changes_something_is_confirmed_and_nothing_else_is(
    open_office: Callable[[str], Office], id_: str
) -> None:
    office = open_office(id_)
    number = 40 if office.database.is_postgresql else 150  # the same path: `make chaos` runs a thousand
    assert fuzz_figures(office, 20260825, number, [f"{id_}/{name}" for name in SPEAKERS[id_]]) >= number // 25


@pytest.mark.parametrize("id_", ["mau", "van-canh"])
def test_every_answer_is_short_and_printable(open_office: Callable[[str], Office], id_: str) -> None:
    office = open_office(id_)
    number = 30 if office.database.is_postgresql else 150
    for line in lines(FIGURES, random.Random(2026), number):
        answer = office.say(line)
        assert len(answer) < 2500, line
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", answer), line
