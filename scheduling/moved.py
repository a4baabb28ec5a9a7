"""What a change of the calendar does to work: whose day to be done by is another now, and telling them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chat_tables import Notice
from models.conversation import tell
from models.people import Speaker, everybody, holders
from models.tables import Event
from models.terms import calendars_of, terms_of
from models.work import ACTIVE, Item, work_under
from scheduling.calendar import name_of, previous_working_day
from scoring.deadlines import ONE_DAY

NAMED = 4  # pieces of work, and days, in one line
LONGEST_ROLL = timedelta(days=31)  # a term runs on over a break, and no further


@dataclass(frozen=True, slots=True)
class Moved:
    """Open work that must be done by another working day than before."""

    item: Item
    before: date
    after: date


@dataclass(slots=True)
class Effect:
    """What a change of the calendar did."""

    event: Event | None  # None: nothing was changed
    unit_keys: Sequence[str]  # whose calendar it was
    days: Collection[date]
    moved: list[Moved] = field(default_factory=list)
    counted: int = 0  # other open work with more or fewer working days left, or overdue
    judged: int = 0  # work that was done and counts as on time or late other than before
    told: int = 0  # people


def changing(
    session: Session, unit_keys: Sequence[str], days: Collection[date], today: date, change: Callable[[], Event | None]
) -> Effect:
    """Change the days of some units, and see what that does to their work and to that of all below."""
    before = work_under(session, unit_keys, min(days) - LONGEST_ROLL)
    effect = Effect(change(), unit_keys, days)
    for was in before if effect.event else ():
        now = replace(was, terms=terms_of(session, was.home_key))
        if was.work.state not in ACTIVE:
            effect.judged += was.on_time != now.on_time
        elif max(was.last_day, now.last_day) < today:
            effect.counted += _recounted(was, now, days, was.last_day, today)
        elif (old := aimed(was)) != (new := aimed(now)):
            effect.moved.append(Moved(now, old, new))
        else:
            effect.counted += _recounted(was, now, days, *sorted((was.aim, today)))
    return effect


def aimed(item: Item) -> date:
    """The working day by which a piece of work must be done: a day off is no day to finish on."""
    return previous_working_day(item.aim, item.terms.works)


def _recounted(was: Item, now: Item, days: Collection[date], first: date, last: date) -> bool:
    """Whether there are more or fewer working days from one day to another than before."""
    between = (day for day in days if first < day <= last)
    return sum(now.terms.works(day) - was.terms.works(day) for day in between) != 0


def tell_moved(
    session: Session, effect: Effect, today: date, but: Collection[int | None] = (), back: bool = False
) -> None:
    """Tell whoever is to do what has moved, one line each; not those who know (`but`)."""
    if effect.event is None:
        return
    theirs: dict[int, list[Moved]] = {}
    heads = _heads(session, effect, today)
    for each in effect.moved:
        assignee = each.item.work.assignee_id
        for person_id in [assignee] if assignee else heads[each.item.lead_key]:
            theirs.setdefault(person_id, []).append(each)
    for person_id in sorted(theirs.keys() - set(but)):
        moved = theirs[person_id]
        days = _why(session, moved, effect.days)
        tell(
            session, person_id, effect.event, "days_moved", days=days[:NAMED], more_days=len(days[NAMED:]),
            moved=[_row(each, today) for each in moved[:NAMED]], more=len(moved[NAMED:]), back=back,
        )  # fmt: skip
        effect.told += 1


def _row(each: Moved, today: date) -> dict[str, Any]:
    return {
        "number": each.item.number, "before": each.before.isoformat(), "after": each.after.isoformat(),
        "passed": each.after < today,
    }  # fmt: skip


def _why(session: Session, moved: Sequence[Moved], days: Collection[date]) -> list[dict[str, Any]]:
    """Of the days that changed those that moved this work."""
    spans = [sorted((each.before, each.after)) for each in moved]
    meant = [day for day in sorted(days) if any(first <= day <= last for first, last in spans)]
    return said_of(session, moved[0].item.home_key, meant)


def _heads(session: Session, effect: Effect, today: date) -> dict[str, list[int]]:
    """Who heads the units that lead work given to nobody: those below are read together, others one by one."""
    leads = {each.item.lead_key for each in effect.moved if not each.item.work.assignee_id}
    there = everybody(session, today, tuple(effect.unit_keys)) if leads else []
    found = {key: [one.id for one in there if _is_head(one, key)] for key in leads}
    return {key: ids or [one.id for one in holders(session, "head", (key,), today)] for key, ids in found.items()}


def _is_head(person: Speaker, key: str) -> bool:
    return any((post.role, post.unit_key) == ("head", key) for post in person.posts)


def unread(session: Session, events: Sequence[Event]) -> set[int]:
    """Those who were not told of some events yet."""
    of_events = Notice.event_id.in_([event.id for event in events])
    return set(session.scalars(select(Notice.person_id).where(of_events, Notice.shown_at.is_(None))))


def said_of(session: Session, unit_key: str, days: Sequence[date]) -> list[dict[str, Any]]:
    """Days as they now are, as a notice and an answer say them."""
    known, found = calendars_of(session), []
    for day in days:
        said = known.said(unit_key, day)
        found.append({
            "day": day.isoformat(), "works": known.of(unit_key)(day), "reason": said.reason if said else name_of(day),
            "decision": said.decision if said else "",
        })  # fmt: skip
    return found


def day_by_day(first: date, last: date) -> list[date]:
    """All days from one to another."""
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]
