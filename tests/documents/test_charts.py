"""PNG from SVG: real pixels, the shipped letters, nothing from elsewhere."""

import unicodedata
from itertools import combinations
from pathlib import Path

import pytest

from documents.charts import NotDrawn, png
from tests.pictures import lines, size

LETTERS = "ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ"


def drawing(text: str, more: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><rect width="120" height="120" fill="#fff"/>'
        f'{more}<text x="20" y="90" style="font-family:Be Vietnam Pro;font-size:72px">{text}</text></svg>'
    )


def test_a_picture_is_a_png_of_the_drawings_size_with_something_on_white() -> None:
    made = png(drawing("ế"))
    assert size(made) == (120, 120)
    assert len(lines(made)) == 120
    assert lines(made)[0] == bytes(120)
    assert any(any(line) for line in lines(made))


def test_every_vietnamese_letter_is_drawn_and_is_another_than_every_other() -> None:
    pictures = {letter: png(drawing(letter)) for each in LETTERS for letter in (each, each.upper())}
    missing = png(drawing("漢"))
    for letter, made in pictures.items():
        assert made not in (missing, png(drawing(" "))), letter
    for (one, first), (other, second) in combinations(pictures.items(), 2):
        assert first != second, (one, other)


def test_accents_that_are_typed_apart_stand_on_their_letters() -> None:
    assert png(drawing(unicodedata.normalize("NFD", "ệ"))) == png(drawing("ệ"))


def test_the_same_drawing_gives_the_same_bytes() -> None:
    first = png(drawing("Điểm"))
    png.cache_clear()
    assert png(drawing("Điểm")) == first


@pytest.mark.parametrize(
    "more",
    [
        '<image href="file:///etc/hostname" width="9" height="9"/>',
        '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://127.0.0.1/x.png" width="9" height="9"/>',
        '<use href="#x"/>',
        '<a href="https://example.com"><rect width="9" height="9"/></a>',
        '<rect width="9" height="9" fill="url(http://127.0.0.1/x.svg#y)"/>',
        '<rect width="9" height="9" style="fill:url( \'file:///x.svg#y\' )"/>',
        "<style>@import 'http://127.0.0.1/x.css';</style>",
        "<script>1</script>",
        "<foreignObject/>",
        "<!-- a remark -->",
    ],
)
def test_what_would_need_more_than_the_drawing_itself_is_refused(more: str) -> None:
    with pytest.raises(NotDrawn):
        png(drawing("x", more))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    for text in ("file:///etc/hostname", str(tmp_path)):
        with pytest.raises(NotDrawn):
            png(f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{text}">]>{drawing("&x;")}')
