"""Who may do what: every command, role and relation, by text and by a button that somebody else was shown.

The table is `tests/permission_cells.py`, written by hand. Every attempt starts from the same office; what is refused
must leave every row as it was, and no answer may show work that the person does not see.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from handlers import commands, match
from models.database import Database
from models.tables import Event
from tests import permission_table
from tests.offices import ZONE, Stores, fingerprint, typed
from tests.permission_answers import (
    MARK,
    NO_REPORT,
    about,
    assert_shows_only_own,
    cells_of,
    lines_of,
    no_such_work,
    outcome,
)
from tests.permission_cells import (
    ABOUT_PEOPLE,
    ABOUT_UNITS,
    FOR,
    FOR_ANOTHER,
    NO,
    WORK,
    Row,
    acting_rows,
    reach,
    tried,
)  # fmt: skip
from tests.permission_office import (
    NOW,
    OTHERS,
    PEOPLE,
    PLACES,
    RELATIONS,
    ROLES,
    TRIED,
    TWICE,
    UNITS,
    WIDE,
    Matter,
    build,
    home_of,
    posts,
    role_of,
    setting,
    unit_of,
)  # fmt: skip
from tests.permission_trying import Province, Said, answer_by_posts, find, relation_of, sees

MISSING = (0, 777, 999_999, 999_999_999)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    made = Province(tmp_path_factory.mktemp("province"))
    yield made
    made.close()


CELLS = [cell for row in WORK for cell in cells_of(row)]


# --- what is tried, and what the commands declare ---


def test_every_command_stands_in_the_table() -> None:
    for name, command in commands().items():
        assert name in FOR, f"handlers/{name}.py is new: say whom it is for in tests/permission_cells.py, FOR"
        assert not command.writes or name in tried(), (
            f"handlers/{name}.py changes something: say in tests/permission_cells.py how it is tried: WORK where it "
            "takes a number of work, else ABOUT_…"
        )
    assert set(FOR) | tried() == set(commands()), "the table has commands that are gone"


def test_the_declarations_agree_with_the_table() -> None:
    for name, command in commands().items():
        assert set(command.allows) == set(FOR[name]), name
        assert command.for_another == (name in FOR_ANOTHER), name
    for row in acting_rows():
        declared = commands()[row.command].allows
        assert {role: declared.get(role) for role in ROLES} == {role: reach(row, role) for role in ROLES}, row.command
    for name, (_, role) in ABOUT_PEOPLE.items():
        assert dict(commands()[name].allows) == {role: "below"}
    for name in ABOUT_UNITS:
        assert dict(commands()[name].allows) == {"head": "own", "officer": "below", "leader": "below"}


def test_the_cells_tried_are_counted_and_none_is_left_out() -> None:
    by_text = {(c.row.command, role_of(c.person), c.relation) for c in CELLS if c.way == "text"}
    wanted = {(row.command, role, relation) for row in WORK for role in ROLES for relation in RELATIONS}
    nowhere = {(name, relation) for name in ("sent", "reports") for relation in NO_REPORT}
    assert wanted - by_text == {(name, role, relation) for name, relation in nowhere for role in ROLES}
    ways = {way: sum(cell.way == way for cell in CELLS) for way in ("text", "first", "reply", "answer")}
    print(f"cells tried: {len(CELLS)} {ways}")
    assert len(CELLS) == sum(ways.values()) > 3500


# --- one piece of work ---


@pytest.mark.parametrize("number", range(len(WORK)), ids=lambda number: f"{WORK[number].command} {number}")
def test_every_cell_answers_as_the_table_says(province: Province, number: int) -> None:
    wrong = []
    for cell in cells_of(WORK[number]):
        matter = province.in_relation(cell.person, cell.relation, cell.row.state, cell.kind)
        assert matter is not None
        assert relation_of(cell.person, matter) == cell.relation
        lines, quoted = lines_of(cell, matter)
        said = province.try_(cell.person, *lines, quoted=quoted)
        got = outcome(province, cell.person, cell.row, matter, said)
        if got != cell.expected:
            wrong.append(f"{cell.person}, {cell.relation}, {cell.kind}, {lines}: {cell.expected!r}, but {got!r}")
    assert not wrong, "\n".join(wrong)


def test_who_may_not_use_a_command_is_refused_before_a_word_is_read(province: Province) -> None:
    for name, command in commands().items():
        for person in TRIED:
            first = command.names[0]
            own = province.in_relation(person, "given")
            assert own
            refusal = f'"{first[0].upper()}{first[1:]}" dành cho '
            rest = ["", f" {own.number}", " 999999999", f" 31/2 9/9/9 ; : # {first}", f" {'ầ' * 900}"]
            said = [
                province.try_(person, f"{first}{each}") for each in rest[: 1 if role_of(person) in FOR[name] else 5]
            ]
            if role_of(person) in FOR[name]:
                assert not any(each.answer.startswith(refusal) for each in said), (name, person)
            else:
                assert said[0].answer.startswith(refusal), (name, person)
                assert {(each.answer, each.changed) for each in said} == {(said[0].answer, frozenset())}, (name, person)


def test_what_is_missing_and_what_is_not_theirs_are_one_answer(province: Province) -> None:
    for row in WORK:
        for person in (each for each in TRIED if role_of(each) in FOR[row.command]):
            for number in MISSING[unit_of(person) == "lua" :: 2]:
                said = province.try_(person, line := about(row.line, Matter(number, "", "task", "open", "gao")))
                assert (said.answer, said.changed) == (no_such_work(number), frozenset()), (person, line)


def test_a_number_too_long_for_any_work_is_no_work(province: Province) -> None:
    for row in WORK:
        for person in ("gao-staff", "gao-head", "lua-officer", "lua-leader"):
            long, longer = (
                province.try_(person, about(row.line, Matter(int(digits), "", "task", "open", "gao")))
                for digits in ("9" * 11, "9" * 40)
            )
            assert not long.events, (person, row.line)
            assert "lỗi" not in long.answer + longer.answer


def test_of_several_the_one_that_is_not_theirs_stops_all(province: Province) -> None:
    for person, line, state in (
        ("gao-head", "xong {own}, {n} QĐ 1/QĐ-UBND 25/8", "open"),
        ("gao-head", "đã rõ {own}, {n}", "open"),
        ("lua-officer", "đối chiếu {own}, {n}", "reported"),
    ):
        own = province.in_relation(person, "own", state)
        for relation in ("helps", "lent", "beside", "above", "cousin"):
            other = province.in_relation(person, relation, state)
            assert own
            assert other
            said = province.try_(person, line.replace("{own}", str(own.number)).replace("{n}", str(other.number)))
            assert f"#{other.number}" in said.answer
            assert (said.changed, said.events) == (frozenset(), ())


# --- buttons ---


def offered(province: Province) -> list[str]:
    """Every choice that somebody is shown: beside the work that is tried, and after a command that names none."""
    found: set[str] = set()
    for matter in {each for person in TRIED for each in tried_work(province, person)}:
        people = {f"{matter.lead}-head", matter.doer, f"{home_of(matter.lead)}-officer"}
        for person in people & {*PEOPLE, *OTHERS}:
            for line in (f"việc {matter.number}", *([f"báo cáo {matter.number}"] if matter.kind == "report" else [])):
                found |= {choice.command for choice in province.try_(person, line).message.choices}
    ask = ["việc", "báo cáo", "phát hành", "dự thảo", "ok", "điểm", "mất điểm", "giao các phòng, 30/12: Báo cáo nhanh"]
    ask += [row.question for row in WORK if row.question] + [row.line.replace(" {n}", "") for row in WORK]
    for person in ("lua-head", "gao-head", "gao-staff", "lua-officer", "gao-officer", "lua-leader", "tinh-officer"):
        for line in ask:
            found |= {choice.command for choice in province.try_(person, line).message.choices}
    return sorted(found)


def tried_work(province: Province, person: str) -> Iterator[Matter]:
    """The work that is pressed about: open and reported, in every relation to a person."""
    for relation in RELATIONS:
        for state, kind in (("open", "task"), ("reported", "task"), ("open", "report")):
            if matter := province.in_relation(person, relation, state, kind):
                yield matter


def test_a_button_that_somebody_else_was_shown_does_what_the_table_says(province: Province) -> None:
    rows = {row.command: row for row in WORK if "{doer}" not in row.line}
    keys = {command.names: name for name, command in commands().items()}
    work = {person: set(tried_work(province, person)) for person in TRIED}
    pressed, verbs, wrong = 0, set(), []
    for button in offered(province):
        meant, numbers = match(button), re.findall(r"(?<![\w/.])[0-9]+(?![\w/.])", button)
        assert meant, button
        name = keys[meant[0].names]
        verbs.add(name)
        matter = province.by_number[int(numbers[0])] if numbers and name in rows else None
        for person in TRIED:
            if matter is None:
                pressed += 1
                press_what_names_no_work(province, person, button, rows)
            elif matter in work[person]:
                pressed += 1
                said, relation = province.try_(person, button), relation_of(person, matter)
                got = outcome(province, person, rows[name], matter, said)
                expected = rows[name].answer_to(role_of(person), relation)
                if got != expected:
                    wrong.append(f"{person}, {relation}, {button!r}: {expected!r}, but {got!r}")
    print(f"buttons tried: {pressed}, of {sorted(verbs)}")
    assert not wrong, "\n".join(wrong)
    assert pressed > 400
    assert {"done", "sent", "check", "stage", "extend", "acknowledge", "agree", "tasks"} <= verbs


def press_what_names_no_work(province: Province, person: str, button: str, rows: dict[str, Row]) -> None:
    """ "đồng ý" or "đã rõ tất cả", where it was somebody else's: nothing changes but what is this person's."""
    said = province.try_(person, button)
    assert_shows_only_own(province, person, said)
    meant = match(button)
    assert meant
    row = next((row for name, row in rows.items() if commands()[name] is meant[0]), None)
    for event in said.events:
        assert row
        assert event.work_id
        relation = relation_of(person, province.by_number[event.work_id])
        assert row.answer_to(role_of(person), relation) == "+", (person, button)


# --- what is read ---


READERS = ("tinh-staff", "lua-staff", "lua-administrator", "gao-head", "khoai-officer", "bap-officer", TWICE)
ASKED = ("", "tất cả", "3", "3 tất cả", "xã Khoai", "3 tỉnh Thử", "Phòng Sắn", "{n}", "việc {n}")


def test_a_reader_sees_only_what_is_theirs(province: Province) -> None:
    for person in READERS:
        hidden = [each.number for each in province.matters if not sees(person, each, posts(person))] or [0]
        for command in commands().values():
            for asked in ASKED if not command.writes else ():
                said = province.try_(person, f"{command.names[0]} {asked.replace('{n}', str(hidden[0]))}")
                assert_shows_only_own(province, person, said)
                assert (said.changed, said.events) == (frozenset(), ())


def test_a_reader_sees_all_that_is_theirs(province: Province) -> None:
    for person, line, kind in (
        ("lua-officer", "việc tất cả", ""),
        ("tinh-leader", "việc tất cả", ""),
        ("gao-officer", "báo cáo tất cả", "report"),
        ("lua-staff", "báo cáo tất cả", "report"),
    ):
        shown = set(MARK.findall(province.try_(person, line).answer))
        theirs = {
            each.title for each in province.matters if sees(person, each, posts(person)) and kind in ("", each.kind)
        }
        assert shown == theirs, (person, line)


@pytest.mark.parametrize("line", ["điểm {}", "mất điểm {}", "điểm 3 {}", "đơn vị {}", "giải thích {}", "lịch sử 3 {}",
                                  "số liệu cũ {}", "việc {}", "báo cáo {}", "số liệu {}: 3 1/2"])  # fmt: skip
def test_a_unit_one_does_not_see_is_answered_like_one_that_does_not_exist(province: Province, line: str) -> None:
    """But for the names of the parts of a scored unit: those of a province are its communes."""
    for person in ("lua-officer", "gao-staff", "thoc-head", "gao-administrator"):
        other, nobody = (province.try_(person, line.format(name)).answer for name in ("xã Khoai", "xã Khoam"))
        assert other.replace("hoai", "hoam") == nobody, person


# --- people, units, figures ---


SOMEBODY = {
    "lua": {
        "own": "lua-staff",
        "below": "gao-head",
        "beside": "khoai-head",
        "above": "tinh-head",
        "cousin": "san-head",
    },
    "gao": {"own": "gao-staff", "below": "thoc-head", "beside": "nep-head", "above": "lua-head", "cousin": "san-head"},
}


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_people_are_reached_in_ones_own_unit_and_below(province: Province, name: str) -> None:
    line, role = ABOUT_PEOPLE[name]
    for level, people in SOMEBODY.items():
        person = f"{level}-{role}"
        for relation, whom in people.items():
            number = next(each.number for each in province.matters if each.lead == unit_of(whom) and not each.doer)
            said = province.try_(person, line.replace("{person}", whom).replace("{n}", str(number)))
            nobody = province.try_(person, line.replace("{person}", "không-có-ai").replace("{n}", str(number)))
            assert nobody.answer.startswith("Không thấy ai là ")
            if relation in ("own", "below"):
                assert f"đ/c {whom}" in said.answer.lower() or province.ids[person] in {e.actor_id for e in said.events}
            else:
                assert said.answer.replace(whom, "không-có-ai").startswith(nobody.answer.partition(" Gần nhất")[0])
                assert not said.changed
        assert not province.try_(person, line.replace("{person}", TWICE)).changed or name == "on_behalf"


@pytest.mark.parametrize("name", ABOUT_UNITS)
def test_new_work_is_given_to_units_in_reach(province: Province, name: str) -> None:
    line, agreed = ABOUT_UNITS[name]
    for person in (each for each in TRIED if role_of(each) in FOR[name]):
        places = {"own": unit_of(person), **PLACES[unit_of(person)]}
        for relation in ("own", "below", "beside", "above", "cousin"):
            whole = line.replace("{unit}", UNITS[places[relation]][2])
            may = relation == "own" or (relation == "below" and role_of(person) in WIDE)
            # A letter to many units only by those who look after them: a head gives a task to the own unit.
            may = may and (name == "task_new" or role_of(person) in WIDE)
            said = province.try_(person, whole, agreed)
            assert ([event.what for event in said.events] == ["work new"]) == may, (person, whole, said.answer)
            if may:
                continue
            first = province.try_(person, whole)
            assert not first.changed - {"dialogue", "stamp"}, (person, whole, first.answer)
            asked_back = ("Không thấy đơn vị nào", "Đơn vị nào chủ trì", "Giao cho đơn vị nào")
            assert first.answer.startswith(asked_back), first.answer


# Of the commune's card: a figure of Phòng Gạo, of Phòng Nếp, of the commune itself; its own points, an appraisal.
# + recorded, y not this person's to say, - not this role's command, u no such unit.
FIGURES = {
    "lua-staff": "yyy --", "lua-head": "yyy --", "lua-officer": "+++ ++", "lua-leader": "+++ ++",
    "gao-staff": "+yy --", "gao-head": "+yy --", "thoc-staff": "+yy --", "nep-head": "y+y --", "nep-staff": "y+y --",
    "tinh-staff": "yyy --", "tinh-head": "yyy --", "tinh-officer": "yyy y+", "tinh-leader": "yyy y+",
    "khoai-staff": "uuu --", "khoai-head": "uuu --", "khoai-officer": "uuu uu", "san-head": "uuu --",
}  # fmt: skip
FIGURE_LINES = ("số liệu xã Lúa: 1 90/100", "số liệu xã Lúa: 2 90/100", "số liệu xã Lúa: 3 5000/9001",
                "tự chấm xã Lúa: 1 0,5 đủ", "thẩm định xã Lúa: 1 0,5 thiếu")  # fmt: skip


def said_figure(said: Said) -> str:
    if {event.what for event in said.events} & {"figures", "points"}:
        return "+"
    assert not said.changed
    begins = {
        "Số liệu ": "y",
        "Điểm của ": "y",
        '"Tự chấm" dành cho ': "-",
        '"Thẩm định" dành cho ': "-",
        "Không thấy ": "u",
    }
    return next((letter for text, letter in begins.items() if said.answer.startswith(text)), said.answer)


def test_figures_are_said_by_those_they_belong_to(province: Province) -> None:
    for person, letters in FIGURES.items():
        got = [said_figure(province.try_(person, line)) for line in FIGURE_LINES]
        assert got == list(letters.replace(" ", "")), person


# --- beside roles: who set the date, who gave it, who did it ---


DATES = (
    # who,         led by, date set by, "gia hạn", the same with a letter, "cho thêm"
    ("gao-staff",    "gao",  "gao",  "asks",  "asks",  ""),
    ("gao-head",     "gao",  "gao",  "gives", "gives", "gives"),
    ("gao-head",     "gao",  "lua",  "asks",  "asks",  "level"),
    ("gao-head",     "gao",  "tinh", "asks",  "asks",  "level"),
    ("lua-officer",  "gao",  "gao",  "asks",  "asks",  ""),
    ("lua-officer",  "gao",  "lua",  "asks",  "asks",  ""),
    ("lua-officer",  "gao",  "tinh", "asks",  "gives", ""),
    ("lua-leader",   "gao",  "gao",  "asks",  "asks",  "level"),
    ("lua-leader",   "gao",  "lua",  "gives", "gives", "gives"),
    ("lua-leader",   "gao",  "tinh", "asks",  "gives", "level"),
    ("lua-leader",   "lua",  "lua",  "gives", "gives", "gives"),
    ("lua-leader",   "lua",  "tinh", "asks",  "gives", "level"),
    ("lua-head",     "lua",  "lua",  "gives", "gives", "gives"),
    ("lua-head",     "lua",  "tinh", "asks",  "asks",  "level"),
    ("tinh-leader",  "gao",  "tinh", "gives", "gives", "gives"),
    ("tinh-leader",  "gao",  "lua",  "asks",  "asks",  "level"),
    ("tinh-officer", "gao",  "lua",  "asks",  "asks",  ""),
)  # fmt: skip


@pytest.mark.parametrize(("who", "lead", "due_by", "plain", "letter", "grants"), DATES)
def test_only_the_level_that_set_a_date_moves_it(
    province: Province, who: str, lead: str, due_by: str, plain: str, letter: str, grants: str
) -> None:
    number = province.matter(lead=lead, due_by=due_by).number
    asked = province.matter(lead=lead, due_by=due_by, state="asked").number
    done = {"work ask_time": "asks", "work grant": "gives", "work refuse": "gives"}
    for line, expected in (
        ("gia hạn {} 30/12 chờ ý kiến", plain),
        ("gia hạn {} 30/12 CV 99/UBND-KT chờ ý kiến", letter),
    ):
        said = province.try_(who, line.format(number))
        assert [done[event.what] for event in said.events] == [expected], said.answer
    for line in ("cho thêm {}", "không cho thêm {}"):
        said = province.try_(who, line.format(asked))
        assert [done[event.what] for event in said.events] == (["gives"] if grants == "gives" else []), said.answer
        refusal = f"Hạn của #{asked} do {UNITS[due_by][2]} đặt nên cấp đó quyết định." if grants == "level" else '"'
        assert grants == "gives" or said.answer.startswith(refusal), said.answer


@pytest.mark.parametrize(
    ("who", "giver", "may"),
    [
        ("lua-officer", "", True), ("lua-officer", "lua-officer", True), ("lua-officer", "lua-leader", False),
        ("lua-officer", "tinh-officer", False), ("lua-leader", "", True), ("lua-leader", "lua-leader", True),
        ("lua-leader", "lua-officer", False), ("tinh-officer", "tinh-officer", True),
        ("tinh-officer", "lua-leader", False),
    ],
)  # fmt: skip
def test_who_gave_work_concludes_it(province: Province, who: str, giver: str, may: bool) -> None:
    number = province.matter(lead="gao", state="checked", giver=giver, due_by="lua").number
    said = province.try_(who, f"kết luận {number}")
    assert [event.what for event in said.events] == (["work conclude"] if may else [])
    assert may or said.answer.startswith(f"Việc #{number} do đ/c {giver} giao nên đ/c {giver} kết luận.")


def test_who_reported_work_does_not_check_it_as_a_deputy_either(province: Province) -> None:
    number = province.matter(lead="gao", due_by="lua").number
    with province.where(("lua-officer", "gao-head", NOW.date(), NOW.date())):
        done, checked = f"xong {number} QĐ 1/QĐ-UBND 25/8", f"đối chiếu {number}"
        assert province.try_("gao-head", done, checked).answer.startswith(f"Việc #{number} do đồng chí báo xong")
        assert province.try_("gao-head", f"ghi thay thu/gao-staff: trình ký {number}").events  # an officer's word


# --- several posts, deputies, on behalf ---


SHARED = ("own", "below", "helps", "helps below", "beside", "above", "cousin")


def test_several_posts_add_up(province: Province) -> None:
    leads = {lead: province.in_relation(f"{lead}-", "own") for lead in ("gao", "lua")}
    leads |= {lead: province.matter(lead=lead, due_by=lead) for lead in ("thoc", "mon", "san", "nep")}
    for row in (each for each in WORK if each.state == "open" and "task" in each.kinds):
        for lead, matter in leads.items():
            assert matter
            line = about(row.line, matter)
            got = outcome(province, TWICE, row, matter, province.try_(TWICE, line))
            assert got == answer_by_posts(row, TWICE, matter, posts(TWICE)), (row.line, lead)


@pytest.mark.parametrize(
    ("absent", "deputy"),
    [
        ("lua-officer", "lua-staff"),
        ("lua-leader", "gao-head"),
        ("gao-head", "gao-staff"),
        ("tinh-leader", "lua-officer"),
    ],
)
def test_a_deputy_may_do_what_the_absent_may_and_only_on_the_days(province: Province, absent: str, deputy: str) -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    asker = absent if absent in TRIED else deputy
    with province.where((absent, deputy, tomorrow, tomorrow)):
        # By whose level set the date or who gave the work: below.
        for row in (r for r in acting_rows() if r.command not in ("grant", "refuse", "conclude", "extend")):
            for relation in SHARED:
                matter = province.in_relation(asker, relation, row.state, row.kinds[0])
                for days in (1,) if relation not in ("own", "below") else (0, 1, 2):
                    if matter is None:
                        continue
                    at = NOW + timedelta(days=days)
                    line = about(row.line, matter)
                    said = province.try_(deputy, line, at=at)
                    expected = answer_by_posts(row, deputy, matter, province.posts_at(deputy, at))
                    assert outcome(province, deputy, row, matter, said) == expected, (line, relation, days)
                    own = answer_by_posts(row, deputy, matter, posts(deputy)) == "+"
                    acted = {event.acting_for_id for event in said.events}
                    assert acted <= {None if own else province.ids[absent]}, line


def test_a_deputy_decides_on_time_for_the_absent_and_it_shows(province: Province) -> None:
    number = province.matter(lead="gao", state="asked", due_by="lua").number
    tomorrow = NOW.date() + timedelta(days=1)
    with province.where(("lua-leader", "lua-officer", tomorrow, tomorrow)):
        for days, may in ((0, False), (1, True), (2, False)):
            for line in ("cho thêm {}", "không cho thêm {}"):
                said = province.try_("lua-officer", line.format(number), at=NOW + timedelta(days=days))
                by = [(event.actor_id, event.acting_for_id) for event in said.events]
                assert by == ([(province.ids["lua-officer"], province.ids["lua-leader"])] if may else []), said.answer


def test_what_was_agreed_to_after_the_last_day_is_not_done(province: Province) -> None:
    late, midnight = (
        datetime(2026, 8, day, hour, minute, tzinfo=ZONE) for day, hour, minute in ((25, 23, 55), (26, 0, 5))
    )
    numbers = [province.matter(lead="gao", state="reported", due_by=due_by).number for due_by in ("lua", "gao")]
    with province.where(("lua-officer", "nep-staff", NOW.date(), NOW.date())):
        assert province.say("nep-staff", f"đối chiếu {numbers[0]}, {numbers[1]}", late).message.choices
        said = province.say("nep-staff", "đồng ý", midnight)
        assert (said.answer, said.changed) == (no_such_work(numbers[0]), frozenset())


@pytest.mark.parametrize("whom", ["gao-head", "gao-staff", "lua-leader", "lua-administrator"])
def test_an_officer_writes_for_another_only_what_that_one_may_do(province: Province, whom: str) -> None:
    for row in (each for each in acting_rows() if each.command in FOR_ANOTHER):
        for relation in RELATIONS:
            matter = province.in_relation(whom, relation, row.state, row.kinds[0])
            if matter is None:
                continue
            line = about(row.line, matter)
            said = province.try_("lua-officer", f"ghi thay thu/{whom}: {line} (điện thoại)")
            expected = row.answer_to(role_of(whom), relation)
            if expected == "+":
                by = {(event.actor_id, event.on_behalf_of_id, event.medium) for event in said.events}
                assert by == {(province.ids["lua-officer"], province.ids[whom], "điện thoại")}, (line, said.answer)
                assert "notice" in said.changed
                continue
            assert not said.changed
            begins = {
                ".": no_such_work(matter.number),
                "v": f"Việc #{matter.number} do ",
                "-": f"{whom.title()} ({role_of(whom)}) không dùng ",
            }
            assert said.answer.startswith(begins[expected]), (line, relation, said.answer)


def test_nothing_else_is_written_for_another(province: Province) -> None:
    for name, command in commands().items():
        said = province.try_("lua-officer", f"ghi thay thu/gao-head: {command.names[0]} 1")
        refused = said.answer.startswith("Không ghi thay được")
        assert refused == (name not in FOR_ANOTHER), (name, said.answer)
        assert not (refused and said.changed)


def test_figures_written_for_another_are_those_that_one_may_say(province: Province) -> None:
    for line, expected in zip(FIGURE_LINES[:3], FIGURES["gao-head"], strict=False):
        assert said_figure(province.try_("lua-officer", f"ghi thay thu/gao-head: {line} (điện thoại)")) == expected


# --- an office's etiquette beside the table ---


def recorded(said: Said) -> list[tuple[str, int | None]]:
    """What was done, and instead of whom."""
    return [(event.what, event.acting_for_id) for event in said.events]


def test_an_officer_does_not_reach_work_elsewhere_by_writing_for_somebody(province: Province) -> None:
    number = province.matter(lead="mon", due_by="mon").number
    assert not province.try_("lua-officer", f"ghi thay thu/{TWICE}: vướng {number}: chờ").changed


def test_an_officer_does_not_decide_for_those_somebody_acts_for(province: Province) -> None:
    number = province.matter(lead="tinh", due_by="tinh").number
    with province.where(("tinh-leader", "lua-leader", NOW.date(), NOW.date())):
        assert not province.try_("lua-officer", f"ghi thay thu/lua-leader: gia hạn {number} 30/12 chờ").changed


def test_who_is_no_officer_any_more_writes_for_nobody(province: Province) -> None:
    number = province.matter(lead="gao", due_by="lua").number
    late, midnight = datetime(2026, 8, 25, 23, 55, tzinfo=ZONE), datetime(2026, 8, 26, 0, 5, tzinfo=ZONE)
    with province.where(("lua-officer", "nep-staff", NOW.date(), NOW.date())):
        province.say("nep-staff", f"ghi thay thu/gao-head: xong {number} QĐ 1/QĐ-UBND", late)
        assert not province.say("nep-staff", "25/8", midnight).events


@pytest.mark.parametrize("line", ["số liệu 3 5000/9001", "tự chấm 3 0,5 đủ", "thẩm định 3 0,5 thiếu"])
def test_a_commune_says_nothing_of_its_province(province: Province, line: str) -> None:
    assert not province.try_("bap-officer", line).changed


@pytest.mark.parametrize("line", FIGURE_LINES)
def test_an_administrator_says_no_figures(province: Province, line: str) -> None:
    assert not province.try_("lua-administrator", line).changed


@pytest.mark.parametrize("line", FIGURE_LINES[1:])
def test_the_officer_of_a_department_says_only_its_figures(province: Province, line: str) -> None:
    assert not province.try_("gao-officer", line).changed


def test_what_a_higher_level_set_is_not_called_off_below(province: Province) -> None:
    number = province.matter(lead="lua", due_by="tinh").number
    assert not province.try_("lua-officer", f"hủy việc {number}: thôi").changed


def test_an_officer_moves_work_only_to_units_in_reach(province: Province) -> None:
    number = province.matter(lead="gao", due_by="gao").number
    said = province.try_("gao-officer", f"chuyển {number} Phòng Nếp")
    assert "work reassign" not in [event.what for event in said.events]


def test_a_head_concludes_the_work_that_he_gave(province: Province) -> None:
    number = province.matter(lead="gao", state="checked", giver="gao-head").number
    assert recorded(province.try_("gao-head", f"kết luận {number}")) == [("work conclude", None)]


def test_a_deputy_with_a_post_of_his_own_concludes_for_the_absent(province: Province) -> None:
    number = province.matter(lead="gao", state="checked", giver="lua-leader", due_by="lua").number
    with province.where(("lua-leader", "lua-officer", NOW.date(), NOW.date())):
        said = province.try_("lua-officer", f"kết luận {number}")
        assert recorded(said) == [("work conclude", province.ids["lua-leader"])]


@pytest.mark.parametrize(("deputy", "line"), [("lua-officer", "gia hạn {} 30/12 chờ"), ("gao-head", "cho thêm {}")])
def test_time_given_for_an_absent_leader_shows_as_such(province: Province, deputy: str, line: str) -> None:
    number = province.matter(lead="gao", due_by="lua", state="open" if "gia hạn" in line else "asked").number
    with province.where(("lua-leader", deputy, NOW.date(), NOW.date())):
        assert recorded(province.try_(deputy, line.format(number))) == [("work grant", province.ids["lua-leader"])]


@pytest.mark.parametrize("line", FIGURE_LINES[1:])
def test_figures_said_for_an_absent_officer_show_as_such(province: Province, line: str) -> None:
    with province.where(("lua-officer", "gao-staff", NOW.date(), NOW.date())):
        said = province.try_("gao-staff", line)
        assert {acting_for for _, acting_for in recorded(said)} == {province.ids["lua-officer"]}


def test_what_a_deputy_writes_for_another_shows_as_such(province: Province) -> None:
    number = province.matter(lead="nep", due_by="nep").number
    with province.where(("lua-officer", "gao-staff", NOW.date(), NOW.date())):
        said = province.try_("gao-staff", f"ghi thay thu/nep-head: vướng {number}: chờ")
        assert recorded(said) == [("work block", province.ids["lua-officer"])]


@pytest.mark.parametrize("role", WIDE)
def test_whoever_was_given_work_may_report_it_done(province: Province, role: str) -> None:
    given = province.in_relation(f"lua-{role}", "given")
    assert given
    said = province.try_(f"lua-{role}", f"xong {given.number} QĐ 1/QĐ-UBND 25/8")
    assert recorded(said) == [("work report", None)]


# --- both databases, updates that come again ---


def test_a_sample_of_the_cells_on_both_databases(stores: Stores) -> None:
    """With the ids of updates: what was refused is refused again in the same words, and nothing is done later."""
    database = Database(stores.empty())
    matters = build(database)
    dispatcher = Dispatcher(database, ZONE, timedelta(days=30))
    before, refused = fingerprint(database, "update_seen"), []
    for number, cell in enumerate(CELLS):
        if number % 23 or cell.way != "text" or cell.kind != "task" or cell.expected not in (".", "v", NO):
            continue
        matter = find(matters, state=cell.row.state, **setting(cell.person, cell.relation))
        incoming = typed(lines_of(cell, matter)[0][0], f"thu/{cell.person}", update_id=str(number))
        answers = {shown(dispatcher.answer(incoming, NOW)) for _ in range(2)}
        assert cell.expected != "." or answers == {no_such_work(matter.number)}
        assert len(answers) == 1
        refused.append(incoming)
    assert len(refused) > 25
    assert fingerprint(database, "update_seen") == before
    number = find(matters, lead="gao", due_by="lua").number
    for update in ("again", "again"):
        dispatcher.answer(typed(f"vướng {number}: chờ", "thu/gao-head", update_id=update), NOW)
    with database.reading() as session:
        assert session.scalars(select(Event.what).where(Event.work_id == number, Event.at == NOW)).all() == [
            "work block"
        ]
    database.close()


# --- the page that people read ---


def test_the_page_of_permissions_is_current() -> None:
    page = permission_table.table()
    assert [command for command in commands().values() if f"| **{command.names[0]}**" not in page] == []
    assert permission_table.FILE.read_text("utf-8") == page, f"renew it: {permission_table.RENEW}"
