"""Rates that lead below their target: a change of state is told once, then it stands in a digest once a week."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select

from models.chat_tables import Notification
from models.ledger import Owed, is_said
from models.messages import LONGEST_COMMAND, Choice, Message
from models.people import Speaker
from models.rates import Rate, rates
from models.reminder_tables import Reminder
from models.stale import stale_figures
from scheduling.figures_due import answering, running, week_of
from scheduling.planning import Planning, Telling
from scheduling.reminders import Kind, Line
from templates import render, say

WORTH_A_MESSAGE = Fraction(1, 20)  # points at stake


def owed(planning: Planning) -> Iterator[Owed]:
    """A low rate for whoever answers for it and for the officers; one that is no longer low, for those who heard.

    Of what changed for a person the greatest stake is told by itself, the rest as lines of the digest.
    """
    said, monday = _said(planning), planning.today - timedelta(planning.today.weekday())
    changed: dict[int, list[Rate]] = {}
    for rate, person_id in _told(planning):
        heard = said.get((subject_of(rate), person_id), {})
        told_on = heard.get((rate.state, rate.course.since))
        if told_on is None and (rate.low or heard):
            changed.setdefault(person_id, []).append(rate)
        elif told_on is not None and rate.low and not monday <= told_on <= planning.today:
            yield _owed(person_id, "digest", rate, f"{rate.state} {week_of(planning.today)}")
    for person_id, found in changed.items():
        for number, rate in enumerate(sorted(found, key=lambda each: -each.stake)):
            alone = number == 0 and rate.stake >= WORTH_A_MESSAGE
            yield _owed(person_id, "change" if alone else "digest", rate, rate.state)


def _told(planning: Planning) -> Iterator[tuple[Rate, int]]:
    """Every rate whose figure is not out of date, with each person it concerns."""
    for known in running(planning):
        works = planning.calendars.days(known.card.unit_key).works
        stale = {each.indicator.name for each in stale_figures(known, planning.today, planning.policy.stale_days)}
        for rate in rates(planning.session, known, planning.now, planning.today, works):
            if rate.indicator.name not in stale and rate.state != "unknown":
                people = answering(planning.roster, rate.card, rate.owner)
                officers = planning.roster.nearest(rate.card.unit_id, "officer")
                yield from ((rate, person_id) for person_id in dict.fromkeys((*people, *officers)))


def _owed(person_id: int, job: str, rate: Rate, rung: str) -> Owed:
    return Owed(person_id, job, "rates", subject_of(rate), rate.course.since, rung)


def subject_of(rate: Rate) -> str:
    """What the ledger calls a rate."""
    return f"rate {rate.card.unit_id} {rate.key[0]}"


def _said(planning: Planning) -> dict[tuple[str, int], dict[tuple[str, date], date]]:
    """When people were told of which states, by subject and person."""
    rows = planning.session.execute(
        select(Reminder.subject, Reminder.person_id, Reminder.rung, Reminder.due_on, Notification.day)
        .join(Notification, Notification.id == Reminder.notification_id)
        .where(Reminder.kind == "rates", Reminder.rung.not_like("% %"), is_said())
    )
    said: dict[tuple[str, int], dict[tuple[str, date], date]] = {}
    for subject, person_id, rung, since, day in rows:
        said.setdefault((subject, person_id), {})[rung, since] = day or since
    return said


def lines(telling: Telling, reminders: Sequence[Reminder]) -> list[Line]:
    """Those that are still as they were planned, worst first."""
    return [
        Line(
            (50, not rate.low), say("reminders/words", "heading_of_rates", low=rate.low),
            render("reminders/rate_line", rate=rate), rate.stake, asked_for=True,
        )
        for rate in _still(telling, reminders)
    ]  # fmt: skip


def message(telling: Telling, reminders: Sequence[Reminder]) -> Message | None:
    """A change of state by itself."""
    for rate in _still(telling, reminders):
        choices = tuple(_choices(telling.person, rate))
        answers = [each.label.lower() for each in choices]
        return Message(render("reminders/rate", rate=rate, today=telling.day, answers=answers), choices)
    return None


def _still(telling: Telling, reminders: Sequence[Reminder]) -> list[Rate]:
    planned = {(each.subject, each.due_on, each.rung.split()[0]) for each in reminders}
    found = []
    for card in telling.cards if planned else ():
        if card.year == telling.day.year:
            works = telling.days_at(card.unit_key).works
            every = rates(telling.session, telling.known(card), telling.now, telling.day, works)
            found += [rate for rate in every if (subject_of(rate), rate.course.since, rate.state) in planned]
    return found


def _choices(person: Speaker, rate: Rate) -> Iterator[Choice]:
    """What the text says in a word, as buttons that go on meaning this rate when another message has come."""
    about = f"{rate.node.code} {rate.card.year} {rate.card.unit_name}"
    if _fits(line := f"xu hướng {about}"):
        yield Choice("Chi tiết", line, aside=True)
    keeps = any(post.role == "officer" and post.unit_key == rate.card.unit_key for post in person.posts)
    if rate.low and keeps and _fits(line := f"giao việc {about}"):
        yield Choice("Giao việc", line, aside=True)


def _fits(line: str) -> bool:
    return len(line.encode()) <= LONGEST_COMMAND


KIND = Kind(owed, lines=lines, message=message)
