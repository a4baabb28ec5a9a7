"""`/lost`: what is lost, largest first, and who can win it back."""

from tests.offices import Office


def test_the_losses_of_a_closed_year_come_largest_first_with_the_unit_that_answers(van_canh: Office) -> None:
    assert van_canh.say("/lost 2021").splitlines() == [
        "BỊ TRỪ 14,16 điểm",
        "Năm 2021 – huyện Vân Canh",
        "Tính riêng: SIPAS chưa đạt 10,22/40",
        "3.1 Công tác rà soát thủ tục hành chính (TTHC): 2 – Văn phòng",
        "1.4 Chế độ báo cáo CCHC, kiểm soát TTHC: 1 – Phòng Nội vụ",
        "1.6 Sáng kiến, giải pháp mới trong CCHC: 1 – Phòng Kinh tế",
        "4.1 Chức năng, nhiệm vụ, cơ cấu bộ máy: 1 – Phòng Nội vụ",
        "6.1 Công khai tài chính: 1 – Phòng Tài chính",
        "7.3.2 Tỷ lệ hồ sơ công việc lập điện tử: 1 – Phòng Văn hóa",
        "7.4.1 Tỷ lệ dịch vụ đủ điều kiện có trên cổng: 1 – Phòng Văn hóa",
        "7.4.3 Tỷ lệ hồ sơ TTHC giải quyết trực tuyến mức độ 3, 4: 0,89 – Phòng Văn hóa",
        "Còn 15 tiêu chí nữa, 5,27 điểm",
        'Trả lời: "mất điểm 2021 tất cả"',
    ]


def test_all_of_them_add_up_to_what_was_lost(van_canh: Office) -> None:
    rows = van_canh.say("mất điểm 2021 tất cả").splitlines()[3:]
    lost = [float(row.split(" – ")[0].rpartition(": ")[2].replace(",", ".")) for row in rows]
    assert len(rows) == 23
    assert round(sum(lost), 2) == 14.16
    assert lost == sorted(lost, reverse=True)


def test_a_unit_sees_what_it_can_win_back(van_canh: Office) -> None:
    answer = van_canh.say("mất điểm 2021 phòng văn hóa và thông tin")
    assert answer.startswith("BỊ TRỪ 3,43 điểm: Phòng Văn hóa và Thông tin")
    assert van_canh.say("mat diem 2021 phong van hoa va thong tin") == answer
    assert "3.1" not in answer


def test_a_unit_is_known_by_its_short_name_its_alias_and_what_it_helps_with(van_canh: Office, mau: Office) -> None:
    whole = van_canh.say("mất điểm 2021 phòng văn hóa và thông tin")
    for name in ("phòng văn hóa", "VHTT", "văn hóa"):
        assert van_canh.say(f"mất điểm 2021 {name}") == whole, name
    assert mau.say("mất điểm phòng văn hóa").splitlines()[-1].startswith("Phối hợp lấy lại: 7.3.2, 7.3.1")


def test_what_fits_several_units_is_asked_back(van_canh: Office, mau: Office) -> None:
    assert van_canh.say("mất điểm phòng").startswith('"phòng" có ở 6 nơi. Đồng chí hỏi nơi nào: Phòng Nội vụ; ')
    assert mau.say("mất điểm văn phòng", who="mau/tuyet") == (
        '"văn phòng" có ở 3 nơi. Đồng chí hỏi nơi nào: Văn phòng HĐND và UBND xã Mẫu; '
        "Văn phòng HĐND và UBND xã Mẫu Đông; Văn phòng HĐND và UBND phường Mẫu Tây?"
    )
    assert mau.say("mất điểm văn phòng xã mẫu", who="mau/tuyet").startswith("ĐÃ MẤT 3,17 điểm: Văn phòng")


def test_the_rest_is_asked_for_with_the_same_day(mau: Office) -> None:
    lines = mau.say("mất điểm 24/8/2026").splitlines()
    assert lines[-1] == 'Trả lời: "mất điểm 2026 24/08/2026 tất cả"'
    assert "như đã biết đến hết ngày 24/8/2026" in mau.say("mất điểm 2026 24/08/2026 tất cả")
    assert "Còn" not in mau.say("mất điểm all")


def test_penalties_stand_apart_as_in_the_score(mau: Office) -> None:
    answer = mau.say("mất điểm xã mẫu đông", who="mau/tuyet").splitlines()
    assert answer[0] == "ĐÃ MẤT 7,08 điểm"
    assert any(line.startswith("Tính riêng: P/") and line.endswith("−0,75") for line in answer)
    assert "Đã mất: 7,08 điểm" in mau.say("điểm xã mẫu đông", who="mau/tuyet")


def test_a_domain_can_be_asked_about_alone(van_canh: Office) -> None:
    assert van_canh.say("mất điểm 2021 6").splitlines()[0] == "BỊ TRỪ 2 điểm (6)"


def test_the_survey_is_not_appraised_but_not_reached(van_canh: Office) -> None:
    assert van_canh.say("mất điểm 2021 sipas").splitlines()[0] == "CHƯA ĐẠT 10,22 điểm (SIPAS)"


def test_nothing_lost_is_said(van_canh: Office) -> None:
    assert "Chưa mất điểm nào." in van_canh.say("mất điểm 2021 2")


def test_a_running_year_loses_only_what_no_figure_can_win_back(mau: Office) -> None:
    lines = mau.say("mất điểm").splitlines()
    assert lines[0] == "ĐÃ MẤT 6,2 điểm"
    assert lines[1] == "Năm 2026 – xã Mẫu (tạm tính)"


def test_the_province_sees_its_communes_by_what_they_lost(mau: Office) -> None:
    lines = mau.say("mất điểm", who="mau/tuyet").splitlines()
    assert lines[0] == "ĐIỂM ĐÃ MẤT NĂM 2026: 3 đơn vị"
    assert any(line.startswith("xã Mẫu: 6,2") for line in lines)
    assert mau.say("mất điểm 7", who="mau/tuyet").splitlines()[:2] == [
        "ĐIỂM ĐÃ MẤT NĂM 2026 (7): 3 đơn vị", "xã Mẫu: 2,4",
    ]  # fmt: skip
    assert mau.say("mất điểm tất cả index") == mau.say("mất điểm tất cả")


def test_what_was_not_yet_published_is_not_called_nothing(van_canh: Office, mau: Office) -> None:
    assert van_canh.say("mất điểm 2021 27/1/2022").splitlines()[0] == "Chưa công bố điểm từng tiêu chí"
    assert mau.say("mất điểm 2025 7.1").splitlines()[0] == "7.1 không tính riêng"


def test_a_part_of_a_group_that_is_no_sum_points_to_its_group(mau: Office) -> None:
    assert mau.say("mất điểm 1.6.1").splitlines()[::2] == [
        "1.6.1 không tính riêng", "Thuộc 1.6 Sáng kiến, mô hình mới trong CCHC: chưa mất điểm",
    ]  # fmt: skip
    assert mau.say("mất điểm P", who="mau/ha").splitlines()[0] == "ĐÃ MẤT 0,75 điểm (P)"
