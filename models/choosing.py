"""From the words of a question to what they mean: a scorecard, a criterion, a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.messages import UserError
from models.scorecards import Card, Part, parts_of
from models.sets import criteria_set
from models.tables import Unit
from models.words import bare, begins, clean, fold, means
from scoring.catalog import ROOT, CriteriaSet
from scoring.errors import nearest

LONGEST_NAME = 10  # words
MOST_UNITS = 8  # that one message names


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question means. `card` is None where it is about several units at once."""

    card: Card | None
    cards: tuple[Card, ...]  # of the year, of the units asked about
    code: str = ""  # never the root: that is no code
    part: Part | None = None  # a part of the scored unit


def choose(
    session: Session,
    cards: Sequence[Card],
    words: tuple[str, ...],
    said: tuple[str, ...],
    year: int | None,
    today: date,
) -> Asked:
    """The scorecard asked about: the unit named, else the person's own; the year named, else the running one.

    `said` are the words with those that only introduce others: a title may hold them.
    """
    if not cards:
        raise UserError("nothing_to_see")
    scored, rest = _unit_among(cards, words)
    wanted = [card for card in cards if card.unit_key == scored] if scored else [c for c in cards if c.own]
    found = _of_year(wanted or list(cards), year, today)
    several = len({card.unit_key for card in found}) > 1
    scored_on = criteria_set(session, found[0].criteria_set_id)
    code = "" if scored else _named(scored_on, said)
    if code:
        rest = ()
    elif rest:
        code, rest = _code_among(scored_on, rest)
    if not rest:
        return Asked(None if several else found[0], tuple(found), code)
    card, part = _part_among(session, found, rest, cards)
    return Asked(card, (card,), code, part)


def _unit_among(cards: Sequence[Card], words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The scored unit that some run of the words names, and the other words."""
    names = {card.unit_key: {fold(name) for name in card.unit_names} for card in cards}
    if len(words) == 1:  # where only one unit is of its kind, the kind alone names it: "xã", "huyện"
        names = {card.unit_key: {*names[card.unit_key], fold(card.unit_name.split()[0])} for card in cards}
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        for start in range(len(words) - length + 1):
            text = fold(" ".join(words[start : start + length]))
            named = [key for key, known in names.items() if text in known]
            if len(named) == 1:
                return named[0], words[:start] + words[start + length :]
    return None, words


def _of_year(cards: list[Card], year: int | None, today: date) -> list[Card]:
    """Cards of a year; where none is named, of the newest one that has begun."""
    years = sorted({card.year for card in cards})
    if year is None:
        year = max((each for each in years if each <= today.year), default=today.year)
    if year not in years:
        raise UserError("no_such_year", year=year, years=years)
    return [card for card in cards if card.year == year]


def _code_among(scored_on: CriteriaSet, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The criterion one of the words names, and the other words; UserError where a code stands in several parts."""
    for number, word in enumerate(words):
        codes = scored_on.find(word)
        if len(codes) > 1:
            raise UserError("code_in_parts", code=word, codes=list(codes))
        if codes:
            rest = words[:number] + words[number + 1 :]
            if others := [other for other in rest if scored_on.find(other)]:
                raise UserError("one_code_each", codes=[word, *others][:3])
            return "" if codes[0] == ROOT else codes[0], rest
    named = _named(scored_on, words)
    return (named, ()) if named else ("", words)


def _named(scored_on: CriteriaSet, words: tuple[str, ...]) -> str:
    """The code of the one criterion whose title the words are; empty where there is none."""
    text = bare(" ".join(words))
    if not text:
        return ""
    wanted = (text, f"diem {text}")  # "điểm thưởng": the command's name is part of the title
    for names in (set(wanted), {f"ty le {text}"}):
        titled = [node.code for node in scored_on.criteria.values() if {bare(node.title), bare(node.short)} & names]
        if titled:
            return titled[0] if len(titled) == 1 and titled[0] != ROOT else ""
    return ""


def _part_among(
    session: Session, found: list[Card], words: tuple[str, ...], cards: Sequence[Card]
) -> tuple[Card, Part]:
    """The part of a scored unit that the words name; UserError where none or several do."""
    text = " ".join(words)
    matches: list[tuple[Card, Part]] = []
    known: list[str] = [card.unit_name for card in cards]
    for card in found:
        parts = parts_of(session, card.unit_key).values()
        known += [part.name for part in parts]
        matches += [(card, part) for part in _matching(list(parts), text)]
    if len(matches) > 1:
        names = [f"{part.name} {card.unit_name}" if len(found) > 1 else part.name for card, part in matches]
        raise UserError("which_unit", text=clean(text, 60), units=names[:MOST_UNITS])
    if not matches:
        raise _not_understood(session, found[0], words, known)
    return matches[0]


def unit_named(session: Session, home_key: str, text: str) -> Unit:
    """The part of a scored unit that a text names; UserError where none or several do."""
    parts = list(parts_of(session, home_key).values())
    found = _matching(parts, clean(text, 60).strip(" .,;")) if text.strip() else []
    if len(found) > 1:
        raise UserError("which_unit", text=clean(text, 60), units=[part.name for part in found][:MOST_UNITS])
    if not found:
        names = [part.name for part in parts]
        raise UserError("no_such_unit", text=clean(text, 60), nearest=nearest(text, names) if text.strip() else "")
    return session.scalars(select(Unit).where(Unit.key == f"{home_key}/{found[0].key}")).one()


def _matching(parts: list[Part], text: str) -> list[Part]:
    """The parts one of whose names is the text, else those whose name has it at the beginning of a word."""
    exact = [part for part in parts if any(means(text, name) for name in part.names)]
    return exact or [part for part in parts if any(begins(text, tail) for tail in _tails(part.name))]


def _tails(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[number:]) for number in range(len(words))]


def _not_understood(session: Session, card: Card, words: tuple[str, ...], names: list[str]) -> UserError:
    text = clean(" ".join(words), 60)
    if any(c.isdigit() for c in words[0]) or "/" in words[0]:
        codes = [code for code in criteria_set(session, card.criteria_set_id).criteria if code != ROOT]
        return UserError("no_such_code", code=clean(words[0], 60), nearest=nearest(words[0], codes), year=card.year)
    return UserError("no_such_unit", text=text, nearest=nearest(text, names))
