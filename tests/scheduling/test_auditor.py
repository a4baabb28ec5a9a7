"""The auditor: nothing is found where all was said, and everything that is bent is found."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from models.absence import absences, come_back, go_away
from models.audit_tables import Audit
from models.chat_tables import Chat, Notice, Notification
from models.doing import change
from models.people import people
from models.quota import Quota, add_sent, hold_back
from models.record import Teller, record
from models.reminder_tables import PlannedSlot, Reminder, Snooze
from models.work_tables import Work
from scheduling.audit.compare import compare
from scheduling.audit.rows import Expected, Said, Sending
from scheduling.auditor import audit_day, days_to_audit
from scheduling.calendar import works
from scheduling.policy import Policy
from scheduling.tick import tick
from templates import say
from tests.offices import ZONE, Office
from tests.processes import run
from tests.scheduling.days import TIMES, Days, Working, at, days_of

TUESDAY, WEDNESDAY = date(2026, 9, 8), date(2026, 9, 9)  # the day of the model messages
FIRST_DAY = date(2022, 7, 19)
OF_WORK = Reminder.kind.in_(("tasks", "reports"))


def found(days: Days, day: date) -> dict[str, int]:
    return days.audit(day).numbers


@pytest.fixture
def days(mau: Office) -> Days:
    """The office after a day on which everything went well."""
    lived = days_of(mau)
    lived.live(TUESDAY)
    assert found(lived, TUESDAY) == {}
    return lived


def add_work(days: Days, now: datetime, due: date, **more: Any) -> int:
    """A task of the Văn phòng, given at a moment."""
    with days.office.database.writing() as session:
        like = session.scalars(select(Work).where(Work.kind == "task").order_by(Work.id)).first()
        assert like is not None
        lead = people(session, now.date(), key=f"{days.office.demonstration.id}/lam")[0].posts[0].unit_id
        work = Work("task", like.home_id, lead, "việc mới", "", due, like.home_id, now, None, **more)
        session.add(work)
        session.flush()
        return work.id


def told(days: Days, number: int) -> list[tuple[str, str]]:
    """What was said of a piece of work: slot and step."""
    with days.office.database.reading() as session:
        rows = select(Notification.slot, Reminder.rung).join(Reminder, Reminder.notification_id == Notification.id)
        of_work = rows.where(Reminder.work_id == number, Notification.state == "sent").order_by(Reminder.id)
        return [(slot, rung) for slot, rung in session.execute(of_work)]


def bend(days: Days, *statements: Any) -> None:
    with days.office.database.writing() as session:
        for statement in statements:
            session.execute(statement)


def one_sent(days: Days, day: date = TUESDAY) -> Notification:
    """A message of a day that told of work."""
    with days.office.database.reading() as session:
        lines = select(Reminder.notification_id).where(OF_WORK)
        rows = select(Notification).where(
            Notification.day == day, Notification.state == "sent", Notification.id.in_(lines)
        )
        row = session.scalars(rows.order_by(Notification.id)).first()
        assert row is not None
        return row


def test_nothing_is_found_where_everything_went(mau: Office, van_canh: Office) -> None:
    for office, first in ((mau, TUESDAY), (van_canh, FIRST_DAY)):
        days = days_of(office)
        for number in range(14):
            day = first + timedelta(number)
            days.live(day)
            assert found(days, day) == {}
        assert one_sent(days, first)


def test_a_line_that_is_missing_is_found_whichever_it_is(days: Days) -> None:
    with days.office.database.reading() as session:
        numbers = session.scalars(select(Reminder.id).where(OF_WORK)).all()
    assert numbers
    for number in numbers:
        with days.office.database.writing() as session:
            row = session.get_one(Reminder, number)
            kept = {each.key: getattr(row, each.key) for each in Reminder.__table__.columns}
            session.delete(row)
        findings = days.audit(TUESDAY)
        assert [(e.what, e.subject, e.rung) for e in findings.found] == [("missing", kept["subject"], kept["rung"])]
        with days.office.database.writing() as session:
            session.execute(insert(Reminder).values(**kept))


def test_a_whole_message_that_is_missing_is_found(days: Days) -> None:
    row = one_sent(days)
    lines = delete(Reminder).where(Reminder.notification_id == row.id)
    bend(days, lines, delete(Notification).where(Notification.id == row.id))
    assert set(found(days, TUESDAY)) == {"missing"}


def test_what_should_not_have_been_said_is_found(days: Days) -> None:
    row = one_sent(days)
    with days.office.database.writing() as session:
        session.add(Reminder("tasks", "#1", date(2027, 1, 1), "before_10", row.person_id, 1, row.id))
    assert found(days, TUESDAY) == {"extra": 1}


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("settled_at", at(TUESDAY, 10), "late"),
        ("settled_at", at(TUESDAY, 12), "off_hours"),
        ("settled_at", at(TUESDAY, 17, 30), "off_hours"),
        ("settled_at", at(WEDNESDAY, 8), "off_hours"),
        ("state", "uncertain", "uncertain"),
        ("state", "failed", "failed"),
        ("state", "expired", "failed"),
        ("state", "pending", "failed"),
        ("attempts", 2, "double"),
    ],
)
def test_what_became_of_a_message_is_found(days: Days, column: str, value: object, what: str) -> None:
    row = one_sent(days)
    bend(days, update(Notification).where(Notification.id == row.id).values({column: value}))
    assert found(days, TUESDAY)[what] == 1


def test_quiet_hours_do_not_count_as_waiting(days: Days) -> None:
    row = one_sent(days)
    change_it = update(Notification).where(Notification.id == row.id)
    bend(days, change_it.values(settled_at=at(TUESDAY, 9, 25)))
    assert found(days, TUESDAY) == {}
    bend(
        days,
        change_it.values(job="by", slot=f"{TUESDAY} by hand", opens_at=at(TUESDAY, 11), settled_at=at(TUESDAY, 14)),
    )
    assert "late" not in found(days, TUESDAY)


def test_a_message_that_came_twice_is_found(days: Days) -> None:
    row = one_sent(days)
    with days.office.database.writing() as session:
        again = {each.key: getattr(row, each.key) for each in Notification.__table__.columns}
        session.execute(insert(Notification).values(**again | {"id": row.id + 1000, "key": None}))
    assert found(days, TUESDAY) == {"double": 1}


def test_one_repeat_of_what_is_sure_is_none_too_many(days: Days) -> None:
    row = one_sent(days)
    bend(days, update(Notification).where(Notification.id == row.id).values(attempts=1, sure=True))
    assert found(days, TUESDAY) == {}
    bend(days, update(Notification).where(Notification.id == row.id).values(sure=False))
    assert found(days, TUESDAY) == {"double": 1}


def test_a_slot_that_nobody_planned_is_found_and_not_its_lines(mau: Office) -> None:
    days = days_of(mau)
    days.live(TUESDAY, times=[time(14), time(16)])
    bend(days, delete(PlannedSlot).where(PlannedSlot.slot == f"{TUESDAY} morning"))
    findings = days.audit(TUESDAY)
    assert [(each.what, each.slot) for each in findings.found if each.what == "silent"] == [
        ("silent", f"{TUESDAY} morning")
    ]
    assert "missing" not in findings.numbers


def test_after_an_outage_the_latest_step_is_enough(mau: Office) -> None:
    days = days_of(mau)
    days.live(TUESDAY)
    for number in range(1, 9):
        assert found(days, TUESDAY + timedelta(number)).keys() <= {"silent"}
    after = TUESDAY + timedelta(9)
    days.live(after)
    assert found(days, after) == {}
    assert one_sent(days, after)


def test_a_day_off_and_the_first_day_back_are_silent(mau: Office) -> None:
    days = days_of(mau)
    tet = [date(2027, 2, 1) + timedelta(number) for number in range(20)]
    for day in tet:
        days.live(day)
        assert found(days, day) == {}
    back = next(day for day in tet if works(day) and not works(day - timedelta(5)) and not works(day - timedelta(1)))
    with mau.database.reading() as session:
        spoken = set(session.scalars(select(Notification.day).where(Notification.state == "sent")))
    assert all(works(day) for day in spoken if day)
    assert back not in spoken
    bend(days, update(Notification).where(Notification.day == min(d for d in spoken if d)).values(day=back))
    assert found(days, back)["off_hours"] >= 1


def test_people_without_a_chat_are_counted_and_not_missing(mau: Office) -> None:
    days = days_of(mau)
    bend(days, delete(Chat))
    days.live(TUESDAY)
    findings = days.audit(TUESDAY)
    assert (findings.numbers, findings.unconnected > 0) == ({}, True)


def test_what_was_done_before_it_was_sent_need_not_be_said(mau: Office) -> None:
    days = days_of(mau)
    days.live(TUESDAY)
    number = add_work(days, at(TUESDAY, 16), date(2026, 9, 14))  # four days left on the day it is given
    tick(mau.database, at(WEDNESDAY, 7, 30), days.clockwork)
    with mau.database.writing() as session:
        teller = Teller(1, "console", at(WEDNESDAY, 7, 40))
        change(session, session.get_one(Work, number), "send", teller, {"state": "closed", "closed": True})
    days.send(at(WEDNESDAY, 7, 50))
    assert found(days, WEDNESDAY).keys() <= {"silent"}
    assert told(days, number) in ([], [(f"{WEDNESDAY} morning", "before_3")])


def test_a_message_held_back_without_a_reason_is_found(days: Days) -> None:
    row = one_sent(days)
    bend(days, update(Notification).where(Notification.id == row.id).values(state="superseded"))
    assert set(found(days, TUESDAY)) == {"missing"}


def test_what_people_did_later_that_day_changes_nothing(days: Days) -> None:
    with days.office.database.writing() as session:
        teller = Teller(1, "console", at(TUESDAY, 15))
        for work in session.scalars(select(Work).where(Work.closed.is_(False))):
            change(session, work, "send", teller, {"state": "closed", "closed": True, "stage": "issued"})
    assert found(days, TUESDAY) == {}
    days.live(WEDNESDAY)
    assert found(days, WEDNESDAY) == {}


def test_a_deputy_is_told_and_whoever_came_back_too(mau: Office) -> None:
    days = days_of(mau)
    with mau.database.writing() as session:
        lam, suong = (people(session, TUESDAY, key=f"mau/{key}")[0] for key in ("lam", "suong"))
        go_away(session, lam, suong, TUESDAY, WEDNESDAY, Teller(lam.id, "console", at(TUESDAY, 6)))
    days.live(TUESDAY)
    assert found(days, TUESDAY) == {}
    with mau.database.writing() as session:
        come_back(session, absences(session, lam.id, TUESDAY)[0], Teller(lam.id, "console", at(TUESDAY, 16, 30)))
    assert found(days, TUESDAY) == {}
    with mau.database.reading() as session:
        assert set(session.scalars(select(Notification.person_id).where(Notification.day == TUESDAY))) >= {suong.id}
    days.live(WEDNESDAY)
    assert found(days, WEDNESDAY) == {}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_and_whenever_the_clock_stops_nothing_is_found(mau: Office, seed: int) -> None:
    days, random = days_of(mau), Random(seed)
    working = Working(mau, random)
    day = TUESDAY + timedelta(random.randrange(100))
    for _ in range(16):
        day += timedelta(1)
        for each in TIMES if random.random() < 0.9 else ():
            now = datetime.combine(day, each, ZONE)
            for _ in range(random.randrange(3)):
                working.once(now)
            days.live(day, times=[each])
        assert found(days, day).keys() <= {"silent"}


def snooze(days: Days, number: int, who: str, until: date, now: datetime) -> None:
    """Somebody wants to hear of work again on a day; the record says so."""
    with days.office.database.writing() as session:
        person = people(session, now.date(), key=f"mau/{who}")[0]
        session.add(Snooze(number, person.id, until))
        after = {"until": str(until), "was": None, "person": person.id}
        record(session, now, how="console", what="work snooze", subject="", before={}, after=after, work_id=number)


def test_work_that_somebody_wants_to_hear_of_later_comes_back_that_day(mau: Office) -> None:
    days = days_of(mau)
    number = add_work(days, at(date(2026, 8, 25), 16), date(2026, 9, 15))  # five days left on the 8th
    days.live(TUESDAY)
    snooze(days, number, "lam", date(2026, 9, 11), at(TUESDAY, 15))
    for day in (TUESDAY, WEDNESDAY, date(2026, 9, 10), date(2026, 9, 11)):
        if day > TUESDAY:
            days.live(day)
        assert found(days, day) == {}
    steps = [(f"{TUESDAY} morning", "before_5"), ("2026-09-11 morning", "before_3")]
    assert told(days, number) == [*steps, ("2026-09-11 morning", "snoozed_2026-09-11")]
    bend(days, delete(Reminder).where(Reminder.rung == "snoozed_2026-09-11"))
    assert found(days, date(2026, 9, 11)) == {"missing": 1}


def test_work_comes_back_before_its_first_step_too(mau: Office) -> None:
    days = days_of(mau)
    number = add_work(days, at(date(2026, 9, 7), 16), date(2026, 9, 30))
    snooze(days, number, "lam", WEDNESDAY, at(date(2026, 9, 7), 17))
    days.live(WEDNESDAY)
    assert found(days, WEDNESDAY) == {}


def test_work_comes_back_after_an_outage_too(mau: Office) -> None:
    days = days_of(mau)
    number = add_work(days, at(date(2026, 8, 25), 16), date(2026, 9, 22))  # ten days left on the 8th
    days.live(TUESDAY)
    days.live(WEDNESDAY)
    snooze(days, number, "lam", date(2026, 9, 10), at(WEDNESDAY, 15))
    days.live(date(2026, 9, 14))  # the assistant stood still for two days
    assert found(days, date(2026, 9, 14)) == {}


def test_work_given_to_another_before_the_message_goes_is_not_said(mau: Office) -> None:
    days = days_of(mau)
    number = add_work(days, at(date(2026, 8, 25), 16), date(2026, 9, 15))
    tick(mau.database, at(TUESDAY, 7, 30), days.clockwork)
    with mau.database.writing() as session:
        lam, khe = (people(session, TUESDAY, key=f"mau/{key}")[0] for key in ("lam", "khe"))
        teller = Teller(lam.id, "console", at(TUESDAY, 7, 32))
        change(session, session.get_one(Work, number), "reassign", teller, {"lead_id": khe.posts[0].unit_id})
    days.send(at(TUESDAY, 7, 40))
    with mau.database.reading() as session:
        texts = session.scalars(select(Notification.text).where(Notification.person_id == lam.id))
        assert not any(f"#{number} " in text for text in texts)


def test_a_planner_that_follows_another_rule_is_found_out(mau: Office) -> None:
    days = days_of(mau)
    days.live(TUESDAY)
    for wrong in (Policy(before=(10, 3, 1, 0)), Policy(signing=9, short_notice=0), Policy(overdue=(2,), every=4)):
        bent = Days(mau, replace(days.clockwork, policy=wrong))
        seen: set[str] = set()
        for number in range(1, 30):
            day = TUESDAY + timedelta(number)
            number_ = add_work(days, at(day, 16, 30), day + timedelta(7 if number % 2 else 3))
            assert number_
            bent.live(day)
            seen |= found(days, day).keys()
        assert seen & {"missing", "extra"}


def test_administrators_get_one_line_once(days: Days) -> None:
    now = at(WEDNESDAY, 6, 45)
    with days.office.database.writing() as session:
        session.execute(update(Notification).where(Notification.day == TUESDAY).values(state="expired"))
        assert days_to_audit(session, WEDNESDAY) == [TUESDAY]
        for _ in range(2):
            assert audit_day(session, TUESDAY, now, ZONE, days.clockwork.policy, days.clockwork.terms).found
        assert days_to_audit(session, WEDNESDAY) == []
        assert days_to_audit(session, WEDNESDAY + timedelta(2)) == [WEDNESDAY, WEDNESDAY + timedelta(1)]
        kept = session.scalars(select(Audit)).one()
        assert kept.numbers["missing"] == len(session.scalars(select(Reminder).where(OF_WORK)).all())
        thach = people(session, TUESDAY, key="mau/thach")[0]
        notice = session.scalars(select(Notice).where(Notice.what == "audited")).one()
        assert notice.person_id == thach.id
        line = say("notices", notice.what, **notice.about)
    assert line.startswith("Đối chiếu nhắc việc ngày 08/9: ")
    assert "dòng nhắc thiếu" in line
    assert line.endswith("Chi tiết: cchc reminders --audit 2026-09-08")


def test_where_all_is_well_nobody_is_told(days: Days) -> None:
    with days.office.database.writing() as session:
        audit_day(session, TUESDAY, at(WEDNESDAY, 6, 45), ZONE, days.clockwork.policy, days.clockwork.terms)
        assert session.scalars(select(Audit)).one().numbers == {}
        assert not session.scalars(select(Notice).where(Notice.what == "audited")).all()


def test_the_command_line_says_it(days: Days) -> None:
    url = days.office.database.engine.url.render_as_string(hide_password=False)
    asked = ("reminders", "--database", url, "--now", "2026-09-09T07:00", "--audit")
    done = run(*asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Đối chiếu nhắc việc thứ Ba 08/9/2026: mọi dòng phải nhắc đều đã nhắc\n"
    bend(days, update(Notification).where(Notification.day == TUESDAY).values(state="failed"))
    done = run(*asked, "2026-09-08")
    assert done.returncode == 1
    assert "- dòng nhắc thiếu: buổi sáng, #" in done.stdout
    assert "- tin không gửi được: buổi sáng, " in done.stdout
    assert run(*asked, "2026-09-09").stderr == "cchc: Ngày 09/9/2026 chưa hết: chỉ đối chiếu được ngày đã qua.\n"
    assert "không phải ngày" in run(*asked, "hôm qua").stderr


# Rows alone


SENT = Sending(
    7, 3, "digest", f"{TUESDAY} morning", TUESDAY, at(TUESDAY, 7, 30), at(TUESDAY, 7, 30), "sent", at(TUESDAY, 7, 31)
)
WANTED = Expected("#12", date(2026, 9, 11), "before_3", 3, SENT.slot)
TOLD = Said("#12", date(2026, 9, 11), "before_3", SENT)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ([TOLD], []),
        ([], ["missing"]),
        ([replace(TOLD, rung="before_5")], ["missing", "extra"]),
        ([TOLD, replace(TOLD, subject="#13")], ["extra"]),
        ([TOLD, TOLD], ["double"]),
        ([TOLD, replace(TOLD, sending=replace(SENT, number=6, day=date(2026, 9, 7)))], ["double"]),
        ([replace(TOLD, sending=replace(SENT, day=date(2026, 9, 7)))], []),
        ([replace(TOLD, sending=replace(SENT, day=WEDNESDAY))], ["missing"]),
        ([replace(TOLD, sending=replace(SENT, state="uncertain"))], []),
        ([replace(TOLD, sending=replace(SENT, day=date(2026, 9, 7), state="uncertain"))], ["missing"]),
        ([replace(TOLD, sending=replace(SENT, day=date(2026, 9, 7), state="uncertain", sure=True))], []),
        ([replace(TOLD, sending=replace(SENT, state="expired"))], ["missing"]),
        ([replace(TOLD, sending=replace(SENT, slot=f"{TUESDAY} afternoon"))], ["extra"]),
    ],
)
def test_rows_are_compared_one_by_one(said: list[Said], what: list[str]) -> None:
    assert [each.what for each in compare([WANTED], said, TUESDAY)] == what


def test_what_waited_for_the_months_quota_is_told_as_such_and_said_the_next_morning(mau: Office) -> None:
    days = days_of(mau)
    with mau.database.writing() as session:
        add_sent(session, Quota("telegram", "1"), date(2026, 9, 1), 100)
    tick(mau.database, at(TUESDAY, 7, 30), days.clockwork)
    with mau.database.writing() as session:
        least = hold_back(session, Quota("telegram", "1", 100), at(TUESDAY, 8), ZONE)
        waits = Notification.state == "pending", Notification.value < least
        held = session.scalars(select(Notification.id).where(*waits)).all()
        lines = session.scalars(select(Reminder.rung).where(Reminder.notification_id.in_(held), OF_WORK)).all()
        session.execute(update(Notification).where(Notification.id.in_(held)).values(opens_at=at(WEDNESDAY, 0)))
    assert lines, "nothing waits that the auditor works out"
    days.send(at(TUESDAY, 8))
    days.live(TUESDAY, TIMES[3:])
    assert found(days, TUESDAY) == {"waited": len(held)}
    days.live(WEDNESDAY)
    assert found(days, TUESDAY) == {"waited": len(held)}
    assert found(days, WEDNESDAY) == {}
    with mau.database.reading() as session:
        told = session.scalars(select(Reminder.rung).join(Notification, Notification.id == Reminder.notification_id)
                               .where(OF_WORK, Notification.state == "sent"))  # fmt: skip
        assert set(lines) <= set(told)
