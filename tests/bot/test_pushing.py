"""Telling people what happened without being asked: once, to whom it can be said, by one process at a time."""

import asyncio
import os
import socket
import subprocess
import sys
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import delete, select, update
from telegram.error import Forbidden, NetworkError, TimedOut

from bot.channels.telegram.voice import Voice
from bot.holder import this_process
from bot.outcomes import Unsaid
from bot.pace import Limits, Pace
from bot.pushing import Pushing
from models.chat_tables import Chat, Lease, Notification
from models.database import Database, NoDatabase
from models.messages import Message, Sender
from models.outbox import abandoned, owed, take
from models.reach import KEPT_UPDATES, back, heard, prune, set_reachable, take_lease
from models.reminder_tables import Reminder
from models.tables import Event, Person
from models.work_tables import Work
from scheduling.plan import plan_slots
from templates import moment
from tests.bot.phone import BOT, FarSide, Phone, buttons, texts
from tests.messenger.running import ROOT
from tests.offices import CLOCKWORK, ZONE, Office
from tests.virtual import Inline, virtually

SENT_BACK = "Đ/c Mai đề nghị bổ sung minh chứng #12 Quy chế phối hợp giải quyết TTHC: bản có dấu."


def push(office: Office, far: FarSide, holder: str = "one", threads: Inline | None = None) -> int:
    """One look at what is owed; how many chats were told."""

    async def work() -> int:
        async def moved(old: str, new: str) -> None:
            pass

        async def png(svg: str) -> bytes:
            return b""

        async def closed(chat: str, why: str) -> None:
            with office.database.writing() as session:
                set_reachable(session, Sender("telegram", BOT, chat), why, office.clock.now)

        wire: Any = far
        voice = Voice(wire, Pace(Limits(), asyncio.get_running_loop().time), png, moved)
        pushing = Pushing(
            office.database,
            voice,
            "telegram",
            BOT,
            threads or Inline(),
            lambda: office.clock.now,
            closed,
            CLOCKWORK,
            holder,
        )
        return await pushing.once()

    return virtually(work())


def sent_back(mau: Office) -> Phone:
    """Lâm reported work done, the officer asked for more: he does not know it yet."""
    lam = Phone(mau).belongs_to("lam")
    mau.say("xong 12 QĐ 45/QĐ-UBND 24/8", "lam")
    assert mau.say("đề nghị bổ sung 12: bản có dấu", "mai").startswith("Đã đề nghị")
    return lam


def states(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(Notification.state, Notification.error).order_by(Notification.id))
        return [(state, error) for state, error in rows]


def test_somebody_is_told_once_and_not_again_with_the_next_answer(mau: Office) -> None:
    lam = sent_back(mau)
    assert push(mau, lam.far) == 1
    assert texts(lam.far.asked) == [SENT_BACK]
    assert push(mau, lam.far) == 0
    assert SENT_BACK not in texts(lam.says("việc"))[0]
    assert states(mau.database) == [("sent", "")]


def test_who_asked_first_is_told_with_the_answer_and_not_pushed(mau: Office) -> None:
    lam = sent_back(mau)
    assert texts(lam.says("việc"))[0].startswith(SENT_BACK)
    assert push(mau, lam.far) == 0


def test_what_may_have_arrived_is_not_sent_again_but_said_with_the_next_answer(mau: Office) -> None:
    lam = sent_back(mau)
    lam.far.fails = {"sendMessage": [TimedOut(), TimedOut()]}
    for error in lam.far.fails["sendMessage"]:
        error.__cause__ = TimeoutError()
    assert push(mau, lam.far) == 1
    assert texts(lam.far.asked) == [SENT_BACK]
    assert states(mau.database) == [("uncertain", "uncertain")]
    assert push(mau, lam.far) == 0
    assert texts(lam.says("việc"))[0].startswith(SENT_BACK)


def test_who_blocked_the_bot_is_told_when_they_write_again(mau: Office) -> None:
    lam = sent_back(mau)
    lam.far.fails = {"sendMessage": [Forbidden("Forbidden: bot was blocked by the user")]}
    assert push(mau, lam.far) == 1
    assert states(mau.database) == [("failed", "blocked")]
    with mau.database.reading() as session:
        assert session.scalars(select(Chat.unreachable).where(Chat.address == "7001")).one() == "blocked"
        assert owed(session, "telegram", BOT, mau.clock.now, 200) == []
    assert texts(lam.says("việc"))[0].startswith(SENT_BACK)


