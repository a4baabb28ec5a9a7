"""SVG to PNG: nothing is fetched, the letters are the shipped ones, and the same drawing gives the same bytes."""

import re
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

LARGEST = 60_000  # bytes
WIDTHS = (None, 864, 648, 540)  # of a picture: the drawing's own first
_DRAWN = {"svg", "defs", "pattern", "style", "g", "rect", "circle", "path", "text"}
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import")


class NotDrawn(ValueError):
    """A drawing with anything but shapes and text in it."""


@lru_cache(maxsize=32)  # drawing takes half a second: the same question is often asked by several people
def png(svg: str) -> bytes:
    """The picture of a drawing at its own size; NotDrawn where it would need more than itself."""
    _check(svg)
    found = b""
    for wide in WIDTHS:  # the largest that a phone need not wait for
        found = _drawn(svg, wide)
        if len(found) <= LARGEST:
            break
    return found


def _drawn(svg: str, wide: int | None) -> bytes:
    from resvg_py import svg_to_bytes  # this and Pillow are loaded where something is drawn, not at every start

    from documents.smaller import smaller

    fonts: dict[str, Any] = {"skip_system_fonts": True, "font_files": _letters(), "font_family": "Be Vietnam Pro"}
    return smaller(svg_to_bytes(svg_string=svg, width=wide, **fonts))


def _check(svg: str) -> None:
    """Refuse what could name something outside the drawing: images, links, entities, other sheets of styles."""
    if "<!" in svg or "<?" in svg:
        raise NotDrawn("a declaration")
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - without declarations there are no entities
        name = str(element.tag).rpartition("}")[2]
        said = [*element.attrib.values(), (element.text or "") if name == "style" else ""]
        if name not in _DRAWN or any("href" in key for key in element.attrib):
            raise NotDrawn(name)
        if any(_ELSEWHERE.search(each) for each in said):
            raise NotDrawn("an address")


@cache
def _letters() -> list[str]:
    """The font files: two weights, with every Vietnamese letter."""
    from fontpkg_be_vietnam_pro import ROOT  # type: ignore[import-untyped]

    return [str(ROOT / "files" / f"BeVietnamPro-{weight}.ttf") for weight in ("Regular", "SemiBold")]
