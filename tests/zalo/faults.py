"""What may go wrong between a bot and Zalo, for the next requests of one method, or of one chat of it."""

from dataclasses import dataclass, field

from tests.zalo.fixtures import response

Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that happens to a request instead of, or after, what it asked for."""

    answer: Answer | None = None  # it is not done, and answered so
    unread: bool = False  # the connection breaks before the request is read
    unanswered: bool = False  # the connection breaks after it was done
    seconds: float = 0  # it is done at once, and answered only then


RESET_BEFORE, RESET_AFTER = Fault(unread=True), Fault(unanswered=True)
OK_FALSE = Fault(response("ok_false_http200"))
TOO_MANY = Fault(response("rate_limited"))
BAD_GATEWAY = Fault(response("html_502"))
BAD_TOKEN = Fault(response("bad_token"))
NOT_JSON = Fault((200, b'{"ok":tru'))


def slow(seconds: float) -> Fault:
    """Done at once, answered late."""
    return Fault(seconds=seconds)


@dataclass
class Faults:
    """Those that wait for their request: each method has its own row, and the first in it comes first."""

    waiting: list[tuple[str, str, Fault]] = field(default_factory=list)  # method, chat or ""

    def take(self, method: str, chat: object, unread: bool) -> Fault | None:
        """The one that meets a request, before or once it is read."""
        for each in self.waiting:
            if each[0] == method and each[2].unread == unread and (unread or each[1] in ("", str(chat))):
                self.waiting.remove(each)
                return each[2]
        return None
