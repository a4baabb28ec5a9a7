"""What a line without a number may be about: the work and the rates that the newest messages to its sender named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chat_tables import Notification
from models.messages import UserError
from models.outbox import NOTICES
from models.reminder_tables import Reminder
from models.scorecards import Card
from models.sets import criteria_set
from scoring.catalog import Criterion
from templates import plain

SOON = timedelta(days=1)  # after a message a line without a number is about it
DIGITS_FOR = timedelta(minutes=15)
# What leaders are offered, numbered as their message has it.
_OFFERED = re.compile(r"(?:^|\s\s)([1-9])\. (.+?)(?=\s\s|$)", re.MULTILINE)  # "1. Xem việc quá hạn  2. Xem đề nghị"
MENU = {"Xem việc quá hạn": "việc quá hạn", "Xem đề nghị": "việc đề nghị", "Điểm theo lĩnh vực": "biểu đồ"}


@dataclass(frozen=True, slots=True)
class Told:
    """One message as its person got it."""

    text: str
    numbers: tuple[int, ...]  # of work
    rates: tuple[str, ...] = ()  # as the ledger calls them
    at: datetime | None = None  # None: quoted

    @property
    def first_line(self) -> str:
        return self.text.strip().partition("\n")[0]


def lately(session: Session, person_id: int, now: datetime) -> list[Told]:
    """What a person was told in the past day, newest first; what may have arrived is answered only if it did."""
    sent = Notification.state.in_(("sent", "uncertain")), Notification.settled_at >= now - SOON
    rows = session.execute(
        select(Notification.id, Notification.text, Notification.settled_at)
        .where(Notification.person_id == person_id, Notification.job != NOTICES, *sent)
        .order_by(Notification.settled_at.desc(), Notification.id.desc())
    ).all()
    about = select(Reminder.notification_id, Reminder.subject).order_by(Reminder.id)
    these = Reminder.kind == "rates", Reminder.notification_id.in_([row.id for row in rows])
    rates = session.execute(about.where(*these)).all() if rows else []
    return [
        Told(text, numbers_in(text), tuple(subject for of_it, subject in rates if of_it == id_), at)
        for id_, markup, at in rows
        for text in (plain(markup),)
    ]


def is_digit(text: str) -> bool:
    """Whether a line is one digit alone, as things are chosen by."""
    return text.strip(" .") in tuple("123456789")


def menu_line(session: Session, person_id: int, text: str, now: datetime, typed: bool = False) -> str:
    """What a digit alone asks for where the newest message offers something under it; else nothing. Where choices are
    `typed` because there are no buttons, a digit is of the last list alone and not for long: then it is said anew."""
    told = lately(session, person_id, now)[:1] if is_digit(text) else []
    offered = dict(_OFFERED.findall(told[0].text)) if told else {}
    line = MENU.get(offered.get(text.strip(" ."), ""), "")
    if line and typed and told[0].at and now - told[0].at > DIGITS_FOR:
        raise UserError(
            "old_digit", digit=text.strip(" ."), lines=[MENU[each] for each in offered.values() if each in MENU]
        )
    return line


def numbers_in(text: str) -> tuple[int, ...]:
    """The work a message names, in its order."""
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"#([0-9]{1,9})\b", text)))


def rates_in(session: Session, told: Told, cards: Sequence[Card], year: int) -> list[tuple[Card, Criterion]]:
    """The criteria whose rates a message named, of the scorecards that its person sees."""
    of_year = {card.unit_id: card for card in cards if card.year == year}
    found = []
    for subject in told.rates:
        _, unit_id, name, *code = subject.split()
        if card := of_year.get(int(unit_id)):
            of_set = criteria_set(session, card.criteria_set_id)
            found += [
                (card, node) for node in of_set.served_by(name) if node.code in (code or [node.code])
            ][:1]  # fmt: skip
    return found
