"""Vietnamese words as people type them: with or without accents, in any case, with stray marks around them."""

import re
import unicodedata
from functools import lru_cache

_STRAY = " \t,.;:?!…\"'“”‘’()[]{}<>"
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
_SPACED_CODE = re.compile(r"(?<![0-9.])[0-9]{1,2}(?:,[0-9]{1,2})+(?![0-9.])")  # 7,4,3 for 7.4.3


@lru_cache(maxsize=2048)  # the same titles, names and little words are compared with every question
def fold(text: str) -> str:
    """Lower case, without accents, single spaces: "Điểm  số" → "diem so"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Folded, without the marks between words: what two titles are compared by."""
    return fold(" ".join(re.split(r"[\s,;.:()–-]+", text))).strip()


def means(typed: str, word: str) -> bool:
    """Whether a typed text may be a word: "diem" and "điểm" may be "điểm", "điềm" may not."""
    if fold(typed) != fold(word):
        return False
    said, meant = _lower(typed).split(), _lower(word).split()
    return len(said) == len(meant) and all(a in (b, fold(a)) for a, b in zip(said, meant, strict=True))


def begins(typed: str, word: str) -> bool:
    """Whether a typed beginning may be that of a word; accents count where they are typed."""
    said = _lower(typed)
    return _lower(word).startswith(said) or (said == fold(said) and fold(word).startswith(said))


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def clean(text: str, longest: int = 500) -> str:
    """One printable line: NFC, no control or direction characters, cut at `longest`."""
    line = unicodedata.normalize("NFC", text[: longest * 4]).translate(_FULL_WIDTH)
    line = "".join(" " if c.isspace() else c for c in line if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(line.split())
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def tokens(text: str) -> list[str]:
    """The words of a line without the marks around them."""
    text = _SPACED_CODE.sub(lambda code: code[0].replace(",", "."), text)
    found = (token.strip(_STRAY) for token in re.split(r"[\s,;]+", text))
    return [token for token in found if token]
