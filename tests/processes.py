"""Whole processes as a person starts them, processes that answer what they are handed, and the one kill harness."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

CCHC = (sys.executable, "-m", "bot")
_FORK = multiprocessing.get_context("fork")  # what is imported is there at once, however often one is begun


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


def wait(seconds: float) -> None:
    """Until something is to be killed."""
    time.sleep(seconds)


class Worker:
    """A forked process that answers one thing after another, and is begun again where it was killed (-9)."""

    def __init__(self, begin: Callable[[], Callable[[Any], Any]]) -> None:
        """`begin` runs in the process, as its start; what it returns answers."""
        self._begin, self.killed = begin, 0
        self._start()

    def _start(self) -> None:
        self.is_dead = False
        self.pipe, theirs = _FORK.Pipe()
        self.process = _FORK.Process(target=_answer_all, args=(self._begin, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def hand(self, thing: Any) -> None:
        """Give it something to answer."""
        self.pipe.send(thing)

    def answer(self) -> Any:
        """Its answer, which it can give only after all it did; None where it was killed before."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            assert self.is_dead, "it ended by itself"
            return None
        finally:
            if self.is_dead:
                self.end()
                self._start()

    def kill(self) -> None:
        """As the machine's fall would: at once, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.is_dead = True
        self.killed += 1

    def end(self) -> None:
        """It is no longer needed."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def _answer_all(begin: Callable[[], Callable[[Any], Any]], pipe: "Connection[Any, Any]") -> None:
    answer = begin()
    while pipe.poll(60):  # seconds: whoever asks nothing any more has died
        pipe.send(answer(pipe.recv()))
