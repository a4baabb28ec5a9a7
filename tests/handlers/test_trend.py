"""`/trend`: figures over time with the line they are held against, where they lead, and what cannot be drawn."""

import pytest

from catalogs import FOLDER
from documents.charts import png
from models.messages import LONGEST_COMMAND
from scoring.reading import load_toml
from tests.handlers.test_chart import drawn
from tests.offices import Office
from tests.pictures import lines, size, words

ONLINE = """\
7.3.1 · Tỷ lệ hồ sơ trực tuyến toàn trình: 61,21 % – CHƯA ĐẠT (yêu cầu từ 70 %)
Năm 2026 – xã Mẫu (tạm tính)
30/3/2026: 392/738 hồ sơ = 53,12 %
(3 số liệu ở giữa không hiện ở đây)
03/8/2026: 1.184/1.956 hồ sơ = 60,53 %
10/8/2026: 1.228/2.019 hồ sơ = 60,82 %
17/8/2026: 1.268/2.077 hồ sơ = 61,05 %
24/8/2026: 1.310/2.140 hồ sơ = 61,21 %
4 tuần qua: trung bình 41/61 hồ sơ mỗi tuần
Giữ nhịp này: đến hết 14/12/2026 được 63,09 %, 1,8/2 điểm
Để đạt 70 %: 55/61 hồ sơ mỗi tuần (ước 976 hồ sơ phát sinh, cần 872)
Nguồn: Hệ thống giải quyết TTHC
Đầu mối: Trung tâm Phục vụ hành chính công"""


def test_a_rate_says_its_pace_where_that_leads_and_what_reaches_the_target(mau: Office) -> None:
    assert mau.say("xu hướng 7.3.1") == ONLINE  # 41/61 is the pace of the tone reference
    message = mau.ask("/trend 7.3.1 2026")
    assert message.attachments[0].name == "xu-huong-7-3-1-2026.png"
    said = words(drawn(message))
    assert {"TẠM TÍNH", "yêu cầu từ 70 %", "53,12 %", "61,21 %", "63,09 %", "nếu giữ nhịp này"} <= set(said)


def test_the_figures_of_a_past_day_are_those_known_then(van_canh: Office) -> None:
    message = van_canh.ask("xu hướng 7.4.3 30/6")
    assert "24/6/2022: 123/1.621 hồ sơ = 7,59 %" in message.text
    assert "174/1.827" not in message.text
    assert "như đã biết đến hết ngày 30/6/2022" in message.text
    drawn(message)


def test_every_criterion_of_both_offices_is_drawn_whole_or_says_why_not(van_canh: Office, mau: Office) -> None:
    pictures = 0
    for office, file, years in ((van_canh, "van-canh-2021", (2021, 2022)), (mau, "xa-mau-2026", (2026,))):
        for code in load_toml((FOLDER / f"{file}.toml").read_text(), "")["criterion"]:
            for year in years:
                message = office.ask(f"xu hướng {code} {year}")
                assert len(message.text.splitlines()) <= 16, message.text
                assert "E-" not in message.text
                if message.attachments:
                    pictures += 1
                    drawn(message)
    assert pictures >= 18


@pytest.mark.parametrize(("code", "year"), [("7.4.3", 2022), ("3.5", 2022), ("7.4.2", 2022)])
def test_every_picture_is_small_and_whole(van_canh: Office, code: str, year: int) -> None:
    made = png(drawn(van_canh.ask(f"xu hướng {code} {year}")))
    assert size(made)[0] == 1080
    assert len(made) < 60_000
    assert all(not any(row[:40]) and not any(row[-20:]) for row in lines(made))


def test_what_a_picture_would_not_show_is_said_without_one(mau: Office, van_canh: Office) -> None:
    for office, code, said in (
        (mau, "1.5", "tính theo từng việc, không theo một con số"),
        (mau, "1.4", "đếm từ sổ báo cáo"),
        (mau, "7.2", "chấm tay, không có số liệu theo thời gian"),
        (mau, "1.1.1", "tính theo từng việc"),
        (mau, "2.4", "không áp dụng"),
        (mau, "5.1.2", "chưa có số liệu"),
        (mau, "5.4", "Mới có một số liệu nên chưa có xu hướng."),
        (van_canh, "7.4.3 2021", "Mới có một số liệu nên chưa có xu hướng."),
    ):
        message = office.ask(f"xu hướng {code}")
        assert said in message.text, (code, message.text)
        assert not message.attachments


