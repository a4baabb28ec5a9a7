"""A document as people write it: its number as an office writes it, its day, what it is about, where it lies."""

import random
from datetime import date, datetime

import pytest

from models.doing import Paper
from models.messages import UserError
from scheduling.papers import paper_number, read_paper
from tests.offices import ZONE

NOW = datetime(2026, 9, 8, 8, 12, tzinfo=ZONE)  # a Tuesday
FRIDAY = date(2026, 9, 4)

NUMBERS = (
    ("QĐ 45/QĐ-UBND", "QĐ 45/QĐ-UBND"),
    ("qđ 45/qđ-ubnd", "QĐ 45/QĐ-UBND"),
    ("QD 45/QD-UBND", "QĐ 45/QĐ-UBND"),
    ("QĐ số 45/QĐ-UBND", "QĐ 45/QĐ-UBND"),
    ("theo QĐ 45/QĐ-UBND", "QĐ 45/QĐ-UBND"),
    ("QĐ 45", "QĐ 45"),
    ("quyết định 45", "quyết định 45"),
    ("Quyết định số 45/QĐ-UBND", "Quyết định 45/QĐ-UBND"),
    ("45/QĐ-UBND", "45/QĐ-UBND"),
    ("số 45/QĐ-UBND", "45/QĐ-UBND"),
    ("BC 125/BC-UBND", "BC 125/BC-UBND"),
    ("bc 125/bc-ubnd", "BC 125/BC-UBND"),
    ("báo cáo 125/BC-VHXH", "báo cáo 125/BC-VHXH"),
    ("CV 3340/UBND-KSTT", "CV 3340/UBND-KSTT"),
    ("công văn số 12", "công văn 12"),
    ("cv 12", "CV 12"),
    ("KH 04/KH-UBND", "KH 04/KH-UBND"),
    ("TB 38/TB-UBND", "TB 38/TB-UBND"),
    ("NQ 12/2026/NQ-HĐND", "NQ 12/2026/NQ-HĐND"),
    ("45/2026/QĐ-UBND", "45/2026/QĐ-UBND"),
    ("QĐ 45a/QĐ-UBND", "QĐ 45A/QĐ-UBND"),
    ("giấy mời 33/GM-UBND", "giấy mời 33/GM-UBND"),
    ("BB 5/BB-UBND", "BB 5/BB-UBND"),
    ("VB 45/UBND-VP", "45/UBND-VP"),
    ("chỉ thị 7/CT-UBND", "chỉ thị 7/CT-UBND"),
)
DAYS = (
    "4/9", "04/9", "4/9/2026", "04/09/2026", "4-9-2026", "04.09.2026", "4/9/26", "ngày 4/9", "ngày 04 tháng 9",
    "ngày 4 tháng 9 năm 2026", "hôm 4/9", "thứ 6", "thứ sáu tuần trước", "thứ 6 4/9", "(4/9)", ", 4/9", "ký ngày 4/9",
)  # fmt: skip


@pytest.mark.parametrize(("said", "number"), NUMBERS)
def test_numbers_as_people_write_them(said: str, number: str) -> None:
    paper, sure = read_paper(f"{said} 4/9", NOW)
    assert (paper.number, paper.dated, sure) == (number, FRIDAY, True)


@pytest.mark.parametrize("said", DAYS)
def test_days_as_people_write_them(said: str) -> None:
    paper, sure = read_paper(f"QĐ 45/QĐ-UBND {said}", NOW)
    assert (paper.number, paper.dated, sure) == ("QĐ 45/QĐ-UBND", FRIDAY, True)


@pytest.mark.parametrize("said", [said for said in DAYS if said[0] not in "(,"])
def test_the_day_may_come_first(said: str) -> None:
    paper, sure = read_paper(f"{said} QĐ 45/QĐ-UBND", NOW)
    assert (paper.number, paper.dated, sure) == ("QĐ 45/QĐ-UBND", FRIDAY, True)


def test_days_that_are_told_from_today() -> None:
    for said, day in (
        ("hôm nay", date(2026, 9, 8)), ("sáng nay", date(2026, 9, 8)), ("hôm qua", date(2026, 9, 7)),
        ("hôm kia", date(2026, 9, 6)), ("thứ 2", date(2026, 9, 7)), ("tuần trước", FRIDAY),
    ):  # fmt: skip
        assert read_paper(f"QĐ 45 {said}", NOW)[0].dated == day, said


NO_NUMBER = (
    "",
    "4/9",
    "hôm qua",
    "119/3571",
    "24/27",
    "12 hồ sơ",
    "50%",
    "3.4.1",
    "đã họp",
    "tổ 5",
    "lần 2",
    "năm 2026",
    "45 4/9",
)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number(text: str) -> None:
    assert paper_number(text) == ("", text)


@pytest.mark.xfail(
    strict=True, reason="a number without a space before it, or with its word alone, is dropped without a word"
)
@pytest.mark.parametrize("text", ["QĐ45", "QĐ45/QĐ-UBND", "BC125/BC-UBND", "số 45 ngày 4/9", "QĐ.45/QĐ-UBND"])
def test_a_number_written_carelessly(text: str) -> None:
    number = read_paper(text, NOW)[0].number
    assert "45" in number or "125" in number


