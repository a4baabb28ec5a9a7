"""`/rate` and what reminders say of rates: the message of the tone reference, every state, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models.known import Known, known
from models.messages import LONGEST_COMMAND
from models.rates import Rate, low_rates, rates
from models.scorecards import card_of
from models.stale import Stale, stale_figures
from models.tables import Scorecard, Unit
from scheduling.calendar import works
from templates import plain, render
from tests.models.small import refused, told
from tests.offices import ZONE, Office

MAU, DISTRICT = "tinh-mau/xa-mau", "van-canh"
REFERENCE = """\
Hồ sơ trực tuyến toàn trình – xã Mẫu (tạm tính)
Lũy kế 15/12/2025–24/8/2026: 1.310/2.140 = 61,21 %
Chỉ tiêu 70 % · hiện được 1,75/2 điểm
4 tuần qua: trung bình 41/61 hồ sơ mỗi tuần
Giữ nhịp này: cuối kỳ 63,09 %, được 1,80 điểm
Để đạt 70 %: 55/61 hồ sơ mỗi tuần, đến 14/12
(ước 976 hồ sơ phát sinh, cần 872 trực tuyến)
Tối đa thêm được 0,25 điểm
Nguồn: Hệ thống giải quyết TTHC, chốt 24/8
Đầu mối: Trung tâm Phục vụ hành chính công
Trả lời: "chi tiết" hoặc "giao việc\""""


@contextmanager
def year_of(office: Office, unit: str = MAU, year: int = 2026) -> Iterator[tuple[list[Rate], list[Rate], Known]]:
    """All rates, the low ones and all that is known of a unit's year, at the office's clock."""
    now = office.clock.now
    today = now.astimezone(ZONE).date()
    with office.database.reading() as session:
        query = select(Scorecard).join(Unit).where(Unit.key == unit, Scorecard.year == year)
        card = card_of(session, session.scalars(query).one())
        found = known(session, card, now, today, now, works)
        yield (
            rates(session, found, now, today, works),
            low_rates(session, found, now, today, works, 30),
            found,
        )


def today_of(office: Office) -> date:
    return office.clock.now.astimezone(ZONE).date()


def rate_of(office: Office, code: str) -> Rate:
    with year_of(office) as (found, _, _):
        return next(each for each in found if each.node.code == code)


def message(office: Office, code: str) -> str:
    return plain(render("reminders/rate", rate=rate_of(office, code), today=today_of(office)))


def line(rate: Rate) -> list[str]:
    return plain(render("reminders/rate_line", rate=rate)).splitlines()


def stale_line(rows: list[Stale], today: date) -> list[str]:
    return plain(render("reminders/stale", rows=rows, days=30, today=today)).splitlines()


def at(office: Office, month: int, day: int) -> None:
    office.clock.now = datetime(2026, month, day, 8, tzinfo=ZONE)


def test_a_reminder_of_a_low_rate_is_the_tone_reference_to_the_letter(mau: Office) -> None:
    assert message(mau, "7.3.1") == REFERENCE


def test_asked_for_it_also_says_the_last_chance_and_offers_what_can_be_done(mau: Office) -> None:
    asked = mau.ask("tỷ lệ 7.3.1")
    lines = REFERENCE.splitlines()
    said = [*lines[:7], "Giữ nhịp này đến sau 29/9 thì không còn đạt được 70 %", *lines[7:-1]]
    assert plain(asked.text).splitlines() == said
    assert [(each.label, each.command) for each in asked.choices] == [
        ("Chi tiết", "xu hướng 7.3.1 2026"),
        ("Giao việc", "giao việc 7.3.1 2026"),
    ]
    assert mau.ask(asked.choices[0].command).attachments
    assert "Nâng tỷ lệ hồ sơ trực tuyến toàn trình lên 70 %" in mau.say(asked.choices[1].command)


def test_the_last_chance_is_sent_when_it_is_four_weeks_away(mau: Office) -> None:
    for day, said in ((31, False), (1, True)):
        at(mau, 9 if day == 1 else 8, day)
        assert ("không còn đạt được" in message(mau, "7.3.1")) is said, day
    at(mau, 9, 30)
    assert "Nếu vẫn giữ nhịp này thì từ sau 29/9 không còn đạt được 70 %: cần số liệu mới" in mau.say("tỷ lệ 7.3.1")


