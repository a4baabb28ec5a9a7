"""`/self` and `/appraised`: points given to any node, beside what the figures say; neither number is bent."""

import pytest

from models.point_lines import read_points
from tests.models.small import refused, told
from tests.models.test_figure_lines import sets
from tests.offices import Office

HEAD, STAFF, CHAIRMAN, PROVINCE, NEIGHBOUR = "mau/hai", "mau/may", "mau/son", "mau/tuyet", "mau/ha"
UNDO = 'Ghi nhầm: nhắn "hoàn tác" trong 10 phút'


def test_self_scored_points_stand_beside_the_computed_ones(mau: Office) -> None:
    before = mau.say("điểm")
    assert mau.say("tự chấm 7.3.2 0,7 đủ minh chứng").splitlines() == [
        "Đã ghi tự chấm 7.3.2: 0,7/1 – đủ minh chứng",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Tính từ số liệu được 0,65: không khớp; giữ cả hai số.",
        UNDO,
    ]
    assert mau.say("điểm") == before
    leaf = mau.say("điểm 7.3.2")
    assert "Tạm tính: 0,65/1" in leaf
    assert "Tự chấm: 0,7/1, không khớp số tính – đủ minh chứng" in leaf


def test_whether_points_follow_rounded_or_cut_off_or_not_at_all(van_canh: Office, mau: Office) -> None:
    for office, line, said in (
        (van_canh, "thẩm định 2021 3.5 2,95 theo báo cáo", "Khớp với số tính từ số liệu."),
        (van_canh, "thẩm định 2021 3.5 2,94 theo báo cáo", "Khớp với số tính từ số liệu khi cắt bớt số lẻ."),
        (van_canh, "thẩm định 2021 3.5 2,9 theo báo cáo", "Tính từ số liệu được 2,95: không khớp; giữ cả hai số."),
        (van_canh, "tự chấm 2021 7.4.3 0,17", "Khớp với số tính từ số liệu."),
        (van_canh, "tự chấm 2021 7.4.3 0,11", "Tính từ số liệu được 0,17: không khớp; giữ cả hai số."),
        (mau, "tự chấm 3.5.1 2,97", "Khớp với số tính từ số liệu."),
        (mau, "tự chấm 3.5.1 2.97 lại", "Khớp với số tính từ số liệu."),
        (mau, "tự chấm 7.3 3,15", "Khớp với số tính từ số liệu."),
        (mau, "tự chấm 7.3 4", "Tính từ số liệu được 3,15: không khớp; giữ cả hai số."),
        (mau, "tự chấm 1.4 1", "Tính từ số liệu: 0 đến 1."),
        (mau, "tự chấm 7 9", "Tính từ số liệu: 5,6 đến 11,6."),
        (mau, "tự chấm 7 12", "Tính từ số liệu: 5,6 đến 11,6, không khớp; giữ cả hai."),
    ):
        assert said in told(office, line).splitlines(), line


def test_points_by_hand_have_nothing_to_be_compared_with(mau: Office) -> None:
    told(mau, "số liệu 7.2 0,5")
    assert "khớp" not in told(mau, "tự chấm 7.2 0,75")


def test_the_earlier_points_are_said(mau: Office) -> None:
    told(mau, "tự chấm 7.3.2 0,7 lần đầu")
    answer = told(mau, "tự chấm 7.3.2 0,65")
    assert "Tự chấm trước đây: 0,7" in answer.splitlines()
    told(mau, "thẩm định 7.3.2 0,6 vòng 1 thiếu hồ sơ")
    answer = told(mau, "thẩm định 7.3.2 0,65 vòng 2 đã bổ sung")
    assert "Thẩm định trước đây: 0,6" in answer
    assert "Thẩm định vòng 2: 0,65/1 – đã bổ sung" in mau.say("điểm 7.3.2")
    assert mau.say("lịch sử 7.3.2").count("Mai ghi") == 4


