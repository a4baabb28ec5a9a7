"""10,000 payloads that are nearly Zalo's, handed to an office's webhook: none breaks, tells or does anything."""

import asyncio
import copy
import json
import logging
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.channels.zalo.account import SECRET, Account
from bot.channels.zalo.wire import Wire
from bot.config_messengers import Zalo
from bot.desk import Desk
from bot.dispatch import Dispatcher
from bot.web import Web
from models.chat_tables import Chat
from models.stamps import PEOPLE, touch
from models.tables import Person
from tests.offices import ZONE, Office, fingerprint
from tests.virtual import Inline
from tests.zalo.control import TOKEN
from tests.zalo.fixtures import every, response, update
from tests.zalo.mutations import mutated

NUMBER = 10_000
UPDATES = [update(each.values[0]) for each in every("updates")]
# What is noted of every update, and of strangers who may be guessing codes.
NOTED = ("inbox", "attempt", "update_seen", "month_sent", "channel_state", "stamp")


class Handed:
    """An office's webhook, asked without a network; what it says to Zalo is kept."""

    def __init__(self, office: Office) -> None:
        self.office, self.said = office, list[dict[str, Any]]()

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":  # a picture that somebody says they sent
            assert request.url.host.endswith(".zdn.vn")
            return httpx.Response(404)
        self.said.append(json.loads(request.content))
        status, content = response("send_ok")
        return httpx.Response(status, content=content)

    async def take(self, payloads: Iterator[bytes]) -> set[int]:
        """The answers to all of them."""

        async def png(svg: str) -> bytes:
            return svg.encode()

        async def well() -> bool:
            return True

        dispatcher = Dispatcher(self.office.database, ZONE, timedelta(days=30))

        def desk(channel: str, account: str) -> Desk:
            return Desk(channel, account, dispatcher, Inline(), lambda: self.office.clock.now, lambda: None)

        account = Account(Zalo(TOKEN, url="https://cchc.vn/zalo"), desk, png, None)
        account.voice.wire = Wire(TOKEN, "https://zalo.test", httpx.MockTransport(self._answer))
        account.voice.pace.overall.number = 10**9
        transport, headers = httpx.ASGITransport(Web("", account.routes, well).application()), {SECRET: account.secret}
        async with httpx.AsyncClient(transport=transport, base_url="https://cchc.vn") as zalo:
            answers = set()
            for body in payloads:
                answers.add((await zalo.post("/zalo/12345689", content=body, headers=headers)).status_code)
                account.voice.pace.chats.clear()
                await account.order.finish(60)
        await account.wire.shutdown()
        return answers


def payloads(rng: random.Random, number: int) -> Iterator[bytes]:
    """So many, each of a message of its own: what came before is not even looked at."""
    for place in range(number):
        fresh = copy.deepcopy(rng.choice(UPDATES))
        if "message" in fresh:
            fresh["message"]["message_id"] = f"{place:020x}"
        yield from mutated([fresh], ("x",), rng, 1)


def handed(office: Office, seed: int, number: int) -> Handed:
    far = Handed(office)
    answers = asyncio.run(far.take(payloads(random.Random(seed), number)))
    assert answers == {200}
    key = TOKEN.partition(":")[2]
    assert not [each for each in far.said if key in json.dumps(each)]
    assert not [each for each in far.said if "mã lỗi" in str(each)]
    return far


def test_strangers_payloads_change_nothing(mau: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    before = fingerprint(mau.database, *NOTED)
    number = NUMBER if mau.database.engine.dialect.name == "sqlite" else NUMBER // 10
    far = handed(mau, 11, number)
    assert len(far.said) > number / 10
    assert fingerprint(mau.database, *NOTED) == before
    assert "not settled" not in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


def test_payloads_of_somebody_who_has_joined_break_nothing(mau: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    senders = {each["message"]["from"]["id"] for each in UPDATES if "message" in each and "from" in each["message"]}
    with mau.database.writing() as session:
        lam = session.query(Person).filter_by(key="mau/lam").one()
        session.add_all(Chat("zalo", "12345689", each, lam.id, mau.clock.now) for each in senders)
        touch(session, mau.clock.now, PEOPLE)
    far = handed(mau, 12, 1000)
    assert any("#" in str(each) for each in far.said)
    assert "not settled" not in caplog.text
