"""A small province of two communes and a ward, on a set whose shapes the two demonstrations have not.

Figures told period by period, deadlines from dates, the best of a block, classes by level.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from models.database import Database
from models.load import Loaded, load
from models.migrate import migrate
from tests.offices import DEMOS, ZONE, Clock, Office, Stores, fingerprint

NOW = datetime(2026, 8, 25, 8, tzinfo=ZONE)  # a Tuesday
AN, BINH, CAM, PROVINCE = "nho/an", "nho/binh", "nho/cam", "nho/tinh"

SET = """
[criteria_set]
id = "nho-2026"
title = "Bộ tiêu chí nhỏ"
max = 12
valid_from = 2026-01-01

[criteria_set.classes]
commune = [{ from = "80%", gives = "Tốt" }, { from = "50%", gives = "Khá" }, { gives = "Kém" }]
ward = [{ from = "95%", gives = "Tốt" }, { gives = "Chưa tốt" }]

[indicator]
meetings = { asks = "number", accumulates = "period", label = "cuộc họp CCHC", noun = "cuộc họp" }
on_time = { asks = "ratio", accumulates = "period", label = "hồ sơ đúng hạn / hồ sơ", noun = "hồ sơ" }
jobs = { asks = "counts", states = ["xong", "chưa xong"], accumulates = "period", label = "việc được giao" }
guidance = { asks = "date", label = "hướng dẫn có hiệu lực" }
rule = { asks = "deadline", due = "15 working days after guidance", label = "quy định" }
report = { asks = "deadline", due = 2026-08-31, label = "báo cáo" }
online = { asks = "ratio", accumulates = "to_date", label = "hồ sơ trực tuyến / hồ sơ", noun = "hồ sơ" }
reports = { asks = "duties", accumulates = "period", label = "báo cáo định kỳ" }

[criterion]
"1" = { max = 6, title = "Chỉ đạo, điều hành", lead = "van-phong" }
"1.1" = { max = 1, title = "Họp về CCHC", figure = "meetings", each = 0.25 }
"1.2" = { max = 2, title = "Giải quyết đúng hạn", figure = "on_time", full_at = "100%" }
"1.3" = { max = 1, title = "Việc được giao", figure = "jobs", levels = { "xong" = "full", "chưa xong" = 0 } }
"1.4" = { max = 1, title = "Ban hành quy định", figure = "rule", levels = { on_time = 1, late = 0.5, missing = 0 } }
"1.5" = { max = 1, title = "Gửi báo cáo năm", figure = "report", levels = { on_time = 1, late = 0.5, missing = 0 } }
"2" = { max = 2, title = "Hồ sơ trực tuyến", figure = "online", full_at = "best" }
"3" = { max = 1, title = "Báo cáo", figure = "reports.missing", bands = [{ upto = 0, gives = 1 }, { gives = 0 }] }
"4" = { max = 3, title = "Điểm chấm tay" }
"""

OFFICE = """
[office]
id = "nho"
title = "tỉnh Nhỏ"

[unit]
"tinh" = { level = "province", valid_from = 2025-01-01, name = "tỉnh Nhỏ" }
"tinh/xa-an" = { level = "commune", valid_from = 2025-01-01, name = "xã An" }
"tinh/xa-an/van-phong" = { level = "department", valid_from = 2025-01-01, name = "Văn phòng xã An" }
"tinh/xa-binh" = { level = "commune", valid_from = 2025-01-01, name = "xã Bình" }
"tinh/phuong-cam" = { level = "ward", valid_from = 2025-01-01, name = "phường Cam" }

[person]
an = { name = "An", address = "đ/c An", posts = [{ unit = "tinh/xa-an", role = "officer", from = 2025-01-01 }] }
binh = { name = "Bình", address = "đ/c Bình", posts = [{ unit = "tinh/xa-binh", role = "officer", from = 2025-01-01 }] }
cam = { name = "Cam", address = "đ/c Cam", posts = [{ unit = "tinh/phuong-cam", role = "officer", from = 2025-01-01 }] }
tinh = { name = "Tú", address = "đ/c Tú", posts = [{ unit = "tinh", role = "officer", from = 2025-01-01 }] }
"""

UNITS = ("xa-an", "xa-binh", "phuong-cam")


def card(unit: str, criteria_set: str = "nho-2026", rows: str = "") -> str:
    """The scorecard of one of the units, empty or with rows."""
    return f'[scorecard]\nunit = "tinh/{unit}"\ncriteria_set = "{criteria_set}"\nyear = 2026\nsource = "tệp"\n{rows}'


def small_url(stores: Stores) -> str:
    """The URL of a fresh copy of the small province, nothing said yet."""
    if "small" not in stores.filled:
        stores.filled["small"] = stores.empty()
        database = Database(stores.filled["small"])
        migrate(database)
        files = [SET, OFFICE, *(card(unit) for unit in UNITS)]
        with database.writing() as session:
            load(session, [(f"{number}.toml", text) for number, text in enumerate(files)], NOW, ZONE)
        database.close()
    return stores.office("small")


def small(stores: Stores, open_database: Callable[[str], Database]) -> Office:
    """A fresh copy of the small province to talk to; An speaks."""
    return at_small(open_database(small_url(stores)))


def at_small(database: Database) -> Office:
    """The small province in a database."""
    return Office(database, replace(DEMOS["mau"], speaker=AN), Clock(NOW))


@contextmanager
def quiet(stores: Stores, id_: str) -> Iterator[Office]:
    """An office that nobody changes: one copy serves many tests that only ask."""
    database = Database(stores.office(id_))
    before = fingerprint(database)
    yield Office(database, DEMOS[id_], Clock(DEMOS[id_].now))
    assert fingerprint(database) == before
    database.close()


def load_texts(office: Office, *texts: str) -> list[Loaded]:
    """Load files into an office at its clock's time."""
    with office.database.writing() as session:
        return load(session, [(f"{number}.toml", text) for number, text in enumerate(texts)], office.clock.now, ZONE)


def refused(office: Office, line: str, who: str = "") -> str:
    """What the bot answers to a line that must not change anything."""
    before = fingerprint(office.database)
    answer = office.say(line, who)
    assert fingerprint(office.database) == before, f"{line!r} changed something: {answer}"
    return answer


def told(office: Office, *lines: str, who: str = "") -> str:
    """Say lines that must be recorded; the last answer."""
    answer = ""
    for line in lines:
        answer = office.say(line, who)
        assert answer.startswith("Đã ghi"), f"{line!r}: {answer}"
    return answer
