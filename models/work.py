"""Pieces of work as they stand: tasks and report instances, by number, and the lists that a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models.people import SEE_BELOW, Speaker
from models.stamps import WORK, look, of_work
from models.tables import Person, Unit, below_path
from models.terms import PRINTED, Terms, terms_of
from models.work_tables import Document, Evidence, Support, Work

TASK, REPORT = "task", "report"
ACTIVE = ("open", "acknowledged", "in_progress", "sent_back", "blocked", "passed")  # somebody must still do it
_lead, _home, _due_by = aliased(Unit), aliased(Unit), aliased(Unit)
_giver, _doer = aliased(Person), aliased(Person)
_way = aliased(Work)


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of work with the names of those it concerns."""

    work: Work
    home_key: str
    home_name: str
    lead_key: str
    lead_name: str
    lead_short: str
    due_by_key: str
    due_by_name: str
    given_by: str | None  # how the one who assigned it is addressed
    doer: str | None  # how the one it was given to is addressed
    terms: Terms = PRINTED

    @property
    def number(self) -> int:
        return self.work.id

    @property
    def aim(self) -> date:
        """The day to be reminded of: the office's own, where it set one, else the last that is on time."""
        return self.work.internal_due_on or self.last_day

    @property
    def last_day(self) -> date:
        """The last day that is on time, as the office judges a term that ends on a day off."""
        return self.terms.last_day(self.work.due_on)

    @property
    def working_day(self) -> date:
        """The due day or, where that is a day off, the next working day: the other reading of such a term."""
        return self.terms.working_day(self.work.due_on)

    def is_late(self, today: date) -> bool:
        """Whether it is still to be done though its last day has passed."""
        return self.work.state in ACTIVE and self.last_day < today

    @property
    def on_time(self) -> bool:
        """Judged by the document's date, not by when somebody told the bot."""
        return self.work.completed_on is not None and self.work.completed_on <= self.last_day


def _items() -> Select[Any]:
    return (
        select(Work, _home.key, _home.name, _lead.key, _lead.name, _lead.short, _due_by.key, _due_by.name)
        .add_columns(_giver.address, _doer.address)
        .join(_home, _home.id == Work.home_id)
        .join(_lead, _lead.id == Work.lead_id)
        .join(_due_by, _due_by.id == Work.due_by_id)
        .outerjoin(_giver, _giver.id == Work.assigned_by)
        .outerjoin(_doer, _doer.id == Work.assignee_id)
    )


def _read(session: Session, query: Select[Any]) -> list[Item]:
    rows = session.execute(query).all()
    return [Item(*row, terms=terms_of(session, row[1])) for row in rows]  # type: ignore[misc]


def find_work(session: Session, number: int, person: Speaker, hold: bool = False) -> Item | None:
    """A piece of work this person may see; None for missing and not theirs alike. Held, nobody else changes it."""
    if not 0 < number < 2**31:
        return None
    if hold:
        session.execute(select(Work.id).where(Work.id == number).with_for_update()).first()
    found = _read(session, _items().where(Work.id == number, seen_by(person)).execution_options(populate_existing=True))
    if found:
        look(session, of_work(found[0].work.home_id))
    return found[0] if found else None


def seen_by(person: Speaker) -> ColumnElement[bool]:
    """What a person sees: work of units that they reach, led or helped with; what was given to or by them."""
    units = or_(*(_reached(_lead, person)))
    helps = exists().where(Support.work_id == Work.id, Support.unit_id == Unit.id, or_(*_reached(Unit, person)))
    return or_(units, helps, Work.assignee_id == person.id, Work.assigned_by == person.id)


def _listed(person: Speaker) -> ColumnElement[bool]:
    """The open work a person sees: each way to it by its own index, where one condition would read all work."""
    reached = select(Unit.id).where(or_(*_reached(Unit, person)))
    ways = (
        select(_way.id).where(_way.closed.is_(False), _way.lead_id.in_(reached)),
        select(Support.work_id).where(Support.unit_id.in_(reached)),
        select(_way.id).where(_way.closed.is_(False), _way.assignee_id == person.id),
        select(_way.id).where(_way.closed.is_(False), _way.assigned_by == person.id),
    )
    return Work.id.in_(union_all(*ways))


def _reached(unit: type[Unit], person: Speaker) -> list[ColumnElement[bool]]:
    own = {post.unit_id for post in person.posts}
    below = {post.unit_key for post in person.posts if post.role in SEE_BELOW}
    return [unit.id.in_(own), *(below_path(unit.key, key) for key in sorted(below))]


