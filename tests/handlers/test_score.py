"""`/score`: the messages of the tone reference, and every printed number of the report."""

import re
from datetime import datetime
from decimal import Decimal

import pytest

from catalogs import FOLDER
from models.load import load
from scoring.reading import load_toml
from templates import points
from tests.offices import ZONE, Office

YEAR_2021 = """\
CHỈ SỐ CCHC NĂM 2021 – huyện Vân Canh
75,62 % · nhóm 3 · tăng 6,22 điểm phần trăm
Thẩm định 45,84/60 · SIPAS 29,78/40
1. Chỉ đạo, điều hành: 6,46/10 (trừ 3,54)*
2. Văn bản QPPL: 5/5
3. Thủ tục hành chính: 6,81/10 (trừ 3,19)
4. Tổ chức bộ máy: 6/7 (trừ 1)
5. Chế độ công vụ: 10/11 (trừ 1)
6. Tài chính công: 3/5 (trừ 2)
7. Chính quyền điện tử: 8,57/12 (trừ 3,43)
* Có bảng in 6,64; chỉ 6,46 khớp tổng.
Nguồn: QĐ 313/QĐ-UBND 26/01/2022 và báo cáo phân tích"""

LEAF_7_4_3 = """\
7.4.3 · Tỷ lệ hồ sơ TTHC giải quyết trực tuyến mức độ 3, 4
Năm 2021 – huyện Vân Canh
Điểm công bố: 0,11/1 (trừ 0,89)
Số liệu: 119/3.571 hồ sơ = 3,33 %
Yêu cầu: từ 20 %, tức 715 hồ sơ (thiếu 596)
Tính lại 3,33 ÷ 20 được 0,17 điểm: không tái lập được từ số liệu đã công bố; giữ nguyên 0,11.
Đầu mối: Phòng Văn hóa và Thông tin
Phối hợp: Văn phòng HĐND và UBND
Nguồn: báo cáo phân tích năm 2021, Phòng Nội vụ"""


def test_the_closed_year_reads_as_the_tone_reference_has_it(van_canh: Office) -> None:
    assert van_canh.say("/score 2021") == YEAR_2021


def test_a_leaf_reads_as_the_tone_reference_has_it(van_canh: Office) -> None:
    assert van_canh.say("/score 2021 7.4.3") == LEAF_7_4_3


def test_every_code_of_the_report_answers_with_its_published_points(van_canh: Office) -> None:
    published = load_toml((FOLDER / "van-canh-2021.scorecard.toml").read_text(), "")["published"]
    assert len(published) == 84
    for code, row in published.items():
        printed = points(row["points"] if isinstance(row, dict) else row)
        answer = van_canh.say(f"/score 2021 {code}")
        expected = "75,62 %" if code == "index" else f"Điểm công bố: {printed}/"
        assert expected in answer, (code, answer)


def test_every_loss_says_why(van_canh: Office) -> None:
    published = load_toml((FOLDER / "van-canh-2021.scorecard.toml").read_text(), "")["published"]
    for code, row in published.items():
        if isinstance(row, dict) and "reason" in row:
            answer = van_canh.say(f"điểm 2021 {code}")
            assert row["reason"] in answer or "thiếu" in answer, (code, answer)


def test_what_the_report_prints_wrongly_is_said_beside_it(van_canh: Office) -> None:
    assert "Các thành phần cộng được 1,5, khác 2 đã in." in van_canh.say("điểm 2021 5.3")
    assert "in điểm trừ -0,15" in van_canh.say("điểm 2021 3.5")
    assert "Bảng so sánh hai năm in 6,64" in van_canh.say("điểm 2021 1 tất cả")


def test_numbers_that_follow_from_the_figures_are_said_to(van_canh: Office) -> None:
    assert "Tính lại được 2,95 điểm: khớp" in van_canh.say("điểm 2021 3.5")
    assert "Tính lại được 0,75 điểm: khớp" in van_canh.say("điểm 2021 1.7")
    assert "được 29,95 điểm: không tái lập được" in van_canh.say("điểm 2021 SIPAS")


