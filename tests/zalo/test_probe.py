"""`cchc zalo probe` against the fake: what it writes has the fixtures' shape, and never the token."""

import json
import re
import subprocess
import threading
from pathlib import Path

import pytest

from tests.messenger.beside import wait_until
from tests.messenger.running import free_port
from tests.processes import CCHC, clean_environment, run
from tests.zalo.control import LAM, zalo
from tests.zalo.fixtures import said
from tests.zalo.office import configuration


@pytest.mark.parametrize(("replay", "comes"), [(True, "comes again"), (False, "gone once read")])
def test_what_the_service_answers_is_written_down(tmp_path: Path, replay: bool, comes: str) -> None:
    with zalo(replay=replay) as far:
        configured = configuration(tmp_path, "sqlite://", far.url)

        def writes() -> None:
            wait_until(lambda: far.calls("sendMessage"), "the bot to be asked")
            far.user_says(LAM, "xong 12")

        beside = threading.Thread(target=writes)
        beside.start()
        command = [*CCHC, "zalo", "probe", "--config", str(configured), "--out", str(tmp_path / "found.json")]
        done = subprocess.run([*command, "--wait", "20"], capture_output=True, text=True, env=clean_environment())
        beside.join()
        assert done.returncode == 0, done
        text = (tmp_path / "found.json").read_text("utf-8")
        far.assert_no_token_in(done.stdout + done.stderr + text)
    found = json.loads(text)
    assert found["settled"]["replay"] == comes
    assert found["settled"]["longest"] == "2000 taken, 2001 refused"
    assert found["settled"]["unit"].startswith("UTF-16 units")
    assert found["responses"]["getUpdates_idle"]["status"] == 408
    assert found["responses"]["bad_token"]["json"] == said("bad_token")
    assert set(found["responses"]["getMe_ok"]["json"]["result"]) >= set(said("getMe_ok")["result"])
    body = found["updates"]["polled"]["body"]
    assert body["message"]["text"] == "…"
    assert re.fullmatch("[0-9a-f]{20}", body["message"]["chat"]["id"])
    assert "webhook_flat" in found["not_asked"]


def test_without_a_token_it_says_where_one_is_put() -> None:
    done = run("zalo", "probe")
    assert done.returncode == 1
    assert "zalo.token_file" in done.stderr


def test_where_zalo_is_out_of_reach_nothing_is_written(tmp_path: Path) -> None:
    configured = configuration(tmp_path, "sqlite://", f"http://127.0.0.1:{free_port()}")
    done = run("zalo", "probe", "--wait", "0", "--config", str(configured), "--out", str(tmp_path / "found.json"))
    assert done.returncode == 1
    assert "Không nối được Zalo" in done.stderr
    assert not (tmp_path / "found.json").exists()
