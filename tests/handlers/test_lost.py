"""`/lost`: what is lost, largest first, and who can win it back."""

from tests.offices import Office


def test_the_losses_of_a_closed_year_come_largest_first_with_the_unit_that_answers(van_canh: Office) -> None:
    assert van_canh.say("/lost 2021").splitlines() == [
        "BỊ TRỪ 14,16 điểm",
        "Năm 2021 – huyện Vân Canh",
        "SIPAS chưa đạt 10,22/40",
        "3.1 Công tác rà soát thủ tục hành chính (TTHC): 2 – Văn phòng HĐND và UBND",
        "1.4 Chế độ báo cáo CCHC, kiểm soát TTHC: 1 – Phòng Nội vụ",
        "1.6 Sáng kiến, giải pháp mới trong CCHC: 1 – Phòng Kinh tế và Hạ tầng",
        "4.1 Chức năng, nhiệm vụ, cơ cấu bộ máy: 1 – Phòng Nội vụ",
        "6.1 Công khai tài chính: 1 – Phòng Tài chính - Kế hoạch",
        "7.3.2 Tỷ lệ hồ sơ công việc lập điện tử: 1 – Phòng Văn hóa và Thông tin",
        "7.4.1 Tỷ lệ dịch vụ đủ điều kiện có trên cổng: 1 – Phòng Văn hóa và Thông tin",
        "7.4.3 Tỷ lệ hồ sơ TTHC giải quyết trực tuyến mức độ 3, 4: 0,89 – Phòng Văn hóa và Thông tin",
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
    assert answer.startswith("BỊ TRỪ 3,93 điểm: Phòng Văn hóa và Thông tin")
    assert van_canh.say("mat diem 2021 phong van hoa va thong tin") == answer
    assert "3.1" not in answer


def test_a_domain_can_be_asked_about_alone(van_canh: Office) -> None:
    assert van_canh.say("mất điểm 2021 6").splitlines()[0] == "BỊ TRỪ 2 điểm (6)"


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
