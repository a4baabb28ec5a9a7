"""A messenger's monthly quota: what goes out is counted once, and what says least waits where it runs out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.channels.telegram.service import Service
from bot.channels.telegram.voice import Voice
from bot.outcomes import Unsaid
from bot.pace import Limits, Pace
from bot.pushing import Pushing
from bot.tally import Tally
from models.chat_tables import MonthSent, Notification
from models.database import Database, NoDatabase
from models.ledger import Owed, plan
from models.messages import Message
from models.quota import ASKED, EARLY, LATE, SURE, Quota, add_sent, hold_back, is_news, month_of, sent_in
from models.tables import Person
from scheduling.hours import open_slots
from scheduling.plan import place_of
from tests.bot.phone import BOT, FarSide, Phone, texts
from tests.offices import CLOCKWORK, ZONE, Office
from tests.scheduling.days import at
from tests.virtual import Inline, virtually

TUESDAY = date(2026, 9, 8)
SEPTEMBER = date(2026, 9, 1)


@dataclass
class Process:
    """One serving process: its own tally, and chats of the office's people."""

    office: Office
    monthly: int = 0
    tally: Tally = field(default_factory=Tally)
    far: FarSide = field(default_factory=FarSide)
    threads: Inline = field(default_factory=Inline)

    def deliver(self) -> int:
        """One look at what is owed, and what then is sent."""
        return int(virtually(self._once(Pushing.once)))

    def stop(self) -> None:
        virtually(self._once(Pushing.count))

    def say(self, text: str) -> None:
        """A message nobody asked for, as the outbox has it sent."""

        async def said(pushing: Pushing) -> None:
            await pushing.voice.say("7001", Message(text))

        virtually(self._once(said))

    async def _once(self, work: Callable[[Pushing], Any]) -> Any:
        async def moved(*_: str) -> None:
            pass

        async def png(svg: str) -> bytes:
            return b""

        wire: Any = self.far
        voice = Voice(wire, Pace(Limits(), asyncio.get_running_loop().time), png, moved, tally=self.tally)
        pushing = Pushing(
            self.office.database, voice, "telegram", BOT, self.threads, lambda: self.office.clock.now, moved,
            CLOCKWORK, "one", monthly=self.monthly,
        )  # fmt: skip
        return await work(pushing)

    def phone(self, name: str, address: int) -> Phone:
        """Somebody's chat with this process."""
        tally = self.tally

        class Here(Phone):
            def service(self) -> Service:
                service = super().service()
                service.voice.tally = tally
                return service

        return Here(self.office, address, self.far).belongs_to(name)


@pytest.fixture
def process(mau: Office) -> Process:
    mau.clock.now = at(TUESDAY, 8)
    return Process(mau)


def counted(database: Database, month: date = SEPTEMBER, account: str = BOT) -> int:
    with database.reading() as session:
        return sent_in(session, Quota("telegram", account), month)


def use(process: Process, number: int) -> None:
    """So many messages of the month are used already."""
    with process.office.database.writing() as session:
        add_sent(session, Quota("telegram", BOT), month_of(process.office.clock.now, ZONE), number)


def owe(process: Process, name: str, rung: str, *, kind: str = "tasks", job: str = "digest", sure: bool = False) -> int:
    """One planned message for a person, of what it says alone."""
    office, now = process.office, process.office.clock.now
    [slot] = open_slots(now, CLOCKWORK.policy, ZONE)[:1]
    with office.database.writing() as session:
        key = f"{office.demonstration.id}/{name}"
        person_id = session.scalars(select(Person.id).where(Person.key == key)).one()
        plan(session, [Owed(person_id, job, kind, "#15", date(2026, 9, 18), rung, sure, 15)], place_of(slot), now)
        return session.scalars(select(Notification.id).order_by(Notification.id.desc())).first() or 0


def state(process: Process, number: int) -> str:
    with process.office.database.reading() as session:
        return session.get_one(Notification, number).state


def test_replies_and_what_nobody_asked_for_count_alike(process: Process) -> None:
    lam = process.phone("lam", 7001)
    lam.says("việc")
    assert counted(process.office.database) == 0  # a question writes nothing: it waits for the next transaction
    process.deliver()
    assert counted(process.office.database) == 1
    process.office.say("xong 12 QĐ 45/QĐ-UBND 24/8", "lam")
    process.office.say("đề nghị bổ sung 12: bản có dấu", "mai")
    assert process.deliver() == 1
    assert counted(process.office.database) == 2


def test_each_part_of_a_long_answer_counts(process: Process) -> None:
    process.say("\n".join(f"dòng {number}" for number in range(1000)))
    process.deliver()
    assert counted(process.office.database) == len(texts(process.far.asked)) > 1


def test_what_may_have_arrived_counts_and_what_did_not_go_does_not(process: Process) -> None:
    process.far.fails = {"sendMessage": [RetryAfter(1), NetworkError("Internal Server Error"), BadRequest("no")]}
    with pytest.raises(Unsaid, match="refused"):
        process.say("…")
    process.deliver()
    assert counted(process.office.database) == 1
    lost = [TimedOut(), TimedOut()]
    for each in lost:
        each.__cause__ = TimeoutError()
    process.far.fails = {"sendMessage": list(lost)}
    with pytest.raises(Unsaid, match="uncertain"):
        process.say("…")
    process.deliver()
    assert counted(process.office.database) == 3


def test_what_a_button_changes_in_its_place_is_no_message(process: Process) -> None:
    lam = process.phone("lam", 7001)
    lam.presses("việc 12")
    process.deliver()
    assert counted(process.office.database) == 0


