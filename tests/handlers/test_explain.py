"""`/explain`: what moved a criterion's points between two days, figure by figure."""

import re
from fractions import Fraction

from tests.models.small import BINH, card, load_texts, refused, told
from tests.offices import Office

PROVINCE, NEIGHBOUR = "mau/tuyet", "mau/ha"


def number(text: str) -> Fraction:
    return Fraction(text.replace("−", "-").replace("+", "").replace(",", "."))


def certain(answer: str) -> Fraction:
    """The sum of what the rows of an answer say they did to the certain points."""
    return sum((number(each) for each in re.findall(r"chắc chắn ([+−][0-9,]+)", answer)), Fraction(0))


def test_between_two_days_figure_by_figure(quiet_mau: Office) -> None:
    assert quiet_mau.say("giải thích 7.3.2 1/5 24/8").splitlines() == [
        "7.3.2 · Tỷ lệ TTHC toàn trình có phát sinh hồ sơ: 0,37 → 0,65/1",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Từ hết 01/5/2026 đến 24/8/2026:",
        "01/7/2026: 22/120 TTHC = 18,33 % → 30/120 TTHC = 25 %: chắc chắn +0,13",
        "24/8/2026: 30/120 TTHC = 25 % → 39/120 TTHC = 32,5 %: chắc chắn +0,15",
    ]


def test_a_district_reads_alike(quiet_district: Office) -> None:
    assert quiet_district.say("vì sao 7.4.2 1/6 18/7").splitlines() == [
        "7.4.2 · Tỷ lệ TTHC trực tuyến có phát sinh hồ sơ: 0,21 → 0,23/1",
        "Năm 2022 – huyện Vân Canh (tạm tính, số liệu minh họa)",
        "Từ hết 01/6/2022 đến 18/7/2022:",
        "13/6/2022: 29/281 dịch vụ = 10,32 % → 33/281 dịch vụ = 11,74 %: chắc chắn +0,03",
    ]


def test_without_days_it_is_the_year_until_now_and_with_one_since_that_day(quiet_mau: Office) -> None:
    year = quiet_mau.say("giải thích 7.3.2")
    assert "Từ hết 01/01/2026 đến 25/8/2026:" in year
    assert "01/4/2026: 22/120 TTHC = 18,33 %: chắc chắn +0,37, mất 0,63" in year
    assert year.count("chắc chắn") == 3
    since = quiet_mau.say("giải thích 7.3.2 30/6")
    assert "Từ hết 30/6/2026 đến 25/8/2026:" in since
    assert since.count("chắc chắn") == 2


def test_the_days_may_stand_anywhere_and_in_any_order(quiet_mau: Office) -> None:
    expected = quiet_mau.say("giải thích 7.3.2 1/5 24/8")
    for line in (
        "giải thích 7.3.2 24/8 1/5",
        "giải thích 1/5 7.3.2 24/8",
        "giải thích 1/5/2026 24/8/2026 7.3.2",
        "/explain 7.3.2 1/5 24/8",
        "giai thich tieu chi 7.3.2 1/5 24/8",
        "giải thích 2026 7.3.2 1/5 24/8",
    ):
        assert quiet_mau.say(line) == expected, line


