"""Requests to the Zalo Bot Platform by httpx, with raw answers; and what a failed one means."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.zalo.hosts import API, is_own
from bot.logs import Lines
from models.messages import LARGEST_FILE

LONG = 30  # seconds that Zalo holds a poll open
IDLE = 408  # nothing came: by one report the HTTP status, by another the error_code alone
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=60)
_BEFORE_WRITING = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol,
)  # fmt: skip


class ZaloError(Exception):
    """A request that failed. `meaning`: "wait", "closed", "refused", "revoked", "not sent", "down" (Zalo answered that
    it failed: it may have been received) or "uncertain". `code` is Zalo's, else the HTTP status; 0 without an answer.
    """

    def __init__(self, method: str, meaning: str, code: int = 0, said: str = "") -> None:
        super().__init__(" ".join(filter(None, (f"{method}:", meaning, str(code or ""), said))))
        self.method, self.meaning, self.code = method, meaning, code


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Zalo knows it; by which of its names a group mentions it is not documented."""

    id: str
    names: tuple[str, ...]
    joins_groups: bool


class Wire:
    """One account's requests. The innermost transport alone knows the token: nothing of httpx's can tell it."""

    def __init__(self, token: str, api: str = API, transport: httpx.AsyncBaseTransport | None = None) -> None:
        inner = transport or httpx.AsyncHTTPTransport(limits=_LIMITS)
        self.account = token.rpartition(":")[0]  # as text
        self._api = api
        self._without_token = Lines([token]).without_secrets
        self._zalo = httpx.AsyncClient(base_url=api, transport=_Signed(inner, token))
        self._media = httpx.AsyncClient(transport=inner)

    async def shutdown(self) -> None:
        """Let go of every connection."""
        await self._zalo.aclose()
        await self._media.aclose()

    async def call(self, method: str, read_timeout: float = 15, **fields: Any) -> Any:
        """One request's result, None where it has none; ZaloError where it failed."""
        status, content = await self.ask(method, read_timeout, **fields)
        return result_of(method, status, content, self._without_token)

    async def ask(self, method: str, read_timeout: float = 15, **fields: Any) -> tuple[int, bytes]:
        """One request's answer as it came: HTTP status and body; ZaloError where there is none."""
        timeout = httpx.Timeout(read_timeout, connect=5, pool=30)
        try:
            answer = await self._zalo.post(f"/{method}", json=fields, timeout=timeout)
        except httpx.HTTPError as error:
            failed = _broken(method, error)  # raised outside: no traceback of httpx's hangs on it
        else:
            return answer.status_code, answer.content
        raise failed

    async def introduce(self) -> Me:
        """Who the bot is; ZaloError where Zalo does not say it."""
        me = await self.call("getMe")
        if not isinstance(me, dict) or not isinstance(me.get("id"), str):
            raise ZaloError("getMe", "uncertain", 0, "no bot")
        names = (me.get("display_name"), me.get("account_name"))
        return Me(me["id"], tuple(each for each in names if isinstance(each, str)), me.get("can_join_groups") is True)

    async def poll(self, seconds: int = LONG) -> list[Any]:
        """The updates there are, one at a time as documented; none after so many seconds.

        Nothing acknowledges them: by one report they come again with every poll, by another they are gone.
        """
        try:
            found = await self.call("getUpdates", read_timeout=seconds + 10, timeout=str(seconds))
        except ZaloError as error:
            if error.code == IDLE:
                return []
            raise
        return found if isinstance(found, list) else [] if found is None else [found]

    async def webhook(self) -> str:
        """The address Zalo delivers to; empty where there is none."""
        try:
            found = await self.call("getWebhookInfo")
        except ZaloError as error:
            if (error.meaning, error.code) == ("refused", 404):
                return ""
            raise
        return str(found.get("url") or "") if isinstance(found, dict) else ""

    async def fetch(self, url: str) -> bytes:
        """What a picture holds that somebody sent: from the platform's own hosts, without the token, no redirect
        followed; of what is larger than is taken, the beginning."""
        if not is_own(url, self._api):
            raise ZaloError("fetch", "refused", 0, "not the platform's")
        content = bytearray()
        try:
            async with self._media.stream("GET", url, headers={"Accept-Encoding": "identity"}, timeout=15) as answer:
                async for part in answer.aiter_bytes():
                    content += part
                    if len(content) > LARGEST_FILE:
                        break
        except httpx.HTTPError as error:
            failed = _broken("fetch", error)
        else:
            if answer.status_code == 200:
                return bytes(content)
            gone = 300 <= answer.status_code < 500 and answer.status_code != 429
            failed = ZaloError("fetch", "refused" if gone else _no_answer(answer.status_code), answer.status_code)
        raise failed


class _Signed(httpx.AsyncBaseTransport):
    """Writes the token into the path at the last moment: httpx logs its requests and hangs them on its errors."""

    def __init__(self, inner: httpx.AsyncBaseTransport, token: str) -> None:
        self._inner, self._token = inner, token

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        base, _, method = request.url.path.rpartition("/")
        url = request.url.copy_with(path=f"{base}/bot{self._token}/{method}")
        signed = httpx.Request(
            request.method, url, headers=request.headers, stream=request.stream, extensions=request.extensions
        )
        return await self._inner.handle_async_request(signed)

    async def aclose(self) -> None:
        await self._inner.aclose()


def result_of(method: str, status: int, content: bytes, without_token: Callable[[str], str]) -> Any:
    """What an answer holds; ZaloError where it says no, or is none of Zalo's. `ok` counts, then its code, then the
    HTTP status: a refusal may come with 200."""
    answer = _envelope(content)
    if answer is None:
        raise ZaloError(method, _no_answer(status), status, "no answer of Zalo's")
    if answer["ok"]:
        return answer.get("result")
    code, said = answer.get("error_code"), answer.get("description")
    if not isinstance(code, int) or not 400 <= code < 600:
        code = status if status >= 400 else 400
    said = " ".join(without_token(said).split())[:200] if isinstance(said, str) else ""
    raise ZaloError(method, meaning(method, code), code, said)


def meaning(method: str, code: int) -> str:
    """What became of a request that Zalo refused. 400, 404 and 408 were seen; the rest is what every client assumes."""
    if code == 401 or (code == 403 and method in ("getMe", "getUpdates")) or (code == 404 and method == "getMe"):
        return "revoked"
    if code == IDLE:  # of a message: it may be on its way
        return "uncertain"
    if code == 403:
        return "closed"
    return "wait" if code == 429 else "down" if code >= 500 else "refused"


def _no_answer(status: int) -> str:
    """The same where something on the way answered."""
    if status == 429:
        return "wait"
    if status >= 500:
        return "down"
    return "not sent" if status >= 300 and status != IDLE else "uncertain"


def _envelope(content: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("ok"), bool) else None


def _broken(method: str, error: httpx.HTTPError) -> ZaloError:
    """A request without an answer. A read timeout has the idle answer's code: to a poll it means the same."""
    what = "not sent" if isinstance(error, _BEFORE_WRITING) else "uncertain"
    return ZaloError(method, what, IDLE if isinstance(error, httpx.ReadTimeout) else 0, type(error).__name__)
