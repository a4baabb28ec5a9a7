"""Vietnamese words as people type them: without accents, in any case, with stray marks around them."""

import re
import unicodedata

_STRAY = " \t,.;:?!…\"'“”‘’()[]{}<>"


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: "Điểm  số" → "diem so"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def clean(text: str, longest: int = 500) -> str:
    """One printable line: NFC, no control or direction characters, cut at `longest`."""
    line = unicodedata.normalize("NFC", text[: longest * 4])
    line = "".join(" " if c.isspace() else c for c in line if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(line.split())
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def tokens(text: str) -> list[str]:
    """The words of a line without the marks around them."""
    found = (token.strip(_STRAY) for token in re.split(r"[\s,;]+", text))
    return [token for token in found if token]
