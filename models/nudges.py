"""What officers urge by hand: an event of each piece of work says who is written to, on which day, and by whom."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models.chat_tables import Notification
from models.people import Speaker
from models.record import Teller, record
from models.tables import Event
from models.work import Item

NUDGED, NUDGE = "work nudge", "nudge"  # what the event tells of; the message


def note_nudge(session: Session, item: Item, people: dict[Speaker, date], by: str, teller: Teller) -> Event:
    """Record that people are urged about a piece of work, each by a message of a day; `by` is how it is signed."""
    after = {
        "people": {str(person.id): str(day) for person, day in people.items()}, "due_on": str(item.work.due_on),
        "to": [person.address for person in people], "by": by,
    }  # fmt: skip
    return record(
        session, teller.now, how=teller.how, what=NUDGED, subject=f"#{item.number}", before={}, after=after,
        unit_id=item.work.home_id, work_id=item.number, teller=teller,
    )  # fmt: skip


def place_of(event: Event, day: date) -> str:
    """The slot of all messages that one confirmation sends on a day."""
    return f"{day} nudge {event.first_id or event.id} by hand"


def signed(session: Session, number: int, person_id: int) -> str:
    """Who last urged a person about a piece of work, as they sign."""
    of_work = select(Event).where(Event.work_id == number, Event.what == NUDGED).order_by(Event.id.desc())
    after = (event.after for event in session.scalars(of_work))
    return next((each["by"] for each in after if str(person_id) in each["people"]), "")


def waits(session: Session, event: Event) -> bool:
    """Whether a message of it has not gone yet."""
    return session.scalar(select(Notification.id).where(*_waiting(event)).limit(1)) is not None


def set_back(session: Session, event: Event) -> None:
    """What has not gone does not go."""
    session.execute(update(Notification).where(*_waiting(event)).values(state="superseded", settled_at=None))


def _waiting(event: Event) -> tuple[ColumnElement[bool], ...]:
    days: Any = event.after["people"].values()
    places = {place_of(event, date.fromisoformat(day)) for day in days}
    return Notification.slot.in_(places), Notification.state == "pending"
