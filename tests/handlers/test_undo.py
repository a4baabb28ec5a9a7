"""`/undo`: one's own last change within ten minutes, taken back as rows of its own."""

from datetime import datetime

from sqlalchemy import func, select

from models.tables import Assessment, Observation
from tests.models.small import refused, told
from tests.offices import ZONE, Office

HEAD, STAFF, PROVINCE, NEIGHBOUR = "mau/hai", "mau/may", "mau/tuyet", "mau/ha"
NOTHING = "Trong 10 phút qua đồng chí chưa ghi gì"


def rows(office: Office) -> tuple[int, int]:
    with office.database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Observation, Assessment)]
    return counts[0], counts[1]


def test_a_figure_is_taken_back_and_the_one_before_it_counts_again(mau: Office, van_canh: Office) -> None:
    for office, line, code in ((mau, "số liệu 7.3.2 48/120", "7.3.2"), (van_canh, "số liệu 7.4.2 40/281", "7.4.2")):
        asked = ("điểm", f"điểm {code}", "mất điểm", "số liệu cũ")
        before = [office.say(each) for each in asked]
        told(office, line)
        assert [office.say(each) for each in asked] != before
        office.clock.forward(minutes=3)
        answer = office.say("hoàn tác")
        assert answer.startswith("Đã rút lại")
        assert f"Điểm {code}: " in answer
        assert [office.say(each) for each in asked] == before


