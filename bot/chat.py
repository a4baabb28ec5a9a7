"""`cchc chat`: a conversation in the terminal, on the configured office or on a demonstration."""

import gc
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.channels.console import Console, converse, find_person, people_now, unknown_person
from bot.config import Config
from bot.demonstration import DEFAULT, Demonstration, demonstrations, fill, is_empty, mark
from bot.dispatch import Dispatcher
from bot.office_rules import clockwork_of, rules_of
from bot.opening import opened
from bot.refusal import Refused
from models.database import Database
from models.migrate import ensure_current
from models.record import last_event_at
from scheduling.dates import FIRST, LAST
from scheduling.plan import Clockwork
from scheduling.tick import tick
from templates import plain, say


def chat(arguments: Namespace, config: Config) -> None:
    """Open the database, decide who speaks and what time it is, and talk."""
    wanted = demonstration_named(arguments.demo or DEFAULT, config)
    configured = config.database_url if arguments.demo is None else ""
    url = arguments.database or configured
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))  # leave as at the end of the input: nothing stays behind
    with opened(url) as database:
        ensure_current(database)
        shown = _prepare(database, wanted, arguments, config, asked=arguments.demo is not None or not configured)
        clock = running_clock(clock_start(arguments.now, shown, database if url else None, config))
        clockwork = clockwork_of(config)
        tick(database, clock(), clockwork)
        gc.freeze()  # what is loaded by now stays: the collector need not walk it with every question
        rules = replace(rules_of(config), read_here=shown is not None)
        dispatcher = Dispatcher(database, config.zone, config.stale_after, rules)
        converse(*_conversation(dispatcher, clock, shown, arguments.as_, clockwork))


def demonstration_named(name: str, config: Config) -> Demonstration:
    """A demonstration by its name; refused where there is none."""
    known = demonstrations(config.zone)
    if name not in known:
        raise Refused(say("lines", "unknown_demo", text=name, known=list(known)))
    return known[name]


def _prepare(
    database: Database, wanted: Demonstration, arguments: Namespace, config: Config, asked: bool
) -> Demonstration | None:
    """The demonstration this database holds (filled now if it was empty); None where it holds a real office."""
    with database.reading() as session:
        empty, marked = is_empty(session), mark(session)
    if empty and asked:
        fill(database, wanted, config.zone)
        return wanted
    if marked is None and arguments.demo is not None:
        raise Refused(say("lines", "not_a_demonstration", name=database.name))
    if marked is not None and arguments.demo is not None and marked != wanted.id:
        raise Refused(say("lines", "another_demonstration", name=database.name, marked=marked))
    return demonstration_named(marked, config) if marked else None


def clock_start(
    text: str | None, shown: Demonstration | None, kept: Database | None, config: Config
) -> datetime | None:
    """When the clock starts; None for the real time. In a kept database never before what has happened there."""
    start = shown.now if shown else None
    if text:
        try:
            start = datetime.fromisoformat(text)
        except ValueError:
            raise Refused(say("lines", "bad_now", text=text)) from None
        if not FIRST <= start.year <= LAST:
            raise Refused(say("lines", "bad_now", text=text))
        start = start if start.tzinfo else start.replace(tzinfo=config.zone)
    if start and kept:
        with kept.reading() as session:
            moved = max(start, last_event_at(session) or start)
        if text and moved > start:
            day = moved.astimezone(config.zone).date()
            print(f"cchc: {plain(say('lines', 'clock_moved', start=day))}", file=sys.stderr)
        start = moved
    return start


def now_of(text: str | None, database: Database, config: Config) -> datetime:
    """The real time; in a demonstration its own, which alone may be told."""
    with database.reading() as session:
        marked = mark(session)
    if marked is None and text:
        raise Refused(say("lines", "now_in_demonstrations"))
    start = clock_start(text, demonstration_named(marked, config), database, config) if marked else None
    return start or datetime.now(UTC)


def running_clock(start: datetime | None) -> Callable[[], datetime]:
    """A clock that starts at a moment and runs on; the real one without it."""
    if start is None:
        return lambda: datetime.now().astimezone()
    begun = time.monotonic()
    zone = start.tzinfo
    return lambda: datetime.fromtimestamp(start.timestamp() + time.monotonic() - begun, zone)


def _conversation(
    dispatcher: Dispatcher,
    clock: Callable[[], datetime],
    shown: Demonstration | None,
    name: str | None,
    clockwork: Clockwork,
) -> tuple[Console, str]:
    everybody = people_now(dispatcher, clock())
    if not everybody:
        day = clock().astimezone(dispatcher.zone).date()
        raise Refused(say("lines", "nobody_that_day", day=day) if shown else say("lines", "nobody"))
    if not name and shown is None:
        raise Refused(say("lines", "who_speaks"))
    person = find_person(everybody, name or (shown.speaker if shown else ""))
    if person is None:
        raise Refused(unknown_person(everybody, name or ""))
    console = Console(dispatcher, clock, person.key, clockwork if shown else None)
    return console, plain(
        say("lines", "banner", title=shown.title if shown else dispatcher.database.name, person=person,
            day=clock().astimezone(dispatcher.zone).date(), demo=shown is not None,
            tries=shown.tries if shown else ())
    )  # fmt: skip
