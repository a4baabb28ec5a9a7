"""Rows handed to a statement as one parameter: what is written or asked by the thousand is compiled once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, FromClause, Text, cast, column, func, literal, select, true
from sqlalchemy.orm import Session

from models.database import Base, insert_for

Rows = Sequence[Mapping[str, Any]]


def handed(session: Session, table: type[Base], rows: Rows) -> FromClause:
    """Some columns of a table's rows to be, as a table: numbers, text, dates, yes and no."""
    like = [table.__table__.c[name] for name in rows[0]]
    if session.connection().dialect.name == "postgresql":
        typed = (column(each.name, each.type) for each in like)
        given = func.json_to_recordset(cast(_text(rows), JSON))
        return given.table_valued(*typed).render_derived("handed", with_types=True)
    row = func.json_each(_text([list(each.values()) for each in rows])).table_valued("value").c.value
    values = (func.json_extract(row, f"$[{n}]", type_=each.type).label(each.name) for n, each in enumerate(like))
    return select(*values).subquery("handed")


def _text(rows: Sequence[Any]) -> ColumnElement[str]:
    return literal(json.dumps(rows, default=str, ensure_ascii=False), Text)


def insertion(session: Session, table: type[Base], rows: Rows, **same: Any) -> Any:
    """The insertion of rows, with what they have in common; what it does on a conflict is still to be said."""
    given = handed(session, table, rows)
    common = (literal(value, table.__table__.c[name].type) for name, value in same.items())
    return insert_for(session, table).from_select([*given.c.keys(), *same], select(given, *common).where(true()))