def test_it_says_what_was_taken_back_and_when_it_was_said(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    mau.clock.forward(minutes=3)
    lines = mau.say("/undo").splitlines()
    assert lines[0].startswith("Đã rút lại")
    assert lines[0].endswith("48/120 TTHC = 40 %, ghi lúc 08:00 25/8/2026")
    assert lines[1:] == [
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Điểm 7.3.2: 0,8 → 0,65/1",
        "Lịch sử vẫn giữ cả lần ghi và lần rút lại.",
    ]


def test_nothing_is_deleted_a_retraction_is_a_row_too(mau: Office) -> None:
    figures, points = rows(mau)
    told(mau, "số liệu 7.3.2 48/120; 7.3.1 1360/2200", "tự chấm 7.3.2 0,8")
    assert rows(mau) == (figures + 2, points + 1)
    mau.say("hoàn tác")
    mau.say("hoàn tác")
    assert rows(mau) == (figures + 4, points + 2)


def test_it_reaches_ten_minutes_back(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    mau.clock.forward(minutes=10, seconds=1)
    assert refused(mau, "hoàn tác").startswith(NOTHING)
    assert "48/120" in mau.say("điểm 7.3.2")
    told(mau, "số liệu 7.3.2 49/120")
    mau.clock.forward(minutes=9, seconds=59)
    assert "49/120" in mau.say("hoàn tác").splitlines()[0]


def test_where_there_is_nothing_of_ones_own_it_says_so(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        assert refused(office, "hoàn tác").startswith(NOTHING)  # what files said is nobody's
    told(mau, "số liệu 7.3.2 48/120")
    refused(mau, "số liệu 7.3.2 300/120")
    assert mau.say("hoàn tác").startswith("Đã rút lại")
    assert refused(mau, "hoàn tác").startswith(NOTHING)


def test_twice_takes_back_the_change_before_while_it_is_young_enough(mau: Office) -> None:
    before = mau.say("điểm 7.3.2")
    told(mau, "số liệu 7.3.2 45/120")
    mau.clock.forward(minutes=2)
    told(mau, "số liệu 7.3.2 46/120")
    mau.clock.forward(minutes=2)
    assert "46/120" in mau.say("hoàn tác")
    assert "45/120" in mau.say("điểm 7.3.2")
    assert "45/120" in mau.say("hoàn tác")
    assert mau.say("điểm 7.3.2") == before
    told(mau, "số liệu 7.3.2 45/120")
    mau.clock.forward(minutes=9)
    told(mau, "số liệu 7.3.2 46/120")
    mau.clock.forward(minutes=2)
    assert "46/120" in mau.say("hoàn tác")
    assert refused(mau, "hoàn tác").startswith(NOTHING)  # the other is eleven minutes old


def test_a_figure_taken_back_may_be_said_again(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    mau.say("hoàn tác")
    assert "Điểm 7.3.2: 0,65 → 0,8/1" in told(mau, "số liệu 7.3.2 48/120")
    assert "48/120" in mau.say("hoàn tác")
    told(mau, "số liệu 7.3.2 40/120")  # no fall from what was taken back


def test_a_message_of_several_figures_is_taken_back_whole(mau: Office) -> None:
    asked = ("điểm", "điểm 7.3.1", "điểm 7.3.2", "điểm 1.7.2")
    before = [mau.say(line) for line in asked]
    told(mau, "số liệu 7.3.1 1360/2200; 7.3.2 48/120; 1.7.2 có")
    lines = mau.say("hoàn tác").splitlines()
    assert lines[0].startswith("Đã rút lại 3 số liệu, ghi lúc 08:00 25/8/2026")
    for moved in ("Điểm 7.3.1: 1,77 → 1,75/2", "Điểm 7.3.2: 0,8 → 0,65/1"):
        assert moved in lines
    assert any(line.startswith("Điểm 1.7.2: 1 → ") for line in lines)
    assert [mau.say(line) for line in asked] == before


def test_of_a_message_only_what_was_new_is_taken_back(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200")
    mau.clock.forward(minutes=6)
    told(mau, "số liệu 7.3.1 1360/2200; 7.3.2 48/120")
    mau.clock.forward(minutes=1)
    mau.say("hoàn tác")
    assert "1.360/2.200" in mau.say("điểm 7.3.1")
    assert "39/120" in mau.say("điểm 7.3.2")


def test_nobody_takes_back_what_another_said(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120", who=HEAD)
    for who in ("mau/mai", STAFF, "mau/son", "mau/thach", PROVINCE, NEIGHBOUR):
        assert refused(mau, "hoàn tác", who).startswith(NOTHING), who
    assert "nội bộ" in refused(mau, "hoàn tác", "mau/ai")
    assert mau.say("hoàn tác", who=HEAD).startswith("Đã rút lại")


def test_each_takes_back_their_own_though_another_spoke_later(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 45/120")
    told(mau, "số liệu 7.3.2 48/120", who=HEAD)
    assert "45/120" in mau.say("hoàn tác")
    assert "48/120" in mau.say("điểm 7.3.2")
    assert "nguồn khác" not in mau.say("điểm 7.3.2").casefold()


def test_one_of_two_sources_taken_back_leaves_the_other(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 45/120 25/8 Hệ thống", "số liệu 7.3.2 44/120 25/8 Sổ")
    assert "Nguồn khác" in mau.say("điểm 7.3.2")
    mau.say("hoàn tác")
    leaf = mau.say("điểm 7.3.2")
    assert "45/120 TTHC = 37,5 % (25/8/2026, Hệ thống)" in leaf
    assert "Nguồn khác" not in leaf


def test_points_somebody_gave_are_taken_back_to_those_before(mau: Office, van_canh: Office) -> None:
    for office, code in ((mau, "7.3.2"), (van_canh, "7.4.2")):
        told(office, f"tự chấm {code} 0,5 lần đầu", f"tự chấm {code} 0,6 lần hai")
        answer = office.say("hoàn tác")
        assert answer.startswith("Đã rút lại")
        assert f"tự chấm {code}: 0,6" in answer
        assert "Tự chấm: 0,5/1" in office.say(f"điểm {code}")
        assert f"tự chấm {code}: 0,5" in office.say("hoàn tác")
        assert "Tự chấm" not in office.say(f"điểm {code}")


def test_points_of_the_whole_and_of_a_second_round_are_named(mau: Office) -> None:
    told(mau, "tự chấm tổng 80")
    assert "tự chấm cả năm: 80" in mau.say("hoàn tác")
    told(mau, "thẩm định 7.3.2 0,6 vòng 1 thiếu", "thẩm định 7.3.2 0,7 vòng 2 đã bổ sung")
    assert "thẩm định 7.3.2: 0,7" in mau.say("hoàn tác").replace(" vòng 2", "").replace("vòng 2 ", "")
    assert "Thẩm định: 0,6/1" in mau.say("điểm 7.3.2")


def test_figures_and_points_are_taken_back_in_the_order_they_were_said(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120", "tự chấm 7.3.2 0,8", "số liệu 7.3.1 1360/2200")
    assert "1.360/2.200" in mau.say("hoàn tác")
    assert "tự chấm 7.3.2" in mau.say("hoàn tác")
    assert "48/120" in mau.say("hoàn tác")
    assert refused(mau, "hoàn tác").startswith(NOTHING)


def test_a_closed_year_may_be_taken_back_too(mau: Office, van_canh: Office) -> None:
    told(mau, "số liệu 2025 7.1 7,5 31/12")
    assert "Năm 2025 – xã Mẫu" in mau.say("hoàn tác")
    before = van_canh.say("điểm 2021 7.4.3")
    told(van_canh, "số liệu 2021 7.4.3 219/3571 31/12")
    assert "219/3.571" in van_canh.say("hoàn tác")
    assert van_canh.say("điểm 2021 7.4.3") == before


def test_what_was_known_at_midnight_stays_as_it_was_known(mau: Office) -> None:
    mau.clock.now = datetime(2026, 8, 25, 23, 55, tzinfo=ZONE)
    told(mau, "số liệu 7.3.2 48/120")
    mau.clock.forward(minutes=9)
    assert mau.say("hoàn tác").startswith("Đã rút lại")
    assert "39/120" in mau.say("điểm 7.3.2")
    assert "48/120" in mau.say("điểm 7.3.2 25/8")
    assert "39/120" in mau.say("điểm 7.3.2 24/8")


def test_a_change_of_a_clock_that_is_ahead_is_not_yet_there(mau: Office) -> None:
    later = mau.clock.now.replace(hour=9)
    assert mau.say("số liệu 7.3.2 48/120", at=later).startswith("Đã ghi")
    assert refused(mau, "hoàn tác").startswith(NOTHING)
    assert mau.say("hoàn tác", at=later).startswith("Đã rút lại")


def test_explain_shows_the_change_and_its_end_and_they_cancel_out(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    mau.say("hoàn tác")
    lines = mau.say("giải thích 7.3.2 24/8 25/8").splitlines()
    assert "0,65 → 0,65/1" in lines[0]
    told(mau, "số liệu 7.3.2 48/120")
    mau.clock.forward(minutes=2)
    mau.say("hoàn tác")
    lines = mau.say("giải thích 7.3.2 24/8 25/8").splitlines()
    assert any(line.endswith("39/120 TTHC = 32,5 % → 48/120 TTHC = 40 %: chắc chắn +0,15") for line in lines)
    assert any(line.endswith("48/120 TTHC = 40 % → 39/120 TTHC = 32,5 %: chắc chắn −0,15") for line in lines)


def test_names_people_use(mau: Office) -> None:
    for line in ("hoan tac", "ghi nhầm", "rút lại", "/undo", "Hoàn tác!"):
        told(mau, "số liệu 7.3.2 48/120")
        assert mau.say(line).startswith("Đã rút lại"), line


def test_what_is_known_no_more_is_said_alike(mau: Office) -> None:
    assert "Điểm 1.7.2: chưa rõ → 1/1" in told(mau, "số liệu 1.7.2 có")
    assert "Điểm 1.7.2: 1 → chưa rõ" in mau.say("hoàn tác")
