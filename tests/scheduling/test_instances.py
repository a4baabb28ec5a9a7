"""Report instances: made ahead, each once, in the order of their due days, whoever makes them."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from models.database import Database
from models.load import load
from models.tables import Event, Unit
from models.work import REPORT
from models.work_tables import Document, Evidence, Work
from scheduling.instances import make_instances
from scheduling.tick import make_reports
from tests.duties import DUTIES, at, load_duties, report, reports
from tests.models.small import small
from tests.offices import ZONE, Office, Stores, fingerprint


@pytest.fixture
def nho(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(stores, open_database)


def test_the_model_report_is_34(mau: Office) -> None:
    """The model messages count on it: 20 tasks, and the 14th report by its due day."""
    number_34 = reports(mau)[13]
    assert (number_34.id, number_34.key) == (34, "tinh-mau/xa-mau par 2026-Q3")
    assert (number_34.title, number_34.code) == ("Báo cáo CCHC quý III gửi Sở Nội vụ", "1.4")
    assert (number_34.due_on, number_34.internal_due_on) == (date(2026, 9, 11), None)


def test_their_titles_say_the_period(mau: Office, van_canh: Office) -> None:
    titles = {work.key: work.title for office in (mau, van_canh) for work in reports(office)}
    for key, title in (
        ("tinh-mau/xa-mau par 2026-H1", "Báo cáo CCHC 6 tháng gửi Sở Nội vụ"),
        ("tinh-mau/xa-mau par 2026-Y", "Báo cáo CCHC năm 2026 gửi Sở Nội vụ"),
        ("tinh-mau/xa-mau digital 2026-M07", "Báo cáo chuyển đổi số tháng 7 gửi Sở Khoa học và Công nghệ"),
        ("van-canh control 2022-Q1", "Báo cáo kiểm soát TTHC quý I gửi Văn phòng UBND tỉnh"),
    ):
        assert titles[key] == title


def test_a_title_and_a_recipient_are_kept_as_they_are_written(nho: Office) -> None:
    load_duties(nho, DUTIES.replace('"Báo cáo CCHC"', '"Báo cáo A & B <quý>"').replace('to         = "Sở Nội vụ"', ""))
    assert report(nho, "2026-Q3").title == "Báo cáo A & B <quý> quý III"


def test_they_are_numbered_by_their_due_days(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        made = reports(office)
        assert [work.due_on for work in made] == sorted(work.due_on for work in made)
        assert all(work.kind == REPORT for work in made)


def test_this_years_and_those_due_within_120_days_are_made(nho: Office) -> None:
    assert load_duties(nho, DUTIES) == (1, 0, 4)
    assert [work.period for work in reports(nho)] == ["2026-Q1", "2026-H1", "2026-Q3", "2026-Y"]
    nho.clock.now = at(20, 11)  # 120 days before 20/3/2027
    assert make_reports(nho.database, nho.clock.now, ZONE) == 1
    assert reports(nho)[-1].key == "tinh/xa-an par 2027-Q1"
    nho.clock.now = at(1, 1, 2027)
    assert make_reports(nho.database, nho.clock.now, ZONE) == 3
    assert [work.period for work in reports(nho)[5:]] == ["2027-H1", "2027-Q3", "2027-Y"]


def test_what_is_due_in_the_next_year_is_made_though_its_duty_came_late(nho: Office) -> None:
    nho.clock.now = at(5, 1, 2027)
    load_duties(nho, DUTIES.partition("[duty.par.sent]")[0])
    assert [work.period for work in reports(nho)] == ["2026-Y", "2027-Q1", "2027-H1", "2027-Q3", "2027-Y"]


def test_a_duty_and_a_unit_owe_nothing_before_and_after_their_time(nho: Office, van_canh: Office) -> None:
    later = DUTIES.partition("[duty.par.sent]")[0].replace("2026-01-01", "2026-04-01\nvalid_to = 2026-09-30")
    load_duties(nho, later)
    assert [work.period for work in reports(nho)] == ["2026-H1", "2026-Q3"]
    with van_canh.database.writing() as session:
        assert make_instances(session, at(1, 2, 2025), ZONE) == 4  # the district ended with 30/6/2025
        assert make_instances(session, at(1, 7, 2025), ZONE) == 0
        assert session.scalar(select(func.count()).select_from(Work).where(Work.due_on > date(2025, 6, 30))) == 0


def test_what_had_been_sent_is_closed_with_its_document(mau: Office, van_canh: Office) -> None:
    for office, key, number, dated in (
        (mau, "xa-mau par 2026-Q1", "31/BC-UBND", date(2026, 3, 11)),
        (van_canh, "van-canh control 2022-H1", "", date(2022, 6, 17)),
    ):
        work = report(office, key)
        assert (work.state, work.closed, work.completed_on, work.reported_by) == ("closed", True, dated, None)
        with office.database.reading() as session:
            documents = select(Document).join(Evidence, Evidence.document_id == Document.id)
            document = session.scalars(documents.where(Evidence.work_id == work.id)).one()
        assert (document.number, document.dated) == (number, dated)


def test_making_them_again_makes_none(mau: Office) -> None:
    before = fingerprint(mau.database)
    with mau.database.writing() as session:
        assert make_instances(session, mau.clock.now, ZONE) == 0
    assert make_reports(mau.database, mau.clock.now, ZONE) == 0
    assert fingerprint(mau.database) == before


def test_each_is_recorded_as_the_calendars_doing(nho: Office) -> None:
    load_duties(nho, DUTIES)
    with nho.database.reading() as session:
        events = session.scalars(select(Event).where(Event.what == "work new").order_by(Event.id)).all()
        home = session.scalars(select(Unit.id).where(Unit.key == "tinh/xa-an")).one()
    assert [event.work_id for event in events] == [work.id for work in reports(nho)]
    assert {(event.how, event.actor_id, event.unit_id) for event in events} == {("calendar", None, home)}


def test_two_at_once_make_each_once(nho: Office, open_database: Callable[[str], Database], stores: Stores) -> None:
    with nho.database.writing() as session:
        load(session, [("duties.toml", DUTIES)], nho.clock.now, ZONE)
    url = nho.database.engine.url.render_as_string(hide_password=False)
    databases = [open_database(url) for _ in range(4)]
    barrier, made, failed = Barrier(len(databases)), list[int](), list[Exception]()

    def run(database: Database) -> None:
        barrier.wait()
        try:
            made.append(make_reports(database, nho.clock.now, ZONE))
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=run, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(made) == 4
    assert [work.period for work in reports(nho)] == ["2026-Q1", "2026-H1", "2026-Q3", "2026-Y"]