def test_the_first_number_is_the_documents() -> None:
    paper, _ = read_paper("QĐ 45/QĐ-UBND 4/9 thực hiện KH 04/KH-UBND", NOW)
    assert paper.number == "QĐ 45/QĐ-UBND"
    assert "KH 04/KH-UBND" in paper.summary


def test_what_it_is_about_is_what_is_left() -> None:
    for text, summary in (
        ("QĐ 45/QĐ-UBND 4/9 quy chế phối hợp", "quy chế phối hợp"),
        ("quy chế phối hợp theo QĐ 45/QĐ-UBND ngày 4/9", "quy chế phối hợp theo"),
        ("QĐ 45/QĐ-UBND, 4/9", ""),
        ("là QĐ 45/QĐ-UBND ngày 4/9.", ""),
        ("", ""),
    ):
        assert read_paper(text, NOW)[0].summary == summary, text
    assert len(read_paper(f"QĐ 45/QĐ-UBND 4/9 {'dài ' * 400}", NOW)[0].summary) <= 201


def test_a_link_is_kept_whole_and_read_for_nothing_else() -> None:
    for text in (
        "https://vb.example/2026/45-QĐ-UBND?ngay=1/9",
        "QĐ 45/QĐ-UBND 4/9 https://vb.example/2026/45-QĐ-UBND?ngay=1/9",
        "https://vb.example/2026/45-QĐ-UBND?ngay=1/9 QĐ 45/QĐ-UBND 4/9",
    ):
        paper, _ = read_paper(text, NOW)
        assert paper.link == "https://vb.example/2026/45-QĐ-UBND?ngay=1/9"
        assert (paper.number, paper.dated) in (("", None), ("QĐ 45/QĐ-UBND", FRIDAY)), text
    assert read_paper("xem https://vb.example/45.", NOW)[0].link == "https://vb.example/45"
    assert read_paper("http://x", NOW)[0].link == ""


WRONG = (
    ("31/2", "no_such_day"), ("32/8/2026", "no_such_day"), ("29/2", "no_such_day"), ("ngày 31 tháng 4", "no_such_day"),
    ("9/9/2026", "paper_day_to_come"), ("ngày mai", "paper_day_to_come"), ("tuần sau", "paper_day_to_come"),
    ("1/1/2027", "paper_day_to_come"), ("3/9 4/9", "several_days"), ("ký 3/9, gửi 4/9", "several_days"),
    ("3/9/2026 và 4/9/2026", "several_days"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "what"), WRONG)
def test_a_day_that_cannot_be_is_an_error(said: str, what: str) -> None:
    with pytest.raises(UserError) as error:
        read_paper(f"QĐ 45/QĐ-UBND {said}", NOW)
    assert error.value.what == what


DOUBT = ("thứ 3", "đầu tháng 9", "9/9", "30/9", "25/10")


@pytest.mark.parametrize("said", DOUBT)
def test_a_day_in_doubt_is_told_to_be(said: str) -> None:
    assert read_paper(f"QĐ 45/QĐ-UBND {said}", NOW)[1] is False


def test_a_day_of_last_year_is_beyond_doubt_where_its_year_is_said_or_it_is_near() -> None:
    paper, sure = read_paper("QĐ 45 9/9/2025", NOW)
    assert (paper.dated, sure) == (date(2025, 9, 9), True)
    january = datetime(2027, 1, 5, 8, tzinfo=ZONE)
    for said in ("31/12", "20/12", "1/12"):
        paper, sure = read_paper(f"QĐ 45 {said}", january)
        assert (sure, paper.dated and paper.dated.year) == (True, 2026), said


def test_a_number_of_another_document_is_no_day_and_a_day_no_number() -> None:
    paper, sure = read_paper("45/9 4/9", NOW)
    assert (paper.number, paper.dated, sure) == ("", FRIDAY, True)
    paper, sure = read_paper("QĐ 4/9", NOW)
    assert paper.dated == FRIDAY


def known_errors(text: str) -> Paper | None:
    """The document a text names; None where it is refused as people are told."""
    try:
        return read_paper(text, NOW)[0]
    except UserError as error:
        if error.what not in ("no_such_day", "several_days", "paper_day_to_come"):
            raise
        return None


def test_nonsense_is_read_or_refused_and_never_fails() -> None:
    rng = random.Random(45)
    words = [
        "QĐ",
        "45/QĐ-UBND",
        "4/9",
        "31/2",
        "số",
        "ngày",
        "hôm",
        "qua",
        "thứ",
        "3",
        "(",
        ")",
        "😀",
        "https://x.vn/1",
        "/",
        "-",
        "12%",
        "…",
    ]
    for _ in range(2000):
        text = " ".join(rng.choice(words) for _ in range(rng.randint(0, 9)))
        paper = known_errors(text)
        assert paper is None or paper.dated is None or paper.dated <= NOW.date(), text
