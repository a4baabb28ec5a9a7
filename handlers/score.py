"""`/score`: the index of a year, a running year, or one criterion with everything that explains its points."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from handlers import Arguments, Command, Request
from models.messages import Message
from models.scorecards import Card, Known, Standing
from scoring.catalog import ROOT, Criterion
from scoring.quantity import cut_off, rounded
from scoring.scales.bands import first
from templates import render


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.card is None:
        return _units(request, arguments, list(asked.cards), asked.code)
    known = request.known(asked.card, arguments.day)
    if asked.code and asked.code != ROOT:
        return Message(render("score/node", **_node(known, asked.code), day=arguments.day))
    if known.closed:
        return Message(render("score/closed", **_closed(known, request.a_year_before(asked.card))))
    before = request.a_year_before(asked.card, arguments.day)
    return Message(render("score/running", **_running(request, known, before, arguments)))


def _units(request: Request, arguments: Arguments, cards: list[Card], code: str) -> Message:
    """Several units side by side, for those who see more than one."""
    known = [request.known(card, arguments.day) for card in cards]
    if code:
        known = [each for each in known if code in each.criteria_set.criteria]
        rows = [{"card": each.card, **_standing(each.standing(code))} for each in known]
        return Message(render("score/units_code", rows=rows, year=cards[0].year))
    rows = [
        {"card": each.card, "totals": each.totals(), "closed": each.closed, "index": each.published(ROOT)}
        for each in known
    ]
    return Message(render("score/units", rows=rows, year=cards[0].year))


def _standing(standing: Standing) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in ("node", "published", "judgment", "closed")}


def _closed(known: Known, before: Known | None) -> dict[str, Any]:
    """A published year: the index, each domain, and where the source contradicts itself."""
    root = known.criteria_set.criteria[ROOT]
    index = _share(known.published(ROOT), root)
    earlier = _share(before.published(ROOT), before.criteria_set.criteria[ROOT]) if before else None
    domains, surveys, extras = _by_kind(known)
    notes = _footnotes(known, domains)
    ordinary = [(domain.published, domain.node.max) for domain in domains if domain.published is not None]
    return {
        "card": known.card,
        "index": index if index is not None else known.score.index_low,
        "classification": first(known.criteria_set.classes, index).gives
        if known.criteria_set.classes and index is not None
        else "",
        "change": (index - earlier) * 100 if index is not None and earlier is not None else None,
        "appraised": tuple(map(sum, zip(*ordinary, strict=True))) if len(ordinary) == len(domains) else (),
        "surveys": [{"node": each.node, "points": each.published} for each in surveys if each.published is not None],
        "domains": [
            {"node": each.node, "points": each.published, "mark": notes.get(each.node.code, {}).get("mark", "")}
            for each in domains
        ],
        "extras": [{"node": each.node, "points": each.published} for each in extras if each.published],
        "notes": list(notes.values()),
    }


def _share(points: Fraction | None, root: Criterion) -> Fraction | None:
    return None if points is None else points / root.max


def _by_kind(known: Known) -> tuple[list[Standing], list[Standing], list[Standing]]:
    """The domains, the surveys, and what is added or taken off beside them."""
    parts = known.parts()
    return (
        [part for part in parts if part.node.role == "points" and not part.node.survey],
        [part for part in parts if part.node.survey],
        [part for part in parts if part.node.role != "points"],
    )


def _footnotes(known: Known, domains: list[Standing]) -> dict[str, dict[str, Any]]:
    """For each domain printed with other points elsewhere: which of the two makes the whole add up."""
    total, parts = known.published(ROOT), [part.published or Fraction(0) for part in known.parts()]
    notes: dict[str, dict[str, Any]] = {}
    for domain in domains:
        for misprint in known.misprints.get(domain.node.code, ()):
            if misprint.field == "points" and domain.published is not None:
                other = _printed(misprint.printed)
                fits = other is not None and sum(parts) == total != sum(parts) - domain.published + other
                mark = "*" * (len(notes) + 1)
                notes[domain.node.code] = {
                    "mark": mark, "printed": misprint.printed, "points": domain.published, "fits": fits,
                }  # fmt: skip
    return notes


def _printed(text: str) -> Fraction | None:
    try:
        return Fraction(text.replace(",", "."))
    except ValueError:
        return None


def _running(request: Request, known: Known, before: Known | None, arguments: Arguments) -> dict[str, Any]:
    """A year not yet published: certain, lost, not yet known, still possible."""
    domains, surveys, extras = _by_kind(known)
    applicable = [each for each in domains if each.judgment.reason.kind != "not_applicable"]
    totals = known.totals()
    worst = max(applicable, key=lambda each: each.judgment.lost, default=None)
    today = arguments.day or request.today
    return {
        "card": known.card,
        "set_year": known.criteria_set.valid_from.year,
        "totals": totals,
        "surveys": surveys,
        "extras": [each for each in extras if each.judgment.low or each.judgment.high],
        "change": _change(totals.certain, before),
        "worst": worst if worst and worst.judgment.lost else None,
        "newest": max((figure.as_of for figure in known.figures.values()), default=None),
        "stale": known.stale(today - request.stale_after),
        "stale_days": request.stale_after // timedelta(days=1),
        "day": arguments.day,
    }


def _change(certain: Fraction, before: Known | None) -> Fraction | None:
    """Certain points now minus those of the same day a year before; None where nothing was counted then."""
    if before is None or not before.figures:
        return None
    return certain - before.totals().certain


def _node(known: Known, code: str) -> dict[str, Any]:
    """One criterion: its points in every stage, parts, figures, rule, reason, units, source."""
    standing = known.standing(code)
    node, judgment, published = standing.node, standing.judgment, standing.published
    reason, parts = judgment.reason, known.parts(code)
    given = known.stages["published"].get(code)
    counted = reason.kind == "full_at" and "short" in (reason.applied or {})
    indicator = known.criteria_set.indicators[node.figure.indicator] if node.figure else None
    return {
        "card": known.card,
        "node": node,
        "closed": known.closed,
        "published": published,
        "judgment": judgment,
        "survey": node.survey,
        "not_applicable": known.exclusions.get(code, "") if reason.kind == "not_applicable" else None,
        "stages": [
            (name, known.stages[stage][code])
            for stage, name in (("self", "Tự chấm"), ("appraised", "Thẩm định"))
            if code in known.stages[stage]
        ],
        "parts": parts,
        "figures": reason.figures,
        "needs": [
            each
            for each in known.criteria_set.asked_for(code)
            if each.name not in known.figures and each.asks != "points"
        ],
        "by_hand": bool(node.figure) and node.scale is None,
        "subject": node.figure.part.replace("_", " ") if node.figure else "",
        "rule": "" if node.children else node.scale_name or "hand",
        "applied": reason.applied or {},
        "value": reason.value if isinstance(reason.value, Fraction) else None,
        "noun": indicator.noun if indicator else "",
        "recomputed": _recomputed(standing),
        # A shortfall already says why; any other loss needs its reason in words.
        "reason": given.reason if given and not counted else "",
        "parts_sum": _parts_sum(parts, published),
        "misprints": [
            each
            for each in known.misprints.get(code, ())
            if each.field != "points" or _printed(each.printed) != published
        ],
        "lead": known.lead(code),
        "supporting": known.supporting(code),
        "source": known.card.source,
    }


def _recomputed(standing: Standing) -> dict[str, Any] | None:
    """What the figures give under the rule, beside the published points; None where nothing can be worked out."""
    judgment, reason = standing.judgment, standing.judgment.reason
    if standing.published is None or not judgment.known or reason.value is None or reason.kind == "hand":
        return None
    published, points = standing.published, judgment.low
    matches = ""
    if Fraction(rounded(points)) == published:
        matches = "rounded"
    elif Fraction(cut_off(points)) == published:
        matches = "cut off"
    division = ""
    if reason.kind == "full_at" and isinstance(reason.value, Fraction) and not matches:
        division = render("score/division", value=reason.value, node=standing.node)
    return {"points": points, "matches": matches, "division": division}


def _parts_sum(parts: list[Standing], published: Fraction | None) -> Fraction | None:
    """The sum of the parts' published points, where it contradicts their parent's."""
    points = [part.published for part in parts]
    if not parts or published is None or None in points:
        return None
    total = sum((p for p in points if p is not None), Fraction(0))
    return total if total != published else None


COMMAND = Command(
    names=("điểm", "score", "chỉ số", "điểm số", "tiêu chí"),
    summary="điểm của một năm, một tiêu chí, một đơn vị hoặc một ngày đã qua",
    examples=("điểm 2021", "điểm 2021 7.4.3", "điểm 30/6/2022", "điểm 7"),
    handle=handle,
    place=10,
)
