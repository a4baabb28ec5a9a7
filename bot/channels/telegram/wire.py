"""Requests to the Bot API by python-telegram-bot, with raw answers; and what a failed one means."""

import os
from datetime import timedelta
from typing import Any

import httpx

os.environ.setdefault("PTB_TIMEDELTA", "1")  # read by python-telegram-bot: waits as timedelta, without its warning
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.request import CONNECTIONS, AiohttpRequest, NotSent

# What httpx, which alone goes through a proxy, says when nothing was written.
_BEFORE_WRITING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Wire(Bot):
    """python-telegram-bot's `Bot` whose answers stay JSON: making objects of them is a third of a reply's cost."""

    def __init__(self, token: str, api: str, proxy: str = "") -> None:
        base = api.rstrip("/")
        super().__init__(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=_request(proxy),
            get_updates_request=_request(proxy),
        )

    async def shutdown(self) -> None:
        """Let go of every connection, also of those of a start that never found Telegram."""
        await super().shutdown()
        for each in self._request:
            await each.shutdown()

    async def call(self, method: str, read_timeout: float = 15, **fields: Any) -> Any:
        """One request's result; TelegramError where it failed (`meaning` says how)."""
        try:
            return await self._post(method, fields, read_timeout=read_timeout)
        except (TypeError, KeyError, AttributeError) as error:  # JSON, but no answer of the Bot API's
            raise NetworkError("no answer of the Bot API") from error

    async def introduce(self) -> str:
        """The bot's name; TelegramError where Telegram does not say it."""
        for each in self._request:
            await each.initialize()
        me = await self.call("getMe")
        if not isinstance(me, dict) or not isinstance(me.get("username"), str):
            raise NetworkError("no bot")
        return str(me["username"])

    def __repr__(self) -> str:
        return f"Wire({self.account})"  # python-telegram-bot shows the token

    async def fetch(self, file_id: str) -> bytes:
        """What a file sent to the bot holds; at most 20 MB, Telegram gives no more."""
        found = await self.call("getFile", file_id=file_id)
        content: bytes = await self.request.retrieve(f"{self.base_file_url}/{found['file_path']}", read_timeout=60)
        return content

    @property
    def account(self) -> str:
        """The bot's own id, as text."""
        return self.token.partition(":")[0]


def _request(proxy: str) -> BaseRequest:
    return HTTPXRequest(CONNECTIONS, pool_timeout=30, proxy=proxy) if proxy else AiohttpRequest()


def meaning(error: TelegramError) -> str:
    """What became of a request: "wait", "moved", "closed", "same", "refused", "revoked", "not sent", "down" (Telegram
    answered that it failed) or "uncertain" (it may have been received).
    """
    if isinstance(error, RetryAfter):
        return "wait"
    if isinstance(error, ChatMigrated):
        return "moved"
    if isinstance(error, Forbidden):
        return "closed"
    if isinstance(error, InvalidToken):  # Telegram says so as JSON; a page of a proxy's is trouble on the way
        cause = error.__cause__
        while isinstance(cause, InvalidToken):
            cause = cause.__cause__
        return "not sent" if cause else "revoked"
    if isinstance(error, BadRequest):
        return _refusal(error.message.lower())
    if isinstance(error, NotSent) or isinstance(error.__cause__, _BEFORE_WRITING):
        return "not sent"
    answered = error.__cause__ is None or isinstance(error.__cause__, TelegramError)  # perhaps by a page of HTML
    return "down" if answered and not isinstance(error, TimedOut) else "uncertain"


def _refusal(words: str) -> str:
    if "not modified" in words:
        return "same"
    if any(each in words for each in ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid")):
        return "closed"
    return "refused"


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
