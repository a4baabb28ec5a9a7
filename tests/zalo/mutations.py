"""The seeded generator of payloads that are nearly Zalo's: every fixture with fields gone, of other types, under other
names, out of range or broken off, and with what must never be told in places where it does not belong."""

import copy
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.zalo.fixtures import Json

_WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, -(2**63), 1.5, 1e308, "", " ", "x", "1", "\0", "\ud800", "a\u0301" * 3000,
    "đ" * 9000, [], {}, [[]], [None], {"id": None}, [{}], {"result": {}}, "PRIVATE", "GROUP", "message.text.received",
    "https://169.254.169.254/latest", "https://a.zdn.vn@example.com/x", "file:///etc/passwd", "<b>x</b>",
    "@Bot UBND Xã", "xong 12", "{{ 7*7 }}", "' OR 1=1 --",
)  # fmt: skip
_NAMES = ("ok", "result", "error_code", "description", "event_name", "message", "chat", "from", "id", "text", "photo",
          "photo_url", "caption", "date", "message_id", "chat_type", "is_bot", "voice_url")  # fmt: skip


def mutated(bodies: Sequence[Json], hidden: Sequence[str], rng: random.Random, number: int) -> Iterator[bytes]:
    """`number` bodies, each made of one of these; some hold one of the `hidden` words."""
    for _ in range(number):
        body = copy.deepcopy(rng.choice(bodies))
        if rng.random() < 0.3:
            body = {"ok": True, "result": body}
        for _ in range(rng.randint(1, 4)):
            _change(rng, body, rng.choice(hidden))
        content = json.dumps(body, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
        yield _broken(rng, content, rng.choice(hidden)) if rng.random() < 0.2 else content


def _change(rng: random.Random, body: Json, hidden: str) -> None:
    places = list(_places(body))
    if not places:
        return
    table, key = rng.choice(places)
    change = rng.randrange(6)
    if change == 0:
        del table[key]
    elif change == 1:
        table[key] = copy.deepcopy(rng.choice(_WRONG))
    elif change == 2:
        table[rng.choice(_NAMES)] = table.pop(key)
    elif change == 3:
        table[key] = rng.choice(([copy.deepcopy(table[key])], {key: copy.deepcopy(table[key])}))
    elif change == 4:
        table[rng.choice(_NAMES)] = copy.deepcopy(rng.choice(_WRONG))
    else:
        table[key] = rng.choice((hidden, f"POST /bot{hidden}/getMe failed", f"{table[key]} {hidden}"))


def _places(table: Json) -> Iterator[tuple[Json, str]]:
    """Every key of a body, however deep."""
    for key, value in list(table.items()):
        yield table, key
        if isinstance(value, dict):
            yield from _places(value)


def _broken(rng: random.Random, content: bytes, hidden: str) -> bytes:
    """No JSON any more, or hardly."""
    place = rng.randrange(len(content) + 1)
    return rng.choice(
        (
            content[:place],
            content[:place] + rng.randbytes(3) + content[place:],
            content[:place] + hidden.encode() + content[place:],
            content + content,
            f"<html>{hidden}</html>".encode(),
            b"[" * 5000 + content,
            content.replace(b":", b":" + b"9" * 5000, 1),
        )
    )