def open_work(session: Session, person: Speaker, *narrowed: ColumnElement[bool], most: int | None = None) -> list[Item]:
    """The work that is not closed of what a person sees, first due first."""
    look(session, WORK)
    query = _items().where(Work.closed.is_(False), _listed(person), *narrowed)
    return _read(session, query.order_by(Work.due_on, Work.id).limit(most))


def items_of(session: Session, *which: ColumnElement[bool]) -> list[Item]:
    """Work by any conditions, whoever sees it, first due first."""
    return _read(session, _items().where(*which).order_by(Work.due_on, Work.id))


def sent_reports(session: Session, person: Speaker, year: int, *narrowed: ColumnElement[bool]) -> list[Item]:
    """The reports of a year that were sent, of what a person sees, newest first."""
    look(session, WORK)
    of_year = Work.period >= str(year), Work.period < str(year + 1)
    query = _items().where(Work.kind == REPORT, Work.completed_on.is_not(None), *of_year, seen_by(person), *narrowed)
    return _read(session, query.order_by(Work.completed_on.desc(), Work.id.desc()))


def work_under(session: Session, unit_keys: Sequence[str], since: date) -> list[Item]:
    """The work of some units and of those below that is not closed, or was done and due since a day."""
    done = and_(Work.completed_on.is_not(None), Work.due_on >= since)
    homes = select(Unit.id).where(or_(Unit.key.in_(unit_keys), *(below_path(Unit.key, key) for key in unit_keys)))
    query = _items().where(Work.home_id.in_(homes), or_(Work.closed.is_(False), done), Work.state != "cancelled")
    return _read(session, query.order_by(Work.due_on, Work.id))


def led_by(units: Sequence[int]) -> ColumnElement[bool]:
    """Work that some units lead."""
    return Work.lead_id.in_(units)


def serving(code: str) -> ColumnElement[bool]:
    """Work on a criterion, or on one below it."""
    return or_(Work.code == code, Work.code.startswith(f"{code}.", autoescape=True))


def mine(person: Speaker) -> ColumnElement[bool]:
    """What this person is to do: given to them, or to a unit they head and to nobody in it."""
    given = Work.assignee_id == person.id
    headed = [post.unit_id for post in person.posts if post.role == "head"]
    # Of no units at all SQLite would look through all the work that was given to nobody.
    return or_(given, and_(Work.lead_id.in_(headed), Work.assignee_id.is_(None))) if headed else given


def active() -> ColumnElement[bool]:
    return Work.state.in_(ACTIVE)


def supporting(session: Session, number: int) -> list[Unit]:
    """The units that help, in the order they were loaded."""
    query = select(Unit).join(Support, Support.unit_id == Unit.id).where(Support.work_id == number)
    return list(session.scalars(query.order_by(Unit.id)))


def evidence(session: Session, number: int) -> list[Document]:
    """The documents that prove it done, oldest first, without those taken back."""
    query = (
        select(Document)
        .join(Evidence, Evidence.document_id == Document.id)
        .where(Evidence.work_id == number, Evidence.taken_back.is_(False))
    )
    return list(session.scalars(query.order_by(Document.id)))


def open_on(session: Session, item: Item) -> list[Item]:
    """The other open tasks on a task's criterion: its points are theirs together."""
    if not item.work.code:
        return []
    same = Work.home_id == item.work.home_id, Work.code == item.work.code, Work.duty_id.is_(None)
    query = _items().where(*same, Work.closed.is_(False), Work.id != item.number)
    return _read(session, query.order_by(Work.id))


def of_directive(session: Session, person: Speaker, directive_id: int) -> list[Item]:
    """The assignments one letter made that a person sees, in the order they were made."""
    look(session, WORK)
    query = _items().where(Work.directive_id == directive_id, seen_by(person))
    return _read(session, query.order_by(Work.id))


def sharing(session: Session, items: Sequence[Item]) -> dict[tuple[int, str], int]:
    """How many open tasks a criterion of a unit has: its points are theirs together."""
    look(session, WORK)
    homes, codes = {item.work.home_id for item in items}, {item.work.code for item in items if item.work.code}
    query = (
        select(Work.home_id, Work.code, func.count())
        .where(Work.home_id.in_(homes), Work.code.in_(codes), Work.closed.is_(False), Work.duty_id.is_(None))
        .group_by(Work.home_id, Work.code)
    )
    return {(home, code): number for home, code, number in session.execute(query)} if codes else {}
