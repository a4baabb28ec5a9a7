"""Loading an office's list of work: made once, with what had already happened; what happens to it since stays."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import func, select

from catalogs import FOLDER
from models.tables import Event, Person, Unit
from models.work import evidence, supporting
from models.work_tables import Document, Evidence, Work
from scoring.errors import CatalogError
from tests.handlers.at_work import DONE_12, on_the_day, talk
from tests.models.small import load_texts
from tests.offices import ZONE, Office, fingerprint

FILES = {"mau": "xa-mau-2026.tasks.toml", "van-canh": "van-canh-2022.tasks.toml"}
HEAD = '[tasks]\nunit = "tinh-mau/xa-mau"\ngiven_by = "mau/mai"\n'
ROW = '[task.moi]\ntitle = "Việc mới"\nlead = "van-phong"\ndue = 2026-09-30\n'


def whole(office: Office) -> str:
    return (FOLDER / FILES[office.demonstration.id]).read_text("utf-8")


def by_key(office: Office, key: str) -> Work:
    with office.database.reading() as session:
        found = session.scalars(select(Work).where(Work.key == key)).one()
        session.expunge(found)
        return found


def loaded(office: Office, rows: str, head: str = HEAD) -> int:
    return load_texts(office, head + rows)[0].changes


def refused(office: Office, rows: str, head: str = HEAD) -> CatalogError:
    """The refusal of a file, of which nothing is kept."""
    before = fingerprint(office.database)
    with pytest.raises(CatalogError) as error:
        load_texts(office, head + rows)
    assert fingerprint(office.database) == before
    return error.value


def test_the_demonstrations_lists_are_there_and_loading_them_again_changes_nothing(
    mau: Office, van_canh: Office
) -> None:
    for office in (mau, van_canh):
        load_texts(office, whole(office))  # where the demonstration has not loaded them yet
        before = fingerprint(office.database)
        assert [each.changes for each in load_texts(office, whole(office))] == [0]
        assert fingerprint(office.database) == before


def test_the_numbers_are_the_order_of_the_file(mau: Office) -> None:
    for key, number in (("ke-hoach-cchc", 1), ("quy-che-phoi-hop", 12), ("quy-dat-cong", 20)):
        assert by_key(mau, f"tinh-mau/xa-mau {key}").id == number


def test_a_task_with_everything(mau: Office) -> None:
    assert (
        loaded(
            mau,
            """
