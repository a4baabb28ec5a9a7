"""`cchc check`, `cchc migrate`, `cchc load`: what an administrator does to the database."""

import os
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.config import Config
from bot.opening import opened
from bot.refusal import Refused
from bot.tree import tree
from models.database import Database
from models.joining import joining
from models.load import Loaded, kept_figures, load
from models.migrate import current, ensure_current, head, migrate, revisions
from models.people import people
from models.sets import parsed, texts
from models.tables import CriteriaSetVersion, Scorecard
from scheduling.follow import follow_duties
from scheduling.instances import make_instances
from scoring.errors import CatalogError
from scoring.fields import attempt
from templates import plain, say

LARGEST_FILE = 5_000_000  # bytes


def url_of(arguments: Namespace, config: Config) -> str:
    """The database named on the command line, else the configured one."""
    url: str = arguments.database or config.database_url
    if not url:
        raise Refused(say("lines", "no_database_url", file=config.file) if config.file else say("lines", "no_config"))
    return url


def migrate_command(arguments: Namespace, config: Config) -> None:
    """Move the schema up, or to `--to`."""
    if arguments.to != "head" and arguments.to not in revisions():
        raise Refused(say("lines", "no_revision", to=arguments.to, known=revisions()))
    with opened(url_of(arguments, config)) as database:
        found, target = migrate(database, arguments.to)
        print(plain(say("lines", "migrated", name=database.name, found=found, target=target)))


def check_command(arguments: Namespace, config: Config) -> None:
    """Say what is right; refuse with the first thing that is wrong, where, and how to mend it."""
    _check_log(config)
    with opened(url_of(arguments, config)) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        found = current(database)
        print(plain(say("lines", "check_config", name=database.name, file=config.file)))
        if found != head():
            raise Refused(say("lines", "old_schema", name=database.name, found=found, needed=head()))
        print(plain(say("lines", "check_schema", revision=found)))
        with database.reading() as session:
            if broken := _broken(session, database):
                raise Refused(say("lines", "check_broken", place=broken))
            _check_data(session, config)


def _check_log(config: Config) -> None:
    file = Path(config.log_file or ".")
    writable = os.access(file, os.W_OK) if file.exists() else os.access(file.parent, os.W_OK)
    if config.log_file and not writable:
        raise Refused(say("lines", "log_unwritable", file=config.log_file))


def _broken(session: Session, database: Database) -> str:
    if database.is_postgresql:
        return ""
    damage = session.scalar(text("PRAGMA integrity_check"))
    row = session.execute(text("PRAGMA foreign_key_check")).first()
    return str(damage) if damage != "ok" else f"{row[0]} {row[1]}" if row else ""


def _check_data(session: Session, config: Config) -> None:
    versions = session.scalars(select(CriteriaSetVersion).order_by(CriteriaSetVersion.id)).all()
    for version in versions:
        try:
            parsed(texts(session, version))
        except CatalogError as error:
            raise error.at(version.key, "") from None
        print(plain(say("lines", "check_set", key=version.key, version=version.version)))
    kept = {version.id: version for version in versions}
    scorecards = session.scalars(select(Scorecard)).all()
    for scorecard in scorecards:
        version = kept[scorecard.criteria_set_id]
        indicators = parsed(texts(session, version)).indicators
        for name, value in kept_figures(session, scorecard):
            if name in indicators:
                with attempt(version.key, f"{scorecard.year} {name}"):
                    indicators[name].read(value)
    held = len(people(session, datetime.now(UTC).astimezone(config.zone).date()))
    print(plain(say("lines", "check_counts", sets=len(versions), scorecards=len(scorecards), people=held)))
    stand = joining(session, datetime.now(UTC))
    print(
        plain(
            say("lines", "check_joining", joined=len(stand.joined), waiting=len(stand.waiting), guessed=stand.guessed)
        )
    )
    if not versions:
        print(plain(say("lines", "check_empty")))


def load_command(arguments: Namespace, config: Config) -> None:
    """Load files, all or nothing; `--dry-run` shows what would happen and the trees, and keeps nothing."""
    files = _Files(arguments.files)
    scratch = arguments.dry_run and not (arguments.database or config.database_url)
    with opened("" if scratch else url_of(arguments, config)) as database:
        ensure_current(database)
        done: list[Loaded] = []
        followed = made = 0
        try:
            with database.writing() as session:
                now = datetime.now(UTC)
                done = load(session, files, now, config.zone)
                followed, made = follow_duties(session, now, config.zone), make_instances(session, now, config.zone)
                if arguments.dry_run:
                    raise _DryRun
        except _DryRun:
            for each in done:
                if each.criteria_set:
                    print(*tree(each.criteria_set), sep="\n")
        for each in done:
            print(plain(say("lines", "loaded", done=each, dry_run=arguments.dry_run)))
            for moved in each.moved:
                print(plain(say("lines", "moved", moved=moved, whole=arguments.dry_run)))
        if followed or made:
            print(plain(say("lines", "instances_made", made=made, followed=followed, dry_run=arguments.dry_run)))


class _Files:
    """The named files, each read when it is asked for; refused now where one cannot be."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        for name in names:
            read_file(name)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, number: int) -> tuple[str, str]:
        return self.names[number], read_file(self.names[number])


class _DryRun(Exception):
    """Rolls the transaction back."""


def read_file(name: str) -> str:
    """The text of a file; refused where it is none, or too large to be a catalog."""
    path = Path(name)
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would be read for ever
            raise Refused(say("lines", "cannot_read_file", file=name, why=say("lines", "not_a_file")))
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(say("lines", "cannot_read_file", file=name, why=say("lines", "too_large")))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = {FileNotFoundError: "no_such_file", PermissionError: "no_permission"}.get(type(error), "not_a_file")
        raise Refused(say("lines", "cannot_read_file", file=name, why=say("lines", why))) from None
    except UnicodeDecodeError:
        raise Refused(say("lines", "cannot_read_file", file=name, why=say("lines", "not_utf8"))) from None