def test_the_latest_round_stands_though_an_earlier_one_is_corrected(mau: Office) -> None:
    told(mau, "thẩm định 7.3.2 0,65 vòng 2 đã bổ sung", "thẩm định 7.3.2 0,5 vòng 1 thiếu")
    assert "Thẩm định vòng 2: 0,65/1" in mau.say("điểm 7.3.2")


@pytest.mark.parametrize(
    ("said", "round_", "reason"),
    [
        ("vòng 2 thiếu minh chứng", 2, "thiếu minh chứng"),
        ("vong 2: thiếu minh chứng", 2, "thiếu minh chứng"),
        ("lần 3 thiếu", 3, "thiếu"),
        ("điểm, vòng 2, thiếu", 2, "thiếu"),
        ("thiếu minh chứng", 1, "thiếu minh chứng"),
        ("- thiếu 12 văn bản", 1, "thiếu 12 văn bản"),
    ],
)
def test_a_round_is_read_as_people_say_it(said: str, round_: int, reason: str) -> None:
    (given,) = read_points(f"7.3.2 0,6 {said}", sets()["xa-mau-2026"], rounds=True)
    assert (given.round, given.reason) == (round_, reason)


def test_parts_that_make_another_sum_are_said(mau: Office) -> None:
    told(mau, "tự chấm 7.3.1 1,75", "tự chấm 7.3.2 0,65", "tự chấm 7.3.3 0,75")
    assert "Các thành phần tự chấm cộng được 3,15, khác 4." in told(mau, "tự chấm 7.3 4")
    assert "Các thành phần" not in told(mau, "tự chấm 7.3 3,15")
    assert "Các thành phần" not in told(mau, "thẩm định 7.3 4 hội đồng")  # of another stage there are none
    told(mau, "tự chấm 1.6.1 1", "tự chấm 1.6.2 1")
    assert "Các thành phần" not in told(mau, "tự chấm 1.6 1,5")  # capped: no plain sum


def test_points_may_be_given_to_the_whole(mau: Office, van_canh: Office) -> None:
    assert told(mau, "tự chấm tổng 80 bản nháp").startswith("Đã ghi tự chấm cả năm: 80/100 – bản nháp\n")
    assert "Tự chấm trước đây: 80" in told(mau, "tự chấm cả năm 81")
    told(van_canh, "thẩm định 2021 tổng 45,84 vòng 1 theo báo cáo")
    assert "75,62 %" in van_canh.say("điểm 2021")


def test_bonus_and_penalty_have_their_own_ends(mau: Office) -> None:
    assert "Đã ghi tự chấm B: 1,5" in told(mau, "tự chấm B 1,5 sáng kiến")
    assert "nhận từ 0 đến 2 điểm" in refused(mau, "tự chấm B 2,5")
    assert "Tính từ số liệu được 0: không khớp" in told(mau, "tự chấm P/I.1.a -0,5 hai hồ sơ")
    assert "nhận từ -1 đến 0 điểm" in refused(mau, "tự chấm P/I.1.a 0,5")
    assert "nhận từ -1 đến 0 điểm" in refused(mau, "tự chấm P/I.1.a -1,5")


def test_what_cannot_be_understood_says_what_to_type(mau: Office) -> None:
    for command in ("tự chấm", "thẩm định"):
        for line, answer in (
            ("", f'"{command} 3.5 2,9'),
            ("7.3.2", f'"{command} 3.5 2,9'),
            ("7.3.2 tối đa", f'"{command} 3.5 2,9'),
            ("7.3.2 0,65001", f'"{command} 3.5 2,9'),
            ("7.3.2 1e0", f'"{command} 3.5 2,9'),
            ("7.3.2 1,01", "7.3.2 nhận từ 0 đến 1 điểm"),
            ("7.3.2 -0,1", "7.3.2 nhận từ 0 đến 1 điểm"),
            ("9.9 1", 'là "9.9"'),
            ("I.1.a 0", "Mã I.1.a có ở 2 phần: viết B/I.1.a hoặc P/I.1.a."),
        ):
            said = refused(mau, f"{command} {line}".strip())
            assert answer in said, line
            assert "hưa ghi gì" in said, line


