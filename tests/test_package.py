"""What is shipped: locks that name no host, and a wheel that works elsewhere."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")


@pytest.mark.parametrize("lock", ["tools.lock", "requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    packages = [line for line in text.splitlines() if "==" in line]
    assert packages
    assert all(line.rstrip().endswith("\\") for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)


def test_what_runs_is_locked_the_same_for_the_tests() -> None:
    def pins(lock: str) -> set[str]:
        return {line.split(" ")[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    tree, site, elsewhere = tmp_path / "tree", tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    subprocess.run(["git", "clone", "--quiet", ROOT, tree], check=True)
    subprocess.run(["cp", "-r", *(ROOT / name for name in _sources()), tree], check=True)  # also what is not committed
    uv = {"UV_NO_PROGRESS": "1", "UV_OFFLINE": "1"} | dict(os.environ)
    subprocess.run(
        [UV, "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", tmp_path, tree],
        check=True, env=uv,
    )  # fmt: skip
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "templates/score/node.txt", "templates/cli/leaf.txt", "catalogs/van-canh-2021.toml",
        "templates/chart/page.svg", "documents/charts.py",
        "catalogs/van-canh-2021.examples.toml", "models/migrations/env.py",
    ):  # fmt: skip
        assert needed in names
    assert not any(name.startswith("tests/") for name in names)
    install: list[str | Path] = [UV, "pip", "install", "--quiet", "--no-deps", "--offline", "--python", sys.executable]
    subprocess.run([*install, "--target", site, wheel], check=True, env=uv)
    chat = "import bot, sys; assert 'site' in bot.__file__; from bot.__main__ import main; sys.exit(main(['chat']))"
    said = subprocess.run(
        [sys.executable, "-c", chat],
        input="điểm 2021 7.4.3\n".encode(),
        capture_output=True,
        cwd=elsewhere,
        env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"},
    )
    assert said.returncode == 0, said.stderr.decode()
    assert "0,11/1" in said.stdout.decode()


def _sources() -> list[str]:
    packages = ["bot", "catalogs", "documents", "handlers", "models", "scheduling", "scoring", "templates"]
    return [*packages, "pyproject.toml", "README.md"]
