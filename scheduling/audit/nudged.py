"""What officers sent by hand: the record of each confirmation is what its messages are held against."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.nudges import NUDGED, place_of
from models.tables import Event
from scheduling.audit.past import changed
from scheduling.audit.rows import Expected, Sending

WAITS = timedelta(60)  # no longer than the longest holiday does a message wait for people to be at work
_INSTANT = timedelta(microseconds=1)


def nudged(
    session: Session, day: date, evening: datetime, sendings: Sequence[Sending], chats: Collection[int]
) -> Iterator[Expected]:
    """What people were to be sent by hand on a day. What was taken back is not; nor need be what was not so any more
    when it was to go, or what is for somebody without a chat."""
    undone = select(Event.undoes_id).where(Event.undoes_id.is_not(None))
    said = select(Event).where(
        Event.what == NUDGED, Event.at.between(evening - WAITS, evening), Event.id.not_in(undone)
    )
    dropped = {(each.slot, each.person_id): each.when for each in sendings if each.state == "superseded"}
    for event in session.scalars(said.order_by(Event.id)):
        slot = place_of(event, day)
        for person_id in (int(id_) for id_, its_day in event.after["people"].items() if its_day == str(day)):
            at = dropped.get((slot, person_id))
            needless = at is not None and event.work_id in changed(session, event.at + _INSTANT, at)
            due_on, required = date.fromisoformat(event.after["due_on"]), person_id in chats and not needless
            yield Expected(f"#{event.work_id}", due_on, f"nudge {day}", person_id, slot, required)
