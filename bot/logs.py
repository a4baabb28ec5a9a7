"""The log of a serving process: one JSON object a line, the update it is about, and never a secret."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from urllib.parse import unquote

about: ContextVar[str] = ContextVar("about", default="")  # the id of the update being worked on


class Lines(logging.Formatter):
    """Structured lines in which secrets are blacked out, wherever they stand: in messages, URLs and tracebacks."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        # A token's parts too: libraries cut URLs, and whoever has the part after the colon has all of it.
        self.secrets = sorted({part for each in secrets for part in _parts(each) if part}, key=len)

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "from": record.name,
            "update": about.get(),
            "said": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return self.without_secrets(
            json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)
        )

    def without_secrets(self, text: str) -> str:
        for secret in reversed(self.secrets):
            text = text.replace(secret, "…")
        return text


def _parts(secret: str) -> list[str]:
    """A secret, the half of a token that opens everything, the password of a URL."""
    if "://" not in secret:
        return [secret, secret.partition(":")[2]]
    password = re.search(r"://[^/@]*?:([^/]+)@", secret)
    return [password[1], unquote(password[1])] if password else []


def log_to(file: str, secrets: Iterable[str]) -> None:
    """Write everything of this process's log to a file, or to standard error."""
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "telegram", "uvicorn.access", "asyncio"):  # httpx logs URLs, with the token
        logging.getLogger(chatty).setLevel(logging.WARNING)
