"""What is said on Zalo: plain text that fits, its bold stretches beside it, and what to answer in place of buttons."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from bot.channels.zalo.voice import LONGEST, offered, requests, unstyled
from bot.pages import units
from models.messages import Choice, Message
from templates import plain

often = settings(derandomize=True, max_examples=300, deadline=None)
TYPED = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
HOSTILE = st.sampled_from(
    ["**đậm** *nghiêng* _x_ `mã`", "{red}đỏ{/red}", "<b>thẻ</b>", "&lt;b&gt;", "~~x~~ # đầu đề", "1. một\n- hai",
     "🏛" * 30, "điê\u0309m", "<\u0338", "e\u0301\u0323", "x" * 2500, "đ" * 1899 + "🏛", "\u0301", ""]
)  # fmt: skip
LINES = st.lists(
    st.one_of(
        TYPED.map(lambda text: str(escape(text))),
        HOSTILE.map(lambda text: str(escape(text))),
        st.one_of(TYPED, HOSTILE).map(lambda text: f"<b>{escape(text)}</b>"),
        st.tuples(TYPED, TYPED).map(lambda two: f"<i>{escape(two[0])}\n<b>{escape(two[1])}</b></i>"),
    ),
    max_size=80,
)
CHOICES = st.lists(st.sampled_from([Choice("Xong", "xong 12"), Choice("x", 'tìm "a" <b>'), Choice("y", "việc", True)]))
MESSAGES = st.builds(lambda lines, choices: Message("\n".join(lines), tuple(choices)), LINES, CHOICES)


def cut(text: str, start: int, length: int) -> str:
    """A stretch of a text by UTF-16 units; an error where it begins or ends within a letter."""
    whole = text.encode("utf-16-le")
    return whole[2 * start : 2 * (start + length)].decode("utf-16-le")


def bold(fields: dict[str, object]) -> list[str]:
    text, styles = fields["text"], fields.get("text_styles", [])
    assert isinstance(text, str)
    assert isinstance(styles, list)
    return [cut(text, each["start"], each["len"]) for each in styles if "b" in each["st"]]


def letters(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFD", text))


@often
@given(MESSAGES)
def test_every_request_fits_is_nfc_and_says_something(message: Message) -> None:
    for fields in requests(message):
        text = fields["text"]
        assert 1 <= units(text) <= LONGEST
        assert text.strip()
        assert unicodedata.is_normalized("NFC", text)
        assert set(fields) <= {"text", "text_styles"}


@often
@given(MESSAGES)
def test_all_requests_together_say_all_of_it(message: Message) -> None:
    said = letters("".join(fields["text"] for fields in requests(message)))
    assert said == letters(plain(message.text) + plain(offered(message.choices)))


@often
@given(MESSAGES)
def test_styles_are_stretches_of_whole_letters_in_order_that_do_not_overlap(message: Message) -> None:
    for fields in requests(message):
        end = 0
        for each in fields.get("text_styles", []):
            assert each["start"] >= end
            assert each["len"] > 0
            assert each["st"] in (["b"], ["i"], ["b", "i"])
            cut(fields["text"], each["start"], each["len"])
            end = each["start"] + each["len"]
        assert end <= units(fields["text"])


@often
@given(st.one_of(TYPED, HOSTILE))
def test_what_somebody_wrote_is_said_letter_for_letter_and_never_bold(text: str) -> None:
    said = requests(Message(f"<b>Đã ghi</b>\n{escape(text)}"))
    assert [bold(fields) for fields in said] == [["Đã ghi"]] + [[]] * (len(said) - 1)
    assert letters("".join(fields["text"] for fields in said)) == letters("Đã ghi" + text)
    assert all("parse_mode" not in fields for fields in said)


@often
@given(st.one_of(TYPED, HOSTILE).filter(lambda text: text.strip() and not unicodedata.combining(text[0])))
def test_a_heading_is_bold_as_far_as_it_goes(text: str) -> None:
    said = requests(Message(f"<b>{escape(text)}</b>"))
    assert letters("".join(part for fields in said for part in bold(fields))) == letters(text)


def test_offsets_count_utf_16_units() -> None:
    (fields,) = requests(Message("🏛 <b>Việc 🏛</b> &lt;b&gt; <i>nghiêng</i>"))
    assert fields == {
        "text": "🏛 Việc 🏛 <b> nghiêng",
        "text_styles": [{"start": 3, "len": 7, "st": ["b"]}, {"start": 15, "len": 7, "st": ["i"]}],
    }


def test_what_is_bold_within_italic_is_told_once() -> None:
    (fields,) = requests(Message("<i>a<b>b</b>c</i>"))
    assert [(each["start"], each["len"], each["st"]) for each in fields["text_styles"]] == [
        (0, 1, ["i"]), (1, 1, ["b", "i"]), (2, 1, ["i"]),
    ]  # fmt: skip


def test_nfd_is_composed_so_that_vietnamese_is_not_twice_as_long() -> None:
    text = unicodedata.normalize("NFD", "điểm ệ ộ ử " * 150)
    assert units(text) > LONGEST
    assert len(requests(Message(text))) == 1


def test_a_long_text_is_cut_at_line_ends_and_the_choices_stand_under_the_last() -> None:
    lines = [f"#{number} Báo cáo cải cách hành chính" for number in range(100)]
    said = [fields["text"] for fields in requests(Message("\n".join(lines), (Choice("Xong", "xong 12"),)))]
    assert "\n".join(said).split("\n") == [*lines, 'Trả lời: "xong 12"']
    assert len(said) == 2


def test_choices_are_what_to_type_each_once_and_without_those_aside() -> None:
    choices = (
        Choice("Xong", "xong 12"), Choice("Chi tiết", "chi tiết 12"), Choice("Xong rồi", "xong 12"),
        Choice("Việc", "việc", aside=True), Choice("a & b", "tìm a & b"),
    )  # fmt: skip
    (fields,) = requests(Message("<b>#12</b> Quy chế", choices))
    assert fields["text"] == '#12 Quy chế\nTrả lời: "xong 12", "chi tiết 12", "tìm a & b"'
    assert bold(fields) == ["#12"]
    assert requests(Message("Việc", choices[3:4])) == [{"text": "Việc"}]


@pytest.mark.parametrize("text", ["", "\n \n", "<b></b>"])
def test_nothing_is_said_with_no_request(text: str) -> None:
    assert requests(Message(text)) == []


def test_what_zalo_refuses_is_said_again_plain() -> None:
    (fields,) = requests(Message("<b>Đã ghi</b> **x**"))
    assert unstyled(fields) == {"text": "Đã ghi **x**"}
    assert unstyled(unstyled(fields)) == unstyled(fields)
    assert "text_styles" in fields
