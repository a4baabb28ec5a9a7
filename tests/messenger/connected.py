"""An office whose people have chats on Telegram without having joined: rows beside those of a demonstration."""

from collections.abc import Sequence

from sqlalchemy import select

from models.chat_tables import Chat
from models.database import Database
from models.stamps import PEOPLE, touch
from models.tables import Person, Post
from models.work_tables import Work
from tests.messenger.account import BOT
from tests.offices import DEMOS

TELEGRAM, ACCOUNT = "telegram", str(BOT["id"])


def connect(url: str, office: str, chats: Sequence[int], people: Sequence[str] = ()) -> dict[int, str]:
    """Open chats for people of an office (`mai`), all of it without names, in turns; who has which.

    One may have several, as no person can in a real office: a load of fifty chats needs no fifty people.
    """
    database, since = Database(url), DEMOS[office].now
    with database.writing() as session:
        rows = session.execute(select(Person.key, Person.id).order_by(Person.id)).all()
        ids = {key.partition("/")[2]: id_ for key, id_ in rows}
        names = list(people or ids)
        whose = {chat: names[place % len(names)] for place, chat in enumerate(chats)}
        session.add_all(Chat(TELEGRAM, ACCOUNT, str(chat), ids[name], since) for chat, name in whose.items())
        touch(session, since, PEOPLE)
    database.close()
    return whose


def noted(url: str, office: str) -> dict[str, int]:
    """People who may note something, each with a piece of work: an officer's or leader's unit's, a head's own."""
    database = Database(url)
    found: dict[str, int] = {}
    with database.reading() as session:
        for key, role, unit in session.execute(
            select(Person.key, Post.role, Post.unit_id).join(Post, Post.person_id == Person.id).order_by(Person.id)
        ):
            whose = Work.lead_id if role == "head" else Work.home_id
            number = session.scalar(select(Work.id).where(whose == unit).order_by(Work.id.desc()).limit(1))
            if role in ("head", "officer", "leader") and number and key.startswith(f"{office}/"):
                found[key.partition("/")[2]] = number
    database.close()
    return found
