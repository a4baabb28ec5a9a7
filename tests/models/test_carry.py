"""A new set in December: figures carry over by a mapping of codes, one to one, split and merged."""

from datetime import datetime

import pytest

from models.load import Loaded, load
from scoring.errors import CatalogError
from templates import plain, say
from tests.offices import ZONE, Office, fingerprint

OLD = """[criteria_set]
id = "old"
title = "Bộ cũ"
max = 10
valid_from = 2025-01-01
[indicator]
online = { asks = "ratio", label = "trực tuyến", noun = "hồ sơ", accumulates = "to_date" }
given = { asks = "counts", states = ["xong", "chưa"], label = "việc tỉnh giao" }
own = { asks = "counts", states = ["xong", "chưa"], label = "việc huyện giao" }
calls = { asks = "number", label = "cuộc gọi" }
[criterion]
"1" = { max = 2, title = "Trực tuyến", figure = "online", full_at = "50%" }
"2" = { max = 2, title = "Việc tỉnh giao", figure = "given", levels = { "xong" = "full", "chưa" = 0 } }
"3" = { max = 2, title = "Việc huyện giao", figure = "own", levels = { "xong" = "full", "chưa" = 0 } }
"4" = { max = 1, title = "Gọi điện", figure = "calls", each = 0.5 }
"5" = { max = 1, title = "Kế hoạch", levels = { "có" = "full", "không" = 0 } }
"6" = { max = 1, title = "Sáng kiến" }
"7" = { max = 1, title = "Thi đua" }
"""
NEW = """[criteria_set]
id = "new"
title = "Bộ mới"
max = 10
valid_from = 2026-12-01
[indicator]
e_filing = { asks = "ratio", label = "toàn trình", noun = "hồ sơ", accumulates = "to_date" }
e_paying = { asks = "ratio", label = "thanh toán", noun = "hồ sơ", accumulates = "to_date" }
tasks = { asks = "counts", states = ["xong", "chưa"], label = "việc được giao" }
calls = { asks = "number", label = "cuộc gọi" }
[criterion]
"1" = { max = 2, title = "Toàn trình", figure = "e_filing", full_at = "50%" }
"2" = { max = 2, title = "Thanh toán", figure = "e_paying", full_at = "50%" }
"3" = { max = 2, title = "Việc được giao", figure = "tasks", levels = { "xong" = "full", "chưa" = 0 } }
"4" = { max = 1, title = "Gọi điện", figure = "calls", each = 0.5 }
"5" = { max = 1, title = "Sáng kiến mới", levels = { "có" = "full", "không" = 0 } }
"6" = { max = 1, title = "Thi đua" }
"7" = { max = 1, title = "Kế hoạch", levels = { "có" = "full", "không" = 0 } }
"""
MAPPING = """[mapping]
from = "old"
to = "new"
year = 2026
[carry]
online = ["e_filing", "e_paying"]
given = "tasks"
own = "tasks"
"5" = "7"
"7" = "6"
"""
SCORECARD = """[scorecard]
unit = "tinh-mau"
criteria_set = "old"
year = 2026
source = "sổ"
recorded_at = 2026-07-01T08:00:00
as_of = 2026-06-30
[figure]
online = [{ value = "10/100", as_of = 2026-03-31, recorded_at = 2026-04-01T08:00:00 }, { value = "40/200" }]
given = { value = "xong=3; chưa=1" }
own = { value = "xong=1; chưa=3", as_of = 2026-05-31 }
calls = { value = 1 }
"5" = { value = "có" }
"6" = { value = 0.5 }
[self]
"7" = 0.75
"6" = 0.25
index = 8
[not_applicable]
"7" = { reason = "chưa xét" }
"""
NOW = datetime(2026, 12, 20, 8, tzinfo=ZONE)


def loaded(office: Office, *texts: str) -> list[Loaded]:
    with office.database.writing() as session:
        return load(session, [(f"{number}.toml", text) for number, text in enumerate(texts)], NOW, ZONE)


def asked(office: Office, line: str) -> str:
    return office.say(line, who="mau/tuyet", at=NOW)


@pytest.fixture
def province(mau: Office) -> Office:
    """The province itself, scored on the old set."""
    loaded(mau, OLD, SCORECARD)
    return mau


def test_until_the_new_set_comes_the_year_stands_on_the_old_one(province: Office) -> None:
    assert "Tính theo bộ tiêu chí năm 2025, chờ bộ mới" in asked(province, "điểm tỉnh Mẫu")


