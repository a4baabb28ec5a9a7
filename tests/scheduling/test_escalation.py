"""What goes up, to whom and when: the deputy chairman from the first day, the chairman who opted in from the fifth."""

from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select

from handlers import match
from models.ledger import want
from models.reminder_tables import Case
from models.tables import Person
from models.work_tables import Work
from scheduling.policy import CHAIR, DEPUTY, Policy
from tests.offices import Office
from tests.scheduling.slots_told import by_job, slot

PICTURE = "Quá hạn: 5 việc (2,5 điểm) – Phòng Kinh tế 2, Trung tâm 1, Phòng Văn hóa - Xã hội 1, Văn phòng 1"


def opted_in(office: Office, who: str, job: str = "escalation", wanted: bool = True) -> None:
    with office.database.writing() as session:
        person = session.scalars(select(Person).where(Person.key == f"{office.demonstration.id}/{who}")).one()
        want(session, person.id, job, wanted, office.clock.now)


def given(office: Office, number: int, **columns: object) -> None:
    """A piece of work as it must be for a test."""
    with office.database.writing() as session:
        for name, value in columns.items():
            setattr(session.get_one(Work, number), name, value)


def steps(office: Office, number: int) -> object:
    with office.database.reading() as session:
        return session.scalars(select(Case.steps).where(Case.work_id == number)).one_or_none()


def escalated(office: Office, *days: str, policy: Policy | None = None) -> list[dict[str, str]]:
    """What goes up on some days, one after the other: who is told what."""
    return [by_job(slot(office, day, "escalation", policy or Policy()), "escalation") for day in days]


def test_the_deputy_hears_of_work_from_its_first_working_day_on_once(mau: Office) -> None:
    before, first, second = escalated(mau, "04/09/2026", "07/09/2026", "08/09/2026")
    assert "#12" not in before["giang"]
    assert first["giang"].splitlines()[:4] == [
        "Kính báo cáo đ/c Phó Chủ tịch",
        "Thứ Hai 07/9/2026: 1 việc quá hạn cần báo cáo",
        "#12 Quy chế phối hợp giải quyết TTHC (3.4.1) · 0,5 điểm – Văn phòng, quá hạn 1 ngày làm việc",
        PICTURE,
    ]
    assert first.keys() == {"giang"}
    assert second == {}


def test_in_the_district_too(van_canh: Office) -> None:
    (told,) = escalated(van_canh, "18/07/2022")
    assert "Quá hạn: 2 việc (1 điểm) – Phòng Nội vụ 1, Phòng Tài chính 1" in told["duong"]
    assert told.keys() == {"duong"}


def test_the_chairman_who_opted_in_hears_of_it_from_the_fifth(mau: Office) -> None:
    opted_in(mau, "son")
    fourth, fifth = escalated(mau, "10/09/2026", "11/09/2026")
    assert "#12" not in fourth["son"]
    assert "#12 Quy chế phối hợp giải quyết TTHC" in fifth["son"]
    assert "quá hạn 5 ngày làm việc" in fifth["son"]
    assert fifth.keys() == {"son"}


def test_the_chairman_who_did_not_hears_nothing(mau: Office) -> None:
    assert all("son" not in told for told in escalated(mau, "07/09/2026", "11/09/2026", "18/09/2026"))


def test_a_deputy_may_decline(mau: Office) -> None:
    opted_in(mau, "giang", wanted=False)
    assert escalated(mau, "07/09/2026") == [{}]


def test_no_name_of_a_person_goes_up(mau: Office) -> None:
    opted_in(mau, "son")
    with mau.database.reading() as session:
        names = list(session.scalars(select(Person.name)))
    told = [text for day in escalated(mau, "07/09/2026", "11/09/2026") for text in day.values()]
    assert told
    assert not [name for name in names for text in told if f" {name}" in text.replace("Trung tâm", "")]


def test_the_head_is_told_in_the_morning_that_it_goes_up(mau: Office) -> None:
    morning = by_job(slot(mau, "07/09/2026", "morning"), "digest")
    assert "16 giờ hôm nay #12 vào bản tổng hợp báo cáo Lãnh đạo." in morning["lam"]
    slot(mau, "07/09/2026", "escalation")
    given(mau, 34, internal_due_on=None, due_on=date(2026, 12, 30))
    given(mau, 15, due_on=date(2026, 12, 30))
    opted_in(mau, "son")
    assert "16 giờ" not in by_job(slot(mau, "09/09/2026", "morning"), "digest")["lam"]
    alone = by_job(slot(mau, "11/09/2026", "morning"), "digest")["lam"]
    assert "16 giờ hôm nay việc này vào bản tổng hợp báo cáo Lãnh đạo xã Mẫu." in alone


def test_the_advance_word_is_not_given_where_nobody_would_be_told(mau: Office) -> None:
    opted_in(mau, "giang", wanted=False)
    assert "16 giờ" not in by_job(slot(mau, "07/09/2026", "morning"), "digest")["lam"]


