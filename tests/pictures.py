"""Pictures as tests see them: the words of a drawing, the pixels of a PNG, what stands on what."""

import re
import zlib
from collections.abc import Iterator
from html import unescape
from itertools import combinations
from struct import unpack

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
    wide, high = unpack(">II", png[16:24])
    return wide, high


def lines(png: bytes) -> list[bytes]:
    """The rows of pixels, each byte the number of a colour; 0 is white."""
    wide, high = size(png)
    data, at = b"", 8
    while at < len(png):
        length, kind = unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, row = zlib.decompress(data), wide // 2 + wide % 2 + 1
    assert set(raw[::row]) == {0}
    packed = [raw[start + 1 : start + row] for start in range(0, high * row, row)]
    return [bytes(half for byte in line for half in (byte >> 4, byte & 15))[:wide] for line in packed]
