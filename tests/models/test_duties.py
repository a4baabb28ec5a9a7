"""Reports counted as figures: open, missing, on time or late, as the clock passes their days and as they are told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.dispatch import Dispatcher
from models.database import Database
from models.doing import change
from models.duties import day_in
from models.kept import Memory
from models.known import known
from models.people import speaker
from models.record import Teller
from models.scorecards import Card, card_of
from models.stakes import stake
from models.tables import Scorecard, Unit
from models.terms import Terms
from models.work import find_work
from models.work_tables import Work
from scheduling.calendar import works
from scheduling.tick import make_reports
from tests.duties import DUTIES, at, load_duties, report, rolling
from tests.models.small import AN, PROVINCE, refused, small, told
from tests.offices import ZONE, Office, Stores, typed


@pytest.fixture
def nho(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(stores, open_database)


def counted(office: Office, line: str, who: str = "") -> str:
    """What is said to be counted."""
    lines = office.say(line, who).splitlines()
    return next((each.partition(": ")[2] for each in lines if each.startswith("Đếm từ sổ báo cáo: ")), "")


def test_the_demonstrations_count_what_their_figures_said(mau: Office, van_canh: Office) -> None:
    assert counted(mau, "điểm 1.4") == "đúng hạn 4, chưa đến hạn 4"
    assert counted(mau, "điểm 5.2.3") == "chưa đến hạn"
    assert counted(mau, "điểm 6.3.2") == "chưa đến hạn"
    assert counted(mau, "điểm xã Mẫu Đông 1.4", "tuyet") == "đúng hạn 3, thiếu 1, chưa đến hạn 4"
    assert counted(van_canh, "điểm 1.4") == "đúng hạn 2, chưa đến hạn 2"


def test_the_clock_alone_makes_an_open_report_missing(mau: Office, van_canh: Office) -> None:
    for office, number, due, on, before in (
        (mau, 34, at(11, 9, hour=23), "11/9/2026", "đúng hạn 4, chưa đến hạn 4"),
        (van_canh, 31, at(20, 9, 2022, hour=23), "20/9/2022", "đúng hạn 2, chưa đến hạn 2"),
    ):
        office.clock.now = due
        assert counted(office, "điểm 1.4") == before  # on the day itself it is not late
        assert "còn có thể 1/1" in office.say("điểm 1.4")
        possible = office.say("điểm").splitlines()[4]
        office.clock.forward(hours=2)
        lines = office.say("điểm 1.4").splitlines()
        assert "Tạm tính: 0/1 (mất 1)" in lines
        assert "thiếu 1" in counted(office, "điểm 1.4")
        assert any(line.startswith(f"#{number} Báo cáo ") and line.endswith(f"quá hạn ({on})") for line in lines)
        year = office.say("điểm").splitlines()
        assert year[4] != possible
        assert next(line for line in year if "Báo cáo quá hạn: " in line).count(f"#{number} (1.4)") == 1


def test_the_running_year_is_said_as_before_while_nothing_is_overdue(mau: Office) -> None:
    assert "quá hạn" not in mau.say("điểm").replace("quá 30 ngày", "")


def test_the_document_decides_and_it_is_known_since_it_was_told(mau: Office) -> None:
    mau.clock.now = at(14, 9)
    assert counted(mau, "điểm 1.4") == "đúng hạn 4, thiếu 1, chưa đến hạn 3"
    mau.say("đã gửi 34 125/BC-UBND 11/9", "lam")
    assert counted(mau, "điểm 1.4") == "đúng hạn 5, chưa đến hạn 3"
    assert counted(mau, "điểm 1.4 13/9") == "đúng hạn 4, thiếu 1, chưa đến hạn 3"  # nobody knew of it
    assert counted(mau, "điểm 1.4 11/9") == "đúng hạn 4, chưa đến hạn 4"
    mau.clock.forward(days=1)
    assert counted(mau, "điểm 1.4 14/9") == "đúng hạn 5, chưa đến hạn 3"


def test_sent_late_is_late_and_no_longer_missing(mau: Office) -> None:
    mau.clock.now = at(17, 12)
    assert "Tạm tính: 0/" in mau.say("điểm 5.2.3")
    mau.say("đã gửi 43 201/BC-UBND 16/12", "nguyet")
    assert counted(mau, "điểm 5.2.3") == "muộn"
    assert "Tạm tính: 1,5/3 (mất 1,5)" in mau.say("điểm 5.2.3")


def test_the_year_ends_with_what_is_due_in_the_next(mau: Office) -> None:
    mau.clock.now = at(15, 1, 2027)
    assert counted(mau, "điểm 2026 6.3.2") == "chưa đến hạn"
    mau.clock.forward(days=1)
    assert counted(mau, "điểm 2026 6.3.2") == "chưa gửi"
    assert "Tạm tính: 0/2 (mất 2)" in mau.say("điểm 2026 6.3.2")
    assert counted(mau, "điểm 2026 6.3.2 31/12/2026") == "chưa đến hạn"


def test_a_report_that_was_called_off_is_not_counted(mau: Office) -> None:
    with mau.database.writing() as session:
        work = session.get_one(Work, 36)
        teller = Teller(1, "console", mau.clock.now)
        change(session, work, "cancel", teller, {"state": "cancelled", "closed": True, "reason": "tỉnh miễn"})
    assert counted(mau, "điểm 1.4") == "đúng hạn 4, chưa đến hạn 3"


def test_reports_count_however_late_they_were_made(nho: Office) -> None:
    duties = DUTIES.partition("[duty.par.sent]")[0]
    assert counted(nho, "điểm 3") == ""
    assert load_duties(nho, duties) == (1, 0, 4)
    assert counted(nho, "điểm 3") == "thiếu 2, chưa đến hạn 2"
    assert counted(nho, "điểm 3 1/4") == "thiếu 1, chưa đến hạn 3"
    assert counted(nho, "điểm 3 20/3") == "chưa đến hạn 4"


def test_what_was_sent_before_the_file_counts_from_the_day_of_its_document(nho: Office) -> None:
    load_duties(nho, DUTIES)
    assert counted(nho, "điểm 3") == "đúng hạn 2, chưa đến hạn 2"
    assert counted(nho, "điểm 3 20/3") == "đúng hạn 1, chưa đến hạn 3"


def test_an_indicator_with_a_term_of_its_own_is_told_as_before(nho: Office) -> None:
    load_duties(nho, DUTIES.replace('"reports"', '"report"'))
    assert counted(nho, "điểm 1.5") == ""
    assert "Điểm 1.5: chưa rõ → 1/1" in told(nho, "số liệu 1.5 20/8")


def test_a_unit_without_duties_keeps_its_stated_figure(mau: Office, nho: Office) -> None:
    assert counted(mau, "điểm phường Mẫu Tây 1.4", "tuyet") == ""
    assert "Số liệu: đúng hạn 4, chưa đến hạn 4 (30/6/2026" in mau.say("điểm phường Mẫu Tây 1.4", "tuyet")
    load_duties(nho, DUTIES)
    assert "Điểm 3: chưa rõ → 0/1" in told(nho, "số liệu 3 thiếu 1 quý 2", who="nho/binh")


def test_another_year_of_the_same_unit_is_as_it_was(van_canh: Office) -> None:
    assert counted(van_canh, "điểm 2021 1.4") == ""
    assert "thiếu 1" in van_canh.say("điểm 2021 1.4")
    told(van_canh, "số liệu 2021 1.4 thiếu 2 31/12")


def test_nobody_says_a_figure_that_is_counted(mau: Office, van_canh: Office) -> None:
    assert refused(mau, "số liệu 1.4 đúng hạn 5, thiếu 1, chưa đến hạn 2") == (
        '1.4 đếm từ sổ báo cáo, không ghi số: khi gửi, nhắn "đã gửi 34 <số> <ngày>". Chưa ghi gì.'
    )
    assert 'nhắn "đã gửi 31 <số> <ngày>"' in refused(van_canh, "số liệu 1.4 thiếu 1", "van-canh/que")
    assert "6.3.2 đếm từ sổ báo cáo" in refused(mau, "số liệu 7.3.2 48/120; 6.3.2 muộn")
    for number, who in ((34, "lam"), (36, "hai"), (41, "lam"), (44, "hai")):
        assert mau.say(f"đã gửi {number} {number}/BC-UBND 24/8", who).startswith("Đã ghi nhận"), number
    assert 'xem "báo cáo đã gửi"' in refused(mau, "số liệu 1.4 đúng hạn 8")


def test_the_history_says_where_to_look(mau: Office) -> None:
    assert mau.say("lịch sử 1.4").splitlines() == [
        "1.4 · Thực hiện chế độ báo cáo: chưa ghi gì",
        "Năm 2026 – xã Mẫu (tạm tính)",
        'Đếm từ sổ báo cáo: "báo cáo đã gửi"',
    ]


def test_what_moved_is_explained_report_by_report(mau: Office) -> None:
    mau.clock.now = at(14, 9)
    mau.say("đã gửi 34 125/BC-UBND 11/9", "lam")
    missing = "12/9/2026 sổ báo cáo: đúng hạn 4, chưa đến hạn 4 → đúng hạn 4, thiếu 1, chưa đến hạn 3: mất 1"
    assert mau.say("giải thích 1.4 1/9 13/9").splitlines() == [
        "1.4 · Thực hiện chế độ báo cáo: 0 đến 1 → 0/1",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Từ hết 01/9/2026 đến 13/9/2026:",
        missing,
    ]
    lines = mau.say("giải thích 1.4 1/9").splitlines()
    assert lines[0].endswith("0 đến 1 → 0 đến 1/1")
    assert lines[3:] == [
        missing,
        "14/9/2026 sổ báo cáo: đúng hạn 4, thiếu 1, chưa đến hạn 3 → đúng hạn 5, chưa đến hạn 3: có thể thêm 1",
    ]
    assert any("TC 1.4 sổ báo cáo" in line for line in mau.say("giải thích 1 1/9").splitlines())
    assert "Không số liệu nào" in mau.say("giải thích 1.4 1/1 1/9")


def test_what_is_left_over_is_nothing_where_reports_explain_it_all(nho: Office) -> None:
    load_duties(nho, DUTIES)
    nho.clock.now = at(21, 9)
    answer = nho.say("giải thích 3 25/8")
    assert answer.splitlines()[-1].endswith("mất 1")
    assert "Còn lại" not in answer


def test_a_term_on_a_day_off_is_judged_as_the_office_says(mau: Office) -> None:
    mau.clock.now = at(21, 9)  # a Monday; the report was due on Sunday
    assert counted(mau, "điểm 1.4") == "đúng hạn 4, thiếu 2, chưa đến hạn 2"
    assert "đúng hạn 4, thiếu 1, chưa đến hạn 3" in rolling(mau, "điểm 1.4")
    mau.say("đã gửi 36 130/BC-UBND 21/9", "hai")
    assert counted(mau, "điểm 1.4") == "đúng hạn 4, muộn 1, thiếu 1, chưa đến hạn 2"
    assert "đúng hạn 5, thiếu 1, chưa đến hạn 2" in rolling(mau, "điểm 1.4")


def test_terms_roll_over_weekends_and_holidays() -> None:
    printed, rolling_on = Terms(works), Terms(works, roll=True)
    for due, working in (
        (date(2026, 12, 20), date(2026, 12, 21)),
        (date(2026, 9, 2), date(2026, 9, 3)),  # National Day
        (date(2026, 9, 11), date(2026, 9, 11)),
    ):
        assert printed.last_day(due) == due
        assert printed.working_day(due) == rolling_on.last_day(due) == working


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent meanwhile."""
    sent: list[str] = []

    def note(*about: Any) -> None:
        sent.append(about[2])

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def card(office: Office, unit: str) -> Card:
    with office.database.reading() as session:
        found = session.scalars(
            select(Scorecard).join(Unit, Unit.id == Scorecard.unit_id).where(Unit.key == unit, Scorecard.year == 2026)
        ).one()
        return card_of(session, found)


