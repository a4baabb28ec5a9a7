"""Figures that are out of date: whoever answers for them is asked for newer ones, once a week."""

from collections.abc import Iterator, Sequence

from models.ledger import Owed
from models.reminder_tables import Reminder
from models.stale import stale_figures
from scheduling.figures_due import answering, running, week_of
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import render


def owed(planning: Planning) -> Iterator[Owed]:
    for known in running(planning):
        for each in stale_figures(known, planning.today, planning.policy.stale_days):
            subject, rung = f"figure {known.card.unit_id} {each.indicator.name}", f"stale {week_of(planning.today)}"
            for person_id in answering(planning.roster, known.card, each.owner):
                yield Owed(person_id, "digest", "stale", subject, each.as_of, rung)


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    """One line for all of a scorecard, of what is still out of date."""
    planned = {(each.subject, each.due_on) for each in reminders}
    found = []
    for card in telling.cards if planned else ():
        if card.year != telling.day.year:
            continue
        stale = stale_figures(telling.known(card), telling.day, telling.policy.stale_days)
        rows = [each for each in stale if (f"figure {card.unit_id} {each.indicator.name}", each.as_of) in planned]
        if rows:
            text = render("reminders/stale", rows=rows, days=telling.policy.stale_days, today=telling.day)
            found.append(Line((60, card.unit_id), "", text, asked_for=True))
    return found


KIND = Kind(owed, lines=lines)
