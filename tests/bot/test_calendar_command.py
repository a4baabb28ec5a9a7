"""`cchc calendar`: the days off of a year, and days by decision from a file."""

from pathlib import Path

import pytest

from catalogs import FOLDER
from models.calendar_tables import CalendarException
from tests.bot.test_tick import url
from tests.offices import Office, fingerprint
from tests.processes import run

DAY = """[[day]]
day = 2026-09-11
works = false
reason = "nghỉ bù"
decision = "QĐ 12/QĐ-UBND"
unit = "tinh-mau/xa-mau"
"""
SWAP = DAY.replace("09-11", "09-12").replace("false", "true").replace("nghỉ bù", "làm bù ngày 11/9")


def file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "lich.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_days_off_of_a_year(mau: Office) -> None:
    done = run("calendar", "--database", url(mau), "--year", "2027", "--unit", "tinh-mau/xa-mau")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Xã Mẫu, năm 2027"
    assert "Nghỉ 7 ngày, thứ Năm 04/02 – thứ Tư 10/02/2027: Tết Nguyên Đán" in lines
    assert run("calendar", "--database", url(mau)).stdout.startswith("Tỉnh Mẫu, năm 2026\n")
    assert "Không có đơn vị" in run("calendar", "--database", url(mau), "--unit", "tinh-mau/xa-mao").stderr
    assert "Năm 1 không dùng được" in run("calendar", "--database", url(mau), "--year", "1").stderr


def test_a_file_is_loaded_once_and_whose_dates_move_is_told(mau: Office, tmp_path: Path) -> None:
    name = file(tmp_path, DAY + SWAP)
    done = run("calendar", name, "--database", url(mau))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{name}: 2 ngày mới hoặc thay đổi; 1 việc đổi ngày phải xong, 1 người được báo\n"
    before = fingerprint(mau.database)
    assert run("calendar", name, "--database", url(mau)).stdout == f"{name}: không có gì mới\n"
    assert fingerprint(mau.database) == before
    assert "#34 nay phải xong thứ Năm 10/9 thay cho thứ Sáu 11/9" in mau.say("tôi", who="lam")
    answer = mau.say("lịch tháng 9")
    assert "Nghỉ thứ Sáu 11/09/2026: nghỉ bù (QĐ 12/QĐ-UBND)" in answer
    assert "Làm việc thứ Bảy 12/09/2026: làm bù ngày 11/9 (QĐ 12/QĐ-UBND)" in answer
    run("calendar", file(tmp_path, DAY.replace("QĐ 12", "QĐ 13")), "--database", url(mau))
    with mau.database.reading() as session:
        rows = session.query(CalendarException).order_by(CalendarException.id)
        assert [(row.decision, row.ended_at is None) for row in rows] == [
            ("QĐ 12/QĐ-UBND", False), ("QĐ 12/QĐ-UBND", True), ("QĐ 13/QĐ-UBND", True),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("day = 3", "", "[[day]]"),
        ("", "", "[[day]]"),
        (DAY + DAY, "[[day]] 2: ", "hai dòng cho ngày 11/9/2026"),
        (DAY + DAY.replace("tinh-mau/xa-mau", "tinh-mau/xa-mao"), "[[day]] 2: ", "Gần nhất: tinh-mau/xa-mau"),
        (DAY.replace("2026-09-11", '"11/9"'), "[[day]] 1: ", "ngày như 2021-12-31"),
        (DAY.replace("works = false\n", ""), "[[day]] 1: ", "thiếu works"),
        (DAY.replace("works = false", 'works = "no"'), "[[day]] 1: ", "true hoặc false"),
        (DAY.replace('"QĐ 12/QĐ-UBND"', '""'), "[[day]] 1: ", "thiếu decision"),
        (DAY.replace("reason", "reasn"), "[[day]] 1: ", 'không có khóa "reasn". Gần nhất: reason'),
        (f"[calendar]\n{DAY}", "", 'không có khóa "calendar"'),
        (DAY.replace("[[day]]", "[day"), "", "không phải TOML đúng"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_its_place(
    mau: Office, tmp_path: Path, text: str, where: str, says: str
) -> None:
    before, name = fingerprint(mau.database), file(tmp_path, text)
    done = run("calendar", name, "--database", url(mau))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"cchc: {name}")
    assert where in done.stderr
    assert says in done.stderr
    assert fingerprint(mau.database) == before


def test_the_example_beside_the_demonstration_can_be_loaded(mau: Office) -> None:
    name = str(FOLDER / "xa-mau-2026.calendar.toml")
    assert "2 ngày mới hoặc thay đổi" in run("calendar", name, "--database", url(mau)).stdout
    assert "giả định" in mau.say("lịch 10/1/2026")
