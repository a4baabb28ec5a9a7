"""`cchc tick`: what the clock does, once; for cron, or to see it done."""

from argparse import Namespace

from bot.chat import now_of
from bot.config import Config
from bot.office import url_of
from bot.opening import opened
from bot.refusal import Refused
from models.migrate import ensure_current
from scheduling.tick import tick
from templates import plain, say


def tick_command(arguments: Namespace, config: Config) -> None:
    """Do it, and say how much was done."""
    with opened(url_of(arguments, config)) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        now = now_of(arguments.now, database, config)
        made = tick(database, now, config.zone)
        print(plain(say("lines", "ticked", made=made, day=now.astimezone(config.zone).date())))
