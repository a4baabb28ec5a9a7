"""`cchc explain`: a rule in words, with values the rule itself chooses; the set by file, by id, by shipped name."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from bot.examples import read_examples
from bot.explain import explained
from bot.showing import MOST
from bot.worked import Worked, worked
from catalogs import FOLDER
from scoring.catalog import ROOT, CriteriaSet
from scoring.scales.bands import Bands, first
from scoring.targets import in_shares
from templates import plain
from tests.bot.test_examples import SETS, shipped
from tests.processes import run
from tests.scoring.sets import catalog

SOURCE_2021 = (
    "Theo: Bộ tiêu chí Chỉ số CCHC cấp huyện năm 2021 (báo cáo phân tích năm 2021, Phòng Nội vụ, các bảng của phần I.2)"
)
SOURCE_2026 = "Theo: Bộ tiêu chí Chỉ số CCHC cấp xã năm 2026 (giả định) (bộ tiêu chí giả định, không phải của tỉnh nào)"

LEAF_7_4_3 = f"""\
7.4.3 · Tỷ lệ hồ sơ TTHC được giải quyết trực tuyến mức độ 3, mức độ 4
Tối đa 1 điểm; thuộc 7.4 Dịch vụ công trực tuyến mức độ 3, 4 (4 điểm), trong 7 Chính quyền điện tử (12 điểm)
Số liệu: hồ sơ tiếp nhận trực tuyến mức độ 3, 4 / hồ sơ TTHC (tỷ lệ; mức độ 3, 4; cả huyện; lũy kế từ đầu năm)
Yêu cầu: từ 20 %
Chưa đạt: điểm theo tỷ lệ, giá trị ÷ 20 % × 1
Ví dụ: 5 % → 0,25 điểm; 10 % → 0,5; 20 % → 1
Tệp ví dụ: 4 dòng, khớp cả; như 119/3.571 hồ sơ = 3,33 % → 0,17
Chưa có số liệu: chưa rõ (0 đến 1). Không phát sinh: chưa rõ (0 đến 1)
Văn bản: phải đạt từ 20 %
Đầu mối: phong-van-hoa; phối hợp: van-phong
{SOURCE_2021}"""

INFERRED_1_4 = f"""\
1.4 · Thực hiện chế độ báo cáo định kỳ và báo cáo chuyên đề về CCHC (Báo cáo CCHC, Báo cáo kiểm soát TTHC)
Tối đa 1 điểm; thuộc 1 Chỉ đạo, điều hành (10 điểm)
Số liệu: báo cáo kiểm soát TTHC định kỳ (số báo cáo từng loại: đúng hạn, muộn, thiếu)
Cách chấm theo số báo cáo thiếu: bằng 0 được 1; còn lại được 0 (quy tắc suy từ một trường hợp)
Ví dụ: 0 báo cáo thiếu → 1 điểm; 1 → 0; 2 → 0
Tệp ví dụ: 5 dòng, khớp cả; như thiếu 1 → 0
Chưa có số liệu: chưa rõ (0 đến 1)
Văn bản: thiếu 1 báo cáo: 0 điểm
Đầu mối: phong-noi-vu; phối hợp: van-phong; số liệu: van-phong
{SOURCE_2021}"""

BY_HAND_5_9 = f"""\
5.9 · Cán bộ, công chức cấp xã
Tối đa 1 điểm; thuộc 5 Chế độ công vụ (11 điểm)
Số liệu: cán bộ cấp xã chưa đạt chuẩn chuyên môn, nghiệp vụ (số người; tại thời điểm đánh giá)
Cách chấm: theo thẩm định; năm 2021 có 6 người chưa đạt chuẩn, được 0,5
Chấm tay: người chấm nhập điểm từ 0 đến 1; số liệu chỉ để đối chiếu
Đầu mối: phong-noi-vu
{SOURCE_2021}"""

DERIVED_7_4 = f"""\
7.4 · Số hóa hồ sơ, kết quả giải quyết TTHC
Tối đa 3 điểm; thuộc 7 Chính quyền số (14 điểm)
Số liệu: bình quân hai tỷ lệ số hóa = \
([hồ sơ số hóa khi tiếp nhận / hồ sơ đã tiếp nhận] + [kết quả đã số hóa / kết quả đã trả]) ÷ 2
Yêu cầu: từ 100 %
Chưa đạt: điểm theo tỷ lệ, giá trị ÷ 100 % × 3
Ví dụ: 25 % → 0,75 điểm; 50 % → 1,5; 100 % → 3
Tệp ví dụ: 3 dòng, khớp cả; như hồ sơ số hóa khi tiếp nhận / hồ sơ đã tiếp nhận: 80 %, \
kết quả đã số hóa / kết quả đã trả: 60 % → 2,1
Chưa có số liệu: chưa rõ (0 đến 3). Không phát sinh: chưa rõ (0 đến 3)
Đầu mối: trung-tam; phối hợp: phong-van-hoa
{SOURCE_2026}"""

PROVINCE_2_4 = f"""\
2.4 · Ban hành quy định phân định thẩm quyền giữa tỉnh và xã
Tối đa 1 điểm; thuộc 2 Thể chế (8 điểm)
Chỉ áp dụng cho cấp tỉnh; nơi khác không tính vào điểm tối đa
Số liệu: một trong: có, không
Cách chấm: "có" được 1; "không" được 0
Ví dụ: có → 1 điểm; không → 0
Tệp ví dụ: 2 dòng, khớp cả; như có → 1
Chưa có số liệu: chưa rõ (0 đến 1)
Đầu mối: van-phong
{SOURCE_2026}"""

SCALED_5_2 = f"""\
5.2 · Đánh giá, xếp loại công chức
Tối đa 3 điểm; thuộc 5 Chế độ công vụ (11 điểm)
Cách tính: cộng các thành phần rồi quy về thang 3 điểm
5.2.1 Ban hành quy chế đánh giá, xếp loại: 4
5.2.2 Đánh giá gắn với sản phẩm công việc: 3
5.2.3 Gửi kết quả xếp loại về Sở Nội vụ: 3
Ví dụ: đủ mọi phần → 3 điểm; không được phần nào → 0; mất riêng 5.2.1 → 1,8
Tệp ví dụ: 3 dòng, khớp cả; như 5.2.1: có, 5.2.2: tốt, báo cáo kết quả xếp loại công chức: đúng hạn → 3
Đầu mối: phong-van-hoa; phối hợp: van-phong
{SOURCE_2026}"""

PENALTY = f"""\
P · Điểm trừ
Điểm trừ, nhiều nhất 3 điểm
Cách tính: cộng các thành phần
P/I.1 Vi phạm trong giải quyết TTHC: 2
P/II.1 Số liệu báo cáo sai bị cấp trên nhắc nhở: 1
Ví dụ: không bị trừ phần nào → 0 điểm; bị trừ hết → −3; bị trừ riêng hết P/I.1 → −2
Tệp ví dụ: 3 dòng, khớp cả; như hồ sơ trễ hạn trên 30 ngày: 5 hồ sơ, \
hồ sơ trả lại sai quy định: 0 hồ sơ, P/II.1: không → −1
Đầu mối: trung-tam
{SOURCE_2026}"""

WHOLE_2021 = f"""\
Tổng · Bộ tiêu chí Chỉ số CCHC cấp huyện năm 2021
Tối đa 100 điểm
Cách tính: cộng các thành phần
1 Chỉ đạo, điều hành: 10
2 Văn bản QPPL: 5
3 Thủ tục hành chính: 10
4 Tổ chức bộ máy: 7
5 Chế độ công vụ: 11
6 Tài chính công: 5
7 Chính quyền điện tử: 12
SIPAS: 40
Ví dụ: đủ mọi phần → 100 điểm; không được phần nào → 0; mất riêng 1 → 90
Xếp loại: từ 80 % trên nhóm 3; từ 70 % nhóm 3; còn lại dưới nhóm 3
{SOURCE_2021}"""


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("van-canh-2021", "7.4.3", LEAF_7_4_3),
        ("van-canh-2021", "1.4", INFERRED_1_4),
        ("van-canh-2021", "5.9", BY_HAND_5_9),
        ("van-canh-2021", "index", WHOLE_2021),
        ("xa-mau-2026", "7.4", DERIVED_7_4),
        ("xa-mau-2026", "2.4", PROVINCE_2_4),
        ("xa-mau-2026", "5.2", SCALED_5_2),
        ("xa-mau-2026", "p", PENALTY),
    ],
)
def test_a_rule_is_said_as_an_official_holds_it_against_the_paper(name: str, code: str, text: str) -> None:
    done = run("explain", name, code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{text}\n"


def every_code() -> Iterator[tuple[CriteriaSet, str, list[Worked]]]:
    """Every code of every shipped set, with its examples and without."""
    for name in SETS:
        criteria_set = shipped(name)
        examples = read_examples(FOLDER / f"{name}.examples.toml", criteria_set)
        for code in criteria_set.criteria:
            yield criteria_set, code, examples.get(code, [])
            yield criteria_set, code, []


def test_every_code_of_every_shipped_set_is_explained() -> None:
    for criteria_set, code, examples in every_code():
        lines = plain(explained(criteria_set, code, examples)).splitlines()
        node = criteria_set.criteria[code]
        assert lines[0].startswith("Tổng · " if code == ROOT else f"{code} · "), lines
        assert lines[-1].startswith("Theo: "), lines
        assert any(line.startswith("Ví dụ: ") for line in lines) == bool(node.scale or node.children), lines
        assert any(line.startswith("Tệp ví dụ: ") for line in lines) == bool(examples), lines
        assert not any(word in "\n".join(lines) for word in ("None", "&", "<", "on_time", "to_date", "Fraction")), lines
        assert len(lines) <= 20, lines


def test_the_worked_values_show_what_a_rule_does() -> None:
    for criteria_set, code, _ in every_code():
        node = criteria_set.criteria[code]
        found = worked(criteria_set, node)
        assert len(found) <= MOST
        if node.scale:
            assert len({each.judgment.ends for each in found}) >= 2, (code, found)
        if isinstance(node.scale, Bands):
            rows = [first(node.scale.rows, each.value) for each in found if each.value is not None]
            assert rows[0] is node.scale.rows[0]
            assert len(set(map(id, rows))) == min(MOST, len(node.scale.rows)), (code, found)
            step = Fraction(1, 10_000) if in_shares(node) else 1
            assert any(abs(each.value - node.scale.rows[0].edge) == step for each in found if each.value is not None)


SHAPES = catalog(
    '"1" = { max = 1, title = "T", figure = "issued", levels = { on_time = "full", late = "50%", missing = 0 } }\n'
    '"2" = { max = 2, title = "T", figure = "report.days_late", start = 2, each = -0.25 }\n'
    '"3" = { max = 2, title = "T", figure = "report.days_late",'
    ' bands = [{ upto = 0, gives = "full" }, { upto = 5, gives = "50%" }, { gives = 0 }] }\n'
    '"4" = { max = 3, title = "T", figure = "files", full_at = "best", zero_below = "50%" }\n'
    '"5" = { max = 4, title = "T", figure = "reports.missing", each = -1, at_least = -2, start = 4 }\n'
    '"6" = { max = 5, title = "T", figure = "mixed", full_at = 1, zero_below = 0.2 }\n'
    '"7" = { max = 5, title = "T", figure = "other", full_at = "80%", zero_below = "80%", no_figure = 0 }\n'
    '"8" = { max = 5, title = "T", combine = "worst" }\n'
    '"8.1" = { max = 5, title = "T", levels = { "có" = "full", "không" = 0 } }\n'
    '"8.2" = { max = 5, title = "T", each = 0.5, noun = "mô hình", inferred = true }\n'
    '"9" = { max = 0, title = "T", figure = "sum", bands = [{ above = 2, gives = 0 }, { gives = 0 }] }\n'
    '"10" = { max = 5, title = "T", partial = true, only_for = ["province", "commune"] }\n'
    '"10.1" = { max = 3, title = "T", full_at = 10, noun = "mô hình" }\n'
    '"B" = { max = 2, title = "T", role = "bonus", in_maximum = true, figure = "twice", full_at = 3 }\n'
    '"I" = { max = 1, title = "T", figure = "files", bands = [{ gives = "not_applicable" }] }\n',
    'guidance = { asks = "date", label = "ngày hướng dẫn có hiệu lực" }\n'
    'issued = { asks = "deadline", label = "quy định", noun = "quy định", due = "10 working days after guidance" }\n'
    'report = { asks = "deadline", label = "báo cáo năm", noun = "báo cáo", due = 2026-12-14 }\n'
    'reports = { asks = "duties", noun = "báo cáo", accumulates = "period" }\n'
    'files = { asks = "ratio", label = "hồ sơ trực tuyến / hồ sơ TTHC", noun = "hồ sơ" }\n'
    'other = { asks = "ratio", label = "đúng hạn / hồ sơ", noun = "hồ sơ", if_none = "50%" }\n'
    'mixed = { value = "max(files, other) - (files.n - 2) / (3 * (other + 1)) - min(0.5, 10%)", if_none = "1" }\n'
    'twice = { value = "mixed * 2 - (reports.late - 1)", label = "hai lần" }\n'
    'sum = { value = "reports.late + reports.missing", noun = "báo cáo" }\n',
    "max = 60\npartial = true\nround_leaves = true\ncut_at_full = false\n"
    'classes = { commune = [{ from = "80%", gives = "Tốt" }, { gives = "Yếu" }], ward = [{ gives = "Tốt" }] }',
)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("1", (("Số liệu: quy định (ngày làm xong, hoặc một trong: đúng hạn, muộn, thiếu;"
               " hạn 10 ngày làm việc sau ngày hướng dẫn có hiệu lực)"),)),
        ("2", ("Số liệu: báo cáo năm (ngày làm xong, hoặc một trong: đúng hạn, muộn, thiếu; hạn 14/12/2026)",
               "Cách chấm: 2 điểm, mỗi ngày muộn trừ 0,25 điểm", "Ví dụ: 0 ngày muộn → 2 điểm; 1 → 1,75; 8 → 0")),
        ("3", ("Cách chấm theo số ngày muộn: bằng 0 được 2; đến 5 được 1; còn lại được 0",
               "Ví dụ: 0 ngày muộn → 2 điểm; 1 → 1; 6 → 0")),
        ("4", ("Cách chấm: so với mức cao nhất trong khối; dưới 50 % được 0",
               "Thấp hơn mức cao nhất: điểm theo tỷ lệ, giá trị ÷ mức cao nhất × 3",
               "Ví dụ, khi mức cao nhất trong khối là 80 %: 49,99 % → 0 điểm; 50 % → 1,88; 80 % → 3")),
        ("5", ("Số liệu: số báo cáo từng loại: đúng hạn, muộn, thiếu; từng kỳ, cộng lại", "Thấp nhất: −2 điểm",
               "Ví dụ: 0 báo cáo thiếu → 4 điểm; 1 → 3; 6 → −2", "Chưa có số liệu: chưa rõ (−2 đến 4)")),
        ("6", (("Số liệu: mixed = số lớn nhất của ([hồ sơ trực tuyến / hồ sơ TTHC]; [đúng hạn / hồ sơ])"
               " − (hồ sơ trực tuyến − 2) ÷ (3 × ([đúng hạn / hồ sơ] + 1)) − số nhỏ nhất của (0,5; 0,1);"
               " không phát sinh thì lấy 1"),
               "Ví dụ: 0,19 → 0 điểm; 0,5 → 2,5; 1 → 5", "Chưa có số liệu: chưa rõ (0 đến 5). Không phát sinh: 5")),
        ("7", ("Số liệu: đúng hạn / hồ sơ (tỷ lệ); không phát sinh thì lấy 0,5", "Yêu cầu: từ 80 %; dưới 80 % được 0",
               "Ví dụ: 40 % → 0 điểm; 79,99 % → 0; 80 % → 5", "Chưa có số liệu: 0. Không phát sinh: 0")),
        ("8", ("Cách tính: lấy thành phần thấp nhất, tối đa 5 điểm",
               "Ví dụ: đủ mọi phần → 5 điểm; không được phần nào → 0; mất riêng 8.1 → 0")),
        ("8.2", ("Số liệu: số mô hình", "Cách chấm: mỗi mô hình được 0,5 điểm (quy tắc suy từ một trường hợp)",
                 "Ví dụ: 0 mô hình → 0 điểm; 1 → 0,5; 10 → 5")),
        ("9", ("Không tính điểm, chỉ theo dõi", "Số liệu: sum = số báo cáo muộn + số báo cáo thiếu",
               "Ví dụ: 3 báo cáo → 0 điểm; 2 → 0; 1 → 0")),
        ("10", ("Chỉ áp dụng cho cấp tỉnh, xã; nơi khác không tính vào điểm tối đa",
                "Còn 2 điểm ở các dòng chưa có trong tệp: chưa rõ",
                "Ví dụ: đủ mọi phần → chưa rõ (3 đến 5); không được phần nào → chưa rõ (0 đến 2)")),
        ("10.1", ("Chỉ áp dụng cho cấp tỉnh, xã; nơi khác không tính vào điểm tối đa", "Yêu cầu: từ 10 mô hình",
                  "Ví dụ: 2 mô hình → 0,6 điểm; 5 → 1,5; 10 → 3")),
        ("B", ("Điểm thưởng, tối đa 2 điểm, tính trong điểm tối đa",
               "Số liệu: hai lần = mixed × 2 − (số báo cáo muộn − 1)")),
        ("I", ("Cách chấm: còn lại không áp dụng", "Ví dụ: 0 hồ sơ → không áp dụng")),
        ("index", ("10 T: 5 (chỉ cấp tỉnh, xã)", "B T: thưởng đến 2", "Xếp loại xã: từ 80 % Tốt; còn lại Yếu",
                   "Xếp loại phường: còn lại Tốt", "Điểm từng tiêu chí làm tròn đến 2 số lẻ rồi mới cộng",
                   "Chỉ số được vượt 100 %")),
    ],
)  # fmt: skip
def test_every_shape_has_its_words(code: str, lines: tuple[str, ...]) -> None:
    said = plain(explained(SHAPES, code, [])).splitlines()
    for line in lines:
        assert line in said, said


def test_a_derived_value_names_what_it_is_made_of_in_turn() -> None:
    said = plain(explained(SHAPES, "B", [])).splitlines()
    assert [line.split(" = ")[0] for line in said if " = " in line] == ["Số liệu: hai lần", "Trong đó: mixed"]


def test_examples_that_do_not_agree_are_shown(tmp_path: Path) -> None:
    for name in ("van-canh-2021.toml", "van-canh-2021.examples.toml"):
        (tmp_path / name).write_text((FOLDER / name).read_text().replace('"10% → 0,5"', '"10% → 0,6"'))
    said = run("explain", "van-canh-2021.toml", "7.4.3", cwd=tmp_path).stdout
    assert "Tệp ví dụ: 4 dòng, 1 dòng không khớp: 10 % → 0,5 (tệp ghi 0,6)\n" in said
    (tmp_path / "van-canh-2021.examples.toml").write_text('[example]\n"7.4.3" = ["10 → 1"]')
    refused = run("explain", "van-canh-2021.toml", "7.4.3", cwd=tmp_path).stderr
    assert refused == 'cchc: van-canh-2021.examples.toml, 7.4.3: không đọc được số liệu "10" (cần ratio).\n'


SET = (
    '[criteria_set]\nid = "s-2026"\ntitle = "S"\nmax = 1\nvalid_from = 2026-01-01\n'
    '[criterion]\n"1" = { max = 1, title = "Một", full_at = 5 }\n'
)
BASED = '[criteria_set]\nid = "s-2027"\nbased_on = "s-2026"\nvalid_from = 2027-01-01\n[change."1"]\nfull_at = 8\n'


def test_a_set_is_found_in_the_database_by_its_newest_version_before_the_shipped_ones(
    empty_url: str, tmp_path: Path
) -> None:
    run("migrate", "--database", empty_url)
    own = SET.replace("s-2026", "van-canh-2021")
    for number in (5, 6):
        (tmp_path / "own.toml").write_text(own.replace("full_at = 5", f"full_at = {number}"))
        run("load", "own.toml", "--database", empty_url, cwd=tmp_path)
    assert "Yêu cầu: từ 6\n" in run("explain", "van-canh-2021", "1", "--database", empty_url).stdout
    configured = run("explain", "van-canh-2021", "1", CCHC_DATABASE_URL=empty_url)
    assert "Yêu cầu: từ 6\n" in configured.stdout
    assert "Yêu cầu: từ 20 %" not in configured.stdout
    assert "Tổng · Bộ tiêu chí Chỉ số" in run("explain", "xa-mau-2026", "index", "--database", empty_url).stdout
    near = run("explain", "van-canh-2022", "1", "--database", empty_url)
    assert near.stderr.endswith("Gần nhất: van-canh-2021.\n")


def test_a_database_of_an_older_program_is_said(empty_url: str) -> None:
    run("migrate", "--to", "0001", "--database", empty_url)
    done = run("explain", "van-canh-2021", "1", "--database", empty_url)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "Chạy: cchc migrate" in done.stderr


def test_a_set_based_on_another_is_found_with_it_beside_it_or_in_the_database(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(BASED)
    alone = run("explain", "new.toml", "1", cwd=tmp_path)
    assert alone.stderr.startswith('cchc: new.toml, [criteria_set]: chưa nạp bộ tiêu chí "s-2026".')
    (tmp_path / "s-2026.toml").write_text(SET)
    assert "Yêu cầu: từ 8\n" in run("explain", "new.toml", "1", cwd=tmp_path).stdout
    run("migrate", "--database", empty_url)
    assert run("load", "s-2026.toml", "--database", empty_url, cwd=tmp_path).returncode == 0
    (tmp_path / "s-2026.toml").unlink()
    assert "Yêu cầu: từ 8\n" in run("explain", "new.toml", "1", "--database", empty_url, cwd=tmp_path).stdout
    (tmp_path / "new.toml").write_text(BASED.replace("s-2026", "s-2027"))
    assert "based_on là chính bộ này" in run("explain", "new.toml", "1", cwd=tmp_path).stderr


def test_sets_that_are_based_on_each_other_are_refused(tmp_path: Path) -> None:
    for own, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{own}.toml").write_text(BASED.replace("s-2027", own).replace("s-2026", other))
    done = run("explain", "a.toml", "1", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "based_on là chính bộ này" in done.stderr


def test_a_configured_database_that_is_not_there_yet_hides_no_shipped_set(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert run("explain", "van-canh-2021", "7.4.3", CCHC_DATABASE_URL=url).returncode == 0
    assert not (tmp_path / "none.db").exists()
    assert run("explain", "van-canh-2021", "7.4.3", "--database", url).stderr.startswith("cchc: Không có tệp cơ sở")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("van-canh-2012", "1"), ('Không có bộ tiêu chí "van-canh-2012": không phải tệp, không có trong cơ sở dữ liệu'
                                 " hay đi kèm chương trình. Gần nhất: van-canh-2021.\n")),
        (("x.tml", "1"), ('Không có bộ tiêu chí "x.tml": không phải tệp, không có trong cơ sở dữ liệu hay đi kèm'
                         " chương trình. Gần nhất: x.toml.\n")),
        (("số liệu", "1"), ('Không có bộ tiêu chí "số liệu": không phải tệp, không có trong cơ sở dữ liệu hay đi kèm'
                           " chương trình. Có: van-canh-2020, van-canh-2021, xa-mau-2025, xa-mau-2026.\n")),
        (("van-canh-2021", "7.4.33"), 'van-canh-2021: bộ tiêu chí không có mã "7.4.33". Gần nhất: 7.4.3.\n'),
        (("xa-mau-2026", "I.1.a"), "Mã I.1.a có ở 2 phần: B/I.1.a, P/I.1.a. Ghi đủ mã.\n"),
        ((str(FOLDER / "mau.office.toml"), "1"), f'Không có bộ tiêu chí "{FOLDER / "mau.office.toml"}"'),
        ((str(FOLDER / "xa-mau.office.toml"), "1"), ("xa-mau.office.toml: tệp phải có đúng một trong các bảng"
                                                    " [criteria_set].\n")),
        (("x.toml", "1"), "x.toml: không phải TOML đúng"),
    ],
)  # fmt: skip
def test_a_wrong_set_or_code_is_one_line_that_names_the_nearest(
    tmp_path: Path, arguments: tuple[str, str], said: str
) -> None:
    (tmp_path / "x.toml").write_text("[criteria_set")
    done = run("explain", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"cchc: {said}"), done.stderr
    assert len(done.stderr.splitlines()) == 1
