"""`/nudge`: one message to those who have not sent, shown first; each gets their own, once a day, as things stand."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update

from models.chat_tables import Chat, Notification
from models.reminder_tables import Reminder
from models.tables import Person
from scheduling.auditor import findings_of
from tests.handlers.at_work import events, on_the_day, state, talk
from tests.offices import CLOCKWORK, ZONE, Office, fingerprint
from tests.reminding import Told, Year

YES = "mai> đồng ý"


@pytest.fixture
def connected(mau: Office) -> Year:
    """The office on the morning of the model messages; everybody has a chat, and what is planned for it has gone."""
    on_the_day(mau)
    year = Year(mau)
    year.at(mau.clock.now)
    return year


def nudges(year: Year, moment: datetime | None = None) -> dict[str, str]:
    """Who is urged at a moment, by first name."""
    told: list[Told] = year.at(moment or year.office.clock.now)
    return {each.who.rpartition("/")[2]: each.text for each in told if each.job == "nudge"}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE)


def drop_chat(office: Office, who: str, **why: Any) -> None:
    with office.database.writing() as session:
        person = select(Person.id).where(Person.key == f"mau/{who}").scalar_subquery()
        session.execute(update(Chat).where(Chat.person_id == person).values(**why))


def test_it_is_shown_first_with_whom_it_goes_to_and_what_it_says(connected: Year) -> None:
    answer = talk(connected.office, "mai> đôn đốc 34")
    assert answer.splitlines() == [
        'Đôn đốc 1 đơn vị chưa gửi? Trả lời "đồng ý" hoặc "không"',
        "#34 Văn phòng: đ/c Chánh Văn phòng",
        "Nội dung:",
        "Kính gửi đ/c Chánh Văn phòng",
        "Đề nghị gửi #34 Báo cáo CCHC quý III gửi Sở Nội vụ",
        "CÒN 3 ngày làm việc (thứ Sáu 11/9)",
        "Có thể bị trừ đến 1 điểm (TC 1.4).",
        'Nếu đã gửi: "đã gửi 34 <số văn bản> <ngày>"',
        'Nếu đang trình ký: "trình ký 34"',
        "Đôn đốc: đ/c Mai, đầu mối CCHC xã Mẫu, máy lẻ 102",
        'Trả lời: "đồng ý", "không"',
    ]
    assert not nudges(connected)


def test_agreed_it_goes_as_it_was_shown_and_is_in_the_works_history(connected: Year) -> None:
    shown = talk(connected.office, "mai> đôn đốc 34").splitlines()[3:10]
    answer = talk(connected.office, YES)
    assert answer.splitlines() == ["Đã gửi đôn đốc 1 người", "đ/c Chánh Văn phòng", 'Xem: "lịch sử việc 34"']
    assert nudges(connected)["lam"].splitlines()[:7] == shown
    assert "08:12 08/9/2026 Mai: đôn đốc đ/c Chánh Văn phòng" in talk(connected.office, "lam> lịch sử việc 34")
    assert state(connected.office, 34) == "open"


def test_dropped_nothing_goes(connected: Year) -> None:
    assert "Đã bỏ" in talk(connected.office, "mai> đôn đốc 34", "mai> không")
    assert not nudges(connected)
    assert "nudge" not in events(connected.office, 34)


def test_the_same_thing_goes_to_all_units_that_owe_it_or_to_those_named(connected: Year) -> None:
    office = connected.office
    first = talk(office, "tuyet> đôn đốc báo cáo CCHC quý III")
    assert "Đôn đốc 2 đơn vị chưa gửi" in first
    assert "#34 Văn phòng, xã Mẫu: đ/c Chánh Văn phòng\n#35 Văn phòng, xã Mẫu Đông: đ/c Hà" in first
    assert talk(office, "tuyet> đôn đốc các đơn vị chưa gửi báo cáo CCHC quý 3") == first
    assert talk(office, "tuyet> đôn đốc 35") == first
    named = talk(office, "tuyet> đôn đốc 34: xã Mẫu Đông")
    assert "Đôn đốc 1 đơn vị" in named
    assert talk(office, "tuyet> đồng ý").startswith("Đã gửi đôn đốc 1 người\nđ/c Hà")
    assert list(nudges(connected)) == ["ha"]


def test_by_a_criterion_and_where_several_are_meant_it_is_asked_which(connected: Year) -> None:
    assert "#15 Văn phòng" in talk(connected.office, "mai> đôn đốc TC 3.2")
    answer = talk(connected.office, "mai> đôn đốc báo cáo quý III: Văn phòng, Trung tâm")
    assert answer.splitlines()[:2] == [
        "Đôn đốc việc nào? Mỗi lần một việc",
        "#34 Báo cáo CCHC quý III gửi Sở Nội vụ: 1 đơn vị, hạn 11/9",
    ]
    assert '"đôn đốc 34: Văn phòng, Trung tâm"' in answer
    assert '"đồng ý"' not in answer


def test_sent_between_the_question_and_the_answer_it_drops_out(connected: Year) -> None:
    office = connected.office
    talk(office, "tuyet> đôn đốc 34", "lam> đã gửi 34 125/BC-UBND 8/9")
    answer = talk(office, "tuyet> đồng ý")
    assert "Đã gửi hoặc đã xong trong lúc chờ: #34" in answer
    assert list(nudges(connected)) == ["ha"]


def test_sent_between_the_answer_and_the_message_it_is_not_said(connected: Year) -> None:
    office = connected.office
    talk(office, "mai> đôn đốc 34", YES, "lam> đã gửi 34 125/BC-UBND 8/9")
    assert not nudges(connected)


def test_nobody_gets_the_same_twice_on_a_day(connected: Year) -> None:
    office = connected.office
    talk(office, "mai> đôn đốc 34", YES)
    nudges(connected)
    answer = talk(office, "mai> đôn đốc 34")
    assert answer.splitlines()[0].endswith("1 đơn vị chưa gửi, không gửi thêm tin")
    assert "Đã có tin đôn đốc trong ngày: đ/c Chánh Văn phòng" in answer
    talk(office, "tuyet> đôn đốc 34", "tuyet> đồng ý")
    assert list(nudges(connected)) == ["ha"]
    talk(office, "mai> đôn đốc 15", YES)
    assert "#15 Công khai" in nudges(connected)["lam"]
    office.clock.now = at(9, 8)
    talk(office, "mai> đôn đốc 34", YES)
    assert "Đề nghị gửi #34" in nudges(connected)["lam"]


@pytest.mark.parametrize(
    ("said", "when", "opens"),
    [
        (at(8, 11, 45), "13:30", at(8, 13, 30)),
        (at(8, 18), "07:30 thứ Tư 09/9", at(9, 7, 30)),
        (at(12, 9), "06:45 thứ Hai 14/9", at(14, 6, 45)),
    ],
)
def test_in_quiet_hours_and_on_days_off_it_waits_and_says_until_when(
    connected: Year, said: datetime, when: str, opens: datetime
) -> None:
    office = connected.office
    office.clock.now = said
    assert f"Nội dung, sẽ đi lúc {when}:" in talk(office, "mai> đôn đốc 34")
    assert talk(office, YES).startswith(f"Tin đôn đốc 1 người sẽ đi lúc {when}\n")
    assert not nudges(connected, said)
    assert "Đề nghị gửi #34" in nudges(connected, opens)["lam"]


def test_what_waits_can_be_taken_back_what_went_cannot(connected: Year) -> None:
    office = connected.office
    office.clock.now = at(8, 11, 45)
    talk(office, "mai> đôn đốc 34", YES)
    assert talk(office, "mai> hoàn tác").startswith("Đã rút lại: đôn đốc #34")
    assert not nudges(connected, at(8, 13, 31))
    talk(office, "mai> đôn đốc 34", YES)
    assert "lam" in nudges(connected)
    before = fingerprint(office.database)
    assert "Tin đôn đốc #34 đã đi" in talk(office, "mai> hoàn tác")
    assert fingerprint(office.database) == before
    assert state(office, 34) == "open"


@pytest.mark.parametrize("why", [{"unreachable": "blocked"}, {"ended_at": at(1, 8)}])
def test_who_cannot_be_written_to_is_named_to_be_telephoned(connected: Year, why: dict[str, Any]) -> None:
    office = connected.office
    drop_chat(office, "ha", **why)
    shown = talk(office, "tuyet> đôn đốc 34")
    assert "#35 Văn phòng, xã Mẫu Đông\nChưa kết nối, đề nghị gọi điện: đ/c Hà" in shown
    answer = talk(office, "tuyet> đồng ý")
    assert answer.startswith("Đã gửi đôn đốc 1 người\nđ/c Chánh Văn phòng\nChưa kết nối, đề nghị gọi điện: đ/c Hà")
    assert "nudge" not in events(office, 35)


def test_where_nobody_can_be_written_to_nothing_is_asked(mau: Office) -> None:
    answer = talk(on_the_day(mau), "mai> đôn đốc 34")
    assert "không gửi tin được cho ai" in answer
    assert "Chưa kết nối, đề nghị gọi điện: đ/c Chánh Văn phòng" in answer
    assert "đồng ý" not in answer


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("đôn đốc", "Đôn đốc việc nào?"),
        ("đôn đốc 1", 'chưa gửi hoặc chưa xong "1"'),
        ("đôn đốc báo cáo tháng 3", "Không còn đơn vị nào"),
        ("đôn đốc 34: Phòng Kinh tế", "ở Phòng Kinh tế"),
        ("đôn đốc 34: Phòng Xây dựng", 'Không thấy đơn vị nào là "Phòng Xây dựng"'),
        ("đôn đốc 35", "Không có việc #35"),
    ],
)
def test_where_there_is_nothing_to_urge_one_sentence_says_so(connected: Year, line: str, says: str) -> None:
    before = fingerprint(connected.office.database)
    answer = talk(connected.office, f"mai> {line}")
    assert says in answer
    assert len(answer.splitlines()) == 1
    assert fingerprint(connected.office.database) == before


@pytest.mark.parametrize("who", ["lam", "suong", "son", "thach"])
def test_it_is_an_officers(connected: Year, who: str) -> None:
    assert talk(connected.office, f"{who}> đôn đốc 34").startswith('"Đôn đốc" dành cho đầu mối CCHC.')


def test_after_it_no_number_is_needed_to_say_that_it_was_read(connected: Year) -> None:
    office = connected.office
    talk(office, "mai> đôn đốc 34", YES)
    nudges(connected)
    assert "#34" in talk(office, "lam> đã rõ")


def test_on_a_desk_it_asks_whether_it_was_signed(connected: Year) -> None:
    talk(connected.office, "lam> trình ký 34", "mai> đôn đốc 34", YES)
    assert "ĐANG TRÌNH KÝ" in nudges(connected)["lam"]


def test_in_the_district_the_communes_and_rooms_have_a_task_alike(van_canh: Office) -> None:
    year = Year(van_canh)
    year.at(van_canh.clock.now)
    talk(van_canh, "mai> giao Phòng Kinh tế, Phòng Văn hóa, xã Canh Vinh, 22/7: Báo cáo rà soát TTHC", YES)
    talk(van_canh, "mai> đôn đốc báo cáo rà soát: các phòng")
    answer = talk(van_canh, YES)
    assert answer.startswith("Đã gửi đôn đốc 2 người\n")
    told = nudges(year)
    assert set(told) == {"xoan", "dao"}
    assert "Đề nghị hoàn thành #" in told["xoan"]
    assert "Đôn đốc: đ/c Mai, đầu mối CCHC huyện Vân Canh" in told["xoan"]


# --- what the auditor makes of it ---


def wrong(year: Year, day: int) -> list[tuple[str, str]]:
    """What it finds about nudges."""
    with year.office.database.reading() as session:
        found = findings_of(session, at(day, 0).date(), ZONE, CLOCKWORK.policy, CLOCKWORK.terms).found
    return [(each.what, each.subject) for each in found if each.rung.startswith("nudge") or "nudge" in each.slot]


def urged_at_noon(year: Year) -> None:
    """Two people urged in a quiet hour, one of whom sends it before it is over."""
    office = year.office
    office.clock.now = at(8, 12)
    talk(office, "tuyet> đôn đốc 34", "tuyet> đồng ý")
    office.clock.now = at(8, 13)
    talk(office, "lam> đã gửi 34 125/BC-UBND 8/9")
    year.at(at(8, 13, 31))


def test_the_auditor_knows_what_was_sent_by_hand(connected: Year) -> None:
    urged_at_noon(connected)
    assert not wrong(connected, 8)


def test_the_auditor_misses_what_was_agreed_and_never_went(connected: Year) -> None:
    urged_at_noon(connected)
    with connected.office.database.writing() as session:
        row = session.scalars(
            select(Notification).where(Notification.job == "nudge", Notification.state == "sent")
        ).one()
        session.query(Reminder).filter(Reminder.notification_id == row.id).delete()
        session.delete(row)
    assert wrong(connected, 8) == [("missing", "#35")]


def test_the_auditor_reports_what_nobody_agreed_to(connected: Year) -> None:
    urged_at_noon(connected)
    with connected.office.database.writing() as session:
        row = session.scalars(select(Reminder).where(Reminder.subject == "#35", Reminder.kind == "nudge")).one()
        person = session.scalar(select(Person.id).where(Person.key == "mau/khe"))
        session.execute(update(Reminder).where(Reminder.id == row.id).values(person_id=person))
        session.execute(update(Notification).where(Notification.id == row.notification_id).values(person_id=person))
    assert sorted(wrong(connected, 8)) == [("extra", "#35"), ("missing", "#35")]


def test_two_officers_at_once_are_one_message(connected: Year) -> None:
    office = connected.office
    talk(office, "mai> đôn đốc 34", "tuyet> đôn đốc 34: xã Mẫu", YES)
    assert "Đã có tin đôn đốc trong ngày" in talk(office, "tuyet> đồng ý")
    nudges(connected)
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).where(Notification.job == "nudge")) == 1
