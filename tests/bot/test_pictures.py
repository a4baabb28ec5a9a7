"""At the terminal: pictures are drawn into a folder of one's own, gone afterwards; other files are named."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.console import Console
from bot.dispatch import Dispatcher
from models.messages import Attachment, Message
from tests.offices import CLOCKWORK, ZONE, Office
from tests.pictures import size
from tests.processes import run


def console(office: Office) -> Console:
    dispatcher = Dispatcher(office.database, ZONE, timedelta(days=30))
    return Console(dispatcher, lambda: office.clock.now, office.demonstration.speaker, CLOCKWORK)


def test_a_picture_is_drawn_and_its_place_is_said(van_canh: Office) -> None:
    talk = console(van_canh)
    said = [talk.answer(line).splitlines()[-1] for line in ("biểu đồ 2021", "biểu đồ 2021", "biểu đồ 2021 01/02/2023")]
    assert all(line.startswith("Ảnh: ") for line in said[:2])
    assert said[0] == said[1]
    file = Path(said[0].removeprefix("Ảnh: "))
    assert file.name == "bieu-do-2021.png"
    assert size(file.read_bytes())[0] == 1080
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_another_picture_of_the_same_name_gets_its_own_file(mau: Office) -> None:
    talk = console(mau)
    first, second = (talk.answer(line).splitlines()[-1] for line in ("biểu đồ", "biểu đồ 30/6"))
    assert first != second
    assert second.endswith("bieu-do-2026-2.png")


def test_the_folder_is_gone_when_the_process_ends() -> None:
    done = run("chat", "--demo", stdin="biểu đồ 2021\nxu hướng 7.4.3\n")
    files = re.findall(r"^Ảnh: (.*)$", done.stdout, re.MULTILINE)
    assert [Path(file).name for file in files] == ["bieu-do-2021.png", "xu-huong-7-4-3-2022.png"]
    assert not Path(files[0]).parent.exists()
    assert done.stderr == ""


def test_a_file_that_came_by_a_channel_is_named(van_canh: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = console(van_canh)
    message = Message("x", attachments=(Attachment("QĐ 45.pdf", ref="/somewhere"),))
    monkeypatch.setattr(type(talk.dispatcher), "answer", lambda *_: message)
    assert talk.answer("việc 12") == "x\nTệp: QĐ 45.pdf"


def test_no_name_leads_out_of_the_folder(van_canh: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    talk = console(van_canh)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#fff"/></svg>'
    message = Message("x", attachments=(Attachment(f"{tmp_path}/../a.png", svg=svg),))
    monkeypatch.setattr(type(talk.dispatcher), "answer", lambda *_: message)
    file = Path(talk.answer("x").splitlines()[-1].removeprefix("Ảnh: "))
    assert file.parent.name.startswith("cchc-")
