"""A bot as a process of its own: `cchc run` on its configuration, or a bare echo bot; what it uses, how it ends."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.messenger.account import TOKEN
from tests.messenger.beside import PATIENCE
from tests.processes import CCHC, clean_environment

ROOT = Path(__file__).parents[2]
UNLIMITED = {"per_second": 1_000_000, "per_chat_second": 1_000_000.0, "per_group_minute": 1_000_000}
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def configuration(folder: Path, database: str, api: str, webhook: int = 0, **telegram: object) -> Path:
    """A cchc.toml; with a `webhook` port it serves one there. More keys of [telegram] as `per_second=30`.

    Unless it `reminds`, the morning begins after the hours in which tests speak, so that they hear their answers alone.
    """
    reminds = telegram.pop("reminds", False)
    keys = {"token": TOKEN, "api": api, **telegram}
    lines = ["[database]", f'url = "{database}"', "[telegram]", *(f"{key} = {_toml(keys[key])}" for key in keys)]
    lines += [] if reminds else ["[reminders]", 'morning = "11:00"', 'monday = "11:00"']
    lines += ["[log]", f'file = "{folder / "cchc.log"}"']
    if webhook:
        lines += ["[webhook]", f'url = "http://127.0.0.1:{webhook}/telegram"', f'listen = "127.0.0.1:{webhook}"']
    path = folder / "cchc.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


class Process:
    """A running bot; its output is kept in a file."""

    def __init__(self, command: Sequence[str], output: Path) -> None:
        self.output = output
        with output.open("ab") as stream:
            self._process = subprocess.Popen(
                command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, cwd="/",
                env={**clean_environment(), "PYTHONPATH": str(ROOT)}, start_new_session=True,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    @property
    def said(self) -> str:
        """What it wrote to its output so far."""
        return self.output.read_text("utf-8", "replace")

    def strike(self) -> None:
        """As the machine's fall would (-9), with all its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Strike it, and wait until it is gone."""
        if self.exit_code is None:
            self.strike()
        self._process.wait(PATIENCE)

    def terminate(self, patience: float = PATIENCE) -> int:
        """Ask it to end (SIGTERM); its exit code."""
        self._process.terminate()
        return self._process.wait(patience)

    def ends(self, patience: float = PATIENCE) -> int:
        """Wait until it ended by itself; its exit code."""
        return self._process.wait(patience)

    @property
    def cpu(self) -> float:
        """Seconds of processor time it and its children used."""
        return sum(int(row[11]) + int(row[12]) for row in self._stats()) / _TICKS

    @property
    def megabytes(self) -> float:
        """Memory it and its children hold now."""
        return sum(int(row[21]) for row in self._stats()) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def _stats(self) -> Iterator[list[str]]:
        """What /proc says of each process of its group, from the state on."""
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                row = path.read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            if int(row[2]) == self.pid:
                yield row


def cchc(configured: Path, *more: str) -> Process:
    """`cchc run`; its output is in the configuration's folder."""
    return Process([*CCHC, "run", "--config", str(configured), *more], configured.parent / "output")


@contextmanager
def running(configured: Path, *more: str) -> Iterator[Process]:
    """`cchc run` until the block ends, if it does not end before; it must not tell its token."""
    process = cchc(configured, *more)
    try:
        yield process
    finally:
        process.kill()
    log = configured.parent / "cchc.log"
    for text in (process.said, log.read_text("utf-8") if log.exists() else ""):
        assert TOKEN.partition(":")[2] not in text, "a token was told"


@contextmanager
def serving(configured: Path, *more: str) -> Iterator[Process]:
    """`cchc run` for as long as the block lasts: it must not end by itself."""
    with running(configured, *more) as process:
        yield process
        assert process.exit_code is None, f"it ended with {process.exit_code}: {process.said}"


def bare(kind: str, api: str, mode: str, port: int, folder: Path) -> Process:
    """A bare echo bot of `bare.KINDS`."""
    command = [sys.executable, "-m", "tests.messenger.bare", kind, api, mode, str(port)]
    return Process(command, folder / f"{kind}.output")


def sending(api: str, texts: Path, side_by_side: int) -> Process:
    """A bare loop that sends what a file holds, and ends."""
    command = [sys.executable, "-m", "tests.messenger.bare_sending", api, str(texts), str(side_by_side)]
    return Process(command, texts.with_suffix(".output"))
