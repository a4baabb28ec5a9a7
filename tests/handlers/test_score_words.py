"""`/score` as people ask it: spellings, titles, units, codes in two parts, days nobody means."""

from tests.handlers.test_score import LEAF_7_4_3
from tests.offices import Office


def test_every_way_to_write_the_question_has_the_same_answer(van_canh: Office) -> None:
    for line in (
        "điểm 2021 7.4.3", "DIEM 7.4.3 2021", "/diem 2021 7.4.3.", "score 7.4.3 năm 2021", "tiêu chí 7.4.3 năm 2021",
        "/score 2021 7.4.3 huyện vân canh", "điểm 7.4.3 van canh 2021?", "  điểm   2021   7.4.3  ",
    ):  # fmt: skip
        assert van_canh.say(line) == LEAF_7_4_3, line


def test_a_criterion_is_known_by_its_name_and_by_loose_spellings(van_canh: Office) -> None:
    three = van_canh.say("điểm 2021 3")
    for line in ("điểm 2021 thủ tục hành chính", "diem 2021 linh vuc 3", "điểm năm ngoái tiêu chí 3", "điểm 2021 TC3"):
        assert van_canh.say(line) == three, line
    for line in ("điểm 2021 7,4,3", "điểm ２０２１ 7.4.3", "điểm 2021 tiêu chí thành phần 7.4.3"):
        assert van_canh.say(line) == LEAF_7_4_3, line
    assert van_canh.say("điểm 7.4.3 30/6/22") == van_canh.say("điểm 7.4.3 30/6/2022")
    assert van_canh.say("điểm 2021 1.1 1.2") == 'Xin hỏi từng mã: "điểm 1.1", "điểm 1.2".'


def test_a_title_is_understood_whole_with_its_commas_numbers_and_little_words(mau: Office, van_canh: Office) -> None:
    for office, line, code in (
        (van_canh, "điểm 2021 Chỉ đạo, điều hành", "1"),
        (van_canh, "điểm 2021 dịch vụ công trực tuyến mức độ 3, 4", "7.4"),
        (mau, "điểm Kế hoạch CCHC năm", "1.1"),
        (mau, "điểm thưởng", "B"),
    ):
        assert office.say(line).startswith(f"{code} · "), (line, office.say(line))


def test_the_kind_of_ones_own_unit_means_it(mau: Office, van_canh: Office) -> None:
    assert mau.say("điểm xã") == mau.say("điểm")
    assert van_canh.say("điểm 2021 huyện") == van_canh.say("điểm 2021")
    assert mau.say("điểm một cửa").startswith("Trung tâm Phục vụ hành chính công: ")
    assert mau.say("điểm cộng").startswith("Không thấy")


def test_a_code_is_never_dropped_beside_a_unit(mau: Office) -> None:
    assert mau.say("điểm 7.3.1 văn phòng").startswith("7.3.1 · ")
    assert mau.say("đơn vị 7.3.1").startswith("1 đơn vị phụ trách tiêu chí 7.3.1")
    assert "Phối hợp" not in mau.say("mất điểm 2 văn phòng")


def test_a_code_that_stands_in_two_parts_is_asked_about(mau: Office) -> None:
    answer = mau.say("điểm I.1.a")
    assert '"điểm B/I.1.a"' in answer
    assert '"điểm P/I.1.a"' in answer
    assert mau.say("điểm b/i.1.a").startswith("B/I.1.a ·")


def test_days_before_anything_and_days_nobody_means_are_refused(van_canh: Office) -> None:
    assert van_canh.say("điểm 01/01/2019") == "Chưa có điểm năm 2019. Có các năm: 2020, 2021, 2022."
    assert van_canh.say("điểm 01/01/0001").startswith("Không có ngày 01/01/0001")


def test_a_part_of_the_office_has_no_score_of_its_own(van_canh: Office) -> None:
    assert van_canh.say("điểm 2021 phòng tài chính").splitlines() == [
        "Phòng Tài chính - Kế hoạch: đầu mối 5 tiêu chí, 5 điểm",
        "Năm 2021 – huyện Vân Canh",
        "Bị trừ: 2 điểm",
        'Xem từng tiêu chí: "mất điểm 2021 Phòng Tài chính"',
    ]
    assert van_canh.say("điểm xã canh vinh").startswith("xã Canh Vinh không được chấm riêng")
