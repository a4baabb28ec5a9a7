"""More of what officers type, and what the answers must not do: each was once misunderstood.

One kind of database is enough here.
"""

from collections.abc import Callable

import pytest

from models.database import Database
from tests.models.small import refused, small, told
from tests.offices import DEMOS, Clock, Office, Stores, fingerprint


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    return Stores("sqlite", tmp_path_factory.mktemp("faults"), "")


@pytest.fixture
def mau(files: Stores, open_database: Callable[[str], Database]) -> Office:
    return Office(open_database(files.office("mau")), DEMOS["mau"], Clock(DEMOS["mau"].now))


@pytest.fixture
def nho(files: Stores, open_database: Callable[[str], Database]) -> Office:
    return small(files, open_database)


@pytest.mark.parametrize(
    "line",
    ["7.3.1 1360/2200 SIPAS 81,2%", "7.3.1 1360/2200 hồ sơ, SIPAS 81,2%", "7.3.1 1360/2200 Hệ thống 48/120"],
)
def test_a_second_figure_is_recorded_or_refused_and_never_the_source(mau: Office, line: str) -> None:
    before = fingerprint(mau.database)
    answer = mau.say(f"số liệu {line}")
    assert answer.startswith("Đã ghi 2 số liệu") or fingerprint(mau.database) == before, answer


@pytest.mark.parametrize("line", ["1.7.2 có; không", "6.3.2 đúng hạn; muộn"])
def test_a_choice_is_one_of_its_states(mau: Office, line: str) -> None:
    refused(mau, f"số liệu {line}")


@pytest.mark.parametrize("line", ["tự chấm 7.3.2 1/2", "tự chấm 7.3.1 1/5"])
def test_points_of_another_maximum_are_asked_back(mau: Office, line: str) -> None:
    refused(mau, line)


def test_points_of_several_nodes_without_a_semicolon_are_asked_back(mau: Office) -> None:
    before = fingerprint(mau.database)
    answer = mau.say("tự chấm 1 10 2 6 3 12")
    assert answer.startswith("Đã ghi tự chấm 3 dòng") or fingerprint(mau.database) == before, answer


@pytest.mark.parametrize("line", ["6.2 = 71%", "7.3.1 = 61,9 %"])
def test_an_equals_sign_may_stand_before_a_percentage(mau: Office, line: str) -> None:
    assert mau.say(f"số liệu {line}").startswith("Đã ghi")


def test_a_colon_may_stand_after_any_code(mau: Office) -> None:
    assert mau.say("số liệu SIPAS: 81,2").startswith("Đã ghi")


def test_a_corrected_quarter_is_not_said_to_be_superseded_by_another(nho: Office) -> None:
    told(nho, "số liệu 1.1 2 quý 1 15/4", "số liệu 1.1 1 quý 2 15/7")
    answer = told(nho, "số liệu 1.1 1 quý 1 15/4")
    assert "Điểm 1.1: 0,75 → 0,5/1" in answer
    assert "số liệu mới hơn" not in answer


@pytest.mark.parametrize("line", ["hoàn tác nhé", "hoàn tác giúp em", "hoàn tác số liệu", "hoàn tác ạ"])
def test_politeness_is_no_name(mau: Office, line: str) -> None:
    told(mau, "số liệu 7.3.2 48/120")
    assert mau.say(line).startswith("Đã rút lại")


@pytest.mark.parametrize("words", ["hôm qua", "năm 2026", "ngày 24 tháng 8", "theo Hệ thống giải quyết TTHC"])
def test_words_about_a_day_are_no_source(mau: Office, words: str) -> None:
    answer = mau.say(f"số liệu 7.3.2 48/120 {words}")
    assert f"nguồn: {words}" not in answer
    assert "chưa hiểu" not in answer


def test_a_source_may_be_said_before_everything(mau: Office) -> None:
    assert mau.say("số liệu nguồn Hệ thống; 7.3.2 48/120").startswith("Đã ghi")


def test_a_source_may_name_a_criterion(mau: Office) -> None:
    assert mau.say("số liệu 7.3.2 48/120 báo cáo mục 7.3 tuần 34").startswith("Đã ghi")


def test_a_day_to_come_is_refused_in_the_words_of_a_record(mau: Office) -> None:
    answer = refused(mau, "số liệu 7.3.2 48/120 26/8")
    assert "Chưa ghi gì" in answer
    assert "Hỏi được" not in answer


def test_conflicts_of_several_inputs_name_them(files: Stores, open_database: Callable[[str], Database]) -> None:
    office = Office(open_database(files.office("van-canh")), DEMOS["van-canh"], Clock(DEMOS["van-canh"].now))
    answer = told(office, "số liệu 2021 SIPAS 75% 76% 77% 78% 79% 31/12")
    assert len(answer.splitlines()) <= 14
    assert all("thủ tục" in line for line in answer.splitlines() if "68,16 %" in line)


def test_ten_figures_are_answered_on_a_phone(mau: Office) -> None:
    line = (
        "7.3.1 1360/2200; 7.3.2 48/120; 3.5.2 18/20; 1.7.2 có; 1.5 14/2/0; 6.2 71%; 7.2 0,5; 3.7 84; 1.2 21; 7.5.2 80%"
    )
    assert len(told(mau, f"số liệu {line}").splitlines()) <= 16


def test_a_code_that_is_its_name_is_said_once(mau: Office) -> None:
    for command in ("lịch sử", "giải thích"):
        assert "SIPAS · SIPAS" not in mau.say(f"{command} SIPAS")
