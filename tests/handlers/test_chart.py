"""`/chart`: the same numbers in words and in the picture, in both offices, for a closed and a running year."""

import pytest

from documents.charts import png
from models.load import load
from models.messages import LONGEST_COMMAND, Message
from tests.offices import ZONE, Office
from tests.pictures import faults, lines, numbers, size, words

YEAR_2021 = """\
CHỈ SỐ CCHC NĂM 2021 – huyện Vân Canh
75,62 % · trừ nhiều nhất: 1. Chỉ đạo, điều hành (3,54)
1. Chỉ đạo, điều hành: 6,46/10 (trừ 3,54); năm 2020 7,5/12
2. Văn bản QPPL: 5/5; năm 2020 4/4
3. Thủ tục hành chính: 6,81/10 (trừ 3,19); năm 2020 4/6
4. Tổ chức bộ máy: 6/7 (trừ 1); năm 2020 4,5/7
5. Chế độ công vụ: 10/11 (trừ 1); năm 2020 11,5/16
6. Tài chính công: 3/5 (trừ 2); năm 2020 3/5
7. Chính quyền điện tử: 8,57/12 (trừ 3,43); năm 2020 10/16
SIPAS: 29,78/40 (chưa đạt 10,22)
Nguồn: QĐ 313/QĐ-UBND 26/01/2022 và báo cáo phân tích"""


HOSTILE = """
[criteria_set]
id = "x"
title = "X"
max = 5
valid_from = 2027-01-01
[indicator]
a = { asks = "ratio", label = "a" }
b = { asks = "number", label = "b" }
[criterion]
"1" = { max = 5, title = "<image href='file:///etc/passwd'/> & Co", figure = "a", full_at = "100%" }
"2" = { max = 0, title = "Không điểm", figure = "b", each = 1 }
"""


def drawn(message: Message) -> str:
    """The drawing of a message: it fits, and says no number that its text does not."""
    (picture,) = message.attachments
    assert faults(picture.svg) == []
    said = " ".join(words(picture.svg))
    assert numbers(said) <= numbers(message.text), numbers(said) - numbers(message.text)
    return picture.svg


def test_a_closed_year_reads_and_looks_the_same(van_canh: Office) -> None:
    assert van_canh.say("biểu đồ 2021") == YEAR_2021
    message = van_canh.ask("/chart 2021")
    assert message.attachments[0].name == "bieu-do-2021.png"
    svg = drawn(message)
    for shown in ("6,46", "3,54", "2020: 7,5/12", "Chỉ số CCHC năm 2021", "huyện Vân Canh"):
        assert any(shown in line for line in words(svg)), shown
    assert "TẠM TÍNH" not in svg


def test_a_running_year_is_marked_and_says_certain_lost_and_not_known(mau: Office) -> None:
    message = mau.ask("biểu đồ")
    assert message.text.splitlines()[0].endswith("(TẠM TÍNH)</b>")
    assert message.text.splitlines()[1] == "Chắc chắn 41,3 · mất 6,2 · chưa có số liệu 22,5"
    said = words(drawn(message))
    assert {"TẠM TÍNH", "chắc chắn", "đã mất", "chưa có số liệu", "năm 2025", "2025: 9,6/14"} <= set(said)
    assert "Số liệu đến 24/8/2026" in said


def test_illustrative_figures_are_labelled_in_the_picture_too(van_canh: Office) -> None:
    assert "TẠM TÍNH · số liệu minh họa" in words(drawn(van_canh.ask("biểu đồ 2022")))


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("biểu đồ 2021", ""),
        ("biểu đồ 2020", ""),
        ("biểu đồ", ""),
        ("biểu đồ 30/6", ""),
        ("biểu đồ 2025", "mau/mai"),
        ("biểu đồ", "mau/mai"),
        ("biểu đồ", "mau/tuyet"),
        ("biểu đồ 7.3.1", "mau/tuyet"),
    ],
)
def test_every_picture_is_small_and_whole(van_canh: Office, mau: Office, line: str, who: str) -> None:
    message = (mau if who else van_canh).ask(line, who)
    made = png(drawn(message))
    assert size(made)[0] == 1080
    assert 600 < size(made)[1] < 2400
    assert len(made) < 60_000
    assert all(not any(row[:40]) and not any(row[-40:]) for row in lines(made))


