"""For comparison: one stored APScheduler job per reminder, as a careful developer would write it.

`python -m tests.messenger.apscheduler_rival DATABASE API`: date jobs in a SQLAlchemy job store; no misfire grace, so
that late ones run; a send waits where Telegram asks for it, and is tried again where it failed.
"""

import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from models.database import connect
from tests.messenger.account import TOKEN
from tests.processes import wait

TRIES = 5
JOBS = "apscheduler_jobs"  # the table, as APScheduler names it


def send(chat: int, text: str) -> None:
    """What a job does."""
    for _ in range(TRIES):
        try:
            answer = httpx.post(f"{sys.argv[2]}/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": text})
        except httpx.TransportError:
            wait(1)
            continue
        if answer.is_success:
            return
        wait(answer.json().get("parameters", {}).get("retry_after", 1))
    raise RuntimeError(f"not sent: {text}")


def scheduler(url: str) -> BackgroundScheduler:
    """A scheduler on its stored jobs."""
    store = SQLAlchemyJobStore(engine=connect(url), tablename=JOBS)
    return BackgroundScheduler(
        jobstores={"default": store}, job_defaults={"misfire_grace_time": None, "coalesce": True}, timezone=UTC
    )


def plan(url: str, chats: Sequence[int], first: datetime, seconds: float) -> None:
    """One job for each, spread over some seconds."""
    made = scheduler(url)
    made.start(paused=True)
    for place, chat in enumerate(chats):
        at = first + timedelta(seconds=seconds * place / len(chats))
        made.add_job(send, "date", run_date=at, args=(chat, f"Nhắc việc {place}"), id=f"nhac-{place}")
    made.shutdown()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    httpx.post(f"{sys.argv[2]}/bot{TOKEN}/getMe")
    # Jobs are stored by the name of their function: it must be found there, not in `__main__`.
    from tests.messenger import apscheduler_rival

    running = apscheduler_rival.scheduler(sys.argv[1])
    running.start()
    while True:
        time.sleep(3600)
