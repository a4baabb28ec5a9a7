"""Which scorecards a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.kept import kept
from models.people import SEE_BELOW, Speaker
from models.tables import Scorecard, Unit, below_path
from models.work import Item


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard a person may see; `own` is that of the nearest scored unit at or above one of their posts."""

    id: int
    year: int
    source: str
    decision: str
    label: str
    criteria_set_id: int
    unit_id: int
    unit_key: str
    unit_name: str
    unit_names: tuple[str, ...]
    level: str
    own: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scored unit, as criteria sets name it: by the last segment of its key."""

    key: str
    name: str
    short: str
    names: tuple[str, ...]


def seen_by(session: Session, person: Speaker) -> list[Card]:
    """A person sees the nearest scored unit at or above each post; officers and leaders also everything below."""
    return kept(session, ("cards", person), lambda: _seen_by(session, person))


def _seen_by(session: Session, person: Speaker) -> list[Card]:
    above = {prefix for post in person.posts for prefix in _prefixes(post.unit_key)}
    below = {post.unit_key for post in person.posts if post.role in SEE_BELOW}
    under = [below_path(Unit.key, key) for key in sorted(below)]
    rows = session.execute(
        select(Scorecard.id, Scorecard.year, Scorecard.source, Scorecard.decision, Scorecard.label)
        .add_columns(Scorecard.criteria_set_id, Unit.id, Unit.key, Unit.name, Unit.short, Unit.aliases, Unit.level)
        .join(Unit, Unit.id == Scorecard.unit_id)
        .where(or_(Unit.key.in_(above), *under))
        .order_by(Scorecard.year.desc(), Unit.id, Scorecard.id)
    ).all()
    scored = {row[7] for row in rows}
    nearest = {
        next((key for key in reversed(_prefixes(post.unit_key)) if key in scored), None) for post in person.posts
    }
    cards = [
        Card(*row[:9], unit_names=(row[8], row[9], *row[10]), level=row[11], own=row[7] in nearest)  # type: ignore[misc]
        for row in rows
    ]
    return [card for card in cards if card.own or any(card.unit_key.startswith(f"{key}/") for key in below)]


def card_of(session: Session, scorecard: Scorecard) -> Card:
    """A scorecard as the program itself sees it."""
    unit = session.get_one(Unit, scorecard.unit_id)
    return Card(
        scorecard.id, scorecard.year, scorecard.source, scorecard.decision, scorecard.label, scorecard.criteria_set_id,
        unit.id, unit.key, unit.name, (unit.name, unit.short, *unit.aliases), unit.level, own=True,
    )  # fmt: skip


def card_for(cards: Sequence[Card], item: Item) -> Card | None:
    """The scorecard a piece of work serves, of those somebody sees: of its due year, else the newest before."""
    year = int(item.work.period[:4]) if item.work.period else item.work.due_on.year
    own = [card for card in cards if card.unit_id == item.work.home_id and card.year <= year]
    newest = max(own, key=lambda card: card.year, default=None)
    return newest if newest and (newest.year == year or not item.work.period) else None


def _prefixes(key: str) -> list[str]:
    """A unit's path and its ancestors', from the top down."""
    parts = key.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def parts_of(session: Session, unit_key: str) -> dict[str, Part]:
    """The units directly below a unit, by the last segment of their keys."""
    return kept(session, ("parts", unit_key), lambda: _parts_of(session, unit_key))


def _parts_of(session: Session, unit_key: str) -> dict[str, Part]:
    rows = session.execute(
        select(Unit.key, Unit.name, Unit.short, Unit.aliases).where(below_path(Unit.key, unit_key)).order_by(Unit.id)
    )
    depth = unit_key.count("/") + 1
    parts = [
        Part(key.rpartition("/")[2], name, short, (name, short, *aliases))
        for key, name, short, aliases in rows
        if key.count("/") == depth
    ]
    return {part.key: part for part in parts}


def previous(cards: Sequence[Card], card: Card) -> Card | None:
    """The same unit's scorecard of the year before."""
    return next((c for c in cards if c.unit_id == card.unit_id and c.year == card.year - 1), None)
