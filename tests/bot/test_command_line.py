"""`cchc` as a person runs it: whole processes, exit codes, one clear line where something is refused."""

import re
from pathlib import Path

import pytest

from catalogs import FOLDER
from models.database import Database
from tests.handlers.test_score import LEAF_7_4_3, YEAR_2021
from tests.offices import fingerprint
from tests.processes import run

MAU = [str(FOLDER / name) for name in ("xa-mau-2026.scorecard.toml", "xa-mau-2026.toml", "xa-mau.office.toml")]


def test_the_first_three_questions_are_answered_alone_and_it_ends_with_0() -> None:
    done = run("chat", "--demo", "--as", "officer", stdin="/score 2021\n/score 2021 7.4.3\n/lost 2021\n")
    assert done.returncode == 0
    assert done.stderr == ""
    answers = done.stdout.split("\n\n")
    assert answers[:2] == [YEAR_2021, LEAF_7_4_3]
    assert answers[2].startswith("BỊ TRỪ 14,16 điểm")


def test_without_input_it_ends_cleanly() -> None:
    done = run("chat", "--demo", stdin="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_a_configuration_it_is_the_demonstration_and_mau_the_other() -> None:
    assert "huyện Vân Canh" in run("chat", stdin="điểm\n").stdout
    assert "xã Mẫu" in run("chat", "--demo", "mau", stdin="điểm\n").stdout


def test_nothing_stays_behind_in_the_temporary_folder(tmp_path: Path) -> None:
    run("chat", "--demo", stdin="điểm\n/quit\nđiểm 2021\n", TMPDIR=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_lines_after_quit_are_not_answered() -> None:
    assert run("chat", stdin="tôi\n/quit\nđiểm 2021\n").stdout.count("Mai") == 1


def test_bytes_that_are_no_text_are_survived() -> None:
    done = run("chat", stdin=b"\xff\xfe\x00\n\xc4\x91i\xe1\xbb\x83m 2021\n")
    assert done.returncode == 0
    assert "75,62 %" in done.stdout


def test_the_speaker_can_be_changed_and_without_a_name_it_lists_who_there_is() -> None:
    lines = run("chat", stdin="/as\n/as que\ntôi\n/as Chánh văn phòng HĐND và UBND\n/as nguoi la\n").stdout.split(
        "\n\n"
    )
    assert "que: Quế – Chánh Văn phòng HĐND và UBND" in lines[0].splitlines()
    assert lines[1] == "Đang hỏi với tư cách: Quế – Chánh Văn phòng HĐND và UBND, Văn phòng HĐND và UBND"
    assert lines[2].startswith("Quế")
    assert lines[3] == lines[1]
    assert lines[4].startswith('Không có ai là "nguoi la".')


def test_the_clock_starts_where_it_is_told() -> None:
    early = run("chat", "--now", "2022-01-10T08:00", stdin="điểm 2021\n").stdout
    assert "TẠM TÍNH" in early
    assert "75,62" in run("chat", "--now", "2022-03-01", stdin="điểm 2021\n").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chat", "--demo", "nowhere"), 'Không có đơn vị trình diễn "nowhere". Có: van-canh, mau.'),
        (("chat", "--as", "offcer"), 'Không có ai là "offcer".'),
        (("chat", "--now", "tomorrow"), '"tomorrow" không phải ngày giờ. Viết như 2022-07-18T08:00.'),
        (("chat", "--database", "nonsense"), "Địa chỉ cơ sở dữ liệu không dùng được."),
        (("chat", "--database", "mysql://u:secret@h/d"), "Địa chỉ cơ sở dữ liệu không dùng được."),
        (("chat", "--database", "sqlite:////no/such/folder/x.db"), "Không dùng được cơ sở dữ liệu."),
        (("check", "--database", "postgresql://u:secret@127.0.0.1:1/d"), "Không dùng được cơ sở dữ liệu."),
        (("check",), "Chưa có cấu hình"),
        (("migrate",), "Chưa có cấu hình"),
        (("load", "missing.toml", "--dry-run"), "Không đọc được missing.toml: không có tệp này."),
        (("load", "/", "--dry-run"), "Không đọc được /"),
        (("--config", "nowhere.toml", "check"), "Không thấy tệp cấu hình nowhere.toml."),
    ],
)
def test_what_is_refused_is_one_clear_line_and_exit_code_1(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"cchc: {said}"), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("chat", "--nonsense"), ("load",)])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: cchc")


def test_help_and_version() -> None:
    assert run("--version").stdout == "cchc 0.1.0\n"
    for arguments in (
        ("--help",),
        ("chat", "--help"),
        ("load", "--help"),
        ("migrate", "--help"),
        ("check", "--help"),
        ("explain", "--help"),
    ):
        done = run(*arguments)
        assert done.returncode == 0
        assert done.stdout.startswith("usage: cchc")


def test_a_kept_demonstration_is_the_same_next_time_and_its_clock_never_runs_back(empty_url: str) -> None:
    if empty_url.startswith("postgresql"):
        run("migrate", "--database", empty_url)
    first = run("chat", "--demo", "mau", "--database", empty_url, stdin="điểm\n")
    database = Database(empty_url)
    kept = fingerprint(database)
    again = run("chat", "--database", empty_url, "--now", "2026-06-01T08:00", stdin="điểm\n")
    assert again.stdout == first.stdout
    assert fingerprint(database) == kept
    database.close()
    other = run("chat", "--demo", "van-canh", "--database", empty_url)
    assert other.returncode == 1
    assert "đang giữ bản trình diễn mau" in other.stderr


