"""The documents that prove a piece of work done, as one opens them: with who added each, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.messages import Attachment, Choice
from models.stamps import look, of_work
from models.tables import Event, Person
from models.work import Item
from models.work_tables import Document, Evidence


@dataclass(frozen=True, slots=True)
class Proof:
    """One document and who added it."""

    document: Document
    by: str  # empty for what was loaded
    for_whom: str
    instead_of: str
    medium: str


def proofs(session: Session, item: Item) -> list[Proof]:
    """What proves a piece of work done, oldest first, without what was taken back."""
    look(session, of_work(item.work.home_id))
    actor, whom, absent = aliased(Person), aliased(Person), aliased(Person)
    rows = session.execute(
        select(Document, actor.name, whom.address, absent.address, Event.medium)
        .join(Evidence, Evidence.document_id == Document.id)
        .outerjoin(actor, actor.id == Document.recorded_by)
        .outerjoin(Event, Event.id == Evidence.event_id)
        .outerjoin(whom, whom.id == Event.on_behalf_of_id)
        .outerjoin(absent, absent.id == Event.acting_for_id)
        .where(Evidence.work_id == item.number, Evidence.taken_back.is_(False))
        .order_by(Document.id)
    )
    return [Proof(document, *(each or "" for each in who)) for document, *who in rows]


def kept_files(documents: Sequence[Document]) -> tuple[Attachment, ...]:
    """The files of some documents that a channel keeps, to be sent beside a text."""
    return tuple(Attachment(each.file_name, ref=each.file_ref) for each in documents if each.file_ref)


def to_open(number: int, documents: Sequence[Document]) -> tuple[Choice, ...]:
    """The offer to open the files of a piece of work, where a channel keeps one."""
    return (Choice("Xem tệp", f"tệp {number}", aside=True),) if kept_files(documents) else ()
