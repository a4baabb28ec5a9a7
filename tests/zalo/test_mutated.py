"""10,000 payloads that are nearly Zalo's: none breaks the client or the reader, and none makes them tell a secret."""

import asyncio
import json
import logging
import random
import traceback

import httpx
import pytest
from markupsafe import escape

from bot.channels.zalo.hosts import is_own
from bot.channels.zalo.reading import Arrived, Malformed, Reader
from bot.channels.zalo.voice import LONGEST, requests
from bot.channels.zalo.wire import Wire, ZaloError, result_of
from bot.logs import Lines
from bot.pages import units
from models.messages import Message
from tests.zalo.control import TOKEN
from tests.zalo.fixtures import every, said, update
from tests.zalo.mutations import mutated

NUMBER = 10_000
KEY, SECRET = TOKEN.partition(":")[2], "bi-mat-cua-webhook-0123456789"
MEANINGS = {"wait", "closed", "refused", "revoked", "not sent", "down", "uncertain"}
METHODS = ("getMe", "getUpdates", "sendMessage", "getWebhookInfo")
UPDATES = [update(each.values[0]) for each in every("updates")]
ANSWERS = [said(each.values[0]) for each in every("responses") if each.values[0] != "html_502"]


def is_kept(text: str) -> bool:
    """Whether a database takes a text."""
    return "\0" not in text and text == text.encode("utf-8", "replace").decode()


def told(error: Exception) -> str:
    """What a log would have of it."""
    return "".join(traceback.format_exception(error))


def check(arrived: Arrived) -> None:
    assert arrived.update
    assert arrived.chat
    assert arrived.sender
    assert arrived.kind in ("said", "unreadable", "unsupported")
    assert arrived.group or arrived.chat == arrived.sender
    assert (arrived.kind == "said") == bool(arrived.text or arrived.files)
    texts = (arrived.update, arrived.chat, arrived.sender, arrived.text, *(each.name for each in arrived.files))
    assert all(isinstance(each, str) and is_kept(each) for each in texts)
    assert all(each.id == "" or is_own(each.id) for each in arrived.files)
    for fields in requests(Message(f"<b>Chưa hiểu</b> {escape(arrived.text)}")):
        assert units(fields["text"]) <= LONGEST


def test_no_mutated_update_breaks_the_reader_and_what_it_refuses_it_does_not_repeat() -> None:
    reader, read = Reader(("Bot UBND Xã",)), 0
    errors: list[Malformed] = []
    for body in mutated(UPDATES, (TOKEN, KEY, SECRET), random.Random(7), NUMBER):
        try:
            arrived = reader.read(body)
        except Malformed as malformed:
            errors.append(malformed)
        else:
            if arrived:
                check(arrived)
                read += 1
    assert NUMBER / 5 < read < NUMBER
    for each in errors:
        assert KEY not in told(each)
        assert SECRET not in told(each)


def test_no_mutated_answer_breaks_the_client_and_none_of_its_errors_tells_the_token() -> None:
    rng, without_token, results = random.Random(8), Lines([TOKEN]).without_secrets, 0
    errors: list[ZaloError] = []
    for content in mutated([*ANSWERS, *UPDATES], (TOKEN, KEY), rng, NUMBER):
        method, status = rng.choice(METHODS), rng.choice((200, 200, 200, 302, 400, 401, 403, 404, 408, 429, 500, 502))
        try:
            result_of(method, status, content, without_token)
            results += 1
        except ZaloError as error:
            errors.append(error)
    assert NUMBER / 5 < results < NUMBER
    for each in errors:
        assert each.meaning in MEANINGS
        assert each.__context__ is None
        assert KEY not in f"{told(each)} {vars(each)}"


def test_what_reads_mutated_answers_either_has_what_it_asked_for_or_says_that_it_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[ZaloError] = []
    rng = random.Random(9)
    answers = mutated([*ANSWERS, *({"ok": True, "result": each} for each in UPDATES)], (TOKEN, KEY), rng, 2000)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(rng.choice((200, 200, 404, 500)), content=next(answers))

    async def work() -> None:
        wire = Wire(TOKEN, "https://zalo.test", httpx.MockTransport(answer))
        for _ in range(500):
            for ask in (wire.introduce, wire.poll, wire.webhook):
                try:
                    found = await ask()
                except ZaloError as error:
                    errors.append(error)
                    continue
                if isinstance(found, list):
                    await look(found)

    async def look(found: list[object]) -> None:
        for each in found:
            try:
                arrived = Reader().read(each)
            except Malformed:
                continue
            if arrived:
                check(arrived)

    asyncio.run(work())
    assert not [each for each in errors if KEY in told(each)]
    assert KEY not in caplog.text
    assert "zalo.test/getUpdates" in caplog.text


def test_the_same_seed_makes_the_same_payloads() -> None:
    first, second = (list(mutated(UPDATES, (SECRET,), random.Random(1), 50)) for _ in range(2))
    assert first == second
    assert json.dumps(UPDATES[0]).encode() not in first
