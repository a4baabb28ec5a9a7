"""The seeded generator of malformed and hostile updates: nothing in them may change anything, whoever sent them.

STRANGERS have no chat; INSIDER is a person who may not do what the button or caption says. Ids of people who may
(`MIGHTY`) stand only where Telegram never puts them.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.fuzzing import HOSTILE, NOT_COMMANDS, lines
from tests.messenger.account import BOT

STRANGERS = range(900_001, 900_041)
INSIDER, MIGHTY = 7100, 7101  # the head of another unit; the officer
REACHING = (  # what a stranger or the insider may not do
    "xong 12 QĐ 1/QĐ-UBND 24/8", "đối chiếu 12", "kết luận 12", "đồng ý", "cho thêm 15", "hủy việc 12: thôi",
    "ghi chú 12: chen vào", "giao 12 Sương", "mời Mai", "xóa người Mai", "tự chấm 7.3.1 0,5",
)  # fmt: skip
NAMES = (
    "../../etc/passwd", "..\\..\\x.pdf", "a\0.pdf", "x" * 5000 + ".pdf", "\u202efdp.exe", "quyết định.pdf.exe", "", ".",
    "con", "a\nb.pdf", "<b>x</b>.pdf", "{{ 7*7 }}.pdf", "\ud800.pdf", "/dev/zero", "%s%n.pdf", "😀" * 300,
)  # fmt: skip
SIZES: tuple[Any, ...] = (0, -1, 1, 10**12, "12", None, 2.5, [])
_WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, -(2**63), 1.5, "", "x", "1", "\0", "\ud800", [], {}, [[]],
    [None], {"id": None}, [{}],
)  # fmt: skip
DEEP_ENOUGH, TOO_DEEP = 200, 100_000  # levels: what a parser still reads, what none does
LONG = 500_000  # letters of two bytes
Json = dict[str, Any]


def hostile(rng: random.Random, ids: Iterator[int], number: int) -> Iterator[tuple[int, bytes]]:
    """`number` updates, each with its id, and all of them JSON."""
    texts = lines(HOSTILE, random.Random(rng.random()), number)
    chatter = lines(NOT_COMMANDS, random.Random(rng.random()), number)
    for _ in range(number):
        id_, kind = next(ids), rng.choice(_KINDS)
        update = kind(rng, id_, next(texts) if rng.random() < 0.7 else next(chatter))
        yield id_, json.dumps({**update, "update_id": id_}).encode()


def garbage(rng: random.Random) -> bytes:
    """What only a webhook can be sent: no JSON, or no update."""
    shape = rng.randrange(6)
    if shape == 0:
        return rng.randbytes(rng.randint(0, 2000))
    if shape == 1:
        return b"[" * TOO_DEEP
    if shape == 2:
        return b'{"update_id":1,"message":' + b'{"a":' * TOO_DEEP + b"1" + b"}" * (TOO_DEEP + 1)
    if shape == 3:
        whole = json.dumps({"update_id": 1, **_good(rng, 1, "x")}).encode()
        return whole[: rng.randint(1, len(whole) - 1)]
    if shape == 4:
        return b'{"update_id": ' + b"9" * 5000 + b"}"
    return json.dumps(rng.choice(_WRONG)).encode()


def _good(rng: random.Random, id_: int, text: str) -> Json:
    """An update as Telegram would send it, of a stranger."""
    who = rng.choice(STRANGERS)
    message = _message(who, id_)
    file = {"file_id": f"f{id_}", "file_unique_id": f"u{id_}", "file_size": 10}
    old, new = ({"user": BOT, "status": status} for status in ("member", "kicked"))
    return rng.choice(
        (
            {"message": {**message, "text": text}},
            {"edited_message": {**message, "text": text, "edit_date": 1_800_000_000}},
            {"message": {**message, "photo": [{**file, "width": 90, "height": 90}], "caption": text}},
            {"message": {**message, "document": {**file, "file_name": "a.pdf"}, "caption": text}},
            {"message": {**message, "text": text, "reply_to_message": {**message, "from": BOT, "text": "#12 việc"}}},
            {"callback_query": _query(id_, who, text, {**message, "from": BOT, "text": "x"})},
            {"my_chat_member": {**message, "old_chat_member": old, "new_chat_member": new}},
            {"message": {**message, "chat": {"id": -who, "type": "group", "title": text[:50]}, "text": text}},
        )
    )


def _message(who: Any, id_: int, **content: Any) -> Json:
    return {"message_id": id_, "from": _user(who), "chat": _chat(who), "date": 1_800_000_000, **content}


def _user(id_: Any) -> Json:
    return {"id": id_, "is_bot": False, "first_name": "Lạ"}


def _chat(id_: Any) -> Json:
    return {"id": id_, "type": "private", "first_name": "Lạ"}


def _query(id_: int, who: int, data: str, message: Json) -> Json:
    return {"id": str(id_), "from": _user(who), "chat_instance": "1", "data": data, "message": message}


def _fuzzed(rng: random.Random, id_: int, text: str) -> Json:
    """A good one with some fields gone, of other types, or under other names."""
    update = copy.deepcopy(_good(rng, id_, text))
    for _ in range(rng.randint(1, 4)):
        table, key = rng.choice([*_places(update), (update, "message")])
        if key not in table:
            continue
        change = rng.randrange(4)
        if change == 0:
            del table[key]
        elif change == 1:
            table[key] = copy.deepcopy(rng.choice(_WRONG))
        elif change == 2:
            table[rng.choice(("id", "from", "chat", "text", "message", "data", key.upper()))] = table.pop(key)
        else:
            table[key] = rng.choice((text, [table[key]], {"id": table[key]}))
    return update


def _places(table: Json) -> Iterator[tuple[Json, str]]:
    """Every key of an update, however deep; in lists too."""
    for key, value in table.items():
        yield table, key
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _places(inner)


def _stranger(rng: random.Random, id_: int, text: str) -> Json:
    return _good(rng, id_, text)


def _reaching(rng: random.Random, id_: int, text: str) -> Json:
    """What somebody may not do, typed or as another's button."""
    who, said = rng.choice((INSIDER, rng.choice(STRANGERS))), rng.choice(REACHING)
    message = _message(who, id_, text=said)
    if rng.random() < 0.5:
        return {"message": message}
    return {"callback_query": _query(id_, who, said, {**message, "from": BOT, "text": "x"})}