def test_a_scored_year_costs_one_more_query_and_none_where_nobody_owes_anything(mau: Office) -> None:
    memory, cards = Memory(), {name: card(mau, f"tinh-mau/{name}") for name in ("xa-mau", "phuong-mau-tay")}
    for expected, name in ((2, "xa-mau"), (1, "xa-mau"), (0, "phuong-mau-tay")):  # who owes is asked once
        with mau.database.reading() as session:
            memory.lend(session)
            memory.kept.years.clear()
            with statements(mau.database) as sent:
                known(session, cards[name], mau.clock.now, mau.clock.now.date(), mau.clock.now, works)
            assert sum("report_duty" in statement for statement in sent) == expected, name


def test_what_was_remembered_is_not_said_after_a_report_or_a_day(mau: Office) -> None:
    remembering = Dispatcher(mau.database, ZONE, timedelta(days=30))

    def asked() -> str:
        return remembering.answer(typed("điểm 1.4", "mau/mai"), mau.clock.now).text

    mau.clock.now = at(11, 9, hour=23)
    assert "chưa đến hạn 4" in asked()
    mau.clock.forward(hours=2)
    assert "thiếu 1" in asked()
    mau.say("đã gửi 34 125/BC-UBND 11/9", "lam")
    mau.clock.forward(minutes=1)
    assert "đúng hạn 5" in asked()
    mau.say("hoàn tác", "lam")
    mau.clock.forward(minutes=1)
    assert "thiếu 1" in asked()


