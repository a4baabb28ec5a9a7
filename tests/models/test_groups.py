"""Groups: what everybody there may ask, whose a group is, and where it moves."""

import re

from sqlalchemy import select

from handlers import commands
from models.chat_tables import Chat, GroupChat
from models.groups import GROUP_ENDED, GROUP_MOVED, GROUP_SET, as_group, end_group, fit_for_group, move_address
from models.joining import chat_at
from models.messages import Sender
from models.people import speaker
from models.stamps import PEOPLE, look
from models.tables import Event, Person
from models.work import find_work
from tests.groups import GROUP, asks, named, says, unit_of
from tests.offices import ZONE, Office
from tests.strangers import joins

FIT = {"chart", "explain", "find", "lost", "rate", "score", "stale", "trend", "units"}


def stamp(office: Office) -> int:
    with office.database.reading() as session:
        return look(session, PEOPLE)


def events(office: Office) -> list[Event]:
    with office.database.reading() as session:
        found = session.scalars(select(Event).where(Event.what.startswith("group ")).order_by(Event.id)).all()
        session.expunge_all()
        return list(found)


def test_a_group_may_ask_for_points_and_criteria_and_for_nothing_else() -> None:
    assert {key for key, command in commands().items() if fit_for_group(command)} == FIT


def test_nothing_that_changes_or_is_a_matter_of_ones_own_passes() -> None:
    for key, command in commands().items():
        if command.writes or command.topic != "score" or command.answer is not None or command.for_another:
            assert not fit_for_group(command), key


def test_what_a_group_is_told_names_nobody(mau: Office, van_canh: Office) -> None:
    for office, set_by, whose in ((mau, "mai", "nhóm xã Mẫu"), (van_canh, "que", "nhóm Văn phòng")):
        says(office, whose, set_by)
        with office.database.reading() as session:
            people = session.execute(select(Person.name, Person.address, Person.contact)).all()
        lines = [line for key in sorted(FIT) for line in commands()[key].examples]
        lines += ["điểm 1.4", "điểm 3.4.1", "điểm SIPAS", "giải thích", "số liệu cũ tất cả", "mất điểm tất cả"]
        for line in lines:
            answer = asks(office, line, "suong" if office is mau else "cuc")
            for name, address, contact in people:
                assert not re.search(rf"(đ/c|đồng chí) {re.escape(name)}\b", answer), (line, answer)
                assert address not in answer, (line, answer)
                assert not contact or contact not in answer, (line, answer)


def test_who_asks_in_a_group_sees_what_its_staff_see_and_no_work_of_their_own(mau: Office) -> None:
    says(mau, "nhóm Phòng Kinh tế", "mai")
    today = mau.clock.now.astimezone(ZONE).date()
    with mau.database.reading() as session:
        unit = unit_of(mau, session)
        assert unit is not None
        for key in ("mau/lam", "mau/mai", "mau/suong"):
            person = speaker(session, key, today)
            assert person is not None
            there = as_group(person, unit)
            assert [(post.role, post.unit_key) for post in there.posts] == [("staff", "tinh-mau/xa-mau/phong-kinh-te")]
            assert find_work(session, 12, there) is None  # the head of the office may ask for it elsewhere
            assert find_work(session, 8, there) is not None
            assert not any(command.is_for(there) for command in commands().values() if "staff" not in command.allows)


def test_each_change_is_recorded_and_seen_at_once(mau: Office) -> None:
    before = stamp(mau)
    says(mau, "nhóm Văn phòng", "lam")
    says(mau, "nhóm xã Mẫu", "mai")
    says(mau, "nhóm thôi", "mai")
    assert stamp(mau) == before + 3
    told = events(mau)
    assert [each.what for each in told] == [GROUP_SET, GROUP_SET, GROUP_ENDED]
    assert {(each.subject, each.how) for each in told} == {("telegram -100", "telegram")}
    office, commune = {"unit": "tinh-mau/xa-mau/van-phong"}, {"unit": "tinh-mau/xa-mau"}
    assert [each.before for each in told] == [None, office, commune]
    assert [each.after for each in told] == [office, commune, {"why": "said"}]
    with mau.database.reading() as session:
        groups = session.scalars(select(GroupChat).order_by(GroupChat.id)).all()
        assert [(each.ended_at == mau.clock.now, each.ended_why) for each in groups] == [
            (True, "replaced"),
            (True, "said"),
        ]


def test_groups_are_told_apart_by_messenger_account_and_address(mau: Office) -> None:
    says(mau, "nhóm Văn phòng", "lam")
    for other in (Sender("zalo", "bot", "-100"), Sender("telegram", "2", "-100"), Sender("telegram", "bot", "-1")):
        assert named(mau, other) == ""
        says(mau, "nhóm xã Mẫu", "mai", other)
    assert named(mau) == "Văn phòng HĐND và UBND"


def test_a_group_that_gets_another_address_stays_its_units(mau: Office, van_canh: Office) -> None:
    new = Sender("telegram", "bot", "-1001")
    for office, head, whom in ((mau, "lam", "Mai"), (van_canh, "que", "Quế")):
        says(office, "nhóm Văn phòng", head)
        joins(office, whom, "-100")  # as nobody should
        before = stamp(office)
        for moved in (2, 0):  # both chats are told of it
            with office.database.writing() as session:
                assert move_address(session, "telegram", "bot", "-100", "-1001", office.clock.now) == moved
        assert (named(office), named(office, new)) == ("", "Văn phòng HĐND và UBND")
        with office.database.reading() as session:
            assert chat_at(session, new)[0] is not None
            assert session.scalars(select(Chat.address)).all() == ["-1001"]
        assert stamp(office) == before + 1
        told = events(office)[-1]
        assert (told.what, told.before, told.after) == (GROUP_MOVED, {"address": "-100"}, {"address": "-1001"})
        assert told.actor_id is None


def test_a_group_the_bot_is_put_out_of_ends(mau: Office) -> None:
    says(mau, "nhóm Văn phòng", "lam")
    for ended in (True, False):
        with mau.database.writing() as session:
            assert end_group(session, GROUP, mau.clock.now, "removed") is ended
    assert named(mau) == ""
    assert [(each.what, each.actor_id) for each in events(mau)][-1] == (GROUP_ENDED, None)
    assert len(events(mau)) == 2


def test_a_group_of_a_unit_that_is_no_more_is_nobodys(van_canh: Office) -> None:
    says(van_canh, "nhóm Văn phòng", "que")
    van_canh.clock.forward(days=365 * 4)  # the district ended on 30/6/2025
    assert named(van_canh) == ""
