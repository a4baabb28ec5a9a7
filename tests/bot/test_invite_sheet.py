"""`cchc invite`: codes for the first people of an office, said once or on a sheet of paper to cut up."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from sqlalchemy import select, update

from bot.__main__ import main
from catalogs import FOLDER
from models.chat_tables import Invitation
from models.database import Database
from models.record import last_event_at
from models.tables import Person
from tests.offices import DEMOS, Clock, Office, Stores
from tests.processes import run
from tests.strangers import PRINTED, SENTENCE, heard, joins, sends


@pytest.fixture
def url(stores: Stores) -> str:
    """A kept demonstration of xã Mẫu."""
    return stores.office("mau")


@pytest.fixture
def office(url: str, open_database: Callable[[str], Database]) -> Office:
    return Office(open_database(url), DEMOS["mau"], Clock(DEMOS["mau"].now))


Invite = Callable[..., tuple[int, str, str]]


@pytest.fixture
def invite(url: str, capsys: pytest.CaptureFixture[str]) -> Invite:
    """`cchc invite` on that demonstration: how it ended, what it said and complained of."""

    def run_it(*arguments: str) -> tuple[int, str, str]:
        return (main(["invite", "--database", url, *arguments]), *capsys.readouterr())

    return run_it


def codes(office: Office) -> int:
    with office.database.reading() as session:
        return len(session.scalars(select(Invitation.id).where(Invitation.expires_at > office.clock.now)).all())


def test_a_code_is_printed_once_and_lets_in(url: str, office: Office) -> None:
    done = run("invite", "--database", url, "Chánh Văn phòng", "mai", "Mai")  # a process of its own, as people start it
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [PRINTED.sub("…", line) for line in lines] == [
        "… Lâm – Chánh Văn phòng HĐND và UBND, Văn phòng HĐND và UBND, xã Mẫu; dùng một lần, đến 08:00 01/9/2026",
        "… Mai – công chức đầu mối CCHC, xã Mẫu; dùng một lần, đến 08:00 01/9/2026",
    ]
    assert sends(office, lines[1].split()[0]).startswith("Đã kết nối: Mai")


def test_a_sheet_has_a_card_for_each_with_a_code_that_works(invite: Invite, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "phieu.html"
    ended, said, complained = invite("--sheet", str(file), "--all")
    assert (ended, complained) == (0, "")
    assert said.startswith(f"Đã ghi 13 phiếu vào {file}; mã dùng được đến 08:00 01/9/2026.")
    page = file.read_text("utf-8")
    assert not PRINTED.search(said)
    assert file.stat().st_mode & 0o777 == 0o600
    cards = re.findall(r"<article>(.*?)</article>", page, re.DOTALL)
    assert len(cards) == 13
    for number, card in enumerate(cards):
        name, code = re.findall(r"<b>(.*?)</b>", card)[0], PRINTED.findall(card)[0]
        assert "Dùng một lần, đến 08:00 01/9/2026." in card
        assert sends(office, code, str(number)).startswith(f"Đã kết nối: {name}, ")
    assert "Chánh Văn phòng HĐND và UBND<br>Văn phòng HĐND và UBND, xã Mẫu" in page


def test_the_symbol_on_a_card_is_that_of_its_code(invite: Invite, tmp_path: Path) -> None:
    file = tmp_path / "phieu.html"
    invite("--sheet", str(file), "Mai")
    page = file.read_text("utf-8")
    code = PRINTED.findall(page)[0]
    size, path = re.findall(r'<svg viewBox="0 0 ([0-9]+) \1".*? d="(.*?)"', page)[0]
    matrix = [list(row) for row in segno.make(code, error="m", micro=False).matrix]
    assert int(size) == len(matrix) + 8  # the quiet zone of four modules a side
    assert (
        drawn(path, int(size))
        == [[0] * int(size)] * 4 + [[0] * 4 + row + [0] * 4 for row in matrix] + [[0] * int(size)] * 4
    )


def test_where_the_bot_is_known_the_symbol_opens_it_with_the_code(
    invite: Invite, office: Office, tmp_path: Path
) -> None:
    heard(office)
    file = tmp_path / "phieu.html"
    invite("--sheet", str(file), "Mai")
    page = file.read_text("utf-8")
    code = PRINTED.findall(page)[0]
    size, path = re.findall(r'<svg viewBox="0 0 ([0-9]+) \1".*? d="(.*?)"', page)[0]
    link = f"https://t.me/cchc_mau_bot?start={code.replace('-', '')}"
    inside = [row[4:-4] for row in drawn(path, int(size))[4:-4]]
    assert inside == [list(row) for row in segno.make(link, error="m", micro=False).matrix]
    assert "mở trợ lý @cchc_mau_bot trên Telegram" in page
    assert "http" not in page
    said = invite("Mai")[1]
    assert said.rstrip().endswith(f"; https://t.me/cchc_mau_bot?start={PRINTED.findall(said)[0].replace('-', '')}")


def drawn(path: str, size: int) -> list[list[int]]:
    """The modules that a path of horizontal strokes blackens: "M4 4.5h7m1 0h2…"."""
    modules, x, y = [[0] * size for _ in range(size)], 0, 0.0
    for move, across, down, stroke in re.findall(r"([Mm])([-0-9.]+)[ ,]?([-0-9.]+)|h([0-9]+)", path):
        if stroke:
            for column in range(x, x + int(stroke)):
                modules[int(y)][column] = 1
            x += int(stroke)
        else:
            x, y = (int(across), float(down)) if move == "M" else (x + int(across), y + float(down))
    return modules


def test_a_sheet_fetches_nothing_and_is_black_on_white(invite: Invite, tmp_path: Path) -> None:
    file = tmp_path / "phieu.html"
    invite("--sheet", str(file), "Mai")
    page = file.read_text("utf-8")
    for outside in ("http", "//", "url(", "src=", "href=", "@import", "<script"):
        assert outside not in page.removeprefix("<!DOCTYPE html>"), outside
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", page)) == {"#000", "#fff"}
    assert "@page { size: A4 portrait" in page


def test_names_are_text_on_a_sheet(invite: Invite, office: Office, tmp_path: Path) -> None:
    with office.database.writing() as session:
        session.execute(update(Person).where(Person.key == "mau/mai").values(name="<b>Mai</b>"))
    file = tmp_path / "phieu.html"
    invite("--sheet", str(file), "mau/mai")
    assert "&lt;b&gt;Mai&lt;/b&gt;" in file.read_text("utf-8")


def test_a_file_that_is_there_is_not_overwritten_unless_it_is_said(
    invite: Invite, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "phieu.html"
    file.write_text("của tôi")
    ended, _, complained = invite("--sheet", str(file), "Mai")
    assert ended == 1
    assert complained == f"cchc: {file} đã có: chọn tên khác, hoặc thêm --force để ghi đè.\n"
    assert (file.read_text(), codes(office)) == ("của tôi", 0)
    assert invite("--sheet", str(file), "Mai", "--force")[0] == 0
    assert PRINTED.search(file.read_text("utf-8"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["phieu.html"]


def test_where_a_sheet_cannot_be_written_no_code_is_made_and_nothing_stays(
    invite: Invite, office: Office, tmp_path: Path
) -> None:
    for arguments in (
        ("--sheet", str(tmp_path / "none" / "x.html"), "Mai"),
        ("--sheet", str(tmp_path), "Mai", "--force"),
        ("--sheet", str(tmp_path / "x.html"), "Mai", "Không Ai"),
    ):
        ended, _, complained = invite(*arguments)
        assert ended == 1
        assert len(complained.splitlines()) == 1
        assert "Lỗi ngoài dự kiến" not in complained
    assert list(tmp_path.iterdir()) == []
    assert codes(office) <= 1  # the folder in the way is found when all was written: a code nobody has read


def test_all_are_those_who_have_not_joined_of_a_unit_and_below(invite: Invite, office: Office, tmp_path: Path) -> None:
    joins(office, "Mai")
    for unit, names in (
        ("tinh-mau/xa-mau-dong", ["Hà", "Rừng"]),
        ("tinh-mau/xa-mau/van-phong", ["Lâm", "Sương"]),
        ("tinh-mau/xa-mau", ["Sơn", "Giang", "Thạch", "Lâm", "Khê", "Nguyệt", "Hải", "Sương", "Mây"]),
    ):
        file = tmp_path / "phieu.html"
        invite("--sheet", str(file), "--all", "--unit", unit, "--force")
        assert re.findall(r"<b>(.*?)</b>", file.read_text("utf-8")) == names
    complained = invite("--sheet", str(file), "--all", "--unit", "tinh-mau/xa-mau-dog", "--force")[2]
    nobody = invite("--sheet", str(file), "--all", "--unit", "tinh-mau/so-noi-vu", "--force")[2]
    assert nobody == "cchc: Không còn ai chưa kết nối để mời.\n"
    assert complained == 'cchc: Không có đơn vị "tinh-mau/xa-mau-dog". Gần nhất: tinh-mau/xa-mau-dong.\n'


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Mời ai?"),
        (("Mai", "--all"), "Mời ai?"),
        (("Mai", "--unit", "tinh-mau"), "Mời ai?"),
        (("--all",), "--all in nhiều mã: thêm --sheet TỆP.html."),
        (("Không Ai",), 'Không thấy ai là "Không Ai".'),
        (("trưởng phòng",), 'Có 2 người là "trưởng phòng". Viết thêm đơn vị hoặc chức vụ: Khê – trưởng phòng Kinh tế'),
        (("Mai", "--now", "khi nào"), '"khi nào" không phải ngày giờ.'),
    ],
)
def test_what_is_refused_is_one_clear_line(
    invite: Invite, office: Office, arguments: tuple[str, ...], said: str
) -> None:
    assert invite(*arguments)[2].startswith(f"cchc: {said}")
    assert codes(office) == 0


def test_in_a_demonstration_the_clock_may_be_told_and_in_an_office_it_is_the_real_one(
    url: str, empty_url: str, open_database: Callable[[str], Database]
) -> None:
    done = run("invite", "--database", url, "--now", "2026-09-08T08:00", "Mai")
    assert done.stdout.rstrip().endswith("dùng một lần, đến 08:00 15/9/2026")
    if empty_url.startswith("postgresql"):
        run("migrate", "--database", empty_url)
    files = [str(FOLDER / name) for name in ("xa-mau-2026.toml", "xa-mau.office.toml")]
    assert run("load", "--database", empty_url, *files).returncode == 0
    done = run("invite", "--database", empty_url, "--now", "2026-09-08T08:00", "Mai")
    assert done.stderr == "cchc: --now chỉ dùng với bản trình diễn; dữ liệu thật theo giờ thật.\n"
    code = run("invite", "--database", empty_url, "Mai").stdout.split()[0]
    database = open_database(empty_url)
    with database.reading() as session:
        now = last_event_at(session)  # the code was made just now
    assert now
    real = Office(database, DEMOS["mau"], Clock(now))
    assert sends(real, code).startswith("Đã kết nối: Mai")
    said = run("check", "--database", empty_url).stdout.splitlines()
    assert "Kết nối: 1 người đang dùng, 0 mã chưa dùng; không ai đoán mã" in said
    for number in range(6):
        assert sends(real, f"{'2' * 17}{number + 2}", "9") == SENTENCE
    run("invite", "--database", empty_url, "Lâm")
    said = run("check", "--database", empty_url).stdout.splitlines()
    assert "Kết nối: 1 người đang dùng, 1 mã chưa dùng; đoán mã trong 7 ngày qua từ 1 địa chỉ: telegram 9" in said


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.db"
    assert main(["invite", "--database", f"sqlite:///{file}", "Mai"]) == 1
    assert capsys.readouterr().err.startswith("cchc: Không có tệp cơ sở dữ liệu")
    assert not file.exists()


def test_help_says_how() -> None:
    assert run("invite", "--help").stdout.startswith("usage: cchc invite")