def test_an_office_is_loaded_once_and_twice_changes_nothing(empty_url: str) -> None:
    assert run("migrate", "--database", empty_url).returncode == 0
    first = run("load", *MAU, "--database", empty_url)
    assert (first.returncode, first.stderr) == (0, "")
    assert "bộ tiêu chí xa-mau-2026, phiên bản 1" in first.stdout
    database = Database(empty_url)
    loaded = fingerprint(database)
    again = run("load", *MAU, "--database", empty_url)
    assert again.stdout.count("không có gì mới") == 3
    assert fingerprint(database) == loaded
    database.close()


def test_a_real_office_asks_who_speaks_and_does_not_let_the_speaker_change(empty_url: str) -> None:
    run("migrate", "--database", empty_url)
    run("load", *MAU, "--database", empty_url)
    assert "thêm --as" in run("chat", "--database", empty_url, stdin="điểm\n").stderr
    spoken = run("chat", "--database", empty_url, "--as", "mai", stdin="điểm 2026\n/as son\n").stdout
    assert "xã Mẫu" in spoken
    assert "Đang hỏi với tư cách" not in spoken
    demo = run("chat", "--demo", "mau", "--database", empty_url)
    assert demo.returncode == 1
    assert "đang giữ dữ liệu thật" in demo.stderr


def test_a_dry_run_shows_the_tree_with_its_maxima_and_keeps_nothing(empty_url: str) -> None:
    dry = run("load", *MAU, "--dry-run")
    assert dry.returncode == 0
    lines = dry.stdout.splitlines()
    assert lines[0] == "Tổng: Bộ tiêu chí Chỉ số CCHC cấp xã năm 2026 (giả định): 102"
    assert "· · 3.2 Công khai TTHC: 0,5 [levels]" in lines
    assert lines[-1].endswith("chạy thử, chưa ghi")
    run("migrate", "--database", empty_url)
    database = Database(empty_url)
    before = fingerprint(database)
    assert run("load", *MAU, "--dry-run", "--database", empty_url).returncode == 0
    assert fingerprint(database) == before
    database.close()


def test_a_malformed_file_is_refused_with_its_place_and_nothing_is_kept(empty_url: str, tmp_path: Path) -> None:
    run("migrate", "--database", empty_url)
    bad = tmp_path / "bad.toml"
    bad.write_text((FOLDER / "xa-mau-2026.toml").read_text().replace("full_at", "ful_at", 1))
    database = Database(empty_url)
    before = fingerprint(database)
    done = run("load", *MAU[2:], str(bad), "--database", empty_url)
    assert done.returncode == 1
    assert re.fullmatch(rf'cchc: {bad}, \S+: không có khóa "ful_at"\. Gần nhất: full_at\.\n', done.stderr)
    assert fingerprint(database) == before
    database.close()


def test_check_says_what_is_right_and_how_to_mend_what_is_not(empty_url: str) -> None:
    unready = run("check", "--database", empty_url)
    assert unready.returncode == 1
    assert "cchc migrate" in unready.stderr
    if empty_url.startswith("sqlite"):
        assert not Path(empty_url.removeprefix("sqlite:///")).exists()
    run("migrate", "--database", empty_url)
    assert "nạp bộ tiêu chí, đơn vị rồi bảng điểm" in run("check", "--database", empty_url).stdout
    run("load", *MAU, "--database", empty_url)
    ready = run("check", "--database", empty_url)
    assert ready.returncode == 0
    assert "Bộ tiêu chí xa-mau-2026, phiên bản 1: đúng" in ready.stdout
    assert "1 bộ tiêu chí, 1 bảng điểm, 13 người đang giữ chức vụ" in ready.stdout


def test_an_old_schema_is_migrated_by_sqlite_itself_and_refused_by_postgresql(empty_url: str) -> None:
    done = run("chat", "--demo", "--database", empty_url, stdin="điểm 2021\n")
    if empty_url.startswith("sqlite"):
        assert "75,62" in done.stdout
    else:
        assert done.returncode == 1
        assert "Chạy: cchc migrate" in done.stderr
    assert "Không có bản 9999. Có: 0000, 0001" in run("migrate", "--to", "9999", "--database", empty_url).stderr


def test_an_unexpected_error_is_an_id_and_a_log_and_no_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "catalogs"
    broken.mkdir()
    (broken / "__init__.py").write_text("from pathlib import Path\nFOLDER = Path(__file__).parent\n")
    (broken / "x.office.toml").write_text("[demonstration]\nnow = 1\n")
    done = run("chat", PYTHONPATH=str(tmp_path), TMPDIR=str(tmp_path), cwd=tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"cchc: Lỗi ngoài dự kiến, mã E-[0-9a-f]{8}; chi tiết ở \S+\.\n", done.stderr)
    log = next(tmp_path.glob("cchc-*.log")).read_text()
    assert "Traceback" in log
    assert re.search(r"E-[0-9a-f]{8}", done.stderr).group() in log  # type: ignore[union-attr]
