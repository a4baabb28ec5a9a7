"""A fake Zalo for one test."""

from collections.abc import Iterator

import pytest

from tests.zalo.control import LAM, Zalo, zalo


@pytest.fixture
def far() -> Iterator[Zalo]:
    """With somebody who has written to the bot."""
    with zalo() as found:
        found.user_says(LAM, "chào")
        found.inbox.waiting.clear()
        yield found
