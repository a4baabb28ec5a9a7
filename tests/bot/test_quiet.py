"""Quiet hours and days off: nobody is written to unasked, what waits goes afterwards, who writes is answered."""

from datetime import date, datetime

import pytest

from models.calendar_tables import CalendarException
from models.tables import Unit
from tests.bot.phone import FarSide, texts
from tests.bot.test_pushing import SENT_BACK
from tests.bot.test_quota import TUESDAY, Process, owe, state
from tests.offices import Office
from tests.scheduling.days import at

SATURDAY = date(2026, 9, 12)


def noticed(mau: Office, now: datetime) -> Process:
    """Lâm is to be told of what somebody does at a moment."""
    mau.clock.now = now
    process = Process(mau)
    process.phone("lam", 7001)
    mau.say("xong 12 QĐ 45/QĐ-UBND 24/8", "lam")
    assert mau.say("đề nghị bổ sung 12: bản có dấu", "mai").startswith("Đã đề nghị")
    return process


@pytest.mark.parametrize(
    ("said", "still", "then"),
    [
        (at(TUESDAY, 11, 30), at(TUESDAY, 13, 29), at(TUESDAY, 13, 30)),
        (at(TUESDAY, 12), at(TUESDAY, 12, 10), at(TUESDAY, 13, 30)),
        (at(TUESDAY, 17), at(date(2026, 9, 9), 6, 44), at(date(2026, 9, 9), 6, 45)),
        (at(date(2026, 9, 11), 18), at(SATURDAY, 9), at(date(2026, 9, 14), 6, 45)),
        (at(SATURDAY, 10), at(date(2026, 9, 13), 15), at(date(2026, 9, 14), 8)),
    ],
)
def test_what_others_did_is_told_when_people_are_at_work(
    mau: Office, said: datetime, still: datetime, then: datetime
) -> None:
    process = noticed(mau, said)
    for moment in (said, still):
        mau.clock.now = moment
        assert process.deliver() == 0
    mau.clock.now = then
    process.deliver()
    assert texts(process.far.asked) == [SENT_BACK]


def test_until_the_quiet_hours_it_is_told_at_once(mau: Office) -> None:
    assert noticed(mau, at(TUESDAY, 11, 29)).deliver() == 1


def test_whoever_writes_in_the_quiet_hours_is_answered_with_what_waits(mau: Office) -> None:
    process = noticed(mau, at(SATURDAY, 12))
    lam = process.phone("lam", 7001)
    assert texts(lam.says("việc"))[0].startswith(SENT_BACK)


def test_a_saturday_that_is_worked_is_no_day_off_for_its_unit(mau: Office) -> None:
    process = noticed(mau, at(SATURDAY, 9))
    assert process.deliver() == 0
    with mau.database.writing() as session:
        unit = session.query(Unit).filter(Unit.key.endswith("/xa-mau")).one()
        session.add(CalendarException(unit.id, SATURDAY, True, "", "TB 1", mau.clock.now, None))
    assert process.deliver() == 1


@pytest.mark.parametrize("tried", [at(TUESDAY, 11, 35), at(TUESDAY, 12, 10), at(TUESDAY, 13, 29)])
def test_what_was_put_back_before_the_quiet_hours_waits_until_they_end(mau: Office, tried: datetime) -> None:
    mau.clock.now = at(TUESDAY, 11, 29)
    process = Process(mau)
    process.phone("lam", 7001)
    number = owe(process, "lam", "before_3")
    mau.clock.now = tried
    assert process.deliver() == 0
    assert state(process, number) == "pending"
    mau.clock.now = at(TUESDAY, 13, 30)
    process.deliver()
    assert state(process, number) in ("sent", "superseded")


def test_of_what_was_begun_before_the_quiet_hours_what_has_not_gone_by_then_waits(mau: Office) -> None:
    class Slow(FarSide):
        async def call(self, method: str, read_timeout: float = 0, **fields: object) -> object:
            mau.clock.now = max(mau.clock.now, at(TUESDAY, 11, 30))
            return await super().call(method, read_timeout, **fields)

    process = noticed(mau, at(TUESDAY, 11, 29))
    process.far = Slow()
    owe(process, "lam", "before_3")
    assert process.deliver() == 1
    assert SENT_BACK not in texts(process.far.asked)
    mau.clock.now = at(TUESDAY, 13, 30)
    assert process.deliver() == 1
    assert texts(process.far.asked)[1:] == [SENT_BACK]
