"""Lines of figures as people type them: what is understood, loosely, and what never is."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs import FOLDER
from models.figure_lines import Said, read_figures
from models.messages import UserError
from models.typed import exact, read_value, words_of
from scheduling.dates import NoSuchDay, read_day
from scoring.catalog import CriteriaSet, Indicator
from scoring.reading import load_toml, read_criteria_set
from tests.models.small import SET


@cache
def sets() -> dict[str, CriteriaSet]:
    texts = {name: (FOLDER / f"{name}.toml").read_text() for name in ("xa-mau-2026", "van-canh-2021")}
    texts["small"] = SET
    return {name: read_criteria_set(load_toml(text, name), name) for name, text in texts.items()}


def _day(word: str) -> date | None:
    try:
        return read_day(word, 2026)
    except NoSuchDay:
        raise UserError("no_such_day", text=word) from None


def read(line: str, of: str = "xa-mau-2026") -> list[Said]:
    return read_figures(line, sets()[of], 2026, _day)


def one(line: str, of: str = "xa-mau-2026") -> tuple[str, str, str]:
    """Of the one figure a line says: indicator, exact text, day."""
    (said,) = read(line, of)
    return said.indicator.name, str(said.measure), f"{said.day:%d/%m/%Y}" if said.day else ""


FIGURE = ("online_filing", "1310/2140", "24/08/2026")


@pytest.mark.parametrize(
    "line",
    [
        "7.3.1 1310/2140 24/8",
        "7.3.1 1.310/2.140 24/8",
        "7.3.1 1310 / 2140 24/8",
        "7.3.1 1.310 / 2.140 hồ sơ 24/8",
        "7.3.1 1310 trên 2140 24/8",
        "7.3.1 1310 tren 2140 ho so 24/8",
        "7.3.1 = 1310/2140, 24/8",
        "TC7.3.1 1310/2140 24/8",
        "tc7.3.1 1310/2140 24/8",
        "7.3.1 (1310/2140) 24/8/2026",
        "7.3.1 1310/2140 24/8/26",
        "7.3.1 1310/2140 24-08-2026",
        "7.3.1 1310/2140 24.8.2026",
        "24/8 7.3.1 1310/2140",
        "24/8: 7.3.1 1310/2140",
        "24/8, 7.3.1 1310/2140.",
        "online_filing 1310/2140 24/8",
        "ONLINE_FILING 1310/2140 24/8",
        "  7.3.1\t1310/2140   24/8 ; ",
    ],
)
def test_a_ratio_is_read_however_it_is_spelt(line: str) -> None:
    assert one(line) == FIGURE


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("7.3.1 61,21%", "online_filing", "61.21%"),
        ("7.3.1 61.21 %", "online_filing", "61.21%"),
        ("6.2 66,8%", "disbursed", "66.8%"),
        ("6.2 66,8 %", "disbursed", "66.8%"),
        ("6.2 66,8", "disbursed", "66.8%"),
        ("1.2 18", "publicity", "18"),
        ("1.2 1.800", "publicity", "1800"),
        ("1.6.1 2 sáng kiến", "initiatives", "2"),
        ("1.6.1 2 sang kien", "initiatives", "2"),
        ("3.7 83,5 điểm", "service_quality", "83.5"),
        ("3.7 83.5", "service_quality", "83.5"),
        ("3.4.3 4 ngày", "3.4.3", "4"),
        ("1.7.2 có", "1.7.2", "có=1"),
        ("1.7.2 CÓ.", "1.7.2", "có=1"),
        ("1.7.2 co", "1.7.2", "có=1"),
        ("1.7.2 khong", "1.7.2", "không=1"),
        ("2.3.1 khá", "2.3.1", "khá=1"),
        ("2.3.1 chua dat", "2.3.1", "chưa đạt=1"),
        ("4.1 con noi dung chua dung", "4.1", "còn nội dung chưa đúng=1"),
        ("6.3.2 đúng hạn", "asset_report", "on_time=1"),
        ("6.3.2 trễ hạn", "asset_report", "late=1"),
        ("6.3.2 sau hạn", "asset_report", "late=1"),
        ("6.3.2 chưa gửi", "asset_report", "missing=1"),
        ("6.3.2 chua den han", "asset_report", "open=1"),
        ("1.5 đúng hạn 13, muộn 2, chưa làm 1", "tasks", "đúng hạn=13; muộn=2; chưa làm=1"),
        ("1.5 13 đúng hạn, 2 muộn, 1 chưa làm", "tasks", "đúng hạn=13; muộn=2; chưa làm=1"),
        ("1.5 dung han 13 muon 2", "tasks", "đúng hạn=13; muộn=2"),
        ("1.5 đúng hạn=13 muộn=2", "tasks", "đúng hạn=13; muộn=2"),
        ("1.5 13/2/1", "tasks", "đúng hạn=13; muộn=2; chưa làm=1"),
        ("1.5 13 / 2 / 1", "tasks", "đúng hạn=13; muộn=2; chưa làm=1"),
        ("1.5 13/2/10", "tasks", "đúng hạn=13; muộn=2; chưa làm=10"),  # no date
        ("1.4 đúng hạn 4, chưa đến hạn 4", "par_reports", "on_time=4; open=4"),
        ("1.4 thiếu 1, đúng hạn 7", "par_reports", "on_time=7; missing=1"),
        ("6.1 4/0/0", "budget_disclosures", "on_time=4"),
        ("7.2 0,5", "7.2", "0.5"),
        ("7.2 0.5 điểm", "7.2", "0.5"),
        ("P/II.1 có", "P/II.1", "có=1"),
        ("p/i.1.a 2 hồ sơ", "long_overdue", "2"),
        ("2.2.2 0/0", "rules_amended", "0/0"),
    ],
)
def test_every_sort_of_figure_is_read_as_the_indicator_asks(line: str, name: str, text: str) -> None:
    assert one(line)[:2] == (name, text)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("7.4 1712/2140 900/1900", [("digitised_intake", "1712/2140"), ("digitised_results", "900/1900")]),
        ("7.4 80% 47,4 %", [("digitised_intake", "80%"), ("digitised_results", "47.4%")]),
        (
            "7.4 1712/2140 hồ sơ 900/1900 kết quả",
            [("digitised_intake", "1712/2140"), ("digitised_results", "900/1900")],
        ),
        ("7.4 kết quả đã số hóa 900/1900", [("digitised_results", "900/1900")]),
        ("7.4 ket qua 900/1900", [("digitised_results", "900/1900")]),
        ("digitised_results 900/1900", [("digitised_results", "900/1900")]),
    ],
)
def test_a_derived_leaf_takes_all_its_figures_or_each_by_its_name(line: str, found: list[tuple[str, str]]) -> None:
    said = read(line)
    assert [(each.indicator.name, str(each.measure)) for each in said] == found
    assert {each.code for each in said} == {"7.4"}


def test_five_factors_are_read_in_order_or_by_name() -> None:
    said = read("SIPAS 75,16% 68,16% 65,96% 79,47% 85,61% 31/12", "van-canh-2021")
    assert [each.indicator.name for each in said] == ["access", "procedures", "staff", "results", "feedback"]
    said = read("SIPAS thủ tục 68 kết quả 79,5", "van-canh-2021")
    assert [(each.indicator.name, str(each.measure)) for each in said] == [("procedures", "68%"), ("results", "79.5%")]


@pytest.mark.parametrize(
    ("line", "of", "number"),
    [
        ("7.4 kết quả 900/1900 hồ sơ 1712/2140", "xa-mau-2026", 2),
        ("SIPAS tiếp cận 75 thủ tục 76 công chức 77 kết quả 78 xử lý 79", "van-canh-2021", 5),
    ],
)
def test_all_the_figures_of_a_derived_leaf_may_be_named(line: str, of: str, number: int) -> None:
    assert len(read(line, of)) == number


def test_points_by_hand_and_the_figure_beside_them_are_told_apart_by_a_word() -> None:
    assert one("5.9 6 người", "van-canh-2021")[:2] == ("below_standard", "6")
    assert one("5.9 0,5 điểm", "van-canh-2021")[:2] == ("5.9", "0.5")


def test_a_day_and_a_source_said_once_hold_for_all_and_may_be_said_anew() -> None:
    said = read("7.3.1 1/2; 24/8 7.3.2 3/4 Hệ thống; 3.5.1 5/6; 3.6 7/8 20/8 Sổ một cửa; 3.5.2 1/1")
    assert [(each.code, each.day and each.day.day, each.source) for each in said] == [
        ("7.3.1", 24, "Hệ thống"),
        ("7.3.2", 24, "Hệ thống"),
        ("3.5.1", 24, "Hệ thống"),
        ("3.6", 20, "Sổ một cửa"),
        ("3.5.2", 20, "Sổ một cửa"),
    ]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("1.1 3 quý 3", "Q3"),
        ("1.1 quý III 3", "Q3"),
        ("quý 3 1.1 3", "Q3"),
        ("1.1 3 Q3", "Q3"),
        ("1.1 3 quy iv", "Q4"),
        ("1.1 3 tháng 7", "07"),
        ("tháng 07: 1.1 3", "07"),
        ("1.1 3 thang 12", "12"),
        ("1.1 3 t7", "07"),
    ],
)
def test_a_quarter_or_a_month_is_read_wherever_it_stands(line: str, period: str) -> None:
    (said,) = read(line, "small")
    assert (said.indicator.name, str(said.measure), said.period) == ("meetings", "3", period)


def test_the_day_something_was_done_is_its_figure_and_a_second_day_is_that_of_the_count() -> None:
    assert one("1.5 20/8", "small") == ("report", "2026-08-20", "")
    assert one("1.5 20/8 24/8 văn thư", "small") == ("report", "2026-08-20", "24/08/2026")
    assert one("1.5 muộn 24/8", "small") == ("report", "late=1", "24/08/2026")
    assert [str(each.measure) for each in read("1.4 20/3 2/3", "small")] == ["2026-03-20", "2026-03-02"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("", "data_what"),
        ("   ;;; ", "data_what"),
        ("24/8 ", "data_what"),
        ("quý 3", "data_what"),
        ("9.9.9 1/2", "data_no_code"),
        ("xin chào", "data_no_code"),
        ("I.1.a 1", "data_code_in_parts"),
        ("7.3 1/2", "data_of_parts"),
        ("index 5", "data_of_parts"),
        ("7.3.1", "data_expects"),
        ("7.3.1 24/8", "data_above_or_expects"),
        ("7.3.1 nhiều", "data_expects"),
        ("7.3.1 1310", "data_expects"),
        ("7.3.1 1310/", "data_expects"),
        ("7.3.1 /2140", "data_no_code"),
        ("7.3.1 1310/2140/5", "data_expects"),
        ("7.3.1 1e3/2e3", "data_expects"),
        ("7.3.1 ½", "data_expects"),
        ("7.3.1 1310/2140 41/120", "data_expects"),
        ("7.3.1 1310/2140 55", "data_expects"),
        ("7.3.1 1310/2140 61,21%", "data_expects"),
        ("7.5.2 764/1000", "data_expects"),
        ("1.7.2 rồi", "data_expects"),
        ("1.7.2 cỏ", "data_expects"),  # accents count where they are typed
        ("1.5 14/2", "data_expects"),
        ("1.5 14", "data_expects"),
        ("1.5 đúng hạn", "data_expects"),
        ("1.5 1234567890/0/0", "data_expects"),
        ("7.4 1712/2140", "data_expects"),
        ("7.4 số hóa", "data_expects"),
        ("7.2 tốt", "data_expects"),
        ("7.3.1 1/2 24/8; 7.3.1 2/3", "data_twice"),
        ("7.3.1 1/2 31/2", "no_such_day"),
        ("31/2 7.3.1 1/2", "no_such_day"),
    ],
)
def test_what_cannot_be_understood_is_refused_whole(line: str, what: str) -> None:
    if what == "data_above_or_expects":  # "24/8" is a ratio to a ratio: the check of n and d refuses it later
        assert one(line)[1] == "24/8"
        return
    for text in (line, f"{line}; 3.4.2 1/1") if what != "data_what" else (line,):
        with pytest.raises(UserError) as refused:
            read(text)
        assert refused.value.what == what, text


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.310", "1310"), ("1.310,5", "2621/2"), ("1,31", "131/100"), ("1.31", "131/100"), ("-2", "-2"), ("007", "7")],
)
def test_a_dot_before_three_digits_divides_thousands_and_any_other_decimals(text: str, number: str) -> None:
    assert str(exact(text)) == number


@pytest.mark.parametrize(
    "text", ["", ".", "1,", ",5", "1e9", "0x1", "1_000", "1.2.3", "--1", "1/0", "²", "٣", "1" * 16]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert exact(text) is None


def _indicators() -> list[Indicator]:
    return [each for of_set in sets().values() for each in of_set.indicators.values() if each.asks]


_BITS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 100, places=3).map(lambda number: f"{number}".replace(".", ",")),
    st.builds("{}/{}".format, st.integers(0, 10**6), st.integers(0, 10**6)),
    st.builds("{}%".format, st.integers(0, 10**6)),
    st.sampled_from(["có", "không", "đúng hạn", "muộn", "thiếu", "chưa làm", "chưa đến hạn", "khá", "xong", "24/8"]),
    st.text("0123456789.,/%-= ", max_size=12),
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.sampled_from(_indicators()), st.lists(_BITS, min_size=1, max_size=4))
def test_whatever_is_understood_can_be_kept_as_text_and_read_again(indicator: Indicator, bits: list[str]) -> None:
    try:
        taken = read_value(indicator, words_of(" ".join(bits)), _day)
    except UserError:
        return
    if taken is None or "/-" in str(taken[0]):  # a negative whole: below
        return
    assert indicator.read(str(taken[0])) == taken[0]


@pytest.mark.parametrize("text", ["68/-70", "0/-5", "1234567890123%"])
def test_no_number_is_taken_that_could_not_be_read_again(text: str) -> None:
    indicator = sets()["xa-mau-2026"].indicators["staffing"]
    taken = read_value(indicator, words_of(text), _day)
    assert taken is None or indicator.read(str(taken[0])) == taken[0]


# What people naturally type.


@pytest.mark.parametrize("between", [", ", " ", " và ", " ,"])
def test_a_second_figure_is_understood_or_refused_and_never_the_source(between: str) -> None:
    try:
        said = read(f"7.3.1 1360/2200{between}7.3.2 48/120")
    except UserError:
        return
    assert len(said) == 2


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("7.3.1 1360/2200 ngày 25/8", ""),
        ("7.3.1 1360/2200 hồ sơ, tính đến 25/8", ""),
        ("7.3.1 1360/2200 đến ngày 25/8", ""),
        ("7.3.1 1360/2200 hôm nay", ""),
        ("7.3.1 1360/2200 25/8 nguồn Hệ thống", "Hệ thống"),
        ("7.3.1 1360/2200 25/8 nguồn: Hệ thống", "Hệ thống"),
        ("1.2 21 tin, bài", ""),
        ("6.2 71 phần trăm", ""),
        ("1.7.2 không có", ""),
    ],
)
def test_words_that_only_introduce_are_no_source(line: str, source: str) -> None:
    (said,) = read(line)
    assert said.source == source


@pytest.mark.parametrize(
    "line",
    [
        "TC 7.3.1 1360/2200",
        "tiêu chí 7.3.1 1360/2200",
        "ngày 25/8 7.3.1 1360/2200",
        "7.3.1 là 1360/2200",
        "7.3.1 đạt 1360/2200",
        "1.5 14 nhiệm vụ đúng hạn, 2 muộn",
        "1.5 đúng hạn 14; muộn 2",
        "7.3.1 1.360/2.200 hồ sơ = 61,82 %",  # as the bot says it
    ],
)
def test_what_an_officer_naturally_types_is_understood(line: str) -> None:
    assert len(read(line)) == 1


@pytest.mark.parametrize("source", ["báo cáo tháng 8", "BC quý III", "báo cáo quý 2"])
def test_a_source_may_be_the_report_of_a_month(source: str) -> None:
    (said,) = read(f"7.3.1 1360/2200 25/8 {source}")
    assert (said.period, said.source) == ("", source)


@pytest.mark.parametrize(("text", "period"), [("quý III/2026", "Q3"), ("quý 3/2026", "Q3"), ("tháng 7/2026", "07")])
def test_a_period_is_read_as_the_bot_writes_it(text: str, period: str) -> None:
    (said,) = read(f"1.1 3 {text}", "small")
    assert said.period == period


@pytest.mark.parametrize("line", ["7.3.1 1360/2200 24/8 25/8", "24/8 7.3.1 1360/2200 25/8"])
def test_two_days_of_one_figure_are_asked_back(line: str) -> None:
    with pytest.raises(UserError):
        read(line)


def test_a_period_said_of_one_figure_is_not_that_of_an_accumulated_one() -> None:
    assert [each.period for each in read("1.1 3 quý 3; 2 50/100", "small")] == ["Q3", ""]