def test_the_list_says_the_worst_first_and_what_is_not_in_it(mau: Office) -> None:
    asked = mau.ask("tỷ lệ")
    assert plain(asked.text).splitlines() == [
        "TỶ LỆ THẤP: 5 tiêu chí",
        "Năm 2026 – xã Mẫu (tạm tính)",
        "TTHC toàn trình có phát sinh hồ sơ (7.3.2): 32,5 %/50 %, chốt 24/8 · 0,35 điểm",
        "Giữ nhịp này cuối kỳ 47,77 %; cần thêm 1,09 điểm phần trăm mỗi tuần",
        "Hồ sơ trực tuyến toàn trình (7.3.1): 61,21 %/70 %, chốt 24/8 · 0,25 điểm",
        "Giữ nhịp này cuối kỳ 63,09 %; cần 55/61 hồ sơ mỗi tuần (đang 41)",
        "Hồ sơ thanh toán trực tuyến (7.3.3): 45 %/60 %, chốt 17/8 · 0,25 điểm",
        "Giữ nhịp này cuối kỳ 49,55 %; cần 58/70 hồ sơ mỗi tuần (đang 40)",
        "Góp ý dự thảo văn bản của cấp trên (2.3.2): 98 %/100 %, chốt 13/8 · 0,02 điểm",
        "KHÔNG CÒN ĐẠT ĐƯỢC (từ số liệu 13/8); tối đa cuối kỳ 98,69 %, được 0,99 điểm",
        "Hồ sơ giải quyết đúng hạn (3.5.1): 99 %/100 %, chốt 17/8 · 0,01 điểm",
        "KHÔNG CÒN ĐẠT ĐƯỢC (từ số liệu 17/8); tối đa cuối kỳ 99,36 %, được 2,98 điểm",
        "Còn lại: 3 đạt hoặc đúng nhịp, 3 chưa ước được nhịp",
        '5 quá 30 ngày chưa cập nhật: xem "số liệu cũ"',
    ]
    for choice in asked.choices:
        assert mau.say(choice.command).splitlines()[1].startswith("Lũy kế ")


def test_a_district_of_2022_has_its_low_rates_too(van_canh: Office) -> None:
    lines = van_canh.say("tỷ lệ").splitlines()
    assert lines[:4] == [
        "TỶ LỆ THẤP: 3 tiêu chí",
        "Năm 2022 – huyện Vân Canh (tạm tính, số liệu minh họa)",
        "Hồ sơ TTHC giải quyết trực tuyến mức độ 3, 4 (7.4.3): 9,52 %/20 %, chốt 15/7 · 0,52 điểm",
        "Giữ nhịp này cuối kỳ 16,07 %; cần 22/69 hồ sơ mỗi tuần (đang 16)",
    ]
    answer = van_canh.say("tỷ lệ 7.4.3")
    assert "Để đạt 20 %: 22/69 hồ sơ mỗi tuần, đến 31/12" in answer  # this set states no closing day
    assert '"giao việc 7.4.3 2022"' in answer


def test_of_a_unit_a_domain_or_a_title_alone(mau: Office) -> None:
    assert mau.say("tỷ lệ trung tâm").startswith("TỶ LỆ THẤP của Trung tâm Phục vụ hành chính công: 4 tiêu chí\n")
    assert mau.say("tỉ lệ 7") == mau.say("/rate 7")
    assert mau.say("tỷ lệ 7").startswith("TỶ LỆ THẤP của 7: 3 tiêu chí\n")
    assert mau.say("tỷ lệ hồ sơ trực tuyến toàn trình") == mau.say("tỷ lệ 7.3.1")
    assert mau.say("tỷ lệ xã mẫu 7.3.1", "mau/tuyet").splitlines()[:11] == mau.say("tỷ lệ 7.3.1").splitlines()[:11]
    assert mau.say("tỷ lệ", "mau/tuyet").startswith("Đơn vị nào?")


def test_only_who_may_give_work_is_offered_to(mau: Office) -> None:
    for who, offered in (("mai", True), ("hai", True), ("lam", False), ("may", False), ("son", True), ("tuyet", False)):
        line = "tỷ lệ xã mẫu 7.3.1" if who == "tuyet" else "tỷ lệ 7.3.1"
        assert ("giao việc" in mau.say(line, f"mau/{who}")) is offered, who
    for office_line in ("tỷ lệ 7.3.1 20/8", "tỷ lệ 1.2"):  # a past day, and what is on pace
        assert "giao việc" not in mau.say(office_line)


