"""`cchc invite`: one-time codes for people of an office, said once or as a sheet of paper to cut up."""

import os
import secrets
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.chat import now_of
from bot.config import Config
from bot.office import url_of
from bot.opening import opened
from bot.refusal import Refused
from models.database import Database
from models.finding import find_person, own_posts, place_of
from models.joining import CODE_LIVES, joining, make_code
from models.links import telegram_link, telegram_name, zalo_bot
from models.messages import UserError
from models.migrate import ensure_current
from models.people import HeldPost, Speaker, people
from models.tables import Unit
from scoring.errors import nearest
from templates import environment, plain, say


@dataclass(frozen=True, slots=True)
class Card:
    """What one person is handed."""

    person: Speaker
    post: HeldPost
    place: str
    code: str
    link: str = ""  # that sends the code, where the bot is known on Telegram

    @property
    def qr(self) -> Markup:
        """The link, else the code, as a QR symbol, to be read by a phone's camera."""
        return qr(self.link or self.code)


def invite_command(arguments: Namespace, config: Config) -> None:
    """Make codes for the people named, or for all who have not joined; on paper where a sheet is asked for."""
    if bool(arguments.people) == arguments.all or (arguments.unit and not arguments.all):
        raise Refused(say("lines", "invite_whom"))
    if arguments.all and not arguments.sheet:
        raise Refused(say("lines", "invite_all_on_paper"))
    with opened(url_of(arguments, config)) as database:
        if not database.exists:
            raise Refused(say("lines", "no_such_database", name=database.name))
        ensure_current(database)
        now = now_of(arguments.now, database, config)
        values = {"until": now + CODE_LIVES, "zone": config.zone}
        if arguments.sheet:
            number = _write_sheet(database, arguments, config, now)
            print(plain(say("lines", "sheet_written", file=arguments.sheet, number=number, **values)))
            return
        with database.writing() as session:
            cards = _cards(session, arguments, config, now)
        for card in cards:
            print(plain(say("lines", "invited", card=card, **values)))


def _cards(session: Session, arguments: Namespace, config: Config, now: datetime) -> list[Card]:
    """A new code for each person meant."""
    everybody = people(session, now.astimezone(config.zone).date())
    if arguments.all:
        meant = _not_joined(session, everybody, arguments.unit or "", now)
    else:
        meant = [_one(session, text, everybody) for text in arguments.people]
    cards = []
    for person in dict.fromkeys(meant):
        post = own_posts(person)[0]
        code = make_code(session, person.id, None, now)
        cards.append(Card(person, post, place_of(session, post), code, telegram_link(session, code)))
    return cards


def _one(session: Session, text: str, everybody: Sequence[Speaker]) -> Speaker:
    try:
        return find_person(session, text, everybody)
    except UserError as error:
        first, *others = say("errors", error.what, **error.values).splitlines()
        raise Refused(f"{first} {'; '.join(others)}".strip()) from None


def _not_joined(session: Session, everybody: Sequence[Speaker], unit: str, now: datetime) -> list[Speaker]:
    """Those who have no chat, of a unit and all below it: a code nobody needs is a key too many."""
    keys = session.scalars(select(Unit.key)).all()
    if unit and unit not in keys:
        raise Refused(say("lines", "no_unit", text=unit, nearest=nearest(unit, list(keys))))
    joined = joining(session, now).joined
    found = [
        person
        for person in everybody
        if person.id not in joined
        and any(f"{post.unit_key}/".startswith(f"{unit}/" if unit else "") for post in own_posts(person))
    ]
    if not found:
        raise Refused(say("lines", "nobody_to_invite"))
    return found


def _write_sheet(database: Database, arguments: Namespace, config: Config, now: datetime) -> int:
    """The cards as a page to print; the codes are kept only once it is written."""
    with _new_file(Path(arguments.sheet), arguments.force) as draft, database.writing() as session:
        cards = _cards(session, arguments, config, now)
        page = sheet(cards, now + CODE_LIVES, config, telegram_name(session), zalo_bot(session))
        draft.write_text(page, "utf-8")
    return len(cards)


def sheet(cards: Sequence[Card], until: datetime, config: Config, bot: str, zalo: str = "") -> str:
    """An A4 page of ten cards a side, black on white, with nothing to be fetched; `bot` is its name on Telegram, `zalo`
    that on Zalo."""
    values = {"cards": cards, "until": until, "zone": config.zone, "bot": bot, "zalo": zalo}
    return environment().get_template("sheet.html").render(**values)


def qr(text: str) -> Markup:
    """A QR symbol as SVG that takes the size its place gives it."""
    import segno  # only here: no other command draws

    return Markup(segno.make(text, error="m", micro=False).svg_inline(omitsize=True))  # noqa: S704 - holds no text


@contextmanager
def _new_file(path: Path, force: bool) -> Iterator[Path]:
    """A draft, for the owner's eyes only, that takes its name when all went well; the name is reserved meanwhile."""
    draft = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    reserved = False
    try:
        if not force:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            reserved = True
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield draft
        draft.replace(path)
        reserved = False
    except FileExistsError:
        raise Refused(say("lines", "sheet_exists", file=path)) from None
    except OSError as error:
        raise Refused(say("lines", "cannot_write_file", file=path, why=error.strerror or "")) from None
    finally:
        draft.unlink(missing_ok=True)
        if reserved:
            path.unlink(missing_ok=True)