def test_a_past_day_is_drawn_as_it_was_known_then(mau: Office) -> None:
    message = mau.ask("biểu đồ 30/6")
    assert "Như đã biết đến hết ngày 30/6/2026" in words(drawn(message))
    assert drawn(message) != drawn(mau.ask("biểu đồ"))


def test_where_nothing_is_shared_out_there_is_no_picture(van_canh: Office, nho: Office) -> None:
    message = van_canh.ask("biểu đồ 2021 15/02/2022")  # only the index was published then
    assert "Chưa công bố điểm từng lĩnh vực" in message.text
    assert "75,62 %" in message.text
    empty = nho.ask("biểu đồ", "nho/an")
    assert "Chưa có số liệu nào nên chưa có biểu đồ." in empty.text
    assert not message.attachments + empty.attachments


def test_a_part_and_a_code_are_told_where_to_look(van_canh: Office) -> None:
    for line, told in (("biểu đồ 2021 phòng tư pháp", "mất điểm Phòng Tư pháp"), ("biểu đồ 7.4.3", "xu hướng 7.4.3")):
        message = van_canh.ask(line)
        assert told in message.text
        assert not message.attachments


def test_several_units_stand_side_by_side_on_one_picture(mau: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said = " ".join(words(drawn(mau.ask("biểu đồ", "mau/tuyet"))))
    for unit in ("xã Mẫu (70)", "xã Mẫu Đông (70)", "phường Mẫu Tây (70)"):
        assert unit in said
    monkeypatch.setattr("handlers.chart.SHOWN_UNITS", 1)
    message = mau.ask("biểu đồ", "mau/tuyet")
    assert "1 đơn vị thấp nhất trong 3" in message.text
    assert [choice.command for choice in message.choices] == ["biểu đồ 2026 tất cả"]
    assert "chưa có biểu đồ" not in message.text
    assert "Biểu đồ là của cả năm" in mau.say("biểu đồ P", "mau/tuyet")


def test_score_offers_the_picture_of_the_very_same_thing(van_canh: Office, mau: Office) -> None:
    for office, who, line, offered in (
        (van_canh, "", "điểm 2021", "biểu đồ 2021"),
        (van_canh, "", "điểm", "biểu đồ 2022"),
        (mau, "", "điểm 30/6", "biểu đồ 2026 30/06/2026"),
        (mau, "mau/tuyet", "điểm xã mẫu đông", "biểu đồ 2026 xã Mẫu Đông"),
        (mau, "mau/tuyet", "điểm xã mẫu đông 30/6", "biểu đồ 2026 xã Mẫu Đông 30/06/2026"),
    ):
        (choice,) = office.ask(line, who).choices
        assert (choice.label, choice.command, choice.aside) == ("Biểu đồ", offered, True)
        assert len(choice.command.encode()) <= LONGEST_COMMAND
        picture = office.ask(choice.command, who)
        assert picture.attachments
        assert picture.text.splitlines()[0].split("(TẠM")[0].rstrip("</b> ") in office.ask(line, who).text
    assert not van_canh.ask("điểm 2021 15/02/2022").choices


def test_bonus_and_penalty_stand_beside_the_domains(mau: Office) -> None:
    assert mau.say("số liệu B/I.1.a 1; P/I.1.a 2").startswith("Đã ghi 2 số liệu")
    message = mau.ask("biểu đồ")
    assert "Điểm thưởng: +0,25" in message.text
    assert "Điểm trừ: −0,5" in message.text
    assert {"Điểm thưởng: +0,25", "Điểm trừ: −0,5"} <= set(words(drawn(message)))


def test_titles_are_drawn_as_they_are_written(mau: Office) -> None:
    card = '[scorecard]\nunit = "tinh-mau/xa-mau"\ncriteria_set = "x"\nyear = 2027\nsource = "<b>&"\n[figure]\n'
    files = [("x.toml", HOSTILE), ("c.toml", f'{card}a = {{ value = "1/2", as_of = 2027-01-05 }}\n')]
    mau.clock.forward(days=200)
    with mau.database.writing() as session:
        load(session, files, mau.clock.now, ZONE)
    message = mau.ask("biểu đồ 2027")
    svg = drawn(message)
    assert "<image" not in svg
    assert "<image href='file:///etc/passwd'/> & Co" in " ".join(words(svg))
    assert "&lt;image" in message.text
    png(svg)
