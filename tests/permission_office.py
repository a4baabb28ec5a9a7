"""An invented province: every role at three levels, work in every relation to each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from sqlalchemy import select

from models.database import Database
from models.doing import change
from models.load import load
from models.migrate import migrate
from models.record import Teller
from models.tables import Person
from models.work_tables import Work
from scheduling.instances import make_instances
from tests.offices import ZONE

NOW = datetime(2026, 8, 25, 8, tzinfo=ZONE)  # a Tuesday
UNITS = {  # the path of a neighbour begins like one's own: a prefix is not enough
    "tinh": ("tinh", "province", "tỉnh Thử"),
    "lua": ("tinh/xa-lua", "commune", "xã Lúa"),
    "gao": ("tinh/xa-lua/phong-gao", "department", "Phòng Gạo"),
    "thoc": ("tinh/xa-lua/phong-gao/to-thoc", "team", "Tổ Thóc"),
    "nep": ("tinh/xa-lua/phong-gao-nep", "department", "Phòng Nếp"),
    "khoai": ("tinh/xa-lua-khoai", "commune", "xã Khoai"),
    "san": ("tinh/xa-lua-khoai/phong-san", "department", "Phòng Sắn"),
    "mon": ("tinh/xa-lua-khoai/phong-mon", "department", "Phòng Môn"),
    "bap": ("tinh/xa-bap", "commune", "xã Bắp"),  # not scored: it sees the province's scorecard
}
SCORED = {"tinh": "4111", "lua": "4222", "khoai": "4333"}  # of 9001: a number that stands nowhere else
ROLES = ("staff", "head", "officer", "leader", "administrator")
WIDE = ("officer", "leader", "administrator")  # they see the units below too
LEVELS = ("lua", "gao")  # those with something at their side, above and below
OTHERS = ("thoc-staff", "thoc-head", "nep-staff", "nep-head", "khoai-staff", "khoai-head", "khoai-officer", "san-staff",
          "san-head", "bap-officer")  # fmt: skip
PEOPLE = tuple(f"{unit}-{role}" for unit in ("tinh", *LEVELS) for role in ROLES)
TRIED = tuple(person for person in PEOPLE if person.partition("-")[0] in LEVELS)
TWICE = "hai-noi"  # two posts: staff of Tổ Thóc, head of Phòng Môn
RELATIONS = ("own", "given", "below", "helps", "gave", "lent", "helps below", "beside", "above", "cousin")
# Where the work of a relation is led, and who helps with it, seen from each of the two levels.
PLACES = {
    "lua": {"below": "gao", "beside": "khoai", "above": "tinh", "cousin": "san", "helps below": "nep"},
    "gao": {"below": "thoc", "beside": "nep", "above": "lua", "cousin": "san", "helps below": "thoc"},
}
STATES = ("open", "reported", "checked", "asked")

SET = """
[criteria_set]
id = "thu-2026"
title = "Bộ tiêu chí thử"
max = 3
valid_from = 2026-01-01

[indicator]
filed = { asks = "ratio", label = "hồ sơ của Gạo / hồ sơ", noun = "hồ sơ", owner = "phong-gao" }
paid = { asks = "ratio", label = "hồ sơ của Nếp / hồ sơ", noun = "hồ sơ", owner = "phong-gao-nep" }
met = { asks = "ratio", label = "hồ sơ chung / hồ sơ", noun = "hồ sơ" }

[criterion]
"1" = { max = 1, title = "Việc của Gạo", figure = "filed", full_at = "100%", lead = "phong-gao" }
"2" = { max = 1, title = "Việc của Nếp", figure = "paid", full_at = "100%", lead = "phong-gao-nep" }
"3" = { max = 1, title = "Việc chung", figure = "met", full_at = "100%" }
"""


Post = tuple[str, str]  # a unit and a role


@dataclass(frozen=True)
class Matter:
    """A piece of work with what decides who may do what with it."""

    number: int
    title: str  # with a mark that stands nowhere else
    kind: str
    state: str
    lead: str  # a unit of UNITS
    helps: str = ""
    giver: str = ""
    doer: str = ""
    due_by: str = ""


def key(unit: str) -> str:
    return UNITS[unit][0]


def unit_of(person: str) -> str:
    return person.partition("-")[0]


def role_of(person: str) -> str:
    return person.partition("-")[2]


def posts(person: str) -> list[Post]:
    """The units and roles of a person."""
    return [("thoc", "staff"), ("mon", "head")] if person == TWICE else [(unit_of(person), role_of(person))]


def office_text() -> str:
    """The office's file: units and people, each with one post but one."""
    units = "\n".join(
        f'"{path}" = {{ level = "{level}", valid_from = 2025-01-01, name = "{name}" }}'
        for path, level, name in UNITS.values()
    )
    people = "\n".join(
        f'{person} = {{ name = "{person.title()}", address = "đ/c {person}", '
        f"posts = [{', '.join(map(_post, posts(person)))}] }}"
        for person in (*PEOPLE, *OTHERS, TWICE)
    )
    return f'[office]\nid = "thu"\ntitle = "tỉnh Thử"\n[unit]\n{units}\n[person]\n{people}\n'


def _post(post: Post) -> str:
    return f'{{ unit = "{key(post[0])}", role = "{post[1]}", title = "{post[1]}", from = 2025-01-01 }}'


def card_text(unit: str, figure: str) -> str:
    return (
        f'[scorecard]\nunit = "{key(unit)}"\ncriteria_set = "thu-2026"\nyear = 2026\nsource = "tệp"\n'
        f'[figure]\nmet = {{ value = "{figure}/9001", as_of = 2026-08-20, source = "tệp" }}\n'
    )


