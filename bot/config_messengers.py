"""The messengers of the configuration: the accounts the bot speaks from, and what each may do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.channels.zalo.hosts import API as ZALO_API
from bot.pace import Limits

API, LISTEN = "https://api.telegram.org", "127.0.0.1:8080"
FREE = 3000  # messages a month of Zalo's free plan
KEYS = (
    "telegram.token", "telegram.token_file", "telegram.api", "telegram.proxy", "telegram.per_second",
    "telegram.per_chat_second", "telegram.per_group_minute", "telegram.monthly", "webhook.url", "webhook.listen",
    "zalo.token", "zalo.token_file", "zalo.api", "zalo.per_second", "zalo.per_chat_second", "zalo.monthly", "zalo.url",
)  # fmt: skip
Wrong = Callable[[str, str], Exception]


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is served; the token is never shown."""

    token: str = field(repr=False)
    api: str = API
    proxy: str = field(default="", repr=False)  # may hold a password
    limits: Limits = field(default_factory=Limits)
    webhook: str = ""  # the public address; empty: long polling
    monthly: int = 0  # messages that the account may send in a month; 0: no limit


@dataclass(frozen=True, slots=True)
class Zalo:
    """How one bot on Zalo is served; an office may have several. The token is never shown."""

    token: str = field(repr=False)
    api: str = ZALO_API
    limits: Limits = field(default_factory=Limits)
    url: str = ""  # the public address of webhooks and files; empty: long polling, and files by other ways
    monthly: int = FREE


def read_telegram(values: Mapping[str, Any], token: str, wrong: Wrong) -> Telegram | None:
    """How Telegram is served; None without a token."""
    if not token:
        return None
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,100}", token):
        raise wrong("telegram.token", "mã của BotFather, dạng số:chữ")
    number = partial(_number, values, wrong)
    per_group_minute = number("telegram.per_group_minute", 20)
    limits = Limits(number("telegram.per_second", 30), number("telegram.per_chat_second", 1), per_group_minute)
    return Telegram(
        token, _address(values, "telegram.api", API, wrong), _proxy(_text(values, "telegram.proxy", "", wrong), wrong),
        limits, _address(values, "webhook.url", "", wrong), _monthly(values, "telegram.monthly", 0, wrong),
    )  # fmt: skip


def read_zalo(values: Mapping[str, Any], tokens: str, wrong: Wrong) -> tuple[Zalo, ...]:
    """How Zalo is served: one bot for each token, which stand apart by spaces or lines."""
    found = tokens.split()
    if any(not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_.-]{6,200}", token) for token in found):
        raise wrong("zalo.token", "mã của Zalo Bot Manager, dạng số:chữ; nhiều bot thì mỗi mã một dòng")
    if len({token.partition(":")[0] for token in found}) < len(found):
        raise wrong("zalo.token", "các mã khác nhau, mỗi bot một mã")
    number = partial(_number, values, wrong)
    limits = Limits(number("zalo.per_second", 10), number("zalo.per_chat_second", 1))
    url = _address(values, "zalo.url", "", wrong).rstrip("/")
    api, monthly = _address(values, "zalo.api", ZALO_API, wrong), _monthly(values, "zalo.monthly", FREE, wrong)
    return tuple(Zalo(token, api, limits, url, monthly) for token in found)


def read_listen(values: Mapping[str, Any], wrong: Wrong) -> str:
    """Where webhooks are listened for: host:port."""
    listen = _text(values, "webhook.listen", LISTEN, wrong)
    if not re.fullmatch(r"\S*:[0-9]{1,5}", listen) or int(listen.rpartition(":")[2]) > 65535:
        raise wrong("webhook.listen", 'máy và cổng như "127.0.0.1:8080"')
    return listen


def _address(values: Mapping[str, Any], key: str, default: str, wrong: Wrong) -> str:
    """A web address whose path needs no escapes, and has no query."""
    url = _text(values, key, default, wrong)
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", url):
        raise wrong(key, f'địa chỉ như "https://cchc.example.gov.vn/{"zalo" if key == "zalo.url" else "telegram"}"')
    return url


def _text(values: Mapping[str, Any], key: str, default: str, wrong: Wrong) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise wrong(key, "chữ trong ngoặc kép")
    return value


def _number(values: Mapping[str, Any], wrong: Wrong, key: str, default: float) -> float:
    found = values.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1_000_000:
        raise wrong(key, "một số lớn hơn 0")
    return found


def _monthly(values: Mapping[str, Any], key: str, default: int, wrong: Wrong) -> int:
    monthly = values.get(key, default)
    if not isinstance(monthly, int) or isinstance(monthly, bool) or not 0 <= monthly <= 1_000_000_000:
        raise wrong(key, "số tin một tháng, 0 là không giới hạn")
    return monthly


def _proxy(url: str, wrong: Wrong) -> str:
    if url and not re.fullmatch(r"(https?|socks5h?)://\S+", url):
        raise wrong("telegram.proxy", 'địa chỉ như "http://máy:3128" hoặc "socks5://máy:1080"')
    return url
