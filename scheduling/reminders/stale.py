"""Figures that are out of date: whoever answers for them is asked for newer ones, once a week, later every four."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from models.ledger import Owed
from models.reminder_tables import Reminder
from models.stale import stale_figures
from scheduling.figures_due import answering, running
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import render, say

WEEKLY = 4  # weeks of being out of date; from then on all old ones are asked for in the same week of four


def owed(planning: Planning) -> Iterator[Owed]:
    """What was out of date when the week began, so that it is asked for once a week."""
    monday, days = planning.today - timedelta(planning.today.weekday()), planning.policy.stale_days
    for known in running(planning):
        for each in stale_figures(known, monday, days):
            week, weeks = monday.toordinal() // 7, (each.days - days) // 7
            rung = f"stale {week if weeks < WEEKLY else week // WEEKLY * WEEKLY}"
            subject = f"figure {known.card.unit_id} {each.indicator.name}"
            for person_id in answering(planning.roster, known.card, each.owner):
                yield Owed(person_id, "digest", "stale", subject, each.as_of, rung)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    """One line for all of a scorecard, of what is still out of date."""
    planned = {(each.subject, each.due_on) for each in reminders}
    found, heading = [], say("reminders/words", "heading_of_stale", days=telling.policy.stale_days)
    for card in telling.cards if planned else ():
        if card.year != telling.day.year:
            continue
        stale = stale_figures(telling.known(card), telling.day, telling.policy.stale_days)
        rows = [each for each in stale if (f"figure {card.unit_id} {each.indicator.name}", each.as_of) in planned]
        if rows:
            text = render("reminders/stale", rows=rows, today=telling.day)
            found.append(Line((60, card.unit_id), heading, text, asked_for=True))
    return found


KIND = Kind(owed, lines=lines)
