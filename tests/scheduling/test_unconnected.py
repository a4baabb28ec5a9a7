"""People who are owed reminders and have no chat: their officer hears of them once a week."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from models.audit_tables import Audit
from models.chat_tables import Chat
from models.tables import Person
from tests.offices import Office
from tests.reminding import Year
from tests.scheduling.mornings import at

UNITS = (
    "Phòng Kinh tế 1 (đ/c Trưởng phòng Kinh tế); Phòng Văn hóa - Xã hội 1 (đ/c Trưởng phòng Văn hóa - Xã hội); "
    "Trung tâm 1 (đ/c Giám đốc Trung tâm); Văn phòng 1 (đ/c Chánh Văn phòng)"
)
HEADING = "CHƯA KẾT NỐI, không nhận được nhắc việc: "


@pytest.fixture
def year(mau: Office) -> Year:
    return Year(mau)


def only(year: Year, names: Collection[str], **gone: object) -> None:
    """Those who have a chat: nobody else's is open, or, `gone`, nothing can be sent there."""
    keys = [f"mau/{name}" for name in names]
    others = select(Person.id).where(Person.key.not_in(keys))
    with year.office.database.writing() as session:
        ended = gone or {"ended_at": year.office.clock.now}
        session.execute(update(Chat).where(Chat.person_id.in_(others)).values(**ended))


def said(year: Year, now: datetime, who: str = "mai") -> list[str]:
    """The lines about it that somebody is sent at a moment."""
    for each in year.at(now):
        if each.who == f"mau/{who}" and HEADING in each.text:
            lines = each.text.splitlines()
            first = next(number for number, line in enumerate(lines) if line.startswith(HEADING))
            return lines[first : first + 3]
    return []


def test_once_and_then_weekly(year: Year) -> None:
    only(year, ["mai"])
    assert said(year, at(2026, 9, 8)) == []  # nothing was planned before
    assert said(year, at(2026, 9, 9)) == [
        f"{HEADING}4 người",
        UNITS,
        "Đề nghị gọi điện, hoặc nhờ quản trị cấp mã kết nối.",
    ]
    assert [said(year, at(2026, 9, day)) for day in (10, 11)] == [[], []]
    assert said(year, at(2026, 9, 14))[0].startswith(HEADING)
    assert said(year, at(2026, 9, 15)) == []


def test_a_chat_that_cannot_be_written_to_is_none(year: Year) -> None:
    only(year, ["mai", "khe", "nguyet", "hai", "giang"], unreachable="blocked")
    year.at(at(2026, 9, 8))
    assert said(year, at(2026, 9, 9))[:2] == [f"{HEADING}1 người", "Văn phòng 1 (đ/c Chánh Văn phòng)"]


def test_where_nobody_is_connected_or_everybody_is_nothing_is_said(year: Year, van_canh: Office) -> None:
    year.at(at(2026, 9, 8))
    assert said(year, at(2026, 9, 9)) == []
    only(year, [])
    year.at(at(2026, 9, 14))
    assert year.at(at(2026, 9, 15)) == []


def test_who_connects_meanwhile_is_left_out(year: Year) -> None:
    only(year, ["mai"])
    year.at(at(2026, 9, 8))
    year.office.clock.now = at(2026, 9, 8, 16)
    with year.office.database.writing() as session:
        session.execute(update(Chat).values(ended_at=None))
    assert said(year, at(2026, 9, 9)) == []


def test_an_officer_without_a_chat_is_the_next_ones_above(year: Year) -> None:
    only(year, ["tuyet"])
    year.at(at(2026, 9, 8))
    told = said(year, at(2026, 9, 9), "tuyet")
    assert "đ/c Mai" in told[1]
    assert "Chánh Văn phòng" not in told[1]  # that is mai's to know


def test_the_auditor_finds_nothing_wrong(year: Year) -> None:
    only(year, ["mai"])
    days = [at(2026, 9, 8) + timedelta(n) for n in range(4)]
    assert any(said(year, day) for day in days)
    with year.office.database.reading() as session:
        audits = session.scalars(select(Audit).order_by(Audit.day)).all()
        assert audits
        assert [dict(each.numbers) for each in audits if set(each.numbers) - {"silent"}] == []
