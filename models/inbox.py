"""What a messenger handed over, kept until it is settled: none is lost by a fall, none is worked on twice."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.database import insert_for
from models.messenger_tables import Inbox

WORKED = timedelta(minutes=10)  # longer than anything takes: who holds it longer has fallen
KEPT = timedelta(days=30)  # a messenger may hand over again what it handed over before


def keep(session: Session, channel: str, account: str, update_id: str, body: Any, now: datetime, holder: str) -> bool:
    """Keep what came in for this process to work on; False where it came before."""
    row = {
        "channel": channel, "account": account, "update_id": update_id, "body": json.dumps(body), "at": now,
        "holder": holder,
    }  # fmt: skip
    new = insert_for(session, Inbox).values(**row).on_conflict_do_nothing().returning(Inbox.id)
    return session.execute(new).first() is not None


def take_over(
    session: Session, channel: str, account: str, now: datetime, holder: str, is_gone: Callable[[str], bool]
) -> list[Any]:
    """What others left unsettled that have fallen, in its order; from now on this process works on it."""
    left = select(Inbox).where(
        Inbox.channel == channel, Inbox.account == account, Inbox.settled_at.is_(None), Inbox.holder != holder
    )
    rows = session.scalars(left.order_by(Inbox.id).with_for_update()).all()
    mine = [row for row in rows if is_gone(row.holder) or not timedelta() <= now - row.at <= WORKED]
    for row in mine:
        row.holder, row.at = holder, now
    return [json.loads(row.body) for row in mine]


def settled(session: Session, channel: str, account: str, update_id: str, now: datetime) -> None:
    """It was worked on; that it came is remembered, what it said is not: the record keeps what was done."""
    this = Inbox.channel == channel, Inbox.account == account, Inbox.update_id == update_id
    session.execute(update(Inbox).where(*this).values(settled_at=now, body=""))


def forget(session: Session, now: datetime) -> int:
    """Forget that old updates came; how many."""
    old = Inbox.settled_at < now - KEPT
    return len(session.execute(delete(Inbox).where(old).returning(Inbox.id)).all())
