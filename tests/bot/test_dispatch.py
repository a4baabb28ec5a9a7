"""Lines that are no command get one suggestion and change nothing; a bug gets an id."""

import logging
import random
import re

import pytest

import handlers.score
from models.messages import File
from tests.fuzzing import HOSTILE, NOT_COMMANDS, lines
from tests.offices import Office, fingerprint


def test_a_misspelt_command_is_suggested_and_not_executed(van_canh: Office) -> None:
    for line, suggestion in (
        ("/scroe 2021", "điểm 2021"),
        ("diiem 2021", "điểm 2021"),
        ("mat diiem 2021 6", "mất điểm 2021 6"),
        ("7.4.3", "điểm 7.4.3"),
        ("2021 7.4.3", "điểm 2021 7.4.3"),
        ("tro giup", None),
    ):
        answer = van_canh.say(line)
        if suggestion:
            assert answer.splitlines() == [f'Chưa hiểu "{line}".', f'Trả lời: "{suggestion}"']
        else:
            assert "Chưa hiểu" not in answer


def test_a_line_that_is_like_nothing_is_pointed_to_the_help(mau: Office) -> None:
    assert mau.say("chào buổi sáng").splitlines()[-1] == 'Nhắn "trợ giúp" để xem những gì có thể hỏi.'


@pytest.mark.parametrize("office", ["van-canh", "mau"])
@pytest.mark.parametrize("kind", [NOT_COMMANDS, HOSTILE])
def test_two_thousand_lines_crash_nothing_and_change_nothing(open_office, office: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    spoken: Office = open_office(office)
    before = fingerprint(spoken.database)
    seed = 20260825
    number = 200 if spoken.database.is_postgresql else 2000  # the same path: PostgreSQL has a slice, and `make chaos`
    for line in lines(kind, random.Random(seed), number):
        answer = spoken.say(line)
        assert "mã lỗi" not in answer, (seed, line)
        assert len(answer) < 4000
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", answer), (seed, line)
    assert fingerprint(spoken.database) == before


def test_what_a_person_types_comes_back_as_text_and_never_as_markup(van_canh: Office) -> None:
    for typed in ("<b>x</b>", "{{ 7*7 }}", "&lt;b&gt;", "{% include 'me.txt' %}"):
        assert typed in van_canh.say(f"zz {typed}")


def test_a_bug_is_said_with_an_id_and_kept_with_its_traceback(
    van_canh: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(handlers.score, "_closed", lambda *_: 1 / 0)
    with caplog.at_level(logging.ERROR):
        answer = van_canh.say("điểm 2021")
    error_id = re.search(r"mã lỗi (E-[0-9a-f]{8})", answer)
    assert error_id
    assert "Traceback" not in answer
    assert error_id[1] in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_file_is_evidence_whatever_is_written_beside_it(mau: Office) -> None:
    mau.clock.forward(days=14)
    for number, caption in enumerate(("12", "#12", "việc 12", "minh chứng 12")):
        said = mau.say(caption, "lam", files=(File(f"{number}.pdf", f"{number}" * 64),))
        assert said.startswith("Đã thêm minh chứng cho #12"), caption
    asked = mau.say("", "lam", files=(File("anh.jpg", "f" * 64),))
    assert asked.startswith("Tệp này là minh chứng của việc nào?")
    assert mau.say("15", "lam").startswith("Đã thêm minh chứng cho #15")


def test_an_update_that_comes_again_has_its_first_reply_and_does_nothing(mau: Office) -> None:
    mau.clock.forward(days=14)
    for number, line in enumerate(("xong 12 QĐ 45/QĐ-UBND 4/9", "xong 12", "đối chiếu 12", "số liệu 7.3.2 48/120")):
        first = mau.say(line, "lam", update_id=f"u{number}")
        before = fingerprint(mau.database)
        mau.clock.forward(minutes=1)
        assert mau.say(line, "lam", update_id=f"u{number}") == first
        assert fingerprint(mau.database) == before


def test_what_was_refused_is_not_done_when_the_same_update_comes_again(mau: Office) -> None:
    mau.clock.forward(days=14)
    refused = mau.say("đối chiếu 12", "mai", update_id="7")
    mau.say("xong 12 QĐ 45/QĐ-UBND 4/9", "lam")
    assert mau.say("đối chiếu 12", "mai", update_id="7") == refused
    assert mau.say("đối chiếu 12", "mai", update_id="8").startswith("Đã đối chiếu minh chứng")


def test_who_wants_to_delete_is_offered_to_take_back(mau: Office) -> None:
    assert '"hoàn tác"' in mau.say("xóa số liệu 7.3.1")
