"""An invented country: communes and wards on one set, five years of figures each, people, work; `cchc load` loads it.

`python -m tests.country FOLDER [UNITS]` writes the files, to load and look at them by hand.
"""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import psycopg

from catalogs import FOLDER
from models.database import Base
from scoring.catalog import ROOT, CriteriaSet, Criterion, Indicator
from scoring.quantity import plain
from scoring.reading import load_toml, read_criteria_set
from tests.processes import CCHC, clean_environment

PROVINCES, COMMUNES = 34, 3321  # since 1 July 2025
YEARS = (2026, 2025, 2024, 2023, 2022)  # the running one first
SET = FOLDER / "xa-mau-2026.toml"
PARTS = {
    "van-phong": ("department", "Văn phòng HĐND và UBND"),
    "phong-kinh-te": ("department", "Phòng Kinh tế"),
    "phong-van-hoa": ("department", "Phòng Văn hóa - Xã hội"),
    "trung-tam": ("centre", "Trung tâm Phục vụ hành chính công"),
}
# Who is in each commune: where, as what, called what.
POSTS = {
    "dau-moi": ("", "officer", "đầu mối CCHC"),
    "lanh-dao": ("", "leader", "chủ tịch"),
    "truong-vp": ("/van-phong", "head", "Chánh Văn phòng"),
    "truong-tt": ("/trung-tam", "head", "giám đốc Trung tâm"),
    "can-bo-vp": ("/van-phong", "staff", "văn thư"),
    "can-bo-tt": ("/trung-tam", "staff", "công chức tiếp nhận hồ sơ"),
}
ABOVE = {"dau-moi": "officer", "lanh-dao": "leader", "quan-tri": "administrator"}  # of a province
BUSY, MUCH = 15, 42  # one commune of so many has so many tasks
_OFFICE = '[office]\nid = "nuoc"\ntitle = "Một nước giả định"\n'
# Starts a command from a process that is small itself: a forked one begins with the memory of its parent.
_MEASURE = """
import resource, subprocess, sys, time
begun = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.exit(done.returncode)
"""


class Cost(NamedTuple):
    """What a whole process took."""

    seconds: float
    megabytes: float  # of memory, at its peak


