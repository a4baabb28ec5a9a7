"""Changing a piece of work: what may follow what, each change one event with its before and after, taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import cases, nudges, pauses
from models.cases import HELD, RELEASED
from models.database import Instant
from models.messages import File, UserError
from models.nudges import NUDGED
from models.pauses import PAUSED
from models.record import Teller, record
from models.tables import Event
from models.work import ACTIVE, Item
from models.work_tables import Document, Evidence, Work

# What may be done in which states, and the state it leads to; None leaves the state as it is.
_OPEN = (*ACTIVE, "reported", "checked")
STEPS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "acknowledge": (("open",), "acknowledged"),
    "stage": (ACTIVE, "in_progress"),
    "report": ((*ACTIVE, "reported"), "reported"),
    "send": (ACTIVE, "closed"),
    "check": (("reported",), "checked"),
    "send_back": (("reported", "checked"), "sent_back"),
    "conclude": (("checked",), "closed"),
    "block": (("open", "acknowledged", "in_progress", "sent_back"), "blocked"),
    "pass": (("open", "acknowledged", "in_progress", "sent_back", "blocked"), "passed"),
    "reassign": (ACTIVE, "open"),
    "keep": (("passed",), "acknowledged"),
    "cancel": (_OPEN, "cancelled"),
    "assign": (ACTIVE, None),
    "note": ((*_OPEN, "closed", "cancelled"), None),
    "attach": ((*_OPEN, "closed"), None),
    "ask_time": (ACTIVE, None),
    "grant": (_OPEN, None),
    "refuse": (_OPEN, None),
    "snooze": (ACTIVE, None),
    "hold": (ACTIVE, None),
}
DONE = ("closed", "cancelled")
# What stands in other rows.
_BESIDE = {
    PAUSED: pauses.set_back, HELD: cases.set_back, RELEASED: cases.set_back, NUDGED: nudges.set_back,
}  # fmt: skip
_WHEN = {"due_on", "internal_due_on", "lead_id", "assignee_id"}  # by when, and by whom: reminders begin anew


def check_step(item: Item, step: str) -> None:
    """UserError where the present state does not allow a step; of two who press at once, one gets this."""
    if item.work.state not in STEPS[step][0]:
        raise UserError("work_is", item=item)


def take_step(session: Session, item: Item, step: str, teller: Teller, **after: Any) -> Event:
    """Move a piece of work one step: its state by the step, and the columns named; one event tells of it."""
    check_step(item, step)
    state = after.pop("state", None) or STEPS[step][1]
    if state:
        after |= {"state": state, "closed": state in DONE}
    return change(session, item.work, step, teller, after)


def change(
    session: Session, work: Work, what: str, teller: Teller, after: dict[str, Any], undoes_id: int | None = None
) -> Event:
    """Set columns of a piece of work, and record it. What a report was sent on also moves its year's points."""
    after = since_now(after, teller.now)
    before = {name: getattr(work, name) for name in after}
    for name, value in after.items():
        setattr(work, name, value)
    counts = work.duty_id is not None and bool({"completed_on", "due_on", "state"} & after.keys())
    return record(
        session, teller.now, how=teller.how, what=f"work {what}", subject=f"#{work.id}", before=_json(before),
        after=_json(after), unit_id=work.home_id, year=int(work.period[:4]) if counts else 0, work_id=work.id,
        undoes_id=undoes_id, teller=teller,
    )  # fmt: skip


def since_now(after: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Columns to be set, with since when work is given so or lies on a desk, where they say so."""
    since = ({"set_at"} if _WHEN & after.keys() else set()) | ({"stage_at"} if "stage" in after else set())
    return {**after, **dict.fromkeys(since - after.keys(), now)}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as somebody named it."""

    number: str = ""
    dated: date | None = None
    summary: str = ""
    link: str = ""


def add_evidence(
    session: Session, item: Item, event: Event, paper: Paper, files: Sequence[File], teller: Teller
) -> list[Document]:
    """Keep the documents that prove a piece of work done: the one named, with the first file; other files beside it."""
    papers: list[tuple[Paper, File | None]] = (
        [(paper, files[0] if files else None)] if paper.number or paper.link or files else []
    )
    papers += [(Paper(), file) for file in files[1:]]
    added = []
    for each, file in papers:
        document = Document(each.number, each.dated, teller.now, teller.person_id, summary=each.summary, link=each.link)
        if file:
            document.file_name, document.file_hash, document.file_ref = file.name, file.hash, file.ref
        session.add(document)
        session.flush()
        session.add(Evidence(item.number, document.id, event.id))
        added.append(document)
    session.flush()
    return added


def take_back(session: Session, event: Event, teller: Teller) -> bool:
    """Set a piece of work back to before an event; False where somebody has changed it since."""
    work = session.get_one(Work, event.work_id, with_for_update=True, populate_existing=True)
    if _is_taken_back(session, event):
        return False
    if event.before is None:  # it was made by this event: nothing is deleted, it is withdrawn
        if work.state != "open":
            return False
        change(session, work, "withdraw", teller, {"state": "cancelled", "closed": True, "reason": ""}, event.id)
        return True
    left = {name: event.after[name] for name in event.before}
    if _json({name: getattr(work, name) for name in left}) != left:
        return False
    change(
        session, work, "take back", teller, {name: _value(name, text) for name, text in event.before.items()}, event.id
    )
    session.execute(update(Evidence).where(Evidence.event_id == event.id).values(taken_back=True))
    if event.what in _BESIDE:
        _BESIDE[event.what](session, event)
    return True


def _is_taken_back(session: Session, event: Event) -> bool:
    """Whether somebody was faster; asked once the work is held."""
    of_work = Event.work_id == event.work_id, Event.undoes_id == event.id, Event.what != "work object"
    return session.scalar(select(Event.id).where(*of_work).limit(1)) is not None


def _json(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the record keeps them: times in UTC, so that the same moment is the same text."""
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def _value(name: str, kept: Any) -> Any:
    """A column's value from what the record keeps of it."""
    column = Work.__table__.c[name].type
    kind = datetime if isinstance(column, Instant) else column.python_type
    return kind.fromisoformat(kept) if kept is not None and kind in (date, time, datetime) else kept
