"""`cchc` handled roughly: other programs' databases, closed streams, signals, files that are no files."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.database import Database
from tests.offices import fingerprint
from tests.processes import CCHC, clean_environment, run


def test_another_programs_database_is_left_alone(empty_url: str) -> None:
    database = Database(empty_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (x INTEGER)")
    before = fingerprint(database)
    for command in (("migrate",), ("chat", "--demo")):
        done = run(*command, "--database", empty_url)
        assert done.returncode == 1
        assert "dữ liệu của chương trình khác" in done.stderr or "cchc migrate" in done.stderr
    assert fingerprint(database) == before
    database.close()


@pytest.mark.parametrize("content", [b"not a database at all, only some text\n" * 40, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    for command in (("check",), ("chat", "--demo"), ("migrate",)):
        done = run(*command, "--database", f"sqlite:///{file}")
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
        assert "Không dùng được cơ sở dữ liệu" in done.stderr
    assert file.read_bytes() == content


def test_closed_streams_and_a_reader_that_leaves_end_quietly() -> None:
    for line in ("chat >&-", "chat 2>&-", "chat <&-", "chat | head -1", "check >&- 2>&-"):
        done = subprocess.run(
            ["bash", "-c", f"printf 'điểm 2021\\nđiểm\\n' | {sys.executable} -m bot {line}"],
            capture_output=True, text=True, cwd="/", env=clean_environment(),
        )  # fmt: skip
        assert "Traceback" not in done.stderr, (line, done.stderr)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_conversation_that_is_ended_from_outside_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    process = subprocess.Popen(
        [*CCHC, "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment() | {"TMPDIR": str(tmp_path)},
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write("tôi\n".encode())
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"Mai")
    process.send_signal(number)
    assert process.wait(20) == 0
    process.stdin.close()
    process.stdout.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["[" * 5000, "x = " + "9" * 5000, "x = " + "[" * 5000])
def test_a_configuration_that_overwhelms_the_parser_is_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text(text)
    done = run("--config", str(file), "check")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr


def test_a_log_that_cannot_be_written_is_said_by_check_and_never_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text('[log]\nfile = "/nope/cchc.log"\n[database]\nurl = "postgresql://127.0.0.1:1/x"\n')
    assert "Không ghi được nhật ký /nope/cchc.log" in run("--config", str(file), "check").stderr
    assert len(run("--config", str(file), "migrate").stderr.splitlines()) == 1


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), "/dev/zero", str(tmp_path)):
        done = run("load", name, "--dry-run")
        assert (done.returncode, "không phải tệp" in done.stderr) == (1, True), done.stderr
