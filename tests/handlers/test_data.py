"""`/data`: every sort of figure said in the chat, what it does to the points, and what is refused."""

from datetime import datetime

from tests.models.small import BINH, SET, load_texts, refused, told
from tests.offices import ZONE, Office, fingerprint

HEAD, STAFF, OTHER_HEAD, CHAIRMAN = "mau/hai", "mau/may", "mau/khe", "mau/son"
PROVINCE, NEIGHBOUR = "mau/tuyet", "mau/ha"


def test_a_figure_is_answered_with_the_points_before_and_after(mau: Office) -> None:
    assert mau.say("số liệu 7.3.1 1360/2200 25/8 Hệ thống giải quyết TTHC").splitlines() == [
        "Đã ghi 7.3.1: 1.360/2.200 hồ sơ = 61,82 %",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Lũy kế đến 25/8/2026 (toàn trình; cả xã) · nguồn: Hệ thống giải quyết TTHC",
        "Điểm 7.3.1: 1,75 → 1,77/2",
        "Chắc chắn cả năm: 41,3 → 41,32",
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    assert "Chắc chắn: 41,32 điểm" in mau.say("điểm")
    assert "1.360/2.200 hồ sơ = 61,82 % (toàn trình; cả xã; 25/8/2026, Hệ thống giải quyết TTHC)" in mau.say(
        "điểm 7.3.1"
    )


def test_a_figure_of_a_district_carries_its_label_and_its_definition(van_canh: Office) -> None:
    assert van_canh.say("/data 7.4.3 190/1900 18/7").splitlines() == [
        "Đã ghi 7.4.3: 190/1.900 hồ sơ = 10 %",
        "Năm 2022 – huyện Vân Canh (tạm tính, số liệu minh họa)",
        "Lũy kế đến 18/7/2022 (mức độ 3, 4; cả huyện; lũy kế từ đầu năm) · nguồn: huyện Vân Canh",
        "Điểm 7.4.3: 0,48 → 0,5/1",
        "Chắc chắn cả năm: 27,7 → 27,72",
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]


def test_every_sort_of_figure_moves_its_leaf(mau: Office) -> None:
    for said, shown, moved in (
        ("7.3.2 48/120", "48/120 TTHC = 40 %", "7.3.2: 0,65 → 0,8/1"),
        ("6.2 95,5%", "95,5 %", "6.2: 1,6 → 2/2"),
        ("1.2 21", "21 tin, bài", "1.2: 0,75 → 1/1"),
        ("3.7 91,5", "91,5 điểm", "3.7: 1,6 → 2/2"),
        ("1.7.2 có", "có", "1.7.2: chưa rõ → 1/1"),
        ("2.3.1 khá", "khá", "2.3.1: chưa rõ → 1,5/2"),
        ("4.1 còn nội dung chưa đúng", "còn nội dung chưa đúng", "4.1: 2 → 1/2"),
        ("1.5 đúng hạn 14, muộn 2, chưa làm 0", "đúng hạn 14, muộn 2", "1.5: 1,75 → 1,88/2"),
        ("6.1 đúng hạn 3, thiếu 1", "đúng hạn 3, thiếu 1", "6.1: 0,5 đến 1 → 0,75/1"),
        ("2.2.1 muộn", "muộn", "2.2.1: 1 → 0,5/1"),
        ("7.2 0,5", "0,5 điểm, chấm tay", "7.2: chưa rõ → 0,5/1"),
        ("4.2 71/70", "71/70 công chức = 101,43 %", "4.2: 2 → 1/2"),
        ("B/I.1.b 1", "1 mô hình", "B/I.1.b: 0 → 0,25"),
        ("SIPAS 81,2%", "81,2 %", "SIPAS: chưa rõ → 24,36/30"),
    ):
        answer = mau.say(f"số liệu {said}").splitlines()
        code = said.split()[0]
        assert answer[0] == f"Đã ghi {code}: {shown}", said
        assert f"Điểm {moved}" in answer, answer
        assert moved.partition("→ ")[2].partition("/")[0] in mau.say(f"điểm {code}"), said


def test_every_sort_of_figure_moves_its_leaf_in_a_district_too(van_canh: Office) -> None:
    for said, shown, moved in (
        ("7.4.3 200/2000", "200/2.000 hồ sơ = 10 %", "7.4.3: 0,48 → 0,5/1"),
        ("5.3.3 715/721 người", "715/721 người = 99,17 %", "5.3.3: chưa rõ → 0,5/1"),
        ("1.7 4/1/0", "đúng hạn 4, muộn 1", "1.7: 0,88 → 0,9/1"),
        ("6.4 trễ", "muộn", "6.4: chưa rõ → 0,5/1"),
        ("1.2 0,96 điểm", "0,96 điểm, chấm tay", "1.2: chưa rõ → 0,96/1"),
        ("5.9 0,5 điểm", "0,5 điểm, chấm tay", "5.9: chưa rõ → 0,5/1"),
    ):
        answer = van_canh.say(f"số liệu {said}").splitlines()
        assert answer[0] == f"Đã ghi {said.split()[0]}: {shown}", said
        assert f"Điểm {moved}" in answer, answer


def test_a_figure_beside_points_by_hand_moves_none(van_canh: Office) -> None:
    assert "\nĐiểm chưa đổi\n" in told(van_canh, "số liệu 5.9 5 người")
    assert "5 người" in van_canh.say("điểm 5.9")


def test_a_derived_leaf_lists_what_it_needs_and_takes_it(van_canh: Office, mau: Office) -> None:
    listed = refused(van_canh, "số liệu SIPAS")
    factors = ("tiếp cận dịch vụ", "thủ tục", "công chức, viên chức", "kết quả", "xử lý phản ánh")
    assert [factor in listed for factor in factors] == [True] * 5
    assert "5 số theo thứ tự" in listed
    assert "2 số theo thứ tự" in refused(mau, "số liệu 7.4")
    assert "2 số theo thứ tự" in refused(mau, "số liệu 7.4 1800/2200")
    answer = told(mau, "số liệu 7.4 1800/2200 900/1900").splitlines()
    assert answer[:3] == [
        "Đã ghi 2 số liệu",
        "7.4 hồ sơ số hóa khi tiếp nhận / hồ sơ đã tiếp nhận: 1.800/2.200 hồ sơ = 81,82 %",
        "7.4 kết quả đã số hóa / kết quả đã trả: 900/1.900 kết quả = 47,37 %",
    ]
    assert "Điểm 7.4: chưa rõ → 1,94/3" in answer
    assert "Điểm SIPAS: chưa rõ → 30,8/40" in told(van_canh, "số liệu SIPAS 75% 76% 77% 78% 79%")


def test_one_input_of_a_derived_leaf_may_be_told_by_its_name_alone(mau: Office) -> None:
    assert "Điểm 7.4: chưa rõ → 1,91/3" in told(mau, "số liệu 7.4 kết quả đã số hóa 900/1900")
    assert "Điểm 7.4: 1,91 → 1,95/3" in told(mau, "số liệu digitised_results 950/1900")


def test_several_figures_in_one_message_are_answered_together(mau: Office) -> None:
    answer = mau.say("số liệu 7.3.1 1360/2200 25/8 Hệ thống; 7.3.2 48/120; 3.5.2 18/20; 1.7.2 có").splitlines()
    assert answer[:5] == [
        "Đã ghi 4 số liệu",
        "7.3.1: 1.360/2.200 hồ sơ = 61,82 % (toàn trình; cả xã)",
        "7.3.2: 48/120 TTHC = 40 %",
        "3.5.2: 18/20 hồ sơ = 90 %",
        "1.7.2: có",
    ]
    assert {line for line in answer if line.startswith("Điểm ")} == {
        "Điểm 7.3.1: 1,75 → 1,77/2",
        "Điểm 7.3.2: 0,65 → 0,8/1",
        "Điểm 3.5.2: 0,85 → 0,9/1",
        "Điểm 1.7.2: chưa rõ → 1/1",
    }
    assert "Chắc chắn cả năm: 41,3 → 42,52" in answer
    for code in ("7.3.1", "7.3.2", "3.5.2", "1.7.2"):
        assert "Hệ thống)" in mau.say(f"điểm {code}"), code


def test_everything_in_a_message_or_nothing(mau: Office) -> None:
    for wrong in (
        "9.9 1", "6.2 120%", "7.3.1 9/8", "6.2 mười", "3.6 2450/2010", "7.3 1/2", "7.2 7", "1.2 -3", "4.2 1/2 31/2",
    ):  # fmt: skip
        for line in (f"số liệu 7.3.2 48/120; {wrong}", f"số liệu {wrong}; 7.3.2 48/120"):
            assert not refused(mau, line).startswith("Đã"), line
    assert "39/120" in mau.say("điểm 7.3.2")


NONSENSE = (
    ("", "Ghi số liệu nào?"),
    ("7.3.1 2200/1360", "lớn hơn toàn bộ (hồ sơ nộp trực tuyến toàn trình / hồ sơ TTHC)"),
    ("6.2 100,01%", "lớn hơn toàn bộ"),
    ("7.3.1 1360/2200 26/8", "Ngày 26/8/2026 chưa đến"),
    ("7.3.1 1360/2200 31/12", "Ngày 31/12/2026 chưa đến"),
    ("7.3.1 1360/2200 24/8/2025", "không thuộc năm 2026"),
    ("7.3.1 1360/2200 30/2", "Không có ngày 30/2"),
    ("7.3.1 1300/2200", "7.3.1 lũy kế nên không giảm: ngày 24/8/2026 đã ghi 1.310/2.140 hồ sơ = 61,21 %."),
    ("7.3.1 1320/2100", "không giảm"),
    ("7.3.1 1311/2141 17/8", "ngày 24/8/2026 đã ghi 1.310/2.140"),  # more than is known of a later day
    ("7.3.1 1200/2000 17/8", "ngày 10/8/2026 đã ghi 1.228/2.019"),
    ("1.2 17", "không giảm: ngày 15/7/2026 đã ghi 18 tin, bài"),
    ("1.5 đúng hạn 10, muộn 2", "không giảm"),
    ("7.3.1 1360/2200 quý 3", "lũy kế từ đầu năm"),
    ("7.3.1 1360/2200 tháng 8", "lũy kế từ đầu năm"),
    ("1.2 -1", "không nhận số âm"),
    ("7.3.1 -1/5", "chưa hiểu"),
    ("7.2 1,01", "7.2 nhận từ 0 đến 1 điểm"),
    ("7.2 -0,5", "7.2 nhận từ 0 đến 1 điểm"),
    ("7.3.1 nhiều", '7.3.1: chưa hiểu "nhiều"; cần hồ sơ nộp trực tuyến toàn trình / hồ sơ TTHC ("1310/2140"'),
    ("1.7.2 rồi", '1.7.2: chưa hiểu "rồi"; cần một trong: có, không.'),
    ("1.5 14/2", "số theo từng loại: đúng hạn, muộn, chưa làm"),
    ("6.3.2 nộp rồi", "một trong: đúng hạn, muộn, thiếu"),
    ("7 5", "7 có thành phần, số liệu ghi vào từng dòng: 7.1.1, 7.1.2, 7.2"),
    ("7.3.9 1/2", 'là "7.3.9"; chưa ghi gì. Gần nhất: 7.3'),
    ("I.1.a 1", "Mã I.1.a có ở 2 phần: viết B/I.1.a hoặc P/I.1.a."),
    ("7.3.1 1360/2200; 7.3.1 1361/2200", "7.3.1 được ghi hai lần trong một tin"),
    ("online_filing 1360/2200; 7.3.1 1361/2200", "được ghi hai lần"),
)


def test_nonsense_is_refused_with_what_is_expected(mau: Office) -> None:
    for line, answer in NONSENSE:
        assert answer in refused(mau, f"số liệu {line}"), line


def test_every_refusal_says_that_nothing_was_recorded(mau: Office) -> None:
    for line in ("7.3.1 2200/1360", "7.3.1 1300/2200", "7.2 7", "1.7.2 rồi", "9.9 1", "7 5", "I.1.a 1", "1.2 -1"):
        assert "hưa ghi gì" in refused(mau, f"số liệu {line}"), line


def test_a_day_of_another_year_is_told_how_to_be_said(mau: Office) -> None:
    assert '"số liệu 2025 7.3.1 …"' in refused(mau, "số liệu 7.3.1 1360/2200 24/8/2025")
    assert "đến 31/12/2025" in told(mau, "số liệu 2025 7.1 7,5 31/12")
    told(mau, "số liệu 7.3.1 12/20 15/12/2025")  # a year's figures may begin in December


def test_what_may_exceed_its_whole_or_fall_is_let(mau: Office) -> None:
    assert "107,14 %" in told(mau, "số liệu 4.2 75/70")
    assert "Điểm 3.7: 1,6 → 1,2/2" in told(mau, "số liệu 3.7 79,5")  # a mark, no count
    assert "Điểm 6.2: 1,6 → 0/2" in told(mau, "số liệu 6.2 49%")  # a percentage of a plan that may grow
    assert "Điểm 4.2: 0 → 2/2" in told(mau, "số liệu 4.2 60/70")


def test_people_say_what_their_part_answers_for(mau: Office) -> None:
    for number, who in enumerate((HEAD, STAFF)):
        answer = told(mau, f"số liệu 7.3.2 {48 + number}/120", who=who)
        assert "nguồn: Trung tâm Phục vụ hành chính công" in answer
        assert refused(mau, "số liệu 6.2 71%", who).startswith("Số liệu 6.2 do Phòng Kinh tế ghi.")
        assert refused(mau, "số liệu 7.3.2 55/120; 6.2 71%", who).startswith("Số liệu 6.2 do Phòng Kinh tế ghi.")
        mau.clock.forward(minutes=20)
    told(mau, "số liệu 6.2 71%", who=OTHER_HEAD)
    told(mau, "số liệu 7.3.3 820/1810", who=OTHER_HEAD)  # its part helps with it
    told(mau, "số liệu 6.2 72%", who=CHAIRMAN)
    assert "Số liệu 7.3.1 do Trung tâm" in refused(mau, "số liệu 7.3.1 1360/2200", "mau/suong")
    assert "nội bộ" in refused(mau, "số liệu 7.3.1 1360/2200", "mau/ai")


def test_nobody_says_figures_of_another_unit(mau: Office) -> None:
    before = mau.say("điểm")
    assert "xã Mẫu Đông" in told(mau, "số liệu 7.3.1 900/1600", who=NEIGHBOUR)
    assert mau.say("điểm") == before
    for line in ("số liệu xã Mẫu: 7.3.1 1360/2200", "số liệu xã mẫu: 7.3.1 1360/2200"):
        assert refused(mau, line, NEIGHBOUR).startswith("Không thấy tiêu chí hay đơn vị nào")
    assert "Mẫu Tây" not in refused(mau, "số liệu phường mẫu tây: 7.3.1 4200/5600", NEIGHBOUR).replace("mẫu tây", "")
    assert "do Trung tâm Phục vụ hành chính công ghi" in refused(
        mau, "số liệu xã Mẫu: 7.3.1 1360/2200", PROVINCE
    )  # a province sees, and does not say


def test_two_posts_count_together(van_canh: Office) -> None:
    told(van_canh, "số liệu 7.4.3 190/1900", who="van-canh/lan")
    told(van_canh, "số liệu 1.3 0,5", who="van-canh/lan")
    assert "do Phòng Tài chính" in refused(van_canh, "số liệu 6.4 muộn", "van-canh/lan")


def test_the_same_figure_again_is_nothing_new(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200 25/8 Hệ thống")
    mau.clock.forward(minutes=1)
    for line in (
        "số liệu 7.3.1 1360/2200 25/8 Hệ thống",
        "số liệu 7.3.1 1.360 / 2.200 hồ sơ 25/8/2026 Hệ thống",
        "số liệu 25/8 online_filing 1360/2200 Hệ thống",
    ):
        answer = refused(mau, line)
        assert answer.startswith("Đã có từ trước 7.3.1: 1.360/2.200 hồ sơ = 61,82 %"), line
        assert "hoàn tác" not in answer
    assert refused(mau, "số liệu 7.3.1 1310/2140 24/8 Hệ thống giải quyết TTHC").startswith("Đã có từ trước")


def test_of_several_only_the_new_ones_are_recorded(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200; 7.3.2 48/120")
    answer = mau.say("số liệu 7.3.1 1360/2200; 7.3.2 49/120")
    assert answer.startswith(
        "Đã ghi 1 số liệu; 1 số liệu đã có từ trước\n7.3.1: 1.360/2.200 hồ sơ = 61,82 % (toàn trình; cả xã) (đã có)"
    )
    assert "2 số liệu đã có từ trước" in refused(mau, "số liệu 7.3.1 1360/2200; 7.3.2 49/120")


def test_a_correction_of_the_same_day_and_source_takes_the_place_of_the_earlier(mau: Office) -> None:
    answer = told(mau, "số liệu 7.3.1 1360/2200", "số liệu 7.3.1 1340/2190")
    assert "Điểm 7.3.1: 1,77 → 1,75/2" in answer
    assert "nguồn khác" not in answer
    assert "nguồn khác" not in mau.say("điểm 7.3.1").casefold()
    assert mau.say("lịch sử 7.3.1").count("25/8/2026: ") == 2


def test_two_sources_of_one_day_are_both_shown_and_neither_is_overwritten(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200 25/8 Hệ thống")
    answer = told(mau, "số liệu 7.3.1 1350/2200 25/8 Sổ theo dõi")
    assert "Cùng ngày, nguồn khác ghi khác: 1.360/2.200 hồ sơ = 61,82 % (Hệ thống)" in answer
    leaf = mau.say("điểm 7.3.1").splitlines()
    assert "Số liệu: 1.350/2.200 hồ sơ = 61,36 % (toàn trình; cả xã; 25/8/2026, Sổ theo dõi)" in leaf
    assert "Nguồn khác, cùng ngày: 1.360/2.200 hồ sơ = 61,82 % (Hệ thống)" in leaf
    assert "nguồn khác" not in told(mau, "số liệu 7.3.1 1360/2200 25/8 Sổ theo dõi").casefold()  # now they agree
    assert "nguồn khác" not in mau.say("điểm 7.3.1").casefold()


def test_a_figure_for_a_past_day_is_kept_and_the_newer_one_counts(mau: Office) -> None:
    answer = told(mau, "số liệu 7.3.2 35/120 15/7")
    assert "\nĐiểm chưa đổi\n" in answer
    assert "Điểm vẫn tính theo số liệu mới hơn, ngày 24/8/2026" in answer
    assert "39/120" in mau.say("điểm 7.3.2")
    assert "15/7/2026: 35/120" in mau.say("lịch sử 7.3.2")


def test_what_was_known_on_an_earlier_day_stays_as_it_was_known(mau: Office) -> None:
    asked = ("điểm 30/6", "điểm 7.3.2 30/6", "điểm 24/8", "điểm 3.5.1 24/8", "lịch sử 7.3.2 30/6")
    before = [mau.say(line) for line in asked]
    told(
        mau,
        "số liệu 7.3.2 31/120 30/6 Hệ thống giải quyết TTHC",
        "số liệu 3.5.1 1985/2001 18/8",
        "số liệu 7.3.2 50/120",
    )
    mau.clock.forward(days=2)
    told(mau, "số liệu 7.3.2 51/120", "số liệu 7.3.2 32/120 30/6 Hệ thống giải quyết TTHC")
    assert [mau.say(line) for line in asked] == before
    assert "51/120" in mau.say("điểm 7.3.2")
    assert "50/120" in mau.say("điểm 7.3.2 25/8")


def test_a_closed_year_takes_figures_and_keeps_its_published_points(van_canh: Office, mau: Office) -> None:
    before = van_canh.say("điểm 2021")
    answer = told(van_canh, "số liệu 2021 7.4.3 219/3571 31/12")
    assert "Điểm đã công bố giữ nguyên" in answer
    assert "Năm 2021 – huyện Vân Canh" in answer
    assert "tạm tính" not in answer
    assert van_canh.say("điểm 2021") == before
    assert "Điểm công bố: 0,11/1" in van_canh.say("điểm 2021 7.4.3")
    before = mau.say("điểm 2025")
    assert "Điểm 7.1: 6,6 → 7,5/8,5" in told(mau, "số liệu 2025 7.1 7,5 31/12")
    assert mau.say("điểm 2025") == before
    assert "Điểm chưa đổi: điểm đã công bố giữ nguyên" in told(mau, "số liệu 2025 7.1 7 30/11")


def test_a_year_there_is_none_of_is_told(mau: Office) -> None:
    for year in (2024, 2027):
        assert refused(mau, f"số liệu {year} 7.3.1 1/2") == f"Chưa có điểm năm {year}. Có các năm: 2025, 2026."


def test_a_figure_may_be_said_for_the_year_before_in_its_first_months(mau: Office) -> None:
    january = datetime(2027, 1, 14, 8, 0, tzinfo=ZONE)
    assert "Lũy kế đến 31/12/2026" in mau.say("số liệu 7.3.1 2000/3000 31/12", at=january)
    assert "Lũy kế đến 10/01/2027" in mau.say("số liệu 7.3.1 2100/3100 10/1/2027", at=january)
    late = datetime(2027, 4, 14, 8, 0, tzinfo=ZONE)
    before = fingerprint(mau.database)
    assert "không thuộc năm 2026" in mau.say("số liệu 7.3.1 2200/3200 14/4/2027", at=late)
    assert fingerprint(mau.database) == before


def test_a_unit_may_be_named_before_a_colon(mau: Office) -> None:
    for line in ("số liệu xã Mẫu: 7.3.1 1360/2200", "số liệu 2026: 7.3.1 1361/2200", "số liệu 2026 7.3.1 1362/2200"):
        assert "xã Mẫu (tạm tính)" in told(mau, line)


def test_what_is_typed_as_a_source_comes_back_as_text(mau: Office) -> None:
    assert "· nguồn: Sổ <b>đỏ</b> & {{ 7*7 }}" in told(mau, "số liệu 7.2 0,5 Sổ <b>đỏ</b> & {{ 7*7 }}")
    assert "(nguồn: Sổ <b>đỏ</b> & {{ 7*7 }})" in mau.say("lịch sử 7.2")


def test_a_block_moves_with_the_figure_of_its_best_unit(nho: Office) -> None:
    assert "Điểm 2: chưa rõ → 2/2" in told(nho, "số liệu 2 50/100")
    assert "Tạm tính: 2/2" in nho.say("điểm 2")
    told(nho, "số liệu 2 80/100", who=BINH)
    assert "Tạm tính: 1,25/2 (mất 0,75)" in nho.say("điểm 2")
    assert "Điểm 2: 1,25 → 1,5/2" in told(nho, "số liệu 2 60/100")


def test_a_day_that_has_not_come_is_refused_and_today_is_not(mau: Office) -> None:
    mau.clock.now = datetime(2026, 8, 25, 23, 59, 59, tzinfo=ZONE)
    assert "chưa đến" in refused(mau, "số liệu 7.3.1 1360/2200 26/8")
    mau.clock.forward(seconds=1)
    assert "Lũy kế đến 26/8/2026" in told(mau, "số liệu 7.3.1 1360/2200 26/8")
    assert "Lũy kế đến 26/8/2026" in told(mau, "số liệu 7.3.1 1361/2200")


def test_a_set_changed_at_once_decides_what_a_leaf_asks(nho: Office) -> None:
    assert "4 nhận từ 0 đến 3 điểm" in refused(nho, "số liệu 4 5 điểm")
    load_texts(
        nho, SET.replace('"4" = { max = 3, title = "Điểm chấm tay" }', '"4" = { max = 3, title = "X", each = 1 }')
    )
    assert "Điểm 4: chưa rõ → 3/3" in told(nho, "số liệu 4 5")
