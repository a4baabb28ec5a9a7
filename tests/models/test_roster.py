"""Who is written to instead of whoever is away: the deputy, the deputy's deputy, and where all are away that person."""

from datetime import date

import pytest
from sqlalchemy import select

from models.chat_tables import Acting
from models.roster import roster
from models.tables import Person
from scheduling.audit.people import people
from tests.offices import Office

DAY = date(2026, 9, 8)


def away(office: Office, *pairs: tuple[str, str]) -> dict[str, int]:
    """Who is away and who acts, by name; everybody's id."""
    with office.database.writing() as session:
        ids = {key.rpartition("/")[2]: id_ for id_, key in session.execute(select(Person.id, Person.key))}
        for absent, deputy in pairs:
            session.add(Acting(ids[absent], ids[deputy], DAY, DAY))
    return ids


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ((), "lam"),
        ((("lam", "mai"),), "mai"),
        ((("lam", "mai"), ("mai", "giang")), "giang"),
        ((("lam", "mai"), ("mai", "giang"), ("giang", "son")), "son"),
        ((("lam", "mai"), ("mai", "lam")), "lam"),
        ((("lam", "mai"), ("mai", "giang"), ("giang", "mai")), "lam"),
    ],
)
def test_the_first_deputy_who_is_here_is_told(mau: Office, pairs: tuple[tuple[str, str], ...], told: str) -> None:
    ids = away(mau, *pairs)
    with mau.database.reading() as session:
        assert roster(session, DAY).present([ids["lam"]]) == [ids[told]]
        assert people(session, DAY, mau.clock.now).present([ids["lam"]]) == [ids[told]]
        here = roster(session, DAY)
        unit = here.units[here.homes[ids["lam"]]]
        assert roster(session, DAY, [unit]).present([ids["lam"]]) == [ids[told]]


def test_one_person_who_acts_for_several_is_told_once(mau: Office) -> None:
    ids = away(mau, ("lam", "mai"), ("mai", "giang"))
    with mau.database.reading() as session:
        assert roster(session, DAY).present([ids["lam"], ids["mai"], ids["giang"]]) == [ids["giang"]]