def test_a_figure_said_today_is_the_newest_move(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    lines = mau.say("giải thích 7.3.2 30/6").splitlines()
    assert lines[0].endswith("0,37 → 0,8/1")  # the figure of 30/6 was said on 1/7
    assert lines[-1] == "25/8/2026: 39/120 TTHC = 32,5 % → 48/120 TTHC = 40 %: chắc chắn +0,15"


def test_a_figure_that_moves_nothing_is_no_move(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 35/120 15/7", "số liệu 6.2 70%")
    for code in ("7.3.2", "6.2"):
        assert "Không số liệu nào làm điểm thay đổi" in mau.say(f"giải thích {code} 24/8")


def test_what_was_lost_and_what_may_still_come_are_told_apart(mau: Office) -> None:
    told(mau, "số liệu 6.1 đúng hạn 2, thiếu 1, chưa đến hạn 1")
    answer = mau.say("giải thích 6.1 24/8")
    assert "6.1 · Công khai ngân sách đúng hạn: 0,5 đến 1 → 0,5 đến 0,75/1" in answer
    assert answer.endswith("→ đúng hạn 2, thiếu 1, chưa đến hạn 1: mất 0,25")
    mau.clock.forward(minutes=1)
    told(mau, "số liệu 6.1 đúng hạn 2, chưa đến hạn 2")
    assert mau.say("giải thích 6.1 24/8").endswith("→ đúng hạn 2, chưa đến hạn 2: có thể thêm 0,25")


def test_a_parent_names_the_criterion_of_each_move(quiet_mau: Office) -> None:
    lines = quiet_mau.say("giải thích 7.3 1/8").splitlines()
    assert lines[0].startswith("7.3 · Dịch vụ công trực tuyến: ")
    assert any(line.startswith("18/8/2026 TC 7.3.3: 336/960 hồ sơ = 35 % → 810/1.800") for line in lines)
    assert any(line.startswith("24/8/2026 TC 7.3.2: ") for line in lines)


def test_the_whole_year_is_explained_by_its_newest_moves(quiet_mau: Office, quiet_district: Office) -> None:
    for office in (quiet_mau, quiet_district):
        lines = office.say("giải thích").splitlines()
        assert lines[0].startswith("Cả năm: ")
        assert re.fullmatch(r"\([0-9]+ thay đổi trước đó không hiện ở đây\)", lines[3])
        assert lines[-1] == 'Trả lời: "giải thích tất cả"'
        assert sum(" TC " in line for line in lines) == 5
        everything = office.say("giải thích tất cả").splitlines()
        assert len(everything) > 40
        newest = [line for line in lines if " TC " in line]
        assert [line for line in everything if " TC " in line][-5:] == newest


def test_the_choice_that_shows_all_asks_the_same_question(quiet_mau: Office) -> None:
    offered = re.search(r'Trả lời: "(.+)"$', quiet_mau.say("giải thích 7.3.1 1/2 24/8"))
    assert offered
    everything = quiet_mau.say(offered[1])
    assert everything.splitlines()[:3] == quiet_mau.say("giải thích 7.3.1 1/2 24/8").splitlines()[:3]
    assert everything.count("hồ sơ = ") == 2 * 8 - 1


def test_the_shown_moves_of_a_leaf_add_up_to_its_difference(quiet_mau: Office) -> None:
    """To the hundredths that are shown: each row is rounded by itself, and so is the difference."""
    for code in ("7.3.2", "7.3.3", "1.2", "1.5", "3.7", "6.2", "7.1.1"):
        answer = quiet_mau.say(f"giải thích {code} 30/4 25/8 tất cả")
        ends = re.search(r": ([0-9,]+) → ([0-9,]+)/", answer)
        if ends is None:  # not known on the first day
            continue
        rows = answer.count("chắc chắn")
        assert abs(certain(answer) - (number(ends[2]) - number(ends[1]))) <= Fraction(rows + 1, 200), answer


def test_a_closed_year_is_explained_from_its_figures(quiet_mau: Office, quiet_district: Office) -> None:
    lines = quiet_mau.say("giải thích 2025 7").splitlines()
    assert lines[:2] == ["7 · Chính quyền số: 0 đến 14 → 6,6 đến 12,1/14", "Năm 2025 – xã Mẫu"]
    assert lines[2].endswith("điểm tính từ số liệu:")
    assert lines[-1] == 'Điểm đã công bố giữ nguyên: "điểm 2025 7"'
    assert 'Điểm đã công bố giữ nguyên: "điểm 2021"' in quiet_district.say("giải thích 2021")


def test_what_cannot_be_answered_says_what_to_type(quiet_mau: Office) -> None:
    assert "Chỉ so hai ngày" in refused(quiet_mau, "giải thích 7.3.2 1/5 1/6 1/7")
    assert "Không có ngày 31/2 trong lịch" in refused(quiet_mau, "giải thích 7.3.2 31/2")
    assert "Ngày 01/9/2026 chưa đến" in refused(quiet_mau, "giải thích 7.3.2 1/9")
    assert "Ngày 01/9/2026 chưa đến" in refused(quiet_mau, "giải thích 7.3.2 1/5 1/9")
    assert "không có mã 9.9.9" in refused(quiet_mau, "giải thích 9.9.9")
    assert "Chưa có điểm năm 2030" in refused(quiet_mau, "giải thích 2030 7")


def test_nobody_of_another_unit_reads_it(quiet_mau: Office) -> None:
    assert "xã Mẫu (tạm tính)" in quiet_mau.say("giải thích xã Mẫu 7.3.2", who=PROVINCE)
    assert quiet_mau.say("giải thích xã Mẫu 7.3.2", who=NEIGHBOUR).startswith("Không thấy")
    assert "39/120" not in quiet_mau.say("giải thích 7.3.2", who=NEIGHBOUR)


def test_what_others_of_the_block_did_is_said_to_be_no_figure_of_ones_own(nho: Office) -> None:
    told(nho, "số liệu 2 50/100")
    nho.clock.forward(days=1)
    told(nho, "số liệu 2 80/100", who=BINH)
    lines = nho.say("giải thích 2 25/8").splitlines()
    assert lines[0].endswith("2 → 1,25/2")
    assert "đơn vị khác trong khối" in lines[2]
    nho.clock.forward(days=1)
    told(nho, "số liệu 2 60/100")
    lines = nho.say("giải thích 2 25/8").splitlines()
    assert lines[0].endswith("2 → 1,5/2")
    assert any(line.endswith("chắc chắn +0,25") for line in lines)
    assert "đơn vị khác trong khối" in lines[-1]
    assert "khối" not in nho.say("giải thích 2 26/8")  # the block stood still since


def test_a_term_that_ran_out_is_said_to_be_no_figure(nho: Office) -> None:
    told(nho, "số liệu 1.5 chưa đến hạn")
    assert "đến hạn" not in nho.say("giải thích 1.5").partition("\n")[0]
    nho.clock.forward(days=8)  # due on 31/8
    lines = nho.say("giải thích 1.5 25/8").splitlines()
    assert lines[0].endswith("0 đến 1 → 0 đến 0,5/1")
    assert "thời hạn đã qua" in "".join(lines[2:])


def test_what_came_not_to_apply_is_said_to_be_no_figure(nho: Office) -> None:
    told(nho, "số liệu 1.1 3 quý 2")
    nho.clock.forward(days=1)
    load_texts(nho, card("xa-an", rows='[not_applicable]\n"1.1" = { reason = "không còn áp dụng" }\n'))
    lines = nho.say("giải thích 1.1 25/8").splitlines()
    assert lines[0].endswith("0,75 → không áp dụng/0") or lines[0].endswith("→ không áp dụng")
    assert "tiêu chí không áp dụng" in "".join(lines[2:])


def test_quarters_add_up_to_the_figure_that_is_explained(nho: Office) -> None:
    told(nho, "số liệu 1.1 2 quý 1")
    nho.clock.forward(minutes=1)
    told(nho, "số liệu 1.1 1 quý 2")
    nho.clock.forward(minutes=1)
    told(nho, "số liệu 1.1 1 quý 1")  # a correction
    assert nho.say("giải thích 1.1").splitlines()[3:] == [
        "25/8/2026: 2 cuộc họp: chắc chắn +0,5, mất 0,5",
        "25/8/2026: 2 cuộc họp → 3 cuộc họp: chắc chắn +0,25",
        "25/8/2026: 3 cuộc họp → 2 cuộc họp: chắc chắn −0,25",
    ]


def test_two_figures_of_one_message_are_two_moves(mau: Office) -> None:
    told(mau, "số liệu 7.4 1800/2200 900/1900")
    lines = mau.say("giải thích 7 24/8").splitlines()
    assert lines[0].endswith("5,6 đến 11,6 → 7,54 đến 10,54/14")
    assert sum(" TC 7.4: " in line for line in lines) == 1  # the first of them alone moves nothing
    told(mau, "số liệu 7.3.1 1360/2200; 7.3.2 48/120")
    lines = mau.say("giải thích 7 24/8").splitlines()
    assert sum(" TC 7.3." in line for line in lines) == 2
