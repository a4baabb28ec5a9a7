"""What the kinds of reminders are given: to plan a slot, and to say one person's message as things stand then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from models.kept import kept_people
from models.known import Known, known
from models.ledger import Owed
from models.people import Speaker
from models.roster import Roster, roster
from models.scorecards import Card, card_for, seen_by
from models.stakes import Stake, stake
from models.terms import Terms, terms_of
from models.work import Item
from scheduling.hours import Slot, speaks
from scheduling.ladder import Days, Term
from scheduling.policy import Policy


class Counted:
    """The calendars of units, each counted once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._terms: dict[str, Terms] = {}
        self._days: dict[int, Days] = {}

    def terms(self, unit_key: str) -> Terms:
        """What is on time there."""
        if unit_key not in self._terms:
            self._terms[unit_key] = terms_of(self.session, unit_key)
        return self._terms[unit_key]

    def days(self, unit_key: str) -> Days:
        """The working days there."""
        works = self.terms(unit_key).works
        return self._days.setdefault(id(works), Days(works))


@dataclass
class Planning:
    """One slot to be planned, for everybody."""

    session: Session
    slot: Slot
    policy: Policy
    zone: ZoneInfo
    now: datetime
    about: ColumnElement[bool] = field(default_factory=true)  # the work to look at, where not all of it

    @cached_property
    def roster(self) -> Roster:
        return roster(self.session, self.today)

    @cached_property
    def calendars(self) -> Counted:
        return Counted(self.session)

    @property
    def today(self) -> date:
        return self.slot.day

    def days_at(self, unit_id: int) -> Days:
        return self.calendars.days(self.roster.units[unit_id].key)

    def listens(self, owed: Owed) -> bool:
        """Whether a person is written to in this slot at all."""
        unit_id = self.roster.homes.get(owed.person_id)
        return unit_id is not None and speaks(self.slot, self.days_at(unit_id).works, self.policy)


@dataclass
class Telling:
    """One message to one person, said as things stand now."""

    session: Session
    person: Speaker
    day: date
    now: datetime
    zone: ZoneInfo
    policy: Policy
    number: int = 0  # by which people name it: R-1042
    again: bool = False  # it may have been received before
    _known: dict[int, Known] = field(default_factory=dict)

    @cached_property
    def calendars(self) -> Counted:
        return Counted(self.session)

    @cached_property
    def cards(self) -> Sequence[Card]:
        return seen_by(self.session, self.person)

    @cached_property
    def roster(self) -> Roster:
        return kept_people(self.session, ("roster", self.day), lambda: roster(self.session, self.day))

    @property
    def stale_after(self) -> timedelta:
        return timedelta(self.policy.stale_days)

    @property
    def terms(self) -> Terms:
        """What is on time where the person is."""
        return self.calendars.terms(self.person.posts[0].unit_key)

    def days_at(self, unit_key: str) -> Days:
        return self.calendars.days(unit_key)

    def known(self, card: Card) -> Known:
        """A scorecard as it is known now."""
        if card.id not in self._known:
            works = self.days_at(card.unit_key).works
            self._known[card.id] = known(self.session, card, self.now, self.day, self.now, works)
        return self._known[card.id]

    def stake(self, item: Item) -> Stake | None:
        """The points a piece of work wins if it alone is done today."""
        card = card_for(self.cards, item)
        works = self.days_at(item.home_key).works
        return stake(self.known(card), item, self.day, works) if card and item.work.code else None

    def term(self, item: Item) -> Term:
        """By when a piece of work must be done."""
        work, days = item.work, self.days_at(item.home_key)
        given = (work.set_at or work.created_at).astimezone(self.zone).date()
        return Term(
            days.before(work.internal_due_on or work.due_on), work.internal_due_on is not None, item.last_day, given
        )
