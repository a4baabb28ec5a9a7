"""`/acknowledge` after a reminder: what was told is known, whatever its state, and let alone until its next step."""

from tests.handlers.at_work import events, on_the_day, recorded, state, talk
from tests.offices import Office
from tests.scheduling.mornings import at, messages, told


def test_a_bare_word_soon_after_a_digest_is_about_its_work(mau: Office) -> None:
    told(on_the_day(mau), at(2026, 9, 8), "khe")
    answer = recorded(mau, "khe> đã rõ")
    assert "#8" in answer
    assert "#9" in answer
    assert talk(mau, "khe> đã rõ").startswith("Đã ghi đồng chí rõ: #")


def test_what_is_known_is_left_out_until_its_next_step(mau: Office) -> None:
    assert "#34" in told(on_the_day(mau), at(2026, 9, 8), "lam")
    recorded(mau, "lam> đã rõ 34")
    ninth = told(mau, at(2026, 9, 9), "lam")
    assert "#34" not in ninth
    assert "#34 Báo cáo CCHC quý III" in told(mau, at(2026, 9, 10), "lam")


def test_what_is_not_known_stands_beside_what_is_told(mau: Office) -> None:
    told(on_the_day(mau), at(2026, 9, 8), "lam")
    assert "#34" in told(mau, at(2026, 9, 9), "lam")


def test_a_day_later_it_is_about_what_is_new_as_ever(mau: Office) -> None:
    told(on_the_day(mau), at(2026, 9, 8), "hai")
    mau.clock.forward(hours=25)
    assert "Đã ghi đồng chí rõ" not in talk(mau, "hai> đã rõ")


def test_work_given_since_the_message_is_received_too(mau: Office) -> None:
    told(on_the_day(mau), at(2026, 9, 8), "nguyet")
    mau.clock.forward(hours=1)
    number = mau.say("việc mới Sửa máy in; Phòng Văn hóa; 30/12; TC 4.3.1", who="mai")
    assert "Đã giao việc #" in number
    new = int(number.split("#")[1].split()[0].strip(":"))
    recorded(mau, "nguyet> đã rõ")
    assert state(mau, new) == "acknowledged"


def test_the_button_of_a_digest_answers_though_some_of_it_is_done(mau: Office) -> None:
    digest = messages(on_the_day(mau), at(2026, 9, 8))["lam"]
    recorded(mau, "lam> xong 12 QĐ 45/QĐ-UBND 4/9")
    button = next(each.command for each in digest.choices if each.command.startswith("đã rõ"))
    assert "#34" in recorded(mau, f"lam> {button}")
    assert "acknowledge" not in events(mau, 12) or state(mau, 12) == "reported"


def test_every_button_of_every_digest_is_answered(mau: Office, van_canh: Office) -> None:
    for office, day in ((on_the_day(mau), at(2026, 9, 8)), (van_canh, at(2022, 7, 18))):
        for who, message in messages(office, day).items():
            for choice in message.choices:
                answer = office.say(choice.command, who=who)
                wrong = ("Không có lệnh", "Chưa hiểu", "Không thấy", "dành cho", "Không có việc")
                assert not [each for each in wrong if each in answer], f"{who} {choice.command}: {answer}"
