"""The inbox: what a messenger hands over once, or again and again, is worked on once whoever falls."""

from datetime import datetime, timedelta

from models.database import Database
from models.inbox import KEPT, WORKED, forget, keep, settled, take_over
from models.kept_files import forget_files, keep_file, kept_file
from models.migrate import migrate
from tests.offices import ZONE, Stores

NOW = datetime(2026, 9, 8, 8, tzinfo=ZONE)
BODY = {"message": {"text": 'Đã rõ "12" 😀', "half": "\ud83d", "nothing": "\0"}}


def office(stores: Stores) -> Database:
    database = Database(stores.empty())
    migrate(database)
    return database


def comes(database: Database, update: str, holder: str = "one", at: datetime = NOW, account: str = "1") -> bool:
    with database.writing() as session:
        return keep(session, "zalo", account, update, BODY, at, holder)


def left(database: Database, holder: str, at: datetime = NOW, *gone: str) -> int:
    with database.writing() as session:
        bodies = take_over(session, "zalo", "1", at, holder, lambda each: each in gone)
    assert all(body == BODY for body in bodies)
    return len(bodies)


def is_settled(database: Database, update: str, at: datetime = NOW) -> None:
    with database.writing() as session:
        settled(session, "zalo", "1", update, at)


def test_what_comes_again_is_known_for_a_month(stores: Stores) -> None:
    database = office(stores)
    assert comes(database, "a")
    assert not comes(database, "a")
    assert comes(database, "a", account="2")
    is_settled(database, "a")
    assert not comes(database, "a", "another", NOW + timedelta(days=20))
    with database.writing() as session:
        assert forget(session, NOW + KEPT - timedelta(seconds=1)) == 0
        assert forget(session, NOW + KEPT + timedelta(seconds=1)) == 1
    database.close()


def test_what_a_fallen_process_left_is_taken_over_once(stores: Stores) -> None:
    database = office(stores)
    for update in "abc":
        comes(database, update)
    is_settled(database, "b")
    assert left(database, "one", NOW, "one") == 0  # it works on it
    assert left(database, "two") == 0  # it may be alive elsewhere
    assert left(database, "two", NOW, "one") == 2
    assert left(database, "three", NOW, "one") == 0
    assert left(database, "three", NOW + WORKED + timedelta(seconds=1)) == 2
    database.close()


def test_what_was_said_is_forgotten_once_it_is_settled(stores: Stores) -> None:
    database = office(stores)
    comes(database, "a")
    is_settled(database, "a")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT body FROM inbox").scalar() == ""
    database.close()


def test_a_drawn_picture_is_kept_for_a_while_and_what_came_in_for_good(stores: Stores) -> None:
    database = office(stores)
    with database.writing() as session:
        drawn = keep_file(session, b"drawn", NOW, timedelta(hours=2))
        sent = keep_file(session, b"sent", NOW)
        assert keep_file(session, b"sent", NOW, timedelta(hours=2)) == sent
        later = NOW + timedelta(hours=1)
        assert keep_file(session, b"drawn", later, timedelta(hours=2)) == drawn
    with database.writing() as session:
        assert forget_files(session, NOW + timedelta(hours=2, minutes=30)) == 0
        assert forget_files(session, NOW + timedelta(days=400)) == 1
        assert (kept_file(session, drawn), kept_file(session, sent)) == (None, b"sent")
        assert kept_file(session, sent.replace("kept", "telegram")) is None
    database.close()
