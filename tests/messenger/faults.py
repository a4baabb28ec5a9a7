"""What may go wrong between a bot and Telegram, once or several times, for one method, or one chat of it."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal

HTML_PAGE = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that happens to a request instead of, or after, what it asked for."""

    status: int = 0  # refused with it; 0: it is done
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    page: bool = False  # answered by a gateway's HTML instead of the API's JSON
    unread: bool = False  # the connection breaks before the request is read
    unanswered: bool = False  # the connection breaks after it was done
    seconds: float = 0  # it is done at once, and answered only then


def too_many(retry_after: int) -> Fault:
    """429: nothing was sent; wait so many seconds."""
    after = f"Too Many Requests: retry after {retry_after}"
    return Fault(429, after, {"retry_after": retry_after})


def refused(status: int, description: str, **parameters: Any) -> Fault:
    """`refused(403, "Forbidden: bot was blocked by the user")`; parameters as `migrate_to_chat_id=…`."""
    return Fault(status, description, parameters)


BLOCKED = refused(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = refused(403, "Forbidden: user is deactivated")
BAD_TOKEN = refused(401, "Unauthorized")
SERVER_ERROR = refused(500, "Internal Server Error")
BAD_GATEWAY = Fault(502, page=True)
RESET_BEFORE = Fault(unread=True)
RESET_AFTER = Fault(unanswered=True)


def slow(seconds: float) -> Fault:
    """Done at once, answered late."""
    return Fault(seconds=seconds)


class Page(Exception):
    """A gateway's HTML is answered."""


@dataclass
class Faults:
    """Those that wait for their request; each method has its own row, and the first in it comes first."""

    waiting: list[tuple[str, int | None, Fault]] = field(default_factory=list)

    def unread(self, method: str) -> Fault | None:
        """The one that meets the next request of a method before it is read."""
        return self._take(lambda each: each[0] == method and each[2].unread)

    def read(self, method: str, chat: object) -> Fault | None:
        """The one that meets a request once its chat is known."""
        return self._take(lambda each: each[0] == method and str(each[1] or chat) == str(chat) and not each[2].unread)

    def _take(self, meets: Any) -> Fault | None:
        found = next((each for each in self.waiting if meets(each)), None)
        if found:
            self.waiting.remove(found)
        return found[2] if found else None


def refuse(fault: Fault | None) -> None:
    """Answer a request with what goes wrong instead of doing it."""
    if fault and fault.page:
        raise Page
    if fault and fault.status:
        raise ApiRefusal(fault.description, fault.status, fault.parameters or None)


async def end(fault: Fault | None, request: web.Request) -> None:
    """What goes wrong after a request was done."""
    if fault and fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault and fault.unanswered:
        reset(request)


def reset(request: web.Request) -> None:
    """Break a connection off as a failing network does (RST)."""
    if transport := request.transport:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
