"""Comparing what should have been said on a day with what was. Pure: rows in, findings out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.audit.rows import (
    DOUBLE,
    EXTRA,
    FAILED,
    LATE,
    MISSING,
    OFF_HOURS,
    UNCERTAIN,
    WAITED,
    Expected,
    Finding,
    Key,
    Said,
    Sending,
)
from scheduling.policy import Policy

LATE_AFTER = timedelta(hours=2)  # of the hours in which people are written to
GRACE = timedelta(minutes=5)  # what was claimed before a quiet hour may be settled in it


def compare(expected: Collection[Expected], said: Collection[Said], day: date) -> Iterator[Finding]:
    """Steps that nobody was told, that were told and should not have been, that were told twice."""
    told: defaultdict[Key, list[Said]] = defaultdict(list)
    for row in said:
        told[row.key].append(row)
    wanted = {each.key: each for each in expected}
    heard = {(row.subject, row.sending.person_id, row.sending.slot) for row in said if row.sending.went}
    for each in expected:
        other = each.any_step and (each.subject, each.person_id, each.slot) in heard
        if each.required and not other and not any(_is_told(row.sending, day) for row in told.get(each.key, ())):
            yield Finding(MISSING, each.slot, each.person_id, each.subject, each.rung)
    for key, rows in told.items():
        today = [row for row in rows if row.sending.day == day and row.sending.went]
        if sum(row.sending.holds for row in rows if row.sending.day <= day) > 1 and today:
            yield _of_row(DOUBLE, today[-1])
        elif today and (key not in wanted or wanted[key].slot != today[0].sending.slot):
            yield _of_row(EXTRA, today[0])


def _is_told(sending: Sending, day: date) -> bool:
    return sending.went if sending.day == day else sending.holds and sending.day < day


def _of_row(what: str, row: Said) -> Finding:
    sending = row.sending
    return Finding(what, sending.slot, sending.person_id, row.subject, row.rung, sending.number)


def check(
    sendings: Collection[Sending], listens: Callable[[int, str], bool], policy: Policy, zone: ZoneInfo
) -> Iterator[Finding]:
    """What the messages of a day tell by themselves; `listens`: whether a person is written to in a slot at all."""
    by_slot = Counter((each.job, each.slot, each.person_id) for each in sendings if each.went and _is_one(each))
    for each in sendings:
        for what in _wrong(each, listens, policy, zone):
            yield Finding(what, each.slot, each.person_id, number=each.number)
    for (_, slot, person_id), number in by_slot.items():
        if number > 1:
            yield Finding(DOUBLE, slot, person_id)


def tally(sendings: Collection[Sending], written: Mapping[str, int], untold: Collection[int]) -> Iterator[Finding]:
    """Messages of any kind that are gone from a slot, that came to it later, or that the ledger knows nothing of."""
    for slot, number in written.items():
        own = [each for each in sendings if each.slot == slot]
        twice = Counter((each.job, each.person_id) for each in own if _is_one(each))
        there = len(own) - sum(twice.values()) + len(twice)  # those that came twice are found as such
        yield from [Finding(MISSING if there < number else EXTRA, slot)] * abs(there - number)
        for each in own:
            if each.state == "sent" and each.number in untold and twice[each.job, each.person_id] < 2:
                yield Finding(MISSING, slot, each.person_id, number=each.number)


def _is_one(sending: Sending) -> bool:
    """Whether a slot has one of it for a person; changes are told by themselves, and people send as they like."""
    return sending.job != "change" and not sending.slot.endswith("by hand")


def _wrong(sending: Sending, listens: Callable[[int, str], bool], policy: Policy, zone: ZoneInfo) -> Iterator[str]:
    if sending.attempts > (1 if sending.sure else 0):
        yield DOUBLE
    if sending.may_have_come:
        yield UNCERTAIN
    elif sending.state == "sent" and sending.when:
        here = sending.when.astimezone(zone)
        quiet = policy.is_quiet(here.time()) and policy.is_quiet((here - GRACE).time())
        if quiet or here.date() != sending.day or not listens(sending.person_id, sending.slot):
            yield OFF_HOURS
        if spoken_between(sending.opens, sending.when, policy, zone) > LATE_AFTER:
            yield LATE
    elif sending.state != "superseded":
        yield WAITED if sending.waited else FAILED


def spoken_between(opens: datetime, until: datetime, policy: Policy, zone: ZoneInfo) -> timedelta:
    """How much of the hours in which people are written to lies between two times, in steps of five minutes."""
    at, spoken = opens.astimezone(zone), timedelta(0)
    while at < until and spoken <= LATE_AFTER:
        if not policy.is_quiet(at.time()):
            spoken += GRACE
        at += GRACE
    return spoken
