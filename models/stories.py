"""The story of a piece of work: every event of it, with the names of who did it, for whom and instead of whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.stamps import look, of_work
from models.tables import Event, Person
from models.work import Item
from models.work_tables import Document, Evidence


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it is read."""

    at: datetime
    what: str
    by: str  # empty for what was loaded or made by the calendar
    for_whom: str
    instead_of: str
    medium: str
    after: dict[str, Any]
    papers: tuple[Document, ...]


def story(session: Session, item: Item) -> list[Told]:
    """Every event of a piece of work, newest first."""
    look(session, of_work(item.work.home_id))
    actor, whom, absent = aliased(Person), aliased(Person), aliased(Person)
    rows = session.execute(
        select(Event, actor.name, whom.address, absent.address)
        .outerjoin(actor, actor.id == Event.actor_id)
        .outerjoin(whom, whom.id == Event.on_behalf_of_id)
        .outerjoin(absent, absent.id == Event.acting_for_id)
        .where(Event.work_id == item.number)
        .order_by(Event.id.desc())
    ).all()
    papers: dict[int | None, tuple[Document, ...]] = {}
    for document, event_id in session.execute(
        select(Document, Evidence.event_id)
        .join(Evidence, Evidence.document_id == Document.id)
        .where(Evidence.work_id == item.number)
        .order_by(Document.id)
    ):
        papers[event_id] = (*papers.get(event_id, ()), document)
    return [
        Told(
            event.at, event.what, by or "", for_whom or "", instead_of or "", event.medium, event.after or {},
            papers.get(event.id, ()),
        )
        for event, by, for_whom, instead_of in rows
    ]  # fmt: skip
