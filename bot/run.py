"""`cchc run`: serve the office on its messengers until somebody says stop."""

import asyncio
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime

import uvloop

from bot.chat import now_of, running_clock
from bot.config import Config
from bot.demonstration import mark
from bot.logs import log_to
from bot.office import url_of
from bot.opening import opened
from bot.refusal import Refused
from bot.serving import Serving
from models.database import Database
from models.migrate import ensure_current
from templates import say


def run_command(arguments: Namespace, config: Config) -> None:
    """Serve until SIGTERM or SIGINT; refused where there is no token, or no messenger knows it."""
    if config.telegram is None and not config.zalo:
        raise Refused(say("lines", "no_token", file=config.file))
    url = url_of(arguments, config)
    telegram = (config.telegram.token, config.telegram.proxy) if config.telegram else ()
    log_to(config.log_file, (*telegram, *(each.token for each in config.zalo), url))
    with opened(url) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        start = now_of(arguments.now, database, config)
        with database.reading() as session:
            demonstration = mark(session) is not None
        clock = running_clock(start if demonstration else None)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(config, database, clock))


async def _serve(config: Config, database: Database, clock: Callable[[], datetime]) -> None:
    serving = Serving(config, database, clock)
    try:
        await serving.until_stopped()
    finally:
        await serving.close()