def test_of_two_processes_one_tells_and_the_other_takes_over_when_it_is_gone(mau: Office) -> None:
    lam = sent_back(mau)
    with mau.database.writing() as session:
        assert take_lease(session, f"pushing telegram {BOT}", "one", mau.clock.now, timedelta(seconds=60))
    assert push(mau, lam.far, "two") == 0
    mau.clock.forward(seconds=61)
    assert push(mau, lam.far, "two") == 1
    with mau.database.reading() as session:
        assert session.scalars(select(Lease.holder)).one() == "two"


def test_who_begins_after_a_process_of_its_machine_died_does_not_wait_for_its_lease(mau: Office) -> None:
    lam = sent_back(mau)
    died = subprocess.run(
        [sys.executable, "-c", "from bot.holder import this_process; print(this_process())"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    ).stdout.strip()  # fmt: skip
    living = f"{socket.gethostname()} {os.getppid()} {died.split()[2]}"
    elsewhere = f"elsewhere {died.split()[1]} {died.split()[2]}"
    for holder, delivered in ((living, 0), (elsewhere, 0), (died, 1)):
        with mau.database.writing() as session:
            session.execute(delete(Lease))
            assert take_lease(session, f"pushing telegram {BOT}", holder, mau.clock.now, timedelta(seconds=60))
        assert push(mau, lam.far, this_process()) == delivered


def test_what_telegram_failed_at_may_have_gone_and_is_asked_of_it_once(mau: Office) -> None:
    lam = sent_back(mau)
    lam.far.fails = {"sendMessage": [NetworkError("Internal Server Error")]}
    assert push(mau, lam.far) == 1
    assert texts(lam.far.asked) == [SENT_BACK]
    assert states(mau.database) == [("uncertain", "down")]


def test_what_was_sent_is_noted_once_the_database_answers_again(mau: Office) -> None:
    class Falling(Inline):
        away = 0

        def submit(self, work: Any, /, *arguments: Any, **more: Any) -> "Future[Any]":
            if self.away:
                self.away -= 1
                future: Future[Any] = Future()
                future.set_exception(NoDatabase("it does not answer"))
                return future
            return super().submit(work, *arguments, **more)

    class Far(FarSide):
        async def call(self, method: str, read_timeout: float = 0, **fields: Any) -> Any:
            threads.away = 20
            return await super().call(method, read_timeout, **fields)

    threads, far = Falling(), Far()
    sent_back(mau)
    assert push(mau, far, threads=threads) == 1
    assert states(mau.database) == [("sent", "")]


def planned(mau: Office, person: str) -> int:
    """What the morning owes one person; nobody else has a chat."""
    plan_slots(mau.database, mau.clock.now, CLOCKWORK)
    with mau.database.reading() as session:
        named = select(Notification.id).join(Person, Person.id == Notification.person_id)
        return session.scalars(named.where(Person.key == f"mau/{person}")).one()


def test_a_planned_message_is_said_as_things_stand_after_it_was_claimed(mau: Office) -> None:
    class Meanwhile(Inline):
        def submit(self, work: Any, /, *arguments: Any, **more: Any) -> "Future[Any]":
            if work.__name__ == "_said":
                with mau.database.writing() as session:
                    session.execute(update(Work).values(state="done", closed=True))
            return super().submit(work, *arguments, **more)

    khe = Phone(mau).belongs_to("khe")
    number = planned(mau, "khe")
    assert push(mau, khe.far, threads=Meanwhile()) == 0
    assert texts(khe.far.asked) == []
    with mau.database.reading() as session:
        assert session.get_one(Notification, number).state == "superseded"


def test_what_was_said_of_a_planned_message_is_kept(mau: Office) -> None:
    khe = Phone(mau).belongs_to("khe")
    number = planned(mau, "khe")
    assert push(mau, khe.far) == 1
    with mau.database.reading() as session:
        row = session.get_one(Notification, number)
        assert (row.state, [row.text]) == ("sent", [each["text"] for _, each in khe.far.asked if "text" in each])


def test_who_would_rather_be_told_elsewhere_reads_why_they_are_told_here(mau: Office) -> None:
    khe = Phone(mau).belongs_to("khe")
    with mau.database.writing() as session:
        person = session.scalars(select(Person.id).where(Person.key == "mau/khe")).one()
        session.add(Chat("zalo", "9", "1", person, mau.clock.now, unreachable="blocked", chosen=True))
    planned(mau, "khe")
    assert push(mau, khe.far) == 1
    assert texts(khe.far.asked)[0].endswith("\n<i>Gửi qua Telegram vì Zalo chưa nhận được tin.</i>")


def test_a_message_that_cannot_be_said_ends_with_a_number_and_others_go_on(mau: Office) -> None:
    khe, other = Phone(mau).belongs_to("khe"), Phone(mau, address=7002).belongs_to("nguyet")
    number = planned(mau, "khe")
    with mau.database.writing() as session:
        session.get_one(Notification, number).job = "change"
        session.execute(update(Reminder).where(Reminder.notification_id == number).values(kind="of no kind"))
    push(mau, other.far)
    with mau.database.reading() as session:
        row = session.get_one(Notification, number)
        assert (row.state, len(row.error)) == ("failed", 8)
        assert session.scalars(select(Event.what).where(Event.subject == f"R-{number}")).all() == ["alarm not_said"]
    assert texts(khe.far.asked) == []
    assert len(texts(other.far.asked)) == 1


def test_what_is_claimed_is_not_held_while_telegram_asks_to_wait_for_long() -> None:
    async def told_to_rest() -> tuple[float, str]:
        async def nothing(*_: str) -> Any:
            pass

        loop, wire = asyncio.get_running_loop(), FarSide()
        voice = Voice(cast(Any, wire), Pace(Limits(), loop.time), nothing, nothing)
        voice.pace.rest(600)
        with pytest.raises(Unsaid) as unsaid:
            await voice.say("7001", Message("…"), broadcast=True)
        return loop.time(), str(unsaid.value)

    assert virtually(told_to_rest()) == (1000.0, "wait")


def test_what_a_dead_process_was_sending_is_uncertain_and_said_with_the_next_answer(mau: Office) -> None:
    lam = sent_back(mau)
    with mau.database.writing() as session:
        [waiting] = owed(session, "telegram", BOT, mau.clock.now, 200)
        assert take(session, waiting.chat_id, mau.clock.now, lambda _: Message("…")) is not None
        assert take(session, waiting.chat_id, mau.clock.now, lambda _: Message("…")) is None  # another was faster
    mau.clock.forward(minutes=6)
    with mau.database.writing() as session:
        assert abandoned(session, mau.clock.now) == 1
        assert abandoned(session, mau.clock.now) == 0
    assert states(mau.database) == [("uncertain", "died")]
    assert texts(lam.says("việc"))[0].startswith(SENT_BACK)


def test_after_more_than_a_day_away_everybody_with_a_chat_is_told_what_may_be_lost(mau: Office) -> None:
    lam = Phone(mau).belongs_to("lam")
    began = mau.clock.now

    def start() -> int:
        with mau.database.writing() as session:
            told = back(session, "telegram", BOT, mau.clock.now, lambda at: moment(at, ZONE))
            heard(session, "telegram", BOT, "cchc_bot", mau.clock.now)
            return told

    assert start() == 0  # the first start
    mau.clock.forward(hours=24)
    assert start() == 0
    mau.clock.forward(hours=25)
    assert start() == 1
    assert start() == 0
    assert push(mau, lam.far) == 1
    since, until = moment(began + timedelta(hours=24), ZONE), moment(mau.clock.now - KEPT_UPDATES, ZONE)
    assert f"từ {since}" in texts(lam.far.asked)[0]
    assert f"đến {until}" in texts(lam.far.asked)[0]


def test_what_a_notice_asks_for_is_a_button_under_it(mau: Office) -> None:
    chairman = Phone(mau).belongs_to("son")
    assert "Đã chuyển đề nghị" in mau.say("xin thêm 12 30/9 chờ ý kiến Sở", "lam")
    assert push(mau, chairman.far) == 1
    assert buttons(chairman.far.asked) == ["cho thêm 12"]
    asked = chairman.presses("cho thêm 12", texts(chairman.far.asked)[0])
    assert "Hạn mới" in texts(asked)[0]


def test_what_no_messenger_sends_again_is_forgotten_and_the_record_stays(mau: Office) -> None:
    lam, stranger = Phone(mau).belongs_to("lam"), Phone(mau, address=9)
    lam.says("ghi chú 12: đã trình")
    stranger.says("222-333-444-555-666-777")  # a guess
    mau.clock.forward(days=29)
    with mau.database.writing() as session:
        assert prune(session, mau.clock.now) == 0
    mau.clock.forward(days=2)
    with mau.database.writing() as session:
        assert prune(session, mau.clock.now) == 3  # two updates, one guess
    assert "đã trình" in mau.say("lịch sử 12", "lam")
