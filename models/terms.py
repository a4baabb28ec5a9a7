"""What "on time" means: the printed day, or the next working day where the office lets a term on a day off run on."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from models.calendars import Calendars, calendars
from scoring.deadlines import ONE_DAY, Works, weekdays

_TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Terms:
    """The one place that decides which day is the last that is on time. Lent to a session, like what it remembers:
    scores, lists and answers of one message so judge alike."""

    works: Works = weekdays  # of one unit; as lent, the calendar of those that decided nothing themselves
    roll: bool = False  # a term that ends on a day off runs to the next working day

    def last_day(self, due: date) -> date:
        """The last day that is on time."""
        return self.working_day(due) if self.roll else due

    def working_day(self, due: date) -> date:
        """The first working day from a due day on: itself, unless it is a day off."""
        while not self.works(due):
            due += ONE_DAY
        return due

    def lend(self, session: Session) -> None:
        session.info[_TERMS] = self


PRINTED = Terms()


def terms_of(session: Session, unit_key: str) -> Terms:
    """What was lent to a session (as printed, where nothing was), with the calendar of a unit."""
    lent: Terms = session.info.get(_TERMS, PRINTED)
    works = calendars(session, lent.works).of(unit_key)
    return lent if works is lent.works else replace(lent, works=works)


def works_of(session: Session, unit_key: str, otherwise: Works) -> Works:
    """A unit's working days; those handed over, where nothing was lent to a session."""
    return terms_of(session, unit_key).works if _TERMS in session.info else otherwise


def calendars_of(session: Session) -> Calendars:
    """The calendars of all units, beside what was lent to a session."""
    lent: Terms = session.info.get(_TERMS, PRINTED)
    return calendars(session, lent.works)