def test_figures_carry_over_one_to_one_split_and_merged(province: Office) -> None:
    loaded(province, NEW, MAPPING)
    assert "Số liệu: 40/200 hồ sơ = 20 %" in asked(province, "điểm tỉnh Mẫu 1")
    assert "Số liệu: 40/200 hồ sơ = 20 %" in asked(province, "điểm tỉnh Mẫu 2")
    merged = asked(province, "điểm tỉnh Mẫu 3")
    assert "Tạm tính: 1/2" in merged
    assert "xong 4, chưa 4" in merged
    assert "31/5/2026" in merged  # no newer than its oldest part
    assert "Tạm tính: 0,5/1" in asked(province, "điểm tỉnh Mẫu 4")  # the same name asks the same: it stays
    assert "Tạm tính: 1/1" in asked(province, "điểm tỉnh Mẫu 7")


def test_what_means_something_else_under_the_same_code_is_not_taken_for_it(province: Office) -> None:
    loaded(province, NEW, MAPPING)
    assert "Chưa có số liệu" in asked(province, "điểm tỉnh Mẫu 5")
    assert "Số liệu" not in asked(province, "điểm tỉnh Mẫu 6")  # "Sáng kiến" had 0,5; "Thi đua" has nothing


def test_points_given_go_with_their_node_or_are_named(province: Office) -> None:
    (done,) = [each for each in loaded(province, NEW, MAPPING) if each.moved]
    assert [sorted(each.left) for each in done.moved] == [["self 6"]]
    assert "Tự chấm: 0,75/1" in asked(province, "lịch sử tỉnh Mẫu 6") or "Tự chấm 0,75" in asked(
        province, "lịch sử tỉnh Mẫu 6"
    )
    assert "Không áp dụng: chưa xét" in asked(province, "điểm tỉnh Mẫu 6")


def test_an_earlier_day_reads_as_if_the_new_set_had_always_been_in_force(province: Office) -> None:
    loaded(province, NEW, MAPPING)
    assert "Số liệu: 10/100 hồ sơ = 10 %" in asked(province, "điểm tỉnh Mẫu 1 30/4")
    assert "Chưa có số liệu" in asked(province, "điểm tỉnh Mẫu 5 30/9")


def test_the_dry_run_says_the_way_of_every_figure(province: Office) -> None:
    before = fingerprint(province.database)
    with pytest.raises(ZeroDivisionError), province.database.writing() as session:  # noqa: PT012
        done = load(session, [("n", NEW), ("m", MAPPING)], NOW, ZONE)
        said = plain(say("lines", "moved", moved=done[1].moved[0], whole=True)).splitlines()
        raise ZeroDivisionError
    assert said == [
        "tỉnh Mẫu 2026: chắc chắn 4,8 → 4,1, đã mất 4,2 → 3,9, chưa có số liệu 0 → 1",
        "- giữ nguyên: 1 số liệu",
        "- chuyển: 2 số liệu",
        "online (trực tuyến) 40/200 hồ sơ = 20 % → e_filing (toàn trình), e_paying (thanh toán)",
        "5 có → 7",
        "- gộp: 2 số liệu",
        "given (việc tỉnh giao) xong 3, chưa 1 → tasks (việc được giao)",
        "own (việc huyện giao) xong 1, chưa 3 → tasks (việc được giao)",
        "- không chuyển: 1 số liệu",
        "6 0,5 điểm, chấm tay",
        "- điểm đã chấm và ghi chú không còn mã tương ứng: self 6",
    ]
    assert fingerprint(province.database) == before


def test_a_mapping_loaded_again_changes_nothing(province: Office) -> None:
    loaded(province, NEW, MAPPING)
    before = fingerprint(province.database)
    assert [each.changes for each in loaded(province, NEW, MAPPING)] == [0, 0]
    assert fingerprint(province.database) == before


def test_only_the_units_named_move(province: Office) -> None:
    named = MAPPING.replace("year = 2026", 'year = 2026\nunits = ["tinh-mau/xa-mau"]')
    with pytest.raises(CatalogError, match="nothing_to_carry"):
        loaded(province, NEW, named)


@pytest.mark.parametrize(
    ("old", "new", "what", "where"),
    [
        ('from = "old"', 'from = "olds"', "unknown_set", "[mapping]"),
        ("year = 2026", 'year = "2026"', "not_a_number", "[mapping]"),
        ("year = 2026", "year = 2025", "nothing_to_carry", "[mapping]"),
        ("year = 2026", "yaer = 2026", "unknown_key", "[mapping]"),
        ('own = "tasks"', 'owm = "tasks"', "unknown_indicator", "[carry] owm"),
        ('own = "tasks"', 'own = "task"', "unknown_indicator", "[carry] own"),
        ('own = "tasks"', 'own = "calls"', "carries_other_kind", "[carry] own"),
        ('own = "tasks"', "own = 5", "not_a_list_of_texts", "[carry] own"),
    ],
)
def test_a_faulty_mapping_is_refused_at_its_place(province: Office, old: str, new: str, what: str, where: str) -> None:
    before = fingerprint(province.database)
    with pytest.raises(CatalogError) as refused:
        loaded(province, NEW, MAPPING.replace(old, new))
    assert (refused.value.what, refused.value.where) == (what, where)
    assert fingerprint(province.database) == before
