"""What is known of Zalo's payloads, each with its grade: client, reader and fake server are held against this one file.

A: reported from a live bot. B: from the documentation. C: constructed, nobody has seen it: its tests say so.
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
_ALL: dict[str, dict[str, Json]] = json.loads(Path(__file__).with_name("zalo-fixtures.json").read_text("utf-8"))
GRADES = {name: each["grade"] for kind in ("updates", "responses") for name, each in _ALL[kind].items()}
CONSTRUCTED = "C"


def update(name: str) -> Json:
    """An update's body as a webhook gets it; a copy."""
    return copy.deepcopy(_ALL["updates"][name]["body"])


def response(name: str) -> tuple[int, bytes]:
    """An answer's HTTP status and body."""
    found = _ALL["responses"][name]
    return found["status"], (json.dumps(found["json"]) if "json" in found else found["text"]).encode()


def said(name: str) -> Json:
    """An answer's body; a copy."""
    return copy.deepcopy(_ALL["responses"][name]["json"])


def every(kind: str, *names: str) -> list[Any]:
    """The names of all "updates" or "responses", or of some, as parameters of a test; constructed ones are marked."""
    return [_parameter(name) for name in _ALL[kind] if not names or name in names]


def _parameter(name: str) -> Any:
    constructed = GRADES[name] == CONSTRUCTED
    marks = [pytest.mark.constructed] if constructed else []
    return pytest.param(name, marks=marks, id=f"{name}-constructed" if constructed else name)
