"""The worked examples beside each shipped set: every line is run, and nothing that has a rule is without one."""

from pathlib import Path

import pytest

from bot.examples import read_example, read_examples
from bot.worked import Worked
from catalogs import FOLDER
from scoring.catalog import CriteriaSet
from scoring.errors import CatalogError
from scoring.reading import load_toml, read_criteria_set
from tests.scoring.sets import catalog

SETS = sorted(path.stem for path in FOLDER.glob("*.toml") if "." not in path.stem)
REPORT = {  # what the report of 2021 prints, and what it comes to
    "1.4": "thiếu 1 → 0",
    "1.7": "đúng hạn 2, muộn 2 → 0,75",
    "3.5": "98,26% → 2,9478",
    "3.6": "232/270 → 0,8593",
    "5.3.3": "715/721 → 0,5",
    "6.4": "muộn → 0,5",
    "7.4.2": "38/275 → 0,2764",
    "7.4.3": "119/3571 → 0,1666",
}


def shipped(name: str) -> CriteriaSet:
    return read_criteria_set(load_toml((FOLDER / f"{name}.toml").read_text(), name), name)


def examples(name: str) -> dict[str, list[Worked]]:
    return read_examples(FOLDER / f"{name}.examples.toml", shipped(name))


@pytest.mark.parametrize("name", SETS)
def test_every_line_of_every_shipped_set_is_what_the_engine_gives(name: str) -> None:
    found = examples(name)
    assert found
    for code, lines in found.items():
        assert lines, code
        for each in lines:
            assert each.written == "", (code, each.figures, each.written, each.judgment.low, each.judgment.high)


@pytest.mark.parametrize("name", SETS)
def test_no_leaf_with_a_scale_and_no_group_with_a_rule_is_without_an_example(name: str) -> None:
    found = examples(name)
    nodes = shipped(name).criteria.values()
    ruled = [node.code for node in nodes if node.scale or node.combine != "sum" or (node.partial and node.children)]
    assert [code for code in ruled if code not in found] == []


def test_the_figures_of_the_report_are_among_them() -> None:
    table = load_toml((FOLDER / "van-canh-2021.examples.toml").read_text(), "")["example"]
    for code, line in REPORT.items():
        assert line in table[code]
    assert "75,16%" in table["SIPAS"][0]
    assert table["SIPAS"][0].endswith("→ 29,9488")


SMALL = catalog(
    '"1" = { max = 1, figure = "rate", full_at = "50%", nothing_due = "not_applicable" }\n'
    '"2" = { max = 1, figure = "mean", full_at = "100%" }\n'
    '"3" = { max = 1, figure = "rate", full_at = "best" }\n'
    '"4" = { max = 1, figure = "report.days_late", start = 1, each = -0.1 }\n'
    '"5" = { max = 1, role = "penalty", figure = "report.days_late", each = -0.125 }\n'
    '"6" = { max = 3, combine = "capped" }\n'
    '"6.1" = { max = 2, full_at = 4, noun = "mô hình" }\n'
    '"6.2" = { max = 2 }\n',
    'rate = { asks = "ratio", label = "hồ sơ, việc / tổng", noun = "hồ sơ" }\n'
    'other = { asks = "percent", label = "mức hài lòng" }\n'
    'report = { asks = "deadline", label = "báo cáo", due = 2026-12-14 }\n'
    'mean = { value = "(rate + other) / 2" }\n',
)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("1", "1/4 → 0,5"),
        ("1", "1/4 hồ sơ -> 0,5"),
        ("1", "  5 %   →   0,1  "),
        ("1", "không phát sinh → không áp dụng"),
        ("1", "chưa có số liệu → 0 đến 1"),
        ("1", "1/3 → 0,67"),
        ("1", "1/3 → 0,6667"),
        ("2", "hồ sơ, việc / tổng: 1/4, mức hài lòng: 75% → 0,5"),
        ("2", "other: 75%, rate: 25% → 0,5"),
        ("2", "rate: 25% → 0 đến 1"),
        ("3", "20%, cao nhất trong khối: 80% → 0,25"),
        ("3", "20% → 1"),
        ("4", "16/12/2026 → 0,8"),
        ("4", "14/12 → 1"),
        ("5", "15/12/2026 → −0,125"),
        ("5", "15/12/2026 → -0,13"),
        ("5", "chưa có số liệu → 0"),
        ("6", "6.1: 2, 6.2: 1,5 → 2,5"),
        ("6", "6.1: 4 mô hình, 6.2: 2 → 3"),
        ("6", "6.1: 4 → 2 đến 3"),
        ("6.2", "1,5 → 1,5"),
    ],
)
def test_a_line_is_read_as_an_official_writes_it(code: str, line: str) -> None:
    example = read_example(SMALL, SMALL.criteria[code], line)
    assert example.written == "", (example.judgment.low, example.judgment.high)


@pytest.mark.parametrize(
    ("code", "line", "written"),
    [
        ("1", "1/4 → 0,51", "0,51"),
        ("1", "1/4 → 0 đến 1", "0 đến 1"),
        ("1", "chưa có số liệu → 0", "0"),
        ("1", "không phát sinh → 0", "0"),
        ("1", "49% → 1", "1"),
        ("1", "1/3 → 0,6666", "0,6666"),
        ("1", "1/4 → không áp dụng", "không áp dụng"),
    ],
)
def test_a_line_that_says_something_else_is_found(code: str, line: str, written: str) -> None:
    assert read_example(SMALL, SMALL.criteria[code], line).written == written


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        ("1", "1/4 = 0,5", "example_unreadable"),
        ("1", "1/4 →", "example_unreadable"),
        ("1", "→ 1", "example_unreadable"),
        ("1", "1/4 → một nửa", "example_unreadable"),
        ("1", "một phần tư → 0,25", "figure_unreadable"),
        ("1", "25 → 0,5", "figure_unreadable"),
        ("1", "1/4 việc → 0,5", "figure_unreadable"),
        ("2", "other: 1/4 → 0 đến 1", "figure_unreadable"),
        ("4", "31/2/2026 → 1", "figure_unreadable"),
        ("2", "50% → 0,5", "example_unreadable"),
        ("6", "4 → 1", "example_unreadable"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused(code: str, line: str, what: str) -> None:
    with pytest.raises(CatalogError) as refused:
        read_example(SMALL, SMALL.criteria[code], line)
    assert refused.value.what == what


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ('[example]\n"7.4.33" = []', "unknown_code", "7.4.33"),
        ('[example]\n"7.4.3" = "20% → 1"', "not_a_list_of_texts", "7.4.3"),
        ('[examples]\n"7.4.3" = []', "unknown_key", "[example]"),
        ("[example", "not_toml", ""),
    ],
)
def test_a_faulty_file_of_examples_is_refused_at_its_place(tmp_path: Path, text: str, what: str, where: str) -> None:
    file = tmp_path / "x.examples.toml"
    file.write_text(text)
    with pytest.raises(CatalogError) as refused:
        read_examples(file, shipped("van-canh-2021"))
    assert (refused.value.what, refused.value.file, refused.value.where) == (what, file.name, where)
