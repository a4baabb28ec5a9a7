"""Long polling: what is acknowledged to Telegram is settled, whatever is slow, malformed or out of reach."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.channels.telegram.polling import Polling
from bot.order import Order
from tests.virtual import virtually


class Telegram:
    """Keeps updates until an offset acknowledges them, as the real one does."""

    def __init__(self, *held: Any) -> None:
        self.held, self.offsets = list(held), list[int | None]()
        self.errors: list[TelegramError] = []

    async def call(self, method: str, read_timeout: float = 0, timeout: int = 0, **fields: Any) -> Any:
        assert method == "getUpdates"
        offset = fields.get("offset")
        self.offsets.append(offset)
        if self.errors:
            raise self.errors.pop(0)
        if offset is not None:
            self.held = [each for each in self.held if not isinstance(each, dict) or each["update_id"] >= offset]
        if not self.held:
            await asyncio.sleep(timeout or 0.01)
        return list(self.held)


class Office:
    """Settles updates: one takes as long as it says, in the order of its chat."""

    def __init__(self, wire: Telegram) -> None:
        self.voice, self.wire = self, wire
        self.settled: list[int] = []

    def read(self, update: Any) -> Any:
        return SimpleNamespace(chat=str(update["update_id"]), **update)

    def begin(self, order: Order, arrived: Any) -> "asyncio.Task[None]":
        return order.add(arrived.chat, lambda: self.settle(arrived))

    async def settle(self, arrived: Any) -> None:
        if getattr(arrived, "revoked", False):
            raise InvalidToken
        await asyncio.sleep(getattr(arrived, "takes", 0))
        self.settled.append(arrived.update_id)


def polled(wire: Telegram, seconds: float) -> tuple[Office, Polling]:
    """A polling loop after some seconds."""

    async def work() -> tuple[Office, Polling]:
        office: Any = Office(wire)

        async def heard() -> None:
            pass

        polling = Polling(office, Order(), heard)
        loop = asyncio.create_task(polling.run())
        await asyncio.wait([loop], timeout=seconds)
        if loop.done():
            loop.result()
        loop.cancel()
        return office, polling

    return virtually(work())


def test_an_offset_is_told_only_when_all_before_it_is_settled() -> None:
    wire = Telegram({"update_id": 5}, {"update_id": 6, "takes": 3}, {"update_id": 7})
    office, _ = polled(wire, 2)
    assert office.settled == [5, 7]
    assert max(offset or 0 for offset in wire.offsets) == 6  # 7 waits for 6
    assert [each["update_id"] for each in wire.held] == [6, 7]


def test_what_is_handed_over_again_meanwhile_is_not_done_again() -> None:
    wire = Telegram({"update_id": 5, "takes": 3}, {"update_id": 6})
    office, _ = polled(wire, 10)
    assert office.settled == [6, 5]
    assert wire.held == []


def test_a_slow_chat_delays_nobody_elses_new_message() -> None:
    wire = Telegram({"update_id": 5, "takes": 30})

    async def work() -> list[int]:
        office: Any = Office(wire)

        async def heard() -> None:
            pass

        loop = asyncio.create_task(Polling(office, Order(), heard).run())
        await asyncio.sleep(1)
        wire.held.append({"update_id": 6})
        await asyncio.sleep(0.5)
        loop.cancel()
        settled: list[int] = office.settled
        return settled

    assert virtually(work()) == [6]


def test_after_a_quiet_time_updates_may_begin_at_a_lower_number() -> None:
    wire = Telegram({"update_id": 900})
    polled(wire, 120)
    assert wire.offsets[-1] is None


def test_what_has_no_number_is_passed_over_without_turning_in_circles() -> None:
    wire = Telegram("x", None)
    office, _ = polled(wire, 10)
    assert office.settled == []
    assert len(wire.offsets) < 30


def test_trouble_on_the_way_and_a_second_program_are_waited_out() -> None:
    wire = Telegram({"update_id": 5})
    wire.errors = [NetworkError("down"), Conflict("terminated by other getUpdates request"), NetworkError("<html>")]
    office, _ = polled(wire, 60)
    assert office.settled == [5]


def test_a_token_telegram_no_longer_knows_ends_the_service() -> None:
    wire = Telegram()
    wire.errors = [InvalidToken("Unauthorized")]
    with pytest.raises(InvalidToken):
        polled(wire, 60)
    with pytest.raises(InvalidToken):
        polled(Telegram({"update_id": 5, "revoked": True}), 60)


def test_at_the_end_what_is_settled_is_acknowledged() -> None:
    wire = Telegram({"update_id": 5})
    _, polling = polled(wire, 0.001)

    async def work() -> None:
        await polling.acknowledge()

    virtually(work())
    assert wire.offsets[-1] == 6
    assert wire.held == []