def test_a_group_a_part_and_the_whole_year_list_what_there_is_to_see(mau: Office) -> None:
    whole = mau.ask("xu hướng")
    assert whole.text.splitlines()[0] == "<b>XU HƯỚNG: 15 tiêu chí có từ hai số liệu</b>"
    assert mau.ask("xu hướng 7.3").text.count("→") == mau.ask("xu hướng 7.3").text.count("\n7.3.") >= 2
    part = mau.ask("xu hướng văn phòng").text
    assert "1.7.3" in part
    assert "7.3.1" not in part
    for choice in whole.choices:
        assert choice.command.endswith("tất cả") or mau.ask(choice.command).attachments
    assert "Chưa tiêu chí nào của B có từ hai số liệu" in mau.say("xu hướng B")
    assert mau.say("xu hướng 7.3.1", "mau/tuyet").startswith("Đơn vị nào?")
    assert mau.ask("xu hướng xã Mẫu: 7.3.1", "mau/tuyet").attachments


def test_too_few_figures_tell_no_pace_and_a_closed_year_has_none(mau: Office) -> None:
    mau.clock.forward(hours=1)
    assert mau.say("số liệu 5.3 43/60 10/7").startswith("Đã ghi")
    answer = mau.say("xu hướng 5.3")  # 42/60 on 30/6, 43/60 ten days later
    assert "Chưa ước được nhịp" in answer
    assert "Giữ nhịp này" not in answer


def test_a_count_and_a_share_of_a_plan_have_a_pace_a_mark_has_none(mau: Office) -> None:
    assert "Để đạt 20 tin, bài: thêm 2, mỗi tuần 0,1" in mau.say("xu hướng 1.2")
    assert "Số liệu đã 41 ngày chưa cập nhật" in mau.say("xu hướng 1.2")
    assert "thêm 28,2 điểm phần trăm, mỗi tuần 1,41 điểm phần trăm" in mau.say(
        "xu hướng 6.2"
    )  # to 31/12: money has its own year
    assert "nhịp" not in mau.say("xu hướng 3.7")
    assert "CHƯA ĐẠT (yêu cầu 0 ngày)" in mau.say("xu hướng 3.4.3")
    assert "không đạt được 100 % trong năm: cần 1.154 trong ước 1.133" in mau.say("xu hướng 3.5.1")


def test_a_part_of_a_plan_that_does_not_grow_goes_on_as_it_went(mau: Office) -> None:
    assert mau.say("số liệu 5.3 45/60 25/8").startswith("Đã ghi")
    answer = mau.say("xu hướng 5.3")  # 42 of 60 on 30/6, 45 of 60 eight weeks later
    assert "Từ 30/6/2026 đến 25/8/2026: thêm 0,63 điểm phần trăm mỗi tuần" in answer
    assert "đến hết 14/12/2026 được 84,91 %, 2/2 điểm" in answer


def test_two_sources_of_one_day_are_both_said_and_drawn(mau: Office) -> None:
    assert mau.say("số liệu 7.3.1 1300/2140 24/8 Sổ theo dõi").startswith("Đã ghi")
    message = mau.ask("xu hướng 7.3.1")
    assert "nguồn khác: 1.310/2.140 hồ sơ = 61,21 % (Hệ thống giải quyết TTHC)" in message.text
    assert "nguồn khác" in words(drawn(message))


def test_a_figure_taken_back_is_gone_from_the_line(mau: Office) -> None:
    before = mau.say("xu hướng 7.3.1")
    mau.say("số liệu 7.3.1 1330/2170 25/8")
    assert "1.330/2.170" in mau.say("xu hướng 7.3.1")
    mau.say("hoàn tác")
    assert mau.say("xu hướng 7.3.1") == before


def test_score_offers_the_line_only_where_there_is_one(van_canh: Office, mau: Office) -> None:
    for office, who, line, offered in (
        (van_canh, "", "điểm 7.4.3", "xu hướng 7.4.3 2022"),
        (mau, "", "điểm 7.3.1 30/7", "xu hướng 7.3.1 2026 30/07/2026"),
        (mau, "mau/tuyet", "điểm 7.3.1 xã mẫu", "xu hướng 7.3.1 2026 xã Mẫu"),
    ):
        (choice,) = office.ask(line, who).choices
        assert (choice.label, choice.command, choice.aside) == ("Xu hướng", offered, True)
        assert len(choice.command.encode()) <= LONGEST_COMMAND
        assert office.ask(choice.command, who).attachments
    for line in ("điểm 2021 7.4.3", "điểm 7.3.1", "điểm 7"):
        assert not van_canh.ask(line).choices, line


def test_periods_are_added_up_as_the_score_does_and_the_best_of_a_block_is_the_target(nho: Office) -> None:
    who = "nho/an"
    nho.say("số liệu 1.2 90/100 quý I 31/3; 1.2 190/200 quý II 30/6", who)
    nho.say("số liệu 1.2 90/100 quý I 31/3", who)
    nho.say("số liệu 1.2 190/200 quý II 30/6", who)
    message = nho.ask("xu hướng 1.2", who)
    assert "31/3/2026: 90/100 hồ sơ = 90 %" in message.text
    assert "30/6/2026: 280/300 hồ sơ = 93,33 %" in message.text
    drawn(message)
