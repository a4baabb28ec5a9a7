"""Reading one TOML table key by key: unknown keys, wrong sorts and missing ones are refused by name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from scoring.errors import CatalogError, nearest
from scoring.quantity import is_number


@contextmanager
def attempt(file: str, where: str) -> Iterator[None]:
    """Give every refusal inside its place."""
    try:
        yield
    except CatalogError as error:
        raise error.at(file, where) from None


def rows(whole: "Fields", key: str, file: str) -> Mapping[str, Any]:
    """A table of the file, refused with its place where it is none."""
    with attempt(file, f"[{key}]"):
        return whole.table(key)


class Fields:
    """One table whose keys must be among `known`."""

    def __init__(self, raw: object, *known: str) -> None:
        if not isinstance(raw, Mapping):
            raise CatalogError("not_a_table", value=raw)
        for key in raw:
            if key not in known:
                raise CatalogError("unknown_key", key=key, nearest=nearest(key, list(known)))
        self.raw = raw

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.raw.get(key, {})
        if not isinstance(value, Mapping):
            raise CatalogError("not_a_table", value=value, key=key)
        return value

    def text(self, key: str, needed: bool = False) -> str:
        value = self.raw.get(key, "")
        if not isinstance(value, str):
            raise CatalogError("not_text", key=key, value=value)
        if needed and not value.strip():
            raise CatalogError("key_missing", key=key)
        return value

    def texts(self, key: str) -> list[str]:
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise CatalogError("not_a_list_of_texts", key=key, value=value)
        return value

    def number(self, key: str) -> Fraction:
        value = self.raw.get(key)
        if value is None:
            raise CatalogError("key_missing", key=key)
        if not is_number(value) or value < 0:
            raise CatalogError("not_a_number", key=key, value=value)
        return Fraction(value)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.raw.get(key, default)
        if not isinstance(value, bool):
            raise CatalogError("not_true_or_false", key=key, value=value)
        return value

    def day(self, key: str) -> date | None:
        value = self.raw.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise CatalogError("not_a_day", key=key, value=value)
        return value
