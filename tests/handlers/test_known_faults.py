"""What is wrong today: each fault as the shortest conversation that shows it, most serious first.

A fault that is mended makes its test pass, which is told as a failure: take the mark off and move it where it belongs.
One kind of database is enough here.
"""

from collections.abc import Callable

import pytest

from models.database import Database
from tests.models.small import refused, told
from tests.offices import DEMOS, Clock, Office, Stores

Open = Callable[[str], Office]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    return Stores("sqlite", tmp_path_factory.mktemp("faults"), "")


@pytest.fixture
def opened(files: Stores, open_database: Callable[[str], Database]) -> Open:
    return lambda id_: Office(open_database(files.office(id_)), DEMOS[id_], Clock(DEMOS[id_].now))


@pytest.mark.xfail(strict=True, reason="points meant for a leaf by hand are taken as its count: half a person")
def test_half_a_person_is_asked_back(opened: Open) -> None:
    assert "0,5 người" not in opened("van-canh").say("số liệu 5.9 0,5")


@pytest.mark.xfail(strict=True, reason="an appraisal without its reason is taken, though the issue asks for one")
def test_an_appraisal_needs_its_reason(opened: Open) -> None:
    refused(opened("mau"), "thẩm định 7.3.2 0,6")


@pytest.mark.xfail(strict=True, reason="the same points again are recorded again, unlike the same figure")
def test_the_same_points_again_are_nothing_new(opened: Open) -> None:
    mau = opened("mau")
    told(mau, "tự chấm 7.3.2 0,6 đủ minh chứng")
    refused(mau, "tự chấm 7.3.2 0,6 đủ minh chứng")


@pytest.mark.xfail(strict=True, reason="who may not say figures of a commune is told how to, and refused only then")
def test_a_province_is_not_told_to_say_figures(opened: Open) -> None:
    assert '"số liệu xã Mẫu' not in opened("mau").say("số liệu 7.3.1 1360/2200", who="mau/tuyet")


@pytest.mark.xfail(strict=True, reason="two inputs of a leaf joined by a word or a semicolon are not understood")
@pytest.mark.parametrize("between", [" và ", "; "])
def test_two_inputs_of_a_leaf_may_be_joined(opened: Open, between: str) -> None:
    assert opened("mau").say(f"số liệu 7.4 1800/2200{between}900/1900").startswith("Đã ghi")


@pytest.mark.xfail(strict=True, reason="what is known no more is a span in /undo and a word in /data")
def test_what_is_known_no_more_is_said_alike(opened: Open) -> None:
    mau = opened("mau")
    assert "Điểm 1.7.2: chưa rõ → 1/1" in told(mau, "số liệu 1.7.2 có")
    assert "Điểm 1.7.2: 1 → chưa rõ" in mau.say("hoàn tác")


@pytest.mark.xfail(strict=True, reason="a fraction in the source that is no day is refused as a wrong day")
def test_a_number_in_a_source_is_not_refused_as_a_day(opened: Open) -> None:
    answer = opened("mau").say("số liệu 7.3.1 1360/2200 tăng 50/60")
    assert "Không có ngày" not in answer


@pytest.mark.xfail(strict=True, reason="who wants a figure deleted is offered to record one")
def test_who_wants_to_delete_is_offered_to_take_back(opened: Open) -> None:
    assert '"hoàn tác"' in opened("mau").say("xóa số liệu 7.3.1")
