"""The command line `cchc`. Exit codes: 0 done, 1 refused with one line on standard error, 2 wrong usage."""

import argparse
import contextlib
import logging
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bot.config import Config, ConfigError, read_config
from bot.refusal import Refused
from scoring.errors import CatalogError
from templates import plain, say

log = logging.getLogger("cchc")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every error becomes one line a person can act on."""
    parsed = _parser().parse_args(arguments)
    os.umask(0o077)  # databases and logs are the office's, not the machine's
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    log_file = Path(tempfile.gettempdir(), f"cchc-{os.getuid()}.log")
    try:
        config = read_config(parsed.config or "")
        log_file = Path(config.log_file or log_file)
        handler = _Log(log_file, delay=True, encoding="utf-8")  # a file only when there is something to say
        logging.basicConfig(handlers=[handler], format="%(asctime)s %(levelname)s %(name)s %(message)s")
        _run(parsed, config)
        sys.stdout.flush()
    except BrokenPipeError:  # `cchc … | head`: nobody is listening any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 1
    except (Refused, ConfigError) as error:
        return _refuse(str(error))
    except CatalogError as error:
        words = say("refusals", error.what, **error.values)
        return _refuse(say("lines", "refused", error=error, words=plain(words)))
    except Exception as error:
        return _refuse(_said(error) or _bug(log_file))
    return 0


class _Log(logging.FileHandler):
    """A log that cannot be written (`cchc check` says so) must not hide the answer under a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            super().emit(record)


def _run(parsed: argparse.Namespace, config: Config) -> None:
    if parsed.command == "run":
        from bot.run import run_command as command
    elif parsed.command == "chat":
        from bot.chat import chat as command
    elif parsed.command == "load":
        from bot.office import load_command as command
    elif parsed.command == "migrate":
        from bot.office import migrate_command as command
    elif parsed.command == "explain":
        from bot.explain import explain_command as command
    elif parsed.command == "events":
        from bot.events import events_command as command
    elif parsed.command == "tick":
        from bot.tick import tick_command as command
    elif parsed.command == "calendar":
        from bot.calendar import calendar_command as command
    elif parsed.command == "reminders":
        from bot.audit import audit_command as command
    elif parsed.command == "invite":
        from bot.invite import invite_command as command
    elif parsed.command == "zalo":
        from bot.zalo_probe import probe_command as command
    else:
        from bot.office import check_command as command
    command(parsed, config)


def _said(error: Exception) -> str:
    """The words for errors of the database, which are somebody's to mend and no bug."""
    from sqlalchemy.exc import OperationalError

    from models.database import BadUrl, NoDatabase
    from models.migrate import ForeignDatabase, OldSchema

    if isinstance(error, BadUrl):
        return say("lines", "bad_database_url")
    if isinstance(error, OldSchema):
        return say("lines", "old_schema", name=error.name, found=error.found, needed=error.needed)
    if isinstance(error, ForeignDatabase):
        return say("lines", "foreign_database", name=str(error))
    if isinstance(error, NoDatabase | OperationalError):
        log.error("%s", error)
        return say("lines", "no_database")
    return ""


def _bug(log_file: Path) -> str:
    error_id = f"E-{secrets.token_hex(4)}"
    log.exception("%s", error_id)
    return say("lines", "bug", id=error_id, file=str(log_file))


