"""Many people of the office Mẫu, each with a chat and one piece of work: due today (sure), or in three days."""

from datetime import date, timedelta

from sqlalchemy import select

from models.chat_tables import Chat
from models.database import Database
from models.stamps import PEOPLE, touch
from models.tables import Person, Post, Unit
from models.work import TASK
from models.work_tables import Work
from tests.messenger.connected import ACCOUNT, TELEGRAM
from tests.offices import DEMOS

FIRST = 100_000  # chat of the first
UNIT = "tinh-mau/xa-mau"
NOW = DEMOS["mau"].now  # a Tuesday, 8:00; three working days on it is Friday


def crowd(url: str, number: int, channel: str = TELEGRAM, account: str = ACCOUNT) -> dict[int, int]:
    """Add them; person → chat."""
    database, since = Database(url), NOW - timedelta(60)
    with database.writing() as session:
        unit = session.scalars(select(Unit.id).where(Unit.key == UNIT)).one()
        people = [Person(f"mau/nhac-{n}", f"Người {n}", f"đ/c {n}", "") for n in range(number)]
        session.add_all(people)
        session.flush()
        for place, person in enumerate(people):
            due = NOW.date() + timedelta(3 * (place % 2))
            session.add(Post(person.id, unit, "staff", "công chức", date(2026, 1, 1), None))
            session.add(Chat(channel, account, str(FIRST + place), person.id, since))
            session.add(Work(TASK, unit, unit, f"Việc {place}", "", due, unit, since, None, assignee_id=person.id))
        touch(session, since, PEOPLE)
        found = {person.id: FIRST + place for place, person in enumerate(people)}
    database.close()
    return found
