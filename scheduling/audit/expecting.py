"""What a slot should have told, to whom, as things stood when it was planned."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.calendars import Calendars
from models.terms import Terms
from scheduling.audit.compare import GRACE
from scheduling.audit.past import Piece, changed, pieces
from scheduling.audit.people import People, calendars_then, people, snoozes
from scheduling.audit.rows import Expected, Key, Sending
from scheduling.audit.steps import DUE_DAY, MORNING, Ladder, is_spoken_to, told
from scheduling.policy import Policy
from scoring.deadlines import ONE_DAY


@dataclass
class Moment:
    """Everything but work, at one moment of a day."""

    people: People
    calendars: Calendars
    snoozes: dict[int, dict[int, date]]  # work → person → until when


@dataclass
class Expecting:
    """One day, to be asked what its slots should have told."""

    session: Session
    day: date
    zone: ZoneInfo
    policy: Policy
    terms: Terms
    planned: dict[str, datetime]  # slots, and when
    unconnected: set[int] = field(default_factory=set)  # people who were owed something and had no chat

    def slot(self, name: str, sendings: list[Sending]) -> list[Expected]:
        """What a slot should have told; nothing of one that nobody planned."""
        slot = f"{self.day} {name}"
        at = self.planned.get(slot)
        if at is None:
            return []
        own = [each for each in sendings if each.slot == slot]
        first, last = min([at, *(each.made for each in own)]), at + GRACE
        touched = changed(self.session, first - GRACE, last)
        found = {each.key: each for each in self._told(name, at)}
        for moment in (first - GRACE, first, last) if touched else ():
            again = {each.key: each for each in self._told(name, moment, touched)}
            for key in {key for key in found if _number(key) in touched} ^ again.keys():
                found[key] = replace(found.get(key) or again[key], required=False)
        by_person: dict[int, list[Key]] = {}
        for key in found:
            by_person.setdefault(key[-1], []).append(key)
        for sending in own:
            for key in self._excused(name, sending, at, by_person.get(sending.person_id, [])):
                found[key] = replace(found[key], required=False)
        return list(found.values())

    def _excused(self, name: str, sending: Sending, at: datetime, own: list[Key]) -> list[Key]:
        """What need not be told: of a message that may have come, that waited for the
        month's quota, or that was not so any more when it was to go."""
        if sending.state == "superseded" and sending.when:
            touched = changed(self.session, at, sending.when)
            still = {each.key for each in self._told(name, sending.when, touched)} if touched else set()
            return [key for key in own if _number(key) in touched and key not in still]
        return own if sending.may_have_come or sending.waited else []

    def _told(self, name: str, moment: datetime, only: set[int] | None = None) -> Iterator[Expected]:
        """Each step that a slot should tell, to whom, as things stand at a moment."""
        then = Moment(
            people(self.session, self.day, moment), calendars_then(self.session, moment, self.terms.works),
            snoozes(self.session, moment),
        )  # fmt: skip
        ladder = Ladder(self.day, self.policy, self.zone)
        for piece in pieces(self.session, moment, only):
            terms = replace(self.terms, works=then.calendars.of(then.people.units[piece.home_id]))
            steps = ladder.steps(piece, terms)
            for slot, step in steps:
                for person_id in told(piece, step, then.people) if slot == name else ():
                    yield from self._to(person_id, piece, name, step, then)
            if name == MORNING and ladder.is_asked_for(piece, terms.works):
                yield from self._again(piece, told(piece, steps[0][1] if steps else "", then.people), then)

    def _to(self, person_id: int, piece: Piece, name: str, step: str, then: Moment) -> Iterator[Expected]:
        """One step for one person, unless they are not to be written to, or want to be let alone."""
        until = then.snoozes.get(piece.id, {}).get(person_id)
        paused = bool(until and until > self.day and step.startswith("before_") and step != DUE_DAY)
        if not paused and self._listens(person_id, self.day, name, then):
            yield self._expected(piece, step, person_id, name, then)

    def _again(self, piece: Piece, doers: list[int], then: Moment) -> Iterator[Expected]:
        """Work that somebody wanted to hear of again: on that day, or the first morning after it that was planned."""
        for person_id, until in then.snoozes.get(piece.id, {}).items():
            if person_id not in doers or until > self.day or not self._listens(person_id, self.day, MORNING, then):
                continue
            before = (until + n * ONE_DAY for n in range((self.day - until).days))
            if not any(f"{d} {MORNING}" in self.planned and self._listens(person_id, d, MORNING, then) for d in before):
                found = self._expected(piece, f"snoozed_{until}", person_id, MORNING, then)
                yield replace(found, any_step=until < self.day)

    def _expected(self, piece: Piece, step: str, person_id: int, name: str, then: Moment) -> Expected:
        heard = person_id in then.people.chats
        if not heard:
            self.unconnected.add(person_id)
        return Expected(f"#{piece.id}", piece.due_on, step, person_id, f"{self.day} {name}", heard)

    def _listens(self, person_id: int, day: date, name: str, then: Moment) -> bool:
        """Whether a person is written to in a slot of a day at all."""
        home = then.people.home.get(person_id)
        return home is not None and is_spoken_to(day, name, then.calendars.of(home), self.policy)


def _number(key: Key) -> int:
    """The work's, of "#12"."""
    return int(key[0][1:])
