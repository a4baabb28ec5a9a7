"""Two processes on one office, every message delivered one to five times, processes killed (-9) at random moments.

What may be counted on afterwards is read from the record itself: no acknowledged change is lost, none is made twice.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count, product
from typing import Any

import psycopg
from sqlalchemy import func, select

from bot.dispatch import Dispatcher
from models.database import Base, Database
from models.doing import STEPS
from models.load import load
from models.messages import Incoming
from models.work_tables import Work
from templates import environment
from tests.offices import DEMOS, ZONE, typed
from tests.processes import Worker, wait

# What is said one after another (→), or by two people at the same instant (|). n and m are work of the office, k of the
# economy, h of the centre; t and u are in nothing else that is said, and i grows.
STORIES = """
lam: ghi chú {n}: điều {t} | mai: ghi chú {n}: điều {u} → lam: hoàn tác | lam: hoàn tác
lam: xong {n} QĐ {t}/QĐ-UBND 24/8 → mai: đối chiếu {n} | tuyet: đối chiếu {n} → mai: kết luận {n}
lam: xong {n} QĐ {t}/QĐ-UBND 24/8 | suong: trình ký {n} → mai: đề nghị bổ sung {n}: {t} | tuyet: đối chiếu {n}
lam: xong {n} QĐ {t}/QĐ-UBND 24/8 → mai: đối chiếu {n} → mai: hoàn tác | tuyet: ghi chú {n}: điều {u}
hai: xong {h} QĐ {t}/QĐ-UBND 24/8 | may: trình ký {h} → hai: hoàn tác
lam: xong {n}, {m} QĐ {t}/QĐ-UBND 24/8 → lam: đồng ý → mai: đối chiếu {n}, {m} | tuyet: đối chiếu {m}, {n}
mai: đồng ý | tuyet: đồng ý → mai: hoàn tác | tuyet: hoàn tác
lam: xong | lam: xong → lam: {n} QĐ {t}/QĐ-UBND 24/8 | lam: {n} QĐ {t}/QĐ-UBND 24/8
lam: xin thêm {n} 30/12 chờ ý kiến {t} → son: cho thêm {n} | giang: cho thêm {n} → lam: việc
khe: xin thêm {k} 30/12 chờ ý kiến {t} → son: cho thêm {k} | giang: không cho thêm {k}: lần {u} → khe: việc {k}
khe: vướng {k}: chờ vốn {t} → khe: trình ký {k} | mai: ghi chú {k}: điều {u}
khe: chuyển {k} Văn phòng: không thuộc nhiệm vụ {t} → mai: chuyển {k} | tuyet: chuyển {k} không
lam: đã rõ {n} | mai: ghi thay Chánh Văn phòng: đã rõ {n} (điện thoại) → lam: không đúng {n} | mai: hoàn tác
mai: ghi thay Chánh Văn phòng: ghi chú {n}: điều {t} (điện thoại) → lam: việc
mai: số liệu 7.3.1 {i}/90000 nguồn Sổ{t} | hai: số liệu 7.3.1 {i}/90000 nguồn Sổ{u} → mai: hoàn tác | mai: hoàn tác
hai: số liệu 7.3.1 {i}/90000 nguồn Sổ{t}; 3.5.2 {i}/90000 → mai: điểm 7.3.1 | hai: hoàn tác
mai: việc mới Rà soát {t}; TC 3.1.2; Văn phòng; 30/12; minh chứng: báo cáo → lam: việc → son: việc quá hạn
mai: việc mới Gửi {t} | mai: việc mới Gửi {u} → mai: Văn phòng → mai: không → mai: 30/12 | mai: 30/12 → lam: đã rõ
mai: giao Văn phòng, Phòng Kinh tế, 30/12: Thư {t} → mai: đồng ý | mai: đồng ý → lam: việc | mai: hoàn tác
lam: giao {n} Sương → suong: đã rõ {n} | suong: việc
"""
CHANGED = re.compile(
    r"^<b>(?!.*\?)(Đã (ghi|đối chiếu|đề nghị|kết luận|chuyển|giao|rút lại)\b|Hạn mới|Giữ nguyên|"
    r"#[0-9]+ (.*: đang làm|vẫn|nay do))",
    re.M,
)
ERROR = "mã lỗi"
LONGEST = 0.04  # seconds that most answers take
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass
class Fired:
    """What was delivered and answered."""

    updates: dict[str, Incoming]
    before: Rows
    delivered: dict[datetime, str] = field(default_factory=dict)  # every delivery has a moment of its own
    answered: dict[datetime, str] = field(default_factory=dict)  # the replies that were acknowledged
    failed: set[datetime] = field(default_factory=set)  # the deliveries answered with the id of an error
    killed: int = 0


def prepare(url: str, number: int) -> range:
    """Give the office, the economy and the centre some more work, in turns; the numbers of the office's."""
    lines = ['[tasks]\nunit = "tinh-mau/xa-mau"\ngiven_by = "mau/mai"']
    for each in range(number):
        for part in ("van-phong", "phong-kinh-te", "trung-tam"):
            code = ("", "1.7.2", "3.2", "7.3.1")[each % 4]
            lines.append(f'[task.{part}-{each}]\ntitle = "{part} {each}"\nlead = "{part}"\ncode = "{code}"')
            lines.append("created = 2026-08-10\ndue = 2026-12-11")
    database = Database(url)
    with database.writing() as session:
        first = 1 + (session.scalar(select(func.max(Work.id))) or 0)
        load(session, [("fire.tasks.toml", "\n".join(lines))], DEMOS["mau"].now, ZONE)
    database.close()
    return range(first, first + 3 * number, 3)


