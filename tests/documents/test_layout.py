"""Where things stand: words broken between them, bars and lines that fit whatever the numbers are."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from documents.bars import Row, Share, bars
from documents.charts import LARGEST, png
from documents.lettering import width, wrapped
from documents.lines import Dot, axis, plot
from documents.page import Words, begin, end
from templates import count, draw, percent, points
from tests.pictures import faults, lines, size, words

LONG = "Xây dựng và phát triển chính quyền điện tử, chính quyền số, cung cấp dịch vụ công trực tuyến toàn trình"
HOSTILE = "Chỉ số <script>x</script> &amp; ]]> \"<image href='file:///etc/passwd'/>\" \u202e\x07"


def page(title: str = "Chỉ số CCHC năm 2026", place: str = "xã Mẫu") -> Words:
    legend = [("got", "chắc chắn"), ("lost", "đã mất"), ("unknown", "chưa có số liệu"), ("before", "năm 2025")]
    return Words(title, place, "TẠM TÍNH", "Chắc chắn 41,3", legend, ["SIPAS (30 điểm)"], ["Nguồn: sổ " * 30])


def row(name: str, got: str, lost: str, unknown: str, before: str = "") -> Row:
    amounts = (("got", Fraction(got)), ("lost", Fraction(lost)), ("unknown", Fraction(unknown)))
    shares = [Share(kind, amount, points(amount)) for kind, amount in amounts]
    return Row(name, shares, "", Fraction(before) if before else None, f"2025: {before}/12" if before else "")


def bars_drawn(rows: list[Row], said: Words) -> str:
    column, blocks = begin(said)
    blocks += bars(rows, column)
    for block in blocks:
        assert block.x >= 0
        assert block.x + block.width <= 1080
    return draw("chart/page", height=end(column, said), blocks=blocks, texts=column.texts)


def line_drawn(values: list[Fraction], target: Fraction | None, ahead: Fraction | None, shares: bool, days: int) -> str:
    write = percent if shares else count
    said = Words(LONG, "xã Mẫu", "TẠM TÍNH", "CHƯA ĐẠT", [("line", "số liệu"), ("other", "nguồn khác")])
    column, blocks = begin(said)
    dots = [Dot(date(2026, 1, 5) + timedelta(days * n), value, write(value)) for n, value in enumerate(values)]
    found = [*values, *([] if target is None else [target]), *([] if ahead is None else [ahead])]
    ticks = [(tick, write(tick)) for tick in axis(found, shares)]
    aim = None if target is None else (target, f"yêu cầu từ {write(target)}")
    end_dot = None if ahead is None else Dot(date(2026, 12, 31), ahead, write(ahead))
    made = plot(dots, dots[:1], ticks, column, aim, end_dot)
    for x, y in [*made.dots, *made.ahead]:
        assert made.box.left <= x <= made.box.right
        assert made.box.top <= y <= made.box.bottom
    height = end(column, said)
    return draw("trend/figures", plot=made, height=height, blocks=blocks, texts=column.texts)


def test_words_are_broken_between_them_and_a_percent_stays_with_its_sign() -> None:
    broken = wrapped(LONG, 40, 600, 9)
    assert " ".join(broken) == LONG
    assert all(width(line, 40) <= 600 for line in broken)
    short = wrapped(LONG, 40, 600, 2)
    assert short[-1].endswith(" …")
    assert LONG.startswith(" ".join(short).removesuffix(" …"))
    assert not any(
        line.startswith("%") for room in range(100, 900, 7) for line in wrapped("được 63,28 % và 5 %", 40, room, 9)
    )
    (one,) = wrapped("ư" * 300, 40, 600, 1)
    assert one.endswith("…")
    assert wrapped("", 40, 600, 2) == []


EXTREMES = {
    "twelve": [row(f"{n}. {LONG} (8)", "3", "0.05", "4.95", "7.25") for n in range(1, 13)],
    "nothing": [row("1. Không điểm (0)", "0", "0", "0"), Row("2. Khác", [], "không áp dụng")],
    "zero": [row("1. Chưa được gì (5)", "0", "5", "0", "0"), row("2. Chưa rõ (5)", "0", "0", "5")],
    "tiny": [row("1. A", "14", "0.01", "0.01"), row("2. B", "0.01", "0.01", "0.01"), row("3. C", "99.99", "0.01", "0")],
    "penalty": [row("P. Điểm trừ", "-1", "0", "0")],
    "hostile": [row(f"1. {HOSTILE}", "1", "1", "1")],
}


@pytest.mark.parametrize("name", EXTREMES)
def test_bars_fit_their_page_whatever_they_are(name: str) -> None:
    svg = bars_drawn(EXTREMES[name], page(place="xã " + "Nghĩa Đường Trường " * 9))
    assert faults(svg) == []
    made = png(svg)
    assert size(made)[0] >= 540
    assert len(made) <= LARGEST
    assert all(not any(line[:15]) and not any(line[-15:]) for line in lines(made))


@pytest.mark.parametrize(
    ("values", "target", "ahead", "shares", "days"),
    [
        ([Fraction(n * n % 37 + n, 200) for n in range(100)], Fraction(7, 10), Fraction(66, 100), True, 3),
        ([Fraction(0)] * 3, Fraction(0), None, False, 60),
        ([Fraction(1)] * 5, Fraction(1), Fraction(1), True, 60),
        ([Fraction(0), Fraction(1), Fraction(0), Fraction(1)], Fraction(1, 2), Fraction(0), True, 90),
        ([Fraction(1), Fraction(12_000), Fraction(123_456)], Fraction(200_000), Fraction(250_000), False, 80),
        ([Fraction(785, 10), Fraction(835, 10)], None, None, False, 10),
        ([Fraction(9999, 10_000), Fraction(9998, 10_000)], Fraction(1), None, True, 300),
    ],
)
def test_a_line_fits_its_page_whatever_it_is(
    values: list[Fraction], target: Fraction | None, ahead: Fraction | None, shares: bool, days: int
) -> None:
    svg = line_drawn(values, target, ahead, shares, days)
    assert faults(svg) == []
    assert len(png(svg)) < 60_000
    said = words(svg)
    write = percent if shares else count
    assert write(values[-1]) in said
    assert target is None or f"yêu cầu từ {write(target)}" in said
    assert all(not any(line[:30]) and not any(line[-10:]) for line in lines(png(svg)))


def test_an_axis_holds_every_value_between_round_numbers() -> None:
    assert [percent(tick) for tick in axis([Fraction(0), Fraction(1)], True)] == ["0 %", "50 %", "100 %"]
    for values in (
        [Fraction(3, 7), Fraction(5, 7)],
        [Fraction(0)],
        [Fraction(17)],
        [Fraction(-2), Fraction(3)],
        [Fraction(98, 100), Fraction(99, 100)],
    ):
        ticks = axis(values, max(values) <= 1)
        assert ticks[0] <= min(values) <= max(values) <= ticks[-1]
        assert 3 <= len(ticks) <= 8


def test_hostile_words_come_out_as_words() -> None:
    svg = bars_drawn([row(f"1. {HOSTILE}", "1", "1", "1")], page(title=HOSTILE))
    assert "<script" not in svg
    assert "<image" not in svg
    assert "<script>x</script> &amp; ]]>" in " ".join(words(svg))
    assert not set("\u202e\x07") & set(svg)
    png(svg)