def test_what_has_no_rate_says_so(mau: Office, van_canh: Office) -> None:
    assert "không có tỷ lệ lũy kế để ước nhịp đến cuối kỳ" in mau.say("tỷ lệ 7.2")
    assert "năm đã công bố, không còn ước nhịp" in van_canh.say("tỷ lệ 7.4.3 2021")
    assert mau.say("tỷ lệ 2025").endswith("Năm đã công bố: không còn ước nhịp.")
    assert mau.say("tỷ lệ B").splitlines()[-1] == "Chưa có số liệu nào để ước nhịp."
    assert mau.say("tỷ lệ 7.3.1 14/12/2026", at=datetime(2026, 12, 15, 8, tzinfo=ZONE)).startswith("Hồ sơ trực tuyến")
    assert "kỳ số liệu đã chốt 14/12/2026" in mau.say("tỷ lệ 7.3.1", at=datetime(2026, 12, 15, 8, tzinfo=ZONE))


def test_a_rate_without_a_pace_says_what_is_missing(mau: Office) -> None:
    lines = mau.say("tỷ lệ 7.3.1", "mau/ha").splitlines()
    assert lines[0] == "Hồ sơ trực tuyến toàn trình – xã Mẫu Đông (tạm tính)"
    assert lines[3] == "Chưa ước được nhịp: cần hai lần ghi đủ số đếm, cách nhau từ 14 ngày"
    assert lines[-2] == "Đầu mối: xã Mẫu Đông"


def test_on_pace_again_and_reached_are_told_without_a_demand(mau: Office) -> None:
    told(mau, "số liệu 7.3.1 1446/2240 25/8")
    found = rate_of(mau, "7.3.1")
    assert found.key == ("online_filing", "on_pace", date(2026, 8, 25))
    lines = message(mau, "7.3.1").splitlines()
    assert lines[0] == "Hồ sơ trực tuyến toàn trình – xã Mẫu (tạm tính): ĐÚNG NHỊP"
    assert lines[4] == "Giữ nhịp này: cuối kỳ 72,94 %, được 2 điểm"
    assert lines[5].startswith("Để đạt 70 %: ")
    assert lines[-1] == 'Trả lời: "chi tiết"'
    assert line(found)[1] == "ĐÚNG NHỊP: giữ nhịp này cuối kỳ 72,94 %"
    at(mau, 11, 30)
    told(mau, "số liệu 7.3.1 2710/3640 30/11")
    assert message(mau, "7.3.1").splitlines()[0].endswith(": ĐẠT")
    assert "Để " not in message(mau, "7.3.1")
    with year_of(mau) as (_, low, _):
        assert "7.3.1" not in [each.node.code for each in low]


def test_out_of_reach_says_since_when_and_what_is_still_won(mau: Office) -> None:
    at(mau, 12, 1)
    told(mau, "số liệu 7.3.1 1500/2700 20/11", "số liệu 7.3.1 1530/2780 30/11")
    found = rate_of(mau, "7.3.1")
    assert found.key == ("online_filing", "out_of_reach", date(2026, 11, 20))
    assert message(mau, "7.3.1").splitlines() == [
        "Hồ sơ trực tuyến toàn trình – xã Mẫu (tạm tính): KHÔNG CÒN ĐẠT ĐƯỢC",
        "Lũy kế 15/12/2025–30/11/2026: 1.530/2.780 = 55,04 %",
        "Chỉ tiêu 70 % · hiện được 1,57/2 điểm",
        "Từ 24/8/2026 đến 30/11/2026: trung bình 16/46 hồ sơ mỗi tuần",
        "Không còn đạt được 70 % trong kỳ, từ số liệu ngày 20/11/2026",
        "(ước 91 hồ sơ phát sinh đến 14/12, cần 480 trực tuyến)",
        "Giữ nhịp này: cuối kỳ 54,38 %, được 1,55 điểm",
        "Nếu từ nay tất cả đều trực tuyến: cuối kỳ 56,47 %, được 1,61 điểm",
        "Còn thêm được 0,04 điểm",
        "Nguồn: xã Mẫu, chốt 30/11",
        "Đầu mối: Trung tâm Phục vụ hành chính công",
        'Trả lời: "chi tiết" hoặc "giao việc"',
    ]


