"""The small language in which the forms of dates are written: words, and slots for what may stand between them.

"ngày|hôm? <day> tháng <month>": `|` parts words of which one is typed, `?` marks what may be left out, `<…>` is a slot,
`&` what must follow and `!` what must not, `^` the beginning of the line, `$` the end of a phrase, `=` a word that must
be typed just so.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.words import fold

_WORD = re.compile(
    r"[0-9]++(?:,[0-9]++)++[0-9/.%-]*"  # 7,4,3 and 0,5/1
    r"|[0-9]{1,2}:[0-9]{2}(?![0-9])"
    r"|(?:[^\s.,;:()\[\]!?…\"“”]|\.(?=\w))+"
    r"|[.,;:()\[\]!?…\"“”]"
)
_WIDE = {0xFF01 + number: 0x21 + number for number in range(94)}
# In a line with accents these are just the words that are typed: "làm ngay 2 việc", "thu 2 khoản".
_TELLING = frozenset(
    ["thu", "ngay", "toi", "sang", "sau", "mot", "tu", "quy", "nam", "hai", "ba", "bay", "nua", "bon", "chin", "qua"]
)


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    lower: str = ""
    folded: str = ""
    bare: bool = False  # typed without accents, it may be a word that has some
    small: bool = False  # in small letters

    @property
    def mark(self) -> bool:
        """No word: a comma, a dash, the end of the line."""
        return not self.folded


def split(text: str) -> list[Word]:
    """The words and marks of a line, and a mark after the last."""
    text = text.translate(_WIDE)
    accented, capitals = any(map(_has_accents, text.split())), text.isupper()
    words: list[Word] = []
    for found in _WORD.finditer(text):
        typed = unicodedata.normalize("NFC", found[0]).strip("'’‘`-–*_~")
        if not any(letter.isalnum() for letter in typed):
            words.append(Word(found.start(), found.end(), found[0]))
            continue
        folded, bare = fold(typed), not _has_accents(typed) and not (accented and fold(typed) in _TELLING)
        person = typed == "Mai" and not capitals and not _opens_a_day(words, text[found.end() :])
        lower = typed if person else typed.casefold()
        words.append(Word(found.start(), found.end(), lower, folded, bare and not person, typed.islower()))
    return [*words, Word(len(text), len(text))]


def _has_accents(word: str) -> bool:
    return fold(word) != word.casefold()


def _opens_a_day(before: Sequence[Word], after: str) -> bool:
    if before:
        return before[-1].folded in ("ngay", "sang", "trua", "chieu", "toi")
    return not after.strip()[:1] or after.lstrip()[0].isdigit()


Slots = dict[str, str]  # what stands in the slots of a form: {"n": "3", "unit": "tuan"}
Read = tuple[int, Slots]  # how many words were taken, and what they say
Reading = Callable[[Sequence[Word], int], Read | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a part of a form is read, and the words it may begin with; none where they cannot be listed."""

    read: Reading
    opens: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Element:
    reader: Reader
    sign: str  # "?", "&", "!" or none


@dataclass(frozen=True, slots=True)
class Form:
    elements: tuple[Element, ...]
    opens: frozenset[str] | None  # a word that is none of these begins no such form


def form(pattern: str, slots: Mapping[str, Reader]) -> Form:
    """A form as it is matched, from what is written."""
    elements = tuple(
        Element(_reader(each.strip("?&!"), slots), "".join(sign for sign in "?&!" if sign in each))
        for each in pattern.split()
    )
    needed = next(number for number, element in enumerate(elements) if not element.sign)
    return Form(elements, _any_of(element.reader.opens for element in elements[: needed + 1]))


def _reader(each: str, slots: Mapping[str, Reader]) -> Reader:
    if each == "^":
        return Reader(lambda words, at: None if at else (0, {}))
    if each == "$":
        return Reader(lambda words, at: (0, {}) if words[at].mark else None)
    return slots[each[1:-1]] if each.startswith("<") else one_of("", dict.fromkeys(each.split("|"), ""))


def _any_of(opens: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    listed = list(opens)
    return None if None in listed else frozenset().union(*(words for words in listed if words))


def follow(form: Form, words: Sequence[Word], at: int) -> Read | None:
    """How many words from `at` on follow a form, and what stands in its slots."""
    taken, slots = 0, Slots()
    for element in form.elements:
        read = element.reader.read(words, at + taken)
        if element.sign == "!" if read else element.sign in ("", "&"):
            return None
        if read and element.sign != "&":
            taken, slots = taken + read[0], slots | read[1]
    return taken, slots


def one_of(slot: str, values: Mapping[str, str]) -> Reader:
    """One of some words, and the value it has."""
    exact = {word.lstrip("="): value for word, value in values.items()}
    folded = {fold(word): value for word, value in values.items() if not word.startswith("=")}

    def read(words: Sequence[Word], at: int) -> Read | None:
        word = words[at]
        value = exact.get(word.lower, folded.get(word.folded) if word.bare else None)
        return None if value is None else (1, {slot: value} if slot else {})

    return Reader(read, frozenset(map(fold, exact)))


def shaped(pattern: str) -> Reader:
    """One word of a shape; its named groups are what it says."""
    shape = re.compile(pattern)

    def read(words: Sequence[Word], at: int) -> Read | None:
        found = shape.fullmatch(words[at].folded)
        return (1, {slot: value for slot, value in found.groupdict().items() if value}) if found else None

    return Reader(read)


def after(word: str, reader: Reader) -> Reader:
    """What is told by a word and those that follow: "thứ sáu", "năm 2026"."""
    first = one_of("", dict.fromkeys(word.split("|"), ""))

    def read(words: Sequence[Word], at: int) -> Read | None:
        second = reader.read(words, at + 1) if first.read(words, at) else None
        return (1 + second[0], second[1]) if second else None

    return Reader(read, first.opens)


def either(*readers: Reader) -> Reader:
    def read(words: Sequence[Word], at: int) -> Read | None:
        return next((found for reader in readers if (found := reader.read(words, at))), None)

    return Reader(read, _any_of(reader.opens for reader in readers))


def only_if(suits: Callable[[Word], bool], reader: Reader) -> Reader:
    return Reader(lambda words, at: reader.read(words, at) if suits(words[at]) else None, reader.opens)
