"""`/attach`: a file, photo or link that proves work done; alone, it is asked which work it is for."""

import pytest

from models.messages import File
from tests.handlers.at_work import (
    DONE_12,
    events,
    last_event,
    on_the_day,
    papers,
    recorded,
    refused,
    state,
    talk,
    unchanged,
)
from tests.offices import Office

FILE, PHOTO, OTHER = File("qd45.pdf", "ab" * 32), File("anh.jpg", "cd" * 32), File("bia.png", "ef" * 32)
WHICH = "Tệp này là minh chứng của việc nào? Trả lời số việc"


def test_a_photo_alone_is_asked_about_and_kept_for_the_answer(mau: Office) -> None:
    on_the_day(mau)
    answer = unchanged(mau, "lam> ", files=(PHOTO,))
    assert answer.splitlines()[:2] == [WHICH, "#12 Quy chế phối hợp giải quyết TTHC (hạn 04/9)"]
    assert papers(mau, 12) == 0
    assert recorded(mau, "lam> 12").splitlines() == [
        "Đã thêm minh chứng cho #12 – Quy chế phối hợp giải quyết TTHC",
        "Tệp anh.jpg",
        'Việc chưa báo xong. Nếu đã xong: "xong 12 <số văn bản> <ngày>"',
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    assert (papers(mau, 12), state(mau, 12)) == (1, "open")  # a photo alone reports nothing done


def test_nobody_guesses_though_there_is_one_work_only(mau: Office) -> None:
    answer = unchanged(mau, "suong> ", files=(PHOTO,))
    assert "#16 Lập hồ sơ công việc điện tử năm 2026" in answer
    assert papers(mau, 16) == 0
    recorded(mau, "suong> 16")
    assert papers(mau, 16) == 1


def test_who_has_no_work_is_asked_too(mau: Office) -> None:
    for who in ("mai", "rung"):
        assert unchanged(mau, f"{who}> ", files=(PHOTO,)) == WHICH, who
    assert unchanged(mau, "rung> 12").startswith("Không có việc #12")
    assert "Đã thêm minh chứng" in recorded(mau, "mai> 12")  # an officer may for those below


def test_it_is_forgotten_after_a_quarter_of_an_hour(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(PHOTO,))
    mau.clock.forward(minutes=16)
    assert unchanged(mau, "lam> 12").startswith("#12 Quy chế")
    assert papers(mau, 12) == 0


@pytest.mark.parametrize("text", ["12", "#12", "việc 12"])
def test_a_file_with_the_number_is_that_works(mau: Office, text: str) -> None:
    on_the_day(mau)
    assert 'gửi tệp PDF hoặc ảnh, ghi "12"' in talk(mau, DONE_12)
    mau.say(text, who="lam", files=(FILE,))
    assert papers(mau, 12) == 2


@pytest.mark.xfail(strict=True, reason="a file that comes with a line that takes none is lost without a word")
@pytest.mark.parametrize("text", ["đã rõ 12", "trình ký 12", "ghi chú 12: ảnh niêm yết", "vướng 12: xem ảnh"])
def test_a_file_is_never_lost(mau: Office, text: str) -> None:
    mau.say(text, who="lam", files=(FILE,))
    assert papers(mau, 12) == 1


WAYS = ("minh chứng 12", "gửi tệp 12", "đính kèm 12", "12 minh chứng", "bổ sung 12", "/attach 12", "minh chung 12 nhé")


@pytest.mark.parametrize("text", WAYS)
def test_a_file_with_a_word_and_the_number(mau: Office, text: str) -> None:
    answer = mau.say(text, who="lam", files=(FILE,))
    assert answer.startswith("Đã thêm minh chứng cho #12 – Quy chế phối hợp giải quyết TTHC\nTệp qd45.pdf")
    assert papers(mau, 12) == 1


def test_a_link_and_a_document_without_a_file(mau: Office) -> None:
    on_the_day(mau)
    assert "https://vb.example/45" in recorded(mau, "lam> minh chứng 12 https://vb.example/45")
    assert "QĐ 45/QĐ-UBND, thứ Sáu 04/09/2026" in recorded(mau, "lam> bổ sung 12 QĐ 45/QĐ-UBND 4/9")
    assert papers(mau, 12) == 2
    for line in ("minh chứng 12", "gửi tệp", "đính kèm 12 nhé"):
        assert refused(mau, f"lam> {line}").startswith("Gửi tệp, ảnh hoặc đường dẫn kèm số việc"), line


def test_a_link_alone_is_asked_about(mau: Office) -> None:
    assert "việc nào" in unchanged(mau, "lam> minh chứng https://vb.example/45")
    assert "https://vb.example/45" in recorded(mau, "lam> 12")


def test_a_document_named_with_the_file_belongs_to_it(mau: Office) -> None:
    on_the_day(mau)
    assert unchanged(mau, "lam> QĐ 45/QĐ-UBND 4/9", files=(FILE,)).startswith(WHICH)
    answer = recorded(mau, "lam> 12")
    assert "Tệp qd45.pdf\nQĐ 45/QĐ-UBND, thứ Sáu 04/09/2026" in answer
    assert papers(mau, 12) == 1
    assert "QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026 · tệp qd45.pdf" in mau.say("12", who="lam")


def test_several_files_at_once(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(FILE, PHOTO, OTHER))
    answer = recorded(mau, "lam> 12")
    assert "Tệp qd45.pdf\nTệp anh.jpg\nTệp bia.png" in answer
    assert papers(mau, 12) == 3


def test_photos_one_after_another_add_up_and_one_number_is_for_all(mau: Office) -> None:
    on_the_day(mau)
    unchanged(mau, "lam> ", files=(PHOTO,))
    answer = unchanged(mau, "lam> ", files=(OTHER,))
    assert answer.splitlines()[:2] == [
        "2 tệp này là minh chứng của việc nào? Trả lời số việc",
        "#12 Quy chế phối hợp giải quyết TTHC (hạn 04/9)",
    ]
    assert unchanged(mau, "lam> ", files=(PHOTO,)) == answer  # the same again
    assert unchanged(mau, "lam> minh chứng", files=(FILE,)).startswith("3 tệp này là")
    assert recorded(mau, "lam> 12").splitlines()[1:4] == ["Tệp anh.jpg", "Tệp bia.png", "Tệp qd45.pdf"]
    assert (papers(mau, 12), events(mau, 12)) == (3, ["new", "attach"])
    assert unchanged(mau, "lam> 12").startswith("#12 Quy chế")  # nothing waits any more
    recorded(mau, "lam> hoàn tác")
    assert papers(mau, 12) == 0


def test_the_last_photo_brings_the_number(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(PHOTO,))
    answer = mau.say("12", who="lam", files=(OTHER,))
    assert answer.splitlines()[1:3] == ["Tệp anh.jpg", "Tệp bia.png"]
    assert papers(mau, 12) == 2


def test_a_photo_for_another_work_leaves_the_question_as_it_was(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(PHOTO,))
    assert "Tệp bia.png" in mau.say("minh chứng 15", who="lam", files=(OTHER,))
    assert recorded(mau, "lam> 12").splitlines()[1] == "Tệp anh.jpg"
    assert (papers(mau, 12), papers(mau, 15)) == (1, 1)


def test_each_file_keeps_the_document_named_with_it(mau: Office) -> None:
    on_the_day(mau)
    unchanged(mau, "lam> QĐ 45/QĐ-UBND 4/9", files=(FILE,))
    assert unchanged(mau, "lam> minh chứng https://vb.example/45").startswith("2 tệp, đường dẫn này là")
    unchanged(mau, "lam> CV 9/UBND 7/9", files=(PHOTO,))
    assert recorded(mau, "lam> 12").splitlines()[1:6] == [
        "Tệp qd45.pdf",
        "Tệp anh.jpg",
        "QĐ 45/QĐ-UBND, thứ Sáu 04/09/2026",
        "https://vb.example/45",
        "CV 9/UBND, thứ Hai 07/09/2026",
    ]
    told = mau.say("12", who="lam")
    assert "Minh chứng: QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026 · tệp qd45.pdf" in told
    assert "Minh chứng: CV 9/UBND, thứ Hai 07/9/2026 · tệp anh.jpg" in told


def test_what_the_work_has_already_is_not_added_again(mau: Office) -> None:
    mau.say("minh chứng 12", who="lam", files=(FILE,))
    unchanged(mau, "lam> ", files=(FILE,))
    assert unchanged(mau, "lam> 12") == "Việc #12 đã có tệp này từ trước."
    unchanged(mau, "lam> ", files=(FILE, PHOTO, PHOTO))
    recorded(mau, "lam> 12")
    assert papers(mau, 12) == 2


def test_photos_in_reply_to_the_question_are_gathered_too(mau: Office) -> None:
    question = unchanged(mau, "lam> ", files=(PHOTO,))
    assert unchanged(mau, "lam> ", files=(OTHER,), quoted=question).startswith("2 tệp này là")
    assert mau.say("12", who="lam", quoted=question).startswith("Đã thêm minh chứng cho #12")
    assert papers(mau, 12) == 2


def test_very_many_photos_are_counted(mau: Office) -> None:
    for number in range(13):
        unchanged(mau, "lam> ", files=(File(f"{number}.jpg", f"{number:064}"),))
    answer = recorded(mau, "lam> 12").splitlines()
    assert answer[1:12] == [*(f"Tệp {number}.jpg" for number in range(10)), "và 3 tệp khác"]
    assert papers(mau, 12) == 13


def test_what_an_officer_gathers_for_somebody_is_that_ones(mau: Office) -> None:
    unchanged(mau, "mai> ghi thay Chánh Văn phòng: minh chứng https://vb.example/1 (điện thoại)")
    assert unchanged(mau, "mai> ", files=(PHOTO,)).startswith("2 tệp, đường dẫn này là")
    mau.say("12", who="mai")
    event = last_event(mau, 12)
    assert (event.medium, papers(mau, 12)) == ("điện thoại", 2)
    assert event.on_behalf_of_id not in (None, event.actor_id)


def test_the_same_file_again_is_nothing_new(mau: Office) -> None:
    mau.say("minh chứng 12", who="lam", files=(FILE,))
    again = unchanged(mau, "lam> minh chứng 12", files=(File("ten-khac.pdf", FILE.hash),))
    assert again == "Việc #12 đã có tệp này từ trước."
    mau.say("minh chứng 12", who="lam", files=(FILE, PHOTO))
    assert papers(mau, 12) == 2
    assert events(mau, 12) == ["new", "attach", "attach"]


def test_a_reply_to_a_message_is_about_the_work_it_names(mau: Office) -> None:
    answer = mau.say("", who="lam", files=(FILE,), quoted="#12 Quy chế phối hợp giải quyết TTHC (3.4.1) · 0,5 điểm")
    assert answer.startswith("Đã thêm minh chứng cho #12")
    assert papers(mau, 12) == 1


def test_two_numbers_are_asked_back(mau: Office) -> None:
    assert refused(mau, "lam> minh chứng 12, 15 https://vb.example/45").startswith("Ghi số của một việc")
    assert refused(mau, "lam> ", files=(FILE,), quoted="#12 A\n#15 B").startswith("Ghi số của một việc")
    unchanged(mau, "lam> ", files=(FILE,))
    unchanged(mau, "lam> 12, 15")
    assert (papers(mau, 12), papers(mau, 15)) == (0, 0)


def test_what_was_sent_back_waits_for_the_check_again(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> đề nghị bổ sung 12: bản có dấu", "lam> ok")
    answer = mau.say("minh chứng 12", who="lam", files=(FILE,))
    assert "Trạng thái: chờ đối chiếu minh chứng" in answer
    assert state(mau, 12) == "reported"
    recorded(mau, "lam> hoàn tác")
    assert (state(mau, 12), papers(mau, 12)) == ("sent_back", 1)


def test_what_is_done_may_still_get_its_copy(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12, "mai> đối chiếu 12")
    assert "Trạng thái: đã xong" in mau.say("minh chứng 12", who="lam", files=(FILE,))
    talk(mau, "mai> hủy việc 15: tỉnh bãi bỏ")
    assert "đã hủy" in refused(mau, "lam> minh chứng 15", files=(FILE,))


def test_whose_it_is_not(mau: Office) -> None:
    assert unchanged(mau, "khe> minh chứng 12", files=(FILE,)).startswith("Không có việc #12")
    assert refused(mau, "hai> minh chứng 12", files=(FILE,)).startswith("Việc #12 do Văn phòng HĐND và UBND chủ trì")
    for who in ("son", "thach"):
        assert "dành cho" in unchanged(mau, f"{who}> minh chứng 12", files=(FILE,)), who
    mau.say("minh chứng 12", who="suong", files=(FILE,))  # the clerk of the unit may
    assert papers(mau, 12) == 1


def test_a_photo_of_somebody_for_whom_it_is_not(mau: Office) -> None:
    assert "dành cho" in unchanged(mau, "son> ", files=(PHOTO,))


def test_names_of_files_are_shown_as_text(mau: Office) -> None:
    strange = File('<b>"ảnh"</b> & 😀.jpg', "12" * 32)
    text = mau.ask("minh chứng 12", who="lam", files=(strange,)).text
    assert '<b>"ảnh"' not in text
    assert "&lt;b&gt;" in text
    assert '<b>"ảnh"</b> & 😀.jpg' in mau.say("12", who="lam")


def test_taken_back_it_proves_nothing(mau: Office) -> None:
    mau.say("minh chứng 12", who="lam", files=(FILE,))
    recorded(mau, "lam> hoàn tác")
    assert papers(mau, 12) == 0
    assert "Minh chứng: qd45.pdf" not in mau.say("12", who="lam")
    assert "qd45.pdf" in mau.say("lịch sử việc 12", who="lam")  # the story keeps it
    mau.say("minh chứng 12", who="lam", files=(FILE,))  # and it may come again
    assert papers(mau, 12) == 1


def test_an_answer_that_comes_twice_is_one(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(FILE,))
    mau.say("12", who="lam", update_id="7")
    unchanged(mau, "lam> 12", update_id="7")
    assert (papers(mau, 12), events(mau, 12)) == (1, ["new", "attach"])


def test_an_answer_that_comes_twice_gets_the_same_reply(mau: Office) -> None:
    unchanged(mau, "lam> ", files=(FILE,))
    first = mau.say("12", who="lam", update_id="7")
    assert mau.say("12", who="lam", update_id="7") == first


def test_in_a_district(van_canh: Office) -> None:
    assert unchanged(van_canh, "cuc> ", files=(PHOTO,)).splitlines()[1].startswith("#12 Gửi thư xin lỗi")
    unchanged(van_canh, "cuc> ", files=(OTHER,))
    recorded(van_canh, "cuc> 12")
    assert papers(van_canh, 12) == 2
