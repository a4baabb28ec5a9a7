"""Who is away, from when to when, and who holds their posts meanwhile. An absence ends by its last day or earlier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.chat_tables import Acting
from models.finding import own_posts
from models.people import Speaker
from models.record import Teller, record
from models.stamps import PEOPLE
from models.tables import Event, Person

LONGEST_AWAY = 60  # days: a longer one is a decision on posts, which files say
AWAY, BACK = "away", "back"  # what an event tells of


@dataclass(frozen=True, slots=True)
class Absence:
    """One person's days away, and who acts for them."""

    id: int
    person_id: int
    deputy_id: int
    first: date
    last: date
    person: str  # how each is addressed
    deputy: str

    def meets(self, first: date, last: date) -> bool:
        """Whether it shares a day with some others."""
        return self.first <= last and first <= self.last


def absences(session: Session, person_id: int, today: date) -> list[Absence]:
    """Those of a person that are not over, and those in which they act for somebody; the earliest first."""
    rows = session.scalars(
        select(Acting)
        .where(or_(Acting.person_id == person_id, Acting.deputy_id == person_id))
        .where(Acting.valid_to >= today, Acting.ended_at.is_(None))
        .order_by(Acting.valid_from, Acting.id)
    ).all()
    ids = {id_ for row in rows for id_ in (row.person_id, row.deputy_id)}
    named = {one.id: one.address for one in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [
        Absence(
            row.id, row.person_id, row.deputy_id, row.valid_from, row.valid_to,
            named[row.person_id], named[row.deputy_id],
        )
        for row in rows
    ]  # fmt: skip


def hold(session: Session, *person_ids: int) -> None:
    """Let one writer at a time change these people's absences, always in one order."""
    session.execute(
        select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(key_share=True)
    )


def go_away(session: Session, person: Speaker, deputy: Speaker, first: date, last: date, teller: Teller) -> Event:
    """From the first to the last day the deputy holds the person's posts."""
    session.add(Acting(person.id, deputy.id, first, last))
    return _record(session, AWAY, person.key, teller, {"deputy": deputy.key, "from": first, "to": last})


def come_back(session: Session, absence: Absence, teller: Teller) -> Event:
    """The absence is over now."""
    session.get_one(Acting, absence.id).ended_at = teller.now
    key = session.get_one(Person, absence.person_id).key
    return _record(session, BACK, key, teller, {"from": absence.first, "to": absence.last})


def _record(session: Session, what: str, key: str, teller: Teller, after: dict[str, object]) -> Event:
    return record(session, teller.now, how=teller.how, what=what, subject=key, after=after, teller=teller, stamp=PEOPLE)


def possible_deputies(person: Speaker, among: Sequence[Speaker]) -> list[Speaker]:
    """Who may act for a person: those of the same unit, then of the units below, then of those above."""
    ranked = [(rank, other) for other in among if other.id != person.id and (rank := _rank(person, other)) is not None]
    return [other for _, other in sorted(ranked, key=lambda pair: pair[0])]


def _rank(person: Speaker, other: Speaker) -> tuple[bool, int] | None:
    """Whether above, and how far: of the two nearest units of which one is in the other."""
    found = []
    for own in own_posts(person):
        for post in own_posts(other):
            here, there = f"{own.unit_key}/", f"{post.unit_key}/"
            if there.startswith(here) or here.startswith(there):
                distance = there.count("/") - here.count("/")
                found.append((distance < 0, abs(distance)))
    return min(found, default=None)
