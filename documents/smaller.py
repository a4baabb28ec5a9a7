"""A picture of few colours in a third of its bytes: sixteen are enough for ours, and phones pay for the rest.

What draws pictures writes them in full colours only. Those it was given are read back (eight bits a channel and
opaque, not interlaced) as whole pixels of 32 bits, and written as sixteen colours, two pixels a byte.
"""

import sys
import zlib
from array import array
from collections.abc import Iterator
from struct import pack, unpack

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The colours of `templates/chart/page.svg`, and steps from each to what it stands on: the edges of letters.
_PALETTE = bytes.fromhex(
    "ffffff d1d1d1 a3a3a3 767676 484848 1a1a1a 0072b2 55a1cb aad0e5 d55e00 fbd9c0 e9a97a f0e442 857f2e a84300 5f6368"
)
_LOW, _HIGH, _HALF = (
    0x7F7F7F7F,
    0x80808080,
    0xFEFEFEFE,
)  # of each channel: all bits but the first, the first, all but the last


def smaller(png: bytes) -> bytes:
    """The same picture with the palette's colours."""
    wide, high = unpack(">II", png[16:24])
    data = b"".join(body for kind, body in _chunks(png) if kind == b"IDAT")
    packed = zlib.compress(b"".join(_packed(zlib.decompress(data), wide, high)), 9)
    header = pack(">IIBBBBB", wide, high, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, kind = unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I4s", len(body), kind) + body + pack(">I", zlib.crc32(kind + body))


def _packed(data: bytes, wide: int, high: int) -> Iterator[bytes]:
    """Each line as two pixels a byte; like the one above it, it is the same bytes."""
    nearest, above, line, length = _Nearest(), array("I", bytes(4 * wide)), b"", 4 * wide + 1
    for start in range(0, high * length, length):
        row = _row(data[start], array("I", data[start + 1 : start + length]), above)
        if row is not above or not line:
            indexes = bytes(map(nearest.__getitem__, row)) + bytes(wide % 2)
            left, right = int.from_bytes(indexes[::2], "big"), int.from_bytes(indexes[1::2], "big")
            line = b"\0" + (left << 4 | right).to_bytes(len(indexes) // 2, "big")
        yield line
        above = row


class _Nearest(dict[int, int]):
    """Pixel → the number of the palette's colour that is nearest."""

    def __missing__(self, pixel: int) -> int:
        red, green, blue = pixel.to_bytes(4, sys.byteorder)[:3]
        colours = [_PALETTE[number : number + 3] for number in range(0, len(_PALETTE), 3)]
        distances = [(r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2 for r, g, b in colours]
        self[pixel] = found = distances.index(min(distances))
        return found


def _row(kind: int, told: "array[int]", above: "array[int]") -> "array[int]":
    """A line's pixels from what is told of them: how each differs from its neighbours (PNG's five ways)."""
    moved = [number for number, pixel in enumerate(told) if pixel]
    if kind == 0:
        return told
    if not moved and kind in (2, 4):
        return above
    if kind == 1:
        return _after_left(told, moved)
    row = array("I", above)
    if kind == 2:
        for at in moved:
            row[at] = _plus(above[at], told[at])
    elif kind == 3:
        left = 0
        for at, up in enumerate(above):
            row[at] = left = _plus((left & up) + ((left ^ up) & _HALF) // 2, told[at])
    else:
        _by_likeness(row, told, moved, above)
    return row


def _after_left(told: "array[int]", moved: list[int]) -> "array[int]":
    row, pixel, start = array("I"), 0, 0
    for at in moved:
        row.extend(array("I", [pixel]) * (at - start))
        pixel, start = _plus(pixel, told[at]), at
    row.extend(array("I", [pixel]) * (len(told) - start))
    return row


def _by_likeness(row: "array[int]", told: "array[int]", moved: list[int], above: "array[int]") -> None:
    """Paeth's way. A pixel of which nothing is told is the one above it, wherever the one at its left is too."""
    done = 0
    for at in moved:
        at = max(at, done)
        while at < len(row) and (told[at] or (at and row[at - 1] != above[at - 1])):
            left, corner = (row[at - 1], above[at - 1]) if at else (0, 0)
            row[at] = _plus(_likest(left, above[at], corner), told[at])
            at += 1
        done = at


def _plus(one: int, other: int) -> int:
    """Four channels added at once, each within its byte."""
    return ((one & _LOW) + (other & _LOW)) ^ ((one ^ other) & _HIGH)


def _likest(left: int, up: int, corner: int) -> int:
    """Of each channel the neighbour that is nearest to left + up - corner."""
    if left == corner:
        return up
    if up == corner:
        return left
    found = 0
    for shift in (0, 8, 16, 24):
        a, b, c = left >> shift & 255, up >> shift & 255, corner >> shift & 255
        to_a, to_b, to_c = abs(b - c), abs(a - c), abs(a + b - 2 * c)
        found |= (a if to_a <= to_b and to_a <= to_c else b if to_b <= to_c else c) << shift
    return found
