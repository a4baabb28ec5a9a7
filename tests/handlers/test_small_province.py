"""Conversations on shapes the demonstrations have not: periods, terms, the best of a block, based sets, classes."""

from datetime import datetime

import pytest

from scoring.errors import CatalogError
from tests.models.small import BINH, CAM, PROVINCE, SET, card, load_texts, refused, told
from tests.offices import ZONE, Office, fingerprint

# Period by period


def test_quarters_add_up_and_each_may_be_corrected(nho: Office) -> None:
    assert nho.say("số liệu 1.1 2 quý 1").splitlines() == [
        "Đã ghi 1.1: 2 cuộc họp",
        "Năm 2026 – xã An (tạm tính)",
        "Quý I/2026, chốt 25/8/2026 · nguồn: xã An",
        "Điểm 1.1: chưa rõ → 0,5/1",
        "Chắc chắn cả năm: 0 → 0,5",
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    assert "Điểm 1.1: 0,5 → 0,75/1" in told(nho, "số liệu 1.1 1 quý II")
    assert "Số liệu: 3 cuộc họp" in nho.say("điểm 1.1")
    nho.clock.forward(seconds=1)
    assert "Điểm 1.1: 0,75 → 0,5/1" in told(nho, "số liệu 1.1 1 quý 1")  # corrected, not added
    assert refused(nho, "số liệu 1.1 1 quý II").startswith("Đã có từ trước")
    assert nho.say("hoàn tác").startswith("Đã rút lại")
    assert "Số liệu: 3 cuộc họp" in nho.say("điểm 1.1")


def test_a_later_quarter_may_be_smaller_than_an_earlier_one(nho: Office) -> None:
    told(nho, "số liệu 1.2 90/100 quý 1", "số liệu 1.2 10/10 quý 2")
    assert "100/110 hồ sơ = 90,91 %" in nho.say("điểm 1.2")


def test_cases_and_reports_of_periods_add_up_by_state(nho: Office) -> None:
    told(nho, "số liệu 1.3 xong 3, chưa xong 1 quý 1", "số liệu 1.3 xong 4 quý 2")
    assert "xong 7, chưa xong 1" in nho.say("điểm 1.3")
    told(nho, "số liệu 3 đúng hạn 1 quý 1", "số liệu 3 đúng hạn 1, thiếu 1 quý 2")
    assert "đúng hạn 2, thiếu 1" in nho.say("điểm 3")
    assert "Tạm tính: 0/1" in nho.say("điểm 3")


def test_months_are_a_period_too_and_sorts_of_periods_are_kept_apart(nho: Office) -> None:
    assert "Tháng 7/2026, chốt 25/8/2026" in told(nho, "số liệu 1.1 1 tháng 7")
    told(nho, "số liệu 1.1 1 tháng 6")
    assert "1.1 đã ghi theo tháng" in refused(nho, "số liệu 1.1 1 quý 2")
    told(nho, "số liệu 1.2 1/2 quý 2")
    assert "1.2 đã ghi theo quý II/2026" in refused(nho, "số liệu 1.2 1/2 tháng 7")
    assert "Số liệu: 2 cuộc họp" in nho.say("điểm 1.1")


def test_once_all_of_a_sort_is_taken_back_another_sort_may_be_said(nho: Office) -> None:
    told(nho, "số liệu 1.1 1 quý 2")
    nho.say("hoàn tác")
    told(nho, "số liệu 1.1 1 tháng 7")


def test_a_period_is_needed_where_figures_are_told_by_period_and_refused_where_they_run_on(nho: Office) -> None:
    assert 'ghi theo từng kỳ: thêm "quý 3" hoặc "tháng 7"' in refused(nho, "số liệu 1.1 3")
    assert "lũy kế từ đầu năm" in refused(nho, "số liệu 2 50/100 quý 2")
    assert "không ghi tháng hay quý" in refused(nho, "số liệu 4 1 tháng 7")


def test_a_percentage_of_a_period_cannot_be_added_up(nho: Office) -> None:
    assert "cần hai số đếm (hồ sơ đúng hạn / hồ sơ)" in refused(nho, "số liệu 1.2 90% quý 1")


def test_one_period_holds_for_all_the_figures_of_a_message(nho: Office) -> None:
    answer = told(nho, "số liệu quý 2 1.1 2; 1.2 10/12; 1.3 xong 2; 3 đúng hạn 1").splitlines()
    assert answer[0] == "Đã ghi 4 số liệu"
    assert "Quý II/2026, chốt 25/8/2026 · nguồn: xã An" in answer
    assert {line for line in answer if line.startswith("Điểm")} == {
        "Điểm 1.1: chưa rõ → 0,5/1",
        "Điểm 1.2: chưa rõ → 1,67/2",
        "Điểm 1.3: chưa rõ → 1/1",
        "Điểm 3: chưa rõ → 1/1",
    }


def test_two_sources_of_one_quarter_are_shown_and_not_added(nho: Office) -> None:
    told(nho, "số liệu 1.1 1 quý 1 Sổ", "số liệu 1.1 2 quý 2 Sổ")
    answer = told(nho, "số liệu 1.1 1 quý 2 Biên bản")
    assert "nguồn khác ghi khác: 2 cuộc họp (Sổ)" in answer
    leaf = nho.say("điểm 1.1")
    assert "Số liệu: 2 cuộc họp" in leaf
    assert "Nguồn khác, cùng ngày: 2 cuộc họp (Sổ)" in leaf


def test_the_history_of_periods_names_them(nho: Office) -> None:
    told(nho, "số liệu 1.1 2 quý 1 15/4", "số liệu 1.1 1 quý 2 15/7")
    lines = nho.say("lịch sử 1.1").splitlines()
    assert lines[2] == "15/7/2026: 1 cuộc họp, quý II/2026 (nguồn: xã An)"
    assert lines[4] == "15/4/2026: 2 cuộc họp, quý I/2026 (nguồn: xã An)"


def test_what_was_known_of_quarters_on_a_day_stays(nho: Office) -> None:
    told(nho, "số liệu 1.1 2 quý 1 15/4")
    nho.clock.forward(days=3)
    told(nho, "số liệu 1.1 1 quý 2 15/7", "số liệu 1.1 1 quý 1 15/4")
    assert "Số liệu: 2 cuộc họp" in nho.say("điểm 1.1 25/8")
    assert "Số liệu: 2 cuộc họp" in nho.say("điểm 1.1")  # 1 + 1


# Terms


def test_what_was_done_by_its_day_is_on_time_and_a_day_later_late(nho: Office) -> None:
    assert "Điểm 1.5: chưa rõ → 1/1" in told(nho, "số liệu 1.5 20/8")
    assert "ngày 20/8/2026" in nho.say("điểm 1.5")
    nho.clock.now = datetime(2026, 9, 5, 8, tzinfo=ZONE)
    assert "Điểm chưa đổi" in told(nho, "số liệu 1.5 31/8")
    assert "Điểm 1.5: 1 → 0,5/1" in told(nho, "số liệu 1.5 1/9")
    assert "Điểm 1.5: 0,5 → 0/1" in told(nho, "số liệu 1.5 chưa gửi")
    assert "Điểm 1.5: 0 → 1/1" in told(nho, "số liệu 1.5 đúng hạn")


def test_what_is_not_done_when_its_day_is_over_can_no_longer_be_on_time(nho: Office) -> None:
    told(nho, "số liệu 1.5 chưa đến hạn")
    due = datetime(2026, 8, 31, 23, 0, tzinfo=ZONE)
    assert "Chắc chắn 0 · còn có thể 1/1" in nho.say("điểm 1.5", at=due)
    assert "Chắc chắn 0 · đã mất 0,5 · còn có thể 0,5/1" in nho.say("điểm 1.5", at=due.replace(day=1, month=9, hour=0))
    assert "1.5" in nho.say("mất điểm", at=due.replace(day=1, month=9))


def test_a_term_that_counts_from_another_day_waits_for_it(nho: Office) -> None:
    assert "2 số theo thứ tự" in refused(nho, "số liệu 1.4")
    assert "Điểm chưa đổi" in told(nho, "số liệu rule 21/8")  # done, and nobody knows by when it had to be
    assert "Điểm 1.4: chưa rõ → 1/1" in told(nho, "số liệu guidance 3/8")  # a Monday: 15 working days end on 24/8
    assert "Điểm 1.4: 1 → 0,5/1" in told(nho, "số liệu guidance 29/7")
    assert "Điểm 1.4: 0,5 → 1/1" in told(nho, "số liệu guidance 31/7")  # and here on 21/8 itself
    assert "Điểm chưa đổi" in told(nho, "số liệu 1.4 quy định 20/8")
    assert "Điểm 1.4: 1 → 0,5/1" in told(nho, "số liệu 1.4 24/8 31/7")


def test_a_day_is_read_as_people_write_it(nho: Office) -> None:
    for line in ("1.5 20/8", "1.5 20/08/2026", "1.5 20-8-2026", "report 20.8.2026"):
        assert "ngày 20/8/2026" in nho.say(f"số liệu {line}"), line
    assert "Không có ngày 31/6" in refused(nho, "số liệu 1.5 31/6")
    assert "một ngày, như" in refused(nho, "số liệu guidance rồi")


# The best of a block


def test_the_best_of_the_block_is_named_with_how_many_have_a_figure(nho: Office) -> None:
    told(nho, "số liệu 2 50/100")
    assert "hiện là 50 % (1 đơn vị có số liệu, 1 chưa có)" in nho.say("điểm 2")
    told(nho, "số liệu 2 80/100", who=BINH)
    told(nho, "số liệu 2 100/100", who=CAM)  # of another level: not in this block
    assert "hiện là 80 % (2 đơn vị có số liệu)" in nho.say("điểm 2")
    assert "Tạm tính: 2/2" in nho.say("điểm 2", who=CAM)
    side = nho.say("điểm 2", who=PROVINCE)
    assert "xã An: 1,25/2 (mất 0,75)" in side
    assert "xã Bình: 2/2" in side


def test_the_best_of_a_past_day_is_that_of_the_day(nho: Office) -> None:
    told(nho, "số liệu 2 50/100")
    nho.clock.forward(days=1)
    told(nho, "số liệu 2 80/100", who=BINH)
    assert "Tạm tính: 2/2" in nho.say("điểm 2 25/8")
    assert "Tạm tính: 1,25/2" in nho.say("điểm 2 26/8")


def test_a_neighbours_correction_and_retraction_move_the_block(nho: Office) -> None:
    told(nho, "số liệu 2 50/100")
    told(nho, "số liệu 2 80/100", who=BINH)
    nho.clock.forward(minutes=1)
    told(nho, "số liệu 2 40/100 25/8", who=BINH)  # the same day and source: a correction
    assert "Tạm tính: 2/2" in nho.say("điểm 2")
    assert "Điểm 2: 1,6 → 2/2" in nho.say("hoàn tác", who=BINH)
    assert "Tạm tính: 1,25/2" in nho.say("điểm 2")


def test_where_nobody_has_a_figure_nothing_is_lost(nho: Office) -> None:
    assert "còn có thể 2/2" in nho.say("điểm 2")
    told(nho, "số liệu 2 0/100")
    assert "mã lỗi" not in nho.say("điểm 2")  # the best is 0: no share of it can be taken
    told(nho, "số liệu 2 10/100", who=BINH)
    assert "Tạm tính: 0/2 (mất 2)" in nho.say("điểm 2")


# A set based on another

BASED = """
[criteria_set]
id = "nho-2026-moi"
based_on = "nho-2026"
title = "Bộ tiêu chí nhỏ, sửa đổi"

[change."1.1"]
each = 0.5

[change."1.4"]
drop = true

[change."1"]
max = 5

[indicator]
rule = { drop = true }
guidance = { drop = true }

[criterion]
"5" = { max = 1, title = "Sáng kiến", levels = { "có" = "full", "không" = 0 } }
"""


def test_a_set_based_on_another_stands_as_that_was_when_it_was_loaded(nho: Office) -> None:
    load_texts(nho, BASED, card("xa-an", "nho-2026-moi").replace("year = 2026", "year = 2027"))
    load_texts(nho, SET.replace("Điểm chấm tay", "Điểm hội đồng chấm"))
    assert "Điểm hội đồng chấm" in nho.say("điểm 2026 4")
    nho.clock.now = datetime(2027, 4, 6, 8, tzinfo=ZONE)
    assert "Điểm chấm tay" in nho.say("điểm 4")


def test_a_year_scored_on_a_based_set(nho: Office) -> None:
    load_texts(nho, BASED, card("xa-an", "nho-2026-moi").replace("year = 2026", "year = 2027"))
    nho.clock.now = datetime(2027, 4, 6, 8, tzinfo=ZONE)
    assert "Điểm 1.1: chưa rõ → 0,5/1" in told(nho, "số liệu 1.1 1 quý 1")
    assert "Điểm 5: chưa rõ → 1/1" in told(nho, "số liệu 5 có")
    assert "không có mã 1.4" in refused(nho, "điểm 1.4")
    assert 'là "1.4"; chưa ghi gì' in refused(nho, "số liệu 1.4 20/3 1/3")
    assert "Điểm 1.5: chưa rõ" in told(nho, "số liệu 1.5 20/3")
    assert "Năm 2027 – xã An" in nho.say("lịch sử 1.1")
    assert "chưa ghi gì" in nho.say("lịch sử 2026 1.1")
    assert "Điểm 1.1: chưa rõ → 0,25/1" in told(nho, "số liệu 2026 1.1 1 quý 4 31/12")


def test_a_change_that_fits_nothing_is_refused_and_nothing_is_kept(nho: Office) -> None:
    before = fingerprint(nho.database)
    for old, new in (
        ('[change."1.1"]', '[change."1.9"]'),
        ("max = 5", "max = 6"),
        ('nho-2026"\ntitle', 'nho-2025"\ntitle'),
    ):
        assert old in BASED
        with pytest.raises(CatalogError):
            load_texts(nho, BASED.replace(old, new))
    assert fingerprint(nho.database) == before


# Classes by level


def test_the_same_index_is_another_class_at_another_level(nho: Office) -> None:
    published = "[published]\nindex = 11\n"
    load_texts(nho, *(card(unit, rows=published) for unit in ("xa-an", "phuong-cam")))
    assert "91,67 % · Tốt" in nho.say("điểm")
    assert "91,67 % · Chưa tốt" in nho.say("điểm", who=CAM)
