"""The rows that the auditor compares: what should have been told, what was, and what is found."""

from dataclasses import dataclass
from datetime import date, datetime

SILENT, MISSING, EXTRA, DOUBLE = "silent", "missing", "extra", "double"
LATE, UNCERTAIN, FAILED, OFF_HOURS, WAITED = "late", "uncertain", "failed", "off_hours", "waited"
ORDER = (SILENT, MISSING, DOUBLE, EXTRA, LATE, UNCERTAIN, FAILED, OFF_HOURS, WAITED)
Key = tuple[str, date, str, int]  # subject, due day, step, person


@dataclass(frozen=True, slots=True)
class Expected:
    """A step that a person must have been told by the end of a slot."""

    subject: str
    due_on: date
    rung: str
    person_id: int
    slot: str  # "2026-09-08 morning"
    required: bool = True  # else it may have been said, and may not: it changed while the slot was planned
    any_step: bool = False  # whether any other of the same work in that slot does as well

    @property
    def key(self) -> Key:
        return self.subject, self.due_on, self.rung, self.person_id


@dataclass(frozen=True, slots=True)
class Sending:
    """A planned message, and what became of it."""

    number: int
    person_id: int
    job: str
    slot: str
    day: date
    made: datetime
    opens: datetime
    state: str
    when: datetime | None  # it was settled
    sure: bool = False
    attempts: int = 0  # to say it again
    waited: bool = False  # all day, because the month's quota runs out: it is owed anew

    @property
    def may_have_come(self) -> bool:
        """What may have arrived once and then ran out of time may have arrived."""
        return self.state == "uncertain" or (self.state != "sent" and self.attempts > 0)

    @property
    def went(self) -> bool:
        return self.state == "sent" or self.may_have_come

    @property
    def holds(self) -> bool:
        """Whether it need not be said again on a later day."""
        return self.state == "sent" or (self.may_have_come and self.sure)


@dataclass(frozen=True, slots=True)
class Said:
    """A step that a message told, as the ledger has it."""

    subject: str
    due_on: date
    rung: str
    sending: Sending

    @property
    def key(self) -> Key:
        return self.subject, self.due_on, self.rung, self.sending.person_id


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was not as it should have been."""

    what: str
    slot: str
    person_id: int = 0
    subject: str = ""
    rung: str = ""
    number: int = 0  # of the message