def messages(rng: random.Random, work: range) -> Iterator[tuple[tuple[str, str], ...]]:
    """Who says what, seeded, without end; what is said at the same instant stands together."""
    stories = [line.split(" → ") for line in STORIES.strip().splitlines()]
    for story in count(1000):
        n, m = rng.sample(work, 2)
        values = {"n": n, "m": m, "k": n + 1, "h": n + 2, "t": 2 * story, "u": 2 * story + 1, "i": 5000 + story}
        for step in rng.choice(stories):
            said = (each.format(**values).partition(": ") for each in step.split(" | "))
            yield tuple((who, line) for who, _, line in said)


def deliveries(rng: random.Random, work: range, number: int) -> tuple[dict[str, Incoming], list[tuple[str, ...]]]:
    """The updates, and the order in which their ids are delivered, one or two at an instant: each one to five times."""
    updates: dict[str, Incoming] = {}
    order: list[tuple[float, tuple[str, ...]]] = []
    for place, together in enumerate(messages(rng, work)):
        if len(updates) >= number:
            break
        said = {str(len(updates) + each): say for each, say in enumerate(together)}
        updates |= {id_: typed(line, f"mau/{who}", update_id=id_) for id_, (who, line) in said.items()}
        order.append((place, tuple(said)))
        for id_ in said:
            again = rng.choice(((), (), (), (1,), (1,), (2,), (1, 1), (2, 1), (1, 2, 1), (2, 2)))
            order += [(place + rng.choice((0.5, rng.uniform(0, 6))), (id_,) * times) for times in again]
    return updates, [ids for _, ids in sorted(order)]


