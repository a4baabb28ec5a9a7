"""Whole processes as a person starts them, and the one kill harness."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

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
