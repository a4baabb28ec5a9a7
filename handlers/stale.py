"""`/stale`: the running figures not updated for too long, oldest first, and the unit that enters them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers import Command, Request
from models.choosing import Asked
from models.known import Known
from models.messages import Choice, Message
from models.words import fold
from scoring.catalog import ROOT, Criterion
from templates import render

SHOWN = 5  # of two lines each: what fits a phone; "tất cả" shows the rest


@dataclass(frozen=True, slots=True)
class Stale:
    """A running figure that no longer tells of today."""

    name: str
    codes: tuple[str, ...]  # the leaves it serves
    as_of: date
    days: int
    owner: str  # the name of the unit that enters it; empty where the office has no such unit


def handle(request: Request) -> Message:
    arguments = request.arguments
    words = _without_all(arguments.words)
    asked = request.asked(replace(arguments, words=words))
    day = min(arguments.day, request.today) if arguments.day else None  # nothing is known of days to come
    said = {
        "stale_days": request.stale_after // timedelta(days=1),
        "code": "" if asked.code == ROOT else asked.code,
        "day": day,
    }
    if asked.card is None:
        units = [(card, len(_stale(request, request.known(card, day), asked, day))) for card in asked.cards]
        return Message(render("stale", units=sorted(units, key=lambda unit: -unit[1]), **said))
    known = request.known(asked.card, day)
    found = _stale(request, known, asked, day)
    everything = words != arguments.words or len(found) <= SHOWN + 1
    shown = found if everything else found[:SHOWN]
    text = render(
        "stale",
        units=[],
        card=asked.card,
        closed=known.closed,
        no_figures=not known.figures,
        unit_name=asked.unit_name,
        rows=shown,
        hidden=len(found) - len(shown),
        **said,
    )
    more = " ".join(("số liệu cũ", str(asked.card.year), *([f"{day:%d/%m/%Y}"] if day else []), *words, "tất cả"))
    fits = len(more.encode()) <= 64
    return Message(text, (Choice("Xem tất cả", more),) if len(found) > len(shown) and fits else ())


def _stale(request: Request, known: Known, asked: Asked, day: date | None) -> list[Stale]:
    """What `/score` counts as out of date, oldest first, of the criterion and the unit asked about."""
    if known.closed:  # its figures are final, not late
        return []
    today = day or request.today
    criteria_set, serves = known.criteria_set, _serves(known)
    found = []
    for name in known.stale(today - request.stale_after):
        indicator, leaves, as_of = criteria_set.indicators[name], serves.get(name, []), known.figures[name].as_of
        within = {ROOT, *(node.code for leaf in leaves for node in criteria_set.path(leaf.code))}
        if (asked.code and asked.code not in within) or (asked.unit and asked.unit != indicator.owner):
            continue
        label = indicator.label or next((leaf.name for leaf in leaves), name)
        codes, owner = tuple(leaf.code for leaf in leaves), known.unit_names.get(indicator.owner, "")
        found.append(Stale(label, codes, as_of, (today - as_of).days, owner))
    return sorted(found, key=lambda each: each.as_of)


def _serves(known: Known) -> dict[str, list[Criterion]]:
    """The leaves each raw indicator serves, in the order of the paper."""
    serves: dict[str, list[Criterion]] = {}
    for leaf in known.criteria_set.leaves():
        for indicator in known.criteria_set.asked_for(leaf.code):
            serves.setdefault(indicator.name, []).append(leaf)
    return serves


def _without_all(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without "tất cả"; a lone "cà" may be part of a unit's name."""
    for n in range(len(words) - 1):
        if fold(" ".join(words[n : n + 2])) == "tat ca":
            return words[:n] + words[n + 2 :]
    return words


COMMAND = Command(
    names=("số liệu cũ", "stale", "chưa cập nhật"),
    summary="số liệu quá lâu chưa cập nhật, cũ nhất trước, và đơn vị phụ trách",
    examples=("số liệu cũ", "số liệu cũ văn phòng", "số liệu cũ 7"),
    handle=handle,
    place=25,
)
