"""What Telegram makes of a text as it was sent: the letters that are shown and how long they are."""

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_COMMAND_OR_NAME = re.compile(r"(?<!\S)/[A-Za-z0-9_]+(?:@\w+)?|(?<!\w)@\w{4,}")


def shown(text: str, parse_mode: object = "HTML") -> str:
    """The text without its markup: Telegram counts, shows and sends back this one."""
    return html.unescape(_TAG.sub("", text)) if parse_mode == "HTML" else text


def length(text: str) -> int:
    """How long Telegram finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities(text: str) -> list[dict[str, object]]:
    """The commands and names of a text a person wrote, as an update carries them."""
    return [
        {
            "type": "bot_command" if found[0].startswith("/") else "mention",
            "offset": length(text[: found.start()]),
            "length": length(found[0]),
        }
        for found in _COMMAND_OR_NAME.finditer(text)
    ]
