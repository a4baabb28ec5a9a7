"""New work: whom it may be given to, which scored unit it serves, and one letter to many units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.conversation import tell
from models.people import SEE_BELOW, Speaker, from_here_up
from models.record import Teller, first_event, record
from models.tables import Scorecard, Unit, below_path
from models.work import TASK
from models.work_tables import Directive, Document, Support, Work


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be given."""

    title: str
    lead: Unit
    due_on: date
    due_by_id: int  # the unit whose level sets the date
    code: str = ""
    due_at: time | None = None
    internal_due_on: date | None = None
    evidence: str = ""
    supporting: tuple[Unit, ...] = ()
    assignee_id: int | None = None
    source: Document | None = None
    directive: Directive | None = None


def give(session: Session, task: NewTask, teller: Teller) -> Work:
    """Make a task: a row, its supporting units and one event."""
    if task.source is not None and task.source.id is None:
        session.add(task.source)
        session.flush()
    work = Work(
        TASK, home_of(session, task.lead), task.lead.id, task.title, task.code, task.due_on, task.due_by_id, teller.now,
        teller.on_behalf_of_id or teller.person_id, due_at=task.due_at, internal_due_on=task.internal_due_on,
        assignee_id=task.assignee_id, evidence=task.evidence,
        source_id=task.source.id if task.source else None, directive_id=task.directive.id if task.directive else None,
    )  # fmt: skip
    session.add(work)
    session.flush()
    session.add_all(Support(work.id, unit.id) for unit in task.supporting)
    record(
        session, teller.now, how=teller.how, what="work new", subject=f"#{work.id} {work.title}",
        after={"title": work.title, "lead": task.lead.key, "due_on": str(task.due_on), "code": task.code},
        unit_id=work.home_id, work_id=work.id, teller=teller,
    )  # fmt: skip
    return work


def tell_given(session: Session, people: Iterable[Speaker], by: Speaker, work: Work) -> None:
    """Tell people that work was just given to them or to the unit they head; who gave it knows."""
    event = first_event(session)
    assert event is not None
    for person in people:
        if person.id != by.id:
            tell(
                session, person.id, event, "given", by=by.address, number=work.id, title=work.title,
                due=f"{work.due_on:%d/%m/%Y}",
            )  # fmt: skip


def home_of(session: Session, unit: Unit) -> int:
    """The nearest scored unit at or above a unit, whose criteria the work serves; the unit itself where none is."""
    above = from_here_up(unit.key)
    scored = session.execute(
        select(Unit.id, Unit.key).join(Scorecard, Scorecard.unit_id == Unit.id).where(Unit.key.in_(above)).distinct()
    ).all()
    return max(scored, key=lambda row: len(row.key), default=None).id if scored else unit.id  # type: ignore[union-attr]


def below(session: Session, person: Speaker, roles: Sequence[str] = SEE_BELOW) -> list[Unit]:
    """The units a person may give work to by these roles: their own and all below, in force today or ever."""
    keys = sorted({post.unit_key for post in person.posts if post.role in roles})
    if not keys:
        return []
    under = [below_path(Unit.key, key) for key in keys]
    return list(session.scalars(select(Unit).where(or_(Unit.key.in_(keys), *under)).order_by(Unit.id)))
