"""Pictures as tests see them: the words of a drawing, the pixels of a PNG, what stands on what."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import combinations

from PIL import Image

from documents.lettering import width

WIDTH = 1080
SIZES = {"title": 54, "head": 42, "name": 40}  # every other look is 36
_TEXT = re.compile(r'<text x="(-?\d+)" y="(-?\d+)" class="([\w-]+)"(?: text-anchor="(\w+)")?>(.*?)</text>')


def words(svg: str) -> list[str]:
    """What a drawing says, without the marks of its axes."""
    return [unescape(text) for _, _, look, _, text in _TEXT.findall(svg) if look != "axis"]


def numbers(text: str) -> set[str]:
    """The numbers of a text as they are written: "75,62", "1.310", "26/01/2022" as its parts."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def boxes(svg: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Each text with the room it takes: left, top, right, bottom."""
    for x, y, look, anchor, text in _TEXT.findall(svg):
        size = SIZES.get(look, 36)
        long = round(width(unescape(text), size) * 0.93)  # what is measured is rounded up
        left = int(x) - long if anchor == "end" else int(x)
        yield unescape(text), left, int(y) - round(size * 0.75), left + long, int(y)


def faults(svg: str) -> list[str]:
    """What is cut off at an edge, or stands on other words."""
    found, (height,) = list(boxes(svg)), map(int, re.findall(r'<svg [^>]*height="(\d+)"', svg))
    cut = [f"{text} is cut off" for text, left, top, right, low in found if left < 0 or right > WIDTH or low > height]
    return cut + [
        f"{one[0]} stands on {other[0]}"
        for one, other in combinations(found, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(BytesIO(png)).size


def lines(png: bytes) -> list[bytes]:
    """The rows of pixels, each byte the number of a colour; 0 is white."""
    picture = Image.open(BytesIO(png))
    assert picture.mode == "P"
    pixels = picture.tobytes()
    return [pixels[start : start + picture.width] for start in range(0, len(pixels), picture.width)]
