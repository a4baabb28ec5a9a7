"""Loading report duties: what is new or changed, what is refused and where."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from catalogs import FOLDER
from models.database import Database
from models.work_tables import ReportDuty
from scoring.errors import CatalogError
from templates import plain, say
from tests.duties import DUTIES, load_duties, report
from tests.models.small import SET, small
from tests.offices import Office, Stores, fingerprint


@pytest.fixture
def nho(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(stores, open_database)


def duties(office: Office) -> list[ReportDuty]:
    with office.database.reading() as session:
        return list(session.scalars(select(ReportDuty).order_by(ReportDuty.id)))


def refusal(office: Office, text: str) -> str:
    """What is said of a file that is refused; nothing is kept."""
    before = fingerprint(office.database)
    with pytest.raises(CatalogError) as refused:
        load_duties(office, text)
    assert fingerprint(office.database) == before
    error = refused.value
    return f"{error.where}: {plain(say('refusals', error.what, **error.values))}"


def test_a_duty_keeps_its_days_as_they_are_written(nho: Office) -> None:
    load_duties(nho, DUTIES)
    duty = duties(nho)[0]
    assert (duty.key, duty.title, duty.recipient, duty.indicator) == (
        "tinh/xa-an par", "Báo cáo CCHC", "Sở Nội vụ", "reports",
    )  # fmt: skip
    assert duty.periods["Q3"] == {"closes": "14/9", "due": "20/9", "internal": "18/9"}
    assert duty.periods["Y"] == {"closes": "14/12", "due": "15/1 năm sau"}
    assert duty.periods["Q1"]["sent"] == {"2026": {"number": "3/BC-UBND", "dated": "2026-03-19"}}
    assert (duty.valid_from, duty.valid_to) == (date(2026, 1, 1), None)


def test_twice_changes_nothing(nho: Office) -> None:
    assert load_duties(nho, DUTIES) == (1, 0, 4)
    before = fingerprint(nho.database)
    assert load_duties(nho, DUTIES) == (0, 0, 0)
    assert fingerprint(nho.database) == before


def test_the_demonstrations_files_are_read_again_without_a_change(mau: Office, van_canh: Office) -> None:
    for office, pattern in ((mau, "xa-mau*.duties.toml"), (van_canh, "van-canh*.duties.toml")):
        files = sorted(FOLDER.glob(pattern))
        assert files
        assert load_duties(office, *(file.read_text() for file in files)) == (0, 0, 0)


def test_one_line_stands_for_all_months_or_quarters_and_one_of_them_for_itself(nho: Office) -> None:
    text = DUTIES.partition("[duty.par.periods]")[0] + (
        '[duty.par.periods]\nM = { closes = 14, due = 20 }\nQ = { due = 25 }\nM12 = { due = "5/1 năm sau" }\n'
    )
    assert load_duties(nho, text) == (1, 0, 16)
    periods = duties(nho)[0].periods
    assert periods["M02"] == {"closes": "14/2", "due": "20/2"}
    assert periods["M12"] == {"due": "5/1 năm sau"}
    assert [periods[name]["due"] for name in ("Q1", "Q2", "Q3", "Q4")] == ["25/3", "25/6", "25/9", "25/12"]


def test_who_sets_the_days_is_the_unit_itself_unless_said(nho: Office) -> None:
    load_duties(nho, DUTIES.replace('due_by = "tinh"\n', "").replace('lead       = "van-phong"\n', ""))
    duty = duties(nho)[0]
    assert duty.due_by_id == duty.home_id == duty.lead_id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"tinh/xa-an"', '"tinh/xa-am"', '[duties]: không có đơn vị "tinh/xa-am". Gần nhất: tinh/xa-an.'),
        ('"tinh"', '"tin"', '[duties]: không có đơn vị "tin". Gần nhất: tinh.'),
        ("due_by", "due", '[duties]: không có khóa "due". Gần nhất: due_by.'),
        ('"van-phong"', '"van-phog"', '[duty] par: không có đơn vị "van-phog". Gần nhất: van-phong.'),
        ('"van-phong"', '"tinh/xa-binh"', '[duty] par: không có đơn vị "tinh/xa-binh".'),
        ('"reports"', '"report5"', '[duty] par: không có chỉ tiêu "report5". Gần nhất: report.'),
        ('"reports"', '"meetings"', '[duty] par: "meetings" không đếm báo cáo (asks = "number")'),
        ('"reports"', '"reports"\ncode = "9"', '[duty] par: bộ tiêu chí không có mã "9".'),
        ("valid_from", "valid_form", '[duty] par: không có khóa "valid_form". Gần nhất: valid_from.'),
        ("valid_from = 2026-01-01", "", "[duty] par: thiếu valid_from."),
        ("2026-01-01", '"1/1"', "[duty] par: valid_from phải là ngày như 2021-12-31, không phải 1/1."),
        ("2026-01-01", "2026-01-01\nvalid_to = 2025-12-31", "[duty] par: ngày kết thúc trước ngày bắt đầu."),
        ("[duty.par]", "[duty.Par]", "[duty] Par: tên loại báo cáo chỉ gồm"),
        ('title      = "Báo cáo CCHC"', "", "[duty] par: thiếu title."),
        ("Q3 =", "Q5 =", '[duty] par, Q5: không có kỳ "Q5". Gần nhất: Q'),
        ('"20/9"', '"31/9"', '[duty] par, Q3: due phải là ngày, tháng như "20/9"'),
        ('"20/9"', "2026-09-20", '[duty] par, Q3: due phải là ngày, tháng như "20/9"'),
        ('"20/9"', "31", "hoặc một số là ngày của tháng cuối kỳ; không phải 31."),
        ('due = "20/9", ', "", "[duty] par, Q3: thiếu due."),
        ('"14/9"', '"21/9"', "[duty] par, Q3: closes 21/9 sau hạn gửi 20/9."),
        ('"18/9"', '"21/9"', "[duty] par, Q3: internal 21/9 sau hạn gửi 20/9."),
        ('"15/1 năm sau"', '"15/1"', 'closes 14/12 sau hạn gửi 15/1. Nếu hạn ở năm sau, viết "15/1 năm sau".'),
        ("internal", "interal", '[duty] par, Q3: không có khóa "interal". Gần nhất: internal.'),
        ('{ closes = "14/9", due = "20/9", internal = "18/9" }', '"20/9"', "phải là bảng {khóa = giá trị}"),
        ('"2026-H1"', '"2026-H2"', '[duty] par, sent 2026-H2: không có kỳ "2026-H2". Gần nhất: 2026-H1.'),
        ('"2026-H1"', '"H1"', '[duty] par, sent H1: không có kỳ "H1".'),
        ('"2026-H1"', '"2025-H1"', "[duty] par, sent 2025-H1: kỳ chốt ngày 14/6/2025 nằm ngoài valid_from, valid_to."),
        ("2026-06-19", "2026-08-26", "[duty] par, sent 2026-H1: 2026-08-26 chưa đến."),
        (", dated = 2026-06-19", "", "[duty] par, sent 2026-H1: thiếu dated."),
        ('"9/BC-UBND"', "9", "[duty] par, sent 2026-H1: number phải là chữ trong ngoặc kép, không phải 9."),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(nho: Office, old: str, new: str, said: str) -> None:
    assert old in DUTIES
    assert said in refusal(nho, DUTIES.replace(old, new, 1))


def test_periods_are_needed(nho: Office) -> None:
    head = DUTIES.partition("[duty.par.periods]")[0]
    assert refusal(nho, head) == "[duty] par: thiếu periods."


def test_a_unit_that_is_not_scored_owes_reports_that_nothing_counts(nho: Office) -> None:
    text = DUTIES.replace('"tinh/xa-an"', '"tinh"').replace('lead       = "van-phong"\n', "")
    assert "không có chỉ tiêu" in refusal(nho, text)
    assert load_duties(nho, text.replace('indicator  = "reports"\n', "")) == (1, 0, 4)


def test_a_set_that_no_longer_counts_the_reports_of_a_running_year_is_refused(nho: Office) -> None:
    load_duties(nho, DUTIES)
    assert refusal(nho, SET.replace("reports", "papers")).startswith("[indicator] reports: phiên bản mới bỏ mã này")
    without = SET.replace('asks = "duties", accumulates = "period"', 'asks = "number"')
    assert refusal(nho, without.replace("reports.missing", "reports")).startswith("[indicator] reports: ")
    assert load_duties(nho, SET.replace("Họp về CCHC", "Họp CCHC")) == (1, 0, 0)


def test_a_report_serves_the_criterion_of_the_newest_set(nho: Office) -> None:
    load_duties(nho, DUTIES)
    moved = SET.replace('"3" = {', '"5" = {')
    assert load_duties(nho, moved) == (1, 2, 0)
    assert (report(nho, "2026-Q3").code, report(nho, "2026-Q1").code) == ("5", "3")
    load_duties(nho, DUTIES.replace('indicator  = "reports"', 'indicator  = "reports"\ncode = "1.3"'))
    assert report(nho, "2026-Q3").code == "1.3"
