"""Urging by hand: to whom an officer's word goes who have not done something yet, when, and what it says."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.ledger import Owed, Place, plan, unsaid
from models.messages import Message
from models.nudges import NUDGE, note_nudge, place_of
from models.people import Speaker, from_here_up, person_with
from models.reach import connected
from models.record import Teller
from models.roster import roster
from models.terms import terms_of
from models.work import Item
from scheduling.digest import answers_to
from scheduling.due_work import row_of
from scheduling.hours import Slot, at_once
from scheduling.planning import Telling
from scheduling.policy import Policy
from templates import render


@dataclass(frozen=True, slots=True)
class Urged:
    """Somebody who is to do it, what of it, and when a message may go."""

    person: Speaker
    items: tuple[Item, ...]
    slot: Slot

    def owed(self) -> list[Owed]:
        """One message; of one piece of work one a day, whoever urges."""
        return [
            Owed(
                self.person.id, NUDGE, NUDGE, f"#{item.number}", item.work.due_on, f"nudge {self.slot.day}", True,
                item.number,
            )
            for item in self.items
        ]  # fmt: skip


@dataclass(slots=True)
class Round:
    """Everybody an officer would urge."""

    to: list[Urged] = field(default_factory=list)  # who get a message
    absent: list[Urged] = field(default_factory=list)  # no open chat: somebody telephones
    told: list[Urged] = field(default_factory=list)  # that day's message is sent, or waits
    nobody: list[Item] = field(default_factory=list)  # whose unit has nobody but who asks

    def whom(self, item: Item) -> list[Speaker]:
        """Who gets a message about a piece of work."""
        return [each.person for each in self.to if item in each.items]


def round_of(session: Session, items: Sequence[Item], by: Speaker, now: datetime, zone: ZoneInfo, policy: Policy,
             everybody: bool = False) -> Round:  # fmt: skip
    """Who is to do some work, as reminders find them, and whether they can be written to; `everybody` always can."""
    found, whom = Round(), defaultdict[int, list[Item]](list)
    today = now.astimezone(zone).date()
    here = roster(session, today, {key for item in items for key in from_here_up(item.lead_key)})
    for item in items:
        doers = [each for each in here.doers(item.work.lead_id, item.work.assignee_id) if each != by.id]
        for person_id in doers:
            whom[person_id].append(item)
        found.nobody += [] if doers else [item]
    chats = set(whom) if everybody else connected(session, whom)
    for person_id, of_them in whom.items():
        person = person_with(session, person_id, today)
        assert person is not None  # of the day's roster
        works = terms_of(session, person.posts[0].unit_key).works
        urged = Urged(person, tuple(of_them), at_once(now, policy, zone, works))
        if person_id not in chats:
            found.absent.append(urged)
            continue
        new = {each.work_id for each in unsaid(session, urged.owed())}
        left = replace(urged, items=tuple(item for item in of_them if item.number in new))
        (found.to if left.items else found.told).append(left if left.items else urged)
    return found


def urge(session: Session, to: Sequence[Urged], by: str, teller_for: Callable[[Item], Teller]) -> int:
    """Record it with each piece of work, and write the messages down; how many."""
    people: defaultdict[int, dict[Speaker, date]] = defaultdict(dict)
    items = {item.number: item for urged in to for item in urged.items}
    for urged in to:
        for item in urged.items:
            people[item.number][urged.person] = urged.slot.day
    tellers = {number: teller_for(item) for number, item in items.items()}
    events = [note_nudge(session, items[number], whom, by, tellers[number]) for number, whom in people.items()]
    made = 0
    for urged in to:
        slot = urged.slot
        place = Place(place_of(events[0], slot.day), slot.day, slot.opens, slot.ends)
        made += plan(session, urged.owed(), place, events[0].at)
    return made


def said(telling: Telling, items: Sequence[Item], by: str) -> Message:
    """What one person is sent: what is missing, how late, what is at stake, what to answer, who asks."""
    rows = sorted((row_of(telling, item) for item in items), key=lambda row: (row.left, row.item.number))
    text = render(
        "reminders/nudge", person=telling.person, rows=rows, by=by, number_said=telling.number, again=telling.again
    )
    return Message(text, answers_to(rows[0].item))
