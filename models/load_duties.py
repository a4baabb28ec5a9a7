"""Loading report duties: who owes which report when, and to whom. What changed is updated; nothing is removed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duties import COUNTED, PERIODS, day_in
from models.load_tasks import unit_at
from models.sets import criteria_set
from models.tables import Scorecard, Unit, below_path
from models.work_tables import ReportDuty
from scoring.catalog import CriteriaSet
from scoring.errors import CatalogError, nearest
from scoring.fields import Fields, attempt, rows

_DUTY = ("title", "lead", "to", "code", "indicator", "valid_from", "valid_to", "periods", "sent")
# Written once for all of their sort; a period written by itself has days of its own.
_EVERY = {"M": [name for name in PERIODS if name[0] == "M"], "Q": [name for name in PERIODS if name[0] == "Q"]}
_NAMES = (*_EVERY, *PERIODS)
_KEY = re.compile(r"[a-z0-9_-]+")
_ANY_YEAR = 2025  # not a leap year: a day must exist in every year


def load_duties(session: Session, tables: Mapping[str, Any], file: str, now: datetime) -> tuple[str, int]:
    """The unit's path and how many duties are new or changed."""
    with attempt(file, "[duties]"):
        whole = Fields(tables, "duties", "duty")
        head = Fields(whole.table("duties"), "unit", "due_by", "source")
        home = unit_at(session, head.text("unit", needed=True))
        due_by = unit_at(session, head.text("due_by")) if head.text("due_by") else home
    of_set, changes = _newest_set(session, home), 0
    for name, row in rows(whole, "duty", file).items():
        with attempt(file, f"[duty] {name}"):
            if not _KEY.fullmatch(name):
                raise CatalogError("bad_duty_key")
            fields = Fields(row, *_DUTY)
            values = {
                "home_id": home.id, "lead_id": _lead(session, home, fields.text("lead")).id, "due_by_id": due_by.id,
                "title": fields.text("title", needed=True), "recipient": fields.text("to"),
                "indicator": _indicator(of_set, fields.text("indicator")), "source": head.text("source"),
                **_in_force(fields), "periods": _periods(fields, file, f"[duty] {name}", of_set, now.date()),
            }  # fmt: skip
            changes += _keep(session, f"{home.key} {name}", values)
    session.flush()
    return home.key, changes


def _keep(session: Session, key: str, values: dict[str, Any]) -> bool:
    """Whether a duty is new or changed."""
    held = session.scalar(select(ReportDuty).where(ReportDuty.key == key))
    if held is None:
        session.add(ReportDuty(key=key, **values))
        return True
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    for name, value in changed.items():
        setattr(held, name, value)
    return bool(changed)


def _newest_set(session: Session, home: Unit) -> CriteriaSet | None:
    newest = select(Scorecard).where(Scorecard.unit_id == home.id).order_by(Scorecard.year.desc()).limit(1)
    card = session.scalar(newest)
    return criteria_set(session, card.criteria_set_id) if card else None


def _lead(session: Session, home: Unit, key: str) -> Unit:
    """A part of the unit by the last segment of its path; the unit itself where none is named."""
    if key in ("", home.key):
        return home
    parts = session.scalars(select(Unit).where(below_path(Unit.key, home.key))).all()
    by_name = {unit.key.removeprefix(f"{home.key}/"): unit for unit in parts}
    if key.removeprefix(f"{home.key}/") not in by_name:
        raise CatalogError("unknown_unit", unit=key, nearest=nearest(key, list(by_name)))
    return by_name[key.removeprefix(f"{home.key}/")]


def _indicator(of_set: CriteriaSet | None, name: str) -> str:
    """An indicator that counts reports, of the newest set the unit is scored on."""
    known = of_set.indicators if of_set else {}
    if name and name not in known:
        raise CatalogError("unknown_indicator", name=name, nearest=nearest(name, list(known)))
    if name and known[name].asks not in COUNTED:
        raise CatalogError("counts_no_reports", name=name, asks=known[name].asks or "value", choices=COUNTED)
    return name


def _in_force(fields: Fields) -> dict[str, date | None]:
    first, last = fields.day("valid_from"), fields.day("valid_to")
    if first is None:
        raise CatalogError("key_missing", key="valid_from")
    if last is not None and last < first:
        raise CatalogError("ends_before_it_starts")
    return {"valid_from": first, "valid_to": last}


def _periods(fields: Fields, file: str, where: str, of_set: CriteriaSet | None, today: date) -> dict[str, Any]:
    """Period → its days as they are written, the criterion where it is said, and what was sent of it already."""
    code, known = fields.text("code"), of_set.criteria if of_set else {}
    if code and code not in known:
        raise CatalogError("unknown_code", code=code, nearest=nearest(code, list(known)))
    written = fields.table("periods")
    if not written:
        raise CatalogError("key_missing", key="periods")
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(written, key=len):  # those of its own after "M" and "Q"
        with attempt(file, f"{where}, {name}"):
            if name not in _NAMES:
                raise CatalogError("unknown_period", value=name, nearest=nearest(name, _NAMES), choices=_NAMES)
            for each in _EVERY.get(name, [name]):
                found[each] = dict(_days(each, written[name])) | ({"code": code} if code else {})
    for key, row in fields.table("sent").items():
        with attempt(file, f"{where}, sent {key}"):
            year, _, name = key.partition("-")
            known_keys = [f"{year}-{each}" for each in found]
            if key not in known_keys or not re.fullmatch(r"[0-9]{4}", year):
                raise CatalogError("unknown_period", value=key, nearest=nearest(key, known_keys), choices=known_keys)
            _check_in_force(fields, found[name], int(year))
            found[name].setdefault("sent", {})[year] = _sent(row, today)
    return {name: found[name] for name in PERIODS if name in found}


def _days(name: str, row: object) -> Iterator[tuple[str, str]]:
    """The closing day, the due day and the office's own; a bare number is a day of the period's last month."""
    fields = Fields(row, "closes", "due", "internal")
    if "due" not in fields.raw:
        raise CatalogError("key_missing", key="due")
    due = _day(name, "due", fields.raw["due"])
    for key in fields.raw:
        written = _day(name, key, fields.raw[key])
        if day_in(_ANY_YEAR, written) > day_in(_ANY_YEAR, due):
            raise CatalogError("after_due", key=key, value=written, due=due)
        yield key, written


def _day(name: str, key: str, value: object) -> str:
    written = f"{value}/{PERIODS[name]}" if type(value) is int else value
    try:
        if not isinstance(written, str):
            raise ValueError(written)
        day_in(_ANY_YEAR, written)
    except ValueError:
        raise CatalogError("bad_day_of_year", key=key, value=value) from None
    return written


def _sent(row: object, today: date) -> dict[str, str]:
    fields = Fields(row, "number", "dated")
    dated = fields.day("dated")
    if dated is None:
        raise CatalogError("key_missing", key="dated")
    if dated > today:
        raise CatalogError("in_the_future", value=dated)
    return {"number": fields.text("number"), "dated": dated.isoformat()}


def _check_in_force(fields: Fields, period: Mapping[str, str], year: int) -> None:
    """What was sent of a period that the duty does not cover would be kept nowhere."""
    day, last = day_in(year, period.get("closes", period["due"])), fields.day("valid_to")
    if not fields.raw["valid_from"] <= day <= (last or date.max):
        raise CatalogError("not_in_force", day=day)
