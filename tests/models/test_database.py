"""What a column keeps and what a transaction promises, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, StatementError

from models.database import BadUrl, Database, connect
from models.record import last_event_at, record
from models.tables import Assessment, Event
from tests.offices import ZONE, Office

NOON = datetime(2022, 7, 18, 12, tzinfo=ZONE)


def test_times_come_back_aware_and_equal_and_naive_ones_are_refused(van_canh: Office) -> None:
    with van_canh.database.writing() as session:
        record(session, NOON, how="test", what="noon", subject="")
    with van_canh.database.reading() as session:
        kept = session.scalars(select(Event).where(Event.what == "noon")).one()
        assert kept.at == NOON
        assert kept.at.utcoffset() == UTC.utcoffset(None)
        assert last_event_at(session) == NOON
    with pytest.raises(StatementError, match="without a zone"), van_canh.database.writing() as session:
        record(session, NOON.replace(tzinfo=None), how="test", what="", subject="")


def test_points_are_kept_to_the_last_digit(van_canh: Office) -> None:
    digits = Decimal("0.1234567890123456789012345")
    with van_canh.database.writing() as session:
        row = session.scalars(select(Assessment)).first()
        assert row is not None
        row.points, id_ = digits, row.id
    with van_canh.database.reading() as session:
        assert session.scalar(select(Assessment.points).where(Assessment.id == id_)) == digits


def test_what_fails_half_way_leaves_nothing(van_canh: Office) -> None:
    def fail_half_way() -> None:
        with van_canh.database.writing() as session:
            record(session, NOON, how="test", what="half", subject="")
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with van_canh.database.reading() as session:
        assert session.scalars(select(Event).where(Event.what == "half")).first() is None


def test_a_reader_sees_one_moment_while_a_writer_writes(van_canh: Office) -> None:
    with van_canh.database.reading() as reader:
        before = last_event_at(reader)
        with van_canh.database.writing() as writer:
            record(writer, NOON, how="test", what="", subject="")
        assert last_event_at(reader) == before
    with van_canh.database.reading() as reader:
        assert last_event_at(reader) == NOON


def test_sqlite_is_set_up_to_lose_nothing(open_office: Callable[[str], Office]) -> None:
    database = open_office("van-canh").database
    if database.is_postgresql:
        return
    with database.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def test_a_url_that_cannot_be_used_is_refused_without_being_repeated() -> None:
    for url in (
        "",
        "nonsense",
        "mysql://u:secret@h/d",
        "postgresql+nothing://u:secret@h/d",
        "sqlite+aiosqlite:///x.db",
    ):
        with pytest.raises(BadUrl) as refused:
            connect(url)
        assert str(refused.value) == ""


def test_a_password_is_never_shown() -> None:
    database = Database("postgresql://u:secret@127.0.0.1:1/d")
    assert "secret" not in database.name
    with pytest.raises(OperationalError) as refused, database.reading() as session:
        last_event_at(session)
    assert "secret" not in str(refused.value)
    database.close()
