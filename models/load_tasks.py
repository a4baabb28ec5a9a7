"""Loading tasks: an office's list of work as TOML, made once; what has happened to a task since stays as it is."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.record import record
from models.sets import criteria_set
from models.stakes import question
from models.tables import Person, Scorecard, Unit
from models.work import TASK
from models.work_tables import Document, Evidence, Support, Work
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows

_TASK = (
    *("title", "code", "lead", "supporting", "assignee", "due", "due_at", "internal_due", "due_by", "evidence"),
    *("outcome", "source", "given_by", "created", "completed_on", "paper", "state"),
)
_STATES = ("open", "acknowledged", "in_progress", "reported", "closed")


def load_tasks(session: Session, tables: Mapping[str, Any], file: str, now: datetime) -> tuple[str, int]:
    """The unit's path and how many tasks are new."""
    with attempt(file, "[tasks]"):
        whole = Fields(tables, "tasks", "task")
        head = Fields(whole.table("tasks"), "unit", "given_by", "due_by")
        home = unit_at(session, head.text("unit", needed=True))
    new = 0
    for key, row in rows(whole, "task", file).items():
        with attempt(file, f"[task] {key}"):
            new += _load_task(session, home, f"{home.key} {key}", row, head, now)
    return home.key, new


def unit_at(session: Session, key: str) -> Unit:
    """A unit by its path; CatalogError with the nearest where there is none."""
    unit = session.scalar(select(Unit).where(Unit.key == key))
    if unit is None:
        raise CatalogError("unknown_unit", unit=key, nearest=nearest(key, list(session.scalars(select(Unit.key)))))
    return unit


def part_at(session: Session, home: Unit, key: str) -> Unit:
    """A unit by its path, or by the last segment of a part of the home unit."""
    inside = session.scalar(select(Unit).where(Unit.key == f"{home.key}/{key}"))
    return inside or (home if key == "" else unit_at(session, key))


def _load_task(session: Session, home: Unit, key: str, row: object, head: Fields, now: datetime) -> int:
    fields = Fields(row, *_TASK)
    if session.scalar(select(Work.id).where(Work.key == key)) is not None:
        return 0
    lead = part_at(session, home, fields.text("lead"))
    due = fields.day("due")
    if due is None:
        raise CatalogError("key_missing", key="due")
    created = fields.day("created")
    _check_days(fields, due, created, now.date())
    code = _code(session, home, fields.text("code"), due, fields.text("outcome"))
    due_by = fields.text("due_by") or head.text("due_by")
    work = Work(
        TASK, home.id, lead.id, fields.text("title", needed=True), code, due,
        unit_at(session, due_by).id if due_by else home.id,
        datetime.combine(created, time(8), now.tzinfo) if created else now,
        _person(session, fields.text("given_by") or head.text("given_by")), key=key,
        internal_due_on=fields.day("internal_due"), evidence=fields.text("evidence"), outcome=fields.text("outcome"),
        assignee_id=_person(session, fields.text("assignee")), due_at=_hour(fields.raw.get("due_at")),
        source_id=_document(session, fields.table("source"), now),
    )  # fmt: skip
    _past(work, fields, now)
    session.add(work)
    session.flush()
    for part in fields.texts("supporting"):
        session.add(Support(work.id, part_at(session, home, part).id))
    event = record(
        session, now, how="command line", what="work new", subject=f"#{work.id} {work.title}",
        after={"title": work.title, "due_on": str(due)}, unit_id=home.id, work_id=work.id,
    )  # fmt: skip
    paper = _document(session, fields.table("paper"), now)
    if paper is not None:
        session.add(Evidence(work.id, paper, event.id))
    return 1


def _check_days(fields: Fields, due: date, created: date | None, today: date) -> None:
    """Days in the order in which they can happen."""
    internal, done = fields.day("internal_due"), fields.day("completed_on")
    for earlier, later, key in (
        (internal, due, "internal_due"), (created, due, "created"), (created, today, "created"),
        (created, done, "completed_on"), (done, today, "completed_on"),
    ):  # fmt: skip
        if earlier and later and earlier > later:
            raise CatalogError("days_in_disorder", key=key, earlier=earlier, later=later)


def _past(work: Work, fields: Fields, now: datetime) -> None:
    """What had already happened before the list was loaded."""
    work.completed_on = fields.day("completed_on")
    state = fields.text("state") or ("closed" if work.completed_on else "open")
    if state not in _STATES:
        raise CatalogError("unknown_word", key="state", value=state, nearest=nearest(state, _STATES), choices=_STATES)
    if (state in ("reported", "closed")) != (work.completed_on is not None):
        raise CatalogError("key_needs_key", key=f'state = "{state}"', needs="completed_on")
    work.state, work.closed = state, state == "closed"
    if work.completed_on:
        work.reported_at = datetime.combine(work.completed_on, time(17), now.tzinfo)


def _code(session: Session, home: Unit, code: str, due: date, outcome: str) -> str:
    """A leaf of the set the unit is scored on in the year the task is due, whose question can take the outcome."""
    if not code:
        return ""
    cards = session.scalars(select(Scorecard).where(Scorecard.unit_id == home.id, Scorecard.year <= due.year))
    newest = max(cards, key=lambda card: card.year, default=None)
    of_set = criteria_set(session, newest.criteria_set_id) if newest else None
    known = of_set.criteria if of_set else {}
    if of_set is None or code not in known:
        raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(known)))
    if outcome:
        indicator = question(of_set, code)
        if indicator is None:
            raise CatalogError("outcome_unreadable", code=code, text=outcome)
        indicator.read(outcome)
    return code


def _person(session: Session, key: str) -> int | None:
    if not key:
        return None
    found = session.scalar(select(Person.id).where(Person.key == key))  # "mau/mai": people belong to an office's file
    if found is None:
        raise CatalogError(
            "unknown_person", person=key, nearest=nearest(key, list(session.scalars(select(Person.key))))
        )
    return found


def _hour(raw: object) -> time | None:
    if raw is None or isinstance(raw, time):
        return raw
    raise CatalogError("not_an_hour", value=raw)


def _document(session: Session, row: Mapping[str, Any], now: datetime) -> int | None:
    fields = Fields(row, "number", "dated", "issuer", "summary", "link")
    if not row:
        return None
    document = Document(
        fields.text("number"), fields.day("dated"), now, None, fields.text("issuer"), fields.text("summary"),
        fields.text("link"),
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document.id
