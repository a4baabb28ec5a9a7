"""`/stale`: which running figures are out of date, and the unit that enters them."""

import re

from catalogs import FOLDER
from models.load import load
from tests.offices import ZONE, Office

PROVINCE = "mau/tuyet"


def test_the_oldest_figures_come_first_with_their_unit(mau: Office) -> None:
    assert mau.say("/stale").splitlines() == [
        "SỐ LIỆU CŨ: 5 chỉ tiêu quá 30 ngày chưa cập nhật",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "1.3.2 Vấn đề đã xử lý / vấn đề phát hiện qua kiểm tra",
        "30/6/2026, đã 56 ngày – Văn phòng",
        "2.1.2 Văn bản QPPL đã đăng công khai / văn bản QPPL đã ban hành",
        "30/6/2026, đã 56 ngày – Văn phòng",
        "5.3 Lượt người đã bồi dưỡng / lượt người theo kế hoạch",
        "30/6/2026, đã 56 ngày – Phòng Văn hóa - Xã hội",
        "1.2 Tin, bài về CCHC",
        "15/7/2026, đã 41 ngày – Phòng Văn hóa - Xã hội",
        "7.1.2 Hồ sơ công việc lập điện tử / hồ sơ công việc",
        "15/7/2026, đã 41 ngày – Văn phòng",
    ]


def test_illustrative_figures_are_labelled(van_canh: Office) -> None:
    assert van_canh.say("số liệu cũ").splitlines() == [
        "SỐ LIỆU CŨ: 1 chỉ tiêu quá 30 ngày chưa cập nhật",
        "Năm 2022 – huyện Vân Canh (tạm tính, số liệu minh họa)",
        "7.4.2 Dịch vụ công mức độ 3, 4 có phát sinh hồ sơ / dịch vụ công mức độ 3, 4",
        "10/6/2022, đã 38 ngày – Phòng Văn hóa",
    ]


def test_score_and_stale_count_the_same_on_every_day(mau: Office, van_canh: Office) -> None:
    for office, year, months in ((mau, 2026, 8), (van_canh, 2022, 7)):
        for month in range(1, months + 1):
            for day in (1, 15):
                score, stale = (office.say(f"{name} {day}/{month}/{year}") for name in ("điểm", "số liệu cũ"))
                assert _late(stale) == _late(score), (day, month, year)


def test_thirty_days_old_is_not_yet_out_of_date(van_canh: Office) -> None:
    assert van_canh.say("số liệu cũ 1.7 19/6/2022").startswith("SỐ LIỆU CŨ (1.7): không có\n")
    answer = van_canh.say("số liệu cũ 1.7 20/6/2022").splitlines()
    assert answer[1].endswith("như đã biết đến hết ngày 20/6/2022)")
    assert answer[3] == "20/5/2022, đã 31 ngày – Phòng Nội vụ"


def test_nothing_is_known_of_a_day_to_come(mau: Office) -> None:
    for command in ("số liệu cũ", "điểm", "mất điểm", "đơn vị"):
        assert mau.say(f"{command} 31/12/2026") == "Ngày 31/12/2026 chưa đến. Hỏi được đến hôm nay, 25/8/2026."


def test_a_unit_or_a_domain_can_be_asked_about_alone(mau: Office) -> None:
    answer = mau.say("số liệu cũ 2026 phòng văn hóa - xã hội")
    assert answer.startswith("SỐ LIỆU CŨ, Phòng Văn hóa - Xã hội: 2 chỉ tiêu quá 30 ngày chưa cập nhật\n")
    assert answer.endswith("\n15/7/2026, đã 41 ngày")
    assert mau.say("so lieu cu 7").splitlines()[2].startswith("7.1.2 ")
    assert mau.say("số liệu cũ index") == mau.say("số liệu cũ")


def test_that_there_is_none_is_said_with_the_reason(mau: Office, van_canh: Office) -> None:
    assert mau.say("số liệu cũ phòng kinh tế").splitlines() == [
        "SỐ LIỆU CŨ, Phòng Kinh tế: không có",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "Không chỉ tiêu nào quá 30 ngày chưa cập nhật.",
    ]
    assert van_canh.say("số liệu cũ 2021").splitlines() == [
        "SỐ LIỆU CŨ: không có",
        "Năm 2021 – huyện Vân Canh",
        "Năm đã công bố: số liệu không còn phải cập nhật.",
    ]
    assert van_canh.say("số liệu cũ 30/6/2021").endswith("\nChưa có số liệu nào.")


