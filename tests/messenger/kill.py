"""`cchc run` killed (-9) again and again with updates queued: every update has its effect, once, and an answer."""

import random
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from models.database import Database
from models.tables import Event
from tests.messenger.beside import Beside, beside, wait_until
from tests.messenger.connected import connect, noted
from tests.messenger.fast import FastApi
from tests.messenger.running import UNLIMITED, Process, cchc, configuration, free_port
from tests.messenger.wire import params, pressed, written
from tests.processes import wait

OFFICE = "mau"
CHATS = range(7001, 7013)
LONGEST = 0.05  # seconds from a reply to the kill
_NOTE = re.compile(r"điều ([0-9]+)\b")


@dataclass
class Killed:
    """What was sent, and what came of it."""

    updates: dict[int, int] = field(default_factory=dict)  # update → chat
    sent: int = 0  # requests that say something
    kills: int = 0
    queued: int = 0  # kills with updates not acknowledged
    ended: int = 0  # rounds in which it had ended by itself: none
    answered: list[tuple[int, int]] = field(default_factory=list)  # which process answered which update, in order
    effects: list[int] = field(default_factory=list)  # updates, in the order in which they changed something

    @property
    def repeated(self) -> int:
        """Replies said again."""
        return len(self.answered) - len({update for _, update in self.answered})

    def check(self) -> None:
        """None lost, none doubled, each answered, each chat in its order; replies repeated only where they may be."""
        assert not self.ended, f"{self.ended} ended by themselves"
        twice = [update for update, number in Counter(self.effects).items() if number > 1]
        assert not twice, f"made twice: {twice}"
        assert set(self.effects) == set(self.updates), f"lost: {sorted(set(self.updates) - set(self.effects))}"
        unanswered = set(self.updates) - {update for _, update in self.answered}
        assert not unanswered, f"unanswered: {sorted(unanswered)}"
        for chat in set(self.updates.values()):
            order = [update for update in self.effects if self.updates[update] == chat]
            assert order == sorted(order), f"chat {chat} out of order: {order}"
        self._check_repeated()

    def _check_repeated(self) -> None:
        """Only what a process said last in a chat may it have died over: what came before had been settled."""
        last = {(process, self.updates[update]): update for process, update in self.answered}
        again: set[int] = set()
        for place, (process, update) in reversed(list(enumerate(self.answered))):
            assert update not in again or last[process, self.updates[update]] == update, f"{update} was settled"
            assert (process, update) not in self.answered[:place], f"{update} answered twice by one process"
            again.add(update)

    def __str__(self) -> str:
        return (
            f"{self.kills} killed, {self.queued} of them with updates queued; {len(self.updates)} updates, "
            f"{len(self.effects)} effects, {self.repeated} replies repeated"
        )


def kill(mode: str, url: str, seed: int, rounds: int, folder: Path) -> Killed:
    """Hand over updates of several chats, start `cchc run`, kill it, until updates were queued at `rounds` kills.

    At the end it may answer what is left.
    """
    rng, killed, numbers = random.Random(seed), Killed(), noted(url, OFFICE)
    whose = connect(url, OFFICE, CHATS, list(numbers))
    work = {chat: numbers[person] for chat, person in whose.items()}
    with api_beside() as (loop, api, address):
        port = free_port() if mode == "webhook" else 0
        configured = configuration(folder, url, address, port, **UNLIMITED)
        while killed.queued < rounds:
            for _ in range(rng.randint(3, 12)):
                _hand(rng, killed, loop, api, work)
            process = cchc(configured)
            _strike(rng, killed, loop, api, process)
            killed.kills += 1
            killed.queued += bool(api.pending)
        process = cchc(configured)
        wait_until(lambda: not api.pending, lambda: f"{len(api.pending)} updates; it said: {process.said[-2000:]}")
        assert process.terminate(10) == 0, process.said[-2000:]
    killed.effects = _effects(url)
    return killed


def _strike(rng: random.Random, killed: Killed, loop: Beside, api: FastApi, process: Process) -> None:
    """Kill it at the very moment at which it says something, or a little later; also before it has said anything."""
    last, at_once = killed.sent + rng.randint(0, len(api.pending)), rng.random() < 0.5

    def sent(chat: int, body: bytes, _: float) -> None:
        _answered(killed, chat, body)
        if at_once and killed.sent >= last:
            process.strike()

    loop.call(setattr, api, "on_sent", sent)
    loop.call(api.takes.clear)
    said = lambda: f"it to answer; it said: {process.said[-2000:]}"  # noqa: E731
    # To a webhook it knows Telegram delivers as soon as somebody listens: it may be over before it takes anything.
    wait_until(lambda: api.takes.is_set() or process.exit_code is not None, said)
    wait_until(lambda: killed.sent >= last or not api.pending or process.exit_code is not None, said)
    wait(0 if at_once else rng.uniform(0, LONGEST))
    killed.ended += process.exit_code not in (None, -signal.SIGKILL)
    process.kill()
    wait_until(lambda: not api.talking, "what it said last to be read: it is this process's, not the next one's")
    _count(killed, loop, api)


def _count(killed: Killed, loop: Beside, api: FastApi) -> None:
    loop.call(setattr, api, "on_sent", lambda chat, body, _: _answered(killed, chat, body))


@contextmanager
def api_beside() -> Iterator[tuple[Beside, FastApi, str]]:
    """The fast Telegram, in a loop beside the test."""
    with beside() as loop:
        api = FastApi()
        address = loop.do(api.start())
        yield loop, api, address
        loop.do(api.close())


def started(configured: Path, loop: Beside, api: FastApi) -> Process:
    """`cchc run`, once it takes updates."""
    loop.call(api.takes.clear)
    process = cchc(configured)

    def takes() -> bool:
        assert process.exit_code is None, f"it ended with {process.exit_code}: {process.said[-2000:]}"
        return api.takes.is_set()

    wait_until(takes, lambda: f"it to take updates; it said: {process.said[-2000:]}")
    return process


def _hand(rng: random.Random, killed: Killed, loop: Beside, api: FastApi, work: dict[int, int]) -> None:
    """One more update: somebody notes something, typed or by a button."""
    chat, id_ = rng.choice(list(work)), len(killed.updates) + 1
    make = rng.choice((written, written, pressed))
    killed.updates[id_] = chat
    loop.call(api.hand, chat, id_, make(id_, chat, f"ghi chú {work[chat]}: điều {id_}"))


def _answered(killed: Killed, chat: int, body: bytes) -> None:
    killed.sent += 1
    for number in {int(each) for each in _NOTE.findall(params(body).get("text", ""))}:
        if killed.updates.get(number) == chat:
            killed.answered.append((killed.kills, number))


def _effects(url: str) -> list[int]:
    database = Database(url)
    with database.reading() as session:
        notes = session.scalars(select(Event.after).where(Event.what == "work note").order_by(Event.id)).all()
    database.close()
    return [int(found[1]) for note in notes if (found := _NOTE.search(note["note"]))]
