"""`/undo` of work: the last message by which one changed something, whole, within ten minutes; nothing is deleted."""

import pytest
from sqlalchemy import func, select

from models.tables import Event, Observation
from models.work_tables import Document, Evidence, Work
from tests.handlers.at_work import (
    DONE_12,
    certain,
    events,
    new,
    on_the_day,
    papers,
    points,
    recorded,
    refused,
    state,
    talk,
    unchanged,
    work,
)
from tests.offices import Office

NOTHING = "Trong 10 phút qua đồng chí chưa ghi gì"


def row(office: Office, number: int) -> dict[str, object]:
    """All columns of a piece of work."""
    found = work(office, number)
    return {column.key: getattr(found, column.key) for column in Work.__table__.columns}


CHANGES = (
    "lam> đã rõ 12", "lam> dự thảo 12", "lam> trình ký 12", "lam> vướng 12: chờ Sở", DONE_12, "lam> xong 12 hôm qua",
    "lam> ghi chú 12: đã hỏi", "lam> xin thêm 12 15/9 chờ Sở", "lam> chuyển 12 Phòng Kinh tế: nhầm nơi",
    "lam> minh chứng 12 https://vb.example/45", "lam> giao 12 Sương", "mai> giao 12 Sương",
    "mai> chuyển 12 Phòng Kinh tế", "mai> hủy việc 12: tỉnh bãi bỏ", "son> gia hạn 12 15/9",
    "giang> gia hạn 12 15/9 chờ Sở", "suong> trình ký 12", "mai> ghi thay Lâm: vướng 12: chờ Sở (điện thoại)",
    "mai> ghi chú 12: đã gọi", "son> hủy việc 12: thôi",
)  # fmt: skip


@pytest.mark.parametrize("line", CHANGES)
def test_every_change_is_taken_back_exactly(mau: Office, line: str) -> None:
    on_the_day(mau)
    before, shown = row(mau, 12), mau.say("12", who="mai")
    recorded(mau, line)
    mau.clock.forward(minutes=5)
    answer = recorded(mau, f"{line.partition('>')[0]}> hoàn tác")
    assert answer.startswith("Đã rút lại: "), answer
    assert "#12" in answer.splitlines()[0]
    assert "ghi lúc 08:12 08/9/2026" in answer.splitlines()[0]
    assert answer.splitlines()[-1] == "Lịch sử vẫn giữ cả lần ghi và lần rút lại."
    assert row(mau, 12) == before
    assert mau.say("12", who="mai") == shown


LATER = (
    (DONE_12, "mai> đề nghị bổ sung 12: bản có dấu"), (DONE_12, "mai> đối chiếu 12"),
    ("lam> xin thêm 12 15/9 chờ Sở", "son> cho thêm 12"),
    ("lam> xin thêm 12 15/9 chờ Sở", "son> không cho thêm 12: trễ"),
    ("lam> chuyển 12 Phòng Kinh tế: nhầm", "mai> chuyển 12"),
    ("lam> chuyển 12 Phòng Kinh tế: nhầm", "mai> chuyển 12 không"),
)  # fmt: skip


@pytest.mark.parametrize(("first", "then"), LATER)
def test_what_follows_another_is_taken_back_to_it(mau: Office, first: str, then: str) -> None:
    on_the_day(mau)
    talk(mau, first)
    before = row(mau, 12), certain(mau)
    mau.say("điểm", who=then.partition(">")[0])
    recorded(mau, then)
    recorded(mau, f"{then.partition('>')[0]}> hoàn tác")
    assert (row(mau, 12), certain(mau)) == before


@pytest.mark.parametrize(("first", "then"), LATER)
def test_what_somebody_went_on_from_is_not_taken_back(mau: Office, first: str, then: str) -> None:
    on_the_day(mau)
    talk(mau, first)
    mau.say("điểm", who=then.partition(">")[0])
    talk(mau, then, "lam> điểm")
    assert refused(mau, "lam> hoàn tác").startswith("Việc #12 đã có người ghi tiếp nên không rút lại được")


def test_ten_minutes_and_no_more(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, DONE_12)
    mau.clock.forward(minutes=10, seconds=1)
    assert refused(mau, "lam> hoàn tác").startswith(NOTHING)
    recorded(mau, "lam> xong 12 QĐ 46/QĐ-UBND 7/9")
    mau.clock.forward(minutes=9, seconds=59)
    recorded(mau, "lam> hoàn tác")


def test_one_after_another_newest_first(mau: Office) -> None:
    on_the_day(mau)
    for line in ("đã rõ 12", "dự thảo 12", "trình ký 12", "xong 12 QĐ 45/QĐ-UBND 4/9"):
        recorded(mau, f"lam> {line}")
        mau.clock.forward(minutes=1)
    for what, after in (
        ("báo xong", "in_progress"), ("bước làm", "in_progress"), ("bước làm", "acknowledged"), ("đã nhận", "open"),
    ):  # fmt: skip
        assert recorded(mau, "lam> hoàn tác").startswith(f"Đã rút lại: {what} #12")
        assert state(mau, 12) == after
    assert refused(mau, "lam> hoàn tác").startswith(NOTHING)