def test_a_rate_that_is_reached_and_falling_is_told_while_it_can_be_kept(mau: Office) -> None:
    at(mau, 12, 3)
    told(mau, "số liệu 7.3.1 2240/3100 1/11", "số liệu 7.3.1 2250/3200 2/12")
    answer = message(mau, "7.3.1")
    assert "Chỉ tiêu 70 % · hiện được 2/2 điểm" in answer
    assert "Giữ nhịp này: cuối kỳ 69,59 %, được 1,99 điểm" in answer
    assert "Để giữ 70 %: " in answer
    assert "Có thể bị trừ đến 0,01 điểm" in answer
    assert rate_of(mau, "7.3.1").state == "off_pace"


def test_a_stale_figure_is_asked_for_instead_and_the_line_can_be_typed(mau: Office) -> None:
    with year_of(mau) as (everything, low, found):
        late = stale_figures(found, date(2026, 8, 25), 30)
        assert {each.indicator.name for each in late} & {each.indicator.name for each in everything}
        assert not {each.indicator.name for each in late} & {each.indicator.name for each in low}
    assert [(each.codes, each.owner.short) for each in late[:3]] == [
        (("1.3.2",), "Văn phòng"), (("2.1.2",), "Văn phòng"), (("5.3",), "Phòng Văn hóa - Xã hội"),
    ]  # fmt: skip
    said = stale_line(late, date(2026, 8, 25))
    assert said == [
        "5 chỉ tiêu: 1.3.2 (30/6), 2.1.2 (30/6), 5.3 (30/6), 1.2 (15/7), 7.1.2 (15/7)",
        'Cập nhật: "số liệu 1.3.2 <số đạt>/<tổng số> 25/8"',
    ]
    typed = said[1].split('"')[1].replace("<số đạt>", "4").replace("<tổng số>", "5")
    assert mau.say(typed).startswith("Đã ghi 1.3.2: 4/5 vấn đề")
    assert stale_line(late[3:4], date(2026, 8, 25))[1] == 'Cập nhật: "số liệu 1.2 <số> 25/8"'


def test_nothing_is_told_again_by_a_figure_that_says_the_same(mau: Office) -> None:
    before = rate_of(mau, "7.3.1").key
    mau.clock.forward(days=7)
    told(mau, "số liệu 7.3.1 1351/2201 31/8")
    assert rate_of(mau, "7.3.1").key == before
    mau.say("hoàn tác")
    assert rate_of(mau, "7.3.1").key == before


def test_low_rates_are_those_of_rates_with_their_stakes_in_order(mau: Office, van_canh: Office) -> None:
    for office, unit, year in ((mau, MAU, 2026), (van_canh, DISTRICT, 2022)):
        with year_of(office, unit, year) as (everything, low, found):
            assert len({each.key for each in everything}) == len(everything)
            assert [each.stake for each in low] == sorted((each.stake for each in low), reverse=True)
            for each in everything:
                assert each.owner.name
                assert each.begins <= each.course.since <= each.figure.as_of <= each.until
                if each.worth:
                    assert 0 <= each.worth.gain <= each.stake
                    assert each.worth.now == found.score.judgments[each.node.code].low
            assert all(each.low and each.stake > 0 for each in low)


@pytest.mark.parametrize("days", [0, 20, 45, 75, 100, 111])
def test_every_message_and_line_fits_a_phone_on_any_day(mau: Office, van_canh: Office, days: int) -> None:
    for office, unit, year in ((mau, MAU, 2026), (van_canh, DISTRICT, 2022)):
        office.clock.now += timedelta(days=days)
        with year_of(office, unit, year) as (everything, _, _):
            for each in everything:
                text = plain(render("reminders/rate", rate=each, today=today_of(office), everything=True))
                assert len(text.splitlines()) <= 13, text
                assert max(map(len, [*text.splitlines(), *line(each)])) <= 110, text
                assert len(line(each)) == 2
                for mark in ("None", "Fraction", "  ", "!", "E-"):
                    assert mark not in text + "\n".join(line(each)), text
        answer = office.ask("tỷ lệ tất cả")
        assert all(len(each.command.encode()) <= LONGEST_COMMAND for each in answer.choices)
        assert refused(office, "tỷ lệ")
