"""Joining and leaving: one sentence for strangers, codes that open one chat once, guesses that are slowed."""

import random
from datetime import date, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from bot.dispatch import Dispatcher
from models.chat_tables import Attempt, Chat, Invitation
from models.codes import LENGTH, SYMBOLS, code_in, digest_of, new_code, printed
from models.database import Database
from models.joining import CODE_LIVES, GUESSING, JOINED, MOST_WRONG, SLOWED_FOR, make_code
from models.messages import File, Incoming, Sender
from models.people import speaker
from models.tables import Event, Person, Post
from tests.offices import ZONE, Office, fingerprint
from tests.processes import killed_at_line
from tests.strangers import SENTENCE, counted, everything_kept, invited, joins, sends

CODE = "7KQ4MZ9RTX2BHHNP5G"


def bare(code: str) -> str:
    return code.replace("-", "")


@pytest.mark.parametrize(
    "typed",
    [
        "7KQ-4MZ-9RT-X2B-HHN-P5G",
        "7kq4mz9rtx2bhhnp5g",
        "  7KQ 4MZ 9RT X2B HHN P5G. ",
        "7kq–4mz—9rt‑x2b-hhn-p5g",
        "“7KQ-4MZ-9RT-X2B-HHN-P5G”",
        "(7K Q4 MZ9RT, X2B HHN; P5G)",
        "７ＫＱ－４ＭＺ－９ＲＴ－Ｘ２Ｂ－ＨＨＮ－Ｐ５Ｇ",
        "7KQ\u200b4MZ\u200b9RT X2B\nHHN P5G",
        "/start 7KQ-4MZ-9RT-X2B-HHN-P5G",
        "/start@tro_ly_bot 7KQ-4MZ-9RT-X2B-HHN-P5G",
        "start 7kq4mz9rtx2bhhnp5g",
        "/start 7KQ4MZ9RTX2BHHNP5G",
        "Mã: 7kq 4mz 9rt x2b hhn p5g",
        "Mã kết nối của đ/c Chánh Văn phòng: 7KQ-4MZ-9RT-X2B-HHN-P5G\nDùng một lần, đến 08:00 01/9/2026",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert code_in(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    ["", "điểm 2021", "7KQ-4MZ", "7KQ-4MZ-9RT-X2B-HHN-P5G7", "0KQ-4MZ-9RT-X2B-HHN-P5G", "xong 12", "x" * 100_000,
     "7KQ-4MZ-9RT-X2B-HHN-P5", "số liệu 7.4.3 119/3571", "\ud800" * 18, "ﷺ" * 2000, "Á" * 18],
)  # fmt: skip
def test_other_texts_are_no_codes(typed: str) -> None:
    assert code_in(typed) == ""


def test_a_code_has_eighty_bits_and_survives_a_vietnamese_keyboard() -> None:
    assert len(SYMBOLS) ** LENGTH > 2**80
    assert not set(SYMBOLS) & set("01OIL" + "AEIOUYWD")
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {symbol for code in codes for symbol in code} == set(SYMBOLS)
    assert all(code_in(printed(code)) == code and len(printed(code)) <= 64 for code in codes)


def test_a_stranger_is_told_one_sentence_and_with_a_code_is_let_in(mau: Office, van_canh: Office) -> None:
    for office in (mau, van_canh):
        assert sends(office, "chào") == sends(office, "điểm") == sends(office, "/start") == SENTENCE
        answer = sends(office, f"/start {invited(office, 'Mai')}")
        assert answer.splitlines()[0].startswith("Đã kết nối: Mai, ")
        assert sends(office, "điểm") == office.say("điểm", "mai")
        assert sends(office, "điểm", address="124") == SENTENCE
        assert sends(office, "điểm", channel="zalo") == SENTENCE


def test_a_code_is_kept_as_its_digest_only(mau: Office) -> None:
    code = invited(mau, "Mai")
    kept = everything_kept(mau.database)
    assert digest_of(bare(code)) in kept
    assert code not in kept
    assert bare(code) not in kept
    sends(mau, code)
    kept = everything_kept(mau.database)
    assert code not in kept
    assert bare(code) not in kept


def test_a_code_works_once(mau: Office) -> None:
    code = invited(mau, "Mai")
    assert sends(mau, code, address="1").startswith("Đã kết nối")
    assert sends(mau, code, address="2") == SENTENCE
    assert sends(mau, "điểm", address="2") == SENTENCE


def test_a_code_lives_seven_days(mau: Office) -> None:
    code, other = invited(mau, "Mai"), invited(mau, "Lâm")
    mau.clock.forward(days=7, seconds=-1)
    assert sends(mau, code).startswith("Đã kết nối")
    mau.clock.forward(seconds=1)
    assert sends(mau, other, address="2") == SENTENCE


def test_a_new_code_ends_the_older_one_of_that_person_alone(mau: Office) -> None:
    first, others, second = invited(mau, "Mai"), invited(mau, "Lâm"), invited(mau, "Mai")
    assert sends(mau, first, address="1") == SENTENCE
    assert sends(mau, second, address="1").startswith("Đã kết nối: Mai")
    assert sends(mau, others, address="2").startswith("Đã kết nối: Lâm")


def test_who_holds_no_post_is_not_let_in_and_who_lost_it_is_a_stranger(mau: Office) -> None:
    joins(mau, "Mai")
    code = invited(mau, "Lâm")
    with mau.database.writing() as session:
        gone = select(Person.id).where(Person.key.in_(("mau/mai", "mau/lam")))
        session.execute(update(Post).where(Post.person_id.in_(gone)).values(valid_to=date(2026, 8, 25)))
    mau.clock.forward(days=1)
    assert sends(mau, code, address="2") == SENTENCE
    assert sends(mau, "điểm") == SENTENCE
    with mau.database.writing() as session:
        session.execute(update(Post).values(valid_to=None))
    assert sends(mau, code, address="2").startswith("Đã kết nối: Lâm")


def test_one_chat_a_messenger_and_two_messengers_side_by_side(mau: Office) -> None:
    joins(mau, "Mai", "1")
    joins(mau, "Mai", "9", "zalo")
    joins(mau, "Mai", "2")
    assert sends(mau, "tôi", "1") == SENTENCE
    answer = sends(mau, "tôi", "2")
    assert [line for line in answer.splitlines() if line.startswith("Kết nối")] == [
        "Kết nối: Zalo, từ 08:00 25/8/2026",
        "Kết nối: Telegram, từ 08:00 25/8/2026",
    ]
    assert answer.endswith(sends(mau, "tôi", "9", "zalo"))  # less what they were told once
    with mau.database.reading() as session:
        chats = session.scalars(select(Chat).order_by(Chat.id)).all()
    assert [(chat.address, chat.ended_why) for chat in chats] == [("1", "replaced"), ("9", ""), ("2", "")]


def test_a_member_who_sends_a_code_is_told_so_and_it_is_neither_used_nor_kept(mau: Office) -> None:
    joins(mau, "Mai")
    code = invited(mau, "Lâm")
    answer = sends(mau, f"/start {code}", update_id="7")
    assert answer.startswith("Chat này đã kết nối, không cần mã nữa.")
    assert code not in everything_kept(mau.database)
    assert sends(mau, code, address="2").startswith("Đã kết nối: Lâm")


def test_what_was_done_about_codes_and_chats_is_in_the_record(mau: Office) -> None:
    joins(mau, "Mai")
    sends(mau, "ngừng kết nối")
    joins(mau, "Mai")
    mau.say("gỡ kết nối Mai", "thach")
    with mau.database.reading() as session:
        people = {person.id: person.key for person in session.scalars(select(Person))}
        rows = session.scalars(select(Event).where(Event.subject == "mau/mai").order_by(Event.id)).all()
        told = [(row.what, people[row.actor_id or 0], row.how) for row in rows]
        chats = [row.chat_id is not None for row in rows]
    assert told == [
        ("invited", "mau/thach", "console"),
        ("joined", "mau/mai", "telegram"),
        ("left", "mau/mai", "telegram"),
        ("invited", "mau/thach", "console"),
        ("joined", "mau/mai", "telegram"),
        ("removed", "mau/thach", "console"),
    ]
    assert chats == [False, True, True, False, True, False]


def wrong(rng: random.Random) -> str:
    return printed("".join(rng.choices(SYMBOLS, k=LENGTH)))


def test_guessing_is_slowed_and_a_right_code_does_not_help_meanwhile(mau: Office) -> None:
    rng, code = random.Random(1), invited(mau, "Mai")
    for _ in range(MOST_WRONG):
        assert sends(mau, wrong(rng)) == SENTENCE
        mau.clock.forward(minutes=1)
    assert sends(mau, code) == SENTENCE
    mau.clock.forward(minutes=14, seconds=-1)
    assert sends(mau, code) == SENTENCE
    mau.clock.forward(seconds=2)
    assert sends(mau, code).startswith("Đã kết nối: Mai")
    with mau.database.reading() as session:
        assert session.scalars(select(Attempt)).all() == []
        events = session.scalars(select(Event).where(Event.what == GUESSING)).all()
    assert [(event.subject, event.how) for event in events] == [("telegram 123", "telegram")]


def test_slow_guesses_and_other_texts_slow_nobody(mau: Office) -> None:
    rng, code = random.Random(2), invited(mau, "Mai")
    for _ in range(MOST_WRONG - 1):
        sends(mau, wrong(rng))
    for _ in range(20):
        sends(mau, "điểm")
    mau.clock.forward(minutes=15)
    for _ in range(MOST_WRONG - 1):
        sends(mau, wrong(rng))
    assert sends(mau, code).startswith("Đã kết nối: Mai")


def test_who_is_slowed_and_goes_on_is_slowed_no_longer_for_it_and_nobody_else_is(mau: Office) -> None:
    rng, code, other = random.Random(3), invited(mau, "Mai"), invited(mau, "Lâm")
    for _ in range(MOST_WRONG):
        sends(mau, wrong(rng))
    assert sends(mau, other, address="2").startswith("Đã kết nối: Lâm")
    for _ in range(14):
        mau.clock.forward(minutes=1)
        assert sends(mau, wrong(rng)) == SENTENCE
    mau.clock.forward(minutes=1)
    assert sends(mau, code).startswith("Đã kết nối: Mai")


def kinds(mau: Office) -> dict[str, str]:
    """One message of every kind a stranger may send, none of which lets in."""
    used, expired, right = (invited(mau, who) for who in ("Mai", "Lâm", "Hải"))
    sends(mau, used, address="member")
    with mau.database.writing() as session:
        lam = select(Person.id).where(Person.key == "mau/lam")
        session.execute(
            update(Invitation).where(Invitation.person_id.in_(lam)).values(expires_at=mau.clock.now - timedelta(days=1))
        )
    off = right[:-1] + next(symbol for symbol in SYMBOLS if symbol != right[-1])
    return {
        "text": "chào buổi sáng", "command": "điểm 2021", "button": "xong 12", "start": "/start", "empty": "",
        "long": "mã " * 33_000, "used": used, "expired": expired, "one letter off": off, "link": f"/start {used}",
        "code in a text": f"Mã kết nối: {off}\nDùng một lần", "nothing of ours": "\ud800\x00💥",
    }  # fmt: skip


def test_every_refusal_costs_the_same_statements(mau: Office) -> None:
    sent = kinds(mau)
    costs = {}
    for kind, line in sent.items():
        with counted(mau.database) as statements:
            assert sends(mau, line, address=f"of {kind}") == SENTENCE
        costs[kind] = len(statements)
    for number in range(MOST_WRONG + 2):  # the last wrong one that is looked at, and those that are not
        with counted(mau.database) as statements:
            assert sends(mau, sent["one letter off"], address="slowed") == SENTENCE
        costs[f"guess {number}"] = len(statements)
    with counted(mau.database) as statements:
        assert sends(mau, "", address="with a file", files=(File("a.pdf", "0" * 64),)) == SENTENCE
    costs["file"] = len(statements)
    assert set(costs.values()) == {6}, costs


def test_a_thousand_attempts_let_nobody_in_and_change_only_the_count_of_guesses(mau: Office) -> None:
    seed = 20260825
    rng, sent = random.Random(seed), list(kinds(mau).values())
    before, costs = fingerprint(mau.database, "attempt", "event"), set()
    for _ in range(150 if mau.database.is_postgresql else 1000):
        line = rng.choice([*sent, wrong(rng), wrong(rng), f"xong {rng.randrange(1000)}", "gỡ kết nối Mai", "mời Mai"])
        files = (File("a.jpg", "0" * 64),) if rng.random() < 0.1 else ()
        with counted(mau.database) as statements:
            assert sends(mau, line, rng.choice("1234"), files=files) == SENTENCE, (seed, line)
        costs.add(len(statements))
        mau.clock.forward(seconds=rng.randrange(40))
    assert len(costs) == 1
    assert fingerprint(mau.database, "attempt", "event") == before
    with mau.database.reading() as session:
        events = session.scalars(select(Event).where(Event.at > mau.demonstration.now, Event.actor_id.is_(None))).all()
    assert events
    assert {event.what for event in events} == {GUESSING}
    for address in "1234":
        times = [event.at for event in events if event.subject == f"telegram {address}"]
        assert all(later - earlier >= SLOWED_FOR for earlier, later in pairwise(times))


def test_a_guess_makes_nobody_else_forget_their_answers(mau: Office) -> None:
    dispatcher = Dispatcher(mau.database, ZONE, timedelta(days=30))
    asked = Incoming("điểm", Sender("console", "", "mau/mai"))
    dispatcher.answer(asked, mau.clock.now)
    for number in range(MOST_WRONG + 1):
        sends(mau, wrong(random.Random(number)))
    with counted(mau.database) as statements:
        dispatcher.answer(asked, mau.clock.now)
    assert len(statements) == 1


def test_of_two_who_send_one_code_at_once_one_joins(mau: Office) -> None:
    for round_ in range(5):
        code, answers, start = invited(mau, "Mai"), list[str](), Barrier(2)

        def send(address: str, code: str = code, answers: list[str] = answers, start: Barrier = start) -> None:
            start.wait()
            answers.append(sends(mau, code, address))

        threads = [Thread(target=send, args=(f"{round_} {number}",)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.splitlines()[0] for answer in answers) == sorted(
            [SENTENCE, "Đã kết nối: Mai, công chức đầu mối CCHC"]
        )
        with mau.database.reading() as session:
            assert len(session.scalars(select(Chat).where(Chat.ended_at.is_(None))).all()) == 1


def test_two_codes_made_at_once_leave_one_that_works(mau: Office) -> None:
    with mau.database.reading() as session:
        mai = speaker(session, "mau/mai", mau.clock.now.date())
        assert mai
    codes, start = list[str](), Barrier(2)

    def make() -> None:
        start.wait()
        with mau.database.writing() as session:
            codes.append(make_code(session, mai.id, None, mau.clock.now))

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with mau.database.reading() as session:
        alive = session.scalars(select(Invitation).where(Invitation.expires_at > mau.clock.now)).all()
    assert len(alive) == 1
    assert alive[0].expires_at - alive[0].made_at == CODE_LIVES


def test_killed_at_any_line_a_code_is_used_and_its_chat_open_or_neither_is(mau: Office) -> None:
    url, rng = mau.database.engine.url.render_as_string(hide_password=False), random.Random(4)
    now = mau.clock.now

    def join(code: str, address: str) -> None:
        child = Database(url)  # a connection cannot be shared with the parent
        Dispatcher(child, ZONE, timedelta(days=30)).answer(Incoming(code, Sender("telegram", "bot", address)), now)

    code = invited(mau, "Mai")
    killed, _, lines = killed_at_line(lambda: join(code, "0"), 0)
    assert not killed
    done = []
    for number in range(1, 13):
        code, at = invited(mau, "Mai"), rng.randrange(lines // 2, lines)
        killed_at_line(lambda code=code, number=number: join(code, str(number)), at)  # type: ignore[misc]
        with mau.database.reading() as session:
            used = session.scalars(select(Invitation).where(Invitation.digest == digest_of(bare(code)))).one().used_at
            here = session.scalars(select(Chat).where(Chat.address == str(number), Chat.ended_at.is_(None))).all()
            told = session.scalars(select(Event).where(Event.what == JOINED, Event.chat_id.in_([c.id for c in here])))
            assert (used is not None) == bool(here) == bool(told.all())
            done.append(bool(here))
    assert not all(done)
