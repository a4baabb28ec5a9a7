"""`/data`: say figures, one or several in a message; the answer is what they do to the points."""

import re
from datetime import date, timedelta

from handlers import Command, Request
from models.changes import NewFigure, hold_unit, say_figures
from models.checks import check_figure
from models.duties import Report
from models.figure_lines import Said, read_figures
from models.histories import entries
from models.known import Known
from models.messages import Message, UserError
from models.periods import begins_on
from models.permissions import may_enter
from models.scorecards import Card
from scheduling.dates import NoSuchDay, read_day
from scoring.figures import Day
from templates import render

EARLY, LATE = timedelta(days=31), timedelta(days=90)  # a year's figures may close in December, or be said in March


def handle(request: Request) -> Message:
    card, text = request.scoped_card()
    hold_unit(request.session, card)
    before = request.known(card)
    said = read_figures(
        _with_days(text, request.today),
        before.criteria_set,
        card.year,
        lambda word: _day(word, card.year, request.today),
    )
    for each in said:
        if each.indicator.name in before.counted:
            raise UserError("data_counted", code=each.code, report=_next_report(before, each))
        post = may_enter(request.person, card, before.criteria_set, each.indicator)
        if post is None:
            raise UserError("data_not_yours", code=each.code, unit=before.unit(each.indicator.owner).name)
    history = entries(request.session, card.unit_id, card.year)
    figures = [_figure(request, card, each) for each in said]
    for figure, each in zip(figures, said, strict=True):
        check_figure(before.criteria_set, each.code, figure, history, request.now)
    new = say_figures(request.session, card, figures, history, request.teller_as(post))
    after = request.known(card)
    stand = [(after.figures[figure.indicator.name], figure.indicator) for figure in new]
    return Message(
        render(
            "data",
            card=card,
            closed=after.closed,
            figures=[(each.code, figure, figure in new) for figure, each in zip(figures, said, strict=True)],
            several={each.code for each in said if len(after.criteria_set.asked_for(each.code)) > 1},
            outside=[each.code for each in said if after.standing(each.code).judgment.reason.kind == "not_applicable"],
            moved_=before.moved(after),
            latest=after.figures,
            certain=(before.totals.certain, after.totals.certain),
            conflicts=[(figure, indicator) for figure, indicator in stand if figure.others],
            superseded=[
                figure
                for figure in new
                if "-" not in figure.period and after.figures[figure.indicator.name].as_of > figure.as_of
            ],
        )
    )


def _next_report(known: Known, said: Said) -> Report | None:
    """The first report still to be sent that counts for an indicator."""
    waiting = (each for each in known.reports if each.indicator == said.indicator.name and not each.completed_on)
    return next(waiting, None)


def _with_days(text: str, today: date) -> str:
    """Days in words as days in figures: "hôm qua", "ngày 24 tháng 8"."""
    text = re.sub(r"\b(?:ngày|ngay) +([0-9]{1,2}) +(?:tháng|thang) +([0-9]{1,2})\b", r"\1/\2", text)
    text = re.sub(r"\b(?:hôm qua|hom qua)\b", f"{today - timedelta(days=1):%d/%m/%Y}", text, flags=re.I)
    return re.sub(r"\b(?:năm|nam) +(?:19|2[01])[0-9]{2}\b", "", text, flags=re.I)


def _day(word: str, year: int, today: date) -> date | None:
    """A day as it is typed; without a year this year's, or early in it and for older years the latest that fits."""
    try:
        this, years = read_day(word, today.year), {today.year, today.year - 1, year}
        days = [day for each in years if (day := read_day(word, each)) and day <= today]
    except NoSuchDay:
        raise UserError("no_such_day", text=word) from None
    if year == today.year and today.month > LATE.days // 30:
        return this
    first, last = date(year, 1, 1) - EARLY, date(year, 12, 31) + LATE
    return max((day for day in days if first <= day <= last), default=this)


def _figure(request: Request, card: Card, said: Said) -> NewFigure:
    """The figure with its day, period and source, those not said supplied."""
    day = said.day or min(request.today, date(card.year, 12, 31))
    done = said.measure.day if isinstance(said.measure, Day) else day
    if max(day, done) > request.today:
        raise UserError("data_day_to_come", day=max(day, done), today=request.today)
    if not date(card.year, 1, 1) - EARLY <= day <= date(card.year, 12, 31) + LATE:
        raise UserError("data_other_year", day=day, year=card.year, code=said.code)
    source = said.source or request.person.posts[0].unit_name
    return NewFigure(said.indicator, said.measure, _period(card, said, day), day, source)


def _period(card: Card, said: Said, day: date) -> str:
    """The year, or the part of it that was said of a figure told period by period."""
    by_period = said.indicator.accumulates == "period"
    if said.period and not by_period:
        raise UserError("data_no_period", code=said.code)
    if by_period and not said.period:
        raise UserError("data_which_period", code=said.code)
    if said.period and begins_on(said.period, card.year) > day:
        raise UserError("data_period_to_come", code=said.code, period=f"{card.year}-{said.period}", day=day)
    return f"{card.year}-{said.period}" if said.period else str(card.year)


COMMAND = Command(
    names=("số liệu", "data", "nhập số liệu", "ghi số liệu"),
    summary="ghi số liệu, một hoặc nhiều chỉ tiêu trong một tin",
    examples=("số liệu 3.6 90%", "số liệu 3.6 90%; 7.3.2 40%"),
    handle=handle,
    topic="figures",
    place=50,
    writes=True,
    for_another=True,
)
