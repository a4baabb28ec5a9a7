"""Numbers of work at the beginning of a line, and words that agree or drop: told from all that looks like them."""

import random

import pytest

from scheduling.arguments import agreed, numbers_of

ALONE = (
    ("12", (12,), ""),
    ("#12", (12,), ""),
    ("12.", (12,), ""),
    ("12:", (12,), ""),
    (" 12 ", (12,), ""),
    ("việc 12", (12,), ""),
    ("Việc 12", (12,), ""),
    ("viec 12", (12,), ""),
    ("việc #12", (12,), ""),
    ("số 12", (12,), ""),
    ("so 12", (12,), ""),
    ("mục 12", (12,), ""),
    ("012", (12,), ""),
    ("999999999", (999999999,), ""),
)
SEVERAL = (
    ("12, 15", (12, 15)),
    ("12,15", (12, 15)),
    ("12;15", (12, 15)),
    ("12 và 15", (12, 15)),
    ("12 va 15", (12, 15)),
    ("12 & 15", (12, 15)),
    ("12+15", (12, 15)),
    ("#12 #15", (12, 15)),
    ("#12,#15,#16", (12, 15, 16)),
    ("việc 12 và việc 15", (12, 15)),
    ("12, 15, 12", (12, 15)),
    ("12, 15 và 16", (12, 15, 16)),
)
WITH_WORDS = (
    ("12 xong rồi", (12,), "xong rồi"),
    ("12: chờ Sở", (12,), "chờ Sở"),
    ("12 – chờ Sở", (12,), "chờ Sở"),
    ("12 QĐ 45/QĐ-UBND 4/9", (12,), "QĐ 45/QĐ-UBND 4/9"),
    ("12, QĐ 45/QĐ-UBND 4/9", (12,), "QĐ 45/QĐ-UBND 4/9"),
    ("12 45/QĐ-UBND 4/9", (12,), "45/QĐ-UBND 4/9"),
    ("12, 45/QĐ-UBND 4/9", (12,), "45/QĐ-UBND 4/9"),
    ("12, 15 QĐ 45", (12, 15), "QĐ 45"),
    ("12 15", (12,), "15"),  # 15 may be a document's number
    ("12 15/9 chờ Sở", (12,), "15/9 chờ Sở"),
    ("12, 15/9, chờ Sở", (12,), "15/9, chờ Sở"),
    ("12 Sương", (12,), "Sương"),
    ("12 và QĐ 45", (12,), "và QĐ 45"),
    ("12?", (12,), "?"),
)
NONE = (
    "", " ", "xong 12", "QĐ 45", "QĐ 45/QĐ-UBND", "45/QĐ-UBND", "3.4.1", "7.4", "12/9", "4/9", "12/20", "12%",
    "12h", "12h30", "10:30", "12a", "-5", "1234567890", "#", "#abc", "việc", "số", "Báo cáo quý III", "12-15",
    "1.310/2140",
)  # fmt: skip


@pytest.mark.parametrize(("text", "numbers", "rest"), ALONE)
def test_one_number_alone(text: str, numbers: tuple[int, ...], rest: str) -> None:
    assert numbers_of(text) == (numbers, rest)


@pytest.mark.parametrize(("text", "numbers"), SEVERAL)
def test_several_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_of(text) == (numbers, "")


@pytest.mark.parametrize(("text", "numbers", "rest"), WITH_WORDS)
def test_numbers_and_the_other_words(text: str, numbers: tuple[int, ...], rest: str) -> None:
    assert numbers_of(text) == (numbers, rest)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_one(text: str) -> None:
    assert numbers_of(text) == ((), text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "2 ngày nữa",
        "3 ngày làm việc",
        "12 hồ sơ còn lại",
        "2 việc",
        "2 tuần nữa",
        "5 xã",
        "12 TTHC",
        "1 tháng",
        "50 phần trăm",
    ],
)
def test_so_many_of_something_are_no_number_of_work(text: str) -> None:
    assert numbers_of(text)[0] == ()
    assert numbers_of(f"12, {text}")[0] == (12,)
    assert numbers_of(f"#{text}")[0] != ()


@pytest.mark.parametrize(
    "text",
    [
        "12 ngày 4/9",
        "12 ngày mai",
        "12 ngay hom nay",
        "12 tuần sau",
        "12 tháng này",
        "12 văn bản số 45/QĐ-UBND ngày 4/9",
        "12 văn bản 45/QĐ-UBND",
        "12 xã Mẫu Đông: nhầm nơi",
        "12 việc này xong rồi",
        "12 hồng",
    ],
)
def test_what_only_looks_like_so_many_of_something(text: str) -> None:
    assert numbers_of(text)[0] == (12,)


@pytest.mark.xfail(strict=True, reason="an amount with a comma is read as the numbers of two tasks")
@pytest.mark.parametrize("text", ["0,5 điểm", "1,5 tỷ đồng", "7,4,3", "12,5%"])
def test_an_amount_is_not_two_numbers(text: str) -> None:
    assert numbers_of(text)[0] == ()


@pytest.mark.xfail(strict=True, reason="full-width digits, as some keyboards type them, are no number here")
def test_full_width_digits() -> None:
    assert numbers_of("１２")[0] == (12,)


def test_a_line_is_read_whole_numbers_and_rest() -> None:
    """Whatever numbers a line begins with, the rest is what stood after them."""
    rng = random.Random(20260908)
    joints = (", ", " và ", "; ", " & ", " #")
    for _ in range(500):
        numbers = [rng.randint(1, 99999) for _ in range(rng.randint(1, 6))]
        words = rng.choice(["", "xong rồi nhé", "QĐ 45/QĐ-UBND 4/9", "chờ ý kiến Sở", "Phòng Kinh tế: nhầm nơi"])
        text = rng.choice(["", "#", "việc "]) + str(numbers[0])
        for number in numbers[1:]:
            text += f"{rng.choice(joints)}{number}"
        found, rest = numbers_of(f"{text} {words}")
        assert found == tuple(dict.fromkeys(numbers)), text
        assert rest == words, text


def test_nonsense_is_read_without_an_error() -> None:
    rng = random.Random(7)
    letters = "0123456789 ,.;:#/%-–&+vàiệcsốmụcQĐ45\t\n\u200b😀"
    for _ in range(3000):
        text = "".join(rng.choice(letters) for _ in range(rng.randint(0, 40)))
        numbers, rest = numbers_of(text)
        assert all(0 <= number <= 999999999 for number in numbers)
        assert len(rest) <= len(text)


def test_words_that_agree_or_drop() -> None:
    for text in ("đồng ý", "Đồng ý", "dong y", "ĐỒNG Ý.", " đồng ý! ", "agree"):
        assert agreed(text) is True, text
    for text in ("thôi", "Thôi.", "thoi", "không", "khong", "bỏ", "hủy", "no"):
        assert agreed(text) is False, text
    for text in (
        "",
        "ok",
        "rõ",
        "vâng",
        "có",
        "yes",
        "đồng ý thêm",
        "không đúng 12",
        "thôi để mai",
        "12",
        "đúng",
        "không ạ",
    ):
        assert agreed(text) is None, text
