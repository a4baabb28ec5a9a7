"""The tree that `cchc load --dry-run` shows: everything stated of a row, on one line of 100 columns."""

import pytest

from bot.tree import WIDEST, tree
from scoring.catalog import ROOT
from tests.bot.test_examples import SETS, shipped
from tests.scoring.sets import catalog

LONG = "Tỷ lệ thủ tục hành chính được cung cấp trực tuyến toàn trình có phát sinh hồ sơ trong năm tại địa phương"


def test_every_row_says_what_is_stated_of_it() -> None:
    small = catalog(
        '"1" = { max = 3, title = "Chỉ đạo", lead = "van-phong", partial = true }\n'
        '"1.1" = { max = 1, title = "Quy định", figure = "issued", levels = { on_time = 1, late = 0, missing = 0 } }\n'
        '"1.2" = { max = 1, title = "Trực tuyến", lead = "trung-tam", full_at = "best", printed = false }\n'
        '"2" = { max = 1, title = "Riêng tỉnh", only_for = ["province"], inferred = true, each = 0.5 }\n'
        '"3" = { max = 2, title = "Nhóm", combine = "best" }\n'
        '"3.1" = { max = 2, title = "Chấm tay", survey = true }\n'
        'B = { max = 1, title = "Thưởng", role = "bonus", in_maximum = true, each = 0.5 }\n'
        f'"9" = {{ max = 1, title = "{LONG}", lead = "phong-van-hoa", full_at = "50%" }}\n',
        'guidance = { asks = "date", label = "ngày hướng dẫn có hiệu lực" }\n'
        'issued = { asks = "deadline", due = "10 working days after guidance" }\n',
        'max = 8',
    )  # fmt: skip
    assert list(tree(small)) == [
        "Tổng: S: 8",
        "· 1 Chỉ đạo: 3 [partial] – van-phong",
        "· · 1.1 Quy định: 1 [levels] [hạn 10 ngày làm việc sau ngày hướng dẫn có hiệu lực]",
        "· · 1.2 Trực tuyến: 1 [full_at] [best of the block] [not printed] – trung-tam",
        "· 2 Riêng tỉnh: 1 [each] [inferred] [only province]",
        "· 3 Nhóm: 2 [best]",
        "· · 3.1 Chấm tay: 2 [hand] [survey]",
        "· B Thưởng: 1 [each] [bonus] [in maximum]",
        "· 9 Tỷ lệ thủ tục hành chính được cung cấp trực tuyến toàn trình có…: 1 [full_at] – phong-van-hoa",
    ]


@pytest.mark.parametrize("name", SETS)
def test_every_row_of_every_shipped_set_is_one_line_that_fits(name: str) -> None:
    whole = shipped(name)
    lines = list(tree(whole))
    assert len(lines) == len(whole.below(ROOT))
    assert not any("…" in line or len(line) > WIDEST for line in lines)