def test_a_month_turns_at_midnight_in_the_offices_zone(process: Process) -> None:
    for moment in (datetime(2026, 9, 30, 23, 59, tzinfo=ZONE), datetime(2026, 10, 1, 0, 0, tzinfo=ZONE)):
        process.office.clock.now = moment
        process.say("…")
        process.stop()
    assert (counted(process.office.database), counted(process.office.database, date(2026, 10, 1))) == (1, 1)


def test_two_processes_count_together_and_administrators_are_told_by_one_of_them(process: Process) -> None:
    quota, told, database = Quota("telegram", BOT, 100), [], process.office.database

    def one() -> None:
        for _ in range(50):
            with database.writing() as session:
                add_sent(session, quota, SEPTEMBER, 1)
                told.append(is_news(session, quota, SEPTEMBER))

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(database) == 100
    assert told.count(True) == 1


def test_what_a_transaction_could_not_count_the_next_one_does(process: Process) -> None:
    def fails() -> None:
        with process.tally.noted() as number:
            assert number == 1
            raise NoDatabase("it does not answer")

    process.say("…")
    with pytest.raises(NoDatabase):
        fails()
    process.deliver()
    assert counted(process.office.database) == 1


def test_the_last_messages_are_counted_when_a_process_ends(process: Process) -> None:
    process.say("…")
    process.stop()
    process.stop()
    assert counted(process.office.database) == 1


def test_at_80_per_cent_administrators_are_told_once_a_month(process: Process) -> None:
    process.monthly = 3000
    process.phone("thach", 7002)  # the administrator

    def said(used: int) -> list[str]:
        """What is told once so many are used, whatever goes out after."""
        use(process, used)
        process.far.asked.clear()
        for _ in range(4):
            process.say("…")
            process.deliver()
        return [text for text in texts(process.far.asked) if text != "…"]

    assert said(2300) == []
    assert [text.partition(" tin ")[0] for text in said(95)] == ["Telegram đã gửi 2.400/3.000"]
    assert said(100) == []
    process.office.clock.now = at(date(2026, 10, 6), 8)
    assert said(2300) == []
    assert said(95)[0].startswith("Telegram đã gửi 2.400/3.000")


def test_without_a_quota_nobody_is_told_and_nothing_waits(process: Process) -> None:
    process.phone("lam", 7001)
    use(process, 1_000_000)
    number = owe(process, "lam", "before_5")
    process.deliver()
    assert state(process, number) in ("sent", "superseded")
    with process.office.database.reading() as session:
        assert session.scalars(select(MonthSent.told)).one() is False


WORTH: list[tuple[int, dict[str, Any]]] = [
    (EARLY, {"rung": "before_5"}), (EARLY, {"rung": "week", "kind": "week", "job": "week"}),
    (EARLY, {"rung": "month", "kind": "month"}), (ASKED, {"rung": "waits_1", "kind": "checks"}),
    (ASKED, {"rung": "stale 1", "kind": "stale"}), (LATE, {"rung": "overdue_3"}), (LATE, {"rung": "internal_1"}),
    (SURE, {"rung": "before_0", "sure": True}), (SURE, {"rung": "up_deputy", "kind": "escalation", "sure": True}),
]  # fmt: skip


@pytest.mark.parametrize(("used", "least"), [(79, EARLY), (80, ASKED), (90, LATE), (100, SURE), (150, SURE)])
def test_the_less_is_left_of_a_month_the_more_a_message_must_say_to_go(process: Process, used: int, least: int) -> None:
    process.monthly = 100
    process.phone("lam", 7001)
    use(process, used)
    for value, about in WORTH:
        number = owe(process, "lam", **about)
        process.deliver()
        assert (state(process, number) == "pending") is (value < least), about
        with process.office.database.writing() as session:
            row = session.get_one(Notification, number)
            assert row.value == value
            assert (row.error == "quota") is (value < least)
            row.state, row.key = "superseded", None
            session.query(MonthSent).update({"number": used})


def test_a_message_is_worth_the_most_that_it_says(process: Process) -> None:
    office, now = process.office, process.office.clock.now
    [slot] = open_slots(now, CLOCKWORK.policy, ZONE)[:1]
    owed = [Owed(1, "digest", "tasks", f"#{n}", TUESDAY, rung) for n, rung in enumerate(("before_5", "overdue_3"))]
    with office.database.writing() as session:
        plan(session, owed, place_of(slot), now)
        assert session.scalars(select(Notification.value)).one() == LATE


def test_replies_go_where_nothing_is_left(process: Process) -> None:
    process.monthly = 100
    use(process, 100)
    lam = process.phone("lam", 7001)
    process.office.say("xong 12 QĐ 45/QĐ-UBND 24/8", "lam")
    process.office.say("đề nghị bổ sung 12: bản có dấu", "mai")
    assert process.deliver() == 0  # a notice waits for the person's next message
    assert "bổ sung minh chứng #12" in texts(lam.says("việc"))[0]


def test_what_waits_is_counted_only_where_it_could_go(process: Process) -> None:
    owe(process, "lam", "before_5")  # nobody has a chat here
    with process.office.database.writing() as session:
        add_sent(session, Quota("telegram", BOT), SEPTEMBER, 85)
        assert hold_back(session, Quota("telegram", BOT, 100), process.office.clock.now, ZONE) == ASKED
        assert session.scalars(select(Notification.error)).one() == ""


def test_another_account_counts_for_itself(process: Process) -> None:
    use(process, 5)
    with process.office.database.writing() as session:
        add_sent(session, Quota("zalo", "9"), SEPTEMBER, 3)
    assert (counted(process.office.database), counted(process.office.database, account="9")) == (5, 0)
