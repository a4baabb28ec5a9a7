"""Files that people send: which are taken, judged by their first bytes as well as by their names."""

from dataclasses import dataclass
from hashlib import sha256

from models.messages import LARGEST_FILE, File
from templates import say

_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
_BEGINS: dict[str, tuple[bytes, ...]] = {  # by the end of a name: what such a file begins with
    "pdf": (b"%PDF",), "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "ods": _ZIP, "zip": _ZIP,
    "doc": _OLE, "xls": _OLE, "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG",),
    "tif": (b"II*\0", b"MM\0*"), "tiff": (b"II*\0", b"MM\0*"), "webp": (b"RIFF",), "heic": (b"\0\0\0",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """A file somebody sent, not yet fetched."""

    id: str  # where its messenger keeps it; empty where that is not the messenger's own
    name: str
    size: int = 0  # 0: not said
    kind: str = "photo"  # or "document"


def refusal(sent: Sent) -> str:
    """Why a file is not even fetched; "" where it is."""
    if sent.size > LARGEST_FILE:
        return say("channel", "file_too_large", name=sent.name)
    return "" if _end(sent) in _BEGINS else say("channel", "file_kind", name=sent.name)


def taken(sent: Sent, content: bytes, ref: str) -> File | str:
    """The file as the office knows it, or why it is not taken."""
    if len(content) > LARGEST_FILE:
        return say("channel", "file_too_large", name=sent.name)
    if not content.startswith(_BEGINS[_end(sent)]):
        return say("channel", "file_lies", name=sent.name)
    return File(sent.name, sha256(content).hexdigest(), ref)


def _end(sent: Sent) -> str:
    return sent.name.rpartition(".")[2].lower()