[task.du]
title = "Rà soát quy chế"
code = "3.1.2"
lead = "van-phong"
supporting = ["trung-tam", "phong-kinh-te"]
assignee = "mau/suong"
given_by = "mau/giang"
due = 2026-09-30
due_at = 16:30:00
internal_due = 2026-09-18
due_by = "tinh-mau"
created = 2026-08-20
evidence = "quyết định ban hành"
outcome = "2"
source = { number = "QĐ 1874/QĐ-UBND", dated = 2026-08-05, issuer = "UBND tỉnh Mẫu", link = "https://x.example/1" }
""",
        )
        == 1
    )
    work = by_key(mau, "tinh-mau/xa-mau du")
    assert (work.kind, work.title, work.code, work.state, work.closed) == (
        "task",
        "Rà soát quy chế",
        "3.1.2",
        "open",
        False,
    )
    assert (work.due_on, work.due_at, work.internal_due_on) == (date(2026, 9, 30), time(16, 30), date(2026, 9, 18))
    assert (work.evidence, work.outcome, work.completed_on, work.duty_id) == ("quyết định ban hành", "2", None, None)
    assert work.created_at.astimezone(ZONE) == datetime(2026, 8, 20, 8, tzinfo=ZONE)
    with mau.database.reading() as session:
        units = {unit.id: unit.key for unit in session.scalars(select(Unit))}
        people = {person.id: person.key for person in session.scalars(select(Person))}
        assert [units[id_] for id_ in (work.home_id, work.lead_id, work.due_by_id)] == [
            "tinh-mau/xa-mau", "tinh-mau/xa-mau/van-phong", "tinh-mau",
        ]  # fmt: skip
        assert (people[work.assigned_by or 0], people[work.assignee_id or 0]) == ("mau/giang", "mau/suong")
        source = session.get_one(Document, work.source_id)
        assert (source.number, source.dated, source.issuer, source.link) == (
            "QĐ 1874/QĐ-UBND", date(2026, 8, 5), "UBND tỉnh Mẫu", "https://x.example/1",
        )  # fmt: skip
        assert [unit.short for unit in supporting(session, work.id)] == ["Phòng Kinh tế", "Trung tâm"]
        event = session.scalars(select(Event).where(Event.work_id == work.id)).one()
        assert (event.what, event.how, event.actor_id, event.before) == ("work new", "command line", None, None)
    assert f"#{work.id} Rà soát quy chế" in mau.say("việc của tôi tất cả", who="suong")


def test_a_task_with_as_little_as_may_be(mau: Office) -> None:
    assert loaded(mau, ROW) == 1
    work = by_key(mau, "tinh-mau/xa-mau moi")
    assert (work.code, work.evidence, work.assignee_id, work.source_id, work.internal_due_on) == (
        "",
        "",
        None,
        None,
        None,
    )
    assert work.due_by_id == work.home_id
    assert work.created_at.astimezone(ZONE) == mau.clock.now


def test_the_head_of_the_file_says_what_its_rows_do_not(mau: Office) -> None:
    loaded(mau, ROW, '[tasks]\nunit = "tinh-mau/xa-mau"\ngiven_by = "mau/son"\ndue_by = "tinh-mau"\n')
    number = by_key(mau, "tinh-mau/xa-mau moi").id
    answer = mau.say(f"{number}", who="mai")
    assert "Giao: đ/c Chủ tịch" in answer
    assert "tỉnh Mẫu đặt" in answer


def test_what_leads_may_be_named_by_its_path_or_be_the_unit_itself(mau: Office) -> None:
    rows = ROW.replace('"van-phong"', '"tinh-mau/xa-mau-dong"')
    assert loaded(mau, rows) == 1
    assert loaded(mau, '[task.nha]\ntitle = "Việc nhà"\ndue = 2026-09-30\n') == 1
    work = by_key(mau, "tinh-mau/xa-mau nha")
    assert work.lead_id == work.home_id


PAST = (
    ("", "open", False),
    ('state = "acknowledged"', "acknowledged", False),
    ('state = "in_progress"', "in_progress", False),
    ('state = "reported"\ncompleted_on = 2026-08-21', "reported", False),
    ('state = "closed"\ncompleted_on = 2026-08-21', "closed", True),
    ("completed_on = 2026-08-21", "closed", True),
)


@pytest.mark.parametrize(("row", "state", "closed"), PAST)
def test_what_had_already_happened(mau: Office, row: str, state: str, closed: bool) -> None:
    loaded(mau, ROW + row)
    work = by_key(mau, "tinh-mau/xa-mau moi")
    assert (work.state, work.closed) == (state, closed)
    done = date(2026, 8, 21) if "completed_on" in row else None
    assert work.completed_on == done
    assert (work.reported_at and work.reported_at.astimezone(ZONE).date()) == done


def test_the_paper_that_closed_it_is_its_evidence(mau: Office) -> None:
    loaded(mau, ROW + 'completed_on = 2026-08-21\npaper = { number = "QĐ 9/QĐ-UBND", dated = 2026-08-21 }')
    work = by_key(mau, "tinh-mau/xa-mau moi")
    with mau.database.reading() as session:
        assert [paper.number for paper in evidence(session, work.id)] == ["QĐ 9/QĐ-UBND"]
    assert "ĐÃ XONG 21/8/2026, đúng hạn\n" in mau.say(f"{work.id}", who="mai")
    assert "Minh chứng: QĐ 9/QĐ-UBND, thứ Sáu 21/8/2026" in mau.say(f"{work.id}", who="mai")


def test_what_has_happened_since_stays_as_it_is(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> đối chiếu 12", "mai> hủy việc 15: gộp", "lam> vướng 16: x", "son> gia hạn 9 25/9")
    before = fingerprint(mau.database)
    assert load_texts(mau, whole(mau))[0].changes == 0
    assert fingerprint(mau.database) == before


def test_a_changed_row_of_a_known_key_is_not_made_again(mau: Office) -> None:
    changed = whole(mau).replace('"Quy chế phối hợp giải quyết TTHC"', '"Tên khác"').replace("2026-09-04", "2026-10-04")
    assert load_texts(mau, changed)[0].changes == 0
    assert by_key(mau, "tinh-mau/xa-mau quy-che-phoi-hop").due_on == date(2026, 9, 4)


def test_a_new_row_is_made_and_the_others_are_not(mau: Office) -> None:
    assert load_texts(mau, whole(mau) + "\n" + ROW)[0].changes == 1
    assert load_texts(mau, whole(mau) + "\n" + ROW)[0].changes == 0


def test_one_key_in_two_offices_is_two_tasks(mau: Office) -> None:
    assert loaded(mau, ROW) == 1
    assert loaded(mau, ROW, '[tasks]\nunit = "tinh-mau/xa-mau-dong"\ngiven_by = "mau/ha"\n') == 1
    assert by_key(mau, "tinh-mau/xa-mau moi").id != by_key(mau, "tinh-mau/xa-mau-dong moi").id


def test_loading_moves_no_points(mau: Office, van_canh: Office) -> None:
    for office, code in ((mau, "3.4.1"), (van_canh, "1.3")):
        before = office.say("điểm")
        key = {"mau": "tinh-mau/xa-mau", "van-canh": "van-canh"}[office.demonstration.id]
        row = ROW.replace("2026", str(office.clock.now.year)) + f'code = "{code}"\n'
        loaded(office, row, f'[tasks]\nunit = "{key}"\n')
        assert office.say("điểm") == before


def test_what_is_asked_sees_it_at_once(mau: Office) -> None:
    before = mau.say("việc tất cả")
    loaded(mau, ROW)
    assert mau.say("việc tất cả") != before


REFUSED = (
    (ROW.replace('title = "Việc mới"\n', ""), "key_missing"),
    (ROW.replace("due = 2026-09-30\n", ""), "key_missing"),
    (ROW.replace('"van-phong"', '"van-phog"'), "unknown_unit"),
    (ROW + 'supporting = ["phong-kinh-t"]', "unknown_unit"),
    (ROW + 'due_by = "tinh-mao"', "unknown_unit"),
    (ROW + 'code = "3.4.9"', "unknown_code"),
    (ROW + 'assignee = "mau/suongg"', "unknown_person"),
    (ROW + 'given_by = "mau/nobody"', "unknown_person"),
    (ROW + 'state = "done"', "unknown_word"),
    (ROW + 'state = "blocked"', "unknown_word"),
    (ROW + 'state = "reported"', "key_needs_key"),
    (ROW + 'state = "closed"', "key_needs_key"),
    (ROW + 'state = "open"\ncompleted_on = 2026-08-21', "key_needs_key"),
    (ROW + 'due_at = "16:00"', "not_an_hour"),
)


@pytest.mark.parametrize(("rows", "what"), REFUSED)
def test_what_is_wrong_is_refused_with_its_place(mau: Office, rows: str, what: str) -> None:
    error = refused(mau, rows)
    assert (error.what, error.file, error.where) == (what, "0.toml", "[task] moi")


@pytest.mark.parametrize(
    "rows", [ROW + "colour = 1", ROW + "supporting = 3", ROW + "title = 3", ROW.replace("2026-09-30", '"30/9"')]
)
def test_what_no_file_may_hold_is_refused(mau: Office, rows: str) -> None:
    assert refused(mau, rows).file == "0.toml"


def test_the_nearest_right_word_is_named(mau: Office) -> None:
    assert refused(mau, ROW + 'code = "3.4.9"').values["nearest"].startswith("3.4")
    assert refused(mau, ROW + 'assignee = "mau/suon"').values["nearest"] == "mau/suong"
    assert refused(mau, ROW + 'state = "close"').values["nearest"] == "closed"


def test_a_head_that_is_wrong_is_refused(mau: Office) -> None:
    assert refused(mau, ROW, '[tasks]\nunit = "tinh-mau/xa-mauu"\n').what == "unknown_unit"
    assert refused(mau, ROW, "[tasks]\n").what == "key_missing"
    assert refused(mau, ROW, '[tasks]\nunit = "tinh-mau/xa-mau"\ngiven_by = "ai"\n').what == "unknown_person"


def test_of_a_list_everything_or_nothing(mau: Office) -> None:
    good = "".join(ROW.replace("moi", f"moi-{number}") for number in range(5))
    refused(mau, good + ROW + 'code = "9.9.9"\n')
    assert loaded(mau, good + ROW) == 6


def test_titles_and_words_are_kept_as_text(mau: Office) -> None:
    loaded(mau, '[task.la]\ntitle = "<b>Rà soát</b> & {{ 7*7 }} 😀"\nlead = "van-phong"\ndue = 2026-08-28\n')
    number = by_key(mau, "tinh-mau/xa-mau la").id
    text = mau.ask(f"{number}", who="lam").text
    assert "&lt;b&gt;Rà soát&lt;/b&gt; &amp; {{ 7*7 }} 😀" in text


def test_how_many_there_are(mau: Office, van_canh: Office) -> None:
    for office, number in ((mau, 20), (van_canh, 25)):
        with office.database.reading() as session:
            tasks = select(func.count()).select_from(Work).where(Work.kind == "task")
            assert session.scalar(tasks) == number
            assert session.scalar(select(func.count()).select_from(Evidence))
