"""The configuration: one TOML file, every key known by name; the secret also from the environment or a file."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.config_reminders import KEYS as REMINDERS
from bot.config_reminders import read_policy
from scheduling.policy import DEFAULT, Policy
from scoring.errors import nearest
from templates import say

API, LISTEN = "https://api.telegram.org", "127.0.0.1:8080"
ZONE = "Asia/Ho_Chi_Minh"
_KEYS = (
    "database.url", "database.url_file", "office.zone", "score.stale_after_days", "work.concluded_by", "work.own_check",
    "work.days_off_roll", "log.file", "telegram.token", "telegram.token_file", "telegram.api", "telegram.proxy",
    "telegram.per_second", "telegram.per_chat_second", "telegram.per_group_minute", "telegram.monthly",
    "webhook.url", "webhook.listen",
    *REMINDERS,
)  # fmt: skip
CONCLUDED_BY = ("assigner", "checker")


class ConfigError(Exception):
    """What is wrong with the configuration, said."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a messenger allows."""

    per_second: float = 30  # messages over all
    per_chat_second: float = 1
    per_group_minute: float = 20


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is served; the token is never shown."""

    token: str = field(repr=False)
    api: str = API
    proxy: str = field(default="", repr=False)  # may hold a password
    limits: Limits = field(default_factory=Limits)
    webhook: str = ""  # the public address; empty: long polling
    listen: str = LISTEN
    monthly: int = 0  # messages that the account may send in a month; 0: no limit


@dataclass(frozen=True, slots=True)
class Config:
    """Everything `cchc` can be told; `config.example.toml` explains each."""

    file: str
    database_url: str = field(repr=False)  # may hold a password
    zone: ZoneInfo
    stale_after: timedelta
    log_file: str
    days_off_roll: bool
    concluded_by: str = "assigner"
    own_check: bool = False
    telegram: Telegram | None = None
    policy: Policy = DEFAULT
    heartbeat: str = field(default="", repr=False)  # its address may be a secret


def read_config(path: str = "", environment: Mapping[str, str] | None = None) -> Config:
    """The configuration from a named file, else CCHC_CONFIG, else cchc.toml here, else defaults."""
    env = os.environ if environment is None else environment
    named = path or env.get("CCHC_CONFIG", "")
    file = named or ("cchc.toml" if Path("cchc.toml").is_file() else "")
    values = _flat(_tables(file), file) if file else {}
    zone_name = _text(values, "office.zone", ZONE, file)
    days = values.get("score.stale_after_days", 30)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 3660:
        raise _wrong(file, "score.stale_after_days", "số ngày, từ 1")
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong(file, "office.zone", f'múi giờ như "{ZONE}"') from None
    concluded_by = _text(values, "work.concluded_by", "assigner", file)
    if concluded_by not in CONCLUDED_BY:
        raise _wrong(file, "work.concluded_by", '"assigner" hoặc "checker"')
    return Config(file, _secret(values, "database.url", env, file), zone, timedelta(days=days),
                  _text(values, "log.file", "", file), _flag(values, "work.days_off_roll", file), concluded_by,
                  _flag(values, "work.own_check", file), _telegram(values, env, file),
                  read_policy(values, days, lambda key, wants: _wrong(file, key, wants)),
                  _heartbeat(values, file))  # fmt: skip


def _wrong(file: str, key: str, wants: str) -> ConfigError:
    return ConfigError(say("lines", "config_wrong", file=file, key=key, wants=wants))


def _heartbeat(values: Mapping[str, Any], file: str) -> str:
    url = _text(values, "reminders.heartbeat", "", file)
    if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        raise _wrong(file, "reminders.heartbeat", 'địa chỉ như "https://giam-sat.example.gov.vn/ping/..."')
    return url


def _telegram(values: Mapping[str, Any], env: Mapping[str, str], file: str) -> Telegram | None:
    """How Telegram is served; None without a token."""
    token = _secret(values, "telegram.token", env, file)
    if not token:
        return None

    def wrong(key: str, wants: str) -> ConfigError:
        return _wrong(file, key, wants)

    def number(key: str, default: float) -> float:
        found = values.get(f"telegram.{key}", default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1_000_000:
            raise wrong(f"telegram.{key}", "một số lớn hơn 0")
        return found

    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,100}", token):
        raise wrong("telegram.token", "mã của BotFather, dạng số:chữ")
    api = _text(values, "telegram.api", API, file)
    webhook, listen = _text(values, "webhook.url", "", file), _text(values, "webhook.listen", LISTEN, file)
    for key, url in (("telegram.api", api), ("webhook.url", webhook)):  # a path that needs no escapes, and no query
        if url and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", url):
            raise wrong(key, 'địa chỉ như "https://cchc.example.gov.vn/telegram"')
    if not re.fullmatch(r"\S*:[0-9]{1,5}", listen) or int(listen.rpartition(":")[2]) > 65535:
        raise wrong("webhook.listen", 'máy và cổng như "127.0.0.1:8080"')
    limits = Limits(number("per_second", 30), number("per_chat_second", 1), number("per_group_minute", 20))
    proxy = _proxy(_text(values, "telegram.proxy", "", file), wrong)
    return Telegram(token, api, proxy, limits, webhook, listen, _monthly(values, wrong))


def _monthly(values: Mapping[str, Any], wrong: Callable[[str, str], ConfigError]) -> int:
    monthly = values.get("telegram.monthly", 0)
    if not isinstance(monthly, int) or isinstance(monthly, bool) or not 0 <= monthly <= 1_000_000_000:
        raise wrong("telegram.monthly", "số tin một tháng, 0 là không giới hạn")
    return monthly


def _proxy(url: str, wrong: Callable[[str, str], ConfigError]) -> str:
    if url and not re.fullmatch(r"(https?|socks5h?)://\S+", url):
        raise wrong("telegram.proxy", 'địa chỉ như "http://máy:3128" hoặc "socks5://máy:1080"')
    return url


def _tables(file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(file).read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(say("lines", "config_missing", file=file)) from None
    except OSError as error:
        raise ConfigError(say("lines", "cannot_read_file", file=file, why=error.strerror or "")) from None
    except (ValueError, RecursionError) as error:
        # The parser may quote the line it stopped at, and that line may hold a password: only its place is said.
        detail = str(error).rpartition("(")[2].rstrip(")") if isinstance(error, tomllib.TOMLDecodeError) else "…"
        raise ConfigError(say("lines", "config_not_toml", file=file, detail=detail)) from None


def _flat(tables: dict[str, Any], file: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for section, rows in tables.items():
        for key, value in rows.items() if isinstance(rows, dict) else ((None, rows),):
            flat[f"{section}.{key}" if key else section] = value
    for key in flat:
        if key not in _KEYS:
            raise ConfigError(say("lines", "config_unknown_key", file=file, key=key, nearest=nearest(key, _KEYS)))
    return flat


def _text(values: Mapping[str, Any], key: str, default: str, file: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise _wrong(file, key, "chữ trong ngoặc kép")
    return value


def _flag(values: Mapping[str, Any], key: str, file: str) -> bool:
    value = values.get(key, False)
    if not isinstance(value, bool):
        raise _wrong(file, key, "true hoặc false")
    return value


def _secret(values: Mapping[str, Any], key: str, env: Mapping[str, str], file: str) -> str:
    """A secret from the environment (CCHC_DATABASE_URL), else from the file its `_file` key names, else its key."""
    if from_environment := env.get("CCHC_" + key.replace(".", "_").upper()):
        return from_environment
    secret_file = _text(values, f"{key}_file", "", file)
    if secret_file and values.get(key):
        raise ConfigError(say("lines", "config_two_secrets", key=key))
    if secret_file:
        try:
            return Path(secret_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError(say("lines", "config_secret_file", key=f"{key}_file", file=secret_file)) from None
    return _text(values, key, "", file)
