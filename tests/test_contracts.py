"""The boundaries of the house: each import contract is broken once in a copy of the tree, and must say so."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "catalogs", "documents", "handlers", "models", "scheduling", "scoring", "templates")
LINT = Path(sys.executable).with_name("lint-imports")
RUFF = Path(sys.executable).with_name("ruff")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"PYTHONPATH": str(house), "PATH": "/usr/bin:/bin"}
    command: list[str | Path] = [LINT, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, env=environment)


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("models/people.py", "import handlers", "bot → handlers → scheduling"),
        ("scheduling/dates.py", "import handlers", "bot → handlers → scheduling"),
        ("templates/__init__.py", "import models.words", "bot → handlers → scheduling"),
        ("handlers/me.py", "import bot.config", "bot → handlers → scheduling"),
        ("scoring/quantity.py", "import sqlalchemy", "scoring imports nothing outside"),
        ("models/people.py", "import asyncio", "only bot touches the network"),
        ("handlers/me.py", "import socket", "only bot touches the network"),
        ("documents/bars.py", "import templates", "bot → handlers → scheduling"),
        ("documents/bars.py", "import asyncio", "only bot touches the network"),
        ("handlers/me.py", "import resvg_py", "only documents draws"),
        ("handlers/me.py", "import handlers.score", "a command does not know its siblings"),
        ("scheduling/audit/steps.py", "import scheduling.ladder", "the auditor shares no code with the planner"),
        ("scheduling/auditor.py", "import scheduling.plan", "the auditor shares no code with the planner"),
        ("scoring/scales/each.py", "import scoring.scales.bands", "a scale does not know its siblings"),
    ],
)
def test_a_broken_contract_is_named(house: Path, file: str, line: str, contract: str) -> None:
    path = house / file
    path.write_text(path.read_text() + f"\n{line}\n")
    done = lint(house)
    assert done.returncode == 1
    assert any(row.startswith(contract) and "BROKEN" in row for row in done.stdout.splitlines()), done.stdout


@pytest.mark.parametrize("call", ["datetime.datetime.now()", "datetime.date.today()", "time.sleep(1)", "time.time()"])
def test_only_bot_may_ask_what_time_it_is(house: Path, call: str) -> None:
    source = f"import {call.split('.')[0]}\n\n{call}\n"
    for package, codes in (("models", 1), ("bot", 0)):
        file = house / package / "asked.py"
        file.write_text(source)
        done = subprocess.run([RUFF, "check", "--select", "TID251", file], cwd=house, capture_output=True, text=True)
        assert done.returncode == codes, done.stdout
