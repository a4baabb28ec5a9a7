"""`/chart`: a year's points by domain as a picture, or those of several units side by side."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from documents.bars import Row, Share, bars
from documents.page import Words, begin, end
from handlers import Command, Request, see_all
from models.known import Known
from models.messages import Attachment, Message, UserError
from models.portions import Portion, has_portions, portion, portions, whole
from models.scorecards import Card
from templates import draw, less, plain, points, render, say

SHOWN_UNITS = 10  # the lowest ones, where there are more
KINDS = ("got", "lost", "unknown")


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.part:
        raise UserError("chart_no_part", part=asked.part.short)
    if asked.card is None:
        return _units(request, list(asked.cards), asked.code)
    if asked.code:
        raise UserError("chart_no_code", code=asked.code)
    known = request.known(asked.card, arguments.day)
    before = request.before(asked.card)
    found = portions(known, request.known(before, arguments.day) if before else None) if has_portions(known) else []
    facts = _facts(known, found, arguments.day)
    text = render("chart/domains", **facts, rows=[(each, _numbers(each)) for each in found])
    if not found:
        return Message(text)
    svg = _drawn([_domain(each, asked.card.year - 1) for each in found], _words(facts))
    return Message(text, attachments=(Attachment(f"bieu-do-{asked.card.year}.png", svg),))


def _facts(known: Known, found: Sequence[Portion], day: date | None) -> dict[str, Any]:
    """What is said of the whole year beside its domains."""
    card, set_year = known.card, known.criteria_set.valid_from.year
    worst = max(found, key=lambda each: each.lost, default=None)
    return {
        "card": card,
        "closed": known.closed,
        "index": known.index(),
        "totals": known.totals,
        "worst": worst if worst and worst.lost else None,
        "surveys": known.surveys(),
        "extras": [
            each for each in known.extras() if (each.published if known.closed else any(each.judgment.ends[:2]))
        ],
        "latest": max((figure.as_of for figure in known.stated.values()), default=None),
        "set_year": set_year if not known.closed and set_year < card.year else 0,
        "compared": any(each.before for each in found),
        "day": day,
    }


def _words(facts: dict[str, Any]) -> Words:
    """What the picture of one unit's year says."""
    card, closed = facts["card"], facts["closed"]
    kinds = [*KINDS[: 2 if closed else 3], *(["before"] if facts["compared"] else [])]
    return Words(
        title=_say("title", year=card.year),
        place=card.unit_name,
        tag=_say("tag", closed=closed, label=card.label),
        headline=_say("headline", index=facts["index"], worst=facts["worst"])
        if closed
        else _say("certain", totals=facts["totals"]),
        legend=[(kind, _say("kind", name=kind, closed=closed, year=card.year - 1)) for kind in kinds],
        below=[
            *(_say("survey", standing=each) for each in facts["surveys"]),
            *(_say("extra", standing=each) for each in facts["extras"]),
        ],
        notes=[
            *([] if closed else [_say("newest", day=facts["latest"])]),
            *([_say("older_set", year=facts["set_year"])] if facts["set_year"] else []),
            *([_say("known", day=facts["day"])] if facts["day"] else []),
            _say("source", card=card, closed=closed),
        ],
    )


def _domain(each: Portion, year: int) -> Row:
    before, name = each.before, _say("domain", portion=each)
    if before is None:
        return _row(each, name)
    return _row(each, name, before.published, _say("before", standing=before, year=year))


def _row(each: Portion, name: str, before: Fraction | None = None, before_label: str = "") -> Row:
    numbers = _numbers(each)
    amounts = {"got": each.got, "lost": each.lost, "unknown": each.unknown}
    shares = [Share(kind, amounts[kind], numbers[kind]) for kind in KINDS]
    return Row(name, shares, _say("silent", why=each.silent) if each.silent else "", before, before_label)


def _numbers(each: Portion) -> dict[str, str]:
    """A node's points as the message and the picture say them: what is lost is the maximum less the others."""
    maximum = each.got + each.lost + each.unknown
    lost = less(maximum, each.got + each.unknown)
    return {"got": points(each.got), "lost": lost, "unknown": points(each.unknown), "maximum": points(maximum)}


def _units(request: Request, cards: list[Card], code: str) -> Message:
    """Several units side by side, the lowest where there are many."""
    arguments, year = request.arguments, cards[0].year
    if code and request.known(cards[0]).standing(code).node.role != "points":
        raise UserError("chart_no_code", code=code)
    known = [each for each in (request.known(card, arguments.day) for card in cards) if has_portions(each)]
    if code:
        known = [each for each in known if code in each.criteria_set.criteria]
    if not known:
        raise UserError("chart_no_units", year=year)
    found = [(portion(each.standing(code)) if code else whole(each), each) for each in known]
    shown = arguments.lowest(found, SHOWN_UNITS, lambda pair: _share(pair[0]))
    hidden = len(found) - len(shown)
    rows = [(each, _numbers(each), of.card) for each, of in shown]
    closed = all(of.closed for _, of in shown)
    latest = max((figure.as_of for _, of in shown if not of.closed for figure in of.stated.values()), default=None)
    names = list(dict.fromkeys((of.card.decision if of.closed else "") or of.card.source for _, of in shown))
    labels = {card.label for _, _, card in rows}
    facts = {"rows": rows, "year": year, "code": code, "day": arguments.day, "hidden": hidden}
    text = render("chart/units", **facts, latest=latest, names=names)
    words = Words(
        title=_say("title_of", node=shown[0][0].standing.node, year=year) if code else _say("title", year=year),
        place=_say("units", number=len(shown), hidden=hidden),
        tag=_say("tag", closed=closed, label=labels.pop() if len(labels) == 1 else ""),
        headline="",
        legend=[(kind, _say("kind", name=kind, closed=closed, year=year)) for kind in KINDS[: 2 if closed else 3]],
        notes=[
            *([_say("newest", day=latest)] if latest else []),
            *([_say("known", day=arguments.day)] if arguments.day else []),
            _say("sources", names=names),
        ],
    )
    named = [_row(each, _say("unit", card=card, maximum=each.got + each.lost + each.unknown)) for each, _, card in rows]
    picture = Attachment(f"bieu-do-{year}.png", _drawn(named, words))
    return Message(text, see_all("biểu đồ", year, arguments, hidden), (picture,))


def _share(each: Portion) -> Fraction:
    maximum = each.got + each.lost + each.unknown
    return each.got / maximum if maximum else Fraction(0)


def _drawn(rows: Sequence[Row], words: Words) -> str:
    column, blocks = begin(words)
    blocks += bars(rows, column)
    height = end(column, words)
    return draw("chart/page", height=height, blocks=blocks, texts=column.texts)


def _say(what: str, **values: Any) -> str:
    """Words as they are drawn: without markup, for the drawing escapes them itself."""
    return plain(say("chart/words", what, **values))


COMMAND = Command(
    names=("biểu đồ", "chart", "hình điểm", "vẽ điểm"),
    summary="điểm của một năm theo lĩnh vực, bằng hình",
    examples=("biểu đồ", "biểu đồ 30/6"),
    handle=handle,
    topic="score",
    place=42,
)