def test_a_running_year_says_certain_lost_and_not_yet_known(mau: Office) -> None:
    assert mau.say("điểm") == (
        "CHỈ SỐ CCHC NĂM 2026 – xã Mẫu (TẠM TÍNH)\n"
        "Chắc chắn: 41,3 điểm\n"
        "Đã mất: 6,2 điểm · Chưa có số liệu: 22,5 điểm\n"
        "SIPAS (30 điểm): chưa khảo sát\n"
        "Cao nhất còn có thể: 93,8 · So với kỳ này năm trước: +2,1\n"
        "Mất nhiều nhất: 7. Chính quyền số (2,4 điểm)\n"
        "Số liệu đến 24/8/2026; 5 chỉ tiêu quá 30 ngày chưa cập nhật (1.3.2, 2.1.2, 5.3, 1.2, 7.1.2)"
    )


def test_illustrative_figures_are_labelled_wherever_they_are_shown(van_canh: Office) -> None:
    for line in ("điểm", "điểm 7", "điểm 7.4.3", "mất điểm", "tìm trực tuyến", "đơn vị"):
        assert "số liệu minh họa" in van_canh.say(line), line


def test_the_score_of_a_past_day_is_what_was_known_then(van_canh: Office) -> None:
    assert van_canh.say("điểm 2021 30/6/2021").splitlines()[1] == "Chắc chắn: 0 điểm"
    assert "174/1.827" in van_canh.say("điểm 7.4.3 18/7/2022")
    assert "174/1.827" not in van_canh.say("điểm 7.4.3 30/6/2022")
    eve = datetime(2022, 1, 26, 16, 0, tzinfo=ZONE)
    assert "TẠM TÍNH" in van_canh.say("điểm 2021", at=eve)


def test_after_the_decision_only_the_index_is_known_and_the_report_brings_the_rest(van_canh: Office) -> None:
    assert van_canh.say("điểm 2021", at=datetime(2022, 2, 15, 8, 0, tzinfo=ZONE)).splitlines() == [
        "CHỈ SỐ CCHC NĂM 2021 – huyện Vân Canh",
        "75,62 % · nhóm 3 · tăng 6,22 điểm phần trăm",
        "Nguồn: QĐ 313/QĐ-UBND 26/01/2022 và báo cáo phân tích",
    ]
    past = van_canh.say("điểm 2021 7.4.3 15/02/2022")
    assert "119" not in past
    assert "Chưa có điểm công bố" in past
    assert van_canh.say("điểm 2021 15/02/2022").splitlines()[2] == "Như đã biết đến hết ngày 15/02/2022"


def test_self_appraised_and_published_points_are_never_mixed(mau: Office) -> None:
    assert mau.say("điểm 2025").splitlines()[1:3] == [
        "81,45 % · Khá",
        "Tự chấm 58,5/70 · Thẩm định 56/70 · Công bố 57,1/70 · SIPAS 24,35/30",
    ]
    seven = mau.say("điểm 2025 7").splitlines()
    assert seven[2:5] == [
        "Điểm công bố: 9,6/14 (trừ 4,4)",
        "Tự chấm: 10,5/14 – Tính cả hồ sơ trực tuyến một phần",
        "Thẩm định: 9/14 – Chỉ tính hồ sơ trực tuyến toàn trình",
    ]
    january = mau.say("điểm 2025 10/01/2026").splitlines()
    assert january[0].endswith("(TẠM TÍNH)")
    assert january[1] == "Tự chấm 58,5/70"


def test_a_year_is_compared_only_with_a_year_that_was_running_too(van_canh: Office, mau: Office) -> None:
    assert "So với kỳ này" in mau.say("điểm")
    van_canh.clock.forward(days=200)
    assert "So với kỳ này" not in van_canh.say("điểm 2022")


def test_points_shown_and_points_lost_add_up_to_the_eye(mau: Office, van_canh: Office) -> None:
    for office, year in ((mau, 2026), (van_canh, 2022), (van_canh, 2021)):
        for line in "\n".join(office.say(f"điểm {year} {n}") for n in range(1, 8)).splitlines():
            if found := re.search(r": ([0-9,]+)/([0-9,]+) \((?:mất|trừ) ([0-9,]+)\)", line):
                got, of, lost = (Decimal(number.replace(",", ".")) for number in found.groups())
                assert got + lost == of, line


def test_a_leaf_says_which_figures_it_stands_on(mau: Office) -> None:
    answer = mau.say("điểm hồ sơ trực tuyến")
    assert "Không thấy tiêu chí" in answer  # words are looked for with "tìm"
    found = mau.say("tìm trực tuyến")
    code = next(line.split()[0] for line in found.splitlines() if "1,75/2" in line)
    answer = mau.say(f"điểm {code}")
    assert "1.310/2.140 hồ sơ = 61,21 % (toàn trình; cả xã; 24/8/2026, Hệ thống giải quyết TTHC)" in answer
    assert "từ 70 %" in answer


