"""What fresh eyes found in whole processes, mended."""

import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.messenger.control import telegram
from tests.messenger.faults import refused
from tests.messenger.office import EARLIER, NOW, codes
from tests.messenger.running import cchc, configuration, free_port
from tests.offices import Stores


def test_it_ends_within_ten_seconds_while_the_database_is_held(tmp_path: Path) -> None:
    database = Stores("sqlite", tmp_path, "").office("mau")
    [code] = codes(database, ["lam"])
    with telegram() as tg:
        bot, lam = cchc(configuration(tmp_path, database, tg.url), "--now", NOW), tg.person(7001, "Lâm")
        try:
            lam.asks(f"/start {code}")
            held = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
            held.execute("BEGIN IMMEDIATE")
            lam.says("ghi chú 12: đã trình")
            time.sleep(6.3)  # its second try begins just before the stop gives up on it
            assert bot.terminate(10.0) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it did not end")
        finally:
            bot.kill()


def test_a_webhook_address_that_telegram_refuses_is_said(tmp_path: Path) -> None:
    database = Stores("sqlite", tmp_path, "").office("mau")
    with telegram() as tg:
        tg.fails("setWebhook", refused(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"))
        bot = cchc(configuration(tmp_path, database, tg.url, free_port()), "--now", EARLIER)
        try:
            assert bot.ends() == 1
            assert "E-" not in bot.said
        finally:
            bot.kill()
