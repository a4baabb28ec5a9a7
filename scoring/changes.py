"""A set based on another: `[change."1.2"]` merged into the tables of the older one, to be validated whole (rule 22)."""

import re
from collections.abc import Mapping
from typing import Any

from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows
from scoring.scales import SCALES

_SCALE_KEYS = frozenset(key for module in SCALES.values() for key in module.KEYS)


def merged(tables: Mapping[str, Any], base: Mapping[str, Any], file: str) -> dict[str, Any]:
    """The tables of the new set: its own head, indicators and rows, and the old ones as it changes or drops them."""
    with attempt(file, "[criteria_set]"):
        whole = Fields(tables, "criteria_set", "indicator", "criterion", "change")
        head = {key: value for key, value in whole.table("criteria_set").items() if key != "based_on"}
    criteria = dict(base["criterion"])
    for code, row in rows(whole, "change", file).items():
        with attempt(file, f"[change] {code}"):
            if code not in criteria:
                raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(criteria)))
            criteria[code] = _changed(criteria[code], row)
    criteria = {code: row for code, row in criteria.items() if row is not None}
    for code, row in rows(whole, "criterion", file).items():
        with attempt(file, code):
            if code in criteria:
                raise CatalogError("changed_as_new")
            criteria = _placed(criteria, code, row)
    indicators = {**base.get("indicator", {}), **rows(whole, "indicator", file)}
    return {
        "criteria_set": {**base["criteria_set"], **head},
        "indicator": {name: row for name, row in indicators.items() if not _dropped(row)},
        "criterion": criteria,
    }


def _changed(row: Mapping[str, Any], change: object) -> dict[str, Any] | None:
    """A row with its changed keys, a new scale in the place of the old one; None where it is dropped."""
    if not isinstance(change, Mapping):
        raise CatalogError("not_a_table", value=change)
    if _dropped(change):
        return None
    replaced = _SCALE_KEYS if _SCALE_KEYS & change.keys() else frozenset()
    return {**{key: value for key, value in row.items() if key not in replaced}, **change}


def _dropped(row: object) -> bool:
    return isinstance(row, Mapping) and dict(row) == {"drop": True}


def _placed(criteria: dict[str, Any], code: str, row: object) -> dict[str, Any]:
    """The rows with a new one before the first sibling whose number is greater: the order of the paper."""
    siblings = [each for each in criteria if _stem(each) == _stem(code) and _order(each) > _order(code)]
    if not siblings:
        return {**criteria, code: row}
    placed: dict[str, Any] = {}
    for each, other in criteria.items():
        if each == siblings[0]:
            placed[code] = row
        placed[each] = other
    return placed


def _stem(code: str) -> str:
    return re.split(r"[./](?!.*[./])", code)[0] if re.search(r"[./]", code) else ""


def _order(code: str) -> tuple[tuple[bool, int, str], ...]:
    """Numbers before letters, numbers by size: 7.9 before 7.10."""
    parts = re.split(r"[./-]", code)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)
