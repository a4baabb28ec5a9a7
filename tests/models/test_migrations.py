"""The schema: models and migrations agree, up and down with rows, two starts at once."""

import subprocess
from collections.abc import Callable
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot.demonstration import fill
from models import calendar_tables, chat_tables, work_tables
from models.database import Base, Database
from models.migrate import OldSchema, current, ensure_current, head, migrate, revisions
from models.record import Teller, record
from models.tables import Assessment, Event
from tests.offices import DEMOS, ZONE, Office, fingerprint
from tests.processes import CCHC, clean_environment

Open = Callable[[str], Database]


def test_models_and_migrations_agree(empty_url: str, open_database: Open) -> None:
    database = open_database(empty_url)
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_up_and_down_works_with_rows_in_the_tables(van_canh: Office) -> None:
    # On the way down an event forgets what it was about, and an older program knows no work and no chats.
    newer = ("stamp", "event", *_tables(work_tables), *_tables(chat_tables), *_tables(calendar_tables))
    before = fingerprint(van_canh.database, *newer)
    for revision in reversed(revisions()[:-1]):
        migrate(van_canh.database, revision)
        assert current(van_canh.database) == revision
        migrate(van_canh.database)
        if revision != "0000":
            assert fingerprint(van_canh.database, *newer) == before
            continue
        fill(van_canh.database, DEMOS["van-canh"], ZONE)
        assert van_canh.say("điểm 2021").splitlines()[1].startswith("75,62 %")


def test_chats_and_what_waits_for_people_outlive_the_way_back_before_telegram(van_canh: Office) -> None:
    now = van_canh.clock.now
    with van_canh.database.writing() as session:
        chat = chat_tables.Chat("telegram", "1", "77", 1, now)
        session.add(chat)
        session.flush()
        teller = Teller(1, "telegram", now, chat_id=chat.id)
        event = record(session, now, how="telegram", what="joined", subject="x", teller=teller)
        sent = chat_tables.Notification(chat.id, 1, "Kính gửi", "sending", "t", now)
        session.add(sent)
        session.flush()
        session.add(chat_tables.Notice(1, event.id, "invited", {}, now, notification_id=sent.id))
        session.add(chat_tables.Update("telegram", "1", "5", {}, now, sent_at=now))
        session.add(chat_tables.GroupChat("telegram", "1", "-100", 1, now, 1))
    migrate(van_canh.database, "0003")
    migrate(van_canh.database)
    with van_canh.database.reading() as session:
        chat = session.scalars(select(chat_tables.Chat)).one()
        assert (chat.address, chat.unreachable) == ("77", "")
        assert session.scalars(select(Event.chat_id).where(Event.what == "joined")).one() == chat.id
        assert session.scalars(select(chat_tables.Notice)).one().notification_id is None
        assert session.scalars(select(chat_tables.Update.sent_at)).one() is None
        assert not session.scalars(select(chat_tables.GroupChat)).all()
    with pytest.raises(DBAPIError), van_canh.database.writing() as session:
        session.execute(text("DELETE FROM event"))


def _tables(module: ModuleType) -> list[str]:
    own = (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__)
    return [each.__tablename__ for each in own if issubclass(each, Base)]


def test_the_record_can_only_grow(van_canh: Office) -> None:
    van_canh.say("số liệu 3.6 90%")
    for change in ("UPDATE event SET subject = 'x'", "DELETE FROM event"):
        with pytest.raises(DBAPIError), van_canh.database.writing() as session:
            session.execute(text(change))


def test_down_to_nothing_leaves_no_table(empty_url: str, open_database: Open) -> None:
    database = open_database(empty_url)
    assert migrate(database) == ("0000", head())
    assert migrate(database) == (head(), head())
    assert migrate(database, "0000") == (head(), "0000")
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_a_newer_database_is_refused_by_an_older_program(empty_url: str, open_database: Open) -> None:
    database = open_database(empty_url)
    migrate(database)
    with database.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(OldSchema) as refused:
        ensure_current(database)
    assert (refused.value.found, refused.value.needed) == ("9999", head())


def test_four_processes_that_start_at_once_do_not_race(empty_url: str, open_database: Open) -> None:
    database = open_database(empty_url)
    first = [*CCHC, "migrate"] if database.is_postgresql else [*CCHC, "chat", "--demo"]
    for arguments in (first, [*CCHC, "chat", "--demo"]):
        started = [
            subprocess.Popen(
                [*arguments, "--database", empty_url],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environment(),
            )
            for _ in range(4)
        ]  # fmt: skip
        for process in started:
            said = process.communicate(timeout=60)[0].decode()
            assert process.returncode == 0, said
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event).where(Event.what == "demonstration")) == 1
        published = select(func.count()).select_from(Assessment).where(Assessment.code == "index")
        assert session.scalar(published) == 2  # 2020 and 2021, once each
