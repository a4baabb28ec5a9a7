"""How fast a messenger is written to, with a clock that moves by itself."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest

from bot.pace import Limits, Pace
from tests.virtual import virtually


class Sent:
    """What went when."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self.pace = Pace(limits or Limits(), self.loop.time)
        self.times: list[tuple[float, str]] = []

    async def reply(self, chat: str) -> float:
        asked = self.loop.time()
        await self.pace.reply(chat)
        self.times.append((self.loop.time(), chat))
        return self.loop.time() - asked

    async def broadcast(self, chat: str, seconds: float = 0) -> None:
        """One that it takes so long to say."""
        await self.pace.begin(chat)
        await asyncio.sleep(seconds)
        await self.pace.broadcast(chat)
        self.times.append((self.loop.time(), chat))

    def most_within(self, seconds: float, chat: str = "") -> int:
        """The most that went in any so many seconds."""
        times = sorted(at for at, to in self.times if chat in ("", to))
        return max(sum(start <= at < start + seconds - 1e-9 for at in times) for start in times)


def test_no_second_has_more_than_thirty_messages() -> None:
    async def burst() -> Sent:
        sent = Sent()
        await asyncio.gather(*(sent.reply(str(chat)) for chat in range(100)))
        return sent

    sent = virtually(burst())
    assert len(sent.times) == 100
    assert sent.most_within(1) == 30


def test_a_chat_gets_one_message_a_second_and_a_long_answer_at_once() -> None:
    async def talk() -> Sent:
        sent = Sent()
        for _ in range(10):
            await sent.reply("7")
        return sent

    sent = virtually(talk())
    assert sent.most_within(0.5, "7") == 3
    assert sent.most_within(3, "7") == 3
    assert sent.times[-1][0] - sent.times[0][0] == pytest.approx(9)


def test_a_group_gets_twenty_messages_a_minute() -> None:
    async def talk() -> Sent:
        sent = Sent()
        for _ in range(45):
            await sent.reply("-100")
        return sent

    sent = virtually(talk())
    assert sent.most_within(60, "-100") == 20


def test_a_broadcast_goes_out_at_the_limit_and_delays_no_reply_by_a_fifth_of_a_second() -> None:
    async def both() -> tuple[Sent, list[float]]:
        sent = Sent()
        broadcast = asyncio.create_task(one_after_another(sent))
        waits = []
        for number in range(100):
            await asyncio.sleep(0.3)
            waits.append(await sent.reply(f"r{number}"))
        await broadcast
        return sent, waits

    async def one_after_another(sent: Sent) -> None:
        places = asyncio.Semaphore(8)

        async def one(number: int) -> None:
            async with places:
                await sent.broadcast(f"b{number}", seconds=0.05 + number % 7 / 70)

        await asyncio.gather(*(one(number) for number in range(1000)))

    sent, waits = virtually(both())
    times = sorted(at for at, _ in sent.times)
    assert max(waits) < 0.2
    assert sent.most_within(1) == 30
    assert len(times) / (times[-1] - times[0]) > 0.99 * 30
    assert Counter(to[0] for _, to in sent.times) == {"b": 1000, "r": 100}


def test_when_telegram_asks_to_wait_everybody_waits() -> None:
    async def told() -> Sent:
        sent = Sent()
        sent.pace.rest(7)
        sent.pace.rest(2)  # a shorter one does not end the longer
        await asyncio.gather(sent.reply("1"), sent.broadcast("2"), sent.reply("3"))
        return sent

    assert {at for at, _ in virtually(told()).times} == {1007.0}


def test_at_one_a_second_broadcasts_go_out_too() -> None:
    async def slowly() -> Sent:
        sent = Sent(Limits(per_second=1))
        await asyncio.gather(*(sent.broadcast(str(chat)) for chat in range(5)))
        return sent

    times = sorted(at for at, _ in virtually(slowly()).times)
    assert all(later - earlier >= 0.999 for earlier, later in pairwise(times))
