"""`/find`: criteria by the words of their titles, with or without accents."""

from dataclasses import replace

from handlers import Command, Request
from models.messages import Message, UserError
from models.words import begins, clean, fold
from scoring.catalog import ROOT
from templates import render

SHOWN = 8


def handle(request: Request) -> Message:
    words = request.arguments.said
    if not words:
        raise UserError("find_what")
    asked = request.asked(replace(request.arguments, words=(), said=()))
    card = asked.card or asked.cards[0]
    known = request.known(card)
    nodes = [node for node in known.criteria_set.criteria.values() if node.code != ROOT]
    found = [node for node in nodes if _has(f"{node.code} {node.title} {node.short}", words)]
    phrase = fold(" ".join(words))
    found.sort(key=lambda node: phrase not in fold(f"{node.title} {node.short}"))
    return Message(
        render(
            "find",
            text=clean(" ".join(words), 60),
            card=card,
            closed=known.closed,
            rows=[known.standing(node.code) for node in found[:SHOWN]],
            hidden=max(0, len(found) - SHOWN),
        )
    )


def _has(title: str, words: tuple[str, ...]) -> bool:
    """Every word stands in the title, at the beginning of one of its words."""
    starts = title.split()
    return all(any(begins(word, start) for start in starts) for word in words)


COMMAND = Command(
    names=("tìm", "find", "tìm kiếm"),
    summary="tìm tiêu chí theo từ trong tên, có dấu hoặc không dấu",
    examples=("tìm truc tuyen", "tìm xin lỗi"),
    handle=handle,
    topic="score",
    place=30,
)
