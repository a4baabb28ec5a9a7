"""`cchc calendar`: the days off of a year, or days that documents decided from a file."""

from argparse import Namespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.chat import now_of
from bot.config import Config
from bot.office import read_file, url_of
from bot.opening import opened
from bot.refusal import Refused
from handlers import Rules
from models.migrate import ensure_current
from models.tables import Unit
from models.terms import calendars_of
from scheduling.breaks import breaks
from scheduling.dates import FIRST, LAST
from scheduling.load_days import load_days
from scheduling.spans import year_of
from scoring.errors import nearest
from scoring.reading import load_toml
from templates import plain, say


def calendar_command(arguments: Namespace, config: Config) -> None:
    """Load a file, where one is named; else say the days off."""
    text = read_file(arguments.file) if arguments.file else ""
    with opened(url_of(arguments, config)) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        now = now_of(arguments.now, database, config)
        rules = Rules(config.concluded_by, config.own_check, config.days_off_roll)
        if arguments.file:
            with database.writing() as session:
                rules.terms.lend(session)
                tables = load_toml(text, arguments.file)
                changes, effect = load_days(session, tables, arguments.file, now, config.zone)
                said = say("lines", "days_loaded", file=arguments.file, changes=changes, effect=effect)
            print(plain(said))
            return
        with database.reading() as session:
            rules.terms.lend(session)
            year = arguments.year if arguments.year is not None else now.astimezone(config.zone).year
            print(plain(_days_off(session, _unit(session, arguments.unit), year)))


def _days_off(session: Session, unit: Unit, year: int) -> str:
    if not FIRST <= year <= LAST:
        raise Refused(say("lines", "bad_year", year=year))
    rows = breaks(calendars_of(session), unit.key, *year_of(year))
    return say("lines", "days_off", unit=unit, year=year, rows=rows)


def _unit(session: Session, key: str | None) -> Unit:
    """The unit of a key; else the topmost, where there is one."""
    units = {unit.key: unit for unit in session.scalars(select(Unit).order_by(Unit.id))}
    top = [unit for unit in units.values() if "/" not in unit.key]
    if key is None and len(top) == 1:
        return top[0]
    if key is None:
        raise Refused(say("lines", "which_unit", units=[unit.key for unit in top]) if top else say("lines", "nobody"))
    if key not in units:
        raise Refused(say("lines", "no_unit", text=key, nearest=nearest(key, list(units))))
    return units[key]
