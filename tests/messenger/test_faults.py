"""Faults between `cchc run` and Telegram: every answer comes in the end, and what is changed is changed once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messenger.beside import wait_until
from tests.messenger.control import telegram
from tests.messenger.faults import (
    BAD_GATEWAY,
    BAD_TOKEN,
    BLOCKED,
    DEACTIVATED,
    RESET_AFTER,
    RESET_BEFORE,
    SERVER_ERROR,
    Fault,
    refused,
    slow,
    too_many,
)
from tests.messenger.office import Served, served
from tests.messenger.running import configuration, running, serving
from tests.offices import Stores

NOT_UNDERSTOOD = refused(400, "Bad Request: can't parse entities: Unsupported start tag")
CONFLICT = refused(409, "Conflict: terminated by other getUpdates request")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite: Stores) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("faults")
    with served(sqlite.office("mau"), folder, "polling", ("lam", "mai")) as office:
        yield office


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """What happens on the wire does not depend on the database."""
    return Stores("sqlite", tmp_path_factory.mktemp("sqlite"), "")


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (too_many(1), 2),
        (SERVER_ERROR, 2),
        (BAD_GATEWAY, 2),
        (RESET_BEFORE, 1),
        (NOT_UNDERSTOOD, 2),
        (refused(502, "Bad Gateway"), 2),
    ],
)
def test_an_answer_that_did_not_arrive_is_said_again_and_read_once(office: Served, fault: Fault, tries: int) -> None:
    lam, tg = office.people["lam"], office.tg
    before, shown = len(tg.requests("sendMessage")), len(lam.messages)
    tg.fails("sendMessage", fault)
    assert lam.asks("tôi").text.startswith("Lâm")
    tg.settles()
    assert len(tg.requests("sendMessage")) == before + tries
    assert len(lam.messages) == shown + 2


def test_an_answer_that_may_have_arrived_is_said_at_most_twice_and_its_change_made_once(office: Served) -> None:
    mai, tg = office.people["mai"], office.tg
    shown = len(mai.messages)
    tg.fails("sendMessage", RESET_AFTER)
    mai.says("ghi chú 12: đã hỏi")
    tg.settles()
    assert 2 <= len(mai.messages) - shown <= 3
    assert mai.asks("lịch sử việc 12").text.count("đã hỏi") == 1


def test_every_chat_waits_as_long_as_telegram_asks(office: Served) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    tg.fails("sendMessage", too_many(2), chat=lam)
    lam.says("tôi")
    first = tg.waits_for(lambda: [each for each in tg.requests("sendMessage") if each.status == 429], "429")[-1]
    assert mai.asks("tôi").text.startswith("Mai")
    assert tg.requests("sendMessage")[-1].at - first.at >= 2
    lam.hears()


def test_a_chat_whose_answer_is_slow_delays_no_other(office: Served) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    tg.fails("sendMessage", slow(5), chat=lam)
    lam.says("tôi")
    lam.says("điểm")
    lam.hears()
    for _ in range(3):
        assert mai.asks("tôi").text.startswith("Mai")
    assert not [each for each in lam.messages if each.id > lam.heard and "CHỈ SỐ" in each.text], "out of its order"
    assert "CHỈ SỐ" in lam.hears().text


@pytest.mark.parametrize("fault", [BLOCKED, DEACTIVATED])
def test_who_cannot_be_reached_stops_nobody_and_is_answered_once_they_write_again(office: Served, fault: Fault) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    tg.fails("sendMessage", fault, chat=lam)
    lam.says("tôi")
    tg.settles()
    assert mai.asks("tôi").text.startswith("Mai")
    assert lam.asks("tôi").text.startswith("Lâm")


def test_who_blocked_the_bot_is_told_nothing_and_comes_back(office: Served) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    lam.blocks()
    tg.settles()
    before = len(tg.requests("sendMessage"))
    assert mai.asks("việc 12").text.startswith("#12")
    assert not [each for each in tg.requests("sendMessage")[before:] if str(each.params["chat_id"]) == str(lam.id)]
    lam.unblocks()
    assert lam.asks("tôi").text.startswith("Lâm")


def test_a_group_that_became_a_supergroup_is_answered_there(office: Served) -> None:
    mai, tg = office.people["mai"], office.tg
    group = tg.group(-4300, "Văn phòng")
    mai.asks("/group@cchc_test_bot xã Mẫu", to=group)
    new = tg.group(-1004300, "Văn phòng", kind="supergroup")
    tg.server.gone[group.id] = refused(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id
    )  # the answer tells it, no update did
    mai.says("/score", to=group)
    assert new.hears().text.startswith("CHỈ SỐ")
    assert mai.asks("/score", to=new).text.startswith("CHỈ SỐ")


def test_a_malformed_update_between_good_ones_stops_neither(office: Served) -> None:
    lam, tg = office.people["lam"], office.tg
    lam.says("tôi")
    for malformed in ("x", {}, {"text": ["x"]}, {"from": 1, "chat": 2}):
        tg.push(message=malformed)
        tg.push(callback_query=malformed)
    lam.says("điểm")
    assert lam.hears().text.startswith("Lâm")
    assert "CHỈ SỐ" in lam.hears().text
    tg.settles()


@pytest.mark.parametrize("fault", [SERVER_ERROR, BAD_GATEWAY, RESET_BEFORE, RESET_AFTER, CONFLICT, too_many(1)])
def test_trouble_with_receiving_is_waited_out(office: Served, fault: Fault) -> None:
    lam, tg = office.people["lam"], office.tg
    tg.fails("getUpdates", fault)
    assert lam.asks("tôi").text.startswith("Lâm")  # what was asked before the trouble
    assert lam.asks("tôi").text.startswith("Lâm")  # and after it
    tg.waits_for(lambda: not tg.server.faults.waiting, "the fault to be met")


@pytest.mark.parametrize("fault", [SERVER_ERROR, RESET_AFTER, refused(400, "Bad Request: query is too old")])
def test_a_button_that_could_not_be_let_go_is_no_matter(office: Served, fault: Fault) -> None:
    lam, tg = office.people["lam"], office.tg
    work = lam.asks("việc")
    tg.fails("answerCallbackQuery", fault)
    lam.presses("việc tất cả")
    lam.changes(work)
    tg.server.queries.clear()


def test_telegram_out_of_reach_at_the_start_is_waited_for(sqlite: Stores, tmp_path: Path) -> None:
    with telegram() as tg:
        for fault in (RESET_BEFORE, BAD_GATEWAY):
            tg.fails("getMe", fault)
        tg.fails("deleteWebhook", SERVER_ERROR)
        with serving(configuration(tmp_path, sqlite.office("mau"), tg.url)):
            assert tg.person(7009, "Lạ").asks("điểm").text.startswith("Đây là trợ lý nội bộ.")


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
def test_a_token_that_telegram_does_not_know_is_said_in_a_line(sqlite: Stores, tmp_path: Path, method: str) -> None:
    with telegram() as tg:
        tg.fails(method, BAD_TOKEN, times=100)
        with running(configuration(tmp_path, sqlite.office("mau"), tg.url)) as process:
            wait_until(lambda: process.exit_code is not None, "it to end", 10)
        assert process.exit_code == 1
        assert re.search(r"^cchc: .*BotFather", process.said, re.M), process.said
        assert tg.token not in process.said
        assert "Traceback" not in process.said


def test_who_says_stop_is_obeyed_after_what_was_begun(sqlite: Stores, tmp_path: Path) -> None:
    with telegram() as tg, running(configuration(tmp_path, sqlite.office("mau"), tg.url)) as process:
        people = [tg.person(7100 + number, "Lạ") for number in range(10)]
        tg.fails("sendMessage", slow(1), times=4)
        for person in people:
            person.says("điểm")
        people[0].hears()
        assert process.terminate(10) == 0
        answered = {int(each.params["chat_id"]) for each in tg.requests("sendMessage")}
        left = {each["message"]["chat"]["id"] for each in tg.waiting}
        assert answered | left == {person.id for person in people}
