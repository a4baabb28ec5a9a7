"""What officers naturally type, each as the shortest conversation: every one of these was once misunderstood.

One kind of database is enough here.
"""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from models.database import Database
from tests.models.small import refused, small, told
from tests.offices import DEMOS, ZONE, Clock, Office, Stores, fingerprint

PROVINCE = "mau/tuyet"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    return Stores("sqlite", tmp_path_factory.mktemp("faults"), "")


@pytest.fixture
def opened(files: Stores, open_database: Callable[[str], Database]) -> Callable[[str], Office]:
    return lambda id_: Office(open_database(files.office(id_)), DEMOS[id_], Clock(DEMOS[id_].now))


@pytest.fixture
def mau(opened: Callable[[str], Office]) -> Office:
    return opened("mau")


@pytest.fixture
def van_canh(opened: Callable[[str], Office]) -> Office:
    return opened("van-canh")


@pytest.fixture
def nho(files: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(files, open_database)


# /data


def test_a_second_figure_on_a_line_of_its_own_is_recorded(mau: Office) -> None:
    assert mau.say("số liệu 25/8\n7.3.1 1360/2200\n7.3.2 48/120").startswith("Đã ghi 2 số liệu")


def test_a_second_figure_without_a_semicolon_is_recorded_or_refused(mau: Office) -> None:
    before = fingerprint(mau.database)
    answer = mau.say("số liệu 7.3.1 1360/2200, 7.3.2 48/120")
    assert answer.startswith("Đã ghi 2 số liệu") or fingerprint(mau.database) == before, answer


def test_a_message_too_long_to_be_read_is_refused(mau: Office) -> None:
    refused(mau, f"số liệu 7.3.1 1360/2200 {'sổ ' * 700}; 7.3.2 48/120")


def test_no_figure_is_kept_that_cannot_be_read_again(mau: Office) -> None:
    mau.say("số liệu 4.2 68/-70 1/2")
    for line in ("lịch sử 4.2", "hoàn tác", "điểm 4.2"):
        assert "mã lỗi" not in mau.say(line), line


def test_the_name_of_a_derived_indicator_is_told_what_it_is_made_of(mau: Office) -> None:
    assert "mã lỗi" not in mau.say("số liệu digitised 50%")


def test_the_same_source_in_other_words_is_no_conflict(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200 25/8 Hệ thống")
    assert "nguồn khác" not in mau.say("số liệu 7.3.1 1361/2200 ngày 25/8 nguồn Hệ thống")


def test_a_colon_may_stand_after_the_code_or_in_the_source(mau: Office) -> None:
    for line in ("7.3.1: 1360/2200", "1.7.2: có", "1.6.2 có nguồn: biên bản họp", "1.5 đúng hạn: 14, muộn: 2"):
        assert mau.say(f"số liệu {line}").startswith("Đã ghi"), line


def test_the_same_cases_in_another_order_are_the_same_figure(mau: Office) -> None:
    told(mau, "số liệu 1.5 đúng hạn 14, muộn 2 25/8 Sổ một")
    assert "ghi khác" not in mau.say("số liệu 1.5 muộn 2, đúng hạn 14 25/8 Sổ hai")
    assert mau.say("số liệu 1.5 14/2/0 25/8 Sổ một").startswith("Đã có từ trước")


def test_a_source_that_says_its_figure_again_is_told_which_one_counts(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1360/2200 25/8 Sổ một", "số liệu 7.3.1 1350/2200 25/8 Sổ hai")
    answer = mau.say("số liệu 7.3.1 1360/2200 25/8 Sổ một")
    assert "1.350/2.200" in answer or "Số liệu: 1.360/2.200" in mau.say("điểm 7.3.1")


def test_a_day_of_january_said_in_january_is_that_of_this_january(mau: Office) -> None:
    answer = mau.say("số liệu 7.2 0,5 5/1", at=datetime(2027, 1, 14, 8, 0, tzinfo=ZONE))
    assert "05/01/2026" not in answer


def test_who_sees_several_units_is_told_the_command_they_asked(mau: Office) -> None:
    for line in ("lịch sử 7.3.1", "giải thích 7.3.1", "thẩm định 7.3.1 1"):
        assert f'"{line.partition(" 7")[0]} xã Mẫu' in mau.say(line, who=PROVINCE)


def test_one_input_of_a_derived_leaf_is_named_in_the_answer(van_canh: Office) -> None:
    assert "thủ tục" in told(van_canh, "số liệu SIPAS thủ tục 80%")


def test_a_figure_of_what_does_not_apply_is_told_so(mau: Office) -> None:
    assert "hông áp dụng" in mau.say("số liệu 2.4 có")


def test_a_move_too_small_to_be_seen_is_not_shown_as_one(mau: Office) -> None:
    assert "1,75 → 1,75" not in mau.say("số liệu 7.3.1 1350/2200")


def test_a_figure_without_the_command_is_suggested_to_be_recorded(mau: Office) -> None:
    assert '"số liệu 7.3.1 1360/2200"' in mau.say("7.3.1 1360/2200")


# /history


@pytest.mark.parametrize("word", ["tổng", "cả năm", "index"])
def test_the_points_of_the_whole_have_a_history(mau: Office, word: str) -> None:
    told(mau, "tự chấm tổng 80 bản nháp")
    assert "Tự chấm 80 – bản nháp" in mau.say(f"lịch sử {word}")


def test_every_row_of_a_derived_leaf_names_its_input(van_canh: Office) -> None:
    answer = van_canh.say("lịch sử 2021 SIPAS tất cả")
    for label in ("tiếp cận dịch vụ", "thủ tục", "kết quả", "xử lý phản ánh"):
        assert label in answer, label


def test_it_fits_a_phone(mau: Office) -> None:
    assert len(mau.say("lịch sử 7.3.1").splitlines()) <= 12


# /undo


def test_what_is_named_is_what_is_taken_back_or_nothing(mau: Office) -> None:
    told(mau, "số liệu 7.3.2 48/120", "tự chấm 3.5.1 2,9")
    answer = mau.say("hoàn tác 7.3.2")
    assert "48/120" in answer or not answer.startswith("Đã rút lại")


def test_which_input_of_a_derived_leaf_was_taken_back_is_said(van_canh: Office) -> None:
    told(van_canh, "số liệu SIPAS 75% 76% 77% 78% 79%", "số liệu SIPAS thủ tục 80%")
    assert "thủ tục" in van_canh.say("hoàn tác")


# /explain


@pytest.mark.parametrize("days", ["từ 1/5 đến 24/8", "1/5-24/8", "từ ngày 1/5 đến ngày 24/8"])
def test_two_days_are_read_as_the_answer_itself_says_them(mau: Office, days: str) -> None:
    assert mau.say(f"giải thích 7.3.2 {days}") == mau.say("giải thích 7.3.2 1/5 24/8")


def test_a_part_of_the_office_is_not_passed_over(mau: Office) -> None:
    asked, whole = (mau.say(line).splitlines()[:9] for line in ("giải thích phòng kinh tế", "giải thích"))
    assert asked != whole


def test_every_move_of_a_derived_leaf_names_its_input(van_canh: Office) -> None:
    told(van_canh, "số liệu SIPAS 75% 76% 77% 78% 79%")
    van_canh.clock.forward(minutes=1)
    told(van_canh, "số liệu SIPAS thủ tục 80%")
    assert "thủ tục" in van_canh.say("giải thích SIPAS 17/7")


def test_the_whole_never_stands_above_its_maximum(mau: Office) -> None:
    assert "102" not in mau.say("giải thích").splitlines()[0]


def test_a_small_move_says_whether_it_won_or_lost(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1345/2200")
    assert re.search(r"[+−]|giảm|tăng|mất", mau.say("giải thích 7.3.1 24/8").splitlines()[-1])


# /self and /appraised


def test_points_of_several_nodes_in_one_message_are_recorded_or_refused(mau: Office) -> None:
    answer = mau.say("tự chấm 1 10; 2 6; 3 12")
    assert not answer.startswith("Đã ghi") or "Tự chấm: 12/13" in mau.say("điểm 3")


@pytest.mark.parametrize(
    "line",
    [
        "tự chấm 7.3.2: 0,7 đủ minh chứng",
        "tự chấm 7.3.2 0,7 lý do: đủ minh chứng",
        "thẩm định 7.3.2 0,7 vòng 2: thiếu minh chứng",
    ],
)
def test_a_colon_may_stand_where_people_put_one(mau: Office, line: str) -> None:
    assert mau.say(line).startswith("Đã ghi")


def test_a_lone_digit_after_the_points_of_an_appraisal_is_its_round(mau: Office) -> None:
    assert told(mau, "thẩm định 1.5 1,5 2 thiếu minh chứng").startswith("Đã ghi thẩm định vòng 2 1.5: 1,5/2 – thiếu")
    assert "12 nhiệm vụ muộn" in told(mau, "thẩm định 1.5 1,5 12 nhiệm vụ muộn")


def test_points_above_what_applies_to_this_unit_are_refused(mau: Office) -> None:
    for line in ("tự chấm 2 7,5", "tự chấm tổng 101", "tự chấm 2.4 1"):
        refused(mau, line)


def test_points_are_said_as_they_were_given(van_canh: Office) -> None:
    assert "0,859" in told(van_canh, "thẩm định 2021 3.6 0,859 theo báo cáo")


def test_a_correction_of_an_earlier_round_says_that_the_later_one_counts(mau: Office) -> None:
    told(mau, "thẩm định 7.3.2 0,65 vòng 2 đã bổ sung")
    answer = told(mau, "thẩm định 7.3.2 0,5 vòng 1 thiếu")
    assert "Vòng 2 vẫn được tính: 0,65" in answer


@pytest.mark.parametrize("line", ["tự chấm 7.3.2 0,65/1", "tự chấm P/I.1.a −0,5", "tự chấm TC 7.3.2 0,65"])
def test_points_are_read_as_the_bot_prints_them(mau: Office, line: str) -> None:
    assert mau.say(line).startswith("Đã ghi")


@pytest.mark.parametrize("word", ["vòng II", "vòng hai", "vòng 10"])
def test_a_round_that_is_not_understood_is_asked_back(mau: Office, word: str) -> None:
    answer = mau.say(f"thẩm định 7.3.2 0,6 {word} thiếu minh chứng")
    assert not answer.startswith("Đã ghi thẩm định 7.3.2: 0,6/1 – vòng")


# Periods and terms


@pytest.mark.parametrize("period", ["quý 4", "tháng 9", "tháng 12"])
def test_a_period_that_has_not_begun_is_refused(nho: Office, period: str) -> None:
    refused(nho, f"số liệu 1.1 3 {period}")


@pytest.mark.parametrize("day", ["30/8", "30/12"])
def test_nothing_was_done_on_a_day_to_come(nho: Office, day: str) -> None:
    refused(nho, f"số liệu 1.5 {day}")


@pytest.mark.parametrize("line", ["số liệu 1.1 3 quý 2; 2 50/100", "số liệu 2 50/100; 1.1 3 quý 2"])
def test_figures_of_both_sorts_may_stand_in_one_message(nho: Office, line: str) -> None:
    assert nho.say(line).startswith("Đã ghi 2 số liệu")


def test_a_period_is_read_as_the_bot_writes_it(nho: Office) -> None:
    assert nho.say("số liệu 1.1 3 quý II/2026").startswith("Đã ghi")
