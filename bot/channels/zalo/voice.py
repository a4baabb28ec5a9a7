"""What the bot says on Zalo: a message as requests. Text is plain text, and what is bold is told beside it, so that
nothing anybody wrote is ever read as markup; there are no buttons, so choices are a line of what to type."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.pages import pieces, units
from models.messages import Choice, Message
from templates import plain, say

LONGEST = 1900  # UTF-16 units: Zalo takes 2,000, and does not say of what
_TAG = re.compile(r"(</?[bi]>)")
Fields = dict[str, Any]


def requests(message: Message) -> list[Fields]:
    """The fields of each sendMessage that says a message, without `chat_id`; the choices under the last."""
    text = "\n".join(filter(None, (message.text, offered(message.choices))))
    parts = (_part(part) for part in pieces(unicodedata.normalize("NFC", text), LONGEST))
    return [part for part in parts if part["text"].strip()]


def unstyled(fields: Fields) -> Fields:
    """The same once Zalo has refused it: its text alone."""
    return {key: value for key, value in fields.items() if key != "text_styles"}


def offered(choices: Sequence[Choice]) -> str:
    """What can be answered, as a line with markup; empty where there is nothing."""
    commands = dict.fromkeys(each.command for each in choices if not each.aside)
    return say("channel", "offered", commands=list(commands)) if commands else ""


def _part(text: str) -> Fields:
    """One request: what is read, and which stretches of it are bold or italic, in UTF-16 units."""
    shown, opened, styles = "", list[str](), list[dict[str, Any]]()
    for piece in _TAG.split(text.strip()):
        if not _TAG.fullmatch(piece):
            start = units(shown)
            shown = unicodedata.normalize("NFC", shown + plain(piece))
            if opened and (length := units(shown) - start) > 0:
                styles.append({"start": start, "len": length, "st": sorted({tag[1] for tag in opened})})
        elif not piece.startswith("</"):
            opened.append(piece)
        elif opened:
            opened.pop()
    return {"text": shown, **({"text_styles": styles} if styles else {})}
