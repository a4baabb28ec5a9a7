"""Messages that went out and that no transaction has counted yet: each process notes its own with what it writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Tally:
    """Counts in memory what the next transaction counts for good. A process that is killed forgets a few seconds."""

    number: int = 0
    lock: Lock = field(default_factory=Lock)

    def add(self, number: int) -> None:
        with self.lock:
            self.number += number

    @contextmanager
    def noted(self) -> Iterator[int]:
        """What a transaction inside counts; if it fails the next one does."""
        with self.lock:
            number, self.number = self.number, 0
        try:
            yield number
        except BaseException:
            self.add(number)
            raise
