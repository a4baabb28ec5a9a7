"""A mapping of one set's codes to another's: what a running year's figures and points become (`[mapping]` files)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.words import bare
from scoring.catalog import ROOT, CriteriaSet, Indicator
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt


@dataclass(frozen=True, slots=True)
class SetMapping:
    """Old names → new names: those a file states, and of the others those that mean the same in both sets."""

    old: CriteriaSet
    new: CriteriaSet
    stated: Mapping[str, tuple[str, ...]]

    def figures(self, name: str) -> tuple[str, ...]:
        """Where an indicator's figures go."""
        if name in self.stated:
            return self.stated[name]
        return (name,) if _same(name, self.old, self.new) else ()

    def node(self, code: str) -> str | None:
        """The node of the new set that an old one became: where it is stated, else of the same code and title."""
        if code not in self.old.criteria:
            return code  # of a set before that one
        stated = self.stated.get(code)
        target = stated[0] if stated and len(stated) == 1 else code
        before, after = self.old.criteria[code], self.new.criteria.get(target)
        if after is None or after.max != before.max or (stated is not None and len(stated) != 1):
            return None
        return target if stated or code == ROOT or bare(after.title) == bare(before.title) else None


def read_mapping(stated: Mapping[str, Any], old: CriteriaSet, new: CriteriaSet, file: str) -> SetMapping:
    """The mapping a file states; CatalogError where a name is unknown or asks for another kind of figure."""
    found: dict[str, tuple[str, ...]] = {}
    for name, target in stated.items():
        with attempt(file, f"[carry] {name}"):
            _check_name(name, old)
            found[name] = tuple(Fields({"to": [target] if isinstance(target, str) else target}, "to").texts("to"))
            for each in found[name]:
                _check_name(each, new)
                if _kind(old.indicators[name]) != _kind(new.indicators[each]):
                    raise CatalogError("carries_other_kind", old=name, new=each)
    return SetMapping(old, new, found)


def _check_name(name: str, of_set: CriteriaSet) -> None:
    asked = [each.name for each in of_set.indicators.values() if each.asks]
    if name not in asked:
        raise CatalogError("unknown_indicator", name=name, nearest=nearest(name, asked))


def _kind(indicator: Indicator) -> tuple[str, tuple[str, ...], str]:
    return indicator.asks, indicator.states, indicator.accumulates


def _same(name: str, old: CriteriaSet, new: CriteriaSet) -> bool:
    """Whether a name means the same in both sets: asked alike, and under a code also titled and weighed alike."""
    before, after = old.indicators[name], new.indicators.get(name)
    if after is None or _kind(before) != _kind(after):
        return False
    if name not in old.criteria:
        return before.definition == after.definition
    was, now = old.criteria[name], new.criteria[name]
    return bare(was.title) == bare(now.title) and (before.asks != "points" or was.max == now.max)
