"""A database that does not answer for some seconds, or whose server falls."""

import contextlib
import os
import re
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.processes import wait

LONG = 3.0  # seconds


class Stops:
    """Stops a database beside what runs: SQLite by its write lock, PostgreSQL by its processes."""

    def __init__(self, url: str) -> None:
        self.url, self.number = url, 0
        self._thread = threading.Thread()

    @property
    def is_stopped(self) -> bool:
        return self._thread.is_alive()

    def begin(self) -> None:
        """It does not answer from now on, and after a while does again."""
        if not self.is_stopped:
            self.number += 1
            self._thread = threading.Thread(
                target=_lock if self.url.startswith("sqlite") else _freeze, args=(self.url,)
            )
            self._thread.start()

    def crash(self) -> None:
        """A process of the server falls, so all of it ends its connections and recovers; PostgreSQL alone."""
        name = self.url.split("?")[0].rpartition("/")[2]
        for pid in _children(self.url):
            with contextlib.suppress(OSError):
                if f" {name} ".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    self.number += 1
                    return

    def end(self) -> None:
        """Wait until it answers."""
        if self.is_stopped:
            self._thread.join()


def _lock(url: str) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    wait(LONG)
    connection.execute("ROLLBACK")
    connection.close()


def _freeze(url: str) -> None:
    frozen = [_postmaster(url), *_children(url)]
    for pid in frozen:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        wait(LONG)
    finally:
        for pid in reversed(frozen):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _postmaster(url: str) -> int:
    """The server of `tests/postgres.py`: its data lies beside its socket."""
    found = re.search(r"host=([^&]+)", url)
    assert found, url
    return int((Path(found[1]).parent / "data" / "postmaster.pid").read_text().split()[0])


def _children(url: str) -> Iterator[int]:
    parent = _postmaster(url)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            row = path.read_text()
            if int(row.rpartition(")")[2].split()[1]) == parent:
                yield int(row.split()[0])
