"""A duty loaded anew: its reports follow while nobody has acted on them, and no lateness is forgiven."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from catalogs import FOLDER
from models.database import Database
from models.work_tables import Document, Evidence
from tests.duties import DUTIES, at, load_duties, report
from tests.models.small import small
from tests.offices import Office, Stores

NONE_SENT = DUTIES.partition("[duty.par.sent]")[0]


@pytest.fixture
def nho(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(stores, open_database)


def test_new_days_and_a_new_title_reach_what_is_still_to_come(nho: Office) -> None:
    load_duties(nho, DUTIES)
    changed = DUTIES.replace('"20/9", internal = "18/9"', '"25/9"').replace("Sở Nội vụ", "UBND tỉnh")
    assert load_duties(nho, changed) == (1, 2, 0)  # quarter III and the year; what was sent stays
    later = report(nho, "2026-Q3")
    assert (later.due_on, later.internal_due_on) == (date(2026, 9, 25), None)
    assert later.title == "Báo cáo CCHC quý III gửi UBND tỉnh"
    assert report(nho, "2026-Q1").title == "Báo cáo CCHC quý I gửi Sở Nội vụ"
    assert "(thứ Sáu 25/9)" in nho.say("báo cáo tất cả")


def test_what_was_due_stays_due(nho: Office) -> None:
    load_duties(nho, NONE_SENT)
    assert load_duties(nho, NONE_SENT.replace('"20/6"', '"30/12"')) == (1, 0, 0)
    assert report(nho, "2026-H1").due_on == date(2026, 6, 20)
    assert "thiếu 2" in nho.say("điểm 3")


def test_what_somebody_took_up_stays_as_they_saw_it(mau: Office) -> None:
    text = (FOLDER / "xa-mau-2026.duties.toml").read_text()
    assert "34" in mau.say("đã nhận 34", "lam")
    assert load_duties(mau, text.replace('"11/9"', '"10/9"').replace('"11/12"', '"10/12"')) == (1, 1, 0)
    assert report(mau, "xa-mau par 2026-Q3").due_on == date(2026, 9, 11)
    assert report(mau, "xa-mau par 2026-Y").due_on == date(2026, 12, 10)


def test_a_period_that_is_owed_no_longer_is_called_off_and_comes_back_when_owed_again(nho: Office) -> None:
    load_duties(nho, DUTIES)
    without = DUTIES.replace('Q3 = { closes = "14/9", due = "20/9", internal = "18/9" }\n', "")
    assert load_duties(nho, without) == (1, 1, 0)
    gone = report(nho, "2026-Q3")
    assert (gone.state, gone.closed, gone.reason) == ("cancelled", True, "chế độ báo cáo đã thay đổi")
    assert "đúng hạn 2, chưa đến hạn 1" in nho.say("điểm 3")
    assert "đổi theo chế độ báo cáo mới" in nho.say(f"lịch sử việc {gone.id}")
    assert load_duties(nho, DUTIES) == (1, 1, 0)
    assert report(nho, "2026-Q3").state == "open"
    assert "đúng hạn 2, chưa đến hạn 2" in nho.say("điểm 3")


def test_a_duty_ends_with_its_last_day(nho: Office) -> None:
    load_duties(nho, DUTIES)
    assert load_duties(nho, DUTIES.replace("2026-01-01", "2026-01-01\nvalid_to = 2026-10-01")) == (1, 1, 0)
    assert report(nho, "2026-Y").state == "cancelled"
    nho.clock.now = at(1, 1, 2027)
    assert load_duties(nho, DUTIES.replace("2026-01-01", "2026-01-01\nvalid_to = 2026-10-01")) == (0, 0, 0)


def test_what_a_later_file_says_was_sent_is_sent(nho: Office) -> None:
    load_duties(nho, NONE_SENT)
    assert "thiếu 2" in nho.say("điểm 3")
    assert load_duties(nho, DUTIES) == (1, 2, 0)
    assert "đúng hạn 2" in nho.say("điểm 3")
    assert load_duties(nho, DUTIES) == (0, 0, 0)


def test_a_wrong_date_in_the_file_is_mended_by_the_file(nho: Office) -> None:
    load_duties(nho, DUTIES.replace("2026-06-19", "2026-06-22"))
    assert "muộn 1" in nho.say("điểm 3")
    assert load_duties(nho, DUTIES) == (1, 1, 0)
    assert "đúng hạn 2" in nho.say("điểm 3")
    number = report(nho, "2026-H1").id
    with nho.database.reading() as session:
        papers = select(Document.dated).join(Evidence, Evidence.document_id == Document.id)
        proves = papers.where(Evidence.work_id == number, Evidence.taken_back.is_(False))
        assert session.scalars(proves).all() == [date(2026, 6, 19)]


def test_a_report_that_follows_to_another_day_is_given_anew_with_it(nho: Office) -> None:
    load_duties(nho, NONE_SENT)
    assert report(nho, "2026-Q3").set_at is None
    nho.clock.forward(days=1)
    load_duties(nho, NONE_SENT.replace("Sở Nội vụ", "UBND tỉnh"))
    assert report(nho, "2026-Q3").set_at is None  # another title is no other day
    load_duties(nho, NONE_SENT.replace("Sở Nội vụ", "UBND tỉnh").replace('"20/9", internal = "18/9"', '"25/9"'))
    assert report(nho, "2026-Q3").set_at == nho.clock.now
    assert report(nho, "2026-Y").set_at is None