def cost(command: Sequence[str], stdin: str = "", cwd: Path | None = None) -> Cost:
    """Run a command that must succeed."""
    measured = [sys.executable, "-S", "-c", _MEASURE, *command]
    done = subprocess.run(measured, input=stdin.encode(), capture_output=True, env=clean_environment(), cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    seconds, megabytes = done.stdout.split()
    return Cost(float(seconds), float(megabytes))


@dataclass(frozen=True, slots=True)
class Country:
    """Its files in a folder: the set, the office and its people, a scorecard for each unit and year, the work."""

    folder: Path
    units: int
    seed: int

    def officer(self, number: int) -> str:
        """The key of the focal point of a unit."""
        return self.person("dau-moi", number)

    def person(self, post: str, number: int) -> str:
        """The key of who holds a post of a unit."""
        return f"nuoc/{post}-{number}"

    def tasks(self, number: int) -> int:
        """How many tasks a unit has."""
        return MUCH if number % BUSY == 0 else number % 5 == 1

    def unit(self, number: int) -> str:
        """The path of a unit."""
        return f"tinh-{number % PROVINCES}/xa-{number}"

    def write(self) -> None:
        """Write every file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / SET.name).write_text(SET.read_text("utf-8"), "utf-8")
        for name, lines in (("office.toml", self._office()), ("people.toml", self._people())):
            (self.folder / name).write_text("\n".join([_OFFICE, *lines]) + "\n", "utf-8")
        criteria_set = read_criteria_set(load_toml(SET.read_text("utf-8"), SET.name), SET.name)
        for year in YEARS:
            for number in range(self.units):
                text = scorecard(criteria_set, self.unit(number), year, random.Random(f"{self.seed} {number} {year}"))
                (self.folder / self._file(number, year)).write_text(text, "utf-8")
        for number in range(self.units):
            if how_many := self.tasks(number):
                rng = random.Random(f"{self.seed} {number} work")
                text = "\n".join(work(criteria_set, self.unit(number), number, how_many, rng)) + "\n"
                (self.folder / f"work-{number}.toml").write_text(text, "utf-8")

    def _file(self, number: int, year: int) -> str:
        return f"{year}-{number}.toml"

    def load(self, url: str, *years: int) -> Cost:
        """`cchc load` of some years' scorecards; the set and the office come with the running year."""
        files = [self._file(number, year) for year in years for number in range(self.units)]
        if YEARS[0] in years:
            files = [SET.name, "office.toml", "people.toml", *files]
        return cost([*CCHC, "load", *files, "--database", url], cwd=self.folder)

    def load_work(self, url: str) -> Cost:
        """`cchc load` of every task."""
        files = [f"work-{number}.toml" for number in range(self.units) if self.tasks(number)]
        return cost([*CCHC, "load", *files, "--database", url], cwd=self.folder)

    def _office(self) -> Iterator[str]:
        yield "[unit]"
        yield from (_unit(f"tinh-{number}", "province", f"tỉnh Mẫu {number}") for number in range(PROVINCES))
        for number in range(self.units):
            kind, level = ("phường", "ward") if number % 5 == 0 else ("xã", "commune")
            yield _unit(self.unit(number), level, f"{kind} Mẫu {number}")
            yield from (_unit(f"{self.unit(number)}/{part}", *of_part) for part, of_part in PARTS.items())
        yield "\n[person]"
        for number in range(self.units):
            yield _person(f"dau-moi-{number}", self.unit(number), *POSTS["dau-moi"][1:])

    def _people(self) -> Iterator[str]:
        """All but the officers: one file of everybody would be larger than a file may be."""
        yield "[person]"
        for number in range(min(self.units, PROVINCES)):
            yield from (_person(f"{post}-tinh-{number}", f"tinh-{number}", role, role) for post, role in ABOVE.items())
        for number in range(self.units):
            for post, (part, role, title) in list(POSTS.items())[1:]:
                yield _person(f"{post}-{number}", f"{self.unit(number)}{part}", role, title)


def copy(source: str, target: str) -> None:
    """Every row of a SQLite file into an empty PostgreSQL: seconds, where loading it again would take minutes."""
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as old, psycopg.connect(target) as new:
        new.execute("SET TIME ZONE 'UTC'")
        new.execute("SET session_replication_role = replica")  # references were checked where it was loaded
        for table in Base.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            with new.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN'.encode()) as rows:
                for row in old.execute(f'SELECT {columns} FROM "{table.name}"'):
                    rows.write_row(row)
            if "id" in table.columns:
                last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM \"{table.name}\""
                new.execute(last.encode())
    with psycopg.connect(target, autocommit=True) as new:
        new.execute("ANALYZE")


def _unit(key: str, level: str, name: str) -> str:
    return f'"{key}" = {{ level = "{level}", valid_from = 2021-01-01, name = "{name}" }}'


def _person(key: str, unit: str, role: str, title: str) -> str:
    post = f'{{ unit = "{unit}", role = "{role}", title = "{title}", from = 2021-01-01 }}'
    return f'{key} = {{ name = "Mẫu {key}", address = "đ/c Mẫu {key}", posts = [{post}] }}'


def work(criteria_set: CriteriaSet, unit: str, number: int, how_many: int, rng: random.Random) -> Iterator[str]:
    """One unit's tasks as TOML: some done, a few too late, most to come."""
    yield f'[tasks]\nunit = "{unit}"\ngiven_by = "nuoc/dau-moi-{number}"'
    leaves = [leaf.code for leaf in criteria_set.leaves() if not leaf.only_for and not leaf.survey]
    for each in range(how_many):
        part, other = rng.sample(list(PARTS), 2)
        due = date(YEARS[0], 8, 25) + timedelta(rng.randint(-30, 120))
        yield f'\n[task.viec-{each}]\ntitle = "Việc {each} của {part}"\ncode = "{rng.choice(leaves)}"\nlead = "{part}"'
        yield f'supporting = ["{other}"]\ncreated = {YEARS[0]}-07-01\ndue = {due}\nevidence = "báo cáo kết quả"'
        if part in ("van-phong", "trung-tam") and rng.random() < 0.3:
            yield f'assignee = "nuoc/can-bo-{"vp" if part == "van-phong" else "tt"}-{number}"'
        done = date(YEARS[0], 7, 20) + timedelta(rng.randint(0, 30))
        state = rng.choice(("open", "acknowledged", "acknowledged", "in_progress", "in_progress", "reported", "closed"))
        yield f'state = "{state}"'
        if state in ("reported", "closed"):
            yield f'completed_on = {done}\npaper = {{ number = "QĐ {each}/QĐ-UBND", dated = {done} }}'


def scorecard(criteria_set: CriteriaSet, unit: str, year: int, rng: random.Random) -> str:
    """One unit's year as TOML: figures as they grew, and for a closed year the points of each stage."""
    lines = [
        f'[scorecard]\nunit = "{unit}"\ncriteria_set = "{criteria_set.id}"\nyear = {year}',
        'source = "số liệu giả định"\n\n[figure]',
    ]
    days = [date(year, 3, 31), date(year, 6, 30), date(year, 7, 31), date(year, 8, 24)]
    if year != YEARS[0]:
        days[2:] = date(year, 9, 30), date(year, 12, 31)
    for name, indicator in criteria_set.indicators.items():
        if not indicator.asks or rng.random() < 0.05:  # a few nobody tells
            continue
        told = days if indicator.accumulates or indicator.asks == "duties" else [rng.choice(days)]
        values = _values(criteria_set, indicator, len(told), rng)
        rows = ",\n  ".join(_figure(value, day) for value, day in zip(values, told, strict=True))
        lines.append(f'"{name}" = [\n  {rows},\n]')
    if year != YEARS[0]:
        lines += _stages(criteria_set, year, rng)
    return "\n".join(lines) + "\n"


def _figure(value: str, day: date) -> str:
    return f'{{ value = "{value}", as_of = {day}, recorded_at = {day + timedelta(1)}T08:00:00 }}'


def _values(criteria_set: CriteriaSet, indicator: Indicator, times: int, rng: random.Random) -> Iterator[str]:
    """A figure as it was told so many times: what is counted grows."""
    counts, part, whole = [0] * len(indicator.states), 0, 0
    for _ in range(times):
        more = rng.randint(5, 400)
        part, whole = part + more - rng.randint(0, more) // rng.randint(1, 9), whole + more
        if indicator.asks in ("counts", "duties"):
            counts[0] += rng.randint(1, 9)
            counts[rng.randrange(len(counts))] += 1
            yield "; ".join(f"{state}={count}" for state, count in zip(indicator.states, counts, strict=True))
        elif indicator.states:
            yield rng.choice((indicator.states[0], *indicator.states))
        elif indicator.asks == "ratio":
            yield f"{part}/{whole}"
        elif indicator.asks == "percent":
            yield f"{rng.randint(20, 99)},{rng.randint(0, 9)}%"
        elif indicator.asks == "points":
            yield plain(_given(criteria_set.criteria[indicator.name], rng))
        else:
            yield str(part // 20)


def _stages(criteria_set: CriteriaSet, year: int, rng: random.Random) -> Iterator[str]:
    """Each domain in every stage; published also the criteria below it and the index."""
    domains = _parts(criteria_set, ROOT)
    for stage, day in (("self", date(year + 1, 1, 5)), ("appraised", date(year + 1, 1, 14))):
        yield f"\n[{stage}]"
        yield from (_points(domain.code, _given(domain, rng), day) for domain in domains)
    yield "\n[published]"
    day, index = date(year + 1, 1, 26), Fraction(0)
    for domain in domains:
        given = {part.code: _given(part, rng) for part in _parts(criteria_set, domain.code)}
        points = min(sum(given.values(), Fraction(0)), domain.max) if given else _given(domain, rng)
        index += points
        yield from (_points(code, each, day) for code, each in ({domain.code: points} | given).items())
    yield _points(ROOT, index, day)


def _parts(criteria_set: CriteriaSet, code: str) -> list[Criterion]:
    """The parts of a node that apply to a commune."""
    parts = [criteria_set.criteria[child] for child in criteria_set.criteria[code].children]
    return [part for part in parts if not part.only_for]


def _points(code: str, points: Fraction, day: date) -> str:
    return f'"{code}" = {{ points = {plain(points)}, recorded_at = {day}T17:00:00 }}'


def _given(node: Criterion, rng: random.Random) -> Fraction:
    """Some of a node's points, most of them as a rule; a penalty takes off."""
    return node.max * rng.choice((0, -1) if node.role == "penalty" else (1, 3, 4, 4)) / 4


def main(folder: str, units: str = "100") -> None:
    country = Country(Path(folder), int(units), seed=1)
    country.write()
    print(f"{country.folder}: cchc load {SET.name} office.toml people.toml {YEARS[0]}-*.toml work-*.toml")


if __name__ == "__main__":
    main(*sys.argv[1:])
