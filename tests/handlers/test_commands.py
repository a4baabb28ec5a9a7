"""How commands are found: by file, by name, by the longest prefix; clashes fail at start."""

from importlib import import_module
from types import SimpleNamespace

import pytest

import handlers
from handlers import Command, commands, match
from models.messages import Choice, Message


def test_the_longest_name_that_fits_wins() -> None:
    for line, file, rest in (
        ("điểm 2021", "score", "2021"),
        ("điểm mất 2021", "lost", "2021"),
        ("mat diem 2021", "lost", "2021"),
        ("/MẤT ĐIỂM", "lost", ""),
        ("/mat_diem 2021", "lost", "2021"),
        ("Đơn vị", "units", ""),
        ("trợ giúp: điểm", "help", "điểm"),
    ):
        meant = match(line)
        assert meant is not None, line
        assert (meant[0], meant[1]) == (commands()[file], rest)


def test_two_commands_cannot_claim_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Command(("điểm",), "", (), lambda _: Message(""))
    monkeypatch.setattr(handlers, "iter_modules", lambda _: [SimpleNamespace(name=n) for n in ("score", "twin")])
    monkeypatch.setattr(
        handlers,
        "import_module",
        lambda name: SimpleNamespace(COMMAND=twin) if name.endswith("twin") else import_module(name),
    )
    with pytest.raises(RuntimeError, match=r"handlers/twin\.py and handlers/score\.py both claim 'diem'"):
        commands.__wrapped__()


def test_a_choice_that_no_button_could_carry_is_refused() -> None:
    Choice("x", "a" * 64)
    with pytest.raises(ValueError, match="64 bytes"):
        Choice("x", "ạ" * 22)
