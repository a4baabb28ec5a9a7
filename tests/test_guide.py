"""The guide for writing a criteria set: its small office loads as it stands, and every shape it shows is read."""

import re
from pathlib import Path

import pytest

from scoring.catalog import CriteriaSet
from scoring.reading import load_toml, read_criteria_set
from templates import environment
from tests.processes import run

GUIDE = (Path(__file__).parents[1] / "docs" / "criteria-set.md").read_text()
OFFICE = ("nho-2026.toml", "nho.office.toml", "nho-2026.scorecard.toml")
INDICATORS = "Indicators: what is counted"
HEAD = '[criteria_set]\nid = "x"\ntitle = "X"\nmax = 1\nvalid_from = 2026-01-01\n'


def section(heading: str) -> str:
    return GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def blocks(heading: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", section(heading), re.DOTALL)


def table(heading: str) -> list[list[str]]:
    """The cells of a section's last table."""
    rows = [line.strip("| ").split(" | ") for line in section(heading).splitlines() if line.startswith("|")]
    return rows[2:]


def parsed(text: str) -> CriteriaSet:
    return read_criteria_set(load_toml(text, "guide.toml"), "guide.toml")


def write_office(folder: Path) -> None:
    for name, text in zip(OFFICE, blocks("A whole small office"), strict=True):
        (folder / name).write_text(text)


def test_the_small_office_of_the_guide_loads_and_answers(tmp_path: Path) -> None:
    write_office(tmp_path)
    url = f"sqlite:///{tmp_path / 'nho.db'}"
    loaded = run("load", *OFFICE, "--database", url, cwd=tmp_path)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    said = run("chat", "--as", "an", "--database", url, stdin="điểm 2026\nđiểm 2\nmất điểm\n").stdout
    assert "CHỈ SỐ CCHC NĂM 2026 – xã Nhỏ (TẠM TÍNH)" in said
    assert "130/240 hồ sơ = 54,17 %" in said


def test_the_head_the_rows_and_the_indicators_of_the_guide_make_a_set() -> None:
    (head,), (rows,), (indicators,) = blocks("The head"), blocks("Criteria: where points stand"), blocks(INDICATORS)
    text = head + indicators + rows
    used = set(re.findall(r'figure = "(\w+)', rows))
    for number, name in enumerate(re.findall(r"^(\w+) +=", indicators, re.MULTILINE)):
        if name not in used | {"access", "procedures"}:
            text += f'"A.{number}" = {{ max = 0, in = "7.3", title = "T", figure = "{name}" }}\n'
    whole = parsed(text + '"8" = { max = 97, title = "Các lĩnh vực khác" }\n')
    assert list(whole.classes) == [""]
    by_level = re.search(r"`(classes = \{.*)`", section("The head"))
    assert by_level
    assert set(parsed(f'{HEAD}{by_level[1]}\n[criterion]\n"1" = {{ max = 1, title = "T" }}\n').classes) == {
        "commune",
        "ward",
    }


def test_every_scale_line_of_the_guide_is_read() -> None:
    (lines,) = blocks("Scales: how a value becomes points")
    for line in lines.splitlines():
        keys = line.split("#")[0].strip()
        assert parsed(f'{HEAD}[criterion]\n"1" = {{ max = 1, title = "T", {keys} }}\n').criteria["1"].scale, keys


@pytest.mark.parametrize("row", table("The paper's words"), ids=lambda row: row[0])
def test_the_papers_words_are_written_as_the_guide_says(row: list[str]) -> None:
    (keys,) = re.findall(r"`(.*)`", row[1])
    lines = "".join([*blocks(INDICATORS), blocks("Terms and periods")[0]]).splitlines()
    found = re.search(r'figure = "(\w+)', keys)
    needed = [found[1], *({"satisfaction": ["access", "procedures"]}.get(found[1], []))] if found else []
    indicators = "\n".join(line for line in lines if line.split(" ")[0] in needed)
    leaf = f'"1" = {{ max = 1, title = "T", {keys} }}\n'
    maximum = "max = 0" if "role" in keys else "max = 1"
    text = f"{HEAD.replace('max = 1', maximum)}[indicator]\n{indicators}\n[criterion]\n{leaf}"
    assert parsed(text).criteria["1"].scale


def test_terms_periods_and_the_best_of_the_guide_load_and_are_scored(tmp_path: Path) -> None:
    write_office(tmp_path)
    rules, figures = blocks("Terms and periods")
    (tmp_path / OFFICE[0]).write_text(HEAD.replace('"x"', '"nho-2026"').replace("max = 1", "max = 4") + rules)
    head = blocks("A whole small office")[2].partition("[figure]")[0]
    (tmp_path / OFFICE[2]).write_text(head + figures)
    url = f"sqlite:///{tmp_path / 'nho.db'}"
    loaded = run("load", *OFFICE, "--database", url, cwd=tmp_path)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    asked = "\n".join(f"điểm 2026 {code}" for code in (1, 2, 3))
    one, two, three = run("chat", "--as", "an", "--database", url, stdin=asked).stdout.strip().split("\n\n")
    assert "Tạm tính: 0,5/1 (mất 0,5)" in one  # due 16/3/2026, done the day after
    assert "còn có thể 1/1" in two  # not due yet
    assert "95/110 phản ánh = 86,36 %" in three
    assert "Tạm tính: 2/2" in three


def test_the_set_based_on_the_small_one_loads_and_its_changes_hold(tmp_path: Path) -> None:
    write_office(tmp_path)
    (tmp_path / "nho-2027.toml").write_text("".join(blocks("A set based on another")))
    tree = run("load", "--dry-run", OFFICE[0], "nho-2027.toml", cwd=tmp_path)
    assert (tree.returncode, tree.stderr) == (0, "")
    new = tree.stdout.partition("Tổng: Bộ tiêu chí nhỏ 2027: 8")[2]
    assert [line.split()[2] for line in new.splitlines() if line.startswith("· · 1")] == ["1.1", "1.2", "1.4"]
    assert "Yêu cầu: từ 80 %" in run("explain", "nho-2027.toml", "2", cwd=tmp_path).stdout


def test_the_examples_of_the_guide_agree_with_its_small_set(tmp_path: Path) -> None:
    write_office(tmp_path)
    (lines,) = blocks("Examples beside a set")
    (tmp_path / "nho-2026.examples.toml").write_text(lines)
    for code in load_toml(lines, "guide")["example"]:
        said = run("explain", "nho-2026.toml", code, cwd=tmp_path).stdout
        assert "dòng, khớp cả" in said, said


def test_every_refusal_the_guide_explains_is_one_that_is_said() -> None:
    macros = vars(environment().get_template("refusals.txt").module)
    assert macros
    source = environment().loader.get_source(environment(), "refusals.txt")[0]  # type: ignore[union-attr]
    rows = table("What is refused, and the cure")
    assert len(rows) >= 8
    for said, _ in rows:
        for words in re.split(r"…| / ", said):
            assert words.strip() in source, words
