"""Updates of one chat one after another, those of different chats side by side."""

import asyncio

from bot.order import Order
from tests.virtual import virtually


def test_a_slow_chat_keeps_its_order_and_delays_nobody_else() -> None:
    async def work() -> list[str]:
        order, done = Order(), list[str]()

        def slow(name: str, seconds: float) -> None:
            async def one() -> None:
                await asyncio.sleep(seconds)
                done.append(name)

            order.add(name[0], one)

        for name, seconds in (("a1", 5), ("a2", 1), ("b1", 2), ("a3", 0), ("b2", 1)):
            slow(name, seconds)
        assert await order.finish(60) == 0
        assert not order.last
        return done

    assert virtually(work()) == ["b1", "b2", "a1", "a2", "a3"]


def test_one_that_failed_does_not_stop_the_next() -> None:
    async def work() -> list[str]:
        order, done = Order(), list[str]()

        async def fails() -> None:
            raise ValueError

        async def works() -> None:
            done.append("works")

        failed = order.add("a", fails)
        await order.add("a", works)
        assert isinstance(failed.exception(), ValueError)
        return done

    assert virtually(work()) == ["works"]


def test_what_takes_too_long_is_left_undone() -> None:
    async def work() -> int:
        order = Order()
        order.add("a", lambda: asyncio.sleep(100))
        order.add("a", lambda: asyncio.sleep(0))
        order.add("b", lambda: asyncio.sleep(1))
        return await order.finish(7)

    assert virtually(work()) == 2
