"""`/score`: the index of a year, a running year, or one criterion with everything that explains its points."""

from datetime import date
from fractions import Fraction
from typing import Any

from handlers import Command, Request, see_all
from models import findings
from models.known import Known
from models.messages import Choice, Message
from models.portions import has_portions
from models.scorecards import Card, Part
from models.trends import sort_of, trends
from scheduling.dates import a_year_before
from scoring.scales.bands import first
from scoring.score import wins
from templates import render

SHOWN_UNITS = 10  # the lowest ones, where there are more


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    if asked.card is None:
        return _units(request, list(asked.cards), asked.code, arguments.day)
    known = request.known(asked.card, arguments.day)
    if asked.code:
        node = _node(known, asked.code)
        today = arguments.day or request.today
        stale = [
            (today - figure.as_of).days
            for each, figure in known.stale(today - request.stale_after)
            if each in node["asked"]
        ]
        text = render(
            "score/node", **node, day=arguments.day, everything=arguments.everything, stale=max(stale, default=0)
        )
        return Message(text, _trend(request, known, asked.code))
    if asked.part:
        return Message(render("score/part", **_part(known, asked.part), day=arguments.day))
    offered = request.offers("Biểu đồ", "biểu đồ", asked.card, day=arguments.day) if has_portions(known) else ()
    if known.closed:
        return Message(render("score/closed", **_closed(request, known, arguments.day)), offered)
    return Message(render("score/running", **_running(request, known, arguments.day)), offered)


def _trend(request: Request, known: Known, code: str) -> tuple[Choice, ...]:
    """The way to a leaf's picture over time, where it has one."""
    if sort_of(known, code) != "number":
        return ()
    day = request.arguments.day
    found = trends(
        request.session, known, request.at_end_of(day), day or request.today, request.works_of(known.card), code
    )
    drawn = any(each.drawn for each in found)
    return request.offers("Xu hướng", "xu hướng", known.card, code, day) if drawn else ()


def _units(request: Request, cards: list[Card], code: str, day: date | None) -> Message:
    """Several units side by side, for those who see more than one."""
    known, year = [request.known(card, day) for card in cards], cards[0].year
    if code:
        known = [each for each in known if code in each.criteria_set.criteria]
    shown = request.arguments.lowest(known, SHOWN_UNITS, lambda each: _share(each, code))
    hidden = len(known) - len(shown)
    if code:
        rows = [(each.card, each.standing(code)) for each in shown]
        text = render("score/units_code", rows=rows, year=year, day=day, hidden=hidden)
    else:
        text = render("score/units", rows=shown, year=year, day=day, hidden=hidden)
    return Message(text, see_all("điểm", year, request.arguments, hidden))


def _share(known: Known, code: str) -> Fraction:
    """How far a unit is, of one: what was published, else what is certain."""
    if not code:
        index = known.index()
        return known.score.index_low if index is None else index
    standing = known.standing(code)
    points = standing.judgment.low if standing.published is None else standing.published
    return points / standing.node.max if standing.node.max else Fraction(0)


def _part(known: Known, part: Part) -> dict[str, Any]:
    """What a part of the office answers for: it has no score of its own."""
    lead = known.criteria_set.lead
    nodes = [node for node in known.summed() if lead(node.node.code) == part.key]
    leaves = [leaf for leaf in known.criteria_set.leaves() if lead(leaf.code) == part.key and not leaf.survey]
    return {
        "card": known.card,
        "part": part,
        "closed": known.closed,
        "leads": len(leaves),
        "maximum": sum((node.judgment.maximum for node in nodes), Fraction(0)),
        "lost": sum((node.lost for node in nodes), Fraction(0)),
        "unknown": sum((node.judgment.unknown for node in nodes), Fraction(0)),
    }


def _closed(request: Request, known: Known, day: date | None) -> dict[str, Any]:
    """A published year: the index, each domain, and where the source contradicts itself."""
    before = request.before(known.card)
    index, earlier = known.index(), request.known(before, day).index() if before else None
    domains = known.domains()
    notes = [("*" * number, note) for number, note in enumerate(findings.printed_elsewhere(known), start=1)]
    classes = known.criteria_set.classes_of(known.card.level)
    return {
        "card": known.card,
        "index": index,
        "classification": first(classes, index).gives if classes and index is not None else "",
        "change": (index - earlier) * 100 if index is not None and earlier is not None else None,
        **_stages(known),
        "surveys": [survey for survey in known.surveys() if survey.published is not None],
        "domains": domains,
        "extras": [extra for extra in known.extras() if extra.published],
        "notes": notes,
        "marks": {note.standing.node.code: mark for mark, note in notes},
        "day": day,
    }


