"""The oracle: whether Telegram takes a request, by what others wrote: aiogram's models of the Bot API, teremok's rules.

Parameters come as they are on the wire: strings, and JSON in strings. Added here are only limits that neither knows.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

from aiogram import Bot, methods
from aiogram.types import BufferedInputFile
from pydantic import ValidationError
from teremok.validation import ApiRuleViolation, validate_html, validate_method

from tests.messenger.markup import length, shown

OK = "ok"
_BOT = Bot("123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024
_LARGEST_PHOTO, _LARGEST_FILE = 10_000_000, 50_000_000
_MOST_BUTTONS, _MOST_IN_A_ROW = 100, 8
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def judge(method: str, params: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None) -> str:
    """`ok`, or why Telegram refuses it."""
    model = getattr(methods, method[:1].upper() + method[1:], None)
    if model is None:
        return f"unknown method {method}"
    unknown = sorted((set(params) | set(files or {})) - set(model.model_fields) - _attached(params))
    if unknown:
        return f"unknown parameter {unknown[0]}"
    try:
        values = _decoded(model, params, files or {})
        for name, longest in (("text", _LONGEST_TEXT), ("caption", _LONGEST_CAPTION)):
            _judge_text(values, name, longest)
        values.pop("parse_mode", None)  # the texts are plain now
        validate_method(_BOT, model(**values))
        _judge_files(params, files or {})
        _judge_more(method, values)
    except ApiRuleViolation as refusal:
        return refusal.description
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return OK


def _attached(params: Mapping[str, Any]) -> set[str]:
    """The parts that parameters refer to."""
    return set(re.findall(r"attach://([^\"\s]+)", " ".join(map(str, params.values()))))


def _decoded(model: Any, params: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
    """The values a request means: JSON is read where the parameter is no plain text, a part is a file."""
    values: dict[str, Any] = {}
    for name, value in params.items():
        kind = model.model_fields[name].annotation
        is_text = kind is str or str in get_args(kind)
        try:
            values[name] = json.loads(value) if isinstance(value, str) and not is_text else value
        except ValueError:
            raise ApiRuleViolation(f"{name} is no JSON") from None
    parts = {name: file for name, file in files.items() if name in model.model_fields}
    return values | {name: BufferedInputFile(content, filename) for name, (filename, content) in parts.items()}


def _judge_text(values: dict[str, Any], name: str, longest: int) -> None:
    """Judge the markup as it was sent, and the length of what it comes to; the rest is judged with the latter."""
    text = values.get(name)
    if not isinstance(text, str) or values.get(f"{name}_entities" if name != "text" else "entities"):
        return
    if values.get("parse_mode") == "HTML":
        validate_html(text)
        values[name] = text = shown(text)
    if length(text) > longest:
        raise ApiRuleViolation(f"{name} is too long: {length(text)}")
    if name == "text" and not text.strip():
        raise ApiRuleViolation("message text is empty")


def _judge_files(params: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]]) -> None:
    """Parts are there, neither empty nor too large, and photos are pictures."""
    if missing := _attached(params) - set(files):
        raise ApiRuleViolation(f"no part {sorted(missing)[0]}")
    photos = _attached({"photo": params.get("photo", "")}) | {"photo"}
    for part, (name, content) in files.items():
        is_photo = part in photos
        if not name or "/" in name or not 0 < len(content) <= (_LARGEST_PHOTO if is_photo else _LARGEST_FILE):
            raise ApiRuleViolation(f"file {name!r} of {len(content)} bytes")
        if is_photo and not content.startswith(_PICTURES):
            raise ApiRuleViolation("a photo that is no picture")


def _judge_more(method: str, values: Mapping[str, Any]) -> None:
    """Keyboards, menus and secrets, whose limits neither package knows."""
    rows = (values.get("reply_markup") or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > _MOST_BUTTONS or any(not 1 <= len(row) <= _MOST_IN_A_ROW for row in rows):
        raise ApiRuleViolation("too many buttons, or a row without any")
    if any(not button["text"].strip() for row in rows for button in row):
        raise ApiRuleViolation("a button without a label")
    if method == "setMyCommands":
        commands = values["commands"]
        names = [each["command"] for each in commands]
        well_named = all(re.fullmatch("[a-z0-9_]{1,32}", name) for name in names) and len(set(names)) == len(names)
        if len(commands) > 100 or not well_named or not all(1 <= len(each["description"]) <= 256 for each in commands):
            raise ApiRuleViolation("a menu of at most 100, names of [a-z0-9_], descriptions up to 256")
    if method == "setWebhook" and not re.fullmatch("[A-Za-z0-9_-]{0,256}", str(values.get("secret_token", ""))):
        raise ApiRuleViolation("the secret has other letters than A-Z, a-z, 0-9, _ and -")
