"""What fits: text cut at line ends to a messenger's longest message, and pages of what is more than a screen."""

import re
from dataclasses import replace

from handlers import commands, match
from models.messages import LONGEST_COMMAND, Choice, Message
from templates import plain, say

SCREEN = 28  # lines of a page
_PAGE = re.compile(r"(.+?)\s+trang\s+([1-9][0-9]{0,2})", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[bi]>")


def asked_page(text: str) -> tuple[str, int]:
    """A question and the page of its answer that is asked for: "việc tất cả trang 2"."""
    found = _PAGE.fullmatch(text.strip())
    if found is None:
        return text, 1
    meant = match(found[1])
    asks = meant is not None and not meant[0].writes and (meant[0] is not commands()["find"] or meant[1])
    return (found[1], int(found[2])) if asks else (text, 1)


def page_of(message: Message, line: str, page: int) -> Message:
    """One page of an answer that can be asked for again, with the way to those beside it; a short one as it is."""
    lines = message.text.split("\n")
    pages = -(-len(lines) // SCREEN)
    turns = [f"{line} trang {number}" for number in (page - 1, page + 1)]
    if pages < 2 or any(len(turn.encode()) > LONGEST_COMMAND for turn in turns):
        return message
    page = min(page, pages)
    # As many lines on each as on the others: a last page of one line would look lost.
    size = -(-len(lines) // pages)
    shown = _balanced(lines, (page - 1) * size, page * size)
    choices = [
        Choice(say("channel", "page", number=number, pages=pages), f"{line} trang {number}")
        for number in (page - 1, page + 1)
        if 1 <= number <= pages
    ]
    return replace(
        message, text=shown, choices=(*choices, *message.choices), attachments=message.attachments if page == 1 else ()
    )


def pieces(text: str, longest: int) -> list[str]:
    """A text in parts of at most `longest` UTF-16 units as they are read, cut at line ends, the markup of each closed.

    A line that is itself longer is cut between words.
    """
    lines = [part for line in text.split("\n") for part in _parts(line, longest)]
    found, start, size = list[str](), 0, 0
    for place, line in enumerate(lines):
        length = units(plain(line))
        if place > start and size + 1 + length > longest:
            found.append(_balanced(lines, start, place))
            start, size = place, 0
        size += length + (1 if place > start else 0)
    found.append(_balanced(lines, start, len(lines)))
    return found


def units(text: str) -> int:
    """How long a text is as messengers count: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _balanced(lines: list[str], start: int, end: int) -> str:
    """Some lines of a text, with the markup that was opened before them and closed after."""
    opened = _open("\n".join(lines[:start]))
    shown = "".join(opened) + "\n".join(lines[start:end])
    return shown + "".join(f"</{tag[1:]}" for tag in reversed(_open(shown)))


def _open(text: str) -> list[str]:
    found: list[str] = []
    for tag in _TAG.findall(text):
        if not tag.startswith("</"):
            found.append(tag)
        elif found:
            found.pop()
    return found


def _parts(line: str, longest: int) -> list[str]:
    """A line that is too long, between words; an escaped letter (&amp;) and a tag are never cut."""
    if units(plain(line)) <= longest:
        return [line]
    found, current, size = list[str](), "", 0
    word = rf"[^\s<&]{{1,{min(longest // 2, 200) or 1}}}"  # a letter may count twice
    for atom in re.findall(rf"</?[bi]>|&[#\w]+;|\s+|{word}|.", line, re.DOTALL):
        length = units(plain(atom))
        if current and size + length > longest:
            found.append(current.rstrip())
            current, size, atom = "", 0, atom.lstrip()
            length = units(plain(atom))
        current, size = current + atom, size + length
    return [*found, current]
