"""How much room words take, and where they are broken: the shipped font's widths, rounded up."""

import unicodedata
from dataclasses import dataclass, field

# Letters by their width in the bolder weight, in parts of their size; accents add none. Others are as wide as "M".
_WIDTHS = {
    0.24: " \N{NO-BREAK SPACE}", 0.3: "iljI·'", 0.35: ".:,;|", 0.45: 'frt1()"', 0.56: "szJ/", 0.62: "ukvnyhxec7-×",
    0.69: "aobdpqSZ28FLTPE35g069+−", 0.74: "BKRY4HVđươ–÷", 0.79: "DNUXACƯĐG…", 0.85: "OQƠ#",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHERWISE = 1.06


@dataclass(frozen=True, slots=True)
class Look:
    """A sort of text: its class in the drawing, the size of its letters, the height of its lines."""

    name: str
    size: int
    line: int


TITLE, HEAD, NAME = Look("title", 54, 66), Look("head", 42, 56), Look("name", 40, 52)
LABEL, NOTE = Look("label", 36, 48), Look("note", 36, 48)


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place: the left end of their base line (the right one where `anchor` is "end")."""

    x: int
    y: int
    words: str
    look: str
    anchor: str = "start"


@dataclass(slots=True)
class Column:
    """Lines of text set one below the other, from a height down."""

    x: int
    y: int
    room: int
    texts: list[Text] = field(default_factory=list)

    def write(self, words: str, look: Look, most: int = 3) -> None:
        """Words in as many lines as they need, at most so many."""
        for line in wrapped(words, look.size, self.room, most):
            self.texts.append(Text(self.x, self.y + look.size, line, look.name))
            self.y += look.line


def width(words: str, size: int) -> int:
    """The room a line takes, rather more than less."""
    plain = (unicodedata.normalize("NFD", letter)[0] if letter not in _WIDTH else letter for letter in words)
    return round(sum(_WIDTH.get(letter, _OTHERWISE) for letter in plain) * size)


def wrapped(words: str, size: int, room: int, most: int) -> list[str]:
    """Words broken into lines between them; what does not fit in the last line is cut at a word."""
    lines: list[str] = []
    for word in _clean(words).replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size) <= room:
            lines[-1] = joined
        else:
            lines.append(cut(word, size, room))
    kept = lines[:most]
    if len(lines) > most:
        while " " in kept[-1] and width(f"{kept[-1]} …", size) > room:
            kept[-1] = kept[-1].rpartition(" ")[0]
        kept[-1] = cut(f"{kept[-1]} …", size, room)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in kept if line]


def cut(word: str, size: int, room: int) -> str:
    """One word, cut where it is wider than a line."""
    if width(word, size) <= room:
        return word
    while word and width(f"{word}…", size) > room:
        word = word[:-1]
    return f"{word}…"


def _clean(words: str) -> str:
    """What can be drawn: no control or direction characters, accents on their letters."""
    letters = unicodedata.normalize("NFC", words)
    line = "".join(" " if each.isspace() else each for each in letters if each.isprintable() or each.isspace())
    return " ".join(line.split())