def _forged(rng: random.Random, id_: int, text: str) -> Json:
    """The id of somebody who may, where it means nothing: as text, beside another's, of a bot, forwarded."""
    stranger, mighty = rng.choice(STRANGERS), _user(MIGHTY)
    message = _message(stranger, id_, text=rng.choice(REACHING))
    return {
        "message": rng.choice(
            (
                {**message, "from": _user(str(MIGHTY)), "chat": _chat(str(MIGHTY))},
                {**message, "from": _user(float(MIGHTY)), "chat": _chat(float(MIGHTY))},
                {**message, "from": {**mighty, "is_bot": True}},
                {**message, "chat": _chat(MIGHTY)},
                {**message, "from": mighty},
                {**message, "from": _user(-MIGHTY), "chat": _chat(-MIGHTY)},
                {**message, "sender_chat": {"id": MIGHTY, "type": "channel", "title": "Mai"}},
                {**message, "via_bot": {**mighty, "is_bot": True}},
                {**message, "forward_origin": {"type": "user", "sender_user": mighty, "date": 1}},
                {**message, "reply_to_message": {**message, "from": mighty, "chat": _chat(MIGHTY)}},
                {**message, "contact": {"user_id": MIGHTY, "phone_number": "1", "first_name": "Mai"}},
                {**message, "chat": {"id": -stranger, "type": "supergroup", "title": "x"}, "from": mighty},
            )
        )
    }


def _lying_file(rng: random.Random, id_: int, text: str) -> Json:
    """A file whose name, size or type lies, from somebody who may not send it there."""
    message = _message(rng.choice((INSIDER, *STRANGERS)), id_, caption="đối chiếu 12")
    file = {"file_id": f"f{id_}", "file_unique_id": f"u{id_}", "file_size": rng.choice(SIZES)}
    if rng.random() < 0.3:
        return {"message": {**message, "photo": [{**file, "width": rng.choice(SIZES), "height": 10**9}]}}
    file |= {"file_name": rng.choice(NAMES), "mime_type": rng.choice(("application/pdf", "", "x" * 999))}
    return {"message": {**message, "document": file}}


def _endless(rng: random.Random, id_: int, text: str) -> Json:
    """A megabyte, or a hundred levels; seldom, or nothing else would be tried."""
    who = rng.choice((INSIDER, rng.choice(STRANGERS)))
    message = _message(who, id_)
    if rng.random() < 0.04:
        return {"message": {**message, "text": "đ" * LONG}}
    deep: Any = text
    for _ in range(rng.randint(1, DEEP_ENOUGH)):
        deep = rng.choice(([deep], {"reply_to_message": deep}, {"text": deep}))
    return {"message": {**message, rng.choice(("text", "reply_to_message", "entities", "chat")): deep}}


_KINDS: tuple[Callable[[random.Random, int, str], Json], ...] = (
    _fuzzed, _fuzzed, _fuzzed, _stranger, _reaching, _forged, _lying_file, _endless,
)  # fmt: skip