def setting(person: str, relation: str) -> dict[str, str]:
    """Who leads, helps with, gave and was given the work that stands in a relation to a person."""
    level = unit_of(person)
    places = PLACES[level]
    elsewhere = places[relation] if relation in ("below", "above", "cousin") else places["beside"]
    return {
        "lead": level if relation in ("own", "given") else elsewhere,
        "helps": {"helps": level, "helps below": places["helps below"]}.get(relation, ""),
        "giver": person if relation == "gave" else "",
        "doer": person if relation in ("given", "lent") else "",
        "due_by": level,
    }


def wanted() -> list[Matter]:
    """The tasks to be made: for both levels in every relation and state, some of them for each person."""
    made = [Matter(0, "", "task", state, **setting(*each)) for each in product(TRIED, RELATIONS) for state in STATES]
    tasks = [*dict.fromkeys(made), *_by_others()]
    return [replace(task, title=f"Việc ZQ{number:03}") for number, task in enumerate(tasks)]


def _by_others() -> Iterator[Matter]:
    """Work whose date another level set, or that somebody in particular gave; and one more for every unit."""
    for state in ("open", "asked"):
        for lead, due_by in (("lua", "tinh"), ("gao", "gao"), ("gao", "tinh")):
            yield Matter(0, "", "task", state, lead, due_by=due_by, helps="")
    for giver in ("lua-leader", "lua-officer", "gao-head", "tinh-officer"):
        yield Matter(0, "", "task", "checked", "gao", giver=giver, due_by="lua")
    for lead in ("tinh", "san", "mon", "nep", "thoc"):
        yield Matter(0, "", "task", "open", lead, due_by=lead)


def tasks_texts(tasks: Sequence[Matter]) -> list[str]:
    """Files of tasks, one for each scored unit."""
    by_home: dict[str, list[str]] = {}
    for task in tasks:
        lines = [f"[task.{task.title[-5:]}]", f'title = "{task.title}"', f'lead = "{key(task.lead)}"']
        lines += ["due = 2026-10-30", f'due_by = "{key(task.due_by)}"']
        lines += [f'supporting = ["{key(task.helps)}"]'] if task.helps else []
        lines += [f'given_by = "thu/{task.giver}"'] if task.giver else []
        lines += [f'assignee = "thu/{task.doer}"'] if task.doer else []
        if task.state in ("reported", "checked"):
            lines += ['state = "reported"', "completed_on = 2026-08-24"]
        by_home.setdefault(home_of(task.lead), []).append("\n".join(lines))
    return [f'[tasks]\nunit = "{key(home)}"\n' + "\n".join(rows) for home, rows in by_home.items()]


def home_of(unit: str) -> str:
    """The nearest scored unit at or above a unit."""
    return max(
        (each for each in SCORED if f"{key(unit)}/".startswith(f"{key(each)}/")), key=lambda each: len(key(each))
    )


def duties_texts() -> list[str]:
    """Files of report duties: one report for every unit, and one given to each person who is tried."""
    by_home: dict[str, list[str]] = {home: [] for home in SCORED}
    for name in [unit for unit in UNITS if unit not in ("mon", "bap")] + list(TRIED):
        lead = unit_of(name)
        by_home[home_of(lead)].append(
            f'[duty.{name}]\ntitle = "Báo cáo ZR-{name}-"\nlead = "{key(lead)}"\nvalid_from = 2026-01-01\n'
            'periods = { Q2 = { due = "19/6" }, Q3 = { due = "18/9" } }\n'
            'sent = { "2026-Q2" = { number = "1/BC", dated = 2026-06-18 } }'
        )
    return [f'[duties]\nunit = "{key(home)}"\n' + "\n".join(rows) for home, rows in by_home.items()]


def build(database: Database) -> list[Matter]:
    """Load the province into an empty database; its work with the numbers it was given."""
    migrate(database)
    tasks = wanted()
    texts = [SET, office_text(), *(card_text(*each) for each in SCORED.items()), *tasks_texts(tasks), *duties_texts()]
    yesterday = NOW - timedelta(days=1)
    with database.writing() as session:
        load(session, [(f"{number}.toml", text) for number, text in enumerate(texts)], yesterday, ZONE)
        make_instances(session, yesterday, ZONE)
        ids = {person.key: person.id for person in session.scalars(select(Person))}
        teller = Teller(ids["thu/bap-officer"], "console", yesterday)  # somebody nobody else meets
        by_title = {work.title: work for work in session.scalars(select(Work).where(Work.closed.is_(False)))}
        for task in tasks:
            work = by_title[task.title]
            if task.state == "checked":
                change(session, work, "check", teller, {"state": "checked", "checked_by": teller.person_id})
            if task.state == "asked":
                change(session, work, "ask_time", teller, {"asked_due_on": date(2026, 12, 15), "asked_reason": "chờ"})
        reports = []
        for work in (each for title, each in by_title.items() if " ZR-" in title):
            name = work.title.partition("ZR-")[2].rpartition("-")[0]
            report = Matter(work.id, f"ZR-{name}-", "report", "open", unit_of(name), due_by=home_of(unit_of(name)))
            if name in TRIED:
                change(session, work, "assign", teller, {"assignee_id": ids[f"thu/{name}"]})
                report = replace(report, doer=name)
            reports.append(report)
        return [replace(task, number=by_title[task.title].id, title=task.title[-5:]) for task in tasks] + reports
