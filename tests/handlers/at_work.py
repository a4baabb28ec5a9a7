"""What the conversations about work share: the day of the model messages, what is recorded, what stays as it was."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from models.chat_tables import Dialogue
from models.tables import Event
from models.work_tables import Evidence, Work
from tests.offices import ZONE, Office, fingerprint

DAY = datetime(2026, 9, 8, 8, 12, tzinfo=ZONE)  # of the model messages, a Tuesday
QUESTION = ("dialogue", "stamp")  # all that a question asked back may change
DONE_12 = "lam> xong 12 QĐ 45/QĐ-UBND 4/9"


def on_the_day(office: Office) -> Office:
    """An office on the morning of the model messages."""
    office.clock.now = DAY
    return office


def talk(office: Office, *lines: str) -> str:
    """Say lines as "lam> xong 12", one after the other; the last answer."""
    answer = ""
    for line in lines:
        who, _, said = line.partition("> ")
        answer = office.say(said, who=who)
    return answer


def unchanged(office: Office, line: str, **more: Any) -> str:
    """The answer to a line that may ask something, and changes nothing else."""
    who, _, said = line.partition("> ")
    before = fingerprint(office.database, *QUESTION)
    answer = office.say(said, who=who, **more)
    assert fingerprint(office.database, *QUESTION) == before, f"{line!r} changed something: {answer}"
    return answer


def refused(office: Office, line: str, **more: Any) -> str:
    """The answer to a line that is refused: it says that nothing was recorded, and nothing was."""
    who, _, said = line.partition("> ")
    before = fingerprint(office.database)
    answer = office.say(said, who=who, **more)
    assert fingerprint(office.database) == before, f"{line!r} changed something: {answer}"
    assert says_so(answer), f"{line!r}: {answer}"
    return answer


def says_so(answer: str) -> bool:
    """Whether an answer tells that nothing was recorded."""
    return bool(re.search(r"[Cc]hưa (ghi gì|giao việc|có gì thay đổi)|không ghi thêm", answer))


def recorded(office: Office, *lines: str) -> str:
    """Say lines that must each be recorded; the last answer."""
    answer = ""
    for line in lines:
        before = fingerprint(office.database, *QUESTION)
        answer = talk(office, line)
        assert fingerprint(office.database, *QUESTION) != before, f"{line!r} changed nothing: {answer}"
    return answer


def forget_questions(office: Office) -> None:
    """Nobody is waiting for an answer any more."""
    with office.database.writing() as session:
        session.execute(delete(Dialogue))


def work(office: Office, number: int) -> Work:
    """A piece of work as it is kept."""
    with office.database.reading() as session:
        found = session.get_one(Work, number)
        session.expunge(found)
        return found


def state(office: Office, number: int) -> str:
    return work(office, number).state


def events(office: Office, number: int) -> list[str]:
    """What happened to a piece of work, oldest first: "new", "report", …"""
    with office.database.reading() as session:
        told = session.scalars(select(Event.what).where(Event.work_id == number).order_by(Event.id))
        return [what.removeprefix("work ") for what in told]


def last_event(office: Office, number: int) -> Event:
    with office.database.reading() as session:
        event = session.scalars(select(Event).where(Event.work_id == number).order_by(Event.id.desc())).first()
        assert event is not None
        session.expunge(event)
        return event


def papers(office: Office, number: int) -> int:
    """How many documents prove a piece of work done."""
    with office.database.reading() as session:
        standing = select(func.count()).where(Evidence.work_id == number, Evidence.taken_back.is_(False))
        return session.scalar(standing) or 0


def given(answer: str) -> int:
    """The number of the work an answer says was given."""
    found = re.search(r"^Đã giao việc #([0-9]+)", answer, re.MULTILINE)
    assert found, answer
    return int(found[1])


def new(office: Office, line: str = "Sửa máy in; Văn phòng; 30/12", code: str = "không", who: str = "mai") -> int:
    """Give a task, by default one without a criterion and without evidence asked for; its number."""
    answer = office.say(f"việc mới {line}; TC {code}" if code != "không" else f"việc mới {line}", who=who)
    return given(answer if code != "không" else office.say("không", who=who))


def points(office: Office, code: str) -> str:
    """The line of a criterion that says its points: "Tạm tính: 0,5/0,5"."""
    answer = office.say(f"điểm {code}", who="mai")
    return next(line for line in answer.splitlines() if line.startswith(("Tạm tính", "Chắc chắn", "Điểm công bố")))


def certain(office: Office) -> str:
    """The points of the year that are certain."""
    return next(line for line in office.say("điểm", who="mai").splitlines() if line.startswith("Chắc chắn"))


def figures(office: Office, codes: Mapping[str, str] | None = None) -> list[str]:
    """Every line of the year's score: nothing moved where they are the same."""
    return office.say("điểm", who="mai").splitlines()