def test_who_may_give_points(mau: Office, van_canh: Office) -> None:
    for who in (HEAD, STAFF, "mau/suong"):
        for line in ("tự chấm 7.3.2 0,7", "thẩm định 7.3.2 0,7 vòng 1 thử"):
            assert "dành cho đầu mối CCHC" in refused(mau, line, who), (who, line)
    told(mau, "tự chấm 7.3.2 0,7", who=CHAIRMAN)
    told(mau, "thẩm định xã Mẫu: 7.3.2 0,6 vòng 2 hội đồng", who=PROVINCE)
    assert refused(mau, "tự chấm xã Mẫu: 7.3.2 0,6", PROVINCE).startswith("Điểm của xã Mẫu do")
    assert refused(mau, "tự chấm xã Mẫu: 7.3.2 0,6", NEIGHBOUR).startswith("Không thấy")
    assert refused(mau, "thẩm định xã Mẫu: 7.3.2 0,6 thử", NEIGHBOUR).startswith("Không thấy")
    assert "xã Mẫu Đông" in told(mau, "tự chấm 7.3.2 0,7", who=NEIGHBOUR)
    assert "dành cho đầu mối CCHC" in refused(van_canh, "tự chấm 7.4.3 0,5", "van-canh/dao")
    assert "Tuyết ghi" in mau.say("lịch sử 7.3.2")


def test_a_closed_year_takes_points_and_its_published_ones_stay(mau: Office, van_canh: Office) -> None:
    for office, year, code in ((mau, 2025, "7"), (van_canh, 2021, "7.4.3")):
        before = office.say(f"điểm {year} {code}").splitlines()[2]
        assert before.startswith("Điểm công bố: ")
        assert "tạm tính" not in told(office, f"tự chấm {year} {code} 0,5 đã giải trình")
        assert office.say(f"điểm {year} {code}").splitlines()[2] == before


def test_points_never_change_what_is_computed(mau: Office) -> None:
    asked = ("điểm", "mất điểm", "điểm 2025", "số liệu cũ")
    before = [mau.say(line) for line in asked]
    told(mau, "tự chấm 7 9", "tự chấm 3 10", "thẩm định 3.5.1 0 vòng 1 thiếu", "tự chấm tổng 99", "tự chấm SIPAS 25")
    assert [mau.say(line) for line in asked] == before


def test_once_every_domain_has_some_the_year_says_their_sum(mau: Office) -> None:
    told(mau, *(f"tự chấm {n} {points}" for n, points in zip(range(1, 8), (10, 6, 12, 7, 9, 6, 11), strict=True)))
    assert "Tự chấm 61" in mau.say("điểm")


def test_what_was_given_is_known_from_that_day_on(mau: Office) -> None:
    told(mau, "tự chấm 7.3.2 0,7 lần đầu")
    mau.clock.forward(days=1)
    told(mau, "tự chấm 7.3.2 0,8 lần hai")
    assert "Tự chấm: 0,7/1" in mau.say("điểm 7.3.2 25/8")
    assert "Tự chấm: 0,8/1" in mau.say("điểm 7.3.2")
    assert "Tự chấm" not in mau.say("điểm 7.3.2 24/8")


def test_what_was_typed_comes_back_as_text(mau: Office) -> None:
    assert "– <b>đủ</b> & {{ 7*7 }}" in told(mau, "tự chấm 7.3.2 0,7 <b>đủ</b> & {{ 7*7 }}")
    assert "– <b>đủ</b> & {{ 7*7 }}" in mau.say("điểm 7.3.2")


def test_an_appraisal_needs_its_reason(mau: Office) -> None:
    refused(mau, "thẩm định 7.3.2 0,6")


def test_the_same_points_again_are_nothing_new(mau: Office) -> None:
    told(mau, "tự chấm 7.3.2 0,6 đủ minh chứng")
    refused(mau, "tự chấm 7.3.2 0,6 đủ minh chứng")