def _refuse(words: str) -> int:
    print(f"cchc: {plain(words)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("cchc", description="Chỉ số CCHC: scores, duties and deadlines of an office.")
    parser.add_argument("--version", action="version", version=f"cchc {version('cchc')}")
    parser.add_argument("--config", metavar="FILE", help="configuration (default: $CCHC_CONFIG, else ./cchc.toml)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("run", help="serve the office on its messengers until it is told to stop")
    serve.add_argument("--now", metavar="TIME", help="in a demonstration: where the clock starts, as 2022-07-18T08:00")
    chat = commands.add_parser("chat", help="talk in the terminal; without a configuration, a demonstration office")
    chat.add_argument(
        "--demo", nargs="?", const="van-canh", metavar="OFFICE", help="a demonstration: van-canh (default) or mau"
    )
    chat.add_argument("--as", dest="as_", metavar="PERSON", help="who speaks: a key, name, role or title")
    chat.add_argument("--now", metavar="TIME", help="where the clock starts, as 2022-07-18T08:00")
    load = commands.add_parser("load", help="load criteria sets, offices and scorecards, all or nothing")
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="show what would happen and each set's tree")
    explain = commands.add_parser("explain", help="say a rule in words, with worked values, to hold against the paper")
    explain.add_argument("set", metavar="SET", help="a criteria set's file, its id in the database, or a shipped one")
    explain.add_argument("code", metavar="CODE", help="a criterion's code, as 7.4.3; index for the whole")
    invite = commands.add_parser("invite", help="make one-time codes by which people connect their chats, said once")
    invite.add_argument("people", nargs="*", metavar="PERSON", help="a key, name or title")
    invite.add_argument("--sheet", metavar="FILE", help="write the codes as an A4 page (HTML) to print and cut up")
    invite.add_argument("--all", action="store_true", help="everybody who has no chat yet; with --sheet")
    invite.add_argument("--unit", metavar="KEY", help="of --all only those of this unit and below")
    invite.add_argument("--force", action="store_true", help="overwrite the sheet's file")
    invite.add_argument("--now", metavar="TIME", help="in a demonstration: the time, as 2022-07-18T08:00")
    tick = commands.add_parser("tick", help="what the clock does, once: make reports and plan reminders; for cron")
    tick.add_argument("--dry-run", action="store_true", help="show what would go to whom, and why; nothing is kept")
    tick.add_argument("--now", metavar="TIME", help="in a demonstration or a dry run: the time, as 2022-07-18T08:00")
    tick.add_argument("--demo", nargs="?", const="van-canh", metavar="OFFICE", help="a dry run of a demonstration")
    days = commands.add_parser("calendar", help="the days off of a year, or load days that documents decided (TOML)")
    days.add_argument("file", nargs="?", metavar="FILE", help="load its [[day]] rows, all or nothing; twice is as once")
    days.add_argument("--unit", metavar="KEY", help="whose days (default: those of the topmost unit)")
    days.add_argument("--year", metavar="YEAR", type=int, help="of which year (default: this one)")
    days.add_argument("--now", metavar="TIME", help="in a demonstration: the time, as 2022-07-18T08:00")
    reminders = commands.add_parser("reminders", help="hold what was said on a day against what should have been")
    reminders.add_argument(
        "--audit", required=True, nargs="?", const="", metavar="DAY", help="a day that is over (default: yesterday)"
    )
    reminders.add_argument("--now", metavar="TIME", help="in a demonstration: the time, as 2022-07-18T08:00")
    events = commands.add_parser("events", help="print the record (CSV): who did what, for whom, before and after")
    events.add_argument("--since", metavar="DAY", help="from this day, as 2022-07-18")
    events.add_argument("--until", metavar="DAY", help="to this day, itself included")
    events.add_argument("--unit", metavar="KEY", help="of this scored unit and those below")
    events.add_argument("--work", metavar="NUMBER", type=int, help="of this piece of work")
    events.add_argument("--json", action="store_true", help="JSON lines instead of CSV")
    migrate = commands.add_parser("migrate", help="bring the database to this program's schema")
    migrate.add_argument("--to", default="head", metavar="REVISION", help="a revision, also an older one (0000: none)")
    zalo = commands.add_parser("zalo", help="ask the live Zalo what no document says, and write down its answers")
    zalo.add_argument("what", choices=["probe"])
    zalo.add_argument("--out", default="zalo-probe.json", metavar="FILE", help="where (default: zalo-probe.json)")
    zalo.add_argument(
        "--wait", type=int, default=60, metavar="SECONDS", help="for somebody to write to the bot; 0: not"
    )
    commands.add_parser("check", help="what is wrong with configuration, database or catalogs, and how to mend it")
    for command in commands.choices.values():
        command.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.add_argument(
            "--database", metavar="URL", help="instead of the configured one: sqlite:///… or postgresql://…"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
