"""The cells of the permission table, how each is said, and what an answer comes to."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handlers import commands
from tests.permission_cells import FOR, NO, Row
from tests.permission_office import RELATIONS, SCORED, TRIED, TWICE, WIDE, Matter, Post, home_of, key, role_of, unit_of
from tests.permission_trying import Province, Said, sees

MARK = re.compile(r"ZQ[0-9]{3}|ZR-[a-z-]+?-(?= )")
QUESTIONS = frozenset({"dialogue", "stamp"})  # the tables that change where something is asked back
NO_REPORT = ("helps", "gave", "lent", "helps below")  # nobody helps with a report, nobody gave it
OTHER_WAYS = ("own", "given", "below", "lent", "beside", "cousin")


class Cell(NamedTuple):
    row: Row
    person: str
    relation: str
    kind: str
    way: str  # "text"; "first": the number first; "reply": to a text that names it; "answer": to a question

    @property
    def expected(self) -> str:
        return self.row.answer_to(role_of(self.person), self.relation)


def cells_of(row: Row) -> Iterator[Cell]:
    """Every cell of a row by text, for tasks at both levels; reports, and the other ways of saying it, at one."""
    writes = commands()[row.command].writes
    for person in TRIED:
        high = unit_of(person) == "lua"
        for relation in RELATIONS:
            for kind in row.kinds:
                if kind == "report" and (relation in NO_REPORT or (high and "task" in row.kinds)):
                    continue
                ways = ["text"]
                if kind == row.kinds[0] and writes and high and relation in OTHER_WAYS:
                    ways += ["first", "reply"]
                if kind == row.kinds[0] and row.question and not high and role_of(person) in FOR[row.command]:
                    ways += ["answer"]
                yield from (Cell(row, person, relation, kind, way) for way in ways)


def about(line: str, matter: Matter) -> str:
    """A line with the number of a piece of work, and where it asks for one somebody or some part of that office."""
    doer = TWICE if matter.lead == "mon" else f"{matter.lead}-staff"
    part = {"lua": "Phòng Nếp", "khoai": "Phòng Sắn", "tinh": "xã Bắp"}[home_of(matter.lead)]
    part = "Phòng Môn" if matter.lead == "san" else part
    return line.replace("{n}", str(matter.number)).replace("{doer}", f"thu/{doer}").replace("{part}", part)


def lines_of(cell: Cell, matter: Matter) -> tuple[list[str], str]:
    """What is said, line after line, and the text that the last one replies to."""
    if cell.way == "first":
        return [f"{matter.number} {about(cell.row.line.replace(' {n}', ''), matter)}"], ""
    if cell.way == "reply":
        return [about(cell.row.line.replace(" {n}", ""), matter)], f"Nhắc việc #{matter.number} đến hạn"
    if cell.way == "answer":
        return [cell.row.question, str(matter.number)], ""
    return [about(cell.row.line, matter)], ""


def outcome(province: Province, person: str, row: Row, matter: Matter, said: Said) -> str:
    """The letter of an answer, or the answer where it has none. A refusal must leave everything as it was."""
    assert_shows_only_own(province, person, said)
    name = commands()[row.command].names[0]
    if any(event.work_id == matter.number for event in said.events):
        assert {(event.actor_id, event.on_behalf_of_id) for event in said.events} == {(province.ids[person], None)}
        assert {event.work_id for event in said.events} == {matter.number}
        return "+"
    if said.changed == QUESTIONS and matter.title in said.answer:
        return "+"  # asked back: which document, which day
    if said.changed:
        return f"changed {sorted(said.changed)}: {said.answer}"
    if said.answer.startswith(f'"{name[0].upper()}{name[1:]}" dành cho '):
        return NO
    if said.answer == no_such_work(matter.number):
        return "."
    if re.match(rf'Việc #{matter.number} do .+ chủ trì; "{name}" dành cho .+\. Chưa ghi gì\.', said.answer):
        return "v"
    if row.idle and said.answer.startswith(row.idle):
        return "o"
    if row.asks and said.answer.startswith(row.asks):
        return "+"
    return "+" if row.reads and matter.title in said.answer else said.answer


def no_such_work(number: int) -> str:
    return f'Không có việc #{number} trong phạm vi của đồng chí. Nhắn "việc" để xem việc đang mở.'


def assert_shows_only_own(province: Province, person: str, said: Said) -> None:
    """No work that the person does not see, no figure of a unit whose score they do not see."""
    held = province.posts_at(person, said.at)
    for mark in MARK.findall(said.answer):
        matter = province.by_mark[mark]
        assert sees(person, matter, held), f"{person} was shown {matter}: {said.answer}"
    for unit, figure in SCORED.items():
        if f"{figure[0]}.{figure[1:]}" in said.answer:
            assert unit in cards_seen(held), f"{person} was shown figures of {unit}: {said.answer}"


def cards_seen(held: Sequence[Post]) -> set[str]:
    """The nearest scored unit at or above each post; officers, leaders and administrators also those below."""
    wide = {each for each in SCORED for unit, role in held if role in WIDE and key(each).startswith(f"{key(unit)}/")}
    return wide | {home_of(unit) for unit, _ in held}
