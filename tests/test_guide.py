"""The guide for writing a criteria set: its small office loads as it stands, and its shapes are read."""

import re
from pathlib import Path

from tests.processes import run

GUIDE = (Path(__file__).parents[1] / "docs" / "criteria-set.md").read_text()


def test_the_small_office_of_the_guide_loads_and_answers(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.partition("## A whole small office")[2], re.DOTALL)
    names = ["nho-2026.toml", "nho.office.toml", "nho-2026.scorecard.toml"]
    for name, text in zip(names, blocks, strict=True):
        (tmp_path / name).write_text(text)
    url = f"sqlite:///{tmp_path / 'nho.db'}"
    loaded = run("load", *names, "--database", url, cwd=tmp_path)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    said = run("chat", "--as", "an", "--database", url, stdin="điểm 2026\nđiểm 2\nmất điểm\n").stdout
    assert "CHỈ SỐ CCHC NĂM 2026 – xã Nhỏ (TẠM TÍNH)" in said
    assert "130/240 hồ sơ = 54,17 %" in said


def test_every_scale_line_of_the_guide_is_read(tmp_path: Path) -> None:
    section = GUIDE.partition("## Scales")[2].partition("## ")[0]
    lines = re.search(r"```toml\n(.*?)```", section, re.DOTALL)
    assert lines
    for line in lines[1].splitlines():
        keys = line.split("#")[0].strip()
        text = (
            '[criteria_set]\nid = "x"\ntitle = "X"\nmax = 1\nvalid_from = 2026-01-01\n'
            f'[criterion]\n"1" = {{ max = 1, title = "T", {keys} }}\n'
        )
        file = tmp_path / "set.toml"
        file.write_text(text)
        done = run("load", "--dry-run", str(file))
        assert done.returncode == 0, (keys, done.stderr)
