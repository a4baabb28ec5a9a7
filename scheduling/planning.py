"""What the kinds of reminders are given: to plan a slot, and to say one person's message as things stand then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
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
from models.terms import Terms, calendars_of, terms_of
from models.work import Item
from scheduling.hours import Slot, speaks
from scheduling.ladder import Days, Term
from scheduling.policy import Policy
from scoring.deadlines import ONE_DAY, Works

T = TypeVar("T")


class Counted:
    """The calendars of units, each counted once."""

    def __init__(self, session: Session) -> None:
        self.session, self.calendars = session, calendars_of(session)
        self._counted: dict[Works, tuple[Terms, Days]] = {}

    def terms(self, unit_key: str) -> Terms:
        """What is on time there."""
        return self._of(unit_key)[0]

    def days(self, unit_key: str) -> Days:
        """The working days there."""
        return self._of(unit_key)[1]

    def every(self) -> list[Days]:
        """Those of all units: that of whoever decided nothing, and of each that did."""
        return [self.days(key) for key in ("", *self.calendars.decided)]

    def _of(self, unit_key: str) -> tuple[Terms, Days]:
        works = self.calendars.of(unit_key)
        if works not in self._counted:
            self._counted[works] = terms_of(self.session, unit_key), Days(works)
        return self._counted[works]


@dataclass
class Planning:
    """One slot to be planned, for everybody."""

    session: Session
    slot: Slot
    policy: Policy
    zone: ZoneInfo
    now: datetime
    about: ColumnElement[bool] = field(default_factory=true)  # the work to look at, where not all of it
    _looked: dict[Any, Any] = field(default_factory=dict)
    _days: dict[int, Days] = field(default_factory=dict)  # by unit
    _speaks: dict[int, bool] = field(default_factory=dict)  # by calendar

    @cached_property
    def roster(self) -> Roster:
        return kept_people(self.session, ("roster", self.today), lambda: roster(self.session, self.today))

    @cached_property
    def calendars(self) -> Counted:
        return Counted(self.session)

    @property
    def today(self) -> date:
        return self.slot.day

    @cached_property
    def farthest(self) -> date:
        """The last due day that is at a step of the ladder by now, by any unit's calendar."""
        most = max(*self.policy.before, self.policy.short_notice, 0)
        return max(days.after(self.today, most + 1) for days in self.calendars.every()) - ONE_DAY

    def days_at(self, unit_id: int) -> Days:
        found = self._days.get(unit_id)
        if found is None:
            found = self._days[unit_id] = self.calendars.days(self.roster.units[unit_id])
        return found

    def once(self, look: Callable[["Planning"], T]) -> T:
        """What several kinds look at, looked at once."""
        if look not in self._looked:
            self._looked[look] = look(self)
        found: T = self._looked[look]
        return found

    @property
    def is_open(self) -> bool:
        """Whether anybody is written to in this slot."""
        return any(speaks(self.slot, days.works, self.policy) for days in self.calendars.every())

    def listens(self, owed: Owed) -> bool:
        """Whether a person is written to in this slot at all."""
        unit_id = self.roster.homes.get(owed.person_id)
        if unit_id is None:
            return False
        days = self.days_at(unit_id)
        if id(days) not in self._speaks:
            self._speaks[id(days)] = speaks(self.slot, days.works, self.policy)
        return self._speaks[id(days)]


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
