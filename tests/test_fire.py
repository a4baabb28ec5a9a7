"""Every change is made exactly once: whoever is killed, whatever is delivered again, whoever presses at once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from models.database import Database
from tests.fire import answering, check, cut, fire, rows
from tests.offices import DEMOS, Office, Stores, typed
from tests.processes import wait

NOW = DEMOS["mau"].now
Line = tuple[str, str]  # who, what


def at_once(url: str, *rounds: Sequence[Line]) -> list[list[str]]:
    """What is answered where the lines of each round reach two processes at the same instant."""
    said, now = [], NOW
    with answering(url) as workers:
        for lines in rounds:
            now += timedelta(seconds=1)
            for worker, (who, line) in zip(workers, lines, strict=False):
                worker.hand((typed(line, f"mau/{who}"), now))
            said.append([worker.answer() for worker, _ in zip(workers, lines, strict=False)])
    return said


def test_of_messages_delivered_again_and_again_to_processes_that_are_killed_each_counts_once(stores: Stores) -> None:
    url = stores.office("mau")
    fired = fire(url, seed=2026, number=50)
    assert len(check(url, fired)) > 8
    assert fired.killed > 1


def test_of_two_who_press_at_once_one_moves_the_work_and_the_other_is_told_how_it_stands(stores: Stores) -> None:
    url = stores.office("mau")
    numbers = (9, 12, 15)
    heads = {9: "khe", 12: "lam", 15: "lam"}
    done = [[(heads[number], f"xong {number} QĐ {number}/QĐ-UBND 24/8")] for number in numbers]
    pressed = [[("mai", f"đối chiếu {number}"), ("tuyet", f"đối chiếu {number}")] for number in numbers]
    for replies in at_once(url, *done, *pressed)[len(done) :]:
        won, lost = sorted(replies, key=lambda reply: "Đã đối chiếu" not in reply)
        assert won.startswith("<b>Đã đối chiếu minh chứng việc #")
        assert lost.endswith(f'nên không ghi thêm. Xem: "việc {lost.split()[1][1:]}".')
    events = [row["work_id"] for row in rows(url)["event"] if row["what"] == "work check"]
    assert sorted(events) == list(numbers)


def test_a_report_of_two_at_once_is_one_report(stores: Stores) -> None:
    url = stores.office("mau")
    line = "xong 12 QĐ 5/QĐ-UBND 24/8"
    _, replies = at_once(url, [("lam", "giao 12 Sương")], [("lam", line), ("suong", line)])
    assert sorted("<b>Đã ghi nhận việc #12" in reply for reply in replies) == [False, True]
    assert any(reply.endswith('nên không ghi thêm. Xem: "việc 12".') for reply in replies)
    assert [row["what"] for row in rows(url)["event"] if row["work_id"] == 12][-2:] == ["work assign", "work report"]


def test_a_letter_agreed_to_by_two_presses_at_once_is_given_once(stores: Stores) -> None:
    url = stores.office("mau")
    letters = [f"Thư số {letter}" for letter in "ABC"]
    for letter in letters:
        asked, agreed = [("mai", f"giao Văn phòng, Phòng Kinh tế, 30/12: {letter}")], [("mai", "đồng ý")] * 2
        _, replies = at_once(url, asked, agreed)
        assert sorted("Đã giao 2 đơn vị" in reply for reply in replies) == [False, True]
    given = [row["title"] for row in rows(url)["work"] if row["title"] in letters]
    assert sorted(given) == sorted(letters * 2)


def test_what_was_taken_back_by_two_presses_at_once_is_taken_back_once(stores: Stores) -> None:
    url = stores.office("mau")
    for line in ("số liệu 7.3.1 6000/90000 nguồn Sổ A", "ghi chú 12: đã hỏi", "số liệu 3.5.2 6000/90000 nguồn Sổ B"):
        at_once(url, [("mai", line)], [("mai", "hoàn tác")] * 2)
    found = rows(url)
    for table, column in (("event", "undoes_id"), ("observation", "retracts")):
        undone = [row[column] for row in found[table] if row[column]]
        assert sorted(set(undone)) == sorted(undone), table


def test_two_questions_put_to_one_person_at_once_are_both_answered(stores: Stores) -> None:
    said = at_once(
        stores.office("mau"), *[[("lam", "xong"), ("lam", "xong")], [("lam", "xong"), ("lam", "để mai")]] * 2
    )
    assert not [reply for replies in said for reply in replies if "mã lỗi" in reply]


def test_several_pieces_of_work_named_in_opposite_orders_at_once(stores: Stores) -> None:
    url = stores.office("mau")
    done = [[("lam", f"xong {number} QĐ {number}/QĐ-UBND 24/8")] for number in (12, 15)]
    asked, agreed = (
        [("mai", "đối chiếu 12, 15"), ("tuyet", "đối chiếu 15, 12")],
        [("mai", "đồng ý"), ("tuyet", "đồng ý")],
    )
    *_, questions, replies = at_once(url, *done, asked, agreed)
    assert all("Trả lời" in reply for reply in questions)
    assert sorted("Đã đối chiếu" in reply for reply in replies) == [False, True]
    assert not any("mã lỗi" in reply for reply in replies)


@pytest.mark.parametrize("stores", ["postgresql"], indirect=True)
def test_a_connection_lost_in_the_middle_is_no_half_change(stores: Stores) -> None:
    url, now = stores.office("mau"), NOW
    line = "số liệu 7.3.1 {n}/90000; 3.5.2 {n}/90000"
    with answering(url) as (worker, _):
        for round_ in range(12):
            now += timedelta(seconds=1)
            worker.hand((typed(line.format(n=6000 + round_), "mau/mai", update_id=str(round_)), now))
            wait(0.004 * round_)
            cut(url)
            assert worker.answer().startswith("<b>Đã ghi 2 số liệu</b>")
    said = [row["value"] for row in rows(url)["observation"] if row["event_id"]]
    assert sorted(said) == sorted(f"{6000 + round_}/90000" for round_ in range(12) for _ in "12")


def test_what_was_told_once_is_told_again_where_the_message_comes_again(mau: Office) -> None:
    mau.say("giao việc 12 Sương", "lam")
    first = mau.say("việc", "suong", update_id="1")
    assert first.startswith("Đ/c Chánh Văn phòng giao #12")
    assert mau.say("việc", "suong", update_id="1") == first


def test_the_answer_to_a_question_comes_again_with_the_same_reply(mau: Office) -> None:
    mau.say("việc mới Soạn báo cáo", "mai", update_id="1")
    steps = [(str(number), line) for number, line in enumerate(("Văn phòng", "không", "30/12"), 2)]
    replies = [mau.say(line, "mai", update_id=id_) for id_, line in steps]
    assert replies[-1].startswith("Đã giao việc #")
    assert [mau.say(line, "mai", update_id=id_) for id_, line in steps] == replies


def test_a_refusal_that_cannot_be_kept_is_an_error_with_an_id(
    mau: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost(self: Database) -> None:
        raise OSError("the connection is gone")

    monkeypatch.setattr(Database, "writing", lost)
    assert "mã lỗi" in mau.say("việc 999", "lam", update_id="1")
