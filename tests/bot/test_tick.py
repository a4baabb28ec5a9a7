"""`cchc tick` and what is done at the start of a chat: report instances, each once, by whole processes."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from models.database import Database
from models.migrate import migrate
from models.work_tables import Work
from tests.duties import DUTIES, reports
from tests.models.small import OFFICE, SET, card
from tests.offices import Office
from tests.processes import CCHC, clean_environment, run

Open = Callable[[str], Database]


def url(office: Office) -> str:
    return office.database.engine.url.render_as_string(hide_password=False)


def number(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Work).where(Work.duty_id.is_not(None))) or 0


def test_it_says_how_many_it_made(mau: Office) -> None:
    before = len(reports(mau))
    done = run("tick", "--database", url(mau))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Ngày 25/8/2026: không có báo cáo nào cần lập thêm; 7 tin nhắc chờ gửi\n"
    done = run("tick", "--database", url(mau), "--now", "2027-01-04T08:00")
    assert done.stdout.startswith("Ngày 04/01/2027: đã lập 30 báo cáo đến hạn trong năm hoặc trong 120 ngày tới")
    assert len(reports(mau)) == before + 30
    assert "không có báo cáo nào" in run("tick", "--database", url(mau), "--now", "2027-01-05T08:00").stdout


def test_the_time_is_told_in_a_demonstration_alone(empty_url: str, open_database: Open) -> None:
    database = open_database(empty_url)
    migrate(database)
    refused = run("tick", "--database", empty_url, "--now", "2027-01-04")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "cchc: --now chỉ dùng với bản trình diễn; dữ liệu thật theo giờ thật.\n"
    assert "không có báo cáo nào" in run("tick", "--database", empty_url).stdout


def test_a_trial_looks_ahead_in_any_office_and_keeps_nothing(empty_url: str, open_database: Open) -> None:
    migrate(open_database(empty_url))
    tried = run("tick", "--dry-run", "--now", "2027-01-04T07:31", "--database", empty_url)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "04/01/2027" in tried.stdout


def test_a_trial_of_a_demonstration_needs_nothing() -> None:
    tried = run("tick", "--demo", "mau", "--dry-run", "--now", "2026-09-14T07:31")
    assert tried.returncode == 0, tried.stderr
    assert "Kính gửi đ/c Chánh Văn phòng" in tried.stdout
    why = "tỷ lệ chậm nhịp (2); tỷ lệ không còn đạt được; còn 5 ngày làm việc #36; quá hạn từ 10 ngày làm việc #19\n"
    assert f"── Hải, giám đốc Trung tâm Phục vụ hành chính công: {why}" in tried.stdout
    assert not re.search("[a-z]_[a-z0-9]", tried.stdout)
    refused = run("tick", "--demo", "mau")
    assert refused.stderr == "cchc: --demo chỉ dùng với --dry-run, không cùng --database.\n"


def test_what_it_needs_is_said(tmp_path: Path) -> None:
    assert "Chưa có cấu hình" in run("tick").stderr
    assert "Không có tệp cơ sở dữ liệu" in run("tick", "--database", f"sqlite:///{tmp_path}/none.db").stderr
    assert not (tmp_path / "none.db").exists()


def test_loading_duties_makes_their_reports_and_says_so(empty_url: str, open_database: Open, tmp_path: Path) -> None:
    database = open_database(empty_url)
    migrate(database)
    texts = {"set": SET, "office": OFFICE, "card": card("xa-an"), "duties": DUTIES.partition("[duty.par.sent]")[0]}
    files = []
    for name, text in texts.items():
        files.append(str(tmp_path / f"{name}.toml"))
        Path(files[-1]).write_text(text)
    tried = run("load", "--dry-run", "--database", empty_url, *files).stdout
    assert "Sổ báo cáo: lập " in tried
    assert "chạy thử, chưa ghi" in tried.splitlines()[-1]
    assert number(database) == 0
    said = run("load", "--database", empty_url, *files)
    assert said.returncode == 0, said.stderr
    made = number(database)
    assert said.stdout.splitlines()[-2:] == [
        f"{files[-1]}: 1 dòng mới hoặc thay đổi (tinh/xa-an)", f"Sổ báo cáo: lập {made} báo cáo"
    ]  # fmt: skip
    assert made >= 4
    again = run("load", "--database", empty_url, *files).stdout
    assert "Sổ báo cáo" not in again
    Path(files[-1]).write_text(texts["duties"].replace("Sở Nội vụ", "UBND tỉnh"))
    assert "báo cáo đổi theo quy định mới" in run("load", "--database", empty_url, *files).stdout
    assert number(database) == made


def test_processes_that_start_at_once_make_each_once(mau: Office) -> None:
    before = len(reports(mau))
    commands = [["tick", "--now", "2027-01-04T08:00"]] * 3 + [["chat", "--as", "mai", "--now", "2027-01-04T08:00"]]
    started = [
        subprocess.Popen(
            [*CCHC, *command, "--database", url(mau)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(),
        )
        for command in commands
    ]  # fmt: skip
    for process in started:
        said, wrong = process.communicate(timeout=60)
        assert process.returncode == 0, (said, wrong)
    keys = [work.key for work in reports(mau)]
    assert len(keys) == len(set(keys)) == before + 30


def test_a_chat_makes_what_its_day_needs(mau: Office) -> None:
    said = run("chat", "--database", url(mau), "--as", "lam", "--now", "2027-03-01T08:00", stdin="báo cáo\n").stdout
    assert "Báo cáo CCHC quý I gửi Sở Nội vụ (1.4)" in said
