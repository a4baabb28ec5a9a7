"""Many units in few words: "tất cả xã", "các phòng", "xã, thị trấn", "Canh Vinh, Canh Hiển"."""

import re
from collections.abc import Sequence

from models.messages import UserError
from models.tables import Unit
from models.words import clean, fold
from scheduling.briefs import unit_in

_LEVELS = {
    "commune": ("xa", "commune", "communes", "cap xa"),
    "ward": ("phuong", "ward", "wards", "cap xa"),
    "township": ("thi tran", "township", "townships", "cap xa"),
    "special_zone": ("dac khu", "cap xa"),
    "department": ("phong", "phong ban", "department", "departments", "so", "so nganh", "phong chuyen mon"),
    "centre": ("trung tam", "centre", "centres"),
    "district": ("huyen", "district", "districts"),
}
_EVERY = ("don vi", "units", "all", "co quan", "co quan don vi", "tat ca", "")
_ALL = re.compile(r"^(?:tất cả|tat ca|toàn bộ|toan bo|all)?\s*(?:các|cac|the)?\s*", re.IGNORECASE)


def units_meant(text: str, below: Sequence[Unit]) -> list[Unit]:
    """The units a text names, of those that may be given work; UserError where a part of it names none."""
    found: dict[int, Unit] = {}
    parts = [part.strip() for part in re.split(r",|;|&|\bvà\b|\bva\b", text) if part.strip()]
    for part in parts:
        for unit in _of_a_kind(part, below) or _named(part, below):
            found[unit.id] = unit
    return list(found.values())


def _of_a_kind(part: str, below: Sequence[Unit]) -> list[Unit]:
    """Every unit directly below the giver's, of the level that a word names."""
    kind = fold(_ALL.sub("", part))
    top = min((unit.key.count("/") for unit in below), default=0)
    direct = [unit for unit in below if unit.key.count("/") == top + 1]
    if kind in _EVERY:
        return direct
    levels = [level for level, names in _LEVELS.items() if kind in names]
    return [unit for unit in direct if unit.level in levels]


def _named(part: str, below: Sequence[Unit]) -> list[Unit]:
    unit, rest = unit_in(part, below)
    if unit is None or rest:
        raise UserError("assign_whom", text=clean(part, 60))
    return [unit]