def _stages(known: Known) -> dict[str, Any]:
    """What each stage gave the domains together; where nobody recorded an appraisal the published points are its."""
    published, appraised = known.given("published"), known.given("appraised")
    return {
        "self_scored": known.given("self"),
        "appraised": published if appraised is None else appraised,
        "published": published if appraised not in (None, published) else None,
        "maximum": sum((domain.maximum for domain in known.domains()), Fraction(0)),
    }


def _running(request: Request, known: Known, day: date | None) -> dict[str, Any]:
    """A year not yet published: certain, lost, not yet known, still possible."""
    totals, today = known.totals, day or request.today
    worst = max(known.domains(), key=lambda domain: domain.lost)
    return {
        "card": known.card,
        "set_year": known.criteria_set.valid_from.year,
        "totals": totals,
        **_stages(known),
        "surveys": known.surveys(),
        "extras": [extra for extra in known.extras() if extra.judgment.low or extra.judgment.high],
        "change": _change(request, known, totals.certain, today),
        "worst": worst if worst.lost else None,
        "newest": max((figure.as_of for figure in known.stated.values()), default=None),
        "overdue": known.overdue(),
        "stale": [
            known.criteria_set.served_by(each.name)[0].code for each, _ in known.stale(today - request.stale_after)
        ],
        "stale_days": request.stale_days,
        "day": day,
    }


def _change(request: Request, known: Known, certain: Fraction, today: date) -> Fraction | None:
    """Certain points now minus those known on the same day a year before, when that year was running too."""
    before = request.before(known.card)
    if before is None:
        return None
    then = request.known(before, a_year_before(today))
    return certain - then.totals.certain if then.stated and not then.closed else None


def _node(known: Known, code: str) -> dict[str, Any]:
    """One criterion: its points in every stage, parts, figures, rule, reason, units, source."""
    standing = known.standing(code)
    node, reason = standing.node, standing.judgment.reason
    indicator = known.criteria_set.indicators[node.figure.indicator] if node.figure else None
    asked = known.criteria_set.asked_for(code)
    published = known.stages["published"].get(code)
    misprints = known.misprints.get(code, ())
    return {
        "card": known.card,
        "node": node,
        "standing": standing,
        "not_applicable": known.exclusions.get(code, "") if reason.kind == "not_applicable" else None,
        "stages": [
            (stage, given, findings.compared(standing.judgment, given.points))
            for stage in ("self", "appraised")
            if (given := known.stages[stage].get(code))
        ],
        "parts": known.parts(code),
        "needs": [each for each in asked if each.name not in known.figures and each.asks != "points"],
        "counted": [each for each in reason.figures if each[0].name in known.counted],
        "stated": [each for each in reason.figures if each[0].name not in known.counted],
        "overdue": known.overdue(code),
        "subject": node.figure.part.replace("_", " ") if node.figure else "",
        "rule": "" if node.children else node.scale_name or "hand",
        "asked": asked,
        "wins": wins(node, standing.judgment, known.best),
        "bests": known.best,
        "conflicts": [(each, known.figures[each.name]) for each in asked if each.name in known.figures],
        "value": reason.value if isinstance(reason.value, Fraction) else None,
        "noun": indicator.noun if indicator else "",
        "asks": indicator.asks if indicator else "",
        "reproduced": findings.reproduced(standing),
        "reason": published.reason if published else "",
        "other_sum": findings.sum_of_parts(known, "published", code, published.points) if published else None,
        "misprints": [
            each
            for each in misprints
            if each.field != "points" or findings.printed_number(each.printed) != standing.published
        ],
        "lead": known.lead(code),
        "supporting": known.supporting(code),
    }


COMMAND = Command(
    names=("điểm", "score", "ai phụ trách", "ai chủ trì", "chỉ số", "điểm số", "tiêu chí"),
    summary="điểm của một năm, một tiêu chí, một đơn vị hoặc một ngày đã qua",
    examples=("điểm", "điểm 7", "điểm 3.4.1", "điểm 30/6"),
    handle=handle,
    topic="score",
    place=10,
)