def test_reports_made_by_the_calendar_move_what_was_remembered(nho: Office) -> None:
    remembering = Dispatcher(nho.database, ZONE, timedelta(days=30))
    assert "Đếm" not in remembering.answer(typed("điểm 3", AN), nho.clock.now).text
    load_duties(nho, DUTIES)
    nho.clock.forward(minutes=1)
    assert "đúng hạn 2" in remembering.answer(typed("điểm 3", AN), nho.clock.now).text
    assert make_reports(nho.database, nho.clock.now, ZONE) == 0


def test_a_task_on_a_counted_criterion_makes_no_figure_true(nho: Office) -> None:
    load_duties(nho, DUTIES)
    load_duties(nho, '[tasks]\nunit = "tinh/xa-an"\n[task.x]\ntitle = "Rà soát"\ncode = "3"\ndue = 2026-12-01\n')
    with nho.database.reading() as session:
        scored = known(session, card(nho, "tinh/xa-an"), nho.clock.now, nho.clock.now.date(), nho.clock.now, works)
        task = session.scalars(select(Work.id).where(Work.kind == "task")).one()
        person = speaker(session, AN, nho.clock.now.date())
        assert person is not None
        number = report(nho, "par 2026-Q3").id
        of_report, of_task = (find_work(session, each, person) for each in (number, task))
        assert of_report is not None
        assert of_task is not None
        worth = [stake(scored, each, nho.clock.now.date(), works) for each in (of_report, of_task)]
    assert [each.points if each else None for each in worth] == [1, None]


def test_the_days_of_a_period_are_read_in_its_year() -> None:
    assert day_in(2026, "20/9") == date(2026, 9, 20)
    assert day_in(2026, "15/1 năm sau") == date(2027, 1, 15)
    for wrong in ("31/9", "20", "20/9/2026", "", "15/1 năm tới"):
        with pytest.raises(ValueError, match=r"."):
            day_in(2026, wrong or " ")


def test_the_province_reads_the_reports_of_its_units(nho: Office) -> None:
    load_duties(nho, DUTIES)
    assert "đúng hạn 2, chưa đến hạn 2" in nho.say("điểm xã An 3", PROVINCE)
