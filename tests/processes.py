"""Whole processes as a person starts them, and the one kill harness."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

CCHC = (sys.executable, "-m", "bot")


def run(
    *arguments: str, stdin: str | bytes = "", cwd: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """`cchc …` in a process of its own, from a folder without a configuration."""
    done = subprocess.run(
        [*CCHC, *arguments],
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        cwd=cwd or "/",
        env=clean_environment() | environment,
        timeout=120,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def clean_environment() -> dict[str, str]:
    """This environment without anything that configures `cchc`."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CCHC_")}


def kill_at_random(
    arguments: Sequence[str], seed: int, rounds: int, longest: float, check: Callable[[], None], cwd: Path
) -> int:
    """Start `cchc …` `rounds` times and kill -9 it at a random moment of its first `longest` seconds.

    `check` runs after each; returns how many were killed before they ended by themselves.
    """
    rng = random.Random(seed)
    killed = 0
    for _ in range(rounds):
        process = subprocess.Popen(
            [*CCHC, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd, env=clean_environment()
        )
        time.sleep(rng.uniform(0, longest))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        check()
    return killed


def killed_at_line(action: Callable[[], None], number: int) -> tuple[bool, bytes, int]:
    """Run an action in a forked child that kills itself (-9) at its `number`-th line of Python; 0 lets it end.

    Whether it was killed, what it wrote to file descriptor `told` before (`acknowledge`), and how many lines it ran.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run_until(action, number, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    said, _, lines = told.partition(b"\0")
    return killed, said, int(lines or b"0")


def _run_until(action: Callable[[], None], number: int, writer: int) -> NoReturn:
    lines = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal lines
        lines += event == "line"
        if number and lines >= number:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    acknowledge.writer = writer
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(None)
        os.write(writer, b"\0" + str(lines).encode())
        os._exit(0)


class acknowledge:  # noqa: N801 - used like a function
    """Tell the parent that something was answered: from here on it must never be lost."""

    writer = -1

    def __init__(self, text: str) -> None:
        os.write(self.writer, text.encode())
