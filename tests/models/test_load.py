"""Loading: versions, corrections, and the score as it was known before them."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalogs import FOLDER
from models.load import Loaded, load
from models.tables import CriteriaSetVersion, Event, Scorecard
from scoring.errors import CatalogError
from tests.offices import ZONE, Office, fingerprint

SET, SCORECARD = FOLDER / "xa-mau-2026.toml", FOLDER / "xa-mau-2026.scorecard.toml"


def load_text(office: Office, file: Path, *changes: tuple[str, str]) -> Loaded:
    """Load a catalog file with some of its text replaced."""
    text = file.read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with office.database.writing() as session:
        return load(session, [(file.name, text)], office.clock.now, ZONE)[0]


def test_every_file_of_a_demonstration_loaded_again_changes_nothing(van_canh: Office, mau: Office) -> None:
    for office in (van_canh, mau):
        before = fingerprint(office.database)
        files = [(path.name, path.read_text()) for path in office.demonstration.files]
        with office.database.writing() as session:
            assert [each.changes for each in load(session, files, office.clock.now, ZONE)] == [0] * len(files)
        assert fingerprint(office.database) == before


def test_a_changed_set_is_a_new_version_that_the_running_year_follows(mau: Office) -> None:
    target = mau.say("điểm 7.3.1")
    assert "từ 70 %" in target
    done = load_text(mau, SET, ('full_at = "70%"', 'full_at = "80%"'))
    assert (done.changes, done.version) == (1, 2)
    assert "từ 80 %" in mau.say("điểm 7.3.1")
    with mau.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CriteriaSetVersion)) == 3


def test_a_comment_makes_no_new_version(mau: Office) -> None:
    done = load_text(mau, SET, ("[criteria_set]", "# a comment\n[criteria_set]"))
    assert (done.changes, done.version) == (0, 1)


def test_a_published_year_keeps_the_version_it_was_published_on(mau: Office) -> None:
    published = mau.say("điểm 2025")
    file = FOLDER / "xa-mau-2025.toml"
    load_text(mau, file, ('short = "Thể chế"', 'short = "Đổi tên"'))
    assert mau.say("điểm 2025") == published
    with mau.database.reading() as session:
        versions = dict(
            session.execute(select(Scorecard.year, CriteriaSetVersion.version).join(CriteriaSetVersion)).all()
        )
    assert versions[2025] == 1


def test_a_corrected_figure_is_a_new_row_and_yesterday_stays_as_it_was_known(mau: Office) -> None:
    yesterday = mau.clock.now.date()
    mau.clock.forward(days=1)
    done = load_text(mau, SCORECARD, ('"1310/2140"', '"1300/2140"'))
    assert done.changes == 1
    assert "1.300/2.140" in mau.say("điểm 7.3.1")
    assert "1.310/2.140" in mau.say(f"điểm 7.3.1 {yesterday:%d/%m/%Y}")


def test_a_load_leaves_one_event_for_each_file_that_changed_something(mau: Office) -> None:
    with mau.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Event)) or 0
    load_text(mau, SCORECARD)
    load_text(mau, SCORECARD, ('"1310/2140"', '"1300/2140"'))
    with mau.database.reading() as session:
        events = session.scalars(select(Event).order_by(Event.id)).all()[before:]
    assert [(event.what, event.subject) for event in events] == [("load scorecard", "tinh-mau/xa-mau 2026")]


def test_figures_told_for_the_future_are_refused(mau: Office) -> None:
    tomorrow = mau.clock.now + timedelta(days=1)
    with pytest.raises(CatalogError) as refused:
        load_text(mau, SCORECARD, ("recorded_at = 2026-08-24T16:00:00", f"recorded_at = {tomorrow:%Y-%m-%dT%H:%M:%S}"))
    assert refused.value.what == "in_the_future"


def test_a_set_that_drops_a_code_somebody_scored_is_refused(mau: Office) -> None:
    load_text(mau, SCORECARD, ("[figure]", '[self]\n"1.2" = 0.5\n\n[figure]'))
    with pytest.raises(CatalogError) as refused:
        load_text(mau, SET, ('\n"1.2"', '\n"1.9"'))
    assert (refused.value.what, refused.value.where) == ("code_in_use", "1.2")
    assert mau.say("điểm 1.2").startswith("1.2 ·")


@pytest.mark.parametrize(
    ("old", "new", "what"), [("đúng hạn", "đúng hẹn", "figure_unreadable"), ("initiatives", "new_ideas", "code_in_use")]
)
def test_a_version_that_would_misread_kept_figures_is_refused(mau: Office, old: str, new: str, what: str) -> None:
    changed = SET.read_text().replace(old, new)
    with pytest.raises(CatalogError) as refused, mau.database.writing() as session:
        load(session, [("new.toml", changed)], mau.clock.now, ZONE)
    assert (refused.value.what, refused.value.file) == (what, "new.toml")
    assert "41,3" in mau.say("điểm")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"1310/2140"', '"1.310/2.140"', "thousands_dot"),
        ('"1310/2140"', '"1.310/2140"', "thousands_dot"),
        ('"1310/2140"', '"1/0"', "part_above_whole"),
    ],
)
def test_numbers_an_office_and_a_computer_read_differently_are_refused(
    mau: Office, old: str, new: str, what: str
) -> None:
    with pytest.raises(CatalogError) as refused:
        load_text(mau, SCORECARD, (old, new))
    assert refused.value.what == what


def test_two_figures_of_one_day_and_source_in_one_file_are_refused(mau: Office) -> None:
    twice = '[figure]\nonline_filing = [{ value = "1/2", as_of = 2026-08-01 }, { value = "1/3", as_of = 2026-08-01 }]\n'
    head = SCORECARD.read_text().split("[figure]")[0]
    with pytest.raises(CatalogError) as refused, mau.database.writing() as session:
        load(session, [("twice.toml", head + twice)], mau.clock.now, ZONE)
    assert refused.value.what == "figure_twice"


def test_a_better_title_reaches_the_running_year_and_not_the_published_one(van_canh: Office) -> None:
    done = load_text(van_canh, FOLDER / "van-canh-2021.toml", ("Công tác kiểm tra CCHC", "Công tác kiểm tra"))
    assert done.version == 2
    assert "Công tác kiểm tra:" in van_canh.say("điểm 2022 1")
    assert "Công tác kiểm tra CCHC:" in van_canh.say("điểm 2021 1")
