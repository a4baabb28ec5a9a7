"""Reports that are near their day, due or overdue: told to who is to do them, and once late to their heads."""

from collections.abc import Iterator, Sequence

from models.ledger import Owed
from models.reminder_tables import Reminder
from models.work import REPORT
from models.work_tables import Work
from scheduling.due_work import owed_work, work_lines
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line

_THESE = Work.kind == REPORT


def owed(planning: Planning) -> Iterator[Owed]:
    return owed_work(planning, "reports", REPORT)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    return work_lines(telling, reminders, _THESE)


KIND = Kind(owed, slots=("morning", "afternoon"), lines=lines, foreseen=True)
