"""A year of both demonstration offices, slot by slot: Tết, outages of 25 hours and of 8 days, people who answer.

What each person was told is kept beside this file, to be read as that person: `python -m tests.scheduling.test_year`
writes it anew.
"""

import random
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.audit_tables import Audit
from models.database import Database
from scheduling.calendar import works
from scheduling.hours import break_after, is_first_day_back, slots_of
from tests.living import People
from tests.offices import CLOCKWORK, DEMOS, ZONE, Clock, Office, Stores
from tests.reminding import Year

# The first day, and what is missed: a day and an hour in autumn, eight days in spring.
YEARS = {"mau": date(2026, 8, 26), "van-canh": date(2022, 7, 19)}
CHAIRMEN = {"mau": "son", "van-canh": "bach"}  # who want the week, and what stays overdue
SHORT, LONG = timedelta(hours=25), timedelta(days=8)


def year_of(office: Office, first: date) -> Year:
    """A year from a day on, with everybody connected."""
    year = Year(office)
    for what in ("tuần", "quá hạn"):
        assert "đã bật" in office.say(f"lịch nhắc bật {what}", who=CHAIRMEN[office.demonstration.id])
    people, out = People(office, random.Random(6)), outages(first)
    day = first
    while day < first + timedelta(365):
        for slot in slots_of(day, CLOCKWORK.policy, ZONE):
            moment = slot.opens + timedelta(minutes=1)
            if any(begin <= moment < begin + lasts for begin, lasts in out):
                continue
            for told in year.at(moment):
                people.answer(told)
        day += timedelta(1)
    assert people.answered > 50
    return year


def outages(first: date) -> list[tuple[datetime, timedelta]]:
    """When nothing runs, and for how long."""
    return [(_at(first + timedelta(57), 15), SHORT), (_at(first + timedelta(240), 9), LONG)]


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def written(year: Year) -> str:
    """What everybody was told, person by person."""
    names, lines = year.names(), []
    for key in sorted({told.who for told in year.told}):
        lines.append(f"######## {names.get(key, key)}")
        for told in year.told:
            if told.who == key:
                lines += [f"== {told.at.astimezone(ZONE):%H:%M %d/%m/%Y}", told.text, ""]
    return "\n".join(lines)


def kept(name: str) -> Path:
    return Path(__file__).with_name(f"told-{name}.txt")


def check(year: Year, office: Office, first: date) -> None:
    """At most one digest a day, none on a day off or in a quiet hour, and nothing the auditor misses."""
    digests = Counter((told.who, told.at.date()) for told in year.told if told.job == "digest")
    assert max(digests.values()) == 1
    for told in year.told:
        day = told.at.astimezone(ZONE).date()
        assert works(day), told
        assert not is_first_day_back(day, works, CLOCKWORK.policy.long_break), told
        assert told.job == "digest" or told.job == "change" or not break_after(day, works, 6), told
    with office.database.reading() as session:
        audits = session.scalars(select(Audit).order_by(Audit.day)).all()
    assert len(audits) > 340
    out = {(begin + timedelta(n)).date() for begin, lasts in outages(first) for n in range(lasts.days + 2)}
    assert not {audit.day: audit.numbers for audit in audits if audit.numbers and audit.day not in out}
    silent = {audit.day for audit in audits if "silent" in audit.numbers}
    assert silent
    assert silent <= out


@pytest.mark.parametrize("name", YEARS)
def test_a_year_is_told_as_it_was_read(name: str, stores: Stores) -> None:
    if stores.kind != "sqlite":
        pytest.skip("planning and delivery on PostgreSQL are tried slot by slot elsewhere")
    office = opened(stores, name)
    year = year_of(office, YEARS[name])
    check(year, office, YEARS[name])
    assert written(year) == kept(name).read_text("utf-8")
    office.database.close()


def opened(stores: Stores, name: str) -> Office:
    return Office(Database(stores.office(name)), DEMOS[name], Clock(DEMOS[name].now))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for each in sys.argv[1:] or YEARS:
            its = opened(Stores("sqlite", Path(folder), ""), each)
            of_it = year_of(its, YEARS[each])
            kept(each).write_text(written(of_it), "utf-8")
            print(each, len(of_it.told), "messages")
            check(of_it, its, YEARS[each])
