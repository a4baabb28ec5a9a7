"""The fixtures themselves: how many there are, how much each is worth, and that constructed ones are marked."""

from collections import Counter

import pytest

from tests.zalo.fixtures import CONSTRUCTED, GRADES, every


def test_23_payloads_of_which_ten_are_constructed() -> None:
    assert Counter(GRADES.values()) == {"A": 7, "B": 6, "C": 10}


@pytest.mark.parametrize("kind", ["updates", "responses"])
def test_every_constructed_one_is_marked_wherever_it_is_used(kind: str) -> None:
    for each in every(kind):
        is_marked = "constructed" in [mark.name for mark in each.marks]
        assert is_marked == each.id.endswith("-constructed") == (GRADES[each.values[0]] == CONSTRUCTED)
