"""How people write that days are off or worked."""

from datetime import date

import pytest

from models.messages import UserError
from scheduling.decided import read_line

TODAY = date(2026, 8, 25)
OFF, ON = "nghỉ bù", "làm bù"


def said(text: str) -> list[tuple[str, list[str]]]:
    return [(group.reason, [f"{day:%d/%m/%y}" for day in group.days]) for group in read_line(text, TODAY).groups]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("2/1/2026 nghỉ bù", [(OFF, ["02/01/26"])]),
        ("thứ Sáu 2/1/2026 nghỉ bù", [(OFF, ["02/01/26"])]),
        ("nghi bu 2/1/2026", [(OFF, ["02/01/26"])]),
        ("nghỉ bù 02.01.2026, 5-1-2026", [(OFF, ["02/01/26", "05/01/26"])]),
        ("2/1/2026 nghỉ bù, 10/1/2026 làm bù", [(OFF, ["02/01/26"]), (ON, ["10/01/26"])]),
        ("nghỉ bù 2/1/2026, làm bù 10/1", [(OFF, ["02/01/26"]), (ON, ["10/01/26"])]),
        ("ngày 10/1/2026 làm bù, ngày 2/1 nghỉ bù", [(ON, ["10/01/26"]), (OFF, ["02/01/26"])]),
        ("10/1/2026 làm bù cho ngày 2/1", [("làm bù ngày 2/1", ["10/01/26"])]),
        ("10/1/2026 làm bù ngày 2/1", [("làm bù ngày 2/1", ["10/01/26"])]),
        ("làm bù 10/1/2026 thay thứ Sáu 2/1", [("làm bù ngày 2/1", ["10/01/26"])]),
        ("nghỉ 10-11/9 do bão", [("nghỉ do bão", ["10/09/26", "11/09/26"])]),
        ("nghỉ từ ngày 30/12 đến hết ngày 1/1", [("nghỉ", ["30/12/26", "31/12/26", "01/01/27"])]),
        ("30/12 – 1/1/2027 nghỉ", [("nghỉ", ["30/12/26", "31/12/26", "01/01/27"])]),
        ("nghỉ 2/1", [("nghỉ", ["02/01/27"])]),  # the next that comes
        ("nghỉ 24/8", [("nghỉ", ["24/08/26"])]),  # passed lately
        ("bỏ 10/1/2026", [("bỏ", ["10/01/26"])]),
    ],
)
def test_days_and_what_is_said_of_them(text: str, groups: list[tuple[str, list[str]]]) -> None:
    assert said(text) == groups


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nghỉ 31/2", "no_such_day"),
        ("nghỉ bù", "calendar_how"),
        ("10/1 làm bù 2/1", "calendar_how"),
        ("nghỉ 10/1 làm 10/1", "calendar_twice"),
        ("nghỉ 1/9-15/10", "calendar_backwards"),
        ("nghỉ 5/9/2026-1/9/2026", "calendar_backwards"),
        ("nghỉ 1/9-20/9, 1/10-20/10", "calendar_too_many"),
        ("nghỉ 2/1/2062", "calendar_far"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, what: str) -> None:
    with pytest.raises(UserError) as refused:
        read_line(text, TODAY)
    assert refused.value.what == what


def test_without_a_word_days_are_asked_about_and_other_words_name_a_unit() -> None:
    line = read_line("xã Mẫu Đông 2/9", TODAY)
    assert (line.whose, line.groups, line.asked) == ("xã Mẫu Đông", [], [date(2026, 9, 2)])
    assert read_line("xã Mẫu Đông: 2/9 nghỉ", TODAY).whose == "xã Mẫu Đông"
