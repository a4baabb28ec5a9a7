"""`/history`: who said what of a criterion, when, on whose behalf, and what was taken back."""

from datetime import datetime

from sqlalchemy import select

from models.record import Teller, record
from models.tables import Observation, Person, Scorecard
from tests.models.small import refused, told
from tests.offices import ZONE, Office

HEAD, STAFF, PROVINCE, NEIGHBOUR = "mau/hai", "mau/may", "mau/tuyet", "mau/ha"


def test_who_said_what_and_when_newest_first(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 41/120", who=STAFF)
    mau.clock.forward(hours=1, minutes=12)
    told(mau, "số liệu 7.3.2 43/120 Báo cáo tuần", who=HEAD)
    assert mau.say("lịch sử 7.3.2").splitlines() == [
        "7.3.2 · Tỷ lệ TTHC toàn trình có phát sinh hồ sơ: 5 lần ghi",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "25/8/2026: 43/120 TTHC = 35,83 % (nguồn: Báo cáo tuần)",
        "Hải ghi 09:12 25/8/2026",
        "25/8/2026: 41/120 TTHC = 34,17 % (nguồn: Trung tâm Phục vụ hành chính công)",
        "Mây ghi 08:00 25/8/2026",
        "24/8/2026: 39/120 TTHC = 32,5 % (nguồn: Hệ thống giải quyết TTHC)",
        "nạp từ tệp 16:00 24/8/2026",
        "30/6/2026: 30/120 TTHC = 25 % (nguồn: Hệ thống giải quyết TTHC)",
        "nạp từ tệp 08:00 01/7/2026",
        "31/3/2026: 22/120 TTHC = 18,33 % (nguồn: Hệ thống giải quyết TTHC)",
        "nạp từ tệp 08:00 01/4/2026",
    ]


def test_a_district_reads_alike(van_canh: Office) -> None:
    told(van_canh, "số liệu 6.4 muộn 18/7 Văn thư", who="van-canh/truc")
    assert van_canh.say("/history 6.4").splitlines()[:4] == [
        "6.4 · Báo cáo dự toán, quyết toán ngân sách: 2 lần ghi",
        "Năm 2022 – huyện Vân Canh (tạm tính, số liệu minh họa)",
        "18/7/2022: muộn (nguồn: Văn thư)",
        "Trúc ghi 08:00 18/7/2022",
    ]


def test_points_of_every_stage_stand_in_it_with_their_reasons(mau: Office) -> None:
    told(mau, "tự chấm 7.3.2 0,7 đủ minh chứng", "thẩm định 7.3.2 0,6 vòng 2 thiếu hồ sơ")
    lines = mau.say("lịch sử 7.3.2").splitlines()
    assert lines[2:6] == [
        "Thẩm định vòng 2 0,6 – thiếu hồ sơ",
        "Mai ghi 08:00 25/8/2026",
        "Tự chấm 0,7 – đủ minh chứng",
        "Mai ghi 08:00 25/8/2026",
    ]
    closed = mau.say("lịch sử 2025 7").splitlines()
    assert closed[:2] == ["7 · Chính quyền số: 4 lần ghi", "Năm 2025 – xã Mẫu"]
    for said in ("Công bố 9,6", "Thẩm định 9 – Chỉ tính hồ sơ trực tuyến toàn trình", "Tự chấm 10,5 – Tính cả hồ sơ"):
        assert any(line.startswith(said) for line in closed), said


def test_what_was_taken_back_stays_in_it_and_is_marked(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 43/120 Báo cáo tuần")
    mau.clock.forward(minutes=5)
    mau.say("hoàn tác")
    lines = mau.say("lịch sử 7.3.2").splitlines()
    assert lines[0].endswith("4 lần ghi")
    assert lines[2:4] == [
        "25/8/2026: 43/120 TTHC = 35,83 % (nguồn: Báo cáo tuần)",
        "ĐÃ RÚT LẠI 08:05 25/8/2026; Mai ghi 08:00 25/8/2026",
    ]


def test_on_whose_behalf_it_was_said_is_told(mau: Office) -> None:
    with mau.database.writing() as session:
        people = {person.key: person.id for person in session.scalars(select(Person))}
        unit = session.scalars(select(Scorecard.unit_id).where(Scorecard.year == 2026)).first() or 0
        event = record(
            session, mau.clock.now, how="console", what="figures", subject="2026 used_online", unit_id=unit, year=2026,
            teller=Teller(people["mau/mai"], "console", mau.clock.now, people[HEAD], "điện thoại"),
        )  # fmt: skip
        session.flush()
        row = (unit, "2026", "used_online", "45/120", mau.clock.now.date(), "điện thoại", mau.clock.now)
        session.add(Observation(*row, people["mau/mai"], event.id))
    assert "Mai ghi thay Hải" in mau.say("lịch sử 7.3.2")


def test_only_the_newest_are_shown_until_all_are_asked_for(quiet_mau: Office) -> None:
    lines = quiet_mau.say("lịch sử 7.3.1").splitlines()
    assert lines[0].endswith("8 lần ghi")
    assert lines[-2:] == ["Còn 4 lần ghi trước đó", 'Trả lời: "lịch sử 2026 7.3.1 tất cả"']
    everything = quiet_mau.say("lịch sử 2026 7.3.1 tất cả").splitlines()
    assert everything[: len(lines) - 2] == lines[:-2]
    assert sum(line.startswith("nạp từ tệp") for line in everything) == 8
    assert "Còn" not in everything[-1]


def test_as_it_was_known_on_an_earlier_day(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 43/120")
    lines = mau.say("lịch sử 7.3.2 30/6").splitlines()
    assert lines[:2] == [
        "7.3.2 · Tỷ lệ TTHC toàn trình có phát sinh hồ sơ: 1 lần ghi",
        "Năm 2026 – xã Mẫu (tạm tính, như đã biết đến hết ngày 30/6/2026)",
    ]
    mau.clock.now = datetime(2026, 8, 25, 23, 58, tzinfo=ZONE)
    told(mau, "số liệu 7.3.2 44/120")
    mau.clock.forward(minutes=5)
    assert mau.say("hoàn tác").startswith("Đã rút lại")
    assert "RÚT LẠI" not in mau.say("lịch sử 7.3.2 25/8")
    assert "ĐÃ RÚT LẠI 00:03 26/8/2026; Mai ghi 23:58 25/8/2026" in mau.say("lịch sử 7.3.2")


def test_a_parent_tells_of_the_figures_below_it_by_their_names(quiet_mau: Office) -> None:
    answer = quiet_mau.say("lịch sử 3.5")
    assert "hồ sơ giải quyết đúng hạn / hồ sơ đã giải quyết 1.980/2.000 hồ sơ = 99 %" in answer
    assert "hồ sơ trễ hạn có thư xin lỗi / hồ sơ trễ hạn 17/20 hồ sơ = 85 %" in answer


def test_that_nothing_was_said_is_told(quiet_mau: Office) -> None:
    assert quiet_mau.say("lịch sử 7.2").splitlines()[0] == "7.2 · Thông tin trên Trang điện tử xã: chưa ghi gì"
    assert quiet_mau.say("lịch sử 7.3.2 1/1").splitlines()[0].endswith("chưa ghi gì")


def test_what_cannot_be_answered_says_what_to_type(quiet_mau: Office, quiet_district: Office) -> None:
    for office in (quiet_mau, quiet_district):
        assert refused(office, "lịch sử").startswith("Lịch sử của tiêu chí nào? Viết mã, ví dụ:")
        assert "không có mã 9.9.9" in refused(office, "lịch sử 9.9.9")
        assert "chưa đến" in refused(office, "lịch sử 1.4 31/12/2030")
        assert "Không có ngày 31/2" in refused(office, "lịch sử 1.4 31/2")


def test_everybody_of_the_office_reads_it_and_nobody_of_another(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 43/120 Báo cáo tuần")
    for who in (HEAD, STAFF, "mau/suong", "mau/son"):
        assert "Báo cáo tuần" in mau.say("lịch sử 7.3.2", who=who), who
    assert "Báo cáo tuần" in mau.say("lịch sử xã Mẫu 7.3.2", who=PROVINCE)
    assert "Báo cáo tuần" not in mau.say("lịch sử 7.3.2", who=NEIGHBOUR)
    assert mau.say("lịch sử xã Mẫu 7.3.2", who=NEIGHBOUR).startswith("Không thấy")


def test_names_titles_and_loose_words_are_understood(quiet_mau: Office) -> None:
    expected = quiet_mau.say("lịch sử 7.3.2")
    for line in ("lich su 7.3.2", "ai ghi 7.3.2", "/history 7.3.2", "lịch sử tiêu chí 7.3.2", "lịch sử 2026 7.3.2"):
        assert quiet_mau.say(line) == expected, line


def test_what_was_typed_comes_back_as_text(mau: Office) -> None:
    told(mau, "tự chấm 7.3.2 0,7 <b>đủ</b> & {{ 7*7 }}")
    assert "Tự chấm 0,7 – <b>đủ</b> & {{ 7*7 }}" in mau.say("lịch sử 7.3.2")