def test_each_takes_back_their_own(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> ghi chú 15: đã gọi")
    for who in ("suong", "son", "khe", "tuyet", "thach"):
        assert refused(mau, f"{who}> hoàn tác").startswith(NOTHING), who
    assert "ghi chú #15" in recorded(mau, "mai> hoàn tác")
    assert state(mau, 12) == "reported"
    assert "báo xong #12" in recorded(mau, "lam> hoàn tác")


def test_a_message_about_several_is_taken_back_whole(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> xong 12, 15")
    recorded(mau, "lam> đồng ý")
    answer = recorded(mau, "lam> hoàn tác")
    assert answer.startswith("Đã rút lại: báo xong #12, #15")
    assert (state(mau, 12), state(mau, 15)) == ("open", "open")


def test_or_not_at_all_where_one_of_them_went_on(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> xong 12, 15", "lam> đồng ý", "mai> đề nghị bổ sung 15: ảnh rõ hơn", "lam> điểm")
    assert refused(mau, "lam> hoàn tác").startswith("Việc #15 đã có người ghi tiếp")
    assert state(mau, 12) == "reported"


def test_the_figure_goes_with_the_check(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12)
    before = certain(mau), points(mau, "3.4.1")
    talk(mau, "mai> đối chiếu 12")
    assert (certain(mau), points(mau, "3.4.1")) != before
    answer = recorded(mau, "mai> hoàn tác")
    assert "Điểm 3.4.1: 0,5 → chưa rõ" in answer
    assert "Năm 2026 – xã Mẫu (tạm tính)" in answer
    assert (certain(mau), points(mau, "3.4.1")) == before


def test_figures_told_beside_work_keep_their_order(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> số liệu 7.3.2 48/120", "mai> đối chiếu 12")
    assert "đối chiếu minh chứng #12" in recorded(mau, "mai> hoàn tác")
    assert "7.3.2: 48/120" in recorded(mau, "mai> hoàn tác")
    assert refused(mau, "mai> hoàn tác").startswith(NOTHING)


def test_it_may_name_what_it_is_about(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12)
    assert unchanged(mau, "lam> hoàn tác 15").startswith("Chỉ rút lại được lần ghi gần nhất")
    assert recorded(mau, "lam> hoàn tác 12").startswith("Đã rút lại: báo xong #12")
    talk(mau, DONE_12)
    for line in ("ghi nhầm", "rút lại", "undo", "/undo", "hoan tac", "Hoàn tác.", "hoàn tác việc 12", "ghi nhầm rồi"):
        assert recorded(mau, f"lam> {line}").startswith("Đã rút lại"), line
        talk(mau, DONE_12)


def test_an_undo_is_not_undone(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "lam> hoàn tác")
    assert refused(mau, "lam> hoàn tác").startswith(NOTHING)


def test_nothing_is_deleted(mau: Office) -> None:
    on_the_day(mau)

    def rows() -> list[int]:
        with mau.database.reading() as session:
            tables = (Event, Document, Evidence, Work, Observation)
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    talk(mau, DONE_12, "mai> đối chiếu 12")
    number = new(mau)
    before = rows()
    talk(mau, "mai> hoàn tác", "mai> hoàn tác", "lam> hoàn tác", "lam> điểm", "lam> hoàn tác")
    after = rows()
    assert all(now >= was for was, now in zip(before, after, strict=True))
    assert events(mau, 12) == ["new", "report", "check", "take back", "take back"]
    assert events(mau, number) == ["new", "withdraw"]
    story = mau.say("lịch sử việc 12", who="mai")
    assert story.count("rút lại") == 2
    assert "báo xong; QĐ 45/QĐ-UBND" in story


def test_said_again_after_taking_back(mau: Office) -> None:
    on_the_day(mau)
    for _ in range(3):
        recorded(mau, DONE_12)
        assert papers(mau, 12) == 1
        recorded(mau, "lam> hoàn tác")
        assert papers(mau, 12) == 0
    recorded(mau, DONE_12, "mai> đối chiếu 12")
    assert points(mau, "3.4.1") == "Tạm tính: 0,5/0,5"


def test_a_button_pressed_twice_takes_back_once(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "lam> đã rõ 12", DONE_12)
    first = mau.say("hoàn tác", who="lam", update_id="7")
    assert unchanged(mau, "lam> hoàn tác", update_id="7") == first
    assert state(mau, 12) == "acknowledged"


def test_what_was_told_to_others_and_not_read_is_not_told(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> đề nghị bổ sung 12: bản có dấu", "mai> hoàn tác")
    assert "bổ sung" not in mau.say("điểm", who="lam")
    talk(mau, "mai> đề nghị bổ sung 12: bản có dấu")
    assert "bổ sung" in mau.say("điểm", who="lam")


def test_in_a_district(van_canh: Office) -> None:
    before = row(van_canh, 6)
    talk(van_canh, "tung> xong 6 CV 5/UBND-NV 18/7")
    recorded(van_canh, "mai> đối chiếu 6", "mai> hoàn tác", "tung> hoàn tác")
    assert row(van_canh, 6) == before
