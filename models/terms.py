"""What "on time" means: the printed day, or the next working day where the office lets a term on a day off run on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scoring.deadlines import ONE_DAY, Works, weekdays

_TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Terms:
    """The one place that decides which day is the last that is on time. Lent to a session, like what it remembers:
    scores, lists and answers of one message so judge alike."""

    works: Works = weekdays
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


def terms_of(session: Session) -> Terms:
    """What was lent to a session; as printed, where nothing was."""
    lent: Terms = session.info.get(_TERMS, PRINTED)
    return lent