def fire(url: str, seed: int, number: int) -> Fired:
    """Deliver all of it to two processes; what was not acknowledged comes again."""
    rng, now = random.Random(seed), DEMOS["mau"].now
    updates, queue = deliveries(rng, prepare(url, number // 12 + 2), number)
    fired = Fired(updates, rows(url))
    with answering(url) as workers:
        while queue:
            ids = queue.pop(0)
            if len(ids) == 1 and queue and len(queue[0]) == 1 and rng.random() < 0.3:
                ids += queue.pop(0)
            busy = dict(zip(rng.sample(workers, len(ids)), ids, strict=True))
            moments = {}
            for worker, id_ in busy.items():
                moments[worker] = now = now + timedelta(seconds=1)
                fired.delivered[now] = id_
                worker.hand((updates[id_], now))
            if rng.random() < 0.15:
                wait(rng.uniform(0, LONGEST))
                ends: list[Callable[[], None]] = [*(worker.kill for worker in busy), partial(cut, url)]
                rng.choice(ends)()
            for worker, id_ in busy.items():
                if (reply := worker.answer()) and ERROR not in reply:
                    fired.answered[moments[worker]] = reply
                    continue
                fired.failed |= {moments[worker]} if reply else set()
                assert len(fired.failed) < 50, "errors without end"
                queue.insert(rng.randrange(min(len(queue), 4) + 1), (id_,))
        fired.killed = sum(worker.killed for worker in workers)
        _remembered(url, workers, now)
    return fired


def _remembered(url: str, workers: list[Worker], now: datetime) -> None:
    """What processes answer that have been changing things all along is what a new one answers."""
    database = Database(url)
    for who, line in product(("mai", "lam", "khe", "hai", "son", "tuyet"), ("việc", "điểm")):
        asked = typed(line, f"mau/{who}"), now + timedelta(seconds=1)
        new = Dispatcher(database, ZONE, timedelta(days=30))
        new.answer(*asked)  # what waits to be told is told
        for worker in workers:
            worker.hand(asked)
        assert {worker.answer() for worker in workers} == {new.answer(*asked).text}, f"{who}: {line}"
    database.close()


@contextmanager
def answering(url: str) -> Iterator[list[Worker]]:
    """Two processes that answer what they are handed: a message and its moment."""
    for template in environment().list_templates(extensions=["txt"]):  # read once for all that are begun
        environment().get_template(template)
    database = Database(url)
    Dispatcher(database, ZONE, timedelta(days=30)).answer(typed("việc", "mau/mai"), DEMOS["mau"].now)
    database.close()
    workers = [Worker(partial(_dispatcher, url)) for _ in range(2)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.end()


def _dispatcher(url: str) -> Callable[[tuple[Incoming, datetime]], str]:
    dispatcher = Dispatcher(Database(url), ZONE, timedelta(days=30))
    return lambda delivered: dispatcher.answer(*delivered).text


def cut(url: str) -> None:
    """End every connection to a PostgreSQL, as a restart of the server would."""
    if url.startswith("postgresql:"):
        with psycopg.connect(url) as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}".encode())


def rows(url: str) -> Rows:
    """Every row of every table, in order."""
    database, found = Database(url), {}
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            read = connection.execute(select(table).order_by(*table.primary_key))
            found[table.name] = [dict(row._mapping) for row in read]
    database.close()
    return found


def check(url: str, fired: Fired) -> Counter[str]:
    """What must be true of the record; how often what happened."""
    before, after = fired.before, rows(url)
    old = {row["id"] for row in before["event"]}
    events = [row for row in after["event"] if row["id"] not in old]
    _once(events, after, fired)
    _as_said(events, after["update_seen"], fired)
    _chained(before["work"], events, after["work"])
    _stamped(before["stamp"], events, after["stamp"])
    return Counter(event["what"] for event in events)


def _once(events: list[Row], after: Rows, fired: Fired) -> None:
    """Whatever an update changed it changed in one delivery; nothing was said, given or taken back twice."""
    messages = {(fired.delivered[event["at"]], event["first_id"] or event["id"]) for event in events}
    figures = [row for row in after["observation"] if row["event_id"]]
    for made in (
        [update for update, _ in messages],
        [event["after"]["note"] for event in events if event["what"] == "work note"],
        [(row["indicator"], row["source"]) for row in figures if row["retracts"] is None],
        [row["retracts"] for row in figures if row["retracts"]],
        [(row["title"], row["lead_id"]) for row in after["work"] if row["kind"] == "task"],
        [event["undoes_id"] for event in events if event["undoes_id"] and event["what"] != "work object"],
    ):
        twice = [thing for thing, number in Counter(made).items() if number > 1]
        assert not twice, f"made twice: {twice}"
    assert not fired.failed & {event["at"] for event in events}, "an error that changed something"


def _as_said(events: list[Row], seen: list[Row], fired: Fired) -> None:
    """Every update is answered; what was kept as its reply is every reply; it tells of a change where there is one."""
    kept, changed = {row["update_id"]: row for row in seen}, {fired.delivered[event["at"]] for event in events}
    assert {fired.delivered[moment] for moment in fired.answered} == set(fired.updates)
    for moment, reply in fired.answered.items():
        said, row = fired.updates[fired.delivered[moment]], kept.get(fired.delivered[moment])
        assert row is None or moment < row["at"] or reply == row["reply"]["text"], f"{said}: {reply}: {row}"
        assert row or not CHANGED.search(reply), f"a change without its reply: {said}: {reply}"
    for id_, row in kept.items():
        found = bool(CHANGED.search(row["reply"]["text"]))
        assert found == (id_ in changed), f"{fired.updates[id_]}: {row['reply']}"
    assert changed <= set(kept)


def _chained(before: list[Row], events: list[Row], after: list[Row]) -> None:
    """Each change of a piece of work begins where the one before it ended, and its step was allowed there."""
    stand: dict[int, Row] = {row["id"]: {name: _text(value) for name, value in row.items()} for row in before}
    for event in events:
        if event["work_id"] is not None:
            work = stand.setdefault(event["work_id"], {"state": "open"})
            step = STEPS.get(event["what"].removeprefix("work "))
            assert step is None or work["state"] in step[0], f"{event} of {work}"
            for name, value in (event["before"] or {}).items():
                assert work.setdefault(name, value) == value, f"lost: {name} was {work[name]}, and {event}"
                work[name] = event["after"][name]
    for row in after:
        unrecorded = [name for name, value in stand.get(row["id"], {}).items() if _text(row[name]) != value]
        assert not unrecorded, f"{unrecorded} of {row}"


def _text(value: Any) -> Any:
    """A value as the record writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def _stamped(before: list[Row], events: list[Row], after: list[Row]) -> None:
    """Every message that changed something moved its stamps, and they are not older than it."""
    messages = set()
    for event in events:
        year = f"unit {event['unit_id']} {event['subject'][:4]}"
        for key in (f"work {event['unit_id']}", "work") if event["work_id"] else (year, "figures"):
            messages.add((event["first_id"] or event["id"], key, event["at"]))
    old, stamps = {row["key"]: row["number"] for row in before}, {row["key"]: row for row in after}
    for key, number in Counter(key for _, key, _ in messages).items():
        assert stamps[key]["number"] - old.get(key, 0) >= number, f"{key} moved less than {number} times"
        assert stamps[key]["at"] >= max(at for _, about, at in messages if about == key), (
            f"{key} stands before a change"
        )
