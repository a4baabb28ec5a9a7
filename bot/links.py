"""Links to one file each, signed and good for a while: where a messenger carries no files, the web application does."""

import base64
import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.config_messengers import Zalo
from bot.web import path_of

LAST = timedelta(hours=1)
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_SHOWN = ("png", "jpg", "jpeg", "webp")  # the others are saved
_HEADERS = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer", "Content-Security-Policy": "sandbox; default-src 'none'",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links below a public address, and serves them. All processes of an office know the same secret."""

    url: str
    secret: bytes
    clock: Callable[[], datetime]
    content: Callable[[str], Awaitable[bytes | None]]  # what is kept under a `File.ref`

    def link(self, ref: str, name: str) -> str:
        """The address of one file for a while."""
        until = format(int((self.clock() + LAST).timestamp()), "x")
        place = base64.urlsafe_b64encode(ref.encode()).decode().rstrip("=")
        return f"{self.url}/tep/{until}/{self._signature(until, ref, name)}/{place}/{quote(name, safe='')}"

    @property
    def routes(self) -> list[BaseRoute]:
        """Where links lead."""
        return [Route(path_of(self.url).rstrip("/") + "/tep/{until}/{signature}/{place}/{name}", self._serve)]

    def _signature(self, until: str, ref: str, name: str) -> str:
        return hmac.new(self.secret, f"{until}\n{ref}\n{name}".encode(), "sha256").hexdigest()[:40]

    async def _serve(self, request: Request) -> Response:
        """The file; of a link that nobody made, is over, or whose file is gone, the same nothing."""
        ref, name = self._named(**request.path_params), request.path_params["name"]
        content = await self.content(ref) if ref else None
        if content is None:
            return Response(status_code=404, headers=_HEADERS)
        end = name.rpartition(".")[2].lower()
        how = "inline" if end in _SHOWN else "attachment"
        saved = {"Content-Disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}"}
        return Response(content, headers=_HEADERS | saved, media_type=_TYPES.get(end, "application/octet-stream"))

    def _named(self, until: str, signature: str, place: str, name: str) -> str:
        """What a link's file is kept under; "" where the link is none."""
        try:
            ref = base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)).decode()
            over = datetime.fromtimestamp(int(until, 16), UTC)
        except (ValueError, OverflowError, OSError):
            return ""
        mine = hmac.compare_digest(self._signature(until, ref, name).encode(), signature.encode())
        return ref if mine and self.clock() <= over else ""


def links_of(
    bots: Sequence[Zalo], clock: Callable[[], datetime], content: Callable[[str], Awaitable[bytes | None]]
) -> Links | None:
    """The links of an office whose web application can be reached; None where it cannot."""
    if not bots or not bots[0].url:
        return None
    return Links(bots[0].url, hmac.new(bots[0].token.encode(), b"cchc files", "sha256").digest(), clock, content)
