"""Chaos of reminders: planned and sent by `cchc run` under kills and stops, to a Telegram that fails; then counted."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from models.chat_tables import Notification
from models.database import Database
from models.ledger import is_planned
from scheduling.hours import slots_of
from scheduling.plan import owed_in
from tests.messenger.beside import Beside, beside, wait_until
from tests.messenger.connected import ACCOUNT
from tests.messenger.crowd import NOW, crowd
from tests.messenger.lives import Killing
from tests.messenger.reckoning import Reminded, Row
from tests.messenger.running import UNLIMITED, Process, cchc, configuration
from tests.messenger.stops import Stops
from tests.messenger.unreliable import Unreliable
from tests.offices import CLOCKWORK, ZONE

WAITING = ("pending", "sending")
LEASED = timedelta(minutes=6)  # after which whatever a dead process was sending is taken up
LONGEST = 900.0  # seconds of killing


@dataclass
class Office:
    """The office that reminds, its processes, and what it was found to have done."""

    url: str
    folder: Path
    address: str
    people: dict[int, int]  # person → chat
    configured: Callable[..., Path]
    begun: float = field(default_factory=time.monotonic)
    ahead: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.database = Database(self.url)

    def start(self, life: str) -> Process:
        """One process, at the office's time: its clock has run on while it was dead."""
        folder = self.folder / life.partition("-")[0]
        folder.mkdir(exist_ok=True)
        configured = self.configured(folder, self.url, f"{self.address}/{life}", 0, reminds=True)
        now = NOW + self.ahead + timedelta(seconds=int(time.monotonic() - self.begun))
        return cchc(configured, "--now", now.strftime("%Y-%m-%dT%H:%M:%S"))

    def rows(self) -> dict[int, list[Row]]:
        """What the outbox says of each chat's person."""
        found: dict[int, list[Row]] = {chat: [] for chat in self.people.values()}
        n = Notification
        with self.database.reading() as session:
            named = select(n.person_id, n.id, n.state, n.sure, n.attempts, n.error).where(n.job != "notices")
            for person, row in [(each[0], Row(*each[1:])) for each in session.execute(named.order_by(n.id))]:
                if person in self.people:
                    found[self.people[person]].append(row)
        return found

    def said(self, states: tuple[str, ...] = ("pending",)) -> bool:
        """Whether the morning is planned, and nothing of it is in these states."""
        with self.database.reading() as session:
            if not is_planned(session, f"{NOW.date()} morning"):
                return False
        return not any(row.state in states for rows in self.rows().values() for row in rows)

    def anew(self) -> set[int]:
        """The chats whose people are owed something on the next morning."""
        slot = next(slots_of(NOW.date() + timedelta(1), CLOCKWORK.policy, ZONE))
        with self.database.reading() as session:
            owed = owed_in(session, slot, slot.opens, CLOCKWORK)
        return {self.people[each.person_id] for each in owed if each.person_id in self.people}


@dataclass(frozen=True, slots=True)
class Messenger:
    """Where reminders are received."""

    channel: str
    account: str
    api: Callable[[random.Random], Unreliable]
    configured: Callable[..., Path]  # its cchc.toml, without limits


TELEGRAM = Messenger("telegram", ACCOUNT, Unreliable, partial(configuration, **UNLIMITED))  # type: ignore[arg-type]


def remind(
    url: str, seed: int, number: int, places: int, folder: Path, crashes: bool = False, most: int = 1_000_000,
    on: Messenger = TELEGRAM,
) -> Reminded:  # fmt: skip
    """Owe so many people a reminder, let so many processes tell them under kills, then one in peace what is left."""
    people, rng = crowd(url, number, on.channel, on.account), random.Random(seed)
    with beside() as loop:
        api = on.api(rng)
        office = Office(url, folder, loop.do(api.start()), people, on.configured)
        killing = Killing(office.start, places, loop, api, Stops(url), random.Random(seed + 1), crashes, most)

        def dead() -> None:
            mark_unsettled(api, killing, office)

        begun = time.monotonic()
        killing.run(office.said, dead, LONGEST)
        taken = time.monotonic() - begun
        for _ in range(2):
            if not office.said(WAITING):
                office.ahead += LEASED
                _in_peace(office, loop)
        loop.do(api.close())
    found = Reminded(
        killing.kills, killing.stops.number, killing.ended, taken, office.rows(), dict(api.received), office.anew()
    )
    office.database.close()
    return found


def mark_unsettled(api: Unreliable, killing: Killing, office: Office) -> None:
    """Which copies were sent by the dead, who had not settled them."""
    alive = killing.alive()
    for chat, rows in office.rows().items():
        copies = list(api.received.get(chat, ()))
        if copies and copies[-1].life not in alive and any(row.state == "sending" for row in rows):
            copies[-1].unsettled = True


def _in_peace(office: Office, loop: Beside) -> None:
    process = office.start(f"0-{office.ahead.seconds}0000")
    try:
        wait_until(lambda: office.said(WAITING), lambda: process.said[-3000:], patience=120)
        assert process.terminate(15) == 0, process.said[-3000:]
    finally:
        process.kill()
