"""`/trend`: a criterion's figures over a year as a picture, what they are held against, and where they lead."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from documents.lines import Dot, axis, plot
from documents.page import Words, begin, end
from handlers import Command, Request, see_all
from models.choosing import Asked
from models.known import Known
from models.messages import Attachment, Choice, Message
from models.paces import Pace
from models.scorecards import Card
from models.trends import Trend, sort_of, trends
from scoring.catalog import ROOT
from templates import count, draw, percent, plain, render, say, whole

SHOWN = 5  # figures that are said: the first and the newest
LISTED = 8  # criteria of a list


def handle(request: Request) -> Message:
    arguments = request.arguments
    asked = request.asked(arguments)
    card = asked.card or request.one_card(arguments)
    known = request.known(card, arguments.day)
    sort = sort_of(known, asked.code or ROOT)
    if sort == "group":
        return _list(request, known, asked)
    found = _trends(request, known, asked.code)
    if not found or not found[0].points:
        node = known.criteria_set.criteria[asked.code]
        text = render("trend/none", node=node, sort=sort, card=card, closed=known.closed, day=arguments.day)
        return Message(text)
    today = arguments.day or request.today
    seen = Seen(known, found[0], arguments.day, _stale_days(request, found[0], known, today))
    picture = Attachment(f"xu-huong-{_slug(asked.code)}-{card.year}.png", seen.drawn()) if seen.trend.drawn else None
    return Message(seen.text(), attachments=(picture,) if picture else ())


def _trends(request: Request, known: Known, code: str) -> list[Trend]:
    day = request.arguments.day
    return trends(
        request.session, known, request.at_end_of(day), day or request.today, request.works_of(known.card), code
    )


def _stale_days(request: Request, trend: Trend, known: Known, today: date) -> int:
    """How old the newest figure is, where that is too old to tell of today."""
    stale = {indicator.name for indicator, _ in known.stale(today - request.stale_after)}
    return (today - trend.points[-1].day).days if trend.indicator and trend.indicator.name in stale else 0


def _list(request: Request, known: Known, asked: Asked) -> Message:
    """What there is to see below a group, of a part of the office, or of the whole year."""
    arguments, of_set = request.arguments, known.criteria_set
    part = asked.part.key if asked.part else ""
    drawn = [each for each in _trends(request, known, asked.code or ROOT) if each.drawn]
    found = [each for each in drawn if not part or of_set.lead(each.node.code) == part]
    shown = arguments.cut(found, LISTED)
    hidden = len(found) - len(shown)
    text = render(
        "trend/list", rows=shown, hidden=hidden, code=asked.code, part=asked.part, card=known.card,
        closed=known.closed, day=arguments.day,
    )  # fmt: skip
    offers = [choice for each in shown for choice in _offer(request, known.card, each)]
    return Message(text, (*see_all("xu hướng", known.card.year, arguments, hidden), *offers))


def _offer(request: Request, card: Card, trend: Trend) -> tuple[Choice, ...]:
    return request.offers(trend.node.code, "xu hướng", card, trend.node.code, request.arguments.day)


@dataclass(frozen=True, slots=True)
class Seen:
    """A trend as it is said and drawn."""

    known: Known
    trend: Trend
    day: date | None
    stale_days: int

    @property
    def noun(self) -> str:
        return self.trend.indicator.noun if self.trend.indicator else ""

    @property
    def pace(self) -> Pace | None:
        return self.trend.course.pace if self.trend.course else None

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(source for point in self.trend.points for source in point.sources))

    @property
    def shown(self) -> list[int]:
        """Which figures are said: all of a few, else the first and the newest."""
        number = len(self.trend.points)
        return [*range(number)] if number <= SHOWN + 1 else [0, *range(number - SHOWN + 1, number)]

    def text(self) -> str:
        points, card = self.trend.points, self.known.card
        shown = [points[number] for number in self.shown]
        return render(
            "trend/one",
            trend=self.trend,
            noun=self.noun,
            card=card,
            closed=self.known.closed,
            day=self.day,
            shown=shown,
            hidden=len(points) - len(shown),
            ahead=self._ahead(),
            stale_days=self.stale_days,
            names=self.sources,
            lead=self.known.lead(self.trend.node.code),
        )

    def drawn(self) -> str:
        trend, pace = self.trend, self.pace
        ends = None
        if pace:
            led = pace.ends if trend.shares else Fraction(whole(pace.ends))
            ends = Dot(pace.until, pace.ends, self._amount(led))
        aim = (trend.target.edge, self._wanted()) if trend.target else None
        others = [Dot(point.day, value) for point in trend.points for value in point.other_values]
        values = [point.value for point in trend.points] + [dot.value for dot in others]
        values += [trend.target.edge] if trend.target else []
        ticks = axis([*values, pace.ends] if pace else values, trend.shares)
        words = self._words(bool(others), from_zero=ticks[0] == 0)
        column, blocks = begin(words)
        shown = set(self.shown)
        dots = [
            Dot(point.day, point.value, self._amount(point.value) if number in shown else "")
            for number, point in enumerate(trend.points)
        ]
        labels = [(tick, percent(tick) if trend.shares else count(tick)) for tick in ticks]
        made = plot(dots, others, labels, column, aim, ends)
        height = end(column, words)
        return draw("trend/figures", plot=made, height=height, blocks=blocks, texts=column.texts)

    def _words(self, others: bool, from_zero: bool) -> Words:
        trend, card = self.trend, self.known.card
        kinds = ["line", *(["ahead"] if self.pace else []), *(["other"] if others else [])]
        return Words(
            title=_say("title", node=trend.node),
            place=_say("place", card=card),
            tag=plain(say("chart/words", "tag", closed=self.known.closed, label=card.label)),
            headline=_say("headline", last=trend.points[-1], shares=trend.shares, noun=self.noun, target=trend.target),
            legend=[(kind, _say("kind", name=kind)) for kind in kinds],
            below=self._ahead(),
            notes=[
                *([] if from_zero else [_say("from_zero")]),
                *([_say("stale", days=self.stale_days)] if self.stale_days else []),
                *([_say("known", day=self.day)] if self.day else []),
                *([_say("sources", names=self.sources)] if self.sources else []),
            ],
        )

    def _amount(self, value: Fraction) -> str:
        return _say("amount", value=value, shares=self.trend.shares)

    def _wanted(self) -> str:
        return _say("wanted", target=self.trend.target, shares=self.trend.shares) if self.trend.target else ""

    def _ahead(self) -> list[str]:
        """Where the figures lead, and what reaches the target."""
        trend, pace = self.trend, self.pace
        if pace is None or trend.target is None:
            return [_say("too_few")] if trend.course and not trend.course.pace else []
        said = {"pace": pace, "shares": trend.shares, "noun": self.noun}
        lines = [
            _say("past", now=trend.points[-1].day, **said),
            _say("keep", worth=trend.worth, **said),
        ]
        if pace.needed is not None:
            lines.append(_say("reach", target=trend.target, **said))
        return lines


def _slug(code: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", code)


def _say(what: str, **values: Any) -> str:
    """Words as they are drawn: without markup, for the drawing escapes them itself."""
    return plain(say("trend/words", what, **values))


COMMAND = Command(
    names=("xu hướng", "trend", "diễn biến"),
    summary="số liệu của một tiêu chí theo thời gian, bằng hình; nhịp cần có để đạt",
    examples=("xu hướng", "xu hướng 7"),
    handle=handle,
    topic="score",
    place=43,
)
