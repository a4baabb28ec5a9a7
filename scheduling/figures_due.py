"""Figures of a running year: the scorecards whose figures may be told of, and who answers for them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, select

from models.known import Known, known
from models.roster import Roster
from models.scorecards import Card, Part, card_of
from models.tables import Observation, Scorecard
from scheduling.planning import Planning


def running(planning: Planning) -> Iterator[Known]:
    """Every scorecard of this year that has figures, as known now."""
    year = planning.today.year
    told = exists().where(Observation.unit_id == Scorecard.unit_id, Observation.period >= str(year))
    query = select(Scorecard).where(Scorecard.year == year, told).order_by(Scorecard.id)
    for row in planning.session.scalars(query).all():
        card = card_of(planning.session, row)
        works = planning.calendars.days(card.unit_key).works
        yield known(planning.session, card, planning.now, planning.today, planning.now, works)


def answering(roster: Roster, card: Card, owner: Part) -> list[int]:
    """Who answers for a figure: whose part of the office it is, else the office's officers."""
    place = roster.by_key.get(f"{card.unit_key}/{owner.key}") if owner.key else None
    return roster.doers(place, None) if place else roster.nearest(card.unit_id, "officer")


def week_of(day: date) -> str:
    """The week a day lies in: 2026-W36."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