def test_more_than_fits_a_phone_can_be_asked_for_with_its_day(mau: Office) -> None:
    lines = mau.say("số liệu cũ 30/6/2026").splitlines()
    assert lines[-2:] == ["Còn 8 chỉ tiêu nữa", 'Trả lời: "số liệu cũ 2026 30/06/2026 tất cả"']
    assert len(lines) == 14
    everything = mau.say("số liệu cũ 2026 30/06/2026 tất cả").splitlines()
    assert everything[:2] == lines[:2]
    assert len(everything) == 2 + 2 * 13
    assert mau.say("số liệu cũ tất cả 30/6/2026").splitlines() == everything


def test_every_line_fits_a_phone(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        office.clock.forward(days=60)
        answer = office.say("số liệu cũ tất cả")
        assert _late(answer) > 3
        assert max(map(len, answer.splitlines())) <= 85, answer


def test_a_figure_names_every_criterion_it_serves_or_is_named_by_the_first(mau: Office) -> None:
    text = (FOLDER / "xa-mau-2026.toml").read_text()
    for old, new in (
        ("(digitised_intake + digitised_results) / 2", "(digitised_intake + digitised_results + e_files) / 3"),
        ('label = "hồ sơ công việc lập điện tử / hồ sơ công việc", ', ""),
    ):
        assert old in text
        text = text.replace(old, new)
    with mau.database.writing() as session:
        load(session, [("changed.toml", text)], mau.clock.now, ZONE)
    assert "\n7.1.2, 7.4 Tỷ lệ hồ sơ công việc lập điện tử\n15/7/2026" in mau.say("số liệu cũ")
    assert "\n7.1.2, 7.4 Tỷ lệ hồ sơ" in mau.say("số liệu cũ 7.4")


def test_the_province_sees_its_communes_by_how_many(mau: Office) -> None:
    assert mau.say("số liệu cũ", who=PROVINCE).splitlines() == [
        "SỐ LIỆU CŨ NĂM 2026: 5 chỉ tiêu ở 1/3 đơn vị quá 30 ngày chưa cập nhật",
        "xã Mẫu: 5",
        "xã Mẫu Đông: 0",
        "phường Mẫu Tây: 0",
        'Xem một đơn vị: "số liệu cũ 2026 xã Mẫu"',
    ]
    assert mau.say("số liệu cũ 7", who=PROVINCE).splitlines()[:2] == [
        "SỐ LIỆU CŨ NĂM 2026 (7): 1 chỉ tiêu ở 1/3 đơn vị quá 30 ngày chưa cập nhật",
        "xã Mẫu: 1",
    ]
    none = mau.say("số liệu cũ 31/3/2026", who=PROVINCE).splitlines()
    assert none[:2] == ["SỐ LIỆU CŨ NĂM 2026: không có", "Như đã biết đến hết ngày 31/3/2026"]
    assert none[-1] == "Không chỉ tiêu nào quá 30 ngày chưa cập nhật."


def test_what_the_list_of_units_offers_to_type_keeps_the_day(mau: Office) -> None:
    offered = re.search(r'"(.+)"$', mau.say("số liệu cũ 31/5/2026", who=PROVINCE))
    assert offered
    assert offered[1] == "số liệu cũ 2026 31/5/2026 xã Mẫu"
    assert mau.say(offered[1], who=PROVINCE) == mau.say("số liệu cũ 31/5/2026")


def test_a_commune_sees_its_own_and_an_owner_it_has_not_is_the_commune_itself(mau: Office) -> None:
    mau.clock.forward(days=60)
    answer = mau.say("số liệu cũ tất cả", who="mau/ha")
    assert "xã Mẫu Đông" in answer.splitlines()[1]
    assert "ngày – xã Mẫu Đông" in answer
    assert "Trung tâm" not in answer
    assert mau.say("số liệu cũ xã mẫu", who="mau/ha").startswith("Không thấy tiêu chí hay đơn vị nào là")


def _late(answer: str) -> int:
    found = re.search(r"(\d+) chỉ tiêu quá 30 ngày chưa cập nhật", answer)
    return int(found[1]) if found else 0