def test_what_the_morning_announced_goes_up_unless_it_is_done_by_then(mau: Office) -> None:
    slot(mau, "04/09/2026", "escalation")
    assert "hôm nay #12" in by_job(slot(mau, "07/09/2026", "morning"), "digest")["lam"]
    mau.say("xong 12 QĐ 45/QĐ-UBND 4/9", who="lam")
    assert by_job(slot(mau, "07/09/2026", "escalation"), "escalation") == {}


def test_a_draft_to_be_signed_goes_up_after_two_working_days(mau: Office) -> None:
    slot(mau, "04/09/2026", "escalation")
    mau.say("trình ký 12", who="lam")
    same, second = escalated(mau, "07/09/2026", "08/09/2026")
    assert same == {}
    assert "#12" in second["giang"]
    assert second.keys() == {"giang"}


def test_what_an_officer_holds_back_stays_and_is_counted_apart(mau: Office) -> None:
    mau.say("chưa báo cáo lên 8: chờ số liệu", who="mai")
    (told,) = escalated(mau, "07/09/2026")
    assert "#8" not in told["giang"]
    assert "Quá hạn: 4 việc (1,5 điểm)" in told["giang"]
    assert "Chưa kể 1 việc đầu mối đang rà soát" in told["giang"]


def test_nobody_gets_his_own_escalation(mau: Office) -> None:
    """The deputy chairman holds the posts of a head who is away: it goes up to the chairman only."""
    opted_in(mau, "son")
    mau.clock.now = mau.clock.now.replace(month=9, day=4)
    assert "Phó Chủ tịch" in mau.say("vắng mặt 4/9 30/9 Giang", who="lam")
    first, fifth = escalated(mau, "07/09/2026", "11/09/2026")
    assert "#12" not in first.get("giang", "")
    assert "#12" in fifth["son"]
    assert "giang" not in fifth


def test_a_changed_policy_leaves_running_cases_alone(mau: Office) -> None:
    slow = Policy(steps=((3, DEPUTY),))
    slot(mau, "07/09/2026", "morning", slow)
    assert steps(mau, 12) == [[3, DEPUTY]]
    second, third = escalated(mau, "08/09/2026", "09/09/2026")
    assert "#12" not in second.get("giang", "")
    assert "#12" in third["giang"]


def test_an_extension_begins_a_new_case(mau: Office) -> None:
    slot(mau, "07/09/2026", "escalation")
    given(mau, 12, due_on=date(2026, 9, 9))
    none_yet, again = escalated(mau, "09/09/2026", "10/09/2026")
    assert "#12" not in none_yet.get("giang", "")
    assert "quá hạn 1 ngày làm việc" in again["giang"]


def test_much_at_stake_goes_to_the_top_at_once(mau: Office) -> None:
    opted_in(mau, "son")
    policy = Policy(at_points=Fraction(1, 2))
    (told,) = escalated(mau, "07/09/2026", policy=policy)
    assert "#12" in told["son"]
    assert steps(mau, 12) == [[1, DEPUTY], [1, CHAIR]]
    assert steps(mau, 19) == [[1, DEPUTY], [5, CHAIR]]


def test_work_that_was_late_when_it_was_given_counts_from_then(mau: Office) -> None:
    given(mau, 12, set_at=mau.clock.now.replace(month=9, day=8))
    same, next_day = escalated(mau, "08/09/2026", "09/09/2026")
    assert "#12" not in same["giang"].partition("Quá hạn:")[0]
    assert "#12" in next_day["giang"]


def test_on_the_first_working_day_after_days_off_it_is_one_day_late(mau: Office) -> None:
    given(mau, 12, due_on=date(2026, 9, 5))  # a Saturday
    (told,) = escalated(mau, "07/09/2026")
    assert "quá hạn 1 ngày làm việc" in told["giang"]


def test_an_outage_of_days_goes_up_when_it_is_over(mau: Office) -> None:
    (told,) = escalated(mau, "17/09/2026")
    assert "#12" in told["giang"]
    assert "#34 Báo cáo CCHC quý III" in told["giang"]
    assert len(told["giang"].splitlines()) <= 12


def test_everything_it_offers_is_a_command_that_answers(mau: Office) -> None:
    assert "đề nghị" in mau.say("xin thêm 8 30/9 chờ ý kiến Sở", who="khe")
    (told,) = [each for each in slot(mau, "07/09/2026", "escalation") if each.job == "escalation"]
    assert [each.label for each in told.message.choices] == ["Xem việc quá hạn", "Xem đề nghị", "Điểm theo lĩnh vực"]
    assert "#8 Đối thoại" in mau.say("việc đề nghị", who="giang")
    for choice in told.message.choices:
        assert match(choice.command), choice
        answer = mau.say(choice.command, who="giang")
        assert not [unknown for unknown in ("Chưa hiểu", "Không thấy") if unknown in answer], answer


def test_planning_twice_says_it_once(mau: Office) -> None:
    slot(mau, "07/09/2026", "escalation")
    mau.clock.now += timedelta(minutes=5)
    assert by_job(slot(mau, "07/09/2026", "escalation"), "escalation") == {}
