"""What fits a messenger: parts cut at line ends, pages of what is more than a screen."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages import SCREEN, asked_page, page_of, pieces, units
from models.messages import Choice, Message
from templates import plain

WORDS = st.lists(st.sampled_from(["việc", "&lt;b&gt;", "<b>đậm</b>", "<i>", "</i>", "🏛", "&amp;", "x" * 30, " "]))
LINES = st.lists(WORDS.map(" ".join), min_size=1, max_size=30).map("\n".join)


@given(LINES, st.integers(40, 200))
def test_every_part_fits_and_all_parts_are_the_whole(text: str, longest: int) -> None:
    parts = pieces(text, longest)
    assert all(units(plain(part)) <= longest for part in parts)
    assert re.sub(r"\s", "", "".join(map(plain, parts))) == re.sub(r"\s", "", plain(text))


@given(
    st.lists(st.sampled_from(["<b>Đầu đề</b>", "<b>hai\ndòng</b>", "<i>một <b>hai</b></i>", "a &lt; b"]), min_size=1)
)
def test_markup_is_closed_in_every_part(lines: list[str]) -> None:
    for part in pieces("\n".join(lines), 12):
        stack = []
        for tag in re.findall(r"</?[bi]>", part):
            stack.append(tag) if not tag.startswith("</") else stack.pop()
        assert not stack
        assert "&" not in re.sub(r"&(lt|gt|amp);", "", part)


def test_a_text_is_cut_between_lines_where_it_can_be() -> None:
    text = "\n".join(f"dòng {number}" for number in range(100))
    assert all(part.startswith("dòng ") for part in pieces(text, 60))


def test_letters_outside_the_basic_plane_count_twice() -> None:
    assert [unescape(part) for part in pieces("🏛" * 5, 4)] == ["🏛🏛", "🏛🏛", "🏛"]


def test_more_than_a_screen_is_paged_and_no_page_is_one_line() -> None:
    whole = Message("\n".join(f"#{number} việc" for number in range(SCREEN + 1)), (Choice("Xem", "xem"),))
    first, second = page_of(whole, "việc tất cả", 1), page_of(whole, "việc tất cả", 2)
    assert first.choices[0] == Choice("Trang 2/2", "việc tất cả trang 2")
    assert second.choices[0] == Choice("Trang 1/2", "việc tất cả trang 1")
    assert f"{first.text}\n{second.text}" == whole.text
    assert second.text.count("\n") > 10
    assert page_of(whole, "việc tất cả", 9).text == second.text


def test_what_no_button_could_ask_for_again_is_not_paged() -> None:
    whole = Message("\n".join(map(str, range(200))))
    assert page_of(whole, "tìm " + "ạ" * 20, 1) == whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("việc tất cả trang 2", ("việc tất cả", 2)),
        ("/lost 2021 trang 3", ("/lost 2021", 3)),
        ("ghi chú 12: xem trang 2", ("ghi chú 12: xem trang 2", 1)),  # what is written is written whole
        ("trang 2", ("trang 2", 1)),
        ("việc trang 0", ("việc trang 0", 1)),
    ],
)
def test_a_page_is_asked_for_behind_a_question_only(typed: str, meant: tuple[str, int]) -> None:
    assert asked_page(typed) == meant