def test_what_does_not_apply_says_so(mau: Office) -> None:
    tree = load_toml((FOLDER / "xa-mau-2026.toml").read_text(), "")["criterion"]
    code = next(code for code, row in tree.items() if "only_for" in row)
    assert "Không áp dụng" in mau.say(f"điểm {code}")


def test_those_who_see_several_units_see_them_side_by_side(mau: Office) -> None:
    officer = "mau/tuyet"
    answer = mau.say("điểm", who=officer)
    for unit in ("xã Mẫu:", "xã Mẫu Đông:", "phường Mẫu Tây:"):
        assert unit in answer
    assert mau.say("điểm xã mẫu đông", who=officer).startswith("CHỈ SỐ CCHC NĂM 2026 – xã Mẫu Đông")
    assert "xã Mẫu Đông:" in mau.say("điểm 7", who=officer)


def test_a_commune_sees_nothing_of_its_sibling_and_the_answer_does_not_tell(mau: Office) -> None:
    for line in ("điểm xã mẫu đông", "mất điểm phường mẫu tây", "đơn vị xã mẫu đông", "điểm 2026 7 xã mẫu đông"):
        answer = mau.say(line)
        assert answer.startswith("Không thấy tiêu chí hay đơn vị nào là"), answer
        assert "Mẫu Đông" not in answer
        assert "Mẫu Tây" not in answer


def test_every_criterion_of_both_offices_has_an_answer_that_fits_a_phone(van_canh: Office, mau: Office) -> None:
    for office, file, year in (
        (van_canh, "van-canh-2021", 2022),
        (mau, "xa-mau-2026", 2026),
        (mau, "xa-mau-2025", 2025),
    ):
        for code in load_toml((FOLDER / f"{file}.toml").read_text(), "")["criterion"]:
            answer = office.say(f"điểm {year} {code}")
            assert answer.startswith(f"{code} · "), answer
            assert len(answer.splitlines()) <= 16, answer
            assert max(map(len, answer.splitlines())) <= 170, answer


def _people(office: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    people: dict[str, dict[str, list[dict[str, str]]]] = load_toml((FOLDER / f"{office}.office.toml").read_text(), "")[
        "person"
    ]
    return people


def test_what_does_not_apply_leaves_the_maxima_of_a_published_year(mau: Office) -> None:
    tree = load_toml((FOLDER / "xa-mau-2026.toml").read_text(), "")["criterion"]
    won = {code: row["max"] for code, row in tree.items() if "/" not in code and code not in ("B", "P")}
    not_here = {code for code, row in tree.items() if "only_for" in row}
    for code in not_here:
        won[code.partition(".")[0]] -= tree[code]["max"]
    rows = "\n".join(f'"{code}" = {points}' for code, points in won.items() if code not in not_here)
    head = (FOLDER / "xa-mau-2026.scorecard.toml").read_text().split("[figure]")[0]
    mau.clock.forward(days=1)
    with mau.database.writing() as session:
        load(session, [("won.toml", f"{head}[published]\nindex = 100\n{rows}\n")], mau.clock.now, ZONE)
    year = mau.say("điểm 2026").splitlines()
    assert year[1:3] == ["100 % · Tốt · tăng 18,55 điểm phần trăm", "Thẩm định 70/70 · SIPAS 30/30"]
    assert not any("trừ" in line for line in year)
    assert mau.say("mất điểm 2026").splitlines()[0] == "BỊ TRỪ 0 điểm"


def test_only_plain_sums_are_held_against_their_parts(mau: Office) -> None:
    for code in ("1.6", "4.3", "5.2"):
        assert "Các thành phần cộng" not in mau.say(f"điểm {code}")
    assert "Các thành phần cộng" not in mau.say("điểm 2025 7")


def test_of_many_units_the_lowest_are_shown_first(mau: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = mau.say("điểm tất cả", who="mau/tuyet").splitlines()
    monkeypatch.setattr("handlers.score.SHOWN_UNITS", 1)  # three units would have to be twelve
    lines = mau.say("điểm", who="mau/tuyet").splitlines()
    assert lines[0] == "CHỈ SỐ CCHC NĂM 2026: 1 đơn vị thấp nhất trong 3"
    assert lines[1] in everybody
    assert lines[-1] == 'Trả lời: "điểm 2026 tất cả"'
    assert "1 đơn vị thấp nhất trong 3" in mau.say("điểm 7.3.1", who="mau/tuyet")
