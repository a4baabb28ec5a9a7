"""Reminders counted one by one: what the outbox says of each beside what was received."""

from dataclasses import dataclass, field

from tests.messenger.unreliable import Copy


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder as the outbox has it."""

    id: int
    state: str
    sure: bool
    attempts: int
    error: str


@dataclass
class Reminded:
    """What became of every reminder."""

    kills: int
    stops: int
    ended: int  # processes that ended by themselves
    seconds: float
    rows: dict[int, list[Row]]  # chat → what the outbox says
    copies: dict[int, list[Copy]]  # chat → what was received
    anew: set[int]  # chats owed something on the next day
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.causes = {"answer lost": 0, "killed": 0, "unexplained": 0}
        self.lost = self.in_digests = self.uncertain = self.unknown = 0
        for chat, rows in self.rows.items():
            self._judge(chat, rows)

    @property
    def received(self) -> int:
        """Reminders that were received."""
        return sum(bool(self.copies.get(chat)) for chat in self.rows)

    @property
    def doubled(self) -> int:
        """Reminders received more than once."""
        return sum(len(self.copies.get(chat, ())) > 1 for chat in self.rows)

    def _judge(self, chat: int, rows: list[Row]) -> None:
        copies = self.copies.get(chat, [])
        if len(rows) != 1:
            self.problems.append(f"{chat}: planned {len(rows)} times")
            self.lost += not rows
            return
        row = rows[0]
        flagged = row.state == "uncertain" and (row.sure or chat in self.anew)
        self.uncertain += row.state == "uncertain"
        self.unknown += row.state == "uncertain" and not copies
        if row.state not in ("sent", "uncertain") or not (copies or flagged):
            self.lost += not copies
            self.problems.append(f"{chat}: {row}, received {len(copies)} times")
        if not row.sure and row.state == "uncertain" and not flagged:
            self.problems.append(f"{chat}: {row} is not owed anew")
        for copy in copies[:-1]:
            cause = "answer lost" if copy.lost else "killed" if copy.unsettled else "unexplained"
            self.causes[cause] += 1
            if cause == "unexplained":
                self.problems.append(f"{chat}: doubled: {copies}, {row}")
        if len(copies) > 2:
            self.problems.append(f"{chat}: received {len(copies)} times")
        if len(copies) > 1 and not row.sure:
            self.in_digests += 1
            self.problems.append(f"{chat}: a digest was doubled: {copies}, {row}")
        wrong = [copy for copy in copies if copy.number != (row.id if row.sure else 0)]
        if wrong:
            self.problems.append(f"{chat}: {row} said {wrong}")

    def check(self) -> None:
        """None lost, none doubled but where it may be."""
        assert not self.problems, f"{len(self.problems)} problems: " + "\n".join(self.problems[:20])

    def __str__(self) -> str:
        doubled = ", ".join(f"{number} {cause}" for cause, number in self.causes.items() if number) or "0"
        return (
            f"{self.kills} kills, {self.stops} stops; {self.received} of {len(self.rows)} received, {self.lost} lost, "
            f"doubled {doubled}; {self.in_digests} in digests; {self.uncertain} uncertain, {self.unknown} of them not "
            f"received; {self.seconds:.0f} s"
        )
