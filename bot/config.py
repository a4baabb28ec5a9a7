"""The configuration: one TOML file, every key known by name; the secret also from the environment or a file."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.config_messengers import KEYS as MESSENGERS
from bot.config_messengers import LISTEN, Telegram, Zalo, read_listen, read_telegram, read_zalo
from bot.config_reminders import KEYS as REMINDERS
from bot.config_reminders import read_policy
from scheduling.policy import DEFAULT, Policy
from scoring.errors import nearest
from templates import say

ZONE = "Asia/Ho_Chi_Minh"
_KEYS = (
    "database.url", "database.url_file", "office.zone", "score.stale_after_days", "work.concluded_by", "work.own_check",
    "work.days_off_roll", "log.file",
    *MESSENGERS,
    *REMINDERS,
)  # fmt: skip
CONCLUDED_BY = ("assigner", "checker")


class ConfigError(Exception):
    """What is wrong with the configuration, said."""


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
    zalo: tuple[Zalo, ...] = ()
    listen: str = LISTEN
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

    def wrong(key: str, wants: str) -> ConfigError:
        return _wrong(file, key, wants)

    return Config(file, _secret(values, "database.url", env, file), zone, timedelta(days=days),
                  _text(values, "log.file", "", file), _flag(values, "work.days_off_roll", file), concluded_by,
                  _flag(values, "work.own_check", file),
                  read_telegram(values, _secret(values, "telegram.token", env, file), wrong),
                  read_zalo(values, _secret(values, "zalo.token", env, file), wrong), read_listen(values, wrong),
                  read_policy(values, days, wrong), _heartbeat(values, file))  # fmt: skip


def _wrong(file: str, key: str, wants: str) -> ConfigError:
    return ConfigError(say("lines", "config_wrong", file=file, key=key, wants=wants))


def _heartbeat(values: Mapping[str, Any], file: str) -> str:
    url = _text(values, "reminders.heartbeat", "", file)
    if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        raise _wrong(file, "reminders.heartbeat", 'địa chỉ như "https://giam-sat.example.gov.vn/ping/..."')
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
