"""From the words of a question to what they mean: a scorecard, a criterion, a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.known import units_below
from models.messages import UserError
from models.scorecards import Card
from models.sets import criteria_set
from models.words import clean, fold
from scoring.catalog import ROOT, CriteriaSet
from scoring.errors import nearest

LONGEST_NAME = 10  # words


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question means. `card` is None where it is about several units at once."""

    card: Card | None
    cards: tuple[Card, ...]  # of the year, of the units asked about
    code: str = ""
    unit: str = ""  # the last segment of a part of the scored unit
    unit_name: str = ""


def choose(
    session: Session, cards: Sequence[Card], words: tuple[str, ...], year: int | None, near: int | None, today: date
) -> Asked:
    """The scorecard asked about: the unit named, else the person's own; the year named, else the running one."""
    if not cards:
        raise UserError("nothing_to_see")
    if year is not None and not any(card.year == year for card in cards):
        raise UserError("no_such_year", year=year, years=sorted({card.year for card in cards}))
    own = [card for card in cards if card.own]
    scored, rest = _unit_among(cards, words)
    candidates = [card for card in cards if scored is None or card.unit_key == scored] if scored or not own else own
    candidates = _of_year(candidates, year, near or today.year)
    if not candidates:
        raise UserError("no_such_year", year=year, years=sorted({card.year for card in cards}))
    card = candidates[0]
    code, rest = _code_among(criteria_set(session, card.criteria_set_id), rest) if rest else ("", rest)
    if not rest:
        several = len({each.unit_key for each in candidates}) > 1
        return Asked(None if several else card, tuple(candidates), code)
    parts = units_below(session, card.unit_key)
    part = _matching({key: (name, key) for key, name in parts.items()}, " ".join(rest))
    if part is None:
        raise _not_understood(session, card, rest, [*parts.values(), *(c.unit_name for c in cards)])
    return Asked(card, (card,), code, part, parts[part])


def _unit_among(cards: Sequence[Card], words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The scored unit that some run of the words names, and the other words."""
    names = {card.unit_key: {fold(name) for name in card.unit_names} for card in cards}
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        for start in range(len(words) - length + 1):
            text = fold(" ".join(words[start : start + length]))
            named = [key for key, known in names.items() if text in known]
            if len(named) == 1:
                return named[0], words[:start] + words[start + length :]
    return None, words


def _of_year(cards: Sequence[Card], year: int | None, near: int) -> list[Card]:
    """Cards of a year; where none is named, the newest one that has begun."""
    if year is None:
        begun = [card.year for card in cards if card.year <= near] or [card.year for card in cards]
        year = max(begun)
    return [card for card in cards if card.year == year]


def _code_among(scored_on: CriteriaSet, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The criterion one of the words names, and the other words; UserError where a code stands in several parts."""
    for word in words:
        codes = scored_on.find(word)
        if len(codes) > 1:
            raise UserError("code_in_parts", code=word, codes=list(codes))
        if codes:
            return codes[0], tuple(other for other in words if other is not word)
    return "", words


def _matching(units: dict[str, tuple[str, ...]], text: str) -> str | None:
    """The one unit whose name is the text, or contains its words."""
    wanted = fold(text)
    exact = [key for key, names in units.items() if wanted in {fold(name) for name in names}]
    within = [key for key, names in units.items() if wanted in fold(names[0])]
    found = exact or within
    return found[0] if len(found) == 1 else None


def _not_understood(session: Session, card: Card, words: tuple[str, ...], names: list[str]) -> UserError:
    text = clean(" ".join(words), 60)
    if any(c.isdigit() for c in words[0]) or "/" in words[0]:
        codes = [code for code in criteria_set(session, card.criteria_set_id).criteria if code != ROOT]
        return UserError("no_such_code", code=clean(words[0], 60), nearest=nearest(words[0], codes), year=card.year)
    return UserError("no_such_unit", text=text, nearest=nearest(text, names))
